"""How surely somebody's comment answers a question, by plain features of the two texts and weights that were learnt."""

import re
from math import log

from domain.listening.gist import gist
from domain.listening.learnt import chance, weights
from domain.listening.taken_back import thanks

GOOD = 0.75
"""How surely a question must be answered by all that others wrote under it, so that the best of it is offered."""

PARTNER = 0.5
"""The same for what a partner wrote."""

THANKED = 0.2
"""The same when the asker thanked for it."""

_I = re.IGNORECASE
_HTML = re.compile(r"<[^>]*>|&\w+;")
_LINK = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|co\.uk|org|gov|net|uk|wales|pl)\b|@[\w.]+\.\w", _I)
_DIGIT = re.compile(r"\d")
_PHONE = re.compile(r"\b\d[\d ]{5,}\d\b|\b(?:101|999|111)\b")
_ASKS_BACK = re.compile(
    r"^\W*(?:@\w+\W+)*(?:have (?:you|u)|did (?:you|u)|do (?:you|u)|are (?:you|u)|what|where|when|who|why|how"
    r"|which|is (?:it|that|this)|can i|me too|same|following)\b",
    _I,
)
_ADVICE = re.compile(
    r"\b(?:you (?:can|could|should|need|have to|must|may|might|will|would|just|only|don['’]?t|do)|u (?:can"
    r"|need|have|should)|try|go to|just (?:go|call|ring|ask)|check|call|ring"
    r"|visit|ask|contact|look (?:at|on|for|in)|use|take|get (?:a|the|your|it)|best (?:to|way|bet|thing)|better"
    r"|recommend|suggest|depends|available|allowed"
    r"|gallwch|gelli|rhaid|ffoniwch|cer|cerwch|ewch|dos|triwch|można|mozna|trzeba|musisz|zadzwoń|zadzwon|idź"
    r"|idz|sprawdź|sprawdz|najlepiej)\b",
    _I,
)
_STATES = re.compile(
    r"\b(?:it['’]?s|its|it is|they['’]?re|they are|there['’]?s|there is|there are|that['’]?s|it was|was the"
    r"|it will|they will|it has|it opens|it closes"
    r"|is (?:on|at|in|the|open|closed|near|from|still|now|about|not)|are (?:on|at|in|the|open|closed)|mae|ydi"
    r"|ydy|oedd|roedd|jest|są|był|była|było)\b",
    _I,
)
_OPENS_WITH = re.compile(
    r"^\W*(?:@\w+\W+|[A-Z][\w'-]+(?: [A-Z][\w'-]+)?\W+)?(?:yes|yeah|yep|yh|yup|no|nope|nah|oes|bydd|ydi|ydy"
    r"|nac|na|nacdi|tak|nie|correct|true|definitely|absolutely)\b",
    _I,
)
_I_SAY = re.compile(
    r"\b(?:i (?:think|believe|know|use|used|went|go|got|had|have|bought|heard|saw|live|work|was)|i['’](?:ve|m)"
    r"|we (?:went|use|have|had|got)|my (?:lad|son|dad|husband|wife|friend|mate|sister|brother|neighbour"
    r"|daughter))\b",
    _I,
)
_LAUGH = re.compile(
    r"\b(?:lol+z*|ha(?:ha)+h?|he(?:he)+|hi(?:hi)+|rofl|lmao|lmfao|omg|wtf|jaja|xd)\b|[😂🤣😆😁🙄😡🤬💩🤡🤔😭]"
    r"|[:;]-?[)DPp(]|\.{4,}|!{3,}",
    _I,
)
_GENERAL = re.compile(
    r"\b(?:good luck|congrat\w*|welcome|take care|happy (?:birthday|new)|me too|same here|dont know"
    r"|don['’]?t know|no idea|not sure|dunno|no clue|who (?:cares|knows)|god (?:bless|help|knows)|bump"
    r"|waiting|me neither|agree|exactly|true that|well said|joke|typical|useless|idiot\w*|stupid|shut up"
    r"|get a life|troll|shame|disgrac\w*|pathetic|google (?:it|is)|read the post|dim syniad|nie wiem)\b",
    _I,
)
_DIRECTION = re.compile(
    r"\b(?:near|next to|opposite|behind|beside|in front of|on the (?:left|right|corner)|road|street|building"
    r"|floor|centre|center|office|hall|station|school|hospital|council|website|page|app|link|form|wrth|ger"
    r"|obok|naprzeciwko|koło|kolo|przy)\b",
    _I,
)
_TIMES = re.compile(
    r"\b\d{1,2}(?:[.:]\d\d)?\s?(?:am|pm)\b|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?\b"
    r"|\b\d{1,2}[:.]\d\d\b|£ ?\d|\b\d+ (?:min|hour|day|week|month|year|qr|qar|riyal|pound)s?\b|\bo'?r gloch\b"
    r"|\bgodz",
    _I,
)
_ASKED = re.compile(
    r"\?|\b(?:any(?:one|body|thing)?|some(?:one|body)|how (?:do|can|to|much|many|long)|where (?:can|do|is)"
    r"|what (?:is|are|do|time)|which|who|when|why|can (?:you|i|we)"
    r"|could (?:you|i)|do (?:you|i|we)|is (?:it|there|the|he|she)|are (?:there|you|the)|need|please|pls|help"
    r"|advice|advise|suggest|recommend|looking for|want(?:ed)? to know|wondering"
    r"|oes|pryd|ble|sut|pwy|beth|ydi|ydy|fydd|czy|gdzie|kiedy|jak|kto|proszę)\b",
    _I,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}|\b[A-Z]{2,5}\b")
_TO_OTHER = re.compile(r"^\W*(?:@\w+|[A-Z]\w+(?: [A-Z]\w+)?\s*(?:,|[-:]|\.{2,})|(?:mr|mrs|dear|bro|sir)\b)", _I)
_I_ASK = re.compile(
    r"\b(?:i (?:want|need|am looking|also want|have the same|wonder)|let (?:me|us) know|pm me|call me"
    r"|tell (?:me|us)|anyone know|please help|plz|keep us posted)\b",
    _I,
)
_OPINION = re.compile(
    r"\b(?:should (?:be|have)|ought|why (?:do|don|can|would|should)|ridiculous|people (?:like|who|these)"
    r"|these days|god|allah|life|love|hate|sad|funny|poor|bless)\b",
    _I,
)
_ASKS_WHAT = {
    "when": re.compile(r"\b(?:when|what time|how long|eta|pryd|kiedy|o której|faint o'r gloch)\b", _I),
    "where": re.compile(
    r"\b(?:where|which (?:shop|place|hospital|school|bank|company|restaurant|way)|whereabouts|ble|lle|gdzie"
    r"|recommend|suggest|best)\b", _I),
    "yes": re.compile(
    r"(?:^|[.!?\n]\s*)(?:is|are|was|were|do|does|did|can|could|will|would|has|have|had|am|should|any(?:one"
    r"|body)?|oes|ydi|ydy|fydd|czy)\b", _I),
    "many": re.compile(r"\bhow (?:much|many)\b|\b(?:cost|price|salary|fee|rent|faint|ile)\b", _I),
}  # fmt: skip


def features(question: str, answer: str, partner: bool = False) -> list[float]:
    """The features of a question and a comment on it, in the order of FEATURES."""
    return [float(value) for value in measured(question, answer, partner).values()]


def measured(question: str, answer: str, partner: bool = False) -> dict[str, float]:
    """The features of a question and a comment on it, by name."""
    said = _HTML.sub(" ", answer).strip()
    n = len(said.split())
    return {
        "one": 1.0,
        "partner": partner,
        "long": log(1 + n),
        "long_squared": log(1 + n) ** 2 / 4,
        "short": n <= 3,
        "capitals": n > 2 and said.isupper(),
        **_in_common(question, said),
        **_manner(said),
        **_asked_for(question, said, n),
    }


def _in_common(question: str, said: str) -> dict[str, float]:
    """What both are about."""
    asked, told = gist(question), gist(said)
    common = len([1 for token in asked & told if token[0] not in "?~"])
    return {"shared": min(common, 6) / 3, "share_of_answer": common / (1 + len(told)) ** 0.5}


def _manner(said: str) -> dict[str, float]:
    """How the comment speaks."""
    advice = len(_ADVICE.findall(said))
    return {
        "marks": "?" in said,
        "ends_asking": said.endswith("?"),
        "asks_back": bool(_ASKS_BACK.match(said)),
        "i_ask": bool(_I_ASK.search(said)),
        "link": bool(_LINK.search(said)),
        "phone": bool(_PHONE.search(said)),
        "advice": advice > 0,
        "advice_two": advice > 1,
        "states": bool(_STATES.search(said)),
        "i_say": bool(_I_SAY.search(said)),
        "laugh": bool(_LAUGH.search(said)),
        "general": bool(_GENERAL.search(said)),
        "opinion": bool(_OPINION.search(said)),
        "names": min(len(_NAME.findall(said)), 4) / 2,
        "to_other": bool(_TO_OTHER.match(said)),
        "thanks": thanks(said),
    }


def _asked_for(question: str, said: str, n: int) -> dict[str, float]:
    """Whether the comment has what the question asks for: a time, a place, a number, a yes."""
    what = {name: bool(pattern.search(question)) for name, pattern in _ASKS_WHAT.items()}
    yes, time = bool(_OPENS_WITH.match(said)), bool(_TIMES.search(said))
    digit, place = bool(_DIGIT.search(said)), bool(_DIRECTION.search(said))
    asks = len(_ASKED.findall(question))
    return {
        "asks": asks > 0,
        "asks_much": asks > 2,
        "yes": yes,
        "yes_to_yes": yes and what["yes"],
        "times": time,
        "time_to_when": time and what["when"],
        "direction": place,
        "place_to_where": place and what["where"],
        "digit": digit,
        "digit_to_many": digit and what["many"],
        "names_short": n <= 5 and what["where"] and "?" not in said and said[:1].isupper(),
    }


FEATURES = tuple(measured("", ""))


def sure(question: str, answer: str, partner: bool = False) -> float:
    """How surely (0 to 1) the comment answers the question."""
    return chance(weights("others"), features(question, answer, partner))

"""How an asker speaks afterwards: the question taken back ("sorted now", "she has rung me"), or thanks."""

import re

_I = re.IGNORECASE
_TAKEN_BACK = re.compile(
    r"\b(?:(?:all |its |it['’]?s |is |been |now |got it |getting |that['’]?s )?sorted (?:now|it|thanks|thank"
    r"|cheers|ta|myself|out|already)"
    r"|all sorted|(?:it['’]?s|its|is|been|got it|that['’]?s|now|me) sorted|ignore (?:that|this|me|my"
    r"|the (?:last|above))"
    r"|(?:please |pls )?disregard|never ?mind|nvm|scrap that|forget (?:it|that|i (?:said|asked))"
    r"|no (?:longer|need)(?: (?:needed|to|any))?(?=\W*(?:\b(?:now|needed|thanks|any ?more|to (?:reply|ring"
    r"|answer|call))\b|[.!,]|$))"
    r"|(?:don['’]?t|dont|do not) (?:worry|need (?:it|to|an|any)|bother)(?: about (?:it"
    r"|that))?(?=\W*(?:\b(?:now|any ?more|thanks|all|i['’]?ve|ive|she|he|they)\b))"
    r"|found (?:it|out|the answer)(?: now)?(?= (?:now|thanks|myself|on)|\W*$|[.!,])"
    r"|(?:all|its|it['’]?s|im|i['’]?m|we['’]?re|everything(?:['’]?s)?) (?:good|ok|okay|fine|sorted|done) now"
    r"|cancel that|resolved(?: now)?"
    r"|(?:finally |just |did )?(?:got|get|getting) through (?:now|in the end|eventually|to (?:someone"
    r"|somebody|them|you|101))"
    r"|(?:worked|figured|sussed) it out|answered my own question"
    r"|(?:sorry (?:to have|for) (?:troubl|bother)\w*)|false alarm|panic over|as you were"
    r"|(?:wedi|di|'di) (?:cael|ca'l|gael|ffeindio|dod o hyd|sortio|ei sortio|datrys)\b(?! (?:eu |ei "
    r"|fy )?(?:dwyn|torri))"
    r"|anwybydd\w+|dim (?:ots|angen|isio)\b[^.!?]{0,20}\b(?:rwan"
    r"|rŵan|nawr|bellach|mwyach|diolch)\b"
    r"|peidiwch (?:â |a )?phoeni|popeth yn iawn (?:rwan|rŵan|nawr)|sorted (?:rwan|nawr)"
    r"|już (?:nieaktualne|niepotrzebne|nie trzeba|nie potrzeb\w+|załatwion\w+|znalazł\w*|wiem|wszystko|ok\b"
    r"|po sprawie)|juz (?:nieaktualne|niepotrzebne|wiem|nie trzeba|zalatwion\w+|znalaz\w+)"
    r"|nieaktualne|nieważne|niewazne|sprawa załatwiona"
    r"|proszę zignorować|prosze zignorowac)",
    _I,
)  # fmt: skip
_HEARD_FROM = re.compile(
    r"\b(?:she|he|they|someone|somebody)(?:['’]?s| has| have|['’]ve)? (?:just |now |since |finally )?"
    r"(?:(?:rung|rang|phoned|called|texted) (?:me|us|back)|answered|replied|got back to (?:me|us)|been in touch)\b"
    r"|\b(?:wedi|di|'di) ffonio\b|\bzadzwonił\w* (?:do mnie|już)\b",
    _I,
)
_CAME_BACK = re.compile(
    r"\b(?:turned up|(?:come|came|got|is|are|['’]?s|back) (?:back )?home|back now|found (?:him|her|them)"
    r"|(?:she|he|they)(?:['’]?s| is| are|['’]?re) (?:back|safe|fine|ok|okay|alright)|dod adre|odnalazł\w* się)\b",
    _I,
)
_RELIEF = re.compile(
    r"\b(?:safe|thank\w*|cheers|sorry|phew|relie\w+|all good|diolch\w*|dzięk\w+|dziek\w+|bezpieczn\w+"
    r"|ddiogel)\b|❤|💙|😊",
    _I,
)
_DREAD = re.compile(
    r"\b(?:again|outside|drunk|angry|knife|weapon|bang\w*|kick\w*|smash\w*|shout\w*|scream\w*|hurry|help (?:me|us)"
    r"|please (?:help|send|come|hurry)|at the door|eto|znowu)\b",
    _I,
)
_AT_RISK = re.compile(
    r"\b(?:scared|frightened|afraid|terrified|threat\w*|knife|weapon|kill\w*|suicid\w*|end it|(?:be"
    r"|being) here any ?more"
    r"|my (?:ex|partner|husband|boyfriend|wife|girlfriend)|(?:hit|hits|hitting|hurt|hurts|hurting) (?:me|her"
    r"|him|us|himself"
    r"|herself|themsel\w+)|what he will do|abus\w*|stalk\w*|harass\w*|ofn\w*|bygwth\w*|boję się|boje sie"
    r"|groz\w+|grozi\w*)\b",
    _I,
)
_NOT_TAKEN = re.compile(
    r"\b(?:not|isn['’]?t|isnt|never|hasn['’]?t|hasnt|haven['’]?t|havent|still (?:no|not|nobody|waiting)"
    r"|nobody(?:['’]?s)?|no ?one(?:['’]?s)?"
    r"|when will|until|unless|if (?:she|he|they|it)|should be|get (?:it|this|that) sorted|want (?:it|this"
    r"|that) sorted|heb|byth|nikt|nie (?:zadzwoni|odezwa)\w*)\b"
    r"[^.!?]{0,25}\b(?:sorted|rung|rang|called|phoned|found|replied|home|touch|back|answered|cael|ffonio"
    r"|zadzwoni\w*|odezwa\w*|sortio)\b"
    r"|\b(?:don['’]?t|dont|do not|can['’]?t|cannot|wouldn['’]?t) (?:you )?(?:just )?(?:ignore|disregard"
    r"|forget)\b|\bignore (?:us|people|everyone|it all)\b",
    _I,
)  # fmt: skip
_ASKING = re.compile(r"[^.!?\n]*\?")
_THANKS = re.compile(
    r"\b(?:thank(?:s| ?you|u)?|thankyou|thx|tx|ta|cheers|appreciate\w*|much obliged|diolch\w*|dzięk\w+"
    r"|dziek\w+|nice one|legend|brilliant|perfect"
    r"|lovely|wonderful|star)\b|🙏|👍|❤|💙",
    _I,
)  # fmt: skip
_EDITED = re.compile(
    r"(?:^|\n|[*(\[.!?]\s*)(?:edit(?:ed)?|update[d]?|golyg\w+|edycja)\b\s*[:*)\]-]\s*(.*)$", re.IGNORECASE | re.DOTALL
)


def withdrawn(text: str, question: str = "") -> str:
    """The words by which an asker says that no answer is needed any more; "" when there are none.

    Somebody's return counts only with relief ("he's back" may be the danger). Who wrote that they are at risk is never
    taken to have withdrawn: a person looks.
    """
    found = _TAKEN_BACK.search(text) or _HEARD_FROM.search(text) or (_RELIEF.search(text) and _CAME_BACK.search(text))
    if not found or _NOT_TAKEN.search(text) or _ASKING.match(text, found.end()):
        return ""
    return "" if _DREAD.search(text) or _AT_RISK.search(question) else found[0].strip()


def withdrawn_within(text: str) -> str:
    """The same in an addition to the question itself ("EDIT: sorted now"); "" when there is none."""
    added = _EDITED.search(text)
    return withdrawn(added[1], text) if added else ""


def thanks(text: str) -> bool:
    """Whether an asker thanks for what was said, and asks nothing more."""
    return "?" not in text and bool(_THANKS.search(text))

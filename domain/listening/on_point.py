"""Whether an update of ours is plainly on the point of a question it does not name ("the road has reopened")."""

import re
from collections import Counter
from collections.abc import Iterable

from domain.listening.gist import Gist, gist

_I = re.IGNORECASE
_MATTERS = (
    (
        "open",
        r"\b(?:re-?open\w*|open(?:ed|ing)? (?:again|yet|now)|(?:road|lane|it|that|still|a\d+\w*) (?:\w+ )?(?:open"
        r"|clos|shut|block)\w*"
        r"|(?:when|how long|any idea|eta|what time|is|are|will)\b[^.!]{0,50}\b(?:open|shut|clos|clear|block|mov)\w*"
        r"|(?:ar )?(?:agor|ailagor|gau)\b|otwart\w+|otworz\w+|zamkni\w+|przejezd\w+)",
        r"\b(?:re-?open\w*|(?:is|are|now|fully|partially|one lane) (?:now |fully )*open|(?:is|are|has been"
        r"|now) (?:now )?clear(?:ed)?"
        r"|(?:remain|stay|still)\w* (?:closed|shut|blocked)|expect\w* to (?:re-?)?(?:open|clear|be)"
        r"|wedi (?:ail-?)?agor|ailagor\w*"
        r"|ar agor|(?:dal|parhau) ar gau|ponownie otwart\w+|otwart\w+|nadal zamkni\w+|przejezd\w+)\b",
    ),
    (
        "found",
        r"\b(?:(?:been|was|were|is|are|has|have|they|she|he|him|her|you|ever) (?:\w+ )?(?:found|located|traced)"
        r"|still missing"
        r"|any (?:news|sign|update|word)|(?:is|are) (?:she|he|they|the \w+) (?:ok|okay|safe|alright|home|back)"
        r"|turned up"
        r"|(?:wedi|gael|cael|dod) (?:ei |eu |o )?(?:darganfod|ddarganfod|ffeindio|hyd)|unrhyw newyddion|newyddion"
        r"|dod i'r fei|odnalaz\w+|odnalezion\w+|znalaz\w+|znalezion\w+|coś wiadomo|wiadomo coś)\b",
        r"\b(?:(?:has|have|been|was|were|is|now) (?:\w+ )?(?:found|located|traced|home|safe)|safe and (?:well"
        r"|sound)|no longer missing"
        r"|wedi (?:cael|dod|ei|bod)\b[^.!]{0,20}\b(?:hyd|darganfod|ddarganfod|c?h?g?anfod)|dod o hyd|yn ddiogel"
        r"|odnalezion\w+|odnalaz\w+"
        r"|cał\w+ i zdrow\w+)\b",
    ),
    (
        "sighting",
        r"\b(?:saw|seen|spotted|sighting|widzia\w+|gweld|gwelais|welais|welsom|weles|just like (?:him|her|that"
        r"|this)|looks? like (?:him|her)"
        r"|(?:man|woman|lad|girl|lady|bloke|fella|boy|chap|gent|gentleman|someone|he"
        r"|she) (?:\w+ ){0,4}(?:like (?:him|her|that|this)|similar"
        r"|matching|walk\w*|stood|sat|sitting|standing|wandering|heading|getting (?:on|off)|went past)|debyg"
        r"|cerdded|podobn\w+|szed\w+|siedzi\w+)\b",
        r"\b(?:found|located|traced|home) (?:\w+ )?safe|\bsafe and (?:well|sound)|\bno longer missing|\bsightings?\b"
        r"|\byn ddiogel\b|\bodnalezion\w+|\bodnalaz\w+|\bcał\w+ i zdrow\w+",
    ),
    (
        "arrest",
        r"\b(?:(?:got|caught|arrest|nick|charg|catch)\w* (?:him|them|her|any|some|who|the|yet)?|in custody"
        r"|been (?:caught|arrested|charged)"
        r"|(?:wedi|gael|cael) (?:ei |eu )?(?:arestio|harestio|dd?al)|zatrzym\w+|złapa\w+)\b",
        r"\b(?:arrest(?:ed|s)?|charged|in custody|detained|arestio|harestio|yn y ddalfa|zatrzyman\w+)\b",
    ),
    (
        "hurt",
        r"\b(?:(?:any(?:one|body)|people|every(?:one|body)|driver|they) (?:\w+ )?(?:hurt|injured|ok|okay|alright"
        r"|dead)|injur\w+"
        r"|(?:be|is|are) (?:\w+ )?(?:ok|okay|alright)|anaf\w*|brifo|rann\w+)\b",
        r"\b(?:injur\w+|not life[- ](?:threat|chang)\w+|(?:no ?one|nobody) (?:was|has|is)|taken to hospital"
        r"|hospital|anaf\w*|rann\w+)\b",
    ),
    (
        "back_in",
        r"\b(?:(?:go|get|come|be|allowed|let) (?:back|home|in)|return)\b[^.!]{0,30}\b(?:home|house|flats?|in"
        r"|street)?\b|\bcordon\b",
        r"\b(?:residents|people|you|everyone) (?:\w+ )?(?:can|may|are able to) (?:now )?(?:go|return|get)"
        r"|\bcordon (?:\w+ )*(?:lifted|removed|down|remains|stays)\b",
    ),
    (
        "going_ahead",
        r"\b(?:still (?:on|going|happening|taking place)|cancel\w*|postpon\w*|call\w* off|rearrang\w*|go\w* ahead"
        r"|gohirio|c?g?ansl?o|odwołan\w+)\b",
        r"\b(?:cancelled|postponed|called off|go\w* ahead|still (?:on|taking place)|rearranged|new date|gohirio"
        r"|ganslo|odwołan\w+|przełożon\w+)\b",
    ),
)  # fmt: skip
MATTERS = tuple((name, re.compile(asked, _I), re.compile(told, _I)) for name, asked, told in _MATTERS)

_ASKS = re.compile(
    r"\?|^\W*(?:@\w+\s+)*(?:when|what|where|how|is|are|was|were|has|have|did|any|will|do|does|can|pryd|oes|ydi"
    r"|ydy|ble|lle|beth|kiedy|czy|co|gdzie|jak)\b"
    r"|\b(?:any (?:news|update|idea|sign|word)|anyone know|let (?:me|us) know|need to know|wondering"
    r"|tell (?:me|us)|do we know|yet)\b",
    _I,
)
_MANY_ASKED = re.compile(
    r"\b(?:(?:a )?(?:few|lot|lots|number|couple|several|many|some)(?: of)?(?: you| people| residents"
    r"| questions| comments)?\b[^.!?]{0,25}"
    r"\b(?:ask|query|question|quer|want\w* to know|comment)\w*|(?:in (?:answer|reply|response) to|to (?:answer"
    r"|confirm|clarify))"
    r"|(?:you|people|lots|many) (?:have|['’]ve|are|were) (?:been )?ask\w+|nifer\b[^.!?]{0,25}\bofyn"
    r"|wiele osób pyta|wielu z was)\b",
    _I,
)
_HEADING = re.compile(r"^\W*([A-Z]{4,}(?: [A-Z]+)*)\s*[:|–—-]")
COMMON = 0.2
"""A word in more than this share of a thread's questions (and in at least five) tells nothing about one of them."""


def matters_asked(text: str) -> frozenset[str]:
    """The matters an update may settle that a question asks about; a sighting need not ask."""
    asks = bool(_ASKS.search(text))
    return frozenset(name for name, asked, _ in MATTERS if (asks or name == "sighting") and asked.search(text))


def matters_told(text: str) -> frozenset[str]:
    """The matters on which an update of ours says how they stand."""
    return frozenset(name for name, _, told in MATTERS if told.search(text))


def told_to_many(text: str) -> bool:
    """Whether an update says that it answers what several have asked."""
    return bool(_MANY_ASKED.search(text))


def own_words(text: str, post: Gist, common: frozenset[str]) -> Gist:
    """What a question is about beyond what the post and most of its thread are about."""
    return frozenset(token for token in gist(text) - post - common if token[0] not in "?~")


def common_words(questions: Iterable[str]) -> frozenset[str]:
    """Words that many questions of a thread have."""
    gists = [gist(text) for text in questions]
    counts = Counter(token for one in gists for token in one)
    return frozenset(token for token, n in counts.items() if n >= 5 and n > COMMON * len(gists))


def heading(text: str) -> Gist:
    """What the first word in capitals of an update announces: "RESULTS:", "DESCRIPTION |"."""
    found = _HEADING.match(text)
    return gist(found[1]) if found else frozenset()


def shares_enough(question: Gist, update: Gist, to_many: bool) -> str:
    """The shared words when an update is about the same particular; "" when it is not plainly so."""
    shared = sorted(question & update)
    return ", ".join(shared) if len(shared) >= (1 if to_many else 2) else ""

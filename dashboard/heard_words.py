"""How what was heard in a comment is said on the pages: lanes with their signs, kinds, topics, languages."""

from collections.abc import Mapping, Sequence
from html import escape

from dashboard.words import _, later
from domain.listening.words import UNKNOWN, Kind, Lane, Topic

LANES: Mapping[Lane, tuple[str, str, str]] = {
    Lane.DANGER: ("⚠", "danger", later("danger now")),
    Lane.AT_RISK: ("✚", "danger", later("someone at risk")),
    Lane.SIGHTING: ("◉", "waiting", later("sighting")),
    Lane.CRIME: ("⚑", "waiting", later("crime report")),
    Lane.NAMED: ("☞", "unknown", later("someone named")),
    Lane.COMPLAINT: ("✉", "unknown", later("complaint")),
    Lane.FOI: ("§", "ink", later("freedom of information")),
    Lane.DATA: ("⌕", "ink", later("their own data")),
    Lane.WELSH: ("Cy", "ink", later("in Welsh")),
}
"""Sign, colour and word of every lane: never colour alone."""

KINDS: Mapping[Kind, str] = {
    Kind.QUESTION: later("a question"),
    Kind.REQUEST: later("a request"),
    Kind.REPORT: later("a report"),
    Kind.COMPLAINT: later("a complaint"),
    Kind.INFORMATION: later("information"),
    Kind.THANKS: later("thanks"),
    Kind.ABUSE: later("abuse"),
    Kind.RHETORICAL: later("a remark put as a question"),
    Kind.CHAT: later("talk among neighbours"),
    Kind.TAG: later("a friend called to it"),
    Kind.SPAM: later("spam"),
    Kind.URGENT: later("urgent"),
    Kind.OTHER: later("something else"),
}

TOPICS: Mapping[Topic, str] = {
    Topic.ROADS: later("roads"),
    Topic.PARKING: later("parking"),
    Topic.ASB: later("antisocial behaviour"),
    Topic.BURGLARY: later("burglary"),
    Topic.VEHICLE: later("vehicles stolen"),
    Topic.THEFT: later("theft and lost property"),
    Topic.DRUGS: later("drugs"),
    Topic.VIOLENCE: later("violence"),
    Topic.DOMESTIC: later("abuse at home"),
    Topic.HATE: later("hate crime"),
    Topic.FRAUD: later("fraud"),
    Topic.MISSING: later("missing people"),
    Topic.RURAL: later("rural and wildlife crime"),
    Topic.ANIMALS: later("animals"),
    Topic.PATROLS: later("patrols and stations"),
    Topic.CONTACT: later("reaching us"),
    Topic.EVENTS: later("events and joining"),
    Topic.COURTS: later("courts"),
    Topic.OTHER: later("anything else"),
}

LANGUAGES: Mapping[str, str] = {
    "en": later("English"),
    "cy": later("Welsh"),
    "pl": later("Polish"),
    "ro": later("Romanian"),
    "lt": later("Lithuanian"),
    "lv": later("Latvian"),
    "bg": later("Bulgarian"),
    "hu": later("Hungarian"),
    "uk": later("Ukrainian"),
    "ru": later("Russian"),
    "pt": later("Portuguese"),
    "es": later("Spanish"),
    "fr": later("French"),
    "it": later("Italian"),
    "de": later("German"),
    "tr": later("Turkish"),
    "ar": later("Arabic"),
    "fa": later("Persian"),
    "ur": later("Urdu"),
    "pa": later("Punjabi"),
    "bn": later("Bengali"),
    "gu": later("Gujarati"),
    "hi": later("Hindi"),
    "ta": later("Tamil"),
    "so": later("Somali"),
    "zh": later("Chinese"),
    UNKNOWN: later("a language not told"),
}


def lane_word(lane: str) -> str:
    """A lane in words, for a picker."""
    sign, _colour, word = LANES[Lane(lane)]
    return f"{sign} {_(word)}"


def lane_badges(lanes: Sequence[Lane]) -> str:
    """The lanes of a question as small labels, ready to be drawn: sign, word and colour."""
    return "".join(_badge(*LANES[lane]) for lane in lanes)


def mark(sign: str, colour: str, words: str) -> str:
    """Another small label beside the lanes."""
    return f'<span class="bl-badge bl-{colour}">{sign} {escape(words)}</span>'


def language(code: str) -> str:
    """A language as people call it; its code where nobody has named it here."""
    return _(LANGUAGES[code]) if code in LANGUAGES else code


def _badge(sign: str, colour: str, word: str) -> str:
    return mark(sign, colour, _(word))

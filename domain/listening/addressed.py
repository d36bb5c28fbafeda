"""Whom a comment speaks to: the people of its thread that it names, by handle, in full, or by a greeting."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.listening.thread import Written

_HANDLE = re.compile(r"@(\w{2,})")
_WORD = re.compile(r"[^\W_][\w'’-]*")
_GREETING = (
    r"(?i:hi|hello|hiya|hey|dear|thanks|thank you|cheers|sorry|yes|no|ok|morning|good (?:morning|afternoon|evening)"
    r"|helo|shwmae|s['’]?mae|bore da|diolch|prynhawn da|annwyl|cześć|czesc|dzień dobry|witam|witaj|dziękuję)"
)
_LIST = r"([^\W\d_][\w'’-]+(?:\s*(?:,|&|/|\+|\band\b|\bac?\b|\bi\b)\s*[A-ZŁŚŻ][\w'’-]+)*)"
_GREETED = re.compile(rf"^\W*{_GREETING}\W+{_LIST}(?=[\s,:!.–—-]|$)|^\W*{_LIST}\s*(?:[,:!.–—-]|$)")
_NAMED_LATER = re.compile(
    r"\b(?:sorry to hear (?:that|this|about (?:that|this))|thank you|thanks|cheers|sorry"
    r"|diolch(?: am \w+ \w+)?|yes|no)\s+"
    r"([A-Z][\w'’-]+)\s*(?:[,:!.–—-]|$)"
    r"|\b(?:asking|question|message|touch|know|comment|point|offer|this|that|it|us|you|wait|back"
    r"|ask),? ([A-Z][\w'’-]+)\s*[,.!–—-]"
)
LONGEST = 5
"""Words of the longest name looked for."""

Keys = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a thread's people: handles, first names and whole names, each with whom it may be."""

    handles: Keys = field(default_factory=dict)
    first: Keys = field(default_factory=dict)
    whole: dict[tuple[str, ...], set[str]] = field(default_factory=dict)


def names(comments: Iterable[Written]) -> Names:
    """The names of all who wrote."""
    known = Names()
    for name, who in {(one.name.strip(), one.who) for one in comments}:
        if name.startswith("@"):
            known.handles.setdefault(name[1:].casefold(), set()).add(who)
            continue
        words = tuple(word.casefold() for word in _WORD.findall(name))
        if len(words) > 1:
            known.whole.setdefault(words[:LONGEST], set()).add(who)
        if words:
            known.first.setdefault(words[0], set()).add(who)
    return known


def named(text: str, known: Names) -> set[str]:
    """Those named beyond doubt: by handle, or by first and last name."""
    found = {who for handle in _HANDLE.findall(text) for who in known.handles.get(handle.casefold(), ())}
    if known.whole:
        words = [word.casefold() for word in _WORD.findall(text)]
        for at in (at for at, word in enumerate(words) if word in known.first):
            for end in range(at + 2, min(at + LONGEST, len(words)) + 1):
                found |= known.whole.get(tuple(words[at:end]), set())
    return found


def greeted(text: str, known: Names) -> list[set[str]]:
    """For each first name (or one-word name) that a greeting calls: all who bear it, where anybody does."""
    called = _GREETED.match(text) or _NAMED_LATER.search(text)
    listed = next(filter(None, called.groups()), "") if called else ""
    return [bearers for word in _WORD.findall(listed) if (bearers := known.first.get(word.casefold()))]

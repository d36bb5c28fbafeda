"""Which ward of a team some words name. Guessed from a plain name only, and told as such."""

import re
from collections.abc import Sequence

_CAPITAL = r"[A-ZŴŶÂÊÎÔÛ][\w'’-]*"
_OPENERS = (
    "In|At|On|The|To|From|Near|Around|Across|Is|Are|Was|Will|Any|And|But|So|For|Why|When|Where|What|Who|How|Hi|Hello|"
    "Our|My|Dear|All|Both|Only|Between|By|Outside|Behind|Opposite|Through|Over|Round|Into|Of|With|Yng|Ym|Yn|Ar|O|I"
)
"""Words that begin a sentence and are no part of a name."""
_PART_BEFORE = re.compile(rf"\b(?!(?:{_OPENERS}) $){_CAPITAL} $")
_PART_AFTER = re.compile(rf" (?!Ward\b){_CAPITAL}")


def ward_of(wards: Sequence[str], *texts: str) -> str | None:
    """The ward that something is of: a team's only one, else the one that its texts name."""
    return wards[0] if len(wards) == 1 else ward_named(wards, *texts)


def ward_named(wards: Sequence[str], *texts: str) -> str | None:
    """The one ward that the texts name; None when they name none, or more than one.

    A name that is part of a longer one is no ward: not "Castle" in "Castle Street", not "Station" in "Police Station".
    """
    named = {ward for ward in wards for text in texts if _names(ward, text)}
    return named.pop() if len(named) == 1 else None


def _names(ward: str, text: str) -> bool:
    at = text.find(ward)
    while at >= 0:
        before, after = text[max(at - 40, 0) : at], text[at + len(ward) :]
        whole = not (before[-1:].isalnum() or after[:1].isalnum())
        if whole and not _PART_BEFORE.search(before) and not _PART_AFTER.match(after):
            return True
        at = text.find(ward, at + 1)
    return False

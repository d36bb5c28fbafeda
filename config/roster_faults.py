"""The faults of a roster: each with its place, what was expected there and what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

LONGEST_SHOWN = 60  # characters of a wrong value; the rest does not help to find it
MOST_COMPARED = 1_000  # names; comparing with more takes longer than a person waits


@dataclass(frozen=True, order=True, slots=True)
class Fault:
    """One thing that is wrong. `line` counts from 1; 0 is the file as a whole."""

    file: str
    line: int
    field: str
    expected: str
    found: str

    def __str__(self) -> str:
        """The fault as one line a person can act on."""
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.field}: expected {self.expected}; found {self.found}"


class RosterFault(Exception):
    """A roster that is refused whole. `faults` holds every fault there is, by line; the text lists them, one a line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def shown(value: object) -> str:
    """A value as its writer knows it."""
    if isinstance(value, str):
        return f'"{_cut(value)}"' if value else 'an empty text ""'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _cut(f"[{', '.join(shown(item) for item in value)}]")
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, date | datetime):
        return f"the date {value.isoformat()}"
    return _cut(str(value))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known name that is most like the word; "" when none is."""
    names = sorted(known)
    if len(names) > MOST_COMPARED:
        return ""
    close = get_close_matches(word, names, n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _cut(text: str) -> str:
    text = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"

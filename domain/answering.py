"""How answering is counted: the months of London, the figures, shares with their count, and how long answers took."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from domain.clock import LONDON
from domain.hours import Hours, openings

ENOUGH = 10
"""So many answers it takes to say within what time nine in ten were given."""

EVERYDAY = "everyday"
"""In the place of a lane: what lies in none."""


class Figure(StrEnum):
    """Where a question stands with the promise. The first eleven are apart from each other and add up to `asked`."""

    IN_TIME = "in_time"  # answered by us, when it was due or before
    LATE = "late"  # answered by us, after it was due
    OPEN = "open"  # waits, and is not due yet
    OVERDUE = "overdue"  # waits, and was due before now
    BY_OTHER = "by_other"  # somebody else answered
    WITHDRAWN = "withdrawn"
    PRIVATE = "private"
    REFERRED = "referred"
    SET_ASIDE = "set_aside"
    GONE = "gone"
    MISTAKEN = "mistaken"  # no question after all
    ASKED = "asked"
    LEFT_LATE = "left_late"  # left without our answer, after it was due
    HOLDING = "holding"  # waits, and has a holding reply


PARTS = tuple(Figure)[:11]
"""Every question is in exactly one of these."""

APART = (Figure.BY_OTHER, Figure.WITHDRAWN, Figure.PRIVATE, Figure.REFERRED, Figure.SET_ASIDE, Figure.GONE)
"""How a question leaves without an answer of ours. Never counted as answered."""


def month_of(moment: datetime) -> str:
    """The month of a moment in London: "2026-10"."""
    return f"{moment.astimezone(LONDON):%Y-%m}"


def month_begins(month: str) -> datetime:
    """When a month begins in London (UTC). Raises ValueError for what is no month."""
    year, number = month.split("-")
    return datetime(int(year), int(number), 1, tzinfo=LONDON).astimezone(UTC)


def month_after(month: str, by: int = 1) -> str:
    """The month so many months later; earlier when `by` is below 0."""
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + by, 12)
    return f"{year:04}-{number + 1:02}"


def month_period(month: str) -> tuple[datetime, datetime]:
    """A month of London from its begin to before its end (UTC)."""
    return month_begins(month), month_begins(month_after(month))


def months_between(since: datetime, until: datetime) -> Iterator[tuple[str, datetime, datetime]]:
    """The months of London from `since` to before `until`, the first and the last cut off there."""
    month = month_of(since)
    while month_begins(month) < until:
        begins, ends = month_period(month)
        yield month, max(begins, since), min(ends, until)
        month = month_after(month)


def share(part: int, whole: int) -> float | None:
    """Per cent to one place; None of nothing."""
    return round(100 * part / whole, 1) if whole else None


def within_which(times: Sequence[float], of_ten: int) -> float | None:
    """The time within which so many in ten were given: the nearest rank. None where there are too few to say so."""
    if not times or (of_ten > 5 and len(times) < ENOUGH):
        return None
    return sorted(times)[ceil(of_ten * len(times) / 10) - 1]


class OpenTime:
    """How much time somebody was there, reckoned quickly for many questions of one set of hours."""

    def __init__(self, hours: Hours, since: datetime, until: datetime) -> None:
        self._opens: list[datetime] = []
        self._spans: list[timedelta] = []
        self._before: list[timedelta] = []
        gone = timedelta(0)
        for opens, closes in openings(hours, since, until):
            self._opens.append(opens)
            self._spans.append(closes - opens)
            self._before.append(gone)
            gone += closes - opens

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Open time from one moment to a later one, both within what this was made for."""
        return self._upto(end) - self._upto(begin)

    def _upto(self, moment: datetime) -> timedelta:
        at = bisect_right(self._opens, moment) - 1
        if at < 0:
            return timedelta(0)
        return self._before[at] + min(moment - self._opens[at], self._spans[at])

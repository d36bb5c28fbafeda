"""A span of whole London days: what every number of a period is counted over, as people name such spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from domain.clock import day_begins

DAY = timedelta(days=1)
LONGEST = 40 * 366
_SAID = re.compile(r"(?P<days>\d{1,5})d|(?P<year>\d{4})(-(?P<month>\d{2})|-Q(?P<quarter>[1-4])|-W(?P<week>\d{2}))?")


class PeriodFault(ValueError):
    """Words that name no span of days; the text tells the person what to write."""


class Grain(StrEnum):
    """By which spans a series counts. Weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, order=True)
class Period:
    """From the London day `first` to `last`, both included. Raises PeriodFault when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodFault(f"{self.last:%d %B %Y} comes before {self.first:%d %B %Y}. Put the earlier day first.")
        if self.days > LONGEST:
            raise PeriodFault("That is longer than 40 years. Choose a shorter time.")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def since(self) -> datetime:
        """The UTC moment at which it begins."""
        return day_begins(self.first)

    @property
    def until(self) -> datetime:
        """The UTC moment before which it ends."""
        return day_begins(self.last + DAY)

    @property
    def is_months(self) -> bool:
        """Whether it is made of whole months."""
        return self.first.day == 1 and (self.last + DAY).day == 1

    def before(self) -> "Period":
        """What it is set against: as many whole months before it, or as many days."""
        if not self.is_months:
            return Period(self.first - DAY * self.days, self.first - DAY)
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return Period(_months_on(self.first, -months), self.first - DAY)

    def cut(self, grain: Grain) -> Iterator["Period"]:
        """Its days, weeks or months in order; the first and the last may be cut short."""
        first = self.first
        while first <= self.last:
            last = min(_end(first, grain), self.last)
            yield Period(first, last)
            first = last + DAY


def last_days(days: int, today: date) -> Period:
    """The last so many days, today included."""
    return Period(today - DAY * (days - 1), today)


def said(text: str, today: date) -> Period:
    """A span as addresses and commands write it: 28d, 2026, 2026-10, 2026-Q3, 2026-W41, 2026-04-01..2027-03-31.

    Raises PeriodFault.
    """
    if ".." in text:
        return Period(*(_day(part) for part in text.split("..", 1)))
    if not (found := _SAID.fullmatch(text.strip())):
        raise PeriodFault(
            f"\u201c{text}\u201d names no time. Write 28d, 2026-10, 2026-Q3, 2026 or 2026-04-01..2027-03-31."
        )
    try:
        return _named(found, today)
    except (ValueError, OverflowError) as fault:
        raise fault if isinstance(fault, PeriodFault) else PeriodFault(f"There is no {text}.") from None


@lru_cache(maxsize=2_000)  # a series asks for the same few again and again
def week_of(day: date) -> Period:
    """The week, Monday to Sunday, that a day lies in."""
    monday = day - DAY * day.weekday()
    return Period(monday, monday + 6 * DAY)


@lru_cache(maxsize=2_000)
def month_of(day: date) -> Period:
    """The month that a day lies in."""
    return Period(day.replace(day=1), _end(day, Grain.MONTH))


def _named(found: re.Match[str], today: date) -> Period:
    if found["days"]:
        return last_days(max(1, int(found["days"])), today)
    year = int(found["year"])
    if found["week"]:
        return week_of(date.fromisocalendar(year, int(found["week"]), 1))
    if found["month"]:
        return month_of(date(year, int(found["month"]), 1))
    if found["quarter"]:
        first = date(year, int(found["quarter"]) * 3 - 2, 1)
        return Period(first, _months_on(first, 3) - DAY)
    return Period(date(year, 1, 1), date(year, 12, 31))


def _end(day: date, grain: Grain) -> date:
    if grain is Grain.DAY:
        return day
    if grain is Grain.WEEK:
        return day + DAY * (6 - day.weekday())
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY


def _months_on(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise PeriodFault(f"\u201c{text}\u201d is no day. Write it like 2026-04-01.") from None

"""Opening hours of a team, a district or a force, and the time that passes within them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from domain.bank_holidays import Nation, is_bank_holiday

DAY = 1440  # minutes
FARTHEST = timedelta(days=3_660)
"""So far ahead the clock looks for open hours; who is closed for longer has no clock."""

Span = tuple[datetime, datetime]


class NeverOpens(ValueError):
    """Hours that leave no time to do anything in, whatever they say about weekdays."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one wall time to another, in minutes since midnight; one that ends after 1440 ends the next day."""

    opens: int
    closes: int


Periods = tuple[Period, ...]
ALL_DAY: Periods = (Period(0, DAY),)


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody is there, by the wall clock of a time zone.

    `week` begins with Monday. `bank_holidays`: the periods of a bank holiday of that nation, None for those of any
    other day. On a day in `closed` nothing begins; what began the evening before runs on to its end.
    """

    week: tuple[Periods, ...] = (ALL_DAY,) * 7
    bank_holidays: Periods | None = None
    closed: frozenset[date] = frozenset()
    zone: str = "Europe/London"
    nation: Nation = Nation.ENGLAND


ALWAYS = Hours()
"""Somebody is always there: what holds where no hours were given."""


def add_working(begin: datetime, amount: timedelta, hours: Hours) -> datetime:
    """The first moment (UTC) by which so much time has passed within these hours. Raises NeverOpens."""
    if amount <= timedelta(0):
        return begin.astimezone(UTC)
    for opens, closes in openings(hours, begin, begin + FARTHEST):
        if amount <= closes - opens:
            return opens + amount
        amount -= closes - opens
    raise NeverOpens(f"These hours leave too little time open in the {FARTHEST.days // 365} years to come.")


def working_time_between(begin: datetime, end: datetime, hours: Hours) -> timedelta:
    """How much time passes within these hours from one moment to another; less than nothing when the end is earlier."""
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    if end < begin:
        return -working_time_between(end, begin, hours)
    return sum((closes - opens for opens, closes in openings(hours, begin, end)), timedelta(0))


def openings(hours: Hours, begin: datetime, end: datetime) -> Iterator[Span]:
    """The open times between two moments in their order, in UTC, cut off at midnight and at both ends."""
    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
    day = begin.astimezone(ZoneInfo(hours.zone)).date()
    while moment(hours.zone, day) < end:
        for opens, closes in _open_on(hours, day):
            if begin < closes and opens < end:
                yield max(opens, begin), min(closes, end)
        day += timedelta(days=1)


@lru_cache(maxsize=65_536)
def moment(zone: str, day: date, minute: int = 0) -> datetime:
    """The moment (UTC) at which a clock on the wall first shows so many minutes after midnight, or more.

    A time that comes twice in autumn is the first of the two; one that is left out in spring is when the clocks go on.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first <= second else _leap(zone, second, first)


def _leap(zone: str, before: datetime, after: datetime) -> datetime:
    """When the clocks of a zone go forward between two moments, to the second."""
    there = ZoneInfo(zone)
    later = after.astimezone(there).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(there).utcoffset() == later:
            after = middle
        else:
            before = middle
    return after


@lru_cache(maxsize=65_536)
def _open_on(hours: Hours, day: date) -> tuple[Span, ...]:
    """The open times of one day, from midnight to midnight, none touching another."""
    eve = day - timedelta(days=1)
    shifts = [(max(one.opens - DAY, 0), one.closes - DAY) for one in _periods(hours, eve) if one.closes > DAY]
    shifts += [(one.opens, min(one.closes, DAY)) for one in _periods(hours, day)]
    joined: list[list[int]] = []
    for opens, closes in sorted(shifts):
        if joined and opens <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], closes)
        else:
            joined.append([opens, closes])
    spans = ((moment(hours.zone, day, opens), moment(hours.zone, day, closes)) for opens, closes in joined)
    return tuple((opens, closes) for opens, closes in spans if opens < closes)


def _periods(hours: Hours, day: date) -> Periods:
    """What begins on a day."""
    if day in hours.closed:
        return ()
    if hours.bank_holidays is not None and is_bank_holiday(day, (hours.nation,)):
        return hours.bank_holidays
    return hours.week[day.weekday()]

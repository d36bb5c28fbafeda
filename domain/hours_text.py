"""Opening hours as a roster writes them: "Mon-Fri 09:00-17:00, Sat 10:00-14:00, closed 2026-12-24"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from domain.bank_holidays import Nation
from domain.hours import ALL_DAY, ALWAYS, DAY, Hours, Period, Periods

EXAMPLE = 'hours such as "Mon-Fri 09:00-17:00, Sat 10:00-14:00"'
MOST_CLOSED = 366  # days; with these two and the longest promise a clock always comes to its end
LEAST_OPEN = 60  # minutes in a week

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _DAYS)
_TIMES = r"\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}"
_ON_DAYS = re.compile(rf"(?:(?P<first>{_DAY})(?:\s*-\s*(?P<last>{_DAY}))?|(?P<daily>daily))(?P<times>(?:\s+{_TIMES})*)")
_ON_HOLIDAYS = re.compile(
    rf"bank holidays\s+(?:(?P<usual>as usual)|(?P<closed>closed)|(?P<times>{_TIMES}(?:\s+{_TIMES})*))"
)
_CLOSED = re.compile(r"closed\s+(?P<first>\d{4}-\d{2}-\d{2})(?:\s+to\s+(?P<last>\d{4}-\d{2}-\d{2}))?")


class HoursFault(ValueError):
    """Hours that cannot be read or are never open; the text says what was expected."""


@dataclass(slots=True)
class _Said:
    """What the pieces of a text have said so far; `waiting` are days whose times are still to come."""

    week: list[list[Period]] = field(default_factory=lambda: [[] for _ in _DAYS])
    holidays: Periods | None = ()
    closed: set[date] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)


@lru_cache(maxsize=1024)
def read_hours(text: str, zone: str = ALWAYS.zone, nation: Nation = ALWAYS.nation) -> Hours:
    """The hours that a text says. Closed on bank holidays unless it says otherwise. Raises HoursFault.

    Pieces stand between commas: days with times, days alone (the times follow in a later piece), "bank holidays" with
    times or "as usual", "closed" with a date or "2026-12-24 to 2027-01-01"; or "always" in place of days and times.
    """
    said = _Said()
    for piece in re.split("[,;]", " ".join(text.replace("–", "-").casefold().split())):
        _take(said, piece.strip())
    if said.waiting:
        raise HoursFault(f"times such as 09:00-17:00 after the last day, {_DAYS[said.waiting[-1]].title()}")
    if not any(said.week):
        raise HoursFault("hours that are open at some time of the week; these never are")
    if sum(one.closes - one.opens for day in said.week for one in day) < LEAST_OPEN:
        raise HoursFault(f"hours that are open for at least {LEAST_OPEN} minutes in a week")
    if len(said.closed) > MOST_CLOSED:
        raise HoursFault(f"at most {MOST_CLOSED} closed days; take those out that are past")
    return Hours(tuple(map(tuple, said.week)), said.holidays, frozenset(said.closed), zone, nation)


def _take(said: _Said, piece: str) -> None:
    """Understand one piece of a text."""
    if piece == "always":
        said.week, said.holidays = [list(ALL_DAY) for _ in _DAYS], None
    elif found := _CLOSED.fullmatch(piece):
        said.closed.update(_stretch(found["first"], found["last"]))
    elif found := _ON_HOLIDAYS.fullmatch(piece):
        said.holidays = None if found["usual"] else tuple(_times(found["times"] or ""))
    elif found := _ON_DAYS.fullmatch(piece):
        said.waiting += range(7) if found["daily"] else _days(found["first"], found["last"])
        if times := list(_times(found["times"])):
            for day in said.waiting:
                said.week[day] += times
            said.waiting = []
    else:
        raise HoursFault(f'{EXAMPLE}; "{piece}" cannot be read' if piece else f"{EXAMPLE}; a piece is empty")


def _days(first: str, last: str | None) -> Iterator[int]:
    """Days of the week from one to another, over Sunday if need be."""
    begin = _number(first)
    return ((begin + step) % 7 for step in range((_number(last or first) - begin) % 7 + 1))


def _number(day: str) -> int:
    return next(number for number, name in enumerate(_DAYS) if name.startswith(day))


def _times(text: str) -> Iterator[Period]:
    """The periods that a text names; one whose end is not after its begin ends the next day."""
    for found in re.finditer(r"(\d+):(\d+)\s*-\s*(\d+):(\d+)", text):
        opens, closes = (_minutes(found[0], int(found[at]), int(found[at + 1])) for at in (1, 3))
        if opens in (closes, DAY):
            raise HoursFault(f"a period from one time to another, or 00:00-24:00 for a whole day, not {found[0]}")
        yield Period(opens, closes if closes > opens else closes + DAY)


def _minutes(said: str, hour: int, minute: int) -> int:
    if minute > 59 or hour * 60 + minute > DAY:
        raise HoursFault(f"times from 00:00 to 24:00, not {said}")
    return hour * 60 + minute


def _stretch(first: str, last: str | None) -> Iterator[date]:
    """Every day of a stretch, its last day included."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise HoursFault(f"days that are in the calendar, not {first}{f' to {last}' if last else ''}") from None
    if not 0 <= (end - begin).days < MOST_CLOSED:
        raise HoursFault(f"a last day after the first and within a year of it, not {first} to {last}")
    return (begin + timedelta(days=step) for step in range((end - begin).days + 1))

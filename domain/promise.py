"""The promise: by when a question from the public is to be answered, and how much of that time is left."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.bank_holidays import UNITED_KINGDOM, Nation, is_working_day, working_day_after
from domain.hours import DAY, Hours, add_working, moment, working_time_between
from domain.roster import FORCE

ROUTINE = "routine"
"""The lane of whatever lies in no other."""


class Unit(StrEnum):
    """What a promise is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    WORKING_HOURS = "working hours"  # opening hours of whose question it is; the clock stands still outside them
    WORKING_DAYS = "working days"  # to the end of the last; the day of asking does not count
    MONTHS = "months"  # to the end of the same day of the month, or of the first working day from then on


@dataclass(frozen=True, slots=True)
class Promise:
    """A question of this lane is answered within so much time, if it was asked on the day `since` or later.

    `scope`: for whom it holds, as in a roster ("force", "district:KEY", "team:KEY"). `own_clock`: it stands in place
    of the everyday promise. `nations`: in which forces it holds. `anywhere`: a bank holiday anywhere in the United
    Kingdom is no working day, else one of the force's nation.
    """

    lane: str
    amount: int
    unit: Unit
    since: date
    scope: str = FORCE
    own_clock: bool = False
    nations: tuple[Nation, ...] = UNITED_KINGDOM
    anywhere: bool = False

    def __str__(self) -> str:
        """The time promised, as people say it: "72 hours"."""
        return f"{self.amount} {self.unit.removesuffix('s') if self.amount == 1 else self.unit}"


class Due(NamedTuple):
    """When an answer is due (UTC), and by which promise."""

    at: datetime
    promise: Promise


class Left(NamedTuple):
    """How much time is left: by the clock, and of the opening hours. Less than nothing once the promise is broken."""

    time: timedelta
    open: timedelta
    today: bool  # due on this day in the force's time zone, whether or not it is past

    @property
    def broken(self) -> bool:
        """Whether the time has run out; the last moment is still within it."""
        return self.time < timedelta(0)


def due_at(
    asked_at: datetime, lanes: Collection[str], hours: Hours, promises: Sequence[Promise], scopes: Collection[str] = ()
) -> datetime | None:
    """When a question is to be answered (UTC); None when nothing was promised on that day."""
    due = reckon(asked_at, lanes, hours, promises, scopes)
    return due and due.at


def reckon(
    asked_at: datetime, lanes: Collection[str], hours: Hours, promises: Sequence[Promise], scopes: Collection[str] = ()
) -> Due | None:
    """When a question is to be answered, and why then: of all promises that hold for it the one that ends first.

    `lanes`: all that it lies in, none for an everyday question. `scopes`: the district and team whose question it is,
    as in a roster. A promise for a part of the force can therefore only be tighter than that for the whole.
    """
    asked_at = asked_at.astimezone(UTC)  # adding to a wall time would lose or win the hour of a change of the clocks
    day = asked_at.astimezone(ZoneInfo(hours.zone)).date()
    held = in_force(promises, day, {FORCE, *scopes}, hours.nation)
    mine = [one for one in held if one.lane in lanes]
    if not any(one.own_clock for one in mine):
        mine += [one for one in held if one.lane == ROUTINE]
    return min((Due(_ends(one, asked_at, day, hours), one) for one in mine), key=lambda due: due.at, default=None)


def left(now: datetime, due: datetime, hours: Hours) -> Left:
    """How much time is left of a promise."""
    there = ZoneInfo(hours.zone)
    today = now.astimezone(there).date() == due.astimezone(there).date()
    return Left(due.astimezone(UTC) - now.astimezone(UTC), working_time_between(now, due, hours), today)


def in_force(promises: Iterable[Promise], day: date, scopes: Collection[str], nation: Nation) -> list[Promise]:
    """What is promised for these parts of a force to whoever asks on this day: of each lane and part the newest."""
    newest: dict[tuple[str, str], Promise] = {}
    for one in promises:
        if one.since <= day and one.scope in scopes and nation in one.nations:
            before = newest.get((one.lane, one.scope))
            if before is None or before.since < one.since:
                newest[one.lane, one.scope] = one
    return list(newest.values())


def _ends(promise: Promise, asked_at: datetime, day: date, hours: Hours) -> datetime:
    """When the time of one promise runs out (UTC)."""
    nations = UNITED_KINGDOM if promise.anywhere else (hours.nation,)
    match promise.unit:
        case Unit.MINUTES:
            return asked_at + timedelta(minutes=promise.amount)
        case Unit.HOURS:
            return asked_at + timedelta(hours=promise.amount)
        case Unit.WORKING_HOURS:
            return add_working(asked_at, timedelta(hours=promise.amount), hours)
        case Unit.WORKING_DAYS:
            return _end_of(working_day_after(day, promise.amount, nations), hours)
        case Unit.MONTHS:
            last = _months_after(day, promise.amount)
            return _end_of(last if is_working_day(last, nations) else working_day_after(last, 1, nations), hours)


def _end_of(day: date, hours: Hours) -> datetime:
    """The last second of a day, so that what is due by its end is due on it."""
    return moment(hours.zone, day, DAY) - timedelta(seconds=1)


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))

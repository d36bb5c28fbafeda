"""Time: UTC in the store, London at the eyes. Nothing else in the house asks the system what time it is."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as hour
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

LONDON = ZoneInfo("Europe/London")


class WallTimeFault(ValueError):
    """A wall time that does not say one moment; the text tells the person what to do."""


def utc_now() -> datetime:
    """The moment, aware and in UTC. Called at the doors only; everything else is handed a Clock."""
    return datetime.now(UTC)  # noqa: TID251 - the one place


def elapsed() -> float:
    """Seconds since some moment of the past, going on while this process is stopped and this machine sleeps.

    Linux has a clock for that; macOS's CLOCK_MONOTONIC is one (clock_gettime(3) there). Elsewhere sleep does not count.
    """
    which = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
    return time.monotonic() if which is None else time.clock_gettime(which)


def from_london(wall: datetime, second: bool | None = None) -> datetime:
    """The UTC moment of a London wall time; `second` chooses between the two when clocks go back.

    Raises WallTimeFault for the hour that is missing in March, and for the doubled
    hour in October when nobody said which.
    """
    first, later = (wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first > later:
        raise WallTimeFault(
            f"{wall:%H:%M on %d %B %Y} does not exist: the clocks go forward over it. Choose another time."
        )
    if first < later and second is None:
        raise WallTimeFault(f"{wall:%H:%M on %d %B %Y} happens twice: the clocks go back. Say the first or the second.")
    return later if second else first


def london_day(moment: datetime) -> date:
    """The day that people in London call it: numbers are counted by these days, weeks and months."""
    return moment.astimezone(LONDON).date()


def day_begins(day: date) -> datetime:
    """The UTC moment at which a London day begins."""
    return datetime.combine(day, hour(), LONDON).astimezone(UTC)


def is_doubled(wall: datetime) -> bool:
    """Whether a London wall time comes twice, because the clocks go back over it."""
    first, later = (wall.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first < later


def in_london(moment: datetime) -> str:
    """A moment as people read it: "Tue 25 Nov 2026, 09:00 GMT"."""
    here = moment.astimezone(LONDON)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}"

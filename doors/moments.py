"""Periods as people type them at a command line: from a moment or a day to another, in London."""

from datetime import datetime, timedelta

from domain.clock import from_london
from domain.moments import EXAMPLES as EXAMPLES
from domain.moments import moment as moment


def beginning(said: str) -> datetime:
    """Where a period begins: a moment, or the beginning of a day in London. Raises WallTimeFault."""
    return _midnight(said, 0) or moment(said)


def end(said: str) -> datetime:
    """Where a period ends: before a moment, or with the end of a day in London. Raises WallTimeFault."""
    return _midnight(said, 1) or moment(said)


def _midnight(said: str, days_on: int) -> datetime | None:
    """Midnight in London of a day told without a time; None for anything else."""
    try:
        return from_london(datetime.strptime(said.strip(), "%Y-%m-%d") + timedelta(days=days_on))  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None

"""What a month will have cost at its end: what is spent, and the days left at the pace of the last week."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEK = 7
LEAST_DAYS = 3
"""Of fewer full days no pace is told."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Spending by full UTC day: `days` of them, up to seven, up to yesterday. Micros of a US dollar."""

    days: int
    mean: float
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the month of a UTC day will have cost at its end, in micros, and the days still to come, today among them.

    `low` and `high` are the same at the least and at the most day of the pace; never below what is spent already.
    """

    pace: Pace
    days_left: int
    expected: int
    low: int
    high: int


def pace(spent: Mapping[date, int], began: date | None, today: date) -> Pace | None:
    """What a day costs, of the last seven full days; days without spending count once anything was ever bought.

    `began` is the first day on which anything was; None while nothing was. None of fewer than LEAST_DAYS days.
    """
    if began is None:
        return None
    days = [day for back in range(1, WEEK + 1) if (day := today - timedelta(days=back)) >= began]
    if len(days) < LEAST_DAYS:
        return None
    costs = [spent.get(day, 0) for day in days]
    return Pace(len(costs), sum(costs) / len(costs), min(costs), max(costs))


def forecast(spent: Mapping[date, int], began: date | None, today: date) -> Forecast | None:
    """The month at its end; None while there are not enough days to tell a pace from.

    What was spent up to yesterday, and for each day from today on the mean of the last seven full days.
    """
    of_week = pace(spent, began, today)
    if of_week is None:
        return None
    first = today.replace(day=1)
    left = monthrange(today.year, today.month)[1] - today.day + 1
    until_now = sum(micros for day, micros in spent.items() if first <= day <= today)
    before_today = until_now - spent.get(today, 0)
    ends = [max(until_now, round(before_today + left * daily)) for daily in (of_week.mean, of_week.least, of_week.most)]
    return Forecast(of_week, left, *ends)


def spent_up(spent: int, limit: int | None, daily: float, today: date) -> date | None:
    """The UTC day of this month on which a limit is reached at this pace; None where it is not, or there is none.

    `spent` is what was spent before today.
    """
    if limit is None or daily <= 0:
        return None
    left = monthrange(today.year, today.month)[1] - today.day
    return next((today + timedelta(days=day) for day in range(left + 1) if spent + daily * (day + 1) >= limit), None)

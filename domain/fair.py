"""Comparing fairly: the middle post and the range it may lie in, and how far posts are from what is usual for them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from math import isqrt

LEAST_RANKED = 10
"""Of fewer posts nothing is ranked and no difference is told."""

LEAST_USUAL = 5
"""Of fewer posts nobody knows what is usual for an account."""

LEAST_RANGED = 6
"""Of fewer values there is no range that holds the middle one in 95 of 100 cases."""

ABOUT_A_WEEK = timedelta(days=7)
YOUNGEST, OLDEST = timedelta(days=5), timedelta(days=14)
"""Posts are compared as they stood at about a week of age: by the look nearest to it, and none outside these."""

_EXACT = 1_000  # values up to which the range is reckoned exactly


@dataclass(frozen=True, slots=True)
class Middle:
    """The median of `n` values and the 95 % range of where it may lie, free of any assumed distribution.

    `low` and `high` are None of fewer than LEAST_RANGED values.
    """

    n: int
    median: float
    low: float | None
    high: float | None

    @property
    def ranked(self) -> bool:
        """Whether there are enough to be ranked."""
        return self.n >= LEAST_RANKED


def middle(values: Iterable[float]) -> Middle | None:
    """The middle of some values with its range; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    rank = range_rank(len(ordered))
    low, high = (ordered[rank - 1], ordered[-rank]) if rank else (None, None)
    return Middle(len(ordered), median_of(ordered), low, high)


def median_of(ordered: Sequence[float]) -> float:
    """The median of values in order; there must be one."""
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return (ordered[half - 1] + ordered[half]) / 2


@lru_cache(maxsize=10_000)
def range_rank(n: int) -> int:
    """From the how-many-eth smallest to the how-many-eth largest of `n` values the 95 % range of the median goes.

    The values outside are so few that a fair coin would show as few heads in no more than 2.5 % of `n` throws;
    0 where even the whole spread is not enough. Beyond a thousand values by the normal curve.
    """
    if n > _EXACT:
        return (1_000 * n - 1_960 * isqrt(n)) // 2_000
    ways, below, rank = 1, 1, 0
    while below * 40 <= 1 << n:
        rank += 1
        ways = ways * (n - rank + 1) // rank
        below += ways
    return rank


def usual(values: Iterable[float]) -> float | None:
    """What is usual of an account: the median of its posts; None while they are too few to tell."""
    ordered = sorted(values)
    return median_of(ordered) if len(ordered) >= LEAST_USUAL else None


def nearest_to_a_week(ages: Sequence[timedelta]) -> int | None:
    """Which of a post's looks, by its age at each, stands for it at a week; None where none is near enough."""
    fitting = [place for place, age in enumerate(ages) if YOUNGEST <= age <= OLDEST]
    return min(fitting, key=lambda place: abs(ages[place] - ABOUT_A_WEEK), default=None)


def nearest(days: Sequence[int], day: int, within: int) -> int | None:
    """The place in `days` (in order) of the one nearest to `day` and at most `within` away; None where none is."""
    at = bisect_left(days, day)
    near = [place for place in (at - 1, at) if 0 <= place < len(days) and abs(days[place] - day) <= within]
    return min(near, key=lambda place: abs(days[place] - day), default=None)

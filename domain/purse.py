"""The purse: what is left out first when money for platforms runs short, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.money import MICROS, Price, cost
from domain.posts import PlatformName

TIMELINE = 3_200
"""The most posts that a walk through one account's past can bring (X tells no more of a timeline)."""


class Purpose(StrEnum):
    """What money is asked for, in the order of thrift: the first is left out first."""

    OLD_NUMBERS = "numbers of older posts"
    NUMBERS = "numbers of posts"
    SECOND_LOOK = "second looks at what was edited or deleted"
    NAMES = "names of people who asked something"
    AUDIENCE = "followers"
    OWN_POSTS = "our own posts"
    REPLIES = "what the public writes"
    PUBLISHING = "publishing"


GOES_ON_TO: dict[Purpose, float] = {
    Purpose.OLD_NUMBERS: 0.60,
    Purpose.NUMBERS: 0.70,
    Purpose.SECOND_LOOK: 0.80,
    Purpose.NAMES: 0.85,
    Purpose.AUDIENCE: 0.90,
    Purpose.OWN_POSTS: 0.95,
    Purpose.REPLIES: 1.0,
    Purpose.PUBLISHING: 1.0,
}
"""The share of its purse that may be gone before a purpose is left out."""


@dataclass(frozen=True)
class Limits:
    """The most to spend in a UTC day and in a calendar month (UTC), in micros of a US dollar; None: no own limit.

    `reserve_micros` is the part of each limit that only publishing may touch.
    """

    day_micros: int | None = None
    month_micros: int | None = None
    reserve_micros: int = 0


@dataclass(frozen=True)
class Spent:
    """What has been spent in this UTC day and this calendar month, in micros."""

    day: int = 0
    month: int = 0


def refusal(purpose: Purpose, spent: Spent, limits: Limits, micros: int = 0) -> str | None:
    """Why this purpose gets no money now, in a sentence; None when it does. `micros`: what it will cost, if known."""
    spans = (("today", spent.day, limits.day_micros), ("this month", spent.month, limits.month_micros))
    for when, gone, limit in spans:
        if limit is None:
            continue
        purse = limit if purpose is Purpose.PUBLISHING else limit - limits.reserve_micros
        fence = purse * GOES_ON_TO[purpose]
        if gone >= fence or gone + micros > fence:
            return f"{_dollars(gone)} of {_dollars(limit)} are spent {when}: no money for {purpose}."
    return None


def deep_read(prices: Sequence[Price], platform: PlatformName, operation: str, day: date, posts: int = TIMELINE) -> int:
    """What reading an account's whole past costs at most, in micros, for the command that asks before it does.

    0 on a platform without prices. Raises domain.money.UnknownPrice for an operation nobody has priced.
    """
    if not any(price.platform is platform for price in prices):
        return 0
    return cost(prices, operation, posts, day, platform=platform)


def _dollars(micros: int) -> str:
    return f"${micros / MICROS:,.2f}"

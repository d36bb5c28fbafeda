"""What a number is: its definition, what it may be added up over, and the days on which a platform changed it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from typing import Any

from domain.period import Period
from domain.posts import PlatformName

TOLD_ALIKE = 0.1
"""A number of two times is compared while the parts of their posts that tell it are at most so far apart."""


class Counts(StrEnum):
    """What a number counts. Times and people are never added to each other."""

    TIMES = "times"
    PEOPLE = "people"
    ACTS = "acts"
    ACCOUNTS = "accounts"


class Of(StrEnum):
    """What one number is of."""

    POST = "post"
    ACCOUNT = "account"


class Over(StrEnum):
    """Over what numbers are added up."""

    POSTS = "posts"
    DAYS = "days"
    ACCOUNTS = "accounts"
    TOWNS = "towns"


class MayNotBeAdded(ValueError):
    """A sum that the definition of the number forbids; the text says why."""


@dataclass(frozen=True)
class Source:
    """What a platform calls a number, and from which day until before which other it tells it.

    `period` is how insights are asked for; "" is read off the post or the account itself.
    """

    platform: PlatformName
    name: str
    since: date
    until: date | None = None
    successor: str = ""
    period: str = ""
    means: str = ""

    def lives(self, day: date) -> bool:
        """Whether the platform tells it on that day, as far as is known."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Metric:
    """A number by its name in code, `label` in the trade's words; `twice` is said wherever a sum of it stands."""

    name: str
    label: str
    means: str
    counts: Counts
    of: Of
    adds_over: frozenset[Over] = frozenset()
    never_with: frozenset[str] = frozenset()
    sources: tuple[Source, ...] = ()
    made_of: tuple[str, ...] = ()
    twice: str = ""

    @property
    def adds(self) -> bool:
        """Whether it may be added up over several accounts and nobody counts twice in the sum."""
        return Over.ACCOUNTS in self.adds_over and not self.twice


@dataclass(frozen=True, order=True)
class Break:
    """The day from which a platform told a number under another name: before and after do not compare."""

    day: date
    platform: PlatformName
    was: str
    became: str


def metric(name: str) -> Metric:
    """The definition of a number. Raises KeyError for what is none."""
    return METRICS[name]


def may_add(name: str, *over: Over) -> bool:
    """Whether a number may be added up over all of these."""
    return METRICS[name].adds_over.issuperset(over)


def refuse_sum(name: str, *over: Over) -> None:
    """Called where numbers are added up, before they are: raises MayNotBeAdded where the definition forbids it."""
    if forbidden := [each.value for each in over if each not in METRICS[name].adds_over]:
        told = METRICS[name]
        raise MayNotBeAdded(f"{told.label} may not be added up over {' and '.join(forbidden)}. {told.means}")


def refuse_together(names: Iterable[str]) -> None:
    """Called where different numbers are added to each other: raises MayNotBeAdded where one forbids another."""
    told = [METRICS[name] for name in names]
    for one in told:
        for other in told:
            if other.name in one.never_with or (one.counts is not other.counts):
                raise MayNotBeAdded(f"{one.label} and {other.label} may not be added to each other. {one.means}")


def engagement(likes: int | None, replies: int | None, shares: int | None, clicks: int | None = None) -> int | None:
    """What of the engagement was told, added up; None when nothing was."""
    refuse_together(METRICS["engagement"].made_of)
    told = [number for number in (likes, replies, shares, clicks) if number is not None]
    return sum(told) if told else None


def source_on(name: str, platform: PlatformName, day: date) -> Source | None:
    """What a platform tells a number by on that day: of several the one that has lived longest; None: it does not."""
    living = [one for one in METRICS[name].sources if one.platform is platform and one.lives(day)]
    return min(living, key=lambda one: one.since, default=None)


def breaks(name: str, platform: PlatformName | None, period: Period) -> list[Break]:
    """The days within a period on which a platform put another number in this one's place, in order.

    Asked of all platforms where `platform` is None. What is made of other numbers breaks where they do.
    """
    told = METRICS[name]
    found = {one for part in told.made_of for one in breaks(part, platform, period)}
    for was in told.sources:
        if was.until is None or platform not in (None, was.platform) or not period.first <= was.until <= period.last:
            continue
        became = source_on(name, was.platform, was.until)
        if became and became.name != was.name:
            found.add(Break(was.until, was.platform, was.name, became.name))
    return sorted(found)


def told_alike(told: int, of: int, before_told: int, before_of: int) -> bool:
    """Whether a number was told of about as large a part of the posts of one time as of another."""
    if not of or not before_of:
        return True
    return abs(told / of - before_told / before_of) <= TOLD_ALIKE


def ended(name: str, platform: PlatformName, day: date) -> Source | None:
    """The last source by which a platform told a number, when by that day none lives any more; None otherwise."""
    if source_on(name, platform, day):
        return None
    over = [one for one in METRICS[name].sources if one.platform is platform and one.until and one.until <= day]
    return max(over, key=lambda one: (one.until or day, one.since), default=None)


def _read(told: Mapping[str, Any]) -> dict[str, Metric]:
    return {name: _metric(name, dict(one)) for name, one in told.items()}


def _metric(name: str, told: dict[str, Any]) -> Metric:
    sources = tuple(Source(**{**one, "platform": PlatformName(one["platform"])}) for one in told.pop("sources", ()))
    return Metric(
        name=name,
        counts=Counts(told.pop("counts")),
        of=Of(told.pop("of")),
        adds_over=frozenset(map(Over, told.pop("adds_over", ()))),
        never_with=frozenset(told.pop("never_with", ())),
        made_of=tuple(told.pop("made_of", ())),
        sources=sources,
        **told,
    )


METRICS = _read(tomllib.loads((files("domain") / "metrics.toml").read_text("utf-8")))

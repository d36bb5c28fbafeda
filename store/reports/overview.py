"""The headline figures of a period, set against the same length of time before it where the two may be compared."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from domain.clock import london_day
from domain.metrics import METRICS, Over, breaks, refuse_sum, told_alike
from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.posts import PlatformName
from store.reports.districts import Part
from store.reports.followers import Look, looks_on
from store.reports.series import By, series
from store.reports.sums import Sums, add, total
from store.tables import Account, DeadMetric

OF_POSTS = ("views", "engagement", "likes", "replies", "shares", "posts")


class Unlike(StrEnum):
    """Why a figure is not set against the period before."""

    COUNTED = "counted"  # a platform put another number in its place
    SILENT = "silent"  # a platform fell silent about it
    TOLD = "told"  # it was told for another part of the posts


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure of a period, and the same for the period before.

    None is not told; `told` of `of` posts (for followers: accounts) told it. `change` is the difference, for
    followers only over the accounts that told at both ends; None too where the two are `unlike` each other.
    `adds` False: a sum counts some people more than once. `as_of`: the newest look at the posts, for followers the
    oldest of the looks added up.
    """

    name: str
    value: int | None
    told: int
    of: int
    before: int | None
    before_told: int
    before_of: int
    change: int | None
    adds: bool
    as_of: datetime | None
    unlike: Unlike | None = None


def headline(
    db: Session,
    who: Signed,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[Figure]:
    """Views, engagement, likes, replies, shares and posts of a period, and followers at its end.

    Each beside that of the period before, and followers beside those of the day before it began.
    Reach is not here, because it must not be added: reach_by_post tells it post by post.
    """
    now, before = (total(db, who, one, scope, platform) for one in (period, period.before()))
    begins = period.first - timedelta(days=1)
    ends = [looks_on(db, who, day, scope, platform) for day in (period.last, begins)]
    return [*_figures(db, period, now, before, platform), _followers(*ends)]


def headline_of(
    db: Session,
    who: Signed,
    period: Period,
    account_id: UUID | None,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[Figure]:
    """The same, without followers, of the posts of one account; of the force's own accounts with None."""
    by: By = Part.ACCOUNT if account_id else "district"
    sums = []
    for one in (period, period.before()):
        points = series(db, who, one, Grain.MONTH, scope=scope, platform=platform, by=by)
        own = [point.sums for point in points if point.id == account_id]
        sums.append(add(own) if own else Sums())
    account = db.get(Account, account_id) if account_id else None
    now, before = sums
    return _figures(db, period, now, before, account.platform if account else platform)


def _figures(db: Session, period: Period, now: Sums, before: Sums, platform: PlatformName | None) -> list[Figure]:
    whole = Period(period.before().first, period.last)
    silent = _fell_silent(db, platform, whole)
    return [_figure(name, now, before, _unlike(name, now, before, platform, whole, silent)) for name in OF_POSTS]


def _fell_silent(db: Session, platform: PlatformName | None, whole: Period) -> set[str]:
    """The numbers that a platform stopped telling within these days, announced or not."""
    rows = db.execute(select(col(DeadMetric.platform), col(DeadMetric.metric), col(DeadMetric.since)))
    return {
        name for of, name, since in rows
        if platform in (None, of) and whole.first <= london_day(since) <= whole.last
    }  # fmt: skip


def _unlike(
    name: str, now: Sums, before: Sums, platform: PlatformName | None, whole: Period, silent: set[str]
) -> Unlike | None:
    if name == "posts":
        return None
    if breaks(name, platform, whole):
        return Unlike.COUNTED
    if silent.intersection((name, *METRICS[name].made_of)):
        return Unlike.SILENT
    told, told_before = getattr(now, f"{name}_told"), getattr(before, f"{name}_told")
    return None if told_alike(told, now.posts, told_before, before.posts) else Unlike.TOLD


def _figure(name: str, now: Sums, before: Sums, unlike: Unlike | None) -> Figure:
    told = "posts" if name == "posts" else f"{name}_told"
    value, value_before = getattr(now, name), getattr(before, name)
    return Figure(
        name=name,
        value=value,
        told=getattr(now, told),
        of=now.posts,
        before=value_before,
        before_told=getattr(before, told),
        before_of=before.posts,
        change=None if value is None or value_before is None or unlike else value - value_before,
        adds=True,
        as_of=now.as_of,
        unlike=unlike,
    )


def _followers(now: Sequence[Look], before: Sequence[Look]) -> Figure:
    told = {account.account_id: account for account in now if account.followers is not None}
    told_before = {account.account_id: account for account in before if account.followers is not None}
    both = told.keys() & told_before.keys()
    return Figure(
        name="followers",
        value=_sum(told.values()),
        told=len(told),
        of=len(now),
        before=_sum(told_before.values()),
        before_told=len(told_before),
        before_of=len(before),
        change=sum((told[id_].followers or 0) - (told_before[id_].followers or 0) for id_ in both) if both else None,
        adds=METRICS["followers"].adds,
        as_of=min((account.as_of for account in told.values() if account.as_of), default=None),
    )


def _sum(told: Collection[Look]) -> int | None:
    refuse_sum("followers", Over.ACCOUNTS)
    return sum(account.followers or 0 for account in told) if told else None

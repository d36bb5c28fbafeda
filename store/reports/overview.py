"""The headline figures of a period, set against the same length of time before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from domain.metrics import METRICS, Over, refuse_sum
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.followers import Look, looks_on
from store.reports.sums import Sums, total


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure of a period, and the same for the period before.

    None is not told; `told` of `of` posts (for followers: accounts) told it. `change` is the difference, for
    followers only over the accounts that told at both ends. `adds` False: a sum counts some people more than once.
    `as_of`: the newest look at the posts, for followers the oldest of the looks added up.
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
    figures = [_figure(name, now, before) for name in ("views", "engagement", "likes", "replies", "shares", "posts")]
    begins = period.first - timedelta(days=1)
    ends = [looks_on(db, who, day, scope, platform) for day in (period.last, begins)]
    return [*figures, _followers(*ends)]


def _figure(name: str, now: Sums, before: Sums) -> Figure:
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
        change=None if value is None or value_before is None else value - value_before,
        adds=True,
        as_of=now.as_of,
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

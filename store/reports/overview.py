"""The headline figures of a period, set against the same length of time before it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import case, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.reach import DEFINITIONS
from store.reports.followers import AccountFollowers, followers_by_account
from store.reports.scopes import within
from store.reports.sums import Sums, posted_in, sum_columns
from store.tables import Account, Post, PostNumbers


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
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[Figure]:
    """Views, engagement, likes, replies, shares and posts from `since` to before `until`, and followers at its end.

    Reach is not here, because it must not be added: reach_by_post tells it post by post.
    """
    is_now = case((col(Post.created_at) >= since, 1), else_=0)
    rows = db.execute(
        select(is_now.label("is_now"), *sum_columns())
        .select_from(Post)
        .join(Account, col(Account.id) == Post.account_id)
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
        .where(posted_in(since - (until - since), until), within(who, scope, platform))
        .group_by(is_now)
    )
    periods = {sums.pop("is_now"): Sums(**sums) for sums in (row._asdict() for row in rows)}
    now, before = periods.get(1, Sums()), periods.get(0, Sums())
    figures = [_figure(name, now, before) for name in ("views", "engagement", "likes", "replies", "shares", "posts")]
    ends = [followers_by_account(db, who, _day_before(end), scope=scope, platform=platform) for end in (until, since)]
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


def _followers(now: Sequence[AccountFollowers], before: Sequence[AccountFollowers]) -> Figure:
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
        adds=DEFINITIONS["followers"].adds,
        as_of=min((account.as_of for account in told.values() if account.as_of), default=None),
    )


def _sum(told: Collection[AccountFollowers]) -> int | None:
    return sum(account.followers or 0 for account in told) if told else None


def _day_before(end: datetime) -> date:
    """The UTC day that was the last one before a moment."""
    return (end.astimezone(UTC) - timedelta(microseconds=1)).date()

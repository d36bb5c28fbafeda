"""The numbers of posts in a period, added up by account: each post once, by its newest numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.reach import engagement
from store.reports.scopes import account_names, naming, within
from store.tables import Account, Post, PostNumbers


@dataclass(frozen=True, slots=True)
class Sums:
    """Numbers of some posts, added up. None: not told for any of them; `told` counts those it was told for.

    `gone` counts posts of the period that are no longer public; nothing else counts them.
    `as_of` is the newest of the looks the numbers come from.
    """

    posts: int = 0
    gone: int = 0
    likes: int | None = None
    likes_told: int = 0
    replies: int | None = None
    replies_told: int = 0
    shares: int | None = None
    shares_told: int = 0
    views: int | None = None
    views_told: int = 0
    clicks: int | None = None
    engagement_told: int = 0
    as_of: datetime | None = None

    @property
    def engagement(self) -> int | None:
        """Likes, replies, shares and clicks, as far as they were told."""
        return engagement(self.likes, self.replies, self.shares, self.clicks)


@dataclass(frozen=True, slots=True)
class AccountSums:
    """The sums of one account, and where it belongs."""

    account_id: UUID
    account: str
    platform: PlatformName
    team_id: UUID | None
    team: str | None
    district_id: UUID | None
    district: str | None
    sums: Sums


def sums_by_account(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[AccountSums]:
    """Every account in sight with the sums of its posts from `since` to before `until`.

    An account without posts is there with none; a retired one only if it posted then.
    """
    posted = (
        select(col(Post.account_id).label("account_id"), *sum_columns())
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
        .join(Account, col(Account.id) == Post.account_id)
        .where(posted_in(since, until), within(who, scope, platform))
        .group_by(col(Post.account_id))
        .subquery()
    )
    numbers = [column for column in posted.c if column.key != "account_id"]
    places = [*account_names(), col(Account.team_id).label("team_id"), col(Account.district_id).label("district_id")]
    statement = (
        naming(select(*places, *numbers).select_from(Account))
        .outerjoin(posted, posted.c.account_id == col(Account.id))
        .where(within(who, scope, platform), or_(col(Account.retired_at).is_(None), posted.c.posts.is_not(None)))
        .order_by(col(Account.platform), col(Account.handle))
    )
    return [_account_sums(row._asdict(), [column.key for column in numbers]) for row in db.execute(statement)]


def posted_in(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Whether a statement's Post was made from `since` to before `until`."""
    return and_(col(Post.created_at) >= since, col(Post.created_at) < until)


def sum_columns() -> list[ColumnElement[Any]]:
    """The columns of Sums over a statement's Post and PostNumbers, named as its fields."""
    public = col(Post.gone_at).is_(None)
    numbers = {name: getattr(PostNumbers, name) for name in ("likes", "replies", "shares", "views", "clicks")}
    columns: list[ColumnElement[Any]] = [
        func.count(col(Post.id)).filter(public).label("posts"),
        func.count(col(Post.gone_at)).label("gone"),
    ]
    columns += [func.sum(number).filter(public).label(name) for name, number in numbers.items()]
    columns += [
        func.count(number).filter(public).label(f"{name}_told") for name, number in numbers.items() if name != "clicks"
    ]
    any_told = func.coalesce(*(numbers[name] for name in ("likes", "replies", "shares", "clicks")))
    columns.append(func.count(any_told).filter(public).label("engagement_told"))
    columns.append(func.max(col(PostNumbers.taken_at)).filter(public).label("as_of"))
    return columns


def add(parts: Iterable[Sums]) -> Sums:
    """Several sums as one. What nobody told stays None."""
    whole = list(parts)
    names = Sums.__dataclass_fields__
    return Sums(**{name: _added(name, [getattr(part, name) for part in whole]) for name in names})


def _added(name: str, values: list[Any]) -> Any:
    told = [value for value in values if value is not None]
    if name == "as_of":
        return max(told, default=None)
    if not told:
        return Sums.__dataclass_fields__[name].default
    return sum(told)


def _account_sums(row: dict[str, Any], names: list[str]) -> AccountSums:
    sums = {name: row.pop(name) for name in names}
    return AccountSums(**row, sums=Sums() if sums["posts"] is None else Sums(**sums))

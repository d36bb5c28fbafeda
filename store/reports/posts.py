"""Posts with their newest numbers: the list, the best of a period, and reach post by post."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.scopes import Rows, account_names, naming, within
from store.reports.sums import posted_in
from store.tables import Account, Post, PostNumbers


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of ours and its newest numbers, looked at `as_of`. None: not told. `gone_at`: no longer public since.

    `reach` is people counted once by the platform, for this post alone: never to be added.
    """

    id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    url: str
    posted_at: datetime
    likes: int | None
    replies: int | None
    shares: int | None
    clicks: int | None
    views: int | None
    reach: int | None
    engagement: int | None
    as_of: datetime | None
    edited_at: datetime | None
    gone_at: datetime | None


class Order(StrEnum):
    """What the best posts are best at."""

    ENGAGEMENT = "engagement"
    VIEWS = "views"
    LIKES = "likes"
    REACH = "reach"


def posts(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    account_id: UUID | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[PostRow]:
    """The posts from `since` to before `until`, newest first, those that are gone too."""
    statement = _with_numbers(who, since, until, scope, platform)
    if account_id:
        statement = statement.where(col(Account.id) == account_id)
    newest_first = statement.order_by(col(Post.created_at).desc(), col(Post.id)).limit(limit).offset(offset)
    return _rows(db, newest_first)


def best_posts(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    n: int = 3,
    by: Order = Order.ENGAGEMENT,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PostRow]:
    """The `n` public posts of a period with the most of something; a post that does not tell it is not among them."""
    number = _engagement() if by is Order.ENGAGEMENT else getattr(PostNumbers, by.value)
    statement = _with_numbers(who, since, until, scope, platform).where(
        col(Post.gone_at).is_(None), number.is_not(None)
    )
    return _rows(db, statement.order_by(number.desc(), col(Post.created_at).desc(), col(Post.id)).limit(n))


def reach_by_post(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    n: int = 20,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PostRow]:
    """The `n` posts of a period that reached most people, each on its own: the sum of these is no number of people."""
    return best_posts(db, who, since, until, n=n, by=Order.REACH, scope=scope, platform=platform)


def _with_numbers(
    who: Signed, since: datetime, until: datetime, scope: Scope | None, platform: PlatformName | None
) -> Rows:
    numbers = [col(getattr(PostNumbers, n)) for n in ("likes", "replies", "shares", "clicks", "views", "reach")]
    columns: list[ColumnElement[Any]] = [
        col(Post.id).label("id"),
        col(Post.text).label("text"),
        col(Post.url).label("url"),
        col(Post.created_at).label("posted_at"),
        _engagement().label("engagement"),
        col(PostNumbers.taken_at).label("as_of"),
        col(Post.edited_at).label("edited_at"),
        col(Post.gone_at).label("gone_at"),
    ]
    statement = (
        select(*columns, *numbers, *account_names())
        .select_from(Post)
        .join(Account, col(Account.id) == Post.account_id)
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
    )
    return naming(statement).where(posted_in(since, until), within(who, scope, platform))


def _engagement() -> ColumnElement[Any]:
    """The same as domain.reach.engagement, said in SQL."""
    numbers = [col(getattr(PostNumbers, name)) for name in ("likes", "replies", "shares", "clicks")]
    told = func.coalesce(*numbers).is_not(None)
    parts = [func.coalesce(number, 0) for number in numbers]
    return case((told, parts[0] + parts[1] + parts[2] + parts[3]))


def _rows(db: Session, statement: Rows) -> list[PostRow]:
    return [PostRow(**row._asdict()) for row in db.execute(statement)]

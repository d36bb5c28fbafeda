"""Posts with their newest numbers: the list, the best of a period, and reach post by post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlmodel import Session, col

from domain.metrics import METRICS, Over, refuse_sum, refuse_together
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.most import AT_MOST, LONG, with_most
from store.reports.scopes import account_names
from store.reports.spells import belonged_within, lies_in, naming_then, of_post
from store.reports.sums import ADDS, by_account
from store.tables import Account, Belonging, Post, PostNumbers

_AT_ONCE = 5_000


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
    """What the best posts are best at, and how lists stand: what was not told comes last."""

    NEWEST = "newest"
    ENGAGEMENT = "engagement"
    VIEWS = "views"
    LIKES = "likes"
    REPLIES = "replies"
    SHARES = "shares"
    CLICKS = "clicks"
    REACH = "reach"


def posts(
    db: Session,
    who: Signed,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    account_id: UUID | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[PostRow]:
    """The posts of a period, newest first, those that are gone too, each where it was made."""
    wanted = _of_period(who, period, scope, platform, account_id=account_id)
    return rows_of(db, wanted.order_by(*ordered(Order.NEWEST)).limit(limit).offset(offset))


def posts_in(
    db: Session,
    who: Signed,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    district_id: UUID | None = None,
    team_id: UUID | None = None,
    account_id: UUID | None = None,
    order: Order = Order.NEWEST,
    gone: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[PostRow]:
    """The rows behind a number: the public posts that it was added up from, or, with `gone`, those it left out.

    District and team are those of that day; FORCE_OWN for posts of no district, or of no team.
    """
    wanted = _of_period(who, period, scope, platform, district_id, team_id, account_id)
    which = col(Post.gone_at).is_not(None) if gone else col(Post.gone_at).is_(None)
    narrow = None if gone or account_id else _only(district_id, team_id, None)
    if (most := _with_most(db, who, period, order, limit + offset, scope, platform, narrow)) is not None:
        return _named(db, most[offset:])
    return rows_of(db, wanted.where(which).order_by(*ordered(order)).limit(limit).offset(offset))


def count_posts_in(
    db: Session,
    who: Signed,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    district_id: UUID | None = None,
    team_id: UUID | None = None,
    account_id: UUID | None = None,
    gone: bool = False,
) -> int:
    """How many rows `posts_in` has in all."""
    refuse_sum("posts", Over.DAYS, Over.ACCOUNTS)
    places = select(col(Belonging.id)).join(Account, col(Account.id) == Belonging.account_id)
    places = places.where(belonged_within(Belonging, who, scope, platform), *_only(district_id, team_id, account_id))
    found = 0
    for span in by_account(period):
        table: Any = span.table
        number = func.sum(table.gone if gone else table.posts)
        found += int(db.scalar(select(number).where(span.within, table.belonging_id.in_(places))) or 0)
    return found


def best_posts(
    db: Session,
    who: Signed,
    period: Period,
    *,
    n: int = 3,
    by: Order = Order.ENGAGEMENT,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PostRow]:
    """The `n` public posts of a period with the most of something; a post that does not tell it is not among them."""
    if (most := _with_most(db, who, period, by, n, scope, platform, [])) is not None:
        return _named(db, most)
    wanted = _of_period(who, period, scope, platform).where(col(Post.gone_at).is_(None), _number(by).is_not(None))
    return rows_of(db, wanted.order_by(*ordered(by)).limit(n))


def reach_by_post(
    db: Session,
    who: Signed,
    period: Period,
    *,
    n: int = 20,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PostRow]:
    """The `n` posts of a period that reached most people, each on its own: the sum of these is no number of people."""
    return best_posts(db, who, period, n=n, by=Order.REACH, scope=scope, platform=platform)


def _with_most(
    db: Session,
    who: Signed,
    period: Period,
    order: Order,
    need: int,
    scope: Scope | None,
    platform: PlatformName | None,
    narrow: list[ColumnElement[bool]] | None,
) -> list[UUID] | None:
    """The posts with the most of a long time, where sums of days tell them; None where the posts must be read."""
    names = METRICS["engagement"].made_of if order is Order.ENGAGEMENT else (order.value,)
    if narrow is None or period.days < LONG or need > AT_MOST or not set(names).issubset(ADDS):
        return None
    whole = not narrow and not platform and all(part in (None, Scope()) for part in (who.scope, scope))
    place = None if whole else and_(belonged_within(Belonging, who, scope, platform), *narrow)
    return with_most(db, period, names, need, place, _number(order))


def _of_period(
    who: Signed,
    period: Period,
    scope: Scope | None,
    platform: PlatformName | None,
    district_id: UUID | None = None,
    team_id: UUID | None = None,
    account_id: UUID | None = None,
) -> Select[Any]:
    """The ids of the posts of a period, to be ordered and cut; where they were made only matters if anybody asks."""
    statement = (
        select(col(Post.id))
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
        .where(col(Post.created_at) >= period.since, col(Post.created_at) < period.until)
    )
    if platform:
        statement = statement.join(Account, and_(col(Account.id) == Post.account_id, col(Account.platform) == platform))
    if account_id:
        statement = statement.where(col(Post.account_id) == account_id)
    narrow = [part for part in (who.scope, scope) if part and part != Scope()]
    if not (narrow or district_id or team_id):
        return statement
    place = and_(belonged_within(Belonging, who, scope), *_only(district_id, team_id, None))
    ever = select(col(Belonging.account_id)).where(place).correlate(None)
    return statement.join(Belonging, of_post()).where(place, col(Post.account_id).in_(ever))


def _only(district_id: UUID | None, team_id: UUID | None, account_id: UUID | None) -> list[ColumnElement[bool]]:
    """What a statement's Belonging is narrowed to."""
    narrowed = [
        *([lies_in(col(Belonging.district_id), district_id)] if district_id is not None else []),
        *([lies_in(col(Belonging.team_id), team_id)] if team_id is not None else []),
    ]
    return [*narrowed, *([col(Belonging.account_id) == account_id] if account_id else [])]


def ordered(order: Order) -> list[Any]:
    newest: list[Any] = [col(Post.created_at).desc(), col(Post.id)]
    return newest if order is Order.NEWEST else [_number(order).desc().nulls_last(), *newest]


def _number(order: Order) -> Any:
    return _engagement() if order is Order.ENGAGEMENT else col(getattr(PostNumbers, order.value))


def _engagement() -> ColumnElement[Any]:
    """The same as domain.metrics.engagement, said in SQL."""
    names = METRICS["engagement"].made_of
    refuse_together(names)
    numbers = [col(getattr(PostNumbers, name)) for name in names]
    parts = [func.coalesce(number, 0) for number in numbers]
    return case((func.coalesce(*numbers).is_not(None), parts[0] + parts[1] + parts[2] + parts[3]))


def rows_of(db: Session, wanted: Select[Any]) -> list[PostRow]:
    """These posts in their order, with names and numbers: named only after the list is cut."""
    return _named(db, list(db.scalars(wanted)))


def _named(db: Session, ids: Sequence[UUID]) -> list[PostRow]:
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
        .outerjoin(Belonging, of_post())
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
    )
    found: dict[UUID, PostRow] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        for row in db.execute(naming_then(statement).where(col(Post.id).in_(some))):
            found[row.id] = PostRow(**row._asdict())
    return [found[id_] for id_ in ids]

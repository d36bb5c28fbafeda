"""The posts of a long time with the most of something, by the sums of their days: the time is not read through."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, column, select, values
from sqlmodel import Session, col

from domain.period import Period
from store.reports.scopes import Rows
from store.tables import Account, AccountDay, Belonging, Post, PostNumbers

LONG = 45
"""Days from which on this is quicker than reading the posts."""

AT_MOST = 250
"""So many posts and no more are looked for by the sums of days."""


def with_most(
    db: Session, period: Period, names: Sequence[str], need: int, place: ColumnElement[bool] | None, number: Any
) -> list[UUID] | None:
    """The ids of the `need` public posts with the highest `number`, which adds up `names`; None where it cannot tell.

    `place` narrows Belonging and Account. No post has more than all posts of its account and day together: what is
    not in the highest days cannot be among them, once enough posts of those have more than the next day.
    """
    take = 2 * need
    while 0 < take <= 8 * AT_MOST:
        days = db.execute(_highest(period, names, place, take + 1)).all()
        found = db.execute(_posts_of(days[:take], number).limit(need)).all() if days else []
        bound = days[take].most if len(days) > take else 0
        if len(found) == need and found[-1].number > bound:
            return [row.id for row in found]
        if len(days) <= take:
            return None
        take *= 4
    return None


def _highest(period: Period, names: Sequence[str], place: ColumnElement[bool] | None, limit: int) -> Rows:
    """The days of accounts with the highest sums; whose they are is looked up for those only."""
    most: ColumnElement[Any] = reduce(add, (col(getattr(AccountDay, name)) for name in names)).label("most")
    key = (col(AccountDay.day), col(AccountDay.belonging_id))
    days = select(*key, most).where(key[0].between(period.first, period.last), most > 0)
    if place is not None:
        places = select(col(Belonging.id)).join(Account, col(Account.id) == Belonging.account_id).where(place)
        days = days.where(key[1].in_(places))
    top = days.order_by(most.desc(), *key).limit(limit).subquery()
    found: Rows = select(col(Belonging.account_id), top.c.day, top.c.most)
    return found.join(top, top.c.belonging_id == Belonging.id).order_by(top.c.most.desc())


def _posts_of(days: Sequence[Any], number: Any) -> Rows:
    """The public posts of these days of accounts, those with the most first."""
    listed = values(column("account_id", Uuid), column("day", Date), name="highest")
    highest = listed.data([(day.account_id, day.day) for day in days]).cte("highest")
    same = and_(col(Post.account_id) == highest.c.account_id, col(Post.day) == highest.c.day)
    found: Rows = select(col(Post.id), number.label("number"))
    return (
        found.select_from(highest)
        .join(Post, same)
        .join(PostNumbers, col(PostNumbers.post_id) == Post.id)
        .where(col(Post.gone_at).is_(None), number.is_not(None))
        .order_by(number.desc(), col(Post.created_at).desc(), col(Post.id))
    )

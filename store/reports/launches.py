"""New accounts: followers, posts and replies in their first 7 and 30 days, where anybody looked at that time."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from domain.clock import day_begins, london_day
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.scopes import account_names, naming, within
from store.tables import Account, AccountNumbers, Post, Reply

FIRST, LATER = 7, 30
LOOKED_WITHIN = 3
"""An account counts as new when its followers were first looked at no more than so many days after its first known
post. The first visit reads about a month back: an older one had been silent for weeks."""

A_DAY_OFF = 1
"""The followers after so many days are those of the look nearest to that day, at most so many days away."""

NEW_FOR = timedelta(days=365)
"""After so long an account is new no more, and its first days are not reckoned."""

THOUSAND = 1_000


class Known(StrEnum):
    """Whether the beginning of an account was seen."""

    SEEN = "seen"
    TOO_LATE = "too_late"  # it had been posting before anybody looked
    LONG_AGO = "long_ago"  # more than a year: no new account any more
    NO_POST = "no_post"
    NO_LOOK = "no_look"  # nobody has told its followers yet


@dataclass(frozen=True, slots=True)
class FirstDays:
    """What an account had after so many days. None: not over yet, or nobody looked then (`followers` only).

    `replies` are those of the public under its posts.
    """

    over: bool
    followers: int | None
    posts: int | None
    replies: int | None


@dataclass(frozen=True, slots=True)
class LaunchRow:
    """The beginning of one account: London days, followers by UTC day.

    `began_on` is its first post that is known; `looked_on` and `followers` are its first look. `passed_after`: days
    until a look found a thousand followers, None where none did, or where the first look already had them.
    """

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    known: Known
    began_on: date | None
    looked_on: date | None
    followers: int | None
    week: FirstDays | None
    month: FirstDays | None
    passed_after: int | None


def launches(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[LaunchRow]:
    """The accounts of the roster, the newest beginning first, then those whose beginning is not known, by name."""
    first_post = select(func.min(col(Post.day))).where(col(Post.account_id) == Account.id).correlate(Account)
    rows = db.execute(
        naming(select(*account_names(), first_post.scalar_subquery().label("began_on")).select_from(Account))
        .where(within(who, scope, platform), col(Account.retired_at).is_(None))
        .order_by(col(Account.platform), col(Account.handle))
    ).all()
    first = _first_looks(db)
    found = [_launch(db, row._asdict(), first.get(row.account_id), london_day(now)) for row in rows]
    seen = [row for row in found if row.known is Known.SEEN]
    newest_first = sorted(seen, key=lambda row: row.began_on or date.min, reverse=True)
    return newest_first + [row for row in found if row.known is not Known.SEEN]


_Look = tuple[date, int]


def _first_looks(db: Session) -> dict[UUID, _Look]:
    """The first followers that were told of each account, and of which day."""
    key = (col(AccountNumbers.account_id), col(AccountNumbers.day))
    first = (
        select(key[0], func.min(key[1]).label("day"))
        .where(col(AccountNumbers.followers).is_not(None))
        .group_by(key[0])
        .subquery()
    )
    same = and_(first.c.account_id == key[0], first.c.day == key[1])
    rows = db.execute(select(*key, col(AccountNumbers.followers)).join(first, same))
    return {account: (day, followers) for account, day, followers in rows}


def _launch(db: Session, row: dict[str, Any], first: _Look | None, today: date) -> LaunchRow:
    account, began = row["account_id"], row["began_on"]
    known = _known(began, first, today)
    looks = _looks(db, account, began) if known is Known.SEEN else []
    spans = [_first_days(db, account, began, days, looks, today) if looks else None for days in (FIRST, LATER)]
    return LaunchRow(
        **row,
        known=known,
        looked_on=first[0] if first else None,
        followers=first[1] if first else None,
        week=spans[0],
        month=spans[1],
        passed_after=_passed(began, looks),
    )


def _known(began: date | None, first: _Look | None, today: date) -> Known:
    if began is None or first is None:
        return Known.NO_POST if began is None else Known.NO_LOOK
    if (first[0] - began).days > LOOKED_WITHIN:
        return Known.TOO_LATE
    return Known.SEEN if today - began <= NEW_FOR else Known.LONG_AGO


def _looks(db: Session, account: UUID, began: date) -> list[_Look]:
    """The followers of an account from the last look before its first post to the end of its first weeks."""
    day = col(AccountNumbers.day)
    own = [col(AccountNumbers.account_id) == account, col(AccountNumbers.followers).is_not(None)]
    before = select(func.max(day)).where(*own, day <= began).scalar_subquery()
    rows = db.execute(
        select(day, col(AccountNumbers.followers))
        .where(*own, day >= func.coalesce(before, began), day <= began + timedelta(days=LATER + A_DAY_OFF))
        .order_by(day)
    )
    return [(on, followers) for on, followers in rows]


def _first_days(db: Session, account: UUID, began: date, days: int, looks: Sequence[_Look], today: date) -> FirstDays:
    ends = began + timedelta(days=days)
    if today < ends:
        return FirstDays(False, None, None, None)
    posts = (
        select(func.count())
        .select_from(Post)
        .where(col(Post.account_id) == account, col(Post.day) < ends, col(Post.gone_at).is_(None))
    )
    written = (
        select(func.count())
        .select_from(Post)
        .join(Reply, col(Reply.post_id) == Post.id)
        .where(
            col(Post.account_id) == account,
            col(Post.day) < ends,
            col(Reply.created_at) < day_begins(ends),
            col(Reply.by_us).is_(False),
        )
    )
    return FirstDays(True, _followers_on(looks, ends), db.execute(posts).scalar_one(), db.execute(written).scalar_one())


def _followers_on(looks: Sequence[_Look], day: date) -> int | None:
    """Followers by the look nearest to a day; None where nobody looked about then."""
    at = bisect_left(looks, (day, 0))
    near = [look for look in looks[max(0, at - 1) : at + 1] if abs((look[0] - day).days) <= A_DAY_OFF]
    return min(near, key=lambda look: abs((look[0] - day).days))[1] if near else None


def _passed(began: date, looks: Sequence[_Look]) -> int | None:
    """After how many days a look found a thousand; None where the first already did, for nobody saw it happen."""
    if not looks or looks[0][1] >= THOUSAND:
        return None
    return next((max((day - began).days, 0) for day, followers in looks if followers >= THOUSAND), None)

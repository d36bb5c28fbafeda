"""Where accounts belonged in a period: numbers of the past stand, and are seen, where they were earned."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.scopes import Rows, account_names
from store.tables import FORCE_OWN, Account, AccountDay, Belonging, District, Post, Team

_EARLIER: Any = aliased(Belonging)  # made once: every alias has its columns worked out anew


@dataclass(frozen=True, slots=True)
class Spell:
    """An account where it belonged from the London day `since` until before `ends`; one that moved has several.

    `id` is the Belonging's, `retired_at` when the account left the roster.
    """

    id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team_id: UUID | None
    team: str | None
    district_id: UUID | None
    district: str | None
    since: date
    ends: date | None
    retired_at: datetime | None


def spells(
    db: Session,
    who: Signed,
    period: Period,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    *,
    until_left: bool = False,
) -> list[Spell]:
    """Where each account belonged within a period, as far as that is in sight; by platform, name and time.

    A retired account is there only where it posted then; with `until_left` where it was still in the roster then.
    """
    later = func.lead(col(Belonging.since), type_=Date)
    ends = later.over(partition_by=col(Belonging.account_id), order_by=col(Belonging.since))
    place = select(Belonging, ends.label("ends")).subquery("place")
    columns = [place.c.id, *account_names(), *(place.c[name] for name in ("team_id", "district_id", "since", "ends"))]
    there = col(Account.retired_at) >= day_after(period.first) if until_left else _posted(place.c.id, period)
    statement = (
        select(*columns, col(Account.retired_at))
        .select_from(place)
        .join(Account, col(Account.id) == place.c.account_id)
        .outerjoin(Team, col(Team.id) == place.c.team_id)
        .outerjoin(District, col(District.id) == place.c.district_id)
        .where(
            place.c.since <= period.last,
            or_(place.c.ends.is_(None), place.c.ends > period.first),
            belonged_within(place.c, who, scope, platform),
            case((col(Account.retired_at).is_(None), true()), else_=there),
        )
        .order_by(col(Account.platform), col(Account.handle), place.c.since)
    )
    return [Spell(**row._asdict()) for row in db.execute(statement)]


def day_after(day: date) -> datetime:
    """The moment at which a UTC day is over."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def belonged_within(
    place: Any, who: Signed, scope: Scope | None = None, platform: PlatformName | None = None
) -> ColumnElement[bool]:
    """Whether a place (Belonging, or its columns) lies in what the person may see and in what was chosen.

    With a platform, the statement has an Account.
    """
    chosen = [_covers(place, part) for part in (who.scope, scope) if part]
    if platform:
        chosen.append(col(Account.platform) == platform)
    return and_(true(), *chosen)


def belonged_then(when: Any, account_id: Any) -> ColumnElement[bool]:
    """Joins to a statement the Belonging of an account on a day, both given as columns or values."""
    since = (
        select(func.max(col(_EARLIER.since)))
        .where(col(_EARLIER.account_id) == account_id, col(_EARLIER.since) <= when)
        .correlate_except(_EARLIER)  # however deep it stands
        .scalar_subquery()
    )
    return and_(col(Belonging.account_id) == account_id, col(Belonging.since) == since)


def naming_then(statement: Rows) -> Rows:
    """Join the Team and District of a statement's Belonging, for `account_names`."""
    return statement.outerjoin(Team, col(Team.id) == Belonging.team_id).outerjoin(
        District, col(District.id) == Belonging.district_id
    )


def of_post() -> ColumnElement[bool]:
    """Joins to a statement's Post where its account belonged on its London day."""
    return belonged_then(col(Post.day), col(Post.account_id))


def lies_in(column: Any, id_: UUID) -> ColumnElement[bool]:
    """Whether a column of a place names this team or district; FORCE_OWN stands for none."""
    which: ColumnElement[bool] = column.is_(None) if id_ == FORCE_OWN else column == id_
    return which


def _posted(spell: Any, period: Period) -> ColumnElement[bool]:
    days = col(AccountDay.day)
    some = or_(col(AccountDay.posts) != 0, col(AccountDay.gone) != 0)
    return exists().where(col(AccountDay.belonging_id) == spell, days >= period.first, days <= period.last, some)


def _covers(place: Any, scope: Scope) -> ColumnElement[bool]:
    """The same as Scope.covers, said in SQL of a place."""
    if scope.team_id:
        return col(place.team_id) == scope.team_id
    return col(place.district_id) == scope.district_id if scope.district_id else true()

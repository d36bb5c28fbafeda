"""How fresh the numbers are, account by account, and what is missing and why."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal, or_, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.scopes import account_names, naming, within
from store.tables import Account, DeadMetric, Withheld

STALE_AFTER = timedelta(hours=36)
"""After so long without a visit an account's numbers are called old."""


class Health(StrEnum):
    """How an account stands with the collector."""

    WELL = "well"
    TROUBLE = "trouble"  # the platform refuses or cannot be reached; `trouble` says what
    NEVER = "never"  # not collected yet
    STALE = "stale"  # not visited for longer than STALE_AFTER
    RETIRED = "retired"  # left the roster


@dataclass(frozen=True, slots=True)
class Freshness:
    """When one account was last collected, and last had something new. None: never."""

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    state: Health
    visited_at: datetime | None
    news_at: datetime | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not told.

    `kind` is "metric" for a number that a platform gave up, "withheld" for one that it does not tell of this
    account, else the account's Health; `metric` is the number's name.
    `says` is the reason as it was noted, "" where the kind says it all; `since` when it began, if known.
    """

    kind: str
    platform: PlatformName
    metric: str | None
    account_id: UUID | None
    account: str | None
    team: str | None
    district: str | None
    says: str
    since: datetime | None


def freshness(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[Freshness]:
    """Every account of the roster with its last visit, those never visited and the longest unvisited first."""
    columns = [health(now).label("state"), col(Account.visited_at), col(Account.news_at)]
    rows = db.execute(
        naming(select(*account_names(), *columns).select_from(Account))
        .where(within(who, scope, platform), col(Account.retired_at).is_(None))
        .order_by(col(Account.visited_at).asc().nulls_first(), col(Account.handle))
    )
    return [Freshness(**{**row._asdict(), "state": Health(row.state)}) for row in rows]


def missing(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[Missing]:
    """Numbers that a platform tells nobody, then those it withholds of an account, then accounts that are not well."""
    mine = within(who, scope, platform)
    dead = db.scalars(
        select(DeadMetric)
        .where(col(DeadMetric.platform).in_(select(col(Account.platform)).where(mine)))
        .order_by(col(DeadMetric.platform), col(DeadMetric.metric))
    )
    gaps = [Missing("metric", row.platform, row.metric, None, None, None, None, row.says, row.since) for row in dead]
    since = case((_in_trouble(), col(Account.trouble_at)), else_=col(Account.visited_at))
    rows = db.execute(
        naming(
            select(
                health(now).label("kind"), *account_names(), col(Account.trouble).label("says"), since.label("since")
            ).select_from(Account)
        )
        .where(mine, ailing(now))
        .order_by(health(now).desc(), col(Account.handle))
    )
    return gaps + _withheld(db, mine) + [Missing(metric=None, **row._asdict()) for row in rows]


def _withheld(db: Session, mine: ColumnElement[bool]) -> list[Missing]:
    """What the platforms do not tell of accounts of the roster, though they tell it of others."""
    told = [col(getattr(Withheld, name)) for name in ("metric", "says", "since")]
    rows = db.execute(
        naming(select(*account_names(), *told).select_from(Withheld).join(Account))
        .where(mine, col(Account.retired_at).is_(None))
        .order_by(col(Account.handle), col(Account.id), col(Withheld.metric))
    )
    return [Missing("withheld", **row._asdict()) for row in rows]


def health(now: datetime) -> ColumnElement[Any]:
    """The Health of a statement's Account, as a word."""
    return case(
        (col(Account.retired_at).is_not(None), literal(Health.RETIRED.value)),
        (_in_trouble(), literal(Health.TROUBLE.value)),
        (col(Account.visited_at).is_(None), literal(Health.NEVER.value)),
        (col(Account.visited_at) < now - STALE_AFTER, literal(Health.STALE.value)),
        else_=literal(Health.WELL.value),
    )


def ailing(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Account is of the roster and anything but well."""
    old = col(Account.visited_at) < now - STALE_AFTER
    return and_(col(Account.retired_at).is_(None), or_(_in_trouble(), col(Account.visited_at).is_(None), old))


def _in_trouble() -> ColumnElement[bool]:
    return col(Account.trouble) != ""

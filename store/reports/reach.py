"""How many people an account reached, by the platform's own windows: each told alone, never added."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, true, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.followers import in_roster_on
from store.reports.scopes import Rows, account_names
from store.reports.spells import belonged_then, belonged_within, naming_then
from store.tables import Account, AccountReach, Belonging

_EARLIER: Any = aliased(AccountReach)
_REACH = "account_reach_"
WINDOWS = sorted(int(name.removeprefix(_REACH)) for name in METRICS if name.startswith(_REACH))
"""The days of the windows in which any platform counts the people that an account reached."""


@dataclass(frozen=True, slots=True)
class AccountReached:
    """People who saw anything of one account within `days` days up to `ends_on`, the newest window told.

    Counted once by the platform, for this account and this window alone: never to be added.
    """

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    days: int
    people: int
    ends_on: date
    as_of: datetime


def reach_by_account(
    db: Session,
    who: Signed,
    *,
    until: date | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[AccountReached]:
    """The newest reach of each account of the roster in each window that its platform tells; others are left out.

    With `until`, of windows that ended by that day, also of accounts that left later. Team and district are those
    that the account belonged to when the window ended, and so is who may see it.
    """
    there = col(Account.retired_at).is_(None)
    ended = col(_EARLIER.ends_on) <= until if until else true()
    in_sight = [belonged_within(Belonging, who, scope, platform), in_roster_on(until) if until else there]
    each = [_window(days, ended).where(*in_sight) for days in WINDOWS]
    rows = db.execute(union_all(*each).order_by("platform", "account", "days"))
    return [AccountReached(**row._asdict()) for row in rows]


def _window(days: int, ended: ColumnElement[bool]) -> Rows:
    """The newest reach of each account in one window, looked up account by account: the days told are very many."""
    own = [col(_EARLIER.account_id) == Account.id, col(_EARLIER.days) == days, ended]
    last = select(func.max(col(_EARLIER.ends_on))).where(*own).correlate(Account).scalar_subquery()
    columns: list[ColumnElement[Any]] = [
        *account_names(),
        col(AccountReach.days).label("days"),
        col(AccountReach.people).label("people"),
        col(AccountReach.ends_on).label("ends_on"),
        col(AccountReach.taken_at).label("as_of"),
    ]
    found = and_(
        col(AccountReach.account_id) == Account.id, col(AccountReach.days) == days, col(AccountReach.ends_on) == last
    )
    then = belonged_then(col(AccountReach.ends_on), col(Account.id))
    # An outer join, so that SQLite begins with the few accounts; the place on no day is none, and drops the others.
    return naming_then(select(*columns).select_from(Account).outerjoin(AccountReach, found).join(Belonging, then))

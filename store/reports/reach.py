"""How many people an account reached, by the platform's own windows: each told alone, never added."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.scopes import account_names, naming, within
from store.tables import Account, AccountReach


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
    db: Session, who: Signed, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[AccountReached]:
    """The newest reach of each account of the roster in each window that its platform tells; others are left out."""
    newest = (
        select(col(AccountReach.account_id), col(AccountReach.days), func.max(col(AccountReach.ends_on)).label("last"))
        .group_by(col(AccountReach.account_id), col(AccountReach.days))
        .subquery()
    )
    columns: list[ColumnElement[Any]] = [
        *account_names(),
        col(AccountReach.days).label("days"),
        col(AccountReach.people).label("people"),
        col(AccountReach.ends_on).label("ends_on"),
        col(AccountReach.taken_at).label("as_of"),
    ]
    same = and_(
        newest.c.account_id == AccountReach.account_id,
        newest.c.days == AccountReach.days,
        newest.c.last == AccountReach.ends_on,
    )
    statement = select(*columns).select_from(AccountReach).join(newest, same)
    rows = db.execute(
        naming(statement.join(Account, col(Account.id) == AccountReach.account_id))
        .where(within(who, scope, platform), col(Account.retired_at).is_(None))
        .order_by(col(Account.platform), col(Account.handle), col(AccountReach.days))
    )
    return [AccountReached(**row._asdict()) for row in rows]

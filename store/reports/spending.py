"""What the platforms charged."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from domain.money import dollars
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.scopes import within
from store.tables import Account, Spending


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """Units of one operation on one UTC day and their cost; `micros` are millionths of a US dollar, exact."""

    day: date
    platform: PlatformName
    operation: str
    units: int
    micros: int
    dollars: float


def spending(
    db: Session,
    who: Signed,
    since: date,
    *,
    until: date | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    account_id: UUID | None = None,
) -> list[SpendingRow]:
    """What was bought from `since` to `until`, both UTC days and both included, the newest day first."""
    key = (col(Spending.day), col(Spending.platform), col(Spending.operation))
    statement = (
        select(*key, func.sum(col(Spending.units)), func.sum(col(Spending.micros)))
        .join(Account, col(Account.id) == Spending.account_id)
        .where(within(who, scope, platform), col(Spending.day) >= since)
        .group_by(*key)
        .order_by(key[0].desc(), *key[1:])
    )
    if until:
        statement = statement.where(col(Spending.day) <= until)
    if account_id:
        statement = statement.where(col(Spending.account_id) == account_id)
    return [
        SpendingRow(day, name, operation, units, micros, float(dollars(micros)))
        for day, name, operation, units, micros in db.execute(statement)
    ]

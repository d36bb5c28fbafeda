"""What the platforms charged, day by day, by operation and by account, beside what the force would spend at most."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import Session, col

from domain.forecast import WEEK, Forecast, forecast, spent_up
from domain.money import Price
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.purse import Limits, Purpose, refusal
from store import budget
from store.reports.scopes import account_names, naming, within
from store.tables import Account, Spending


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of the whole force on one platform in this UTC month; micros of a US dollar.

    `forecast` None: not enough days. `reached_on`: the UTC day on which the month's limit is reached at this pace.
    `stopped`: what is left out now, each with the sentence that says why.
    """

    platform: PlatformName
    day: int
    month: int
    limits: Limits
    forecast: Forecast | None
    reached_on: date | None
    stopped: Mapping[Purpose, str]
    began_on: date | None


@dataclass(frozen=True, slots=True)
class OperationRow:
    """Units of one operation on one platform and what they cost; `price` is what one costs now, None: not known."""

    platform: PlatformName
    operation: str
    units: int
    micros: int
    price: int | None


@dataclass(frozen=True, slots=True)
class AccountSpend:
    """What one account cost; micros of a US dollar."""

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    micros: int


@dataclass(frozen=True, slots=True)
class DaySpend:
    """What one UTC day cost; a day without spending is there with 0 once anything was ever bought. `micros` exact."""

    day: date
    micros: int


def purses(db: Session, now: datetime, limits: Mapping[PlatformName, Limits]) -> list[Purse]:
    """The platforms that charge, with this month's money: the whole force's, for the purse is one."""
    return [
        _purse(db, platform, now, limits.get(platform, Limits()))
        for platform in PlatformName
        if budget.prices(db, platform)
    ]


def spent_by_day(
    db: Session, who: Signed, platform: PlatformName, first: date, last: date, *, scope: Scope | None = None
) -> list[DaySpend]:
    """What each UTC day cost, from `first` or the first day on which anything was bought, to `last`."""
    day = col(Spending.day)
    mine = [within(who, scope, platform)]
    began = db.execute(select(func.min(day)).join(Account).where(*mine)).scalar_one()
    if began is None:
        return []
    rows = db.execute(
        select(day, func.sum(col(Spending.micros))).join(Account).where(*mine, day >= first, day <= last).group_by(day)
    )
    told = {on: int(micros) for on, micros in rows}
    start = max(first, began)
    days = (start + timedelta(days=on) for on in range((last - start).days + 1))
    return [DaySpend(on, told.get(on, 0)) for on in days]


def spent_by_operation(
    db: Session, who: Signed, platform: PlatformName, first: date, last: date, *, scope: Scope | None = None
) -> list[OperationRow]:
    """What was bought from one UTC day to another, both included, the dearest first."""
    micros = func.sum(col(Spending.micros))
    rows = db.execute(
        select(col(Spending.operation), func.sum(col(Spending.units)), micros)
        .join(Account)
        .where(within(who, scope, platform), col(Spending.day) >= first, col(Spending.day) <= last)
        .group_by(col(Spending.operation))
        .order_by(micros.desc(), col(Spending.operation))
    )
    now = prices_now(db, platform, last)
    return [OperationRow(platform, name, int(units), int(cost), now.get(name)) for name, units, cost in rows]


def spent_by_account(
    db: Session, who: Signed, platform: PlatformName, first: date, last: date, *, scope: Scope | None = None
) -> list[AccountSpend]:
    """What each account cost from one UTC day to another, both included, the dearest first."""
    micros = func.sum(col(Spending.micros))
    names = account_names()
    rows = db.execute(
        naming(select(*names, micros.label("micros")).select_from(Spending).join(Account))
        .where(within(who, scope, platform), col(Spending.day) >= first, col(Spending.day) <= last)
        .group_by(*names)
        .order_by(micros.desc(), col(Account.handle))
    )
    return [AccountSpend(**{**row._asdict(), "micros": int(row.micros)}) for row in rows]


def prices_now(db: Session, platform: PlatformName, day: date) -> dict[str, int]:
    """What one unit of each operation costs on a UTC day, in micros; the first price that is known before that."""
    known: dict[str, list[Price]] = defaultdict(list)
    for price in budget.prices(db, platform):
        known[price.operation].append(price)
    found = {}
    for name, prices in known.items():
        past = [price for price in prices if price.since <= day]
        told = max(past, key=lambda price: price.since) if past else min(prices, key=lambda price: price.since)
        found[name] = told.micros
    return found


def _purse(db: Session, platform: PlatformName, now: datetime, limits: Limits) -> Purse:
    today = budget.utc_day(now)
    spent = budget.spent(db, platform, now)
    day = col(Spending.day)
    mine = col(Spending.platform) == platform
    since = min(today.replace(day=1), today - timedelta(days=WEEK))
    rows = db.execute(select(day, func.sum(col(Spending.micros))).where(mine, day >= since).group_by(day))
    by_day = {on: int(micros) for on, micros in rows}
    began = db.execute(select(func.min(day)).where(mine)).scalar_one()
    told = forecast(by_day, began, today)
    before = spent.month - by_day.get(today, 0)
    reached = spent_up(before, limits.month_micros, told.pace.mean, today) if told else None
    if limits.month_micros is not None and spent.month >= limits.month_micros:
        reached = today
    stopped = {one: says for one in Purpose if (says := refusal(one, spent, limits))}
    return Purse(platform, spent.day, spent.month, limits, told, reached, stopped, began)

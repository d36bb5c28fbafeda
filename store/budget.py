"""Money: what was bought and what it cost, and whether there is any left for a purpose."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from domain import money, purse
from domain.errors import OutOfCredit
from domain.posts import PlatformName
from domain.purse import Limits, Purpose, Spent
from store import bulk
from store.tables import Account, Spending

_ADD = bulk.insert(
    "spending",
    ("day", "account_id", "operation", "platform", "units", "micros"),
    "(day, account_id, operation) DO UPDATE SET"
    " units = spending.units + excluded.units, micros = spending.micros + excluded.micros",
)


def keep_prices(db: Session, prices: Sequence[money.Price]) -> None:
    """Bring the price table in line with the price list that came with this version."""
    rows = [(price.platform.value, price.operation, bulk.forms(db).day(price.since), price.micros) for price in prices]
    conflict = (
        "(platform, operation, since) DO UPDATE SET micros = excluded.micros WHERE excluded.micros <> price.micros"
    )
    bulk.run_many(db, bulk.insert("price", ("platform", "operation", "since", "micros"), conflict), rows)


def prices(db: Session, platform: PlatformName) -> list[money.Price]:
    """What the platform charges, now and in the past; empty when it charges nothing."""
    said = bulk.fetch(db, "SELECT operation, micros, since FROM price WHERE platform = ?", platform.value)
    day = bulk.forms(db).date
    return [money.Price(platform, operation, micros, day(since)) for operation, micros, since in said]


def settle(db: Session, account: Account, bought: Mapping[str, Sequence[str]], now: datetime) -> int:
    """Pay for resources that were read, each once in a UTC day, and mark those we keep as read today; micros.

    To be called before what was bought is kept, in the same transaction: it pays for
    what is not yet marked, and what is inserted later comes marked.
    """
    ids = list({resource for resources in bought.values() for resource in resources})
    if not ids:
        return 0
    form, today = bulk.forms(db), bulk.forms(db).day(utc_day(now))
    again: set[str] = set()
    for table in ("post", "reply"):
        known = f"SELECT external_id, read_on FROM {table} WHERE account_id = ? AND external_id AMONG ?"
        kept = bulk.fetch(db, known, form.id(account.id), form.listed(ids))
        again.update(external_id for external_id, read_on in kept if read_on == today)
        if new := [external_id for external_id, read_on in kept if read_on != today]:
            mark = f"UPDATE {table} SET read_on = ? WHERE account_id = ? AND external_id AMONG ?"
            bulk.run(db, mark, today, form.id(account.id), form.listed(new))
    return sum(pay(db, account, operation, len(set(resources) - again), now) for operation, resources in bought.items())


def pay(db: Session, account: Account, operation: str, units: int, now: datetime) -> int:
    """Write down units of an operation and what they cost; tells the micros. 0 on a platform that charges nothing.

    Raises domain.money.UnknownPrice for an operation without a price on a platform that has prices.
    """
    if not units:
        return 0
    day = utc_day(now)
    known = prices(db, account.platform)
    micros = money.cost(known, operation, units, day, platform=account.platform) if known else 0
    _add(db, account, operation, units, micros, day)
    return micros


def refund(db: Session, account: Account, operation: str, units: int, micros: int, paid_at: datetime) -> None:
    """Take back what was paid at that time for a write that was refused or failed."""
    _add(db, account, operation, -units, -micros, utc_day(paid_at))


def ask(db: Session, account: Account, purpose: Purpose, limits: Limits, now: datetime, micros: int = 0) -> None:
    """Raise OutOfCredit, with a sentence, when our own purse has nothing for this; `micros`: its cost, if known."""
    if limits.day_micros is None and limits.month_micros is None:
        return
    if not prices(db, account.platform):
        return
    if refused := purse.refusal(purpose, spent(db, account.platform, now), limits, micros):
        raise OutOfCredit(refused)


def spent(db: Session, platform: PlatformName, now: datetime) -> Spent:
    """What the whole force has spent on a platform in this UTC day and this calendar month (UTC)."""
    today = utc_day(now)
    in_month = (col(Spending.day) >= today.replace(day=1), col(Spending.platform) == platform)
    of_today = func.sum(case((col(Spending.day) == today, col(Spending.micros)), else_=0))
    day, month = db.execute(select(of_today, func.sum(col(Spending.micros))).where(*in_month)).one()
    return Spent(int(day or 0), int(month or 0))


def utc_day(now: datetime) -> date:
    """The UTC day of a moment: the day by which platforms charge."""
    return now.astimezone(UTC).date()


def _add(db: Session, account: Account, operation: str, units: int, micros: int, day: date) -> None:
    form = bulk.forms(db)
    bulk.run(db, _ADD, form.day(day), form.id(account.id), operation, account.platform.value, units, micros)

"""An account to collect for, and a cycle over it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from collector.cycle import run_cycle
from domain import money
from domain.posts import PlatformName
from domain.purse import Limits
from store import budget
from store.db import Store
from store.tables import Account
from tests.collector.noticeboard import Board

Cycle = Callable[..., "Counter[str]"]


def make_account(store: Store, now: datetime, number: int = 1, platform: PlatformName = PlatformName.X) -> Account:
    """An account that is due."""
    with store.writing() as db:
        account = Account(
            platform=platform,
            external_id=f"9{number}",
            handle=f"marl_team_{number}",
            next_fetch_at=now,
            next_audience_at=now,
        )
        db.add(account)
    return account


@pytest.fixture
def account(store: Store, now: Callable[[], datetime]) -> Account:
    """The account of a team on X, due now; X's prices are known."""
    with store.writing() as db:
        budget.keep_prices(
            db,
            [
                money.Price(PlatformName.X, "post.read", 5_000, date(2026, 8, 22)),
                money.Price(PlatformName.X, "user.read", 10_000, date(2026, 8, 22)),
            ],
        )
    return make_account(store, now())


@pytest.fixture
def cycle(store: Store, now: Callable[[], datetime]) -> Cycle:
    """Run one cycle over one board, all due accounts seeing the same."""

    def run(board: Board, limits: Limits | None = None, **more: object) -> Counter[str]:
        return run_cycle(store, lambda _: board, now, lambda _: limits or Limits(), **more)  # type: ignore[arg-type]

    return run


def again(store: Store, account: Account) -> Account:
    """The account as it stands in the store now."""
    with store.reading() as db:
        return db.get_one(Account, account.id)


def rows(store: Store, table: type) -> list:  # type: ignore[type-arg]
    """All rows of a table."""
    with store.reading() as db:
        return list(_all(db, table))


def _all(db: Session, table: type) -> list:  # type: ignore[type-arg]
    return list(db.exec(select(table)).all())

"""What was bought is written down once, and thrift leaves out the least first."""

from datetime import date, datetime, timedelta, timezone

import pytest
from sqlmodel import select

from domain import purse
from domain.errors import OutOfCredit
from domain.money import Price, UnknownPrice
from domain.posts import PlatformName
from domain.purse import Limits, Purpose, Spent
from store import budget
from store.db import Store
from store.tables import Account, Spending
from tests.conftest import Ticking

PRICES = [
    Price(PlatformName.X, "post.read", 5_000, date(2026, 8, 22)),
    Price(PlatformName.X, "post.read", 6_000, date(2026, 12, 1)),
    Price(PlatformName.X, "post.create", 15_000, date(2026, 8, 22)),
]


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account on X, with X's prices known."""
    with store.writing() as db:
        budget.keep_prices(db, PRICES)
        budget.keep_prices(db, PRICES)
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(ours := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
        db.add(Account(platform=PlatformName.FACEBOOK, external_id="8", handle="page", **due))
    return ours


def page(store: Store) -> Account:
    """The account on a platform that charges nothing."""
    with store.reading() as db:
        return db.exec(select(Account).where(Account.platform == PlatformName.FACEBOOK)).one()


def spendings(store: Store) -> list[tuple[date, str, int, int]]:
    """What stands in the books."""
    with store.reading() as db:
        return [(row.day, row.operation, row.units, row.micros) for row in db.exec(select(Spending))]


def test_units_add_up_by_day_and_are_charged_at_that_days_price(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        assert budget.pay(db, account, "post.read", 3, now()) == 15_000
        assert budget.pay(db, account, "post.read", 2, now()) == 10_000
        assert budget.pay(db, account, "post.read", 1, now() + timedelta(days=10)) == 6_000
        assert budget.pay(db, account, "post.read", 0, now() + timedelta(days=11)) == 0
    day = date(2026, 11, 24)
    assert spendings(store) == [(day, "post.read", 5, 25_000), (date(2026, 12, 4), "post.read", 1, 6_000)]


def test_the_day_is_the_utc_day(store: Store, account: Account) -> None:
    late = datetime(2026, 7, 2, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    with store.writing() as db:
        budget.pay(db, account, "post.read", 1, late)
    assert spendings(store)[0][0] == date(2026, 7, 1)


def test_what_was_refused_is_paid_back_on_the_day_it_was_paid(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        micros = budget.pay(db, account, "post.create", 1, now())
        budget.refund(db, account, "post.create", 1, micros, now())
    assert spendings(store) == [(date(2026, 11, 24), "post.create", 0, 0)]


def test_an_unknown_price_is_not_nothing(store: Store, account: Account, now: Ticking) -> None:
    with pytest.raises(UnknownPrice), store.writing() as db:
        budget.pay(db, account, "moon.read", 1, now())
    with store.writing() as db:
        assert budget.pay(db, page(store), "moon.read", 1, now()) == 0
    assert spendings(store) == [(date(2026, 11, 24), "moon.read", 1, 0)]


def test_the_purse_is_the_whole_forces(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        other = Account(
            platform=PlatformName.X, external_id="7", handle="b", next_fetch_at=now(), next_audience_at=now()
        )
        db.add(other)
        db.flush()
        budget.pay(db, other, "post.read", 100, now())
        budget.pay(db, other, "post.read", 10, now() - timedelta(days=2))
        assert budget.spent(db, PlatformName.X, now()) == Spent(500_000, 550_000)
        limits = Limits(month_micros=550_000)
        with pytest.raises(OutOfCredit, match=r"\$0\.55 of \$0\.55 are spent this month: no money for what the public"):
            budget.ask(db, account, Purpose.REPLIES, limits, now())
        budget.ask(db, page(store), Purpose.REPLIES, limits, now())
        budget.ask(db, account, Purpose.REPLIES, Limits(), now())


def test_what_was_spent_last_month_leaves_this_month_its_whole_purse(
    store: Store, account: Account, now: Ticking
) -> None:
    with store.writing() as db:
        budget.pay(db, account, "post.read", 100, now())
        assert budget.spent(db, PlatformName.X, now() + timedelta(days=6)) == Spent(0, 500_000)
        assert budget.spent(db, PlatformName.X, now() + timedelta(days=7)) == Spent(0, 0)


def test_purposes_are_left_out_in_the_order_of_thrift() -> None:
    limits, order = Limits(day_micros=1_000_000, reserve_micros=200_000), list(Purpose)
    left_out = []
    for gone in range(0, 1_000_001, 10_000):
        refused = [why for why in order if purse.refusal(why, Spent(gone, gone), limits)]
        assert refused == order[: len(refused)]
        left_out.append(len(refused))
    assert left_out[0] == 0
    assert left_out == sorted(left_out)
    assert purse.refusal(Purpose.PUBLISHING, Spent(990_000), limits) is None
    assert purse.refusal(Purpose.PUBLISHING, Spent(990_000), limits, 15_000)
    assert purse.refusal(Purpose.REPLIES, Spent(800_000), limits)


def test_a_deep_read_says_what_it_costs_at_most() -> None:
    day = date(2026, 11, 24)
    assert purse.deep_read(PRICES, PlatformName.X, "post.read", day) == 3_200 * 5_000
    assert purse.deep_read(PRICES, PlatformName.FACEBOOK, "post.read", day) == 0

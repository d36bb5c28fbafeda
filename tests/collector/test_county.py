"""The made-up county, collected through the real SDKs over real HTTP."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlmodel import select

from collector.cycle import Connect, run_cycle
from domain import money
from domain.clock import Clock
from domain.posts import PlatformName, Surface
from domain.purse import Limits
from domain.questions import Outcome
from platforms import registry
from platforms.port import Line, Source
from sandbox.server import Server, serve
from sandbox.world import World
from store import budget, numbers
from store.db import Store
from store.tables import (
    Account,
    AccountNumbers,
    AccountReach,
    Post,
    PostNumbers,
    Question,
    Reply,
    Spending,
    TownFollowers,
    Withheld,
)
from tests.collector.conftest import rows
from tests.conftest import Ticking
from tests.heard import hear_all


@pytest.fixture
def county(now: Ticking) -> Iterator[Server]:
    """A sandbox with the county in it, on the tests' clock."""
    running = serve(World.county(now), windows=False)
    yield running
    running.close()


@pytest.fixture
def connect(store: Store, county: Server, now: Ticking) -> Connect:
    """Every account of the county is known here, due, and plugged in; X's prices are known."""
    with store.writing() as db:
        reads = (("post.read", 5_000), ("user.read", 10_000))
        budget.keep_prices(db, [money.Price(PlatformName.X, name, micros, date(2026, 8, 22)) for name, micros in reads])
        for account in county.world.accounts.values():
            due = {"next_fetch_at": now(), "next_audience_at": now()}
            place = {"platform": PlatformName(account.platform), "external_id": account.id, "handle": account.handle}
            db.add(Account(**place, **due, watch_threads=True))
    addresses = {PlatformName.X: county.x_address, PlatformName.FACEBOOK: county.graph_address}
    plug = registry.connector(addresses, "v25.0", now)

    def plugged(account: Account) -> Source:
        with store.reading() as db:
            dead = numbers.dead(db, now())[account.platform]
        line = Line(account.platform, account.external_id, account.handle, account.watch_threads, dead)
        return plug(line, secret(account))

    return plugged


def secret(account: Account) -> dict[str, object]:
    """The practice credentials of an account."""
    if account.platform is PlatformName.FACEBOOK:
        return {"page_token": f"practice-page-{account.external_id}"}
    token = f"practice-x-{account.external_id}"
    app = {"consumer_key": "practice-app", "consumer_secret": "practice-app-secret"}
    return {**app, "access_token": token, "access_token_secret": f"{token}-secret"}


def visit_all(store: Store, connect: Connect, now: Clock) -> Counter[str]:
    """One cycle over the county."""
    return run_cycle(store, connect, now, lambda _: Limits(), capabilities=registry.capabilities)


def until_quiet(store: Store, connect: Connect, now: Ticking) -> Counter[str]:
    """Cycles until no account has more to tell at once."""
    total: Counter[str] = Counter()
    while (came := visit_all(store, connect, now))["accounts"]:
        total += came
    return total


def test_the_whole_county_comes_in_and_no_account_is_in_trouble(
    store: Store, county: Server, connect: Connect, now: Ticking
) -> None:
    came = until_quiet(store, connect, now)
    assert {(row.handle, row.trouble_kind, row.trouble) for row in rows(store, Account) if row.trouble} == set()
    assert came["replies"] > 100
    assert hear_all(store, now)["opened"] > 10
    here = {(row.external_id, row.text) for row in rows(store, Post)}
    there = [item for item in county.world.items.values() if item.by_us and not item.parent and item.at <= now()]
    assert len(there) > 100
    assert {item.id for item in there} == {external_id for external_id, _ in here}
    measured = {row.post_id: row for row in rows(store, PostNumbers)}
    assert len(measured) == len(here)
    assert sum(row.views is not None for row in measured.values()) > len(here) / 3
    accounts = county.world.accounts
    assert len(rows(store, AccountNumbers)) == len(accounts)
    assert {row.town for row in rows(store, TownFollowers)}
    large = {row.account_id for row in rows(store, TownFollowers)}
    assert {(row.account_id, row.days) for row in rows(store, AccountReach)} == {(a, d) for a in large for d in (7, 28)}
    assert not large & {row.account_id for row in rows(store, Withheld)}


def test_what_the_public_wrote_under_our_posts_is_all_here(
    store: Store, county: Server, connect: Connect, now: Ticking
) -> None:
    until_quiet(store, connect, now)
    hear_all(store, now)
    kept = {row.external_id: row for row in rows(store, Reply)}
    written = [item for item in county.world.items.values() if not item.by_us and item.parent and item.at <= now()]
    missing = [item.id for item in written if item.id not in kept and item.at > now() - timedelta(days=6)]
    assert missing == []
    assert {row.surface for row in kept.values()} >= {Surface.THREAD, Surface.VISITOR}
    outcomes = Counter(row.outcome for row in rows(store, Question))
    assert outcomes[None] > 0 and outcomes[Outcome.ANSWERED] > 0


def test_a_second_cycle_over_the_county_stores_nothing_new_and_buys_nothing_twice(
    store: Store, county: Server, connect: Connect, now: Ticking
) -> None:
    until_quiet(store, connect, now)
    tables = (Post, Reply, Question, PostNumbers, AccountNumbers, TownFollowers, AccountReach, Withheld, Spending)
    before = {table: sorted(map(str, rows(store, table))) for table in tables}
    returned = county.ledger.tell()
    with store.writing() as db:
        for account in db.exec(select(Account)):
            account.next_fetch_at = now()
    came = until_quiet(store, connect, now)
    assert came["accounts"] == len(county.world.accounts)
    assert {table: sorted(map(str, rows(store, table))) for table in tables} == before
    assert county.ledger.tell() == returned


def test_our_books_agree_with_what_x_bills(store: Store, county: Server, connect: Connect, now: Ticking) -> None:
    until_quiet(store, connect, now)
    now.forward(hours=3)
    until_quiet(store, connect, now)
    billed = county.ledger.tell()[now().date().isoformat()]
    paid = Counter({row.operation: 0 for row in rows(store, Spending)})
    for row in rows(store, Spending):
        paid[row.operation] += row.units
    assert paid["user.read"] == billed["users_billed"]
    # A post that names two of our accounts is billed once and booked with both: our books err on the dear side.
    assert billed["posts_billed"] <= paid["post.read"] <= billed["posts_billed"] * 1.05

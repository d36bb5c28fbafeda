"""Claim and record without a platform: as the publisher does it, and the very same statements from the bare driver."""

import pickle
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from sqlalchemy import event

from benchmarks.orders import Order
from benchmarks.pace import Watch
from benchmarks.places import file_of, kind_of, plain_url
from domain.clock import utc_now
from domain.posts import Outgoing, Published
from domain.purse import Limits
from platforms import registry
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.publisher import publish
from store import bulk, turns
from store.db import Store
from store.tables import Account

WARM = 50
Said = tuple[str, Any]


class Instant:
    """A platform that takes everything and costs nothing."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def check(self, message: Outgoing) -> list[str]:
        """Nothing is wrong with it."""
        return []

    def publish(self, message: Outgoing, key: str) -> Published:
        """It is public."""
        return Published(key, "https://x.com/i/status/1")


def recorded(order: Order) -> dict[str, float]:
    """So many posts claimed and recorded, by as many hands as `extra` says; looking for what is due included."""
    store = Store(order.database)
    means = _means(store, int(order.extra or 1))
    _warm(means)
    with (watch := Watch()):
        told = publish_due(means)
    assert told["published"] == order.rows - WARM, told
    return {**order.told(watch), "rows": order.rows - WARM}


def written_down(order: Order) -> dict[str, float]:
    """Do it once, and write every statement with its values into the file `extra`, a list for each transaction."""
    store = Store(order.database)
    means = _means(store, 1)
    _warm(means)
    found: list[Any] = []
    kept: list[list[Said]] = []
    while some := _due(means):
        found += some
        with _heard(store) as said:
            for one in some:
                publish(means, one)
        kept += said
    Path(order.extra).write_bytes(pickle.dumps(kept))
    return {"rows": len(found), "statements": sum(len(one) for one in kept) / len(found)}


def replayed(order: Order) -> dict[str, float]:
    """The same statements with the same values by the bare driver, with the same durability."""
    transactions: list[list[Said]] = pickle.loads(Path(order.extra).read_bytes())
    _warm(_means(Store(order.database), 1))
    run = _on_sqlite(order.database) if kind_of(order.database) == "sqlite" else _on_postgresql(order.database)
    with (watch := Watch()):
        for one in transactions:
            run(one)
    return {**order.told(watch), "rows": order.rows - WARM}


def _means(store: Store, seats: int) -> Means:
    connect: Any = Instant
    return Means(store, connect, registry.capabilities, utc_now, lambda platform: Limits(), seats=seats)


def _due(means: Means) -> Any:
    with means.store.reading() as db:
        return turns.due(db, means.now())


def _warm(means: Means) -> None:
    """The first of all, on every copy the same, so that statements are prepared and pages read."""
    for one in _due(means)[:WARM]:
        assert publish(means, one)


@contextmanager
def _heard(store: Store) -> Iterator[list[list[Said]]]:
    """Every statement that is sent, transaction by transaction."""
    said: list[list[Said]] = []
    straight = bulk.driver

    def begins(line: Any) -> None:
        said.append([])

    def hears(line: Any, cursor: Any, words: str, values: Any, context: Any, many: bool) -> None:
        if not words.startswith(("BEGIN", "PRAGMA")):
            said[-1].append((words, values))

    event.listen(store.engine, "begin", begins)
    event.listen(store.engine, "before_cursor_execute", hears)
    with patch.object(bulk, "driver", lambda db: _Heard(straight(db), said[-1])):
        yield said
    event.remove(store.engine, "begin", begins)
    event.remove(store.engine, "before_cursor_execute", hears)


class _Heard:
    """The driver's own connection, each statement written down."""

    def __init__(self, driver: Any, said: list[Said]) -> None:
        self._driver, self._said = driver, said

    def execute(self, words: str, values: Any) -> Any:
        self._said.append((words, values))
        return self._driver.execute(words, values)

    def cursor(self) -> "_Heard":
        """The same line once more: what it runs for many rows is written down row by row."""
        return _Heard(self._driver.cursor(), self._said)

    def executemany(self, words: str, rows: Sequence[Any]) -> None:
        self._said += [(words, values) for values in rows]
        self._driver.executemany(words, rows)

    @property
    def rowcount(self) -> int:
        """How many rows the last statement touched."""
        return int(self._driver.rowcount)

    def close(self) -> None:
        """The cursor is done with."""
        self._driver.close()


def _on_sqlite(url: str) -> Callable[[list[Said]], None]:
    line = sqlite3.connect(file_of(url), isolation_level=None)
    for words in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        line.execute(f"PRAGMA {words}")

    def run(transaction: list[Said]) -> None:
        line.execute("BEGIN IMMEDIATE")
        for words, values in transaction:
            line.execute(words, values).fetchall()
        line.execute("COMMIT")

    return run


def _on_postgresql(url: str) -> Callable[[list[Said]], None]:
    line = psycopg.connect(plain_url(url), options="-c plan_cache_mode=force_custom_plan")

    def run(transaction: list[Said]) -> None:
        for words, values in transaction:
            said = line.execute(words, values)
            if said.description:
                said.fetchall()
        line.commit()

    return run

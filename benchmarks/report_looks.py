"""Looks at posts' numbers, kept with what they add up to by day: how many a second, as the collector keeps them."""

import json
import random
import subprocess
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import product

from benchmarks import rows
from benchmarks.orders import Order, Told
from benchmarks.pace import Watch
from benchmarks.places import furnished, opened
from domain.clock import london_day, utc_now
from domain.posts import Metrics, Numbers
from store import bulk, numbers, posts, rollups, rollups_anew
from store.db import Store
from store.numbers import Measured
from store.tables import Account

BATCH = 1_000
PLAIN, EXACT, WHOLE = "looks", "looks_added_up", "looks_told"


def run(kinds: list[str], count: int, rounds: int, say: Callable[[str], None]) -> dict[tuple[str, str], list[float]]:
    """How many a second by what is kept and database, round by round, each in a process and a database of its own."""
    seen: dict[tuple[str, str], list[float]] = defaultdict(list)
    with opened(kinds) as places:
        for number in range(rounds):
            orders = list(product((PLAIN, EXACT, WHOLE), [kind for kind in kinds if kind in places.kinds]))
            random.Random(number).shuffle(orders)
            for extra, kind in orders:
                say(f"round {number + 1} of {rounds}: {extra}, {kind}")
                with places.fresh(kind) as database:
                    words = Order("looks", count, database, extra=extra).words
                    done = subprocess.run(words, capture_output=True, text=True, check=True)
                told = json.loads(done.stdout)
                seen[(extra, kind)].append(told["rows"] / told["seconds"])
    return seen


def looks(order: Order) -> Told:
    """A look at every post, a thousand of an account in a transaction; `extra` says what is kept of it.

    looks: snapshot and newest numbers; looks_added_up: and the sums by day and month, exact; looks_told: all
    that the collector does with what it was told.
    """
    store, accounts = furnished(order.database, len(rows.accounts(order.rows)))
    due = _posted(store, accounts[1:], order.rows)
    watch = Watch()
    for number in range(2):  # the first look is not counted: pages are read, statements prepared
        at = utc_now() + timedelta(seconds=number)
        watch = Watch()
        for account, asked in due:
            told = Numbers(metrics={one.external_id: _metrics(place, number) for place, one in enumerate(asked)})
            with watch, store.writing() as db:
                if order.extra == WHOLE:
                    numbers.keep_told(db, account, asked, told, at)
                    continue
                numbers.keep(db, [(one.id, told.metrics[one.external_id]) for one in asked], at)
                if order.extra == EXACT:
                    rollups.refresh(db, account.id, {london_day(one.created_at) for one in asked})
    if order.extra != PLAIN:
        with store.reading() as db:
            assert rollups_anew.wrong(db) == {}
    return order.told(watch, kept=sum(len(asked) for _, asked in due))


def _posted(store: Store, accounts: Sequence[Account], count: int) -> list[tuple[Account, list[Measured]]]:
    """The posts there are, by account, a thousand at a time, with the days they were added up to."""
    form, now = bulk.forms_of(store.engine.dialect.name), utc_now()
    found = []
    for number, some in rows.in_thousands(count, rows.this_morning(now), BATCH):
        account = accounts[number]
        ready = posts.ready(form, account, some, now)
        with store.writing() as db:
            posts.keep(db, account, ready, now)
        found.append(
            (account, [Measured(ready.rows[one.external_id][0], one.external_id, one.created_at) for one in some])
        )
    return found


def _metrics(place: int, number: int) -> Metrics:
    return Metrics(likes=place % 97 + number, replies=place % 11, shares=place % 23, views=400 + place % 5_000 + number)

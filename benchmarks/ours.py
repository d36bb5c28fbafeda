"""The cases of ours: the collector's whole path, the store's own upsert, and a page with an unreadable item."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import select

from benchmarks import rows, served
from benchmarks.orders import Order, Told
from benchmarks.pace import Watch
from benchmarks.places import furnished
from collector.visit import Pen, Visit
from collector.walks import collect_posts
from domain.clock import utc_now
from domain.posts import FetchedPost, PlatformName
from domain.purse import Limits
from platforms import registry, x
from platforms.port import Line, Source
from store import bulk, posts
from store.db import Store
from store.tables import Account, MetricSnapshot, Post, PostNumbers, Unread


def collector(order: Order) -> Told:
    """HTTP, tweepy, the adapter, the collector's step for posts, the store with the cursor in the same transaction."""
    store, (warm, *accounts) = furnished(order.database, len(rows.accounts(order.rows)))
    connect, pen, watch = connector(order.server), Pen(threading.Event()), Watch()
    walk(visit(store, warm, connect(warm), pen))
    for account in accounts:
        with watch:
            walk(visit(store, account, connect(account), pen))
    return order.told(watch, **_counts(store))


def upsert(order: Order) -> dict[str, Told]:
    """The store's upsert of posts, a thousand of an account in a transaction: new ones, then the same again."""
    store, (warm, *accounts) = furnished(order.database, len(rows.accounts(order.rows)))
    now = utc_now()
    newest, told = rows.this_morning(now), {}
    with store.writing() as db:
        posts.keep(
            db, warm, _ready(store, warm, [rows.post(rows.WARM, at, newest) for at in range(rows.PAGE)], now), now
        )
    for name, at in (("new", now), ("again", now + timedelta(seconds=1))):
        build, write = Watch(), Watch()
        for number, items in rows.in_thousands(order.rows, newest):
            account = accounts[number]
            with build:
                ready = _ready(store, account, items, at)
            with write, store.writing() as db:
                posts.keep(db, account, ready, at)
        told[name] = order.told_in_two(build, write, **_counts(store))
    return told


def unreadable(order: Order) -> dict[str, int]:
    """One item of a page of a hundred has no text: how many were kept, how many set aside."""
    store, (_, account) = furnished(order.database, 1)
    with store.writing() as db:
        db.merge(account).external_id = served.SPOILT
    account.external_id = served.SPOILT
    walk(visit(store, account, connector(order.server)(account), Pen(threading.Event())))
    return {"kept": count(store, Post), "set_aside": count(store, Unread)}


def connector(server: str) -> Any:
    """What plugs an account in, as the door's wiring does."""
    make = registry.connector({PlatformName.X: server}, "v25.0", utc_now)
    return lambda account: make(
        Line(account.platform, account.external_id, account.handle), {"bearer_token": "practice-app-bearer"}
    )


def visit(store: Store, account: Account, source: Source, pen: Pen) -> Visit:
    """An account in hand, as the collector's cycle takes it."""
    with store.writing() as db:
        mine = db.merge(account)
        mine.claimed_until = utc_now() + timedelta(minutes=15)
    account.claimed_until = mine.claimed_until
    return Visit(
        store=store, account=account, source=source, now=utc_now, limits=Limits(), pen=pen, came=Counter(),
        batch=100, tells=x.CAPABILITIES.tells, back_days=29, ours=frozenset({account.external_id}), names=False,
    )  # fmt: skip


def walk(one: Visit) -> None:
    """All pages of our own posts."""
    collect_posts(one)
    while one.more:
        one.more = False
        collect_posts(one)


def count(store: Store, table: type) -> int:
    """How many rows a table has."""
    with store.reading() as db:
        return int(db.scalar(select(func.count()).select_from(table)) or 0)


def _ready(store: Store, account: Account, items: list[FetchedPost], at: datetime) -> posts.Ready:
    return posts.ready(bulk.forms_of(store.engine.dialect.name), account, items, at, (), x.CAPABILITIES.tells)


def _counts(store: Store) -> dict[str, int]:
    """Rows in each table, without those of the account that was warmed up with."""
    tables = {"kept": Post, "numbers": PostNumbers, "looks": MetricSnapshot}
    return {name: count(store, table) - rows.PAGE for name, table in tables.items()}

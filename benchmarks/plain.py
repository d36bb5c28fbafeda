"""The yardsticks: what a short script without any of our house does with the same pages and rows.

The same rows reach the same tables with the same keys: the post, its snapshot, its
newest numbers, and in the collector's case the cursor in the same transaction. Wherever
there was a choice the quicker way was taken: ids in the order of time, constants for what we reckon.
"""

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from os import urandom
from typing import Any

import orjson
import psycopg
import requests

from benchmarks import rows
from benchmarks.orders import Order, Told
from benchmarks.pace import Watch
from benchmarks.places import SQLITE, file_of, furnished, kind_of, plain_url
from domain.clock import utc_now
from domain.posts import FetchedPost
from platforms.x import POST_FIELDS

Row = tuple[Any, ...]
Three = dict[str, list[Row]]

_NUMBERS = ("post_id", "taken_at", "likes", "replies", "shares", "views")
_COLUMNS = {
    "post": (
        "id", "account_id", "external_id", "text", "url", "created_at",
        "next_metrics_at", "next_look_at", "read_on", "day",
    ),
    "metric_snapshot": _NUMBERS,
    "post_numbers": _NUMBERS,
}  # fmt: skip
_CONFLICTS = {
    "post": "(account_id, external_id) DO UPDATE SET text = excluded.text"
    " WHERE excluded.text IS DISTINCT FROM post.text",
    "metric_snapshot": "DO NOTHING",
    "post_numbers": "(post_id) DO UPDATE SET taken_at = excluded.taken_at, likes = excluded.likes, replies ="
    " excluded.replies, shares = excluded.shares, views = excluded.views",
}


class Sqlite:
    """sqlite3 and executemany, with the settings that Bluelamp's store has."""

    def __init__(self, url: str) -> None:
        self._line = sqlite3.connect(file_of(url), isolation_level=None)
        for setting in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._line.execute(f"PRAGMA {setting}")

    def keep(self, made: Three, account: str = "", cursor: str = "") -> None:
        """Upsert in one transaction; with an account, its cursor too."""
        self._line.execute("BEGIN IMMEDIATE")
        for table, values in made.items():
            names, marks = ", ".join(_COLUMNS[table]), ", ".join("?" * len(_COLUMNS[table]))
            upsert = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT {_CONFLICTS[table]}"
            self._line.executemany(upsert, values)
        if account:
            self._line.execute("UPDATE account SET posts_cursor = ? WHERE id = ?", (cursor, account))
        self._line.execute("COMMIT")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self._line.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class Postgresql:
    """psycopg: COPY into a staging table, then one INSERT ... SELECT ... ON CONFLICT."""

    def __init__(self, url: str) -> None:
        self._line = psycopg.connect(plain_url(url), autocommit=True)
        for table, columns in _COLUMNS.items():
            like = f"ON COMMIT DELETE ROWS AS SELECT {', '.join(columns)} FROM {table} WITH NO DATA"
            self._line.execute(f"CREATE TEMP TABLE staged_{table} {like}".encode())

    def keep(self, made: Three, account: str = "", cursor: str = "") -> None:
        """Upsert in one transaction; with an account, its cursor too."""
        with self._line.transaction(), self._line.cursor() as line:
            for table, values in made.items():
                names = ", ".join(_COLUMNS[table])
                with line.copy(f"COPY staged_{table} ({names}) FROM STDIN".encode()) as copy:
                    for row in values:
                        copy.write_row(row)
                upsert = f"INSERT INTO {table} ({names}) SELECT {names} FROM staged_{table}"
                line.execute(f"{upsert} ON CONFLICT {_CONFLICTS[table]}".encode())
            if account:
                line.execute("UPDATE account SET posts_cursor = %s WHERE id = %s", (cursor, account))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        found = self._line.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()
        return int(found[0]) if found else 0


def plain_collector(order: Order) -> Told:
    """HTTP, orjson, upsert, and on every page the cursor in the same transaction."""
    (warm, *keys), kept, watch = _keys(order), _opened(order.database), Watch()
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer practice-app-bearer"
        _read(session, order, rows.WARM, warm, kept)
        with watch:
            for account, key in enumerate(keys):
                _read(session, order, account, key, kept)
    return order.told(watch, **_counts(kept))


def plain_upsert(order: Order) -> dict[str, Told]:
    """The same posts as the store is given, a thousand in a transaction: new ones, then the same again.

    The second time it writes posts only; numbers that are not due are not written again by us either.
    """
    (warm, *keys), kept, now = _keys(order), _opened(order.database), utc_now()
    newest, told = rows.this_morning(now), {}
    first = [rows.post(rows.WARM, at, newest) for at in range(rows.PAGE)]
    kept.keep(_of_posts(first, warm, now, order.database, with_numbers=True))
    for name in ("new", "again"):
        build, write = Watch(), Watch()
        for account, items in rows.in_thousands(order.rows, newest):
            with build:
                made = _of_posts(items, keys[account], now, order.database, with_numbers=name == "new")
            with write:
                kept.keep(made)
        told[name] = order.told_in_two(build, write, **_counts(kept))
    return told


def _read(session: requests.Session, order: Order, account: int, key: str, kept: Sqlite | Postgresql) -> None:
    address = f"{order.server}/2/users/{rows.FIRST_ACCOUNT + account}/tweets"
    params, token = {"max_results": "100", "tweet.fields": ",".join(POST_FIELDS)}, ""
    while token is not None:
        told = orjson.loads(
            session.get(address, params=params | ({"pagination_token": token} if token else {})).content
        )
        token = told["meta"].get("next_token")
        kept.keep(_of_tweets(told["data"], f"marl_{account}", key, utc_now(), order.database), key, token or "")


def _of_tweets(tweets: Sequence[rows.Json], handle: str, key: str, now: datetime, database: str) -> Three:
    (soon, look, today, at), begins = _moments(now, database), f"{int(now.timestamp() * 1000):012x}"
    short = kind_of(database) == SQLITE
    made: list[Row] = []
    numbers: list[Row] = []
    for one in tweets:
        new, told, ident, wrote = begins + urandom(10).hex(), one["public_metrics"], one["id"], one["created_at"]
        wrote = f"{wrote[:10]} {wrote[11:19]}.000000" if short else wrote
        url = f"https://x.com/{handle}/status/{ident}"
        made.append((new, key, ident, one["text"], url, wrote, soon, look, today, today))
        shares = told["retweet_count"] + told["quote_count"]
        numbers.append((new, at, told["like_count"], told["reply_count"], shares, told["impression_count"]))
    return {"post": made, "metric_snapshot": numbers, "post_numbers": numbers}


def _of_posts(items: Sequence[FetchedPost], key: str, now: datetime, database: str, *, with_numbers: bool) -> Three:
    (soon, look, today, at), begins = _moments(now, database), f"{int(now.timestamp() * 1000):012x}"
    short = kind_of(database) == SQLITE
    made: list[Row] = []
    numbers: list[Row] = []
    for one in items:
        new, told = begins + urandom(10).hex(), one.metrics
        wrote = f"{one.created_at:%Y-%m-%d %H:%M:%S}.000000" if short else one.created_at
        made.append((new, key, one.external_id, one.text, one.url, wrote, soon, look, today, today))
        if told and with_numbers:
            numbers.append((new, at, told.likes, told.replies, told.shares, told.views))
    return {"post": made} | ({"metric_snapshot": numbers, "post_numbers": numbers} if with_numbers else {})


def _moments(now: datetime, database: str) -> Row:
    """Measured again, looked at again, bought on, taken at: the same for every row here."""
    moments = (now + timedelta(days=1), now + timedelta(hours=20), now.date(), now)
    if kind_of(database) != SQLITE:
        return moments
    return tuple(one.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(one, datetime) else str(one) for one in moments)


def _keys(order: Order) -> list[str]:
    """Our ids of the accounts, the one to warm up with first."""
    store, accounts = furnished(order.database, len(rows.accounts(order.rows)))
    store.close()
    return [account.id.hex for account in accounts]


def _opened(url: str) -> Sqlite | Postgresql:
    return Sqlite(url) if kind_of(url) == SQLITE else Postgresql(url)


def _counts(kept: Sqlite | Postgresql) -> dict[str, int]:
    """Rows in each table, without those of the account that was warmed up with."""
    tables = {"kept": "post", "numbers": "post_numbers", "looks": "metric_snapshot"}
    return {name: kept.count(table) - rows.PAGE for name, table in tables.items()}

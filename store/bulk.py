"""Rows by the hundred: statements that go to the driver as they stand, because there are so many of them.

Written once with `?` for a value and `AMONG ?` for a list, they are said in the words
of SQLite or PostgreSQL. SQLAlchemy's own Core costs two thirds more per row (limits of
the parts, measured); what is not counted in thousands uses Core.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from os import urandom
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

Key = Any
"""An id of ours as the database at hand keeps it; taken from `fetch` or `Forms.id`, and only handed back."""


Rows = Sequence[tuple[Any, ...]]

WORTH_COPYING = 200
"""PostgreSQL: from so many rows on, COPY into a staging table costs less than a statement for each."""

MANY = 20
_BY_KEY = "SET LOCAL plan_cache_mode = auto; SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
"""PostgreSQL, for the rest of a transaction that adds many rows: how a foreign key is looked up is planned once and
kept, and not planned anew for every row. The kept plan uses the index even if it was made while the table was small."""


class Forms(NamedTuple):
    """How a database takes our values, so that rows are built before a transaction begins.

    `ids` makes new ids for rows of one moment (UUID version 7): rows kept together stand
    together, where random ids made every page of rows touch hundreds of pages of the disk.
    """

    ids: Callable[[datetime], Callable[[], Key]]
    id: Callable[[UUID], Key]
    at: Callable[[datetime], Any]
    day: Callable[[date], Any]
    listed: Callable[[Sequence[Any]], Any]
    moment: Callable[[Any], datetime]
    date: Callable[[Any], date]


def _sqlite_at(moment: datetime) -> str:
    """As SQLAlchemy keeps it: UTC, with microseconds, without the zone."""
    if moment.tzinfo is not UTC:
        moment = _in_utc(moment)
    return moment.isoformat(" ", "microseconds")[:26]


def _sqlite_ids(now: datetime) -> Callable[[], str]:
    begins = f"{int(now.timestamp() * 1000):012x}7"

    def new() -> str:
        drawn = urandom(10).hex()
        return f"{begins}{drawn[:3]}{'89ab'[int(drawn[3], 16) & 3]}{drawn[4:19]}"

    return new


def _postgresql_ids(now: datetime) -> Callable[[], UUID]:
    new = _sqlite_ids(now)
    return lambda: UUID(new())


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime: {moment}")
    return moment.astimezone(UTC)


_FORMS = {
    "sqlite": Forms(
        _sqlite_ids,
        lambda key: key.hex,
        _sqlite_at,
        date.isoformat,
        lambda values: json.dumps(list(values)),
        lambda kept: datetime.fromisoformat(kept).replace(tzinfo=UTC),
        date.fromisoformat,
    ),
    "postgresql": Forms(_postgresql_ids, lambda key: key, _in_utc, lambda day: day, list, _in_utc, lambda kept: kept),
}


def forms(db: Session) -> Forms:
    """How the database of this session takes values."""
    return _FORMS[db.get_bind().dialect.name]


def forms_of(dialect: str) -> Forms:
    """How a database takes values, by the name of its dialect, before any session is open."""
    return _FORMS[dialect]


def fetch(db: Session, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows a query tells, as the driver gives them."""
    found: list[tuple[Any, ...]] = driver(db).execute(_said(sql, _dialect(db)), values).fetchall()
    return found


def lock(db: Session, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """The same, and nobody else changes these rows before this transaction ends; SQLite has one writer anyway."""
    return fetch(db, sql if _dialect(db) == "sqlite" else f"{sql} FOR NO KEY UPDATE", *values)


def run(db: Session, sql: str, *values: Any) -> int:
    """Run one statement; tell how many rows it touched."""
    return int(driver(db).execute(_said(sql, _dialect(db)), values).rowcount)


def run_many(db: Session, sql: str, rows: Rows) -> int:
    """Run one statement for each row; tell how many rows it touched."""
    if not rows:
        return 0
    cursor = driver(db).cursor()
    cursor.executemany(_said(sql, _dialect(db)), rows)
    touched = int(cursor.rowcount)
    cursor.close()
    return touched


def add(db: Session, table: str, columns: tuple[str, ...], rows: Rows, conflict: str = "DO NOTHING") -> int:
    """Insert rows, by the hundred as quickly as the database can; tell how many were new or changed."""
    line, postgresql = driver(db), _dialect(db) == "postgresql"
    if postgresql and len(rows) >= MANY:
        line.execute(_BY_KEY)
    if not postgresql or len(rows) < WORTH_COPYING:
        return run_many(db, insert(table, columns, conflict), rows)
    names, staged = ", ".join(columns), f"staged_{table}"
    like = f"ON COMMIT DELETE ROWS AS SELECT {names} FROM {table} WITH NO DATA"
    line.execute(f"CREATE TEMP TABLE IF NOT EXISTS {staged} {like}")
    with line.cursor() as cursor, cursor.copy(f"COPY {staged} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    added = line.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {staged} ON CONFLICT {conflict}")
    line.execute(f"DELETE FROM {staged}")
    return int(added.rowcount)


@cache
def insert(table: str, columns: tuple[str, ...], conflict: str = "DO NOTHING") -> str:
    """The statement that inserts a row, for `run_many`; `conflict` is what follows ON CONFLICT."""
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT {conflict}"


@cache
def _said(sql: str, dialect: str) -> str:
    if dialect == "sqlite":
        return sql.replace("AMONG ?", "IN (SELECT value FROM json_each(?))")
    return sql.replace("AMONG ?", "= ANY(?)").replace("?", "%s")


def driver(db: Session) -> Any:
    """The driver's own connection, in the session's transaction: SQLAlchemy's way to it costs more than a statement."""
    db.flush()
    return db.connection().connection.driver_connection


def _dialect(db: Session) -> str:
    return db.get_bind().dialect.name

"""Makes a force's three years: python -m benchmarks.big_store --into URL. 500,000 posts with all that hangs on them.

The same rows into every database that is named; only the numbers by day are counted by the store itself.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Annotated, Any, Protocol

import psycopg
import typer
from rich.console import Console
from sqlalchemy import Table, make_url
from sqlmodel import SQLModel

from benchmarks import big_force, big_rows
from benchmarks.big_force import Size
from benchmarks.places import file_of, plain_url
from domain.clock import london_day, utc_now
from store import rollups_anew, schema
from store.db import Store

Say = Callable[[str], None]


class Into(Protocol):
    """A database that takes rows by the column."""

    def add(self, table: str, count: int, columns: big_rows.Columns) -> None:
        """So many rows of a table."""


class IntoSqlite:
    """A SQLite file, filled with nothing in the way."""

    def __init__(self, url: str) -> None:
        self._line = sqlite3.connect(file_of(url), isolation_level=None)
        for words in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            self._line.execute(f"PRAGMA {words}")
        found = self._line.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        self._indexes = [(name, sql) for name, sql in found if " UNIQUE " not in sql]
        for name, _ in self._indexes:
            self._line.execute(f'DROP INDEX "{name}"')
        self._line.execute("BEGIN")

    def add(self, table: str, count: int, columns: big_rows.Columns) -> None:
        """Straight through the driver."""
        names, values = _whole(table, count, columns)
        marks = ", ".join("?" * len(names))
        self._line.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", zip(*values, strict=True))

    def end(self) -> None:
        """The indexes, and a journal as the store has it."""
        for _, sql in self._indexes:
            self._line.execute(sql)
        self._line.execute("COMMIT")
        self._line.execute("PRAGMA journal_mode=WAL")
        self._line.close()


class IntoPostgresql:
    """A PostgreSQL database, by COPY; foreign keys are right because they are made so."""

    def __init__(self, url: str) -> None:
        self._line = psycopg.connect(plain_url(url))
        self._line.execute("SET session_replication_role = replica")
        self._line.execute("SET TIME ZONE 'UTC'")
        self._line.execute("SET maintenance_work_mem = '512MB'")
        own = "SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u')"
        sql = f"""SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
            AND indexname NOT IN ({own}) AND indexdef NOT LIKE 'CREATE UNIQUE%'"""
        self._indexes = self._line.execute(sql.encode()).fetchall()
        for name, _ in self._indexes:
            self._line.execute(f'DROP INDEX "{name}"'.encode())

    def add(self, table: str, count: int, columns: big_rows.Columns) -> None:
        """Lines of text, as COPY reads them."""
        names, values = _whole(table, count, columns)
        texts = [["\\N" if one is None else str(one) for one in column] for column in values]
        lines = "\n".join(map("\t".join, zip(*texts, strict=True)))
        copy = f"COPY {table} ({', '.join(names)}) FROM STDIN".encode()
        with self._line.cursor() as cursor, cursor.copy(copy) as into:
            into.write(f"{lines}\n" if count else "")

    def end(self) -> None:
        """The indexes; and what autovacuum would have done in three years."""
        for _, sql in self._indexes:
            self._line.execute(sql.encode())
        self._line.commit()
        self._line.autocommit = True
        self._line.execute("VACUUM (ANALYZE)")
        self._line.close()


def fill(urls: list[str], size: Size, say: Say) -> dict[str, dict[str, float]]:
    """Fill empty databases; tell for each how many seconds counting its numbers by day took, and how many rows."""
    for url in urls:
        with _opened(url) as store:
            schema.migrate(store)
    targets = [IntoSqlite(url) if url.startswith("sqlite") else IntoPostgresql(url) for url in urls]
    begins = time.perf_counter()
    kept: dict[str, int] = {}
    for table, count, columns in _rows(size):
        if table not in kept or kept[table] // 1_000_000 < (kept[table] + count) // 1_000_000:
            say(f"{time.perf_counter() - begins:6.0f} s  {table} {kept.get(table, 0):,}")
        kept[table] = kept.get(table, 0) + count
        for target in targets:
            target.add(table, count, columns)
    told = {}
    for url, target in zip(urls, targets, strict=True):
        target.end()
        say(f"{time.perf_counter() - begins:6.0f} s  indexes of {_named(url)}")
        told[url] = {"counting_s": count_by_day(url), **kept}
        say(f"{time.perf_counter() - begins:6.0f} s  numbers by day: {told[url]['counting_s']:.1f} s")
    return told


def count_by_day(url: str) -> float:
    """Count every number by day anew, as `bluelamp add-up` does; seconds."""
    with _opened(url) as store:
        begins = time.perf_counter()
        with store.writing() as db:
            rollups_anew.rebuild(db)
        seconds = time.perf_counter() - begins
    if not url.startswith("sqlite"):
        with psycopg.connect(plain_url(url), autocommit=True) as line:
            line.execute("VACUUM (ANALYZE)")
    return seconds


def _rows(size: Size) -> big_rows.Told:
    force = big_force.force(size)
    for table, rows in force.rows.items():
        yield table, len(rows), {name: [row[name] for row in rows] for name in rows[0]}
    yield from big_rows.everything(size, force)


def _whole(table: str, count: int, columns: big_rows.Columns) -> tuple[list[str], list[Any]]:
    """Every column of a table, those that nobody named with their defaults."""
    model: Table = SQLModel.metadata.tables[table]
    values = {column.name: _default(column) for column in model.columns} | columns
    names = [name for name in values if name in columns or values[name] is not None]
    return names, [one if isinstance(one := values[name], list) else [one] * count for name in names]


def _default(column: Any) -> Any:
    value = getattr(column.default, "arg", None)
    if callable(value) or value is None:
        return None
    return int(value) if isinstance(value, bool) else getattr(value, "value", value)


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def _named(url: str) -> str:
    return str(make_url(url).get_backend_name())


def main(
    into: Annotated[list[str], typer.Option(help="The URL of an empty database; may be given more than once.")],
    share: Annotated[float, typer.Option(min=0.0001, max=4, help="1: 500,000 posts; 0.1: a tenth.")] = 1.0,
    days: Annotated[int, typer.Option(min=90, help="How many days they are spread over.")] = big_force.SPAN_DAYS,
    ends: Annotated[str, typer.Option(help="The last London day; yesterday if not given.")] = "",
) -> None:
    """Make a force's three years."""
    told = Console(stderr=True)
    last = date.fromisoformat(ends) if ends else london_day(utc_now()) - timedelta(days=1)
    fill(into, big_force.of_share(share, last, days), lambda words: told.print(words, style="dim"))


if __name__ == "__main__":
    typer.run(main)

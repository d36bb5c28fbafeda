"""The same questions of the raw rows, by DuckDB: straight from SQLite's file, and from a copy of PostgreSQL's rows."""

import time
from importlib.resources import files
from types import TracebackType
from typing import Any

import duckdb
import psycopg

from benchmarks.kept import Kept
from benchmarks.places import POSTGRESQL, SQLITE, file_of, plain_url

TABLES = ("post", "metric_snapshot", "belonging", "account", "account_numbers", "team", "district")
_COLUMNS = {
    "post": "id, account_id, day, created_at, gone_at",
    "account": "id, platform, handle",
    "team": "id, name",
    "district": "id, name, population",
}


class Scans:
    """A DuckDB for each kind of database; `copied_s`: how long it took to copy PostgreSQL's rows."""

    def __init__(self, kept: Kept, share: float) -> None:
        urls = kept.urls(share)
        self.copied_s = 0.0
        self._lines: dict[str, Any] = {SQLITE: _of_sqlite(file_of(urls[SQLITE]))}
        if POSTGRESQL in urls:
            begins = time.perf_counter()
            self._lines[POSTGRESQL] = _of_postgresql(kept, urls[POSTGRESQL])
            self.copied_s = time.perf_counter() - begins

    def ask(self, kind: str, words: str) -> list[tuple[Any, ...]]:
        """The rows that it tells."""
        found: list[tuple[Any, ...]] = self._lines[kind].execute(words).fetchall()
        return found

    def __enter__(self) -> "Scans":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        for line in self._lines.values():
            line.close()


def _of_sqlite(file: str) -> Any:
    line = duckdb.connect()
    line.execute(f"LOAD '{_extension()}'")
    line.execute(f"ATTACH '{file}' AS kept (TYPE sqlite, READ_ONLY)")
    line.execute("USE kept")
    return line


def _of_postgresql(kept: Kept, url: str) -> Any:
    """Its rows in a file of DuckDB's own, ids without hyphens as SQLite has them."""
    line = duckdb.connect()
    line.execute("SET TimeZone = 'UTC'")
    for table in TABLES:
        text = kept.folder / f"{table}.csv"
        names = _COLUMNS.get(table, "*")
        with psycopg.connect(plain_url(url)) as there, open(text, "wb") as out:
            said = f"COPY (SELECT {names} FROM {table}) TO STDOUT (FORMAT csv, HEADER)"
            with there.cursor().copy(said.encode()) as rows:
                for some in rows:
                    out.write(some)
        line.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{text}', sample_size=100000)")
        text.unlink()
        for (name,) in line.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall():
            if name == "id" or name.endswith("_id"):
                line.execute(f"ALTER TABLE {table} ALTER {name} TYPE VARCHAR USING replace({name}::VARCHAR, '-', '')")
    return line


def _extension() -> str:
    folder = files("duckdb_extension_sqlite_scanner") / "extensions" / f"v{duckdb.__version__}"
    return str(folder / "sqlite_scanner.duckdb_extension")

"""The door to the database: two kinds of transaction, one kind of time."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import DateTime, Engine, Enum, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session


class Utc(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. A naive one is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """To the database: UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime: {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """From the database: aware, in UTC (SQLite forgets the zone, PostgreSQL tells its session's)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(kind: type[StrEnum]) -> Any:
    """A column that keeps the word itself ("queued"), as plain text on every database."""
    return Enum(kind, native_enum=False, length=24, values_callable=lambda k: [member.value for member in k])


ABANDONED = 10_000
"""After so many idle milliseconds PostgreSQL ends an open transaction: a process that was stopped in the midst of a
claim, or a machine that is gone, would else keep its locks, and no hold could be placed."""

GONE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
"""When PostgreSQL's machine vanishes without a word, its clients know after so many seconds (the last: milliseconds)
and not after two hours, as the system has it: until then every hand of a publisher would wait for an answer."""


def _postgresql() -> dict[str, Any]:
    # A plan made while a table was small is not kept while it grows: it read whole tables, fifty times slower.
    options = f"-c plan_cache_mode=force_custom_plan -c idle_in_transaction_session_timeout={ABANDONED}"
    connect_args = {"options": options, "connect_timeout": 10, **GONE}  # seconds
    return {"pool_pre_ping": True, "pool_size": 16, "connect_args": connect_args}


class Store:
    """One database, SQLite or PostgreSQL, by its SQLAlchemy URL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.drivername == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.sqlite = self.url.get_backend_name() == "sqlite"
        file = self.url.database or ""
        if self.sqlite and file not in ("", ":memory:") and not file.startswith("file:"):
            _make_room(Path(file))
        # An error of the database must not carry the public's words into a log: parameters are hidden.
        self.engine: Engine = create_engine(self.url, hide_parameters=True, **({} if self.sqlite else _postgresql()))
        # SQLite has one writer; threads of a process queue for it here, which is quicker than trying again and again.
        self._pen: AbstractContextManager[object] = threading.Lock() if self.sqlite else nullcontext()
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that never writes. Rows stay readable after it, as plain values."""
        with _discreet(), Session(self.engine, expire_on_commit=False) as db:
            yield db
            db.expunge_all()
            db.commit()  # of nothing: after a rollback psycopg would have every statement prepared anew

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Session]:
        """One short transaction, all of it or none, no network inside. `durable`: on disk before it returns.

        PostgreSQL is always durable; on SQLite only the publishing transactions pay for it.
        """
        with self._pen, _discreet():
            line = self.engine.connect().execution_options(writing=True, durable=durable)
            with line, line.begin(), Session(line, expire_on_commit=False) as db:
                yield db
                for act in db.info.pop(_LAST, ()):
                    act(db)
                db.flush()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


_LAST = "done last"


def do_last(db: Session, act: Callable[[Session], None]) -> None:
    """Have something done once, as the last thing before a writing transaction ends."""
    db.info.setdefault(_LAST, {})[act] = None


@contextmanager
def _discreet() -> Iterator[None]:
    """Let an error of PostgreSQL say what is wrong, and not the row: its details quote what people wrote."""
    try:
        yield
    except Exception as fault:
        cause = (fault.orig if isinstance(fault, DBAPIError) else None) or fault
        if said := getattr(getattr(cause, "diag", None), "message_primary", None):
            for one in (fault, cause):
                one.args = (f"{type(cause).__name__}: {said}",)
        raise


def _make_room(file: Path) -> None:
    """A new file is its owner's only, for it holds what the public wrote; SQLite gives its own files the same mode."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)


PATIENCE = 30_000
"""How long SQLite waits for a lock, in milliseconds."""


def _prepare_sqlite(line: Any, _: Any) -> None:
    line.isolation_level = None  # we say BEGIN ourselves
    line.execute(f"PRAGMA busy_timeout={PATIENCE}")
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA foreign_keys=ON")


def _begin_sqlite(line: Any) -> None:
    """A writer takes the lock at once, so that it waits instead of failing half-way."""
    options = line.get_execution_options()
    line.exec_driver_sql(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
    if options.get("writing"):
        _take_lock(line)
    else:
        line.exec_driver_sql("BEGIN")


def _take_lock(line: Any) -> None:
    """Begin a transaction that writes, looking for the one write lock every millisecond.

    SQLite by itself looks ever more seldom, in the end every tenth of a second, and hardly ever meets
    the moments in which a busy process (the collector) puts the lock down for another (the publisher).
    """
    driver = line.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=1")
    try:
        for _ in range(PATIENCE):
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
        line.exec_driver_sql("BEGIN IMMEDIATE")  # the last time, so that a fault is told in SQLAlchemy's words
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")

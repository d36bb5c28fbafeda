"""Where the cases write: a fresh SQLite file or PostgreSQL database for each, with every table and some accounts."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import make_url
from sqlmodel import SQLModel, col, select

from benchmarks import rows
from config.prices import read_prices
from domain.clock import utc_now
from domain.posts import PlatformName
from store import budget, tables
from store.db import Store
from store.tables import Account
from tests import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Places:
    """The databases of one run: `kinds` are those that there are, `fresh` makes one."""

    def __init__(self, folder: Path, server: str | None) -> None:
        assert tables  # they must be known before they are made
        self._folder, self._server, self._template = folder, server, f"bench_{uuid4().hex[:12]}"
        self.kinds = [SQLITE, POSTGRESQL] if server else [SQLITE]
        self._blank = folder / "blank.db"
        make_tables(f"sqlite:///{self._blank}")
        if server:
            self._say(f'CREATE DATABASE "{self._template}"')
            make_tables(self._at(self._template))

    @contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The URL of a database with every table and no row in it."""
        name = f"bench_{uuid4().hex[:12]}"
        if kind == SQLITE:
            file = self._folder / f"{name}.db"
            file.write_bytes(self._blank.read_bytes())
            yield f"sqlite:///{file}"
            for left in self._folder.glob(f"{name}.db*"):
                left.unlink()
            return
        self._say(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        yield self._at(name)
        self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def empty(self, kind: str) -> Iterator[str]:
        """The URL of a database without any table."""
        name = f"bench_{uuid4().hex[:12]}"
        if kind == SQLITE:
            yield f"sqlite:///{self._folder / name}.db"
        else:
            self._say(f'CREATE DATABASE "{name}"')
            yield self._at(name)
        self._drop(kind, name)

    @contextmanager
    def copy(self, kind: str, url: str) -> Iterator[str]:
        """The URL of a copy of a database that nobody has open."""
        name = f"bench_{uuid4().hex[:12]}"
        if kind == SQLITE:
            (self._folder / f"{name}.db").write_bytes(Path(file_of(url)).read_bytes())
            yield f"sqlite:///{self._folder / name}.db"
        else:
            self._say(f'CREATE DATABASE "{name}" TEMPLATE "{make_url(url).database}"')
            yield self._at(name)
        self._drop(kind, name)

    def _drop(self, kind: str, name: str) -> None:
        if kind == SQLITE:
            for left in self._folder.glob(f"{name}.db*"):
                left.unlink()
        else:
            self._say(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Leave no database behind."""
        if self._server:
            self._say(f'DROP DATABASE IF EXISTS "{self._template}" WITH (FORCE)')

    def _say(self, words: str) -> None:
        with psycopg.connect(plain_url(str(self._server)), autocommit=True) as line:
            line.execute(words.encode())

    def _at(self, name: str) -> str:
        return make_url(str(self._server)).set(database=name).render_as_string(hide_password=False)


@contextmanager
def opened(wanted: list[str]) -> Iterator[Places]:
    """The databases that are wanted and can be had: BLUELAMP_TEST_POSTGRES, or a private PostgreSQL if installed."""
    with ExitStack() as open_things:
        server = os.environ.get("BLUELAMP_TEST_POSTGRES") or None
        if POSTGRESQL not in wanted:
            server = None
        elif not server and (programs := postgres.programs()):
            server = open_things.enter_context(postgres.server(programs))
        folder = Path(open_things.enter_context(tempfile.TemporaryDirectory(prefix="bluelamp-bench-")))
        places = Places(folder, server)
        open_things.callback(places.close)
        yield places


def furnished(url: str, count: int) -> tuple[Store, list[Account]]:
    """A store with X's prices and so many X accounts that are due, before them the one to warm up with."""
    now, store = utc_now(), Store(url)
    with store.writing() as db:
        budget.keep_prices(db, read_prices())
        for number in range(rows.WARM, count):
            words = {"external_id": str(rows.FIRST_ACCOUNT + number), "handle": f"marl_{number}"}
            db.add(Account(platform=PlatformName.X, **words, next_fetch_at=now, next_audience_at=now))
    return store, accounts_of(store)


def accounts_of(store: Store) -> list[Account]:
    """Every account, in the order of their numbers."""
    with store.reading() as db:
        return list(db.scalars(select(Account).order_by(col(Account.external_id))))


def plain_url(url: str) -> str:
    """A PostgreSQL URL as psycopg itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def kind_of(url: str) -> str:
    """Which database a URL is of."""
    return SQLITE if url.startswith(SQLITE) else POSTGRESQL


def file_of(url: str) -> str:
    """The file of a SQLite URL."""
    return str(make_url(url).database)


def make_tables(url: str) -> None:
    """Every table, in a database that has none."""
    made = Store(url)
    SQLModel.metadata.create_all(made.engine)
    if made.sqlite:
        with made.engine.connect() as line:
            line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()

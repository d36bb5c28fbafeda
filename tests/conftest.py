"""What every test may ask for: a clock that moves when told, and a fresh store on SQLite and on PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url
from sqlmodel import SQLModel

from store import tables
from store.db import Store
from tests import postgres

GROUPS = {
    "tests/chaos/": "chaos",
    "tests/browser/": "browser",
    "tests/test_whole_run.py": "processes",
    "tests/doors/test_run.py": "processes",
}
"""Tests that do not run side by side with others of their group."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Keep groups together: pytest-xdist 3.8 cannot hand its marks (xdist_group) through pytest 9.2's ids of tests."""
    from xdist.scheduler import LoadScopeScheduling

    class Groups(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return next((group for start, group in GROUPS.items() if nodeid.startswith(start)), nodeid)

    return Groups(config, log)


class Ticking:
    """A clock that moves only when told."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at


@pytest.fixture
def now() -> Ticking:
    """An ordinary Tuesday morning in November."""
    return Ticking(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def missing_part(why: str) -> None:
    """Skip with a sentence where a real part is missing; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which databases may be made: a given one, or a private one."""
    given, installed = os.environ.get("BLUELAMP_TEST_POSTGRES", ""), postgres.programs()
    if given:
        yield given
    elif installed:
        with postgres.server(installed) as url:
            yield url
    else:
        missing_part("PostgreSQL is not tested: it is not installed, and BLUELAMP_TEST_POSTGRES names no server.")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A database with every table, copied for each test: quicker than making the tables again."""
    name = f"bluelamp_{uuid4().hex[:12]}"
    with admin(postgres_server) as line:
        line.execute(f'CREATE DATABASE "{name}"'.encode())
    made = Store(at_server(postgres_server, name))
    SQLModel.metadata.create_all(made.engine)
    made.close()
    yield name
    with admin(postgres_server) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "bluelamp.db"
    made = Store(f"sqlite:///{path}")
    SQLModel.metadata.create_all(made.engine)
    with made.engine.connect() as line:
        line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    made.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a fresh database with every table in it."""
    if request.param == "sqlite":
        path = tmp_path / "bluelamp.db"
        path.write_bytes(request.getfixturevalue("sqlite_template").read_bytes())
        yield f"sqlite:///{path}"
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    name = f"bluelamp_{uuid4().hex[:12]}"
    with admin(server) as line:
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'.encode())
    yield at_server(server, name)
    with admin(server) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A fresh store, once on SQLite and once on PostgreSQL."""
    assert tables  # the tables must be known before a store is used
    opened = Store(database)
    yield opened
    opened.close()


def admin(server: str) -> psycopg.Connection[tuple[object, ...]]:
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, autocommit=True)


def at_server(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)

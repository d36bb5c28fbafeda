"""A house with a small made-up force in it, for the doors."""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import Result
from typer.testing import CliRunner

import bluelamp
from config.logs import Lines
from config.settings import read_settings
from doors import roster
from doors.wiring import House, open_house
from sandbox.server import Server, serve
from sandbox.world import World
from store import schema
from store.db import Store
from tests.conftest import Ticking

ROSTER = """\
[force]
name = "Tarrenshire Police"
time_zone = "Europe/London"
languages = ["en"]

[[districts]]
key = "wexmoor"
name = "Wexmoor"
population = 118_900
towns = ["Wexmoor"]

[[districts]]
key = "elmsward"
name = "Elmsward Vale"
towns = ["Elmsward"]

[[teams]]
key = "wexmoor-town"
name = "Wexmoor Town"
district = "wexmoor"
wards = ["Market"]

[[teams]]
key = "elmsward-town"
name = "Elmsward Town"
district = "elmsward"
wards = ["Mill"]

[[accounts]]
platform = "x"
handle = "WexmoorSNT"
external_id = "1001"
owner = "team:wexmoor-town"
token = "X_WEXMOOR"

[[accounts]]
platform = "x"
handle = "ElmswardSNT"
external_id = "1002"
owner = "team:elmsward-town"
token = "X_ELMSWARD"

[[accounts]]
platform = "facebook"
handle = "WexmoorPolice"
external_id = "2001"
owner = "team:wexmoor-town"
token = "FB_WEXMOOR"

[[accounts]]
platform = "facebook"
handle = "TarrenshirePolice"
external_id = "2002"
owner = "force"
token = "FB_FORCE"

[[people]]
email = "officer@example.org"
name = "Olwen Practice"
role = "officer"
scope = "team:wexmoor-town"

[[people]]
email = "comms@example.org"
name = "Casimir Practice"
role = "comms"
scope = "force"

[[people]]
email = "supervisor@example.org"
name = "Sunniva Practice"
role = "supervisor"
scope = "force"

[[campaigns]]
key = "burglary"
name = "Burglary awareness"
starts = 2026-11-01
ends = 2026-11-30
"""

Told = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and an environment that says nothing."""
    for name in list(os.environ):
        if name.upper().startswith("BLUELAMP_"):
            monkeypatch.delenv(name)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """What a door sets up for its process must not outlive the test: its stream is closed by then."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    level = root.level
    yield
    for handler in [handler for handler in root.handlers if isinstance(handler.formatter, Lines)]:
        root.removeHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook = hooks


@pytest.fixture
def settled(database: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose settings name a database that is up to date, with a roster file that nobody has loaded."""
    stamp(database)
    (folder / "roster.toml").write_text(ROSTER, encoding="utf-8")
    monkeypatch.setenv("BLUELAMP_DATABASE", database)
    monkeypatch.setenv("BLUELAMP_LOG_LEVEL", "ERROR")
    return folder


@pytest.fixture
def house(settled: Path, now: Ticking) -> Iterator[House]:
    """An open house with the small force loaded, and a clock that moves only when told."""
    opened = open_house(read_settings(), now)
    roster.load(opened)
    yield opened
    opened.store.close()


@pytest.fixture
def told() -> Told:
    """Types a command at the front door."""
    runner = CliRunner()
    return lambda *words: runner.invoke(bluelamp.app, [str(word) for word in words])


@pytest.fixture
def county() -> Iterator[Server]:
    """The practice county, answering."""
    server = serve(World.county())
    yield server
    server.close()


def without(*words: str) -> str:
    """The small roster without the tables in which one of these words stands."""
    return "\n\n".join(part for part in ROSTER.split("\n\n") if not any(word in part for word in words))


def stamp(database: str) -> None:
    """Say that a database with every table is up to date."""
    store = Store(database)
    with store.engine.begin() as line:
        MigrationContext.configure(line).stamp(ScriptDirectory.from_config(schema._config()), "head")
    store.close()

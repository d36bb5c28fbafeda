"""The scheduler as a process of its own: one pass, and stopping when asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import utc_now
from domain.publication import State
from sandbox.server import Server, serve
from sandbox.world import World
from store import schema, workers
from store.db import Store
from tests.scheduler.conftest import Force

pytestmark = [pytest.mark.processes, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


@pytest.fixture
def server(force: Force) -> Iterator[Server]:
    force.now.at = utc_now()
    account = force["page"]
    line = {"type": "account", "platform": "facebook", "id": account.external_id, "handle": "page", "name": "Page"}
    running = serve(World.from_lines([line | {"team": "Ashby Town", "district": "North"}], utc_now))
    yield running
    running.close()


@pytest.fixture
def surroundings(force: Force, server: Server, tmp_path: Path) -> dict[str, str]:
    """The environment of the process; the tables are already there, so they only have to be marked as current."""
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o700)
    token = secrets / "page"
    token.write_text(f"practice-page-{force['page'].external_id}")
    token.chmod(0o600)
    with force.store.writing() as db:
        db.get_one(type(force["page"]), force["page"].id).token_ref = "page"
    stamp(force.store)
    told = {
        "BLUELAMP_DATABASE": force.store.url.render_as_string(hide_password=False),
        "BLUELAMP_SECRETS": str(secrets),
        "BLUELAMP_X_ADDRESS": server.x_address,
        "BLUELAMP_GRAPH_ADDRESS": server.graph_address,
        "BLUELAMP_PRACTICE": "true",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")}
    return kept | told


def stamp(store: Store) -> None:
    """Mark the tables as those of this version."""
    from alembic import command

    config = schema._config()
    with store.engine.connect() as line:
        config.attributes["connection"] = line
        command.stamp(config, "head")


def begin(surroundings: dict[str, str], *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "scheduler", *options]
    return subprocess.Popen(command, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_one_pass_publishes_what_is_due_and_leaves(force: Force, surroundings: dict[str, str]) -> None:
    force.approved("Surgery at noon", "page", minutes=0.001)
    process = begin(surroundings, "--once")
    said, log = process.communicate(timeout=60)
    assert (process.returncode, said.strip()) == (0, "1 published"), log
    assert force.the().state is State.PUBLISHED
    again = begin(surroundings, "--once")
    assert again.communicate(timeout=60)[0].strip() == "Nothing was due."
    assert "practice-page" not in log


def test_asked_to_stop_it_frees_its_seat_and_leaves(force: Force, surroundings: dict[str, str]) -> None:
    process = begin(surroundings)
    wait_for_worker(force.store)
    second = begin(surroundings, "--once")
    assert "Another publisher is at work" in second.communicate(timeout=60)[1]
    assert second.returncode == 1
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    with force.store.reading() as db:
        assert workers.alive(db, "publisher", utc_now()) == []


def test_an_old_database_is_refused_with_a_sentence(force: Force, surroundings: dict[str, str], tmp_path: Path) -> None:
    process = begin(surroundings | {"BLUELAMP_DATABASE": f"sqlite:///{tmp_path / 'empty.db'}"}, "--once")
    assert "Run: bluelamp migrate" in process.communicate(timeout=60)[1]
    assert process.returncode == 1


SET_WRONG = """
import datetime, pathlib, runpy, sys
import apscheduler.schedulers.base, apscheduler.triggers.date
from domain import clock
off = pathlib.Path(sys.argv.pop(1))

class Wrong(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return super().now(zone) + datetime.timedelta(seconds=float(off.read_text()))

clock.datetime = apscheduler.schedulers.base.datetime = apscheduler.triggers.date.datetime = Wrong
runpy.run_module("scheduler", run_name="__main__")
"""


def test_a_process_on_a_machine_an_hour_wrong_sends_at_the_right_time(
    force: Force, surroundings: dict[str, str], server: Server, tmp_path: Path
) -> None:
    off = tmp_path / "off"
    off.write_text("3600")
    force.approved("At noon", "page", minutes=60)
    command = [sys.executable, "-c", SET_WRONG, str(off)]
    process = subprocess.Popen(command, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        wait_for_worker(force.store)
        force.now.at = utc_now()
        force.approved("Soon", "page", minutes=1 / 60)
        wait_until(lambda: State.PUBLISHED in force.states())
        changed = tmp_path / "changed"
        changed.write_text("-3600")
        changed.replace(off)  # somebody sets it wrong the other way
        force.now.at = utc_now()
        force.approved("Soon after", "page", minutes=1 / 60)
        wait_until(lambda: force.states().count(State.PUBLISHED) == 2)
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=60)
    assert process.returncode == 0, log
    out = {one.text: one for one in force.publications()}
    assert out["At noon"].state is State.QUEUED
    for text in ("Soon", "Soon after"):
        sent = out[text].published_at
        assert sent is not None and sent >= out[text].due_at - timedelta(seconds=1)
    assert "s ahead of the platforms'" in log and " s back." in log and "s behind the platforms'" in log


def wait_for_worker(store: Store) -> None:
    def there() -> bool:
        with store.reading() as db:
            return bool(workers.alive(db, "publisher", utc_now()))

    wait_until(there)


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.05)

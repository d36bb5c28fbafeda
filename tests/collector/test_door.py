"""The collector's door: what it is told, and how it comes and goes."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlmodel import select

from config.settings import read_settings
from domain.posts import PlatformName
from doors.collect import cycle
from doors.wiring import House, connector
from store.db import Store
from store.schema import migrate
from store.tables import Account, Price, Worker
from tests.collector.conftest import again, make_account
from tests.conftest import Ticking


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    """The environment of a collector with an empty, migrated database."""
    url = f"sqlite:///{tmp_path}/door.db"
    made = Store(url)
    migrate(made)
    made.close()
    return {"BLUELAMP_DATABASE": url, "BLUELAMP_SECRETS": str(tmp_path), "PATH": os.environ["PATH"]}


def test_an_account_without_a_secret_is_shown_as_one_to_reconnect(store: Store, now: Ticking, tmp_path: Path) -> None:
    account = make_account(store, now(), 1, PlatformName.FACEBOOK)
    with store.writing() as db:
        db.get_one(Account, account.id).token_ref = "NO_SUCH_TOKEN"
    house = House(read_settings(secrets=tmp_path), store, now)
    came = cycle(house, connector(house), threading.Event())
    assert came["troubled"] == 1
    shown = again(store, account)
    assert shown.trouble_kind == "TokenExpired"
    assert "NO_SUCH_TOKEN" in shown.trouble


@pytest.mark.processes
def test_once_visits_what_is_due_and_leaves(told: dict[str, str]) -> None:
    done = subprocess.run([sys.executable, "-m", "collector", "--once"], env=told, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "Nothing was due.\n"), done.stderr
    kept = Store(told["BLUELAMP_DATABASE"])
    with kept.reading() as db:
        assert db.exec(select(Price)).all()
    kept.close()


@pytest.mark.processes
@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_leaves_its_seat_and_ends_well(told: dict[str, str], word: signal.Signals) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "collector"], env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    kept = Store(told["BLUELAMP_DATABASE"])
    waiting = threading.Event()
    for _ in range(200):
        with kept.reading() as db:
            if seats := db.exec(select(Worker)).all():
                break
        waiting.wait(0.05)
    assert [seat.kind for seat in seats] == ["collector"]
    running.send_signal(word)
    _, said = running.communicate(timeout=15)
    assert running.returncode == 0, said
    with kept.reading() as db:
        assert db.exec(select(Worker)).all() == []
    kept.close()


@pytest.mark.processes
def test_a_database_that_is_behind_is_refused_with_a_sentence(told: dict[str, str], tmp_path: Path) -> None:
    told["BLUELAMP_DATABASE"] = f"sqlite:///{tmp_path}/empty.db"
    done = subprocess.run([sys.executable, "-m", "collector", "--once"], env=told, capture_output=True, text=True)
    assert done.returncode == 1
    assert "bluelamp migrate" in done.stderr

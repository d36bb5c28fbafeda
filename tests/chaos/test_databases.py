"""The database goes away in the midst of a burst: workers stay, go on by themselves, and keep every promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.places import make_tables
from tests import postgres
from tests.chaos import troubles
from tests.chaos.attack import Told, attack
from tests.chaos.conftest import MARKS
from tests.chaos.plan import Plan, Times
from tests.chaos.troubles import Trouble
from tests.conftest import missing_part

pytestmark = MARKS

SPREAD = 8.0  # seconds: there is always something due


@pytest.fixture
def machine() -> Iterator[postgres.Machine]:
    """A PostgreSQL of this test alone, which keeps what it said it kept even when it is stopped in an instant."""
    installed = postgres.programs()
    if installed is None:
        missing_part("Stopping PostgreSQL is not tested: it is not installed.")
        return
    with postgres.machine(installed, "synchronous_commit=on") as one:
        make_tables(one.url)
        yield one


def kept(told: Told) -> None:
    """Every post is public, once, and no worker left."""
    assert told.sound, told
    assert told.verdict.states == {"published": 500}, told
    assert told.tries["swept"], f"no call was in hand when it happened: {told}"


def test_postgresql_stopped_and_started_and_its_connections_cut(machine: postgres.Machine, tmp_path: Path) -> None:
    stops = troubles.restarts(machine, ("fast", "immediate"))
    cuts = troubles.cuts(machine.url, 10)
    plan = Plan(posts=500, workers=2, kills=0, spread=SPREAD, calm=True)
    kept(attack(plan, machine.url, tmp_path, troubles.one_after_another(cuts, stops, cuts)))


def test_another_process_keeps_sqlites_lock_longer_than_we_wait(tmp_path: Path) -> None:
    file = tmp_path / "bluelamp.db"
    kept(on_file(file, tmp_path, troubles.locks(file, 1.5, 4), Times(locked=0.3)))


def test_the_disk_is_full_for_a_while(tmp_path: Path) -> None:
    with troubles.small_disk(tmp_path / "disk", megabytes=24) as disk:
        trouble = troubles.full_disk(disk, 1.5, 4) if disk else troubles.no_room(1.5, 4)
        kept(on_file((disk or tmp_path) / "bluelamp.db", tmp_path, trouble))


def on_file(file: Path, folder: Path, trouble: Trouble, times: Times | None = None) -> Told:
    """An attack on a fresh SQLite file."""
    make_tables(f"sqlite:///{file}")
    plan = Plan(posts=500, workers=1, kills=0, spread=SPREAD, calm=True, times=times or Times())
    return attack(plan, f"sqlite:///{file}", folder, trouble)

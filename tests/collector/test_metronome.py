"""The collector goes on whatever an account or the machine's clock does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from uuid import UUID

import pytest

from collector import metronome
from collector.cycle import Crew, Round
from collector.visit import Pen
from domain.clock import elapsed, utc_now
from domain.purse import Limits
from domain.steady import Steady
from store import workers
from store.db import Store
from store.tables import Account
from tests.collector.conftest import again, make_account
from tests.collector.noticeboard import Board
from tests.conftest import Ticking


def until(reached: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that other threads bring about."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


def test_an_account_that_hangs_does_not_keep_the_others_from_their_next_visit(
    store: Store, account: Account, now: Ticking
) -> None:
    other = make_account(store, now(), 2)
    hangs, go_on, visits = threading.Event(), threading.Event(), list[UUID]()

    def connect(some: Account) -> Board:
        visits.append(some.id)
        if some.id == account.id:
            hangs.set()
            assert go_on.wait(10)
        return Board()

    crew = Crew(Round(store, connect, now, lambda _: Limits(), Pen(threading.Event()), {}, None, False, 29), 2)
    crew.work()
    try:
        for round_ in range(1, 4):
            until(lambda turn=round_: visits.count(other.id) == turn and again(store, other).claimed_until is None)  # type: ignore[misc]
            now.at = again(store, other).next_fetch_at
            crew.work()
        assert hangs.is_set() and visits.count(account.id) == 1
    finally:
        go_on.set()
        crew.leave()
    assert again(store, account).visited_at is not None


@pytest.fixture
def off() -> list[timedelta]:
    """How far the machine's clock is off."""
    return [timedelta(0)]


@pytest.fixture
def steady(off: list[timedelta], monkeypatch: pytest.MonkeyPatch) -> Steady:
    """A steady clock on a machine whose clock is off; APScheduler sees that clock too."""

    class Set(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Set":
            return cls.fromtimestamp((utc_now() + off[0]).timestamp(), tz)

    for module in ("apscheduler.schedulers.base", "apscheduler.triggers.date"):
        monkeypatch.setattr(f"{module}.datetime", Set)
    monkeypatch.setattr(metronome, "TICK", timedelta(seconds=0.1))
    monkeypatch.setattr(metronome, "BEAT_EVERY", timedelta(seconds=0.1))
    return Steady(lambda: utc_now() + off[0], elapsed, lambda: [utc_now])


@contextmanager
def running(store: Store, steady: Steady, work: Callable[[], object]) -> Iterator[None]:
    stop = threading.Event()
    args = (store, "collector one", work, lambda: None, steady, stop)
    line = threading.Thread(target=metronome.run, args=args)
    line.start()
    try:
        yield
    finally:
        stop.set()
        line.join(10)
    assert not line.is_alive()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=20_000)])
def test_it_goes_on_collecting_when_the_clock_jumps(
    store: Store, steady: Steady, off: list[timedelta], jump: timedelta
) -> None:
    cycles: list[datetime] = []
    with running(store, steady, lambda: cycles.append(steady.now())):
        until(lambda: len(cycles) > 2)
        off[0] = jump
        seen = len(cycles)
        until(lambda: len(cycles) > seen + 5)
    assert abs(cycles[-1] - utc_now()) < timedelta(minutes=1)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_while_the_hour_is_in_doubt_nothing_is_collected_and_the_beat_says_so(store: Store, steady: Steady) -> None:
    told: list[datetime | None] = [None]
    hour = Steady(steady.wall, elapsed, lambda: [lambda: told[0]])
    cycles: list[datetime] = []
    with running(store, hour, lambda: cycles.append(hour.now())):
        until(lambda: "No platform tells the hour" in _trouble(store))
        assert cycles == []
        told[0] = utc_now()
        until(lambda: bool(cycles))
        until(lambda: _trouble(store) == "")


def _trouble(store: Store) -> str:
    with store.reading() as db:
        return "".join(one.trouble for one in workers.alive(db, metronome.KIND, utc_now()))

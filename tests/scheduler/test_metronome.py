"""The metronome wakes in time, stops cleanly, and lets one publisher at a time work on a SQLite file."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
from apscheduler.events import EVENT_JOB_MAX_INSTANCES, EVENT_JOB_SUBMITTED
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import update

from config.settings import LONGEST_CALL, read_settings
from domain.clock import elapsed, utc_now
from domain.posts import Outgoing, Published
from domain.publication import State
from domain.purse import Limits
from domain.steady import Steady
from doors.publish import means_of
from doors.wiring import House
from platforms import wire
from scheduler import metronome
from scheduler.hands import Hands
from scheduler.means import LEASE, Means
from store import publications, turns, workers
from store.db import Store
from store.tables import Account, Publication
from tests.scheduler.board import Board, Hook
from tests.scheduler.conftest import Force


def until(reached: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for something that other threads bring about."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not come about"
        threading.Event().wait(0.01)


@pytest.fixture
def real(force: Force, means: Means, board: Board) -> Means:
    """The same means on the real clock, which the metronome lives by."""
    force.now.at = utc_now()
    board.now = utc_now
    return replace(means, now=utc_now)


def test_what_is_done_again_and_again_goes_on_when_it_falls_due_before_it_has_quite_ended() -> None:
    clock, stop = BackgroundScheduler(timezone=UTC), threading.Event()
    clock.configure(job_defaults=metronome.JOBS)
    tried, add, done = threading.Semaphore(0), clock.add_job, list[int]()
    clock.add_listener(lambda _: tried.release(), EVENT_JOB_SUBMITTED | EVENT_JOB_MAX_INSTANCES)

    def slowly(*told: object, **more: object) -> None:
        add(*told, **more)
        if clock.running and tried.acquire(timeout=10):  # its own start
            tried.acquire(timeout=10)  # and that of the next time
            tried.release()

    def act() -> timedelta:
        done.append(1)
        if len(done) > 2:
            stop.set()
        return timedelta(0)

    clock.add_job = slowly
    metronome._again_and_again(clock, act, utc_now, stop)
    clock.start()
    assert stop.wait(10)
    clock.shutdown()


def test_a_post_goes_out_within_a_moment_of_its_time_and_the_line_stops_cleanly(
    force: Force, real: Means, board: Board
) -> None:
    force.approved("Soon", minutes=1 / 60)
    stop = threading.Event()
    line = threading.Thread(target=metronome.run, args=(real, "publisher one", stop))
    line.start()
    until(lambda: bool(board.public))
    stop.set()
    line.join(10)
    assert not line.is_alive()
    one = force.the()
    assert one.state is State.PUBLISHED
    assert timedelta(0) <= board.public[0].at - one.due_at
    with force.store.reading() as db:
        assert workers.alive(db, metronome.KIND, utc_now()) == []


def test_it_wakes_at_the_moment_the_next_one_is_due_and_at_least_once_a_second(force: Force, means: Means) -> None:
    line = metronome._Line(means, "publisher one")
    assert line.pause() == 1
    force.approved("Soon", minutes=1)
    assert line.pause() == 1
    force.now.forward(seconds=59.6)
    assert line.pause() == pytest.approx(0.4)
    force.now.forward(seconds=0.4)
    assert line.pause() == 1  # it is due: the hands have it
    line.finish()


def test_stopping_finishes_the_call_in_hand_and_claims_nothing_more(force: Force, real: Means, board: Board) -> None:
    for number in range(3):
        force.approved(f"Notice {number}", minutes=1 / 600)
    stop, heard, go_on = threading.Event(), threading.Event(), threading.Event()

    def slow(accept: Callable[[], Published]) -> Published:
        heard.set()
        assert go_on.wait(10)
        return accept()

    board.faults.append(slow)
    line = threading.Thread(target=metronome.run, args=(real, "publisher one", stop))
    line.start()
    assert heard.wait(10)
    stop.set()
    line.join(0.1)
    assert line.is_alive()
    go_on.set()
    line.join(10)
    assert len(board.public) == 1
    assert sorted(force.states()) == [State.PUBLISHED, State.QUEUED, State.QUEUED]


def test_a_broken_database_does_not_stop_the_metronome(
    force: Force, real: Means, board: Board, caplog: pytest.LogCaptureFixture
) -> None:
    class Away:
        sqlite = force.store.sqlite
        broken = True

        def __getattr__(self, name: str) -> object:
            if self.broken:
                raise OSError("the database is away")
            return getattr(force.store, name)

    away = Away()
    stop = threading.Event()
    means = replace(real, store=away, lease=timedelta(seconds=4))  # type: ignore[arg-type]
    line = threading.Thread(target=metronome.run, args=(means, "one", stop))
    force.approved("Soon", minutes=1 / 600)
    try:
        line.start()
        until(lambda: "is tried again" in caplog.text)
        away.broken = False
        until(lambda: bool(board.public))
    finally:
        stop.set()
        line.join(10)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_second_publisher_on_a_sqlite_file_waits_until_the_first_is_gone(force: Force, means: Means) -> None:
    assert metronome.take_part(means, "first")
    assert not metronome.take_part(means, "second")
    force.now.forward(seconds=20)
    assert metronome.take_part(means, "first")
    force.now.forward(seconds=20)
    assert not metronome.take_part(means, "second")  # the first said so 20 seconds ago
    force.now.forward(seconds=11)
    assert metronome.take_part(means, "second")  # the first died, or was stopped
    assert not metronome.take_part(means, "first")
    with force.store.writing() as db:
        workers.leave(db, "second")
    assert metronome.take_part(means, "first")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_several_publishers_work_on_postgresql(means: Means) -> None:
    assert metronome.take_part(means, "first")
    assert metronome.take_part(means, "second")
    with means.store.reading() as db:
        assert len(workers.alive(db, metronome.KIND, means.now())) == 2


def test_a_slow_account_does_not_keep_the_others_waiting(force: Force, means: Means, board: Board) -> None:
    force.approved("Slow", "ashby", minutes=10)
    for number in range(5):
        force.approved(f"Quick {number}", "page", minutes=10)
    force.now.forward(minutes=10)
    others_are_out = threading.Event()

    def connect(account: Account) -> Hook:
        if account.handle == "ashby":
            assert others_are_out.wait(10)
        return board.connect(account)

    hands = Hands(replace(means, connect=connect, seats=2))
    hands.work()
    until(lambda: len(board.public) == 5)
    others_are_out.set()
    hands.rest()
    hands.leave()
    assert len(board.public) == 6


def test_the_lease_is_longer_than_the_longest_possible_call() -> None:
    most_requests = 4  # the most that one publish, or one find, makes; tests/platforms/test_too_late.py counts them
    assert timedelta(seconds=sum(wire.TIMEOUT) * most_requests) < LEASE / 2
    for answer in (0.5, 5.0, 30.0, 60.0):
        assert sum(wire.patience(answer)) * most_requests <= LONGEST_CALL * answer


@pytest.mark.parametrize("seconds", [2, 30, 120, 3_600])
def test_a_short_lease_and_a_short_window_make_everything_quicker(means: Means, seconds: int) -> None:
    quick = replace(means, lease=timedelta(seconds=seconds))
    assert quick.beat_every < quick.alive_for / 3
    assert quick.alive_for <= quick.lease
    assert quick.sweep_every <= quick.lease / 2
    assert quick.last_start < quick.lease
    assert replace(means, window=timedelta(seconds=seconds)).sweep_every <= timedelta(seconds=seconds) / 2
    assert max(quick.sweep_every, means.sweep_every) <= timedelta(minutes=1) <= metronome.LONGEST_PAUSE


def test_the_settings_reach_the_line(tmp_path: Path, store: Store) -> None:
    told = read_settings(
        practice=True,
        x_address="http://127.0.0.1:9/x",
        graph_address="http://127.0.0.1:9/graph",
        publish_lease_minutes=0.05,
        answer_timeout_seconds=0.3,
        reconcile_after_minutes=0.1,
    )
    means = means_of(House(told, store, utc_now), "publisher one")
    assert (means.lease, means.window) == (timedelta(seconds=3), timedelta(seconds=6))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_with_a_short_lease_a_dead_publisher_is_followed_and_its_post_found_within_seconds(
    force: Force, real: Means, board: Board
) -> None:
    quick = replace(real, lease=timedelta(seconds=2), window=timedelta(seconds=2))
    force.approved("Soon", minutes=1 / 600)
    assert metronome.take_part(quick, "dead")
    until(lambda: _claimed_by_the_dead(force, board))
    stop = threading.Event()
    line = threading.Thread(target=metronome.run, args=(quick, "heir", stop))
    line.start()
    try:
        until(lambda: force.the().state is State.PUBLISHED)
    finally:
        stop.set()
        line.join(10)
    assert len(board.public) == 1


def _claimed_by_the_dead(force: Force, board: Board) -> bool:
    """It claimed the post, and died after it was accepted."""
    with force.store.writing() as db:
        for one in turns.due(db, utc_now()):
            assert publications.claim(db, one, "", Limits(), utc_now())
            board.put_up(force["ashby"], one.message)
            return True
    return False


def test_a_long_look_for_the_lost_does_not_keep_what_is_due_waiting(force: Force, real: Means, board: Board) -> None:
    (lost,) = force.approved("Lost", "page", minutes=1 / 600)
    with force.store.writing() as db:
        publications.move(db, lost.id, State.QUEUED, State.WAITING)
        db.execute(update(Publication).values(state=State.UNKNOWN, unknown_at=utc_now(), next_look_at=utc_now()))
    force.approved("Due", "ashby", minutes=1 / 600)
    go_on = threading.Event()

    class Slow(Hook):
        def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
            assert go_on.wait(10)
            return super().find(message, since, taken)

    stop = threading.Event()
    means = replace(real, connect=lambda account: Slow(board, account))
    line = threading.Thread(target=metronome.run, args=(means, "publisher one", stop))
    line.start()
    try:
        until(lambda: board.texts() == ["Due"], 5)
    finally:
        go_on.set()
        stop.set()
        line.join(10)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=20_000)])
def test_the_line_goes_on_whatever_is_done_to_the_clock(
    force: Force, real: Means, board: Board, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    off = [timedelta(0)]

    class Set(datetime):
        """What APScheduler takes for the hour."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Set":
            return cls.fromtimestamp((utc_now() + off[0]).timestamp(), tz)

    for module in ("apscheduler.schedulers.base", "apscheduler.triggers.date"):
        monkeypatch.setattr(f"{module}.datetime", Set)
    steady = Steady(lambda: utc_now() + off[0], elapsed, lambda: [utc_now])
    beats: list[datetime] = []
    monkeypatch.setattr(workers, "beat", lambda db, name, kind, now, until, trouble: beats.append(now))
    quick = replace(real, now=steady.now, steady=steady, lease=timedelta(seconds=1))
    stop = threading.Event()
    line = threading.Thread(target=metronome.run, args=(quick, "publisher one", stop))
    line.start()
    try:
        until(lambda: len(beats) > 2)
        off[0] = jump
        seen = len(beats)
        until(lambda: len(beats) > seen + 4)
        force.approved("Soon", minutes=1 / 600)
        until(lambda: bool(board.public))
    finally:
        stop.set()
        line.join(10)
    assert abs(board.public[0].at - force.the().due_at) < timedelta(minutes=1)


def test_what_is_being_sent_right_now_is_not_swept_before_the_lease_is_over(force: Force, means: Means) -> None:
    force.due()
    with force.store.writing() as db:
        (one,) = turns.due(db, force.now())
        assert publications.claim(db, one, "", Limits(), force.now())
    force.now.forward(seconds=LEASE.total_seconds())
    metronome.tidy(means)
    assert force.the().state is State.PUBLISHING
    force.now.forward(seconds=1)
    metronome.tidy(means)
    assert force.the().state is State.UNKNOWN

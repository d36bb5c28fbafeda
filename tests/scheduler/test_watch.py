"""A watch that cannot look says so itself, and what is long over is forgotten without a new matter being lost."""

from datetime import UTC, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel import col, select

from domain.clock import utc_now
from domain.matters import Matter
from scheduler import alerts, watch
from scheduler.alert_words import Manner
from scheduler.alerts import FORGOTTEN_AFTER, QUIET, Post, notice
from scheduler.ticks import on_time
from store import workers
from store.tables import Alert, Worker
from tests.scheduler.conftest import Force
from tests.scheduler.test_alerts import known, late, put

MANNER = Manner(label=str, profile=lambda platform, handle, external_id: "")


@pytest.fixture
def post(force: Force) -> Post:
    with force.store.writing() as db:
        workers.beat(db, "publisher a", "publisher", force.now(), force.now() + timedelta(days=900))
    return Post(force.store, force.now, MANNER)


def trouble(force: Force) -> str:
    with force.store.reading() as db:
        return db.exec(select(Worker.trouble).where(col(Worker.kind) == watch.KIND)).one()


def test_a_watch_whose_looks_fail_or_hang_says_so_in_its_heartbeat(force: Force, post: Post) -> None:
    looks = watch.Looks(force.now())
    watch.beat(post, "watch a", looks)
    assert trouble(force) == ""
    force.now.forward(minutes=16)
    watch.beat(post, "watch a", looks)
    assert "has not been able to look since" in trouble(force)
    watch.look(post, looks)
    watch.beat(post, "watch a", looks)
    assert trouble(force) == ""


def test_a_look_that_fails_does_not_count(force: Force, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, began = watch.Looks(force.now()), force.now()
    force.now.forward(minutes=1)
    monkeypatch.setattr(watch, "tick", lambda post: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        watch.look(post, looks)
    assert looks.ended_well_at == began


def test_what_is_long_over_is_forgotten_and_what_stands_is_not(force: Force, post: Post) -> None:
    stands = late(force)
    notice(force.store, force.now())
    with force.store.writing() as db:
        over = Alert(matter="late x", kind=Matter.LATE, raised_at=force.now(), seen_at=force.now(),
                     settled_at=force.now(), next_try_at=force.now())  # fmt: skip
        db.add(over)
        workers.beat(db, "publisher that died", "publisher", force.now(), force.now())
    force.now.forward(seconds=FORGOTTEN_AFTER.total_seconds() - 60)
    alerts.tidy(force.store, force.now())
    assert len(known(force)) == 2
    force.now.forward(minutes=2)
    alerts.tidy(force.store, force.now())
    assert [one.subject_id for one in known(force)] == [stands]
    with force.store.reading() as db:
        assert db.exec(select(Worker.name)).all() == ["publisher a"]


def test_a_matter_that_comes_back_after_its_first_time_was_forgotten_is_raised(force: Force, post: Post) -> None:
    one = late(force)
    for _ in range(2):
        put(force, one, due_at=force.now() - timedelta(minutes=5))
        notice(force.store, force.now())
        put(force, one, due_at=force.now() + timedelta(days=900))
        force.now.forward(minutes=2)
        force.now.forward(seconds=QUIET.total_seconds())
        notice(force.store, force.now())
        force.now.forward(days=50)
    force.now.forward(days=30)
    alerts.tidy(force.store, force.now())
    assert [alert.matter for alert in known(force)] == [f"late {one} #2"]
    put(force, one, due_at=force.now() - timedelta(minutes=5))
    notice(force.store, force.now())
    assert [alert.matter for alert in known(force) if alert.settled_at is None] == [f"late {one} #3"]


def test_a_clock_put_back_does_not_silence_the_watch(force: Force) -> None:
    clock = BackgroundScheduler(timezone=UTC)
    clock.start(paused=True)
    now = utc_now()
    for what, ahead in (("look", 3_600), ("beat", 10)):
        trigger = IntervalTrigger(seconds=int(watch.TICK.total_seconds()))
        clock.add_job(len, trigger, [what], id=what, next_run_time=now + timedelta(seconds=ahead))
    on_time(clock, now, lambda job: watch.TICK)
    planned = {job.id: job.next_run_time - now for job in clock.get_jobs()}
    clock.shutdown()
    assert planned == {"look": timedelta(0), "beat": timedelta(seconds=10)}

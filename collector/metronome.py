"""The collector's metronome: a cycle every few seconds, a heartbeat, tidying once a day.

APScheduler is only the clock, in memory: what is to be done stands in the database.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain.clock import Clock
from store import workers
from store.db import Store

log = logging.getLogger(__name__)

KIND = "collector"
TICK = timedelta(seconds=10)  # an account is visited when its own time has come, not at every tick
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)
TIDY_EVERY = timedelta(days=1)

Act = Callable[[], object]


def run(store: Store, name: str, cycle: Act, tidy: Act, now: Clock, stop: threading.Event) -> None:
    """Collect until `stop` is set; then keep the pages in hand and leave."""
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    acts: dict[str, tuple[Act, timedelta]] = {
        "beat": (lambda: _beat(store, name, now), BEAT_EVERY),
        "collect": (cycle, TICK),
        "tidy": (tidy, TIDY_EVERY),
    }
    for what, (act, every) in acts.items():
        trigger = IntervalTrigger(seconds=int(every.total_seconds()))
        clock.add_job(_safely, trigger, [what, act], id=what, next_run_time=now())
    clock.start()
    stop.wait()
    clock.shutdown(wait=True)
    _safely("leave", lambda: _leave(store, name))


def _safely(what: str, act: Act) -> None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        act()
    except Exception:
        log.exception("the collector's %s failed; it is tried again", what)


def _beat(store: Store, name: str, now: Clock) -> None:
    with store.writing() as db:
        workers.beat(db, name, KIND, now(), now() + ALIVE_FOR)


def _leave(store: Store, name: str) -> None:
    with store.writing() as db:
        workers.leave(db, name)

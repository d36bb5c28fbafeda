"""The collector's metronome: a look at what is due every few seconds, a heartbeat, tidying once a day.

APScheduler is only the clock, in memory: what is to be done stands in the database.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from domain.steady import Steady
from store import workers
from store.db import Store

log = logging.getLogger(__name__)

KIND = "collector"
TICK = timedelta(seconds=10)  # an account is visited when its own time has come, not at every tick
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)
TIDY_EVERY = timedelta(days=1)
ASK_EVERY = timedelta(seconds=3)  # between looks whether the hour is in doubt, and so the platforms to be asked for it
NEED_THE_HOUR = ("collect", "tidy")
IN_DOUBT = timedelta(seconds=1)  # until what the hour is needed for is tried again
# Two at once, for a job plans itself anew before it has quite ended: one that may not start then is forgotten for ever.
JOBS = {"coalesce": True, "max_instances": 2, "misfire_grace_time": None}
WATCH_EVERY = 1.0  # seconds between looks whether the machine's clock was put back

Act = Callable[[], object]


def run(store: Store, name: str, work: Act, tidy: Act, steady: Steady, stop: threading.Event) -> None:
    """Collect until `stop` is set. `work` returns at once; who calls waits for what is then still in hand."""
    pauses = {"clock": ASK_EVERY, "beat": BEAT_EVERY, "collect": TICK, "tidy": TIDY_EVERY}
    acts: dict[str, Act] = {
        "clock": steady.settle,
        "beat": lambda: _beat(store, name, steady),
        "collect": work,
        "tidy": tidy,
    }
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults=JOBS)

    busy = {what: threading.Lock() for what in acts}

    def do(what: str) -> None:
        with busy[what]:
            if stop.is_set():
                return
            wait = what in NEED_THE_HOUR and steady.doubt()
            if not wait:
                _safely(what, acts[what])
            plan(what, IN_DOUBT if wait else pauses[what])

    def plan(what: str, pause: timedelta) -> None:  # no interval: a clock put forward by years would be counted out
        clock.add_job(do, DateTrigger(steady.wall() + pause), [what], id=what, replace_existing=True)

    for what in acts:
        plan(what, timedelta(0))
    clock.start()
    while not stop.wait(WATCH_EVERY):
        _on_time(clock, steady.wall(), pauses)
    clock.shutdown(wait=False)  # to wait here for what plans its next time would be to wait for ever
    for one in busy.values():
        with one:
            pass


def leave(store: Store, name: str) -> None:
    """This collector goes: its heartbeat ends at once."""
    _safely("leave", lambda: _leave(store, name))


def _on_time(clock: BackgroundScheduler, now: datetime, pauses: dict[str, timedelta]) -> None:
    """The machine's clock was put back: without this APScheduler would sleep until the old hour comes again."""
    for job in clock.get_jobs():
        if job.next_run_time and job.next_run_time - now > pauses[job.id]:
            log.warning("the clock of this machine was put back; going on at once with: %s", job.id)
            with suppress(JobLookupError):  # it ran, and is over, since it was listed
                job.modify(next_run_time=now)


def _safely(what: str, act: Act) -> None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        act()
    except Exception:
        log.exception("the collector's %s failed; it is tried again", what)


def _beat(store: Store, name: str, steady: Steady) -> None:
    now = steady.now()
    with store.writing() as db:
        workers.beat(db, name, KIND, now, now + ALIVE_FOR, steady.stops)


def _leave(store: Store, name: str) -> None:
    with store.writing() as db:
        workers.leave(db, name)

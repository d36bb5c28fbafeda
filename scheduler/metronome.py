"""The publisher's metronome: wakes at the next due row, sweeps and looks every minute, says that it is alive.

APScheduler is only the clock, in memory: what is to be done stands in the database, so nothing
is lost with a process, and a tick that comes late or twice does no harm.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.hands import Hands
from scheduler.means import Means
from scheduler.reconciler import reconcile
from store import overdue, publications, workers

log = logging.getLogger(__name__)

KIND = "publisher"
Told = TypeVar("Told")
AT_LEAST_EVERY = timedelta(seconds=1)  # a post approved for right now waits no longer than this
BEAT_EVERY = timedelta(seconds=10)
ALIVE_FOR = timedelta(seconds=30)  # without a beat for so long a publisher counts as gone
SWEEP_EVERY = timedelta(seconds=60)
WATCH_EVERY = 5.0  # seconds between looks whether the machine's clock was put back


def tidy(means: Means) -> None:
    """What each minute and each start begins with: the dead, the late, those under a hold, the lost."""
    now = means.now()
    with means.store.writing(durable=True) as db:
        swept = overdue.sweep(db, now, means.lease)
        late = overdue.expire(db, now)
        held = overdue.fall_due(db, now)
    for count, what in ((swept, "unknown"), (late, "too late"), (held, "fell due under a hold")):
        if count:
            log.warning("%d publications: %s", count, what)
    if found := reconcile(means):
        log.info("%d unknown publications were found on their platform", found)


def take_part(means: Means, name: str) -> bool:
    """Say that this publisher is alive; False when it must wait, because only one may publish from a SQLite file."""
    now = means.now()
    with means.store.writing() as db:
        workers.beat(db, name, KIND, now, now + ALIVE_FOR)
        return not means.store.sqlite or workers.take_seat(db, KIND, name, now, now + ALIVE_FOR)


def run(means: Means, name: str, stop: threading.Event) -> None:
    """Publish until `stop` is set, then finish what is in hand and leave."""
    line = _Line(means, name)
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    every = {"beat": (line.beat, BEAT_EVERY), "tidy": (line.tidy, SWEEP_EVERY)}
    for job, (act, pause) in every.items():
        # At once too: looking for the lost may take minutes, and nothing that is due has to wait for it.
        clock.add_job(act, IntervalTrigger(seconds=int(pause.total_seconds())), id=job, next_run_time=means.now())

    def tick() -> None:
        line.publish()
        if not stop.is_set():
            at = line.next_tick()
            clock.add_job(tick, DateTrigger(at), id="publish", replace_existing=True)

    line.beat()
    clock.start()
    clock.add_job(tick, DateTrigger(means.now()), id="publish", replace_existing=True)
    latest = means.now()
    while not stop.wait(WATCH_EVERY):
        latest = _on_time(clock, latest, means.now())
    clock.shutdown(wait=False)
    line.leave()


def _on_time(clock: BackgroundScheduler, latest: datetime, now: datetime) -> datetime:
    """The machine's clock was put back: without this APScheduler would sleep until the old hour comes again."""
    if now < latest:
        log.warning("the clock of this machine was put back by %s", latest - now)
        for job in clock.get_jobs():
            with suppress(JobLookupError):  # it ran, and is over, since it was listed
                job.modify(next_run_time=now)
    return now


class _Line:
    """One running publisher: its name, its hands, and whether it may publish just now."""

    def __init__(self, means: Means, name: str) -> None:
        self._means, self._name = means, name
        self._hands = Hands(means)
        self._seated = False

    def beat(self) -> None:
        """Every ten seconds."""
        seated = bool(_safely("beat", lambda: take_part(self._means, self._name)))
        if seated != self._seated or not seated:
            log.info("publishing" if seated else "another publisher is at work on this SQLite file; waiting")
        self._seated = seated

    def tidy(self) -> None:
        """Every minute."""
        if self._seated:
            _safely("tidy", lambda: tidy(self._means))

    def publish(self) -> None:
        """Whenever something may be due; returns at once, the hands do the work."""
        if self._seated:
            _safely("publish", self._hands.work)

    def next_tick(self) -> datetime:
        """When the next publication is due, or a second from now."""
        soon = self._means.now() + AT_LEAST_EVERY
        return min(_safely("next tick", self._next_due) or soon, soon)

    def leave(self) -> None:
        """Finish the calls in hand and free the seat."""
        self._hands.leave()
        _safely("leave", self._say_goodbye)

    def _next_due(self) -> datetime | None:
        with self._means.store.reading() as db:
            return publications.next_due(db, self._means.now())

    def _say_goodbye(self) -> None:
        with self._means.store.writing() as db:
            workers.leave(db, self._name)


def _safely(what: str, act: Callable[[], Told | None]) -> Told | None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        return act()
    except Exception:
        log.exception("the publisher's %s failed; it is tried again", what)
        return None

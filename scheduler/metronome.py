"""The publisher's metronome: wakes at the next due row, sweeps and looks again and again, says that it is alive.

It waits by time that passes, never by the hour, so that no change of the machine's clock lets it sleep on.
APScheduler is only the clock for what has no moment of its own, in memory: what is to be done stands in the
database, so nothing is lost with a process, and a tick that comes late or twice does no harm.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from domain.clock import Clock
from scheduler import housekeeping
from scheduler.hands import Hands
from scheduler.hidings import hide_due
from scheduler.means import Means
from scheduler.planned_holds import begin_holds
from scheduler.reconciler import reconcile
from scheduler.takedowns import take_down_due
from scheduler.ticks import on_time
from store import holds, overdue, turns, workers

log = logging.getLogger(__name__)

KIND = "publisher"
Told = TypeVar("Told")
AT_LEAST_EVERY = timedelta(seconds=1)  # a post approved for right now waits no longer than this
ASK_EVERY = timedelta(seconds=3)  # between looks whether the hour is in doubt, and so the platforms to be asked for it
TAKE_DOWN_EVERY = timedelta(seconds=2)  # a post that must go is not kept waiting, nor a comment that is to be hidden
IN_DOUBT = 0.1  # seconds
# Two at once, for a job plans itself anew before it has quite ended: one that may not start then is forgotten for ever.
JOBS = {"coalesce": True, "max_instances": 2, "misfire_grace_time": None}
LONGEST_PAUSE = timedelta(seconds=61)  # of anything that APScheduler is to do again


def tidy(means: Means) -> None:
    """What a single pass begins with: the dead, the late, those under a hold, the lost, what is to go or be hidden."""
    sweep(means)
    look(means)
    take_down_due(means)
    hide_due(means)


def sweep(means: Means) -> None:
    """What time has caught up with: those that died in a hand, the late, those under a hold."""
    begin_holds(means)
    now = means.now()
    with means.store.writing(durable=True) as db:
        swept = overdue.sweep(db, now, means.lease)
        late = overdue.expire(db, now)
        held = overdue.fall_due(db, now)
    for count, what in ((swept, "unknown"), (late, "too late"), (held, "fell due under a hold")):
        if count:
            log.warning("%d publications: %s", count, what)


def look(means: Means, stopping: Callable[[], bool] = lambda: False) -> None:
    """Look for the lost."""
    if found := reconcile(means, stopping):
        log.info("%d unknown publications were found on their platform", found)


def take_part(means: Means, name: str) -> bool:
    """Say that this publisher is alive; False when it must wait, because only one may publish from a SQLite file."""
    now = means.now()
    with means.store.writing() as db:
        workers.beat(db, name, KIND, now, now + means.alive_for, means.steady.stops if means.steady else "")
        if not means.store.sqlite:
            return True
        return not means.doubt() and workers.take_seat(db, KIND, name, now, now + means.alive_for)


def run(means: Means, name: str, stop: threading.Event) -> None:
    """Publish until `stop` is set, then finish what is in hand and leave."""
    line = _Line(means, name)
    wall = means.steady.wall if means.steady else means.now
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults=JOBS)
    # At once, too: looking for the lost may take minutes, and nothing that is due has to wait for it.
    acts = (line.settle, line.beat, line.sweep, line.look, line.take_down, line.hide, line.keep_house)
    at_work = [_again_and_again(clock, act, wall, stop) for act in acts]
    line.beat()
    clock.start()
    while True:
        line.publish()
        on_time(clock, wall(), lambda job: LONGEST_PAUSE)
        if stop.wait(line.pause()):
            break
    clock.shutdown(wait=False)  # to wait here for what plans its next time would be to wait for ever
    line.finish()
    for busy in at_work:
        with busy:
            pass
    line.say_goodbye()


def _again_and_again(
    clock: BackgroundScheduler, act: Callable[[], timedelta], wall: Clock, stop: threading.Event
) -> threading.Lock:
    """Do it now, and each time again after the pause that it asks for; the lock is held while it is done.

    No interval: a clock put forward by years would have APScheduler count every one of them.
    """

    busy = threading.Lock()

    def do() -> None:
        pause = AT_LEAST_EVERY
        with busy:
            if stop.is_set():
                return
            try:
                pause = act()
            finally:
                clock.add_job(do, DateTrigger(wall() + pause), id=act.__name__, replace_existing=True)

    clock.add_job(do, DateTrigger(wall()), id=act.__name__)
    return busy


class _Line:
    """One running publisher: its name, its hands, and whether it may publish just now.

    What APScheduler does again and again returns the pause until the next time.
    """

    def __init__(self, means: Means, name: str) -> None:
        self._means, self._name = means, name
        self._hands = Hands(means)
        self._seated = self._leaving = False
        self._told = ""  # what was last said of the clock
        self._kept_house: float | None = None  # when, in `elapsed` seconds

    def settle(self) -> timedelta:
        """Ask the platforms for the hour when ours is in doubt."""
        if self._means.steady:
            self._say()  # a jump that is settled at once is worth a line too
            said = self._told
            _safely("clock", self._means.steady.settle)
            if self._trouble() != said or not self._seated:
                self.beat()  # at once: whoever watches is told, and nothing that is due has to wait
        return ASK_EVERY

    def beat(self) -> timedelta:
        """Every few seconds."""
        self._say()
        seated = bool(_safely("beat", lambda: take_part(self._means, self._name)))
        if seated != self._seated or not (seated or self._means.doubt()):
            log.info("publishing" if seated else "another publisher is at work on this SQLite file; waiting")
        self._seated = seated
        return self._means.beat_every

    def sweep(self) -> timedelta:
        """Every minute, or more often where the lease is short."""
        return self._in_turn("sweep", sweep)

    def look(self) -> timedelta:
        """As often, beside it: a slow platform must not keep the dead from being noticed."""
        return self._in_turn("look", lambda means: look(means, lambda: self._leaving))

    def take_down(self) -> timedelta:
        """Every two seconds, whatever the hour: deleting twice does no harm."""
        if self._seated:
            _safely("take down", lambda: take_down_due(self._means, lambda: self._leaving))
        return TAKE_DOWN_EVERY

    def hide(self) -> timedelta:
        """As often, and whatever the hour: hiding twice does no harm."""
        if self._seated:
            _safely("hide", lambda: hide_due(self._means, lambda: self._leaving))
        return TAKE_DOWN_EVERY

    def keep_house(self) -> timedelta:
        """At the start and once an hour, looked at more often: what APScheduler is to do again may not be far off."""
        at = self._means.elapsed()
        due = self._kept_house is None or at - self._kept_house >= housekeeping.EVERY.total_seconds()
        if due and self._may_act():
            self._kept_house = at
            _safely("housekeeping", lambda: housekeeping.keep_house(self._means))
        return self._means.sweep_every

    def publish(self) -> None:
        """Whenever something may be due; returns at once, the hands do the work."""
        if self._may_act():
            _safely("planned holds", lambda: begin_holds(self._means))
            _safely("publish", self._hands.work)

    def pause(self) -> float:
        """Seconds until the next publication is due, at most one; in doubt a moment, for doubt may end at any."""
        if self._means.doubt():
            return IN_DOUBT
        due = _safely("next tick", self._next_due)
        left = (due - self._means.now()) if due else AT_LEAST_EVERY
        return min(max(left, timedelta(0)), AT_LEAST_EVERY).total_seconds()

    def finish(self) -> None:
        """Claim nothing more, and finish the calls in hand."""
        self._leaving = True
        self._hands.leave()

    def say_goodbye(self) -> None:
        """Free the seat."""
        _safely("leave", self._leave)

    def _in_turn(self, what: str, act: Callable[[Means], None]) -> timedelta:
        if not self._may_act():
            return min(AT_LEAST_EVERY, self._means.sweep_every)
        _safely(what, lambda: act(self._means))
        return self._means.sweep_every

    def _may_act(self) -> bool:
        """Not while another sits on the seat, and not while the hour is in doubt."""
        return self._seated and not self._means.doubt()

    def _say(self) -> None:
        """Log what troubles the clock, once."""
        if (trouble := self._trouble()) != self._told:
            log.warning("%s", trouble or "The hour is sure again.")
            self._told = trouble

    def _trouble(self) -> str:
        return self._means.steady.trouble if self._means.steady else ""

    def _next_due(self) -> datetime | None:
        with self._means.store.reading() as db:
            now = self._means.now()
            soon = (turns.next_due(db, now), holds.next_start(db))
            return min((at for at in soon if at and at > now), default=None)

    def _leave(self) -> None:
        with self._means.store.writing() as db:
            workers.leave(db, self._name)


def _safely(what: str, act: Callable[[], Told | None]) -> Told | None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        return act()
    except Exception:
        log.exception("the publisher's %s failed; it is tried again", what)
        return None

"""The watch's metronome: looks for matters every few seconds and says that it is alive.

A process of its own, so that a publisher that died can still be told of. APScheduler is only the clock.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain.clock import in_london
from scheduler import digest, health, orders, shifts
from scheduler.alerts import tick, tick_danger, tidy
from scheduler.letters import Post
from scheduler.orders import Office
from scheduler.ticks import on_time
from store import silence, workers

log = logging.getLogger(__name__)

KIND = "watch"
TICK = timedelta(seconds=20)
DANGER_TICK = timedelta(seconds=3)
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)
TIDY_EVERY = timedelta(hours=1)
SILENCE_EVERY = timedelta(hours=1)
HEALTH_EVERY = timedelta(minutes=1)
ORDERS_EVERY = timedelta(minutes=1)
BLIND_AFTER = timedelta(minutes=15)  # longer than telling a burst of matters takes


@dataclass
class Looks:
    """When a look last ended well, for the heartbeat: a watch that is alive and cannot look is worth nothing."""

    ended_well_at: datetime


def run(post: Post, name: str, stop: threading.Event, office: Office | None = None) -> None:
    """Watch until `stop` is set; then finish the message or the ordered report in hand and leave."""
    # A look that a busy database makes longer than three seconds is no news; faults are logged where they happen.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    looks = Looks(post.now())
    acts: dict[str, tuple[Callable[[], object], timedelta]] = {
        "beat": (lambda: beat(post, name, looks), BEAT_EVERY),
        "look": (lambda: look(post, looks), TICK),
        "danger": (lambda: tick_danger(post), DANGER_TICK),
        "silence": (lambda: listen_for_silence(post), SILENCE_EVERY),
        "health": (lambda: health.look(post), HEALTH_EVERY),
        "tidy": (lambda: tidy(post.store, post.now()), TIDY_EVERY),
    }
    if office is not None:
        acts["reports"] = (lambda: orders.tick(office), ORDERS_EVERY)
    for what, (act, every) in acts.items():
        trigger = IntervalTrigger(seconds=int(every.total_seconds()))
        clock.add_job(_safely, trigger, [what, act], id=what, next_run_time=post.now())
    clock.start()
    while not stop.wait(BEAT_EVERY.total_seconds()):
        on_time(clock, post.now(), lambda job: acts[job][1])
    clock.shutdown(wait=True)
    _safely("leave", lambda: leave(post, name))


def look(post: Post, looks: Looks) -> None:
    """Look for matters and tell them, the shifts that ended and the day's digest among them."""
    look_once(post)
    looks.ended_well_at = post.now()


def look_once(post: Post) -> int:
    """The same, for a watch that looks once; how many messages."""
    shifts.notice(post.store, post.now())
    if post.digest_at is not None:
        digest.notice(post.store, post.digest_at, post.now())
    return tick(post)


def listen_for_silence(post: Post) -> int:
    """Reckon anew which accounts are silent; how many are."""
    with post.store.reading() as db:
        found = silence.found(db, post.now())
    with post.store.writing() as db:
        silence.keep(db, found)
    return len(found)


def beat(post: Post, name: str, looks: Looks) -> None:
    """Say that this watch is alive, and whether it can look."""
    now, last = post.now(), looks.ended_well_at
    blind = f"It has not been able to look since {in_london(last)}." if now - last > BLIND_AFTER else ""
    with post.store.writing() as db:
        workers.beat(db, name, KIND, now, now + ALIVE_FOR, blind)


def leave(post: Post, name: str) -> None:
    """This watch goes."""
    with post.store.writing() as db:
        workers.leave(db, name)


def _safely(what: str, act: Callable[[], object]) -> None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        act()
    except Exception:
        log.exception("the watch's %s failed; it is tried again", what)

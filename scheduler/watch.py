"""The watch's metronome: looks for matters every few seconds and says that it is alive.

A process of its own, so that a publisher that died can still be told of. APScheduler is only the clock.
"""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.alerts import Post, tick
from store import workers

log = logging.getLogger(__name__)

KIND = "watch"
TICK = timedelta(seconds=20)
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)


def run(post: Post, name: str, stop: threading.Event) -> None:
    """Watch until `stop` is set; then finish the message in hand and leave."""
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    acts: dict[str, tuple[Callable[[], object], timedelta]] = {
        "beat": (lambda: beat(post, name), BEAT_EVERY),
        "look": (lambda: tick(post), TICK),
    }
    for what, (act, every) in acts.items():
        trigger = IntervalTrigger(seconds=int(every.total_seconds()))
        clock.add_job(_safely, trigger, [what, act], id=what, next_run_time=post.now())
    clock.start()
    stop.wait()
    clock.shutdown(wait=True)
    _safely("leave", lambda: leave(post, name))


def beat(post: Post, name: str) -> None:
    """Say that this watch is alive."""
    with post.store.writing() as db:
        workers.beat(db, name, KIND, post.now(), post.now() + ALIVE_FOR)


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

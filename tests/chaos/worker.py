"""What a worker of an attack runs: `python -m scheduler` in quick time, with a planted breakage where one is asked for.

Only pauses are shortened, in the proportions that they have; what is done and in which order is the product's own.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from types import ModuleType

from sqlalchemy import update
from sqlmodel import Session

from domain import cadence
from domain.publication import State
from doors import processes
from scheduler import means, publisher, reconciler, verdicts
from scheduler.verdicts import Verdict
from store import db as store_db
from store import overdue

PRELOADED = ["tests.chaos.worker", "tweepy", "facebook", "psycopg", "apscheduler.schedulers.background"]


def work(settings: dict[str, str], log: str, locked: float, sabotage: str) -> None:
    """Be a worker until killed or told to leave; what it says goes to the file `log`."""
    out = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    for name in [name for name in os.environ if name.startswith("BLUELAMP_")]:
        del os.environ[name]
    os.environ |= settings
    hasten(float(settings["BLUELAMP_RECONCILE_AFTER_MINUTES"]) * 60, locked)
    if sabotage:
        SABOTAGE[sabotage]()
    sys.argv = ["scheduler"]
    processes.scheduler()


def hasten(window: float, locked: float) -> None:
    """Minutes become tenths of seconds. Fails where the product no longer has such a pause."""
    seconds = {
        (means, "ALIVE_FOR"): 0.5,
        (means, "SWEEP_EVERY"): 0.5,
        (reconciler, "FAILED_LOOK"): 0.7,
        (publisher, "OUR_FAULT"): 1.0,
        (verdicts, "NO_RESET"): 1.0,
        (verdicts, "RECONNECT"): 0.6,
    }
    for (module, name), value in seconds.items():
        _replace(module, name, timedelta(seconds=value))
    _replace(reconciler, "LOOKS", tuple(timedelta(seconds=window * part) for part in (0.1, 0.4)))
    _replace(cadence, "PUBLISH_RETRIES", (0.3, 0.5, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0))
    _replace(store_db, "PATIENCE", round(locked * 1_000))


def _replace(module: ModuleType, name: str, value: object) -> None:
    if not hasattr(module, name):
        raise AttributeError(f"{module.__name__} has no {name} any more: tell tests/chaos/worker.py its new name")
    setattr(module, name, value)


def _naive_retry() -> None:
    """What is not understood is simply sent again: the mistake that every tool of this field has made."""
    honest = verdicts.verdict

    def verdict(error: Exception, transients: int, now: datetime) -> Verdict:
        where = honest(error, transients, now)
        return Verdict(State.QUEUED, now) if where.to is State.UNKNOWN else where

    def sweep(db: Session, now: datetime, lease: timedelta) -> int:
        died = (overdue._p.c.state == State.PUBLISHING) & (overdue._p.c.claimed_at < now - lease)
        again = update(overdue._p).where(died).values(state=State.QUEUED, not_before=now)
        return len(db.execute(again.returning(overdue._p.c.id)).all())

    _replace(publisher, "verdict", verdict)
    _replace(overdue, "sweep", sweep)


SABOTAGE: dict[str, Callable[[], None]] = {"naive retry": _naive_retry}

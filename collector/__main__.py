"""The collector's door: settings, store, platforms and the real clock, and the ticks that keep it going."""

import argparse
import logging
import os
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, timedelta
from uuid import UUID, uuid4

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from collector.cycle import Connect, run_cycle
from collector.tidy import tidy
from config import logs
from config.by_platform import addresses, limits
from config.prices import read_prices
from config.secrets import Secret, SecretFault, resolve
from config.settings import Settings, SettingsFault, read_settings
from domain.clock import Clock, utc_now
from domain.errors import TokenExpired
from platforms import registry
from platforms.port import Line, Source
from store import budget, numbers, schema, workers
from store.db import Store
from store.tables import Account

log = logging.getLogger("bluelamp.collector")

KIND = "collector"
TICK = timedelta(seconds=10)  # an account is visited when its own time has come, not at every tick
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)
TIDY_EVERY = timedelta(days=1)


def collect(settings: Settings, store: Store, connect: Connect, stop: threading.Event, now: Clock) -> Counter[str]:
    """One cycle over the accounts that are due, as the settings say."""
    return run_cycle(
        store,
        connect,
        now,
        lambda platform: limits(settings, platform),
        settings.workers,
        stop=stop,
        capabilities=registry.capabilities,
        back_days=settings.first_visit_days,
    )


def connector(settings: Settings, store: Store, now: Clock) -> Connect:
    """What plugs an account in. A line lasts as long as its secret and what is not asked for stay the same."""
    make = registry.connector(addresses(settings), settings.graph_version, now)
    kept: dict[UUID, tuple[Line, Secret, Source]] = {}

    def connect(account: Account) -> Source:
        try:
            secret = resolve(account.token_ref, settings.secrets, os.environ)
        except SecretFault as fault:
            raise TokenExpired(str(fault)) from None
        line = _line(settings, store, account, now)
        known = kept.get(account.id)  # an account is in one hand at a time, and so is its entry here
        if known is None or known[:2] != (line, secret):
            source = make(line, {**secret.fields, "expires_on": secret.expires_on})
            known = kept[account.id] = (line, secret, source)
        return known[2]

    return connect


def main(arguments: list[str] | None = None) -> int:
    """`python -m collector [--once]`: the exit status is 0 when it ran as it should."""
    parser = argparse.ArgumentParser(prog="collector", description="Collects posts, replies and numbers.")
    parser.add_argument("--once", action="store_true", help="visit the accounts that are due now, and leave")
    once = parser.parse_args(arguments).once
    try:
        settings = read_settings()
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return 2
    logs.set_up(settings.log_level)
    store = Store(settings.database)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        if not schema.is_current(store):
            print("The database is not up to date with this version. Run: bluelamp migrate", file=sys.stderr)
            return 2
        with store.writing() as db:
            budget.keep_prices(db, read_prices())
        connect = connector(settings, store, utc_now)
        if not once:
            return _always(settings, store, connect, stop)
        came = collect(settings, store, connect, stop, utc_now)
        print(", ".join(f"{number} {what}" for what, number in came.items() if number) or "Nothing was due.")
        return 0
    finally:
        store.close()


def _always(settings: Settings, store: Store, connect: Connect, stop: threading.Event) -> int:
    """Collect until asked to stop; then keep the pages in hand and leave."""
    name = f"{KIND} {socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}"
    log.info("%s begins", name)
    clock = BackgroundScheduler(timezone=UTC)
    clock.configure(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    acts: dict[str, tuple[Callable[[], object], timedelta]] = {
        "beat": (lambda: _beat(store, name), BEAT_EVERY),
        "collect": (lambda: collect(settings, store, connect, stop, utc_now), TICK),
        "tidy": (lambda: tidy(store, utc_now, settings.retention_days_replies), TIDY_EVERY),
    }
    for what, (act, every) in acts.items():
        trigger = IntervalTrigger(seconds=int(every.total_seconds()))
        clock.add_job(_safely, trigger, [what, act], id=what, next_run_time=utc_now())
    clock.start()
    stop.wait()
    clock.shutdown(wait=True)
    _safely("leave", lambda: _leave(store, name))
    log.info("%s has kept the pages in hand, and leaves", name)
    return 0


def _safely(what: str, act: Callable[[], object]) -> None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again."""
    try:
        act()
    except Exception:
        log.exception("the collector's %s failed; it is tried again", what)


def _beat(store: Store, name: str) -> None:
    now = utc_now()
    with store.writing() as db:
        workers.beat(db, name, KIND, now, now + ALIVE_FOR)


def _leave(store: Store, name: str) -> None:
    with store.writing() as db:
        workers.leave(db, name)


def _line(settings: Settings, store: Store, account: Account, now: Clock) -> Line:
    with store.reading() as db:
        dead = numbers.dead(db, now())
    return Line(
        account.platform,
        account.external_id,
        account.handle,
        account.watch_threads and settings.x_search,
        dead[account.platform],
    )


if __name__ == "__main__":
    sys.exit(main())

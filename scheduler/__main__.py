"""The scheduler's door: settings, store, platforms and the real clock, handed to the publishing line."""

import argparse
import logging
import os
import signal
import socket
import sys
import threading
from collections import Counter
from datetime import timedelta
from uuid import uuid4

from config import logs
from config.by_platform import addresses, limits
from config.secrets import SecretFault, resolve
from config.settings import Settings, SettingsFault, read_settings
from domain.clock import Clock, utc_now
from domain.errors import TokenExpired
from platforms import registry
from platforms.port import Line, Outlet
from scheduler import metronome
from scheduler.hands import publish_due
from scheduler.means import Connect, Means
from store import schema, workers
from store.db import Store
from store.tables import Account

log = logging.getLogger("bluelamp.scheduler")


def means_of(settings: Settings, store: Store, now: Clock = utc_now) -> Means:
    """The means of a publishing line as the settings tell them."""
    return Means(
        store=store,
        connect=_connector(settings, now),
        capabilities=registry.capabilities,
        now=now,
        limits=lambda platform: limits(settings, platform),
        window=timedelta(minutes=settings.reconcile_after_minutes),
        resend_unknown=settings.resend_unknown,
    )


def one_pass(means: Means, name: str) -> Counter[str] | None:
    """Tidy up, publish all that is due, and tell what became of it; None when another publisher is at work."""
    try:
        if not metronome.take_part(means, name):
            return None
        metronome.tidy(means)
        return publish_due(means)
    finally:
        with means.store.writing() as db:
            workers.leave(db, name)


def worker_name() -> str:
    """A name that no other process has."""
    return f"publisher {socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}"


def main(arguments: list[str] | None = None) -> int:
    """`python -m scheduler [--once]`: the exit status is 0 when all went as it should."""
    parser = argparse.ArgumentParser(prog="scheduler", description="Publishes what is due, at most once.")
    parser.add_argument("--once", action="store_true", help="publish what is due now, and leave")
    once = parser.parse_args(arguments).once
    try:
        settings = read_settings()
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return 2
    logs.set_up(settings.log_level)
    store = Store(settings.database)
    try:
        if not schema.is_current(store):
            print("The database is not up to date with this version. Run: bluelamp migrate", file=sys.stderr)
            return 2
        return _once(means_of(settings, store)) if once else _always(means_of(settings, store))
    finally:
        store.close()


def _once(means: Means) -> int:
    told = one_pass(means, worker_name())
    if told is None:
        print("Another publisher is at work on this SQLite file.", file=sys.stderr)
        return 1
    print(", ".join(f"{number} {what}" for what, number in told.items()) or "Nothing was due.")
    return 0


def _always(means: Means) -> int:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    name = worker_name()
    log.info("%s begins", name)
    metronome.run(means, name, stop)
    log.info("%s has finished what was in hand, and leaves", name)
    return 0


def _connector(settings: Settings, now: Clock) -> Connect:
    """A fresh line for each call: a token that was replaced counts at once, and no line is in two threads."""
    make = registry.connector(addresses(settings), settings.graph_version, now)

    def connect(account: Account) -> Outlet:
        try:
            secret = resolve(account.token_ref, settings.secrets, os.environ)
        except SecretFault as fault:
            raise TokenExpired(str(fault)) from None
        line = Line(account.platform, account.external_id, account.handle)
        return make(line, {**secret.fields, "expires_on": secret.expires_on})

    return connect


if __name__ == "__main__":
    sys.exit(main())

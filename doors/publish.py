"""`bluelamp publish`, also `python -m scheduler`: the publishing line with its real store, platforms and clock."""

import logging
import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from config.by_platform import limits
from doors.clocks import steady
from doors.supervise import stop_on_signals
from doors.wiring import DoorFault, House, connector, stock_prices, worker_name
from platforms import registry
from scheduler import metronome
from scheduler.hands import publish_due
from scheduler.housekeeping import keep_house
from scheduler.means import Means
from store import workers

log = logging.getLogger("bluelamp.scheduler")


def publish(house: House, *, once: bool) -> None:
    """Publish what is due and leave, or go on until SIGTERM or Ctrl-C. Raises DoorFault."""
    name, hour = worker_name(metronome.KIND), steady(house)
    means = replace(means_of(replace(house, clock=hour.now), name), steady=hour)
    stock_prices(house)
    if once:
        hour.settle()
        if says := hour.doubt():
            raise DoorFault(says, "See that the platforms can be reached from here: bluelamp check")
        told = one_pass(means, name)
        if told is None:
            raise DoorFault("Another publisher is at work on this SQLite file.", "Stop it, or let it go on.")
        print(", ".join(f"{number} {what}" for what, number in told.items()) or "Nothing was due.")
        return
    stop = threading.Event()
    stop_on_signals(stop)
    log.info("%s begins", name)
    metronome.run(means, name, stop)
    log.info("%s has finished what was in hand, and leaves", name)


def means_of(house: House, worker: str = "") -> Means:
    """The means of a publishing line as the settings tell them; `worker` is the name of its process."""
    settings = house.settings
    return Means(
        store=house.store,
        connect=connector(house, reads=False),
        capabilities=registry.capabilities,
        now=house.clock,
        limits=lambda platform: limits(settings, platform),
        window=timedelta(minutes=settings.reconcile_after_minutes),
        resend_unknown=settings.resend_unknown,
        media=settings.media,
        lease=timedelta(minutes=settings.publish_lease_minutes),
        worker=worker,
    )


def one_pass(means: Means, name: str) -> Counter[str] | None:
    """Tidy up, publish all that is due, and tell what became of it; None when another publisher is at work."""
    try:
        if not metronome.take_part(means, name):
            return None
        metronome.tidy(means)
        keep_house(means)
        return publish_due(means)
    finally:
        with means.store.writing() as db:
            workers.leave(db, name)

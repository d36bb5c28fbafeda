"""`bluelamp collect`, also `python -m collector`: the collector with its real store, platforms and clock."""

import logging
import threading
from collections import Counter

from collector import metronome
from collector.cycle import run_cycle
from collector.tidy import tidy
from config.by_platform import limits
from doors.supervise import stop_on_signals
from doors.wiring import Connect, House, connector, stock_prices, worker_name
from platforms import registry

log = logging.getLogger("bluelamp.collector")


def collect(house: House, *, once: bool) -> None:
    """Visit the accounts that are due and leave, or go on until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    stop_on_signals(stop)
    stock_prices(house)
    connect = connector(house)
    if once:
        came = cycle(house, connect, stop)
        print(", ".join(f"{number} {what}" for what, number in came.items() if number) or "Nothing was due.")
        return
    name = worker_name(metronome.KIND)
    log.info("%s begins", name)
    metronome.run(
        house.store,
        name,
        lambda: cycle(house, connect, stop),
        lambda: tidy(house.store, house.clock, house.settings.retention_days_replies),
        house.clock,
        stop,
    )
    log.info("%s has kept the pages in hand, and leaves", name)


def cycle(house: House, connect: Connect, stop: threading.Event) -> Counter[str]:
    """One cycle over the accounts that are due, as the settings say; tells what came in."""
    return run_cycle(
        house.store,
        connect,
        house.clock,
        lambda platform: limits(house.settings, platform),
        house.settings.workers,
        stop=stop,
        capabilities=registry.capabilities,
        names=house.settings.author_names,
        back_days=house.settings.first_visit_days,
    )

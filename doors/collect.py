"""`bluelamp collect`, also `python -m collector`: the collector with its real store, platforms and clock."""

import logging
import threading
from collections import Counter
from dataclasses import replace

from collector import metronome
from collector.cycle import Crew, Round, run_cycle
from collector.tidy import tidy
from collector.visit import Pen
from config.by_platform import limits
from doors.clocks import steady
from doors.supervise import stop_on_signals
from doors.wiring import Connect, House, connector, stock_prices, worker_name
from platforms import registry

log = logging.getLogger("bluelamp.collector")


def collect(house: House, *, once: bool) -> None:
    """Visit the accounts that are due and leave, or go on until SIGTERM or Ctrl-C."""
    stop = threading.Event()
    stop_on_signals(stop)
    stock_prices(house)
    hour = steady(house)
    house = replace(house, clock=hour.now)
    connect = connector(house)
    if once:
        hour.settle()
        came = cycle(house, connect, stop)
        print(", ".join(f"{number} {what}" for what, number in came.items() if number) or "Nothing was due.")
        return
    name = worker_name(metronome.KIND)
    log.info("%s begins", name)
    crew = crew_of(house, connect, stop)
    metronome.run(
        house.store,
        name,
        crew.work,
        lambda: tidy(
            house.store, house.clock, house.settings.retention_days_replies, house.settings.retention_days_looks
        ),
        hour,
        stop,
    )
    crew.leave()
    metronome.leave(house.store, name)
    log.info("%s has kept the pages in hand, and leaves", name)


def crew_of(house: House, connect: Connect, stop: threading.Event) -> Crew:
    """The hands of a collector that goes on, as the settings say."""
    told = house.settings
    shared = Round(
        house.store,
        connect,
        house.clock,
        lambda platform: limits(told, platform),
        Pen(stop),
        {},
        registry.capabilities,
        told.author_names,
        told.first_visit_days,
    )
    return Crew(shared, told.workers)


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

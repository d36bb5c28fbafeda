"""The processes of the house as Python modules: `python -m collector` and `python -m scheduler`."""

import argparse
from collections.abc import Callable

from config.settings import read_settings
from doors.collect import collect
from doors.faults import said_plainly
from doors.publish import publish
from doors.wiring import inside


def collector() -> None:
    """`python -m collector [--once]`, the same as `bluelamp collect`."""
    _open("collector", "Collects posts, replies and numbers.", collect)


def scheduler() -> None:
    """`python -m scheduler [--once]`, the same as `bluelamp publish`."""
    _open("scheduler", "Publishes what is due, at most once.", publish)


def _open(name: str, says: str, act: Callable[..., None]) -> None:
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=says)
    parser.add_argument("--once", action="store_true", help="do what is due now, and leave")
    once = parser.parse_args().once
    with said_plainly(), inside(read_settings()) as house:
        act(house, once=once)

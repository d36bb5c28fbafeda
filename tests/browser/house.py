"""A practice of its own, with its real processes: sandbox, scheduler, dashboard, and a collector that is sent round."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from config.settings import read_settings
from doors import dashboard, demo, migrate, practice
from doors.supervise import Child, end, start
from doors.wiring import open_house


@dataclass(frozen=True)
class House:
    """Where the dashboard and the sandbox answer."""

    dashboard: str
    sandbox: str

    def collect(self) -> str:
        """Send the collector round once and have it heard; what it brought."""
        brought = _once("collector", "--once")
        _once("bluelamp", "listen", "--once")
        return brought

    def truth(self, platform: str, handle: str) -> dict[str, Any]:
        """What is public on one account."""
        with urlopen(f"{self.sandbox}/_sandbox/truth?platform={platform}&account={handle}") as answer:
            told: dict[str, Any] = json.load(answer)["accounts"][0]
        return told

    def public_asks(self, **reply: str) -> None:
        """A member of the public writes."""
        order = Request(f"{self.sandbox}/_sandbox/reply", json.dumps(reply).encode(), method="POST")
        urlopen(order).close()


def _once(*words: str) -> str:
    told = subprocess.run([sys.executable, "-m", *words], check=True, capture_output=True, text=True, timeout=180)
    return told.stdout


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """The house in an empty folder; nothing of it is left running. The environment is as before afterwards."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("BLUELAMP_")]:
        del os.environ[name]
    try:
        with ExitStack() as stack:
            made = demo.prepare(None, False, folder)
            settings = read_settings()
            stack.callback(end, start(made.sandbox))
            demo.wait_until_up(made, settings.x_address)
            migrate.migrate(settings)
            opened = open_house(settings)
            practice.begin(opened)
            opened.store.close()
            port = dashboard.free_port()
            stack.callback(end, start(Child("The scheduler", [sys.executable, "-m", "scheduler"])))
            stack.callback(end, start(Child("The dashboard", dashboard.command(settings, port))))
            address = f"http://127.0.0.1:{port}"
            until(lambda: answers(f"{address}/_stcore/health"), "the dashboard answers", 30)
            yield House(address, settings.x_address.removesuffix("/x"))
    finally:
        os.environ.clear()
        os.environ.update(before)


def answers(address: str) -> bool:
    """Whether somebody answers there."""
    try:
        urlopen(address, timeout=2).close()
    except OSError:
        return False
    return True


def until(true: Callable[[], Any], what: str, seconds: float) -> None:
    """Wait until something is so."""
    last, pause = datetime.now(UTC) + timedelta(seconds=seconds), threading.Event()
    while not true():
        assert datetime.now(UTC) < last, f"within {seconds} s it was not so: {what}"
        pause.wait(0.2)

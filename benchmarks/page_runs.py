"""Pages as people see them: reruns over a WebSocket, many people at once, and a real browser; beside simpler pages."""

import os
import random
import signal
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import requests

from benchmarks import page_sessions
from benchmarks.page_shapes import boundaries
from config.settings import Settings
from doors.dashboard import command, free_port
from tests.browser.chromium import Person, installed, person

PAGES = ("overview", "reach")
OURS, CONSTANT, TRIVIAL = "ours", "over constants", "trivial"
WHERE, WHEN = "Looking at", "Time"
EMAIL = "person0@marlshire.example"
TURNS = 2  # filters that each of many people changes
CHANGES = 6  # of a filter, one after the other, in each round
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Which pages, how often, and how many people at once."""

    pages: tuple[str, ...] = PAGES
    rounds: int = 3
    people: int = 50
    browser: bool = True
    processes: int = 1  # dashboards that the many are spread over


@dataclass
class Seen:
    """By who serves it, page and what was done: milliseconds; for "at once" reruns a second."""

    took: dict[tuple[str, str, str], list[float]] = field(default_factory=lambda: defaultdict(list))

    def middle(self, *key: str) -> float | None:
        """The median; None when it was not measured."""
        took = self.took.get((key[0], key[1], key[2]))
        return median(took) if took else None

    def worst(self, *key: str) -> float | None:
        """The longest."""
        return max(self.took.get((key[0], key[1], key[2]), []), default=None)


def run(url: str, plan: Plan, say: Say) -> Seen:
    """Everything on one database, in shuffled order; each kind of page in a process of its own, never two busy."""
    seen = Seen()
    with ExitStack() as things:
        folder = Path(things.enter_context(tempfile.TemporaryDirectory()))
        env = _surroundings(url, folder)
        ports = {
            who: [things.enter_context(served(env, app)) for _ in range(plan.processes)] for who, app in _APPS.items()
        }
        for number in range(plan.rounds):
            orders = [(who, page) for who in (OURS, CONSTANT) for page in plan.pages] + [(TRIVIAL, "")]
            random.Random(number).shuffle(orders)
            for who, page in orders:
                say(f"round {number + 1} of {plan.rounds}: {who} {page}")
                _alone(seen, who, page, ports[who][0], number)
                whole, *_each = page_sessions.at_once(ports[who], page, plan.people, WHERE, TURNS)
                seen.took[(who, page, "at once")].append(plan.people * TURNS / whole)
            if plan.browser and (program := installed()):
                for page in plan.pages:
                    say(f"round {number + 1} of {plan.rounds}: {page} in a browser")
                    _in_browser(seen, env, page, program)
    return seen


_HERE = Path(__file__).parent
_APPS: dict[str, Path | None] = {
    OURS: None,
    CONSTANT: _HERE / "page_constant.py",
    TRIVIAL: _HERE / "page_trivial.py",
}


def _alone(seen: Seen, who: str, page: str, port: int, number: int) -> None:
    """One person changes a filter again and again, and has the page drawn again without any change."""
    with page_sessions.session(port, page) as one:
        for change in range(CHANGES + 1):
            took = one.choose(WHERE, 1 + number * (CHANGES + 1) + change)
            again = one.run()
            if change:  # the first wakes the process
                seen.took[(who, page, "rerun")].append(took * 1_000)
                seen.took[(who, page, "again")].append(again * 1_000)
        if one.trouble:
            raise RuntimeError(f"The page {page} ({who}) showed an exception: {one.trouble[0]}")


def _in_browser(seen: Seen, env: dict[str, str], page: str, program: str) -> None:
    """A first view by a browser that knows nothing, of a dashboard that has just begun; then changes of filters."""
    from playwright.sync_api import sync_playwright

    with served(env, None) as port, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        looking = person(chromium, f"http://127.0.0.1:{port}")
        looking.page.goto(f"{looking.address}/{page}")
        looking.drawn()
        seen.took[(OURS, page, "first")].append(_rested(looking))
        for what, label in (("district", WHERE), ("period", WHEN)):
            for option in (2, 3, 4):
                seen.took[(OURS, page, what)].append(_chosen(looking, label, option))
        chromium.close()


def _chosen(looking: Person, label: str, option: int) -> float:
    """Choose from a box as people do; milliseconds from the click until the page is drawn."""
    looking.page.get_by_role("combobox", name=label).first.click()
    choice = looking.page.get_by_role("option").nth(option)
    choice.wait_for()
    begins = float(looking.page.evaluate("performance.now()"))
    choice.click()
    looking.answered()
    return _rested(looking) - begins


def _rested(looking: Person) -> float:
    """When the page came to rest, by its own clock: milliseconds since it was asked for."""
    return float(looking.page.evaluate("window.restingSince"))


def _surroundings(url: str, folder: Path) -> dict[str, str]:
    """The environment of a dashboard for one person who sees the whole force."""
    shapes = folder / "districts.geojson"
    shapes.write_text(boundaries())
    told = {
        "BLUELAMP_DATABASE": url,
        "BLUELAMP_DASHBOARD_PERSON": EMAIL,
        "BLUELAMP_PRACTICE": "false",
        "BLUELAMP_BOUNDARIES": str(shapes),
        "BLUELAMP_MEDIA": str(folder / "media"),
        "PYTHONPATH": str(_HERE.parent),
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")} | told


@contextmanager
def served(env: dict[str, str], app: Path | None) -> Iterator[int]:
    """The port of a dashboard, or of another page in its place, as the door serves it."""
    port = free_port()
    words = [
        str(app) if app and word.endswith("app.py") else word for word in command(Settings(dashboard_port=port), port)
    ]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _until(lambda: requests.get(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).ok, running)
            yield port
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(60)


def _until(so: Callable[[], bool], running: subprocess.Popen[Any]) -> None:
    for _ in range(300):
        try:
            if so():
                return
        except requests.RequestException:
            time.sleep(0.1)
        if running.poll() is not None:
            break
    raise RuntimeError("The dashboard did not start.")

"""Practice: the whole house against a sandbox of its own. Nothing is public."""

import os
import socket
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from collector.cycle import run_cycle
from config.by_platform import limits
from config.settings import read_settings
from doors import migrate, practice, run
from doors.dashboard import free_port
from doors.listen import hear_all
from doors.printing import console
from doors.publish import means_of, one_pass
from doors.supervise import Child, end, start
from doors.wiring import DoorFault, House, connector, open_house, worker_name
from platforms import registry
from store import accounts, reports, turns

READY_WITHIN = 60.0  # seconds
EXAMPLE_ROSTER = "roster.example.toml"
EXAMPLE_BOUNDARIES = "boundaries.example.geojson"


class NoSandbox(DoorFault):
    """The sandbox did not come up; the text says what to look at."""


@dataclass(frozen=True)
class Practice:
    """A practice that is set up: its folder, its sandbox's process to keep, and where its public can be seen."""

    folder: Path
    sandbox: Child
    public: str


def prepare(world: Path | None, no_caps: bool, folder: Path = Path("var")) -> Practice:
    """Point this process and its children at a practice of its own, kept from one time to the next."""
    here = (folder / ("practice" if world is None else f"practice-{world.stem}")).absolute()
    here.mkdir(parents=True, exist_ok=True)
    port = free_port()
    roster = here / "roster.toml" if world else Path(str(files("config") / EXAMPLE_ROSTER))
    words = [sys.executable, "-m", "sandbox", f"--port={port}", f"--state={here / 'sandbox.state'}"]
    words += [f"--roster-out={here / 'roster.toml'}", f"--secrets-out={here / 'secrets'}"]
    words += [f"--world={world.absolute()}"] if world else [f"--names-from={roster}"]
    words += ["--no-caps", "--no-windows"] if no_caps else []
    if world:  # all of it is wanted, however old
        os.environ.setdefault("BLUELAMP_FIRST_VISIT_DAYS", "3650")
    address = f"http://127.0.0.1:{port}"
    os.environ.update(
        BLUELAMP_PRACTICE="true",
        BLUELAMP_AUTHOR_NAMES="true",
        BLUELAMP_DATABASE=os.environ.get("BLUELAMP_DATABASE", f"sqlite:///{here / 'bluelamp.db'}"),
        BLUELAMP_ROSTER=str(roster),
        BLUELAMP_BOUNDARIES=str(files("config") / EXAMPLE_BOUNDARIES) if world is None else "",
        BLUELAMP_SECRETS=str(here / "secrets"),
        BLUELAMP_MEDIA=str(here / "media"),
        BLUELAMP_X_ADDRESS=f"{address}/x",
        BLUELAMP_GRAPH_ADDRESS=f"{address}/graph",
        BLUELAMP_LOG_LEVEL=os.environ.get("BLUELAMP_LOG_LEVEL", "WARNING"),
    )
    return Practice(here, Child("The sandbox", words), f"{address}/public/")


def wait_until_up(made: Practice, address: str) -> None:
    """Wait until the sandbox answers. Raises NoSandbox when it does not come up."""
    port, running, stop = urlsplit(address).port or 0, made.sandbox.running, threading.Event()
    for _ in range(int(READY_WITHIN / 0.1)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if stop.wait(0.1) or (running and running.poll() is not None):
            break
    raise NoSandbox("The practice sandbox did not start.", "See above what it said.")


def demo(world: Path | None, no_caps: bool, *, once: bool) -> None:
    """Set a practice up and keep it going; or make one whole pass through it and tell what came in and went out."""
    made = prepare(world, no_caps)
    settings = read_settings()
    console.print("[bold]Practice: nothing is public.[/bold]")
    if not once:
        with _house(made):
            pass
        console.print(f"What the public sees: {made.public}")
        run.run(settings, console.print, others=(made.sandbox,))
        return
    with _house(made) as house:
        came, went = one_round(house)
    summary(house, came, went)


@contextmanager
def _house(made: Practice) -> Iterator[House]:
    """The house of a practice with its sandbox up, its tables and people in place, and something already written."""
    settings = read_settings()
    running = start(made.sandbox)
    try:
        wait_until_up(made, settings.x_address)
        for says in migrate.migrate(settings):
            console.print(says, style="dim")
        house = open_house(settings)
        practice.begin(house)
        yield house
    finally:
        end(running)


def one_round(house: House) -> tuple[Counter[str], Counter[str]]:
    """Collect once from every account that is due, hear it, then publish what is due; progress is shown meanwhile."""
    connect, settings = connector(house), house.settings
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        with house.store.reading() as db:
            lines = accounts.due(db, house.clock())
        task = bar.add_task("Collecting", total=len(lines))
        came = run_cycle(
            house.store, connect, house.clock, lambda platform: limits(settings, platform), settings.workers,
            told=lambda account, _: bar.update(task, advance=1, description=f"Collected {account.handle}"),
            capabilities=registry.capabilities, names=True, back_days=settings.first_visit_days,
        )  # fmt: skip
        bar.update(task, description="Listening")
        came += hear_all(house)
        bar.update(task, description="Publishing")
        _until_due(house)
        went = one_pass(means_of(house), worker_name("publisher")) or Counter()
    return came, went


def _until_due(house: House) -> None:
    """Wait for what the made-up people have just had approved: seconds at most."""
    with house.store.reading() as db:
        due = turns.next_due(db, house.clock())
    if due and timedelta(0) < (wait := due - house.clock()) < timedelta(seconds=10):
        threading.Event().wait(wait.total_seconds())


def summary(house: House, came: Counter[str], went: Counter[str]) -> None:
    """A table of what came in and went out, this time and in all."""
    table = Table(title="One pass through the practice county", title_justify="left")
    for name in ("", "this time", "in all"):
        table.add_column(name, justify="left" if not name else "right")
    with house.store.reading() as db:
        totals = reports.totals(db)
    rows = [
        ("Posts of ours", came["posts"], totals.posts),
        ("Replies", came["replies"], totals.replies),
        ("Questions", came["opened"], totals.questions),
        ("Posts and answers published", went["published"], totals.published),
    ]
    for name, now, altogether in rows:
        table.add_row(name, f"{now:,}", f"{altogether:,}")
    console.print(table)

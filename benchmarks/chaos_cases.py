"""The long attacks, case by case: what is planned, on which database, and what came of it as one flat record."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.places import POSTGRESQL, SQLITE, Places, make_tables, opened
from tests import postgres
from tests.chaos import troubles
from tests.chaos.attack import Told, attack
from tests.chaos.plan import Plan, Times
from tests.chaos.under_hold import burst

WORKERS = {SQLITE: 1, POSTGRESQL: 4}
PACE = 70.0  # posts that fall due in a second
BRISK = Times(answer=0.45, lease=3.6, window=3.0, late=0.5, lag=0.5)
WAVE, WAVE_SECONDS = 250, 10.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much of everything. `holds` are shared out over the databases."""

    posts: int = 10_000
    kills: int = 300
    holds: int = 200
    trouble: int = 2_000  # posts while a database is in trouble
    seed: int = 1
    only: str = ""  # a part of the names of the cases
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)


@dataclass
class Line:
    """One case in figures. `kept` is False when a promise was broken; `planted` cases are meant to break one."""

    case: str
    database: str
    posts: int
    kept: bool
    planted: bool = False
    figures: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        return asdict(self)


def run(size: Size, say: Say) -> Iterator[Line]:
    """Every case, one after another."""
    with ExitStack() as things:
        places = things.enter_context(opened(list(size.databases)))
        for kind in [kind for kind in size.databases if kind in places.kinds]:
            for name, case in CASES.items():
                if kind in case.databases and size.only in name:
                    say(f"{name} on {kind}")
                    with tempfile.TemporaryDirectory(prefix="bluelamp-chaos-") as folder:
                        yield case.act(name, size, kind, places, Path(folder))


def _kills(name: str, size: Size, kind: str, places: Places, folder: Path, **other: Any) -> Line:
    plan = Plan(
        posts=size.posts, kills=size.kills, workers=WORKERS[kind], spread=size.posts / PACE,
        seed=size.seed, within=size.posts / 10 + 300,
    )  # fmt: skip
    plan = replace(plan, **other)
    with places.fresh(kind) as url:
        return _line(name, kind, plan, attack(plan, url, folder))


def _left_to_people(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    return _kills(name, size, kind, places, folder, resend=False, refusals=True, seed=size.seed + 1)


def _naive(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    line = _kills(name, size, kind, places, folder, sabotage="naive retry")
    return replace(line, planted=True)


def _stopped(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    waves = max(size.trouble // WAVE, 1)
    plan = Plan(
        posts=size.trouble, kills=0, stops=waves, waves=waves, workers=2, spread=waves * WAVE_SECONDS,
        times=BRISK, seed=size.seed, within=waves * WAVE_SECONDS + 150,
    )  # fmt: skip
    with places.fresh(kind) as url:
        return _line(name, kind, plan, attack(plan, url, folder))


def _in_trouble(size: Size, kind: str, **other: Any) -> Plan:
    workers = min(WORKERS[kind], 2)
    plan = Plan(posts=size.trouble, kills=0, workers=workers, spread=size.trouble / PACE, seed=size.seed, within=400)
    return replace(plan, **other)


def _restarted(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    installed = postgres.programs()
    if installed is None:
        raise RuntimeError("PostgreSQL is not installed: a server that we may stop cannot be started")
    with postgres.machine(installed, "synchronous_commit=on") as machine:
        make_tables(machine.url)
        stops = troubles.restarts(machine, ("fast", "immediate") * 3, size.seed)
        cuts = troubles.cuts(machine.url, 15, size.seed)
        plan = _in_trouble(size, kind)
        told = attack(plan, machine.url, folder, troubles.one_after_another(cuts, stops, cuts))
    return _line(name, kind, plan, told)


def _locked(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    plan = _in_trouble(size, kind, times=Times(locked=0.3))
    file = folder / "bluelamp.db"
    make_tables(f"sqlite:///{file}")
    return _line(name, kind, plan, attack(plan, f"sqlite:///{file}", folder, troubles.locks(file, 1.5, 10, size.seed)))


def _full(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    plan = _in_trouble(size, kind)
    with troubles.small_disk(folder / "disk", megabytes=32) as disk:
        file = (disk or folder) / "bluelamp.db"
        make_tables(f"sqlite:///{file}")
        trouble = troubles.full_disk(disk, 1.5, 10, size.seed) if disk else troubles.no_room(1.5, 10, size.seed)
        return _line(name, kind, plan, attack(plan, f"sqlite:///{file}", folder, trouble))


def _held(name: str, size: Size, kind: str, places: Places, folder: Path) -> Line:
    plan = Plan(posts=1_000, workers=WORKERS[kind], calm=True, seed=size.seed)
    times = max(size.holds // len(size.databases), 1)
    with places.fresh(kind) as url, burst(plan, url, folder) as house:
        rounds = [house.round(number, at_most=2.5) for number in range(times)]
    line = Line(name, kind, times * plan.posts, all(one.sound for one in rounds))
    line.wrong = {"slipped": [str(one) for one in rounds if not one.sound]} if not line.kept else {}
    line.figures = {
        "holds": times,
        "on their way": sum(one.on_its_way for one in rounds),
        "arrived after": sum(len(one.after) for one in rounds),
        "claimed after": sum(one.claimed_after for one in rounds),
        "stopped": sum(one.stopped for one in rounds),
        "slowest answer of the desk, s": round(max(one.took for one in rounds), 3),
    }
    return line


def _line(name: str, kind: str, plan: Plan, told: Told) -> Line:
    line = Line(name, kind, plan.posts, told.sound)
    line.wrong = told.verdict.wrong
    line.figures = {
        **told.verdict.states,
        "kills": told.kills,
        "stops": told.stops,
        "left by themselves": told.gone,
        "at rest": told.rested,
        "calls": told.calls,
        "struck": sum(told.struck.values()),
        "swept": told.tries["swept"],
        "sent again": told.tries["sent again"],
        "seconds": round(told.seconds, 1),
        "kinds": told.struck,
    }
    return line


@dataclass(frozen=True)
class Case:
    """How a case is carried out, and on which databases it makes sense."""

    act: Callable[[str, Size, str, Places, Path], Line]
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)


CASES = {
    "killed, sent again after the window": Case(_kills),
    "killed, left to people": Case(_left_to_people),
    "killed, a naive retry planted": Case(_naive),
    "stopped beyond its lease, and woken": Case(_stopped, (POSTGRESQL,)),
    "server stopped and started, connections cut": Case(_restarted, (POSTGRESQL,)),
    "lock held by another process": Case(_locked, (SQLITE,)),
    "disk full": Case(_full, (SQLITE,)),
    "held in the midst of a burst": Case(_held),
}

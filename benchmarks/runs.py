"""One run of everything: each case in a process and a database of its own, in shuffled order, round after round."""

import json
import os
import platform
import random
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import psycopg
import sqlalchemy

from benchmarks import rows, served
from benchmarks.orders import Order, Told
from benchmarks.places import POSTGRESQL, SQLITE, Places, opened

Key = tuple[str, str, int]  # case, kind of database, rows
Say = Callable[[str], None]

LONGEST = 1_800  # seconds before a case is given up


@dataclass(frozen=True)
class Plan:
    """What is to be run. `slow`: rows for those who are slow; `claims`: how many claims in each round."""

    sizes: tuple[int, ...] = (10_000, 100_000)
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    rounds: int = 5
    slow: int = 1_000
    claims: int = 500


@dataclass
class Seen:
    """What every round told by case, in the order of the rounds; `missing` says what could not be run."""

    plan: Plan
    told: dict[Key, list[Told]] = field(default_factory=lambda: defaultdict(list))
    waits: dict[str, list[list[float]]] = field(default_factory=lambda: defaultdict(list))
    written: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    unreadable: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    machine: dict[str, str] = field(default_factory=dict)


def run(plan: Plan, say: Say) -> Seen:
    """Run it all; `say` hears what is being done."""
    seen = Seen(plan, machine=machine())
    with ExitStack() as things:
        places = things.enter_context(opened(list(plan.databases)))
        kinds = [kind for kind in plan.databases if kind in places.kinds]
        seen.missing += [f"{kind}: there is none here" for kind in plan.databases if kind not in kinds]
        servers = {
            size: things.enter_context(served.started(len(rows.accounts(size)), rows.each(size)))
            for size in {*plan.sizes, plan.slow}
        }
        for number in range(plan.rounds):
            for place, (case, kind, size) in enumerate(orders := list(_shuffled(plan, kinds, number))):
                say(f"round {number + 1} of {plan.rounds}, {place + 1} of {len(orders)}: {case} {kind} {size}")
                _keep(seen, number, (case, kind, size), _one(places, kind, case, size, servers))
    return seen


def _shuffled(plan: Plan, kinds: list[str], number: int) -> Iterator[Key]:
    """The cases of one round, never in the same order."""
    fast = ("collector", "plain_collector", "upsert", "plain_upsert")
    orders = list(product(fast, kinds, plan.sizes))
    orders += list(product(("merge_loop", "merge_loop_one_table"), kinds, (plan.slow,)))
    if SQLITE in kinds:
        orders += [("old_tool", SQLITE, plan.slow), ("old_tool_one_author", SQLITE, plan.slow)]
        orders += [(f"claims:{beside}", SQLITE, plan.claims) for beside in ("idle", "apart", "http", "shelf")]
    if number == 0:
        orders += [("unreadable", kind, rows.PAGE) for kind in kinds]
    random.Random(number).shuffle(orders)
    yield from orders


def _one(places: Places, kind: str, case: str, size: int, servers: dict[int, str]) -> dict[str, Any]:
    name, _, extra = case.partition(":")
    server = servers.get(size) or servers[max(servers)]
    with places.fresh(kind) as database:
        words = Order(name, size, database, server, extra).words
        done = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(f"{case} on {kind} with {size} rows failed:\n{done.stderr[-3_000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _keep(seen: Seen, number: int, key: Key, told: dict[str, Any]) -> None:
    case, kind, size = key
    if case.startswith("claims"):
        beside = case.partition(":")[2]
        seen.waits[beside].append(told["waits"])
        if "written" in told:
            seen.written[beside].append(told["written"] / told["written_seconds"])
    elif case == "unreadable":
        seen.unreadable[kind] = told
    elif case.endswith("upsert"):
        for part, one in told.items():
            _keep_rows(seen, (f"{case} {part}", kind, size), one)
    else:
        _keep_rows(seen, key, told)


def _keep_rows(seen: Seen, key: Key, told: Told) -> None:
    """Nothing counts as fast that did not keep every row."""
    lost = {name: told[name] for name in ("kept", "numbers", "looks") if told.get(name, key[2]) != key[2]}
    if lost:
        raise RuntimeError(f"{key}: {lost} rows instead of {key[2]}")
    seen.told[key].append(told)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors",
        "processor": _processor(),
        "sqlite": sqlite3.sqlite_version,
        "sqlalchemy": sqlalchemy.__version__,
        "psycopg": psycopg.__version__,
        "load at the start": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "argv": " ".join(sys.argv[1:]),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as told:
            return next((line.split(":")[1].strip() for line in told if line.startswith("model name")), "unknown")
    except OSError:
        return platform.processor() or "unknown"

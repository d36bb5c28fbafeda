"""One run of all reports: each asked warm and cold, beside the same by hand and of raw rows, in shuffled order."""

import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import event

from benchmarks import big_force
from benchmarks.kept import Kept
from benchmarks.places import SQLITE, file_of, plain_url
from benchmarks.report_cases import CASES, Case, Look, Rows
from benchmarks.report_pages import Asked, asked_by_pages
from benchmarks.report_scans import Scans
from domain.period import last_days
from store.db import Store
from store.reports import signed

HYPHENATED = 36  # characters of an id as DuckDB and PostgreSQL write it
EMAIL = "person0@marlshire.example"  # sees the whole force
Say = Callable[[str], None]
Key = tuple[str, str, float]  # question, kind of database, share of the whole


@dataclass(frozen=True)
class Plan:
    """What is to be run: the sizes as shares of the whole, how many rounds, and how often each is asked in a round."""

    share: float = 1.0
    rounds: int = 5
    warm: int = 7
    scans: int = 2
    cold: int = len(CASES)  # how many questions are also asked cold; each has PostgreSQL start anew

    tenth: bool = True

    @property
    def shares(self) -> tuple[float, ...]:
        """A tenth if that is asked too, and the whole."""
        return (self.share / 10, self.share) if self.tenth else (self.share,)


@dataclass
class Seen:
    """Milliseconds by question, database and share; `different` names answers that were not equal.

    `warm` is the whole answer, `spent` the processor time of it in this process, `said` its statements alone by the
    bare driver, `hand` the statement by hand.
    """

    plan: Plan
    warm: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    cold: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    spent: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    said: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    hand: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    raw: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    different: list[str] = field(default_factory=list)
    country: dict[str, dict[str, float]] = field(default_factory=dict)
    looks: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    copied_s: float = 0.0


@dataclass
class Open:
    """One store with everything that asks it."""

    kind: str
    share: float
    url: str
    store: Store
    look: Look
    hand: Callable[[str], Rows]
    say: Callable[[str, Any], Rows]


def run(kept: Kept, plan: Plan, say: Say) -> Seen:
    """Run it all; `say` hears what is being done."""
    seen = Seen(plan)
    places = [_open(kept, kind, share) for share in plan.shares for kind in kept.kinds]
    with Scans(kept, plan.share) as scans:
        seen.copied_s = scans.copied_s
        for number in range(plan.rounds):
            orders = [(case, place) for case in CASES for place in places]
            random.Random(number).shuffle(orders)
            for case, place in orders:
                say(f"round {number + 1} of {plan.rounds}: {case.name}, {place.kind}, {place.share:g}")
                _one(seen, case, place)
                if place.share == plan.share and number < plan.scans:
                    _scan(seen, case, place, scans)
    for kind in kept.kinds:
        _pages(seen, [place for place in places if place.kind == kind], say)
    _cold(kept, seen, places, say)
    return seen


def _open(kept: Kept, kind: str, share: float) -> Open:
    url = kept.urls(share)[kind]
    store = Store(url)
    with store.reading() as db:
        who = signed(db, EMAIL)
    assert who
    look = Look(who, kept.ends, UUID(big_force.key(1, 3)))
    return Open(kind, share, url, store, look, *_by_hand(url))


def _by_hand(url: str) -> tuple[Callable[[str], Rows], Callable[[str, Any], Rows]]:
    """The driver itself, with the settings that the store gives it: for a statement, and for one with values."""
    if url.startswith(SQLITE):
        line = sqlite3.connect(file_of(url))
        return (
            lambda words: line.execute(words).fetchall(),
            lambda words, values: line.execute(words, values).fetchall(),
        )
    other = psycopg.connect(plain_url(url), autocommit=True, options="-c plan_cache_mode=force_custom_plan")
    return (
        lambda words: other.execute(words.encode()).fetchall(),
        lambda words, values: other.execute(words.encode(), values).fetchall(),
    )


@contextmanager
def _heard(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that a store sends, with its values, but those of the connection itself."""
    said: list[tuple[str, Any]] = []

    def hears(line: Any, cursor: Any, words: str, values: Any, context: Any, many: bool) -> None:
        if not words.startswith(("BEGIN", "PRAGMA")):
            said.append((words, values))

    event.listen(store.engine, "before_cursor_execute", hears)
    yield said
    event.remove(store.engine, "before_cursor_execute", hears)


def _one(seen: Seen, case: Case, place: Open) -> None:
    """Ask a question, say its own statements and the one by hand, by turns; the first of each is only compared."""
    key, period = (case.name, place.kind, place.share), last_days(case.days, place.look.today)
    words = case.words(case.hand, place.look, place.kind)
    with _heard(place.store) as said, place.store.reading() as db:
        _compare(seen, f"{key} by hand", case.told(case.ask(db, place.look, period)), place.hand(words))
    for number in range(seen.plan.warm + 1):
        begins, spent = time.perf_counter(), time.process_time()
        with place.store.reading() as db:
            case.ask(db, place.look, period)
        asked, spent = time.perf_counter(), time.process_time() - spent
        for statement, values in said:
            place.say(statement, values)
        again = time.perf_counter()
        place.hand(words)
        ends = time.perf_counter()
        if number:
            seen.warm[key].append((asked - begins) * 1_000)
            seen.spent[key].append(spent * 1_000)
            seen.said[key].append((again - asked) * 1_000)
            seen.hand[key].append((ends - again) * 1_000)


def _scan(seen: Seen, case: Case, place: Open, scans: Scans) -> None:
    begins = time.perf_counter()
    rows = scans.ask(place.kind, case.words(case.raw, place.look, "duckdb"))
    seen.raw[(case.name, place.kind, place.share)].append((time.perf_counter() - begins) * 1_000)
    with place.store.reading() as db:
        answer = case.ask(db, place.look, last_days(case.days, place.look.today))
    _compare(seen, f"{case.name}, {place.kind}, of raw rows", case.told(answer), rows)


def _compare(seen: Seen, what: str, ours: Rows, theirs: Rows) -> None:
    wide = min((len(row) for row in ours), default=0)
    if plain(ours) != plain([row[:wide] for row in theirs]) and what not in seen.different:
        seen.different.append(what)


def plain(rows: Rows) -> list[tuple[str, ...]]:
    """Rows as they are compared: ids without hyphens, numbers as numbers, in any order."""
    return sorted(tuple(_word(value) for value in row) for row in rows)


def _word(value: Any) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, str):
        return value.replace("-", "") if len(value) == HYPHENATED else value
    return str(None if value is None else int(value))


def _pages(seen: Seen, places: list[Open], say: Say) -> None:
    """Everything that each page asks, one after the other in one transaction each, as pages do."""
    pages = asked_by_pages(places[-1].url, EMAIL)
    for number in range(seen.plan.rounds):
        orders = [(name, place) for name in pages for place in places]
        random.Random(number).shuffle(orders)
        for name, place in orders:
            say(f"round {number + 1}: all that {name} asks, {place.kind}, {place.share:g}")
            for turn in range(3):
                whole = [(one.name, _timed(place.store, one)) for one in pages[name]]
                if turn:
                    seen.pages[(name, place.kind, place.share)].append(sum(took for _, took in whole))
                    for what, took in whole:
                        seen.asked[(f"{name}: {what}", place.kind, place.share)].append(took)


def _timed(store: Store, one: Asked) -> float:
    begins = time.perf_counter()
    with store.reading() as db:
        one.report(db, *one.args, **one.kwargs)
    return (time.perf_counter() - begins) * 1_000


def _cold(kept: Kept, seen: Seen, places: list[Open], say: Say) -> None:
    """Each question once with nothing in memory and a connection that is new."""
    for place in places:
        place.store.close()
    for case in CASES[: seen.plan.cold]:
        for place in places:
            if place.share != seen.plan.share:
                continue
            say(f"cold: {case.name}, {place.kind}")
            kept.chilled(place.kind, place.url)
            store = Store(place.url)
            begins = time.perf_counter()
            with store.reading() as db:
                case.ask(db, place.look, last_days(case.days, place.look.today))
            seen.cold[(case.name, place.kind, place.share)].append((time.perf_counter() - begins) * 1_000)
            store.close()

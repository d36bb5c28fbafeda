"""One run of the publishing line and of what stands beside it: punctuality, drain, claim and record, start."""

import json
import random
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import lock, publish_ends, publish_queue, rows, served
from benchmarks.orders import Order
from benchmarks.places import POSTGRESQL, SQLITE, Places, opened
from benchmarks.runs import LONGEST, Say, machine
from domain.clock import utc_now
from store.db import Store

Key = tuple[str, str, int, int]  # what was run, kind of database ("" without), delay of an answer in ms, workers
SPREAD = 12.0  # seconds over which posts that are due at random moments are spread
HEADSTART = timedelta(seconds=1.5)  # to write them down before the first is due


@dataclass(frozen=True)
class Plan:
    """What is to be run. `delays`: milliseconds until the platform answers; `queued`: posts that wait at a start."""

    posts: int = 1_000
    delays: tuple[int, ...] = (0, 50, 300)
    databases: tuple[str, ...] = (SQLITE, POSTGRESQL)
    spread: int = 200
    queued: int = 100_000
    rounds: int = 1


@dataclass
class Seen:
    """What every round told."""

    plan: Plan
    drains: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    second: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    late: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    rates: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    starts: dict[tuple[str, int], list[float]] = field(default_factory=lambda: defaultdict(list))
    statements: dict[str, float] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    machine: dict[str, str] = field(default_factory=dict)


def run(plan: Plan, say: Say) -> Seen:
    """Run it all; `say` hears what is being done."""
    seen = Seen(plan, machine=machine())
    with ExitStack() as things:
        places = things.enter_context(opened(list(plan.databases)))
        kinds = [kind for kind in plan.databases if kind in places.kinds]
        seen.missing += [f"{kind}: there is none here" for kind in plan.databases if kind not in kinds]
        bench = _Bench(seen, places, things.enter_context(publish_queue.secrets()))
        for number in range(plan.rounds):
            for what, do in _shuffled(bench, kinds, number):
                say(f"round {number + 1} of {plan.rounds}: {what}")
                do()
    return seen


def _shuffled(bench: "_Bench", kinds: list[str], number: int) -> list[tuple[str, Callable[[], None]]]:
    """Everything once, in an order of its own in each round."""
    jobs: list[tuple[str, Callable[[], None]]] = []
    for kind in kinds:
        for beside in ("quiet", "collector"):
            jobs.append((f"punctuality, {kind}, {beside}", _later(bench.punctuality, kind, beside)))
        jobs.append((f"claim and record, {kind}", _later(bench.record, kind)))
        jobs.append((f"start, {kind}", _later(bench.start, kind)))
    for delay in bench.seen.plan.delays:
        for workers in (1, 2):
            jobs.append((f"floor, {delay} ms, {workers}", _later(bench.floor, delay, workers)))
            for kind in kinds:
                if workers == 1 or kind == POSTGRESQL:
                    jobs.append((f"drain, {kind}, {delay} ms, {workers}", _later(bench.drain, kind, delay, workers)))
            if POSTGRESQL in kinds:
                jobs.append((f"procrastinate, {delay} ms, {workers}", _later(bench.peer, delay, workers)))
    if POSTGRESQL in kinds:
        jobs += [(f"procrastinate without calls, {n} side by side", _later(bench.idle_peer, n)) for n in (1, 16)]
    random.Random(number).shuffle(jobs)
    return jobs


def _later(do: Callable[..., None], *words: Any) -> Callable[[], None]:
    return lambda: do(*words)


@dataclass(frozen=True)
class _Bench:
    """Where the cases are run and what they tell."""

    seen: Seen
    places: Places
    secrets: Path

    def punctuality(self, kind: str, beside: str) -> None:
        """From due to accepted, posts due at random moments; quiet, or beside a collector flat out."""
        dice, number = random.Random(), self.seen.plan.spread
        with self._store(kind, not_read=beside == "quiet") as (url, store), publish_ends.far_end() as end:
            with publish_ends.publishers(store, end, self.secrets, 1), _collector(url, beside):
                begins = utc_now() + HEADSTART
                seconds = SPREAD * min(1.0, number / 100)
                publish_queue.fill(store, [begins + timedelta(seconds=dice.uniform(0, seconds)) for _ in range(number)])
                publish_ends.until(lambda: not publish_queue.left(store))
            due, accepted = publish_queue.due_moments(store, begins), end.accepted()
        self.seen.late[kind, beside] += [(accepted[text] - at).total_seconds() * 1_000 for text, at in due.items()]

    def drain(self, kind: str, delay: int, workers: int) -> None:
        """From the moment at which all are due to the last one written down."""
        with self._store(kind) as (_, store), publish_ends.far_end(delay) as end:
            with publish_ends.publishers(store, end, self.secrets, workers) as told:
                due = utc_now() + HEADSTART
                publish_queue.fill(store, [due] * self.seen.plan.posts)
                publish_ends.until(lambda: not publish_queue.left(store))
            taken = len(end.accepted())
            seconds = (publish_queue.last_recorded(store) - due).total_seconds()
        if taken != self.seen.plan.posts + publish_ends.WARM * workers:
            raise RuntimeError(f"{taken} were accepted")
        self.seen.drains["drain", kind, delay, workers].append(seconds)
        self.seen.second["drain", kind, delay, workers].append(told["taken_by_another"])

    def floor(self, delay: int, workers: int) -> None:
        """The same calls without any store."""
        with publish_ends.far_end(delay) as end:
            order = Order("floor", self.seen.plan.posts // workers, "", end.x)
            self.seen.drains["floor", "", delay, workers].append(max(_together(order, workers, "")))

    def peer(self, delay: int, workers: int) -> None:
        """The same jobs in procrastinate's queue."""
        with self.places.empty(POSTGRESQL) as url, publish_ends.far_end(delay) as end:
            order = Order("peer_filled", self.seen.plan.posts, url, end.x)
            _told(order)
            self.seen.drains["procrastinate", POSTGRESQL, delay, workers].append(
                max(_together(replace(order, case="peer"), workers, "16"))
            )

    def idle_peer(self, side_by_side: int) -> None:
        """procrastinate's jobs a second when there is nothing to be done in them."""
        with self.places.empty(POSTGRESQL) as url:
            order = Order("peer_filled", self.seen.plan.posts, url)
            _told(order)
            (seconds,) = _together(replace(order, case="peer"), 1, str(side_by_side))
        self.seen.rates[f"procrastinate {side_by_side}", POSTGRESQL].append(order.rows / seconds)

    def record(self, kind: str) -> None:
        """Claim and record by us, with one hand and with sixteen, and the same statements by the bare driver."""
        with TemporaryDirectory() as folder, self._store(kind) as (url, store):
            publish_queue.fill(store, [utc_now()] * self.seen.plan.posts)
            store.close()
            said, number = str(Path(folder) / "said"), self.seen.plan.posts
            for case, extra in (("written_down", said), ("replayed", said), ("recorded", "1"), ("recorded", "16")):
                with self.places.copy(kind, url) as copied:
                    told = _told(Order(case, number, copied, extra=extra))
                if case == "written_down":
                    self.seen.statements[kind] = told["statements"]
                else:
                    self.seen.rates[f"{case} {extra if case == 'recorded' else ''}".strip(), kind].append(
                        told["rows"] / told["seconds"]
                    )

    def start(self, kind: str) -> None:
        """From the door to the first call, with few and with very many queued for another day."""
        for number in (1, self.seen.plan.queued):
            with self._store(kind) as (url, store), publish_ends.far_end() as end:
                tomorrow = utc_now() + timedelta(days=1)
                publish_queue.fill(store, [tomorrow + timedelta(seconds=at) for at in range(number)])
                publish_queue.fill(store, [utc_now()])
                env = {
                    name: value
                    for name, value in publish_ends.surroundings(store, end, self.secrets).items()
                    if name.startswith("BLUELAMP_")
                }
                told = _told(Order("started", number, url, extra=json.dumps(env)))
            self.seen.starts[kind, number].append(told["seconds"])

    @contextmanager
    def _store(self, kind: str, *, not_read: bool = True) -> Iterator[tuple[str, Store]]:
        with self.places.empty(kind) as url:
            store = publish_queue.furnished(url, not_read=not_read)
            try:
                yield url, store
            finally:
                store.close()


@contextmanager
def _collector(url: str, beside: str) -> Iterator[None]:
    """A collector that writes flat out into the same database, if one is wanted."""
    if beside == "quiet":
        yield
        return
    with ExitStack() as things:
        server = things.enter_context(served.started(publish_queue.ACCOUNTS, rows.each(100_000)))
        things.enter_context(lock.written_meanwhile(Order("writer", 0, url, server, "http")))
        yield


def _together(order: Order, workers: int, extra: str) -> list[float]:
    """So many processes that begin at one moment; what each took, in seconds from that moment."""
    begins = time.time() + 4.0 + 0.5 * workers
    words = replace(order, extra=f"{extra}@{begins}" if extra else str(begins)).words
    running = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(workers)
    ]
    said = [one.communicate(timeout=LONGEST) for one in running]
    if any(one.returncode for one in running):
        raise RuntimeError(f"{order.case} failed:\n{said[0][1][-3_000:]}")
    told = [json.loads(out) for out, _ in said]
    done = sum(one["rows"] for one in told)
    if done != order.rows * (workers if order.case == "floor" else 1):
        raise RuntimeError(f"{order.case}: {done} of {order.rows} jobs were done")
    return [one["seconds"] for one in told]


def _told(order: Order) -> dict[str, Any]:
    done = subprocess.run(order.words, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        raise RuntimeError(f"{order.case} failed:\n{done.stderr[-3_000:]}")
    told: dict[str, Any] = json.loads(done.stdout)
    return told

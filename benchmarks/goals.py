"""The goals, and whether what was seen meets them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from benchmarks.places import POSTGRESQL, SQLITE
from benchmarks.runs import Key, Seen

COLLECTOR, PLAIN = "collector", "plain_collector"
FLAT = 1.1  # times the memory with the most rows may be that with the fewest


@dataclass(frozen=True)
class Goal:
    """One figure, what it should be, and how far apart the rounds were. `value` None: not measured."""

    name: str
    value: float | None
    target: float
    at_least: bool
    low: float | None = None
    high: float | None = None
    says: str = ""

    @property
    def met(self) -> bool | None:
        """None when it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def judged(seen: Seen) -> list[Goal]:
    """Every goal, in the order in which docs/benchmarks.md explains them."""
    return [*_paths(seen), *_upserts(seen), *_peers(seen), *_memory(seen), *_claims(seen), *_unreadable(seen)]


def rate(seen: Seen, key: Key) -> float | None:
    """Rows a second, the median of the rounds."""
    told = seen.told.get(key)
    return median(one["rows"] / one["seconds"] for one in told) if told else None


def percentile(waits: Iterable[float], share: float) -> float:
    """The wait that so large a share of all waits does not exceed."""
    ordered = sorted(waits)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _paths(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        for size in seen.plan.sizes:
            yield _ratio(
                seen, f"collector ÷ plain, {kind}, {size:,}", (COLLECTOR, kind, size), (PLAIN, kind, size), 0.5
            )


def _upserts(seen: Seen) -> Iterator[Goal]:
    targets = {SQLITE: (0.6, "executemany"), POSTGRESQL: (0.5, "COPY and staging")}
    for kind in seen.plan.databases:
        target, way = targets[kind]
        for part in ("new", "again"):
            for size in seen.plan.sizes:
                ours, plain = (f"upsert {part}", kind, size), (f"plain_upsert {part}", kind, size)
                yield _ratio(seen, f"store, {part} rows ÷ {way}, {kind}, {size:,}", ours, plain, target)


def _peers(seen: Seen) -> Iterator[Goal]:
    slow = seen.plan.slow
    for kind in seen.plan.databases:
        for size in seen.plan.sizes:
            ours = (COLLECTOR, kind, size)
            if kind == SQLITE:
                yield _ratio(seen, f"collector ÷ twitter-to-sqlite, {size:,}", ours, ("old_tool", SQLITE, slow), 80)
            yield _ratio(seen, f"collector ÷ merge loop, {kind}, {size:,}", ours, ("merge_loop", kind, slow), 6)


def _memory(seen: Seen) -> Iterator[Goal]:
    few, many = min(seen.plan.sizes), max(seen.plan.sizes)
    for kind in seen.plan.databases:
        peaks = {size: [one["peak_mb"] for one in seen.told.get((COLLECTOR, kind, size), [])] for size in (few, many)}
        value = median(peaks[many]) / median(peaks[few]) if few < many and all(peaks.values()) else None
        says = f"{median(peaks[few]):.0f} → {median(peaks[many]):.0f} MB" if value else ""
        yield Goal(f"collector's memory, {kind}, {many:,} ÷ {few:,} rows", value, FLAT, False, says=says)


def _claims(seen: Seen) -> Iterator[Goal]:
    if SQLITE not in seen.plan.databases:
        return
    beside = {"http": "over HTTP", "shelf": "without a network"}
    for name, how in beside.items():
        rounds = seen.waits.get(name, [])
        every = [wait for one in rounds for wait in one]
        p99s = [percentile(one, 0.99) for one in rounds]
        yield Goal(
            f"claim p99 in ms, collector flat out {how}",
            percentile(every, 0.99) if every else None,
            25,
            False,
            min(p99s, default=None),
            max(p99s, default=None),
            f"p50 {percentile(every, 0.5):.1f}, max {max(every):.0f} of {len(every)}" if every else "",
        )


def _unreadable(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        told = seen.unreadable.get(kind)
        right = float(told == {"kept": 99, "set_aside": 1}) if told else None
        says = f"{told['kept']} kept, {told['set_aside']} set aside" if told else ""
        yield Goal(f"one unreadable item of 100, {kind}", right, 1, True, says=says)


def _ratio(seen: Seen, name: str, ours: Key, other: Key, target: float) -> Goal:
    """Our median rate by theirs; low and high from the rounds taken one by one."""
    mine, theirs = rate(seen, ours), rate(seen, other)
    if mine is None or theirs is None:
        return Goal(name, None, target, True)
    pairs = list(zip(seen.told[ours], seen.told[other], strict=False))
    single = [(a["rows"] / a["seconds"]) / (b["rows"] / b["seconds"]) for a, b in pairs]
    says = f"{mine:,.0f} ÷ {theirs:,.0f} rows/s; by processor time {_by_cpu(seen, ours, other):.2f}"
    return Goal(name, mine / theirs, target, True, min(single), max(single), says)


def _by_cpu(seen: Seen, ours: Key, other: Key) -> float:
    """The same ratio by the processor time of the two processes: what others do on the machine disturbs it less."""
    mine, theirs = (median(one["rows"] / one["cpu"] for one in seen.told[key]) for key in (ours, other))
    return mine / theirs

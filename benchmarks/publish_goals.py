"""The goals of publishing, and whether what was seen meets them."""

from collections.abc import Iterator
from statistics import median

from benchmarks.goals import Goal, percentile
from benchmarks.places import POSTGRESQL
from benchmarks.publish_runs import Seen

FLOOR = 50  # milliseconds until the platform answers, where the drain is held to the floor


def judged(seen: Seen) -> list[Goal]:
    """Every goal, in the order in which docs/benchmarks.md explains them."""
    return [*_late(seen), *_drains(seen), *_recorded(seen), *_starts(seen)]


def _late(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        for beside, longest in (("quiet", 50), ("collector", 100)):
            told = seen.late.get((kind, beside))
            says = f"p50 {percentile(told, 0.5):.1f}, max {max(told):.0f} of {len(told)}" if told else ""
            p99 = percentile(told, 0.99) if told else None
            yield Goal(f"late p99 in ms, {kind}, {beside}", p99, longest, False, says=says)
            if beside == "quiet":
                yield Goal(f"late at most in ms, {kind}, quiet", max(told) if told else None, 250, False)


def _drains(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        for workers in (1, 2) if kind == POSTGRESQL else (1,):
            ours = seen.drains.get(("drain", kind, FLOOR, workers))
            floor = seen.drains.get(("floor", "", FLOOR, workers))
            name = f"drain ÷ floor, {kind}, {FLOOR} ms, workers: {workers}"
            if not ours or not floor:
                yield Goal(name, None, 1.5, False)
                continue
            pairs = [mine / bare for mine, bare in zip(ours, floor, strict=True)]
            says = f"{median(ours):.1f} ÷ {median(floor):.1f} s"
            yield Goal(name, median(ours) / median(floor), 1.5, False, min(pairs), max(pairs), says)


def _recorded(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        yield _ratio(seen, f"claim and record ÷ same statements, {kind}", kind, "recorded 1", "replayed", 0.4)
    if POSTGRESQL in seen.plan.databases:
        for hands in (1, 16):
            name = f"claim and record ÷ procrastinate, hands: {hands}"
            yield _ratio(seen, name, POSTGRESQL, f"recorded {hands}", f"procrastinate {hands}", 1.0)


def _ratio(seen: Seen, name: str, kind: str, ours: str, theirs: str, target: float) -> Goal:
    mine, other = seen.rates.get((ours, kind)), seen.rates.get((theirs, kind))
    if not mine or not other:
        return Goal(name, None, target, True)
    pairs = [a / b for a, b in zip(mine, other, strict=True)]
    says = f"{median(mine):,.0f} ÷ {median(other):,.0f} a second"
    return Goal(name, median(mine) / median(other), target, True, min(pairs), max(pairs), says)


def _starts(seen: Seen) -> Iterator[Goal]:
    for kind in seen.plan.databases:
        few, many = seen.starts.get((kind, 1)), seen.starts.get((kind, seen.plan.queued))
        says = f"{median(few):.2f} s with one" if few else ""
        value = median(many) if many else None
        yield Goal(f"start with {seen.plan.queued:,} queued in s, {kind}", value, 1, False, says=says)

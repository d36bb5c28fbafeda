"""Precision, recall, F1, macro-F1, accuracy, average precision and kappa, each with a bootstrap interval of 95 %."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
SEED = 20_26

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what a method did on a set. `low`/`high`: the 95 % interval of the figures named there."""

    set: str
    task: str
    method: str
    n: int
    figures: dict[str, float]
    low: dict[str, float] = field(default_factory=dict)
    high: dict[str, float] = field(default_factory=dict)
    note: str = ""


def binary(
    set_: str, task: str, method: str, truth: Sequence[bool], said: Sequence[bool],
    units: Sequence[Hashable] | None = None, note: str = "",
) -> Row:  # fmt: skip
    """A yes-or-no task: precision, recall, F1, and how many of the no's were called yes (`alarms`).

    `units`: what is drawn anew in the bootstrap (threads, say); each item by itself when not told.
    """
    yes, called = np.asarray(truth, bool), np.asarray(said, bool)
    counts = np.stack([yes & called, ~yes & called, yes & ~called, ~yes & ~called], axis=1).astype(float)
    return _row(set_, task, method, len(yes), lambda weights: _of_counts(weights @ counts), units, note)


def classes(
    set_: str, task: str, method: str, truth: Sequence[str], said: Sequence[str],
    units: Sequence[Hashable] | None = None, note: str = "",
) -> Row:  # fmt: skip
    """One of several classes: accuracy, and macro-F1 over the classes that truly occur."""
    names = sorted(set(truth))
    is_, called = np.asarray(truth, object), np.asarray(said, object)
    hit = np.stack([(is_ == name) & (called == name) for name in names], axis=1).astype(float)
    size = np.stack([(is_ == name).astype(float) + (called == name) for name in names], axis=1)

    def figures(weights: Floats) -> dict[str, Floats]:
        hits, sizes, total = weights @ hit, weights @ size, weights.sum(axis=1)
        return {"macro-F1": _over(2 * hits, sizes).mean(axis=1), "accuracy": _over(hits.sum(axis=1), total)}

    return _row(set_, task, method, len(is_), figures, units, note)


def ranked(
    set_: str, task: str, method: str, truth: Sequence[bool], scores: Sequence[float],
    units: Sequence[Hashable] | None = None, note: str = "",
) -> Row:  # fmt: skip
    """A ranking: average precision, ties in the order they came."""
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    yes = np.asarray(truth, float)[order]

    def figures(weights: Floats) -> dict[str, Floats]:
        drawn = weights[:, order]
        hits = np.cumsum(drawn * yes, axis=1)
        precision = _over(hits, np.cumsum(drawn, axis=1))
        return {"AP": _over((precision * drawn * yes).sum(axis=1), hits[:, -1])}

    return _row(set_, task, method, len(yes), figures, units, note)


def kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Cohen's kappa of two passes over the same items; 1 when both always say one and the same."""
    names = sorted(set(first) | set(second), key=str)
    one, two = np.asarray([names.index(x) for x in first]), np.asarray([names.index(x) for x in second])
    agreed = float((one == two).mean())
    chance = sum(float((one == at).mean() * (two == at).mean()) for at in range(len(names)))
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def share(set_: str, task: str, method: str, hits: Sequence[bool], units: Sequence[Hashable] | None = None,
          name: str = "accuracy", note: str = "") -> Row:  # fmt: skip
    """A plain share of items that are so, named as the caller wants."""
    right = np.asarray(hits, float)
    return _row(set_, task, method, len(right), lambda w: {name: _over(w @ right, w.sum(axis=1))}, units, note)


def _row(
    set_: str, task: str, method: str, n: int, figures: Callable[[Floats], dict[str, Floats]],
    units: Sequence[Hashable] | None, note: str,
) -> Row:  # fmt: skip
    if not n:
        return Row(set_, task, method, 0, {}, note=note or "nothing to score")
    at = {name: float(values[0]) for name, values in figures(np.ones((1, n))).items()}
    draws: dict[str, list[Floats]] = {name: [] for name in at}
    for weights in _weights(n, units):
        for name, values in figures(weights).items():
            draws[name].append(values)
    every = {name: np.concatenate(parts) for name, parts in draws.items()}
    low = {name: float(np.nanpercentile(values, 2.5)) for name, values in every.items()}
    high = {name: float(np.nanpercentile(values, 97.5)) for name, values in every.items()}
    return Row(set_, task, method, n, at, low, high, note)


def _weights(n: int, units: Sequence[Hashable] | None) -> list[Floats]:
    """How often each item is drawn, round by round, some rounds at a time so that memory stays small."""
    rng = np.random.default_rng(SEED)
    names = {unit: at for at, unit in enumerate(dict.fromkeys(units if units is not None else range(n)))}
    of = np.asarray([names[unit] for unit in (units if units is not None else range(n))])
    step = max(1, min(ROUNDS, 2_000_000 // n))
    sizes = [min(step, ROUNDS - start) for start in range(0, ROUNDS, step)]
    share_ = np.full(len(names), 1 / len(names))
    return [rng.multinomial(len(names), share_, size=size)[:, of].astype(float) for size in sizes]


def _of_counts(counts: Floats) -> dict[str, Floats]:
    hits, wrong, missed, quiet = counts.T
    return {
        "F1": _over(2 * hits, 2 * hits + wrong + missed),
        "P": _over(hits, hits + wrong),
        "R": _over(hits, hits + missed),
        "alarms": _over(wrong, wrong + quiet),
    }


def _over(top: Floats, bottom: Floats) -> Floats:
    """A share; nothing out of nothing is 0."""
    return np.divide(top, bottom, out=np.zeros_like(np.asarray(top, float)), where=bottom > 0)

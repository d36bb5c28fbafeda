"""Builds the parts that hear needs-an-answer, kind and lanes: `python -m training.needs`, from training/."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from domain.listening.features import WIDTH, Floats, lit
from domain.listening.model import Part, keep
from domain.listening.moment import SIZES
from domain.listening.reading import RULES, Read, read, rows
from domain.listening.words import Comment, Kind, Lane
from training.material import comments, danger_threads, dangers

LANES = (Lane.AT_RISK, Lane.SIGHTING, Lane.CRIME, Lane.NAMED, Lane.COMPLAINT, Lane.FOI, Lane.DATA)
C = {"needs": 0.5, "kind": 0.5, "lanes": 1.0}


def comment(row: dict[str, object]) -> Comment:
    """An invented comment as listening would be given it."""
    return Comment(str(row["text"]), post=str(row.get("post") or ""), parent=str(row.get("parent") or ""),
                   parent_by_us=bool(row.get("parent_by_us", False)))  # fmt: skip


def numbers(texts: Sequence[Read]) -> sparse.csr_matrix:
    """Places first, rules after them."""
    return sparse.hstack([lit([one.text for one in texts]).matrix, sparse.csr_matrix(rows(texts))], format="csr")


@dataclass(frozen=True, slots=True)
class Fit:
    """The weights of some classes over the same numbers."""

    places: Floats
    rules: Floats
    start: Floats


def fit(
    matrix: sparse.csr_matrix, truths: Sequence[NDArray[np.bool_]], c: float, weights: NDArray[np.float64] | None = None
) -> Fit:
    """One class against the rest, for each."""
    models = [
        LogisticRegression(C=c, solver="liblinear", random_state=4).fit(matrix, truth, sample_weight=weights)
        for truth in truths
    ]
    whole = np.stack([one.coef_[0] for one in models], axis=-1).astype(np.float32)
    return Fit(whole[:WIDTH], whole[WIDTH:], np.asarray([one.intercept_[0] for one in models], np.float32))


def main() -> None:
    """Train the three parts on the invented comments, lanes on the texts of danger too, and keep them."""
    said, danger = comments(), [*dangers(), *danger_threads()]
    laned = [*said, *danger]
    matrix, own = numbers([read(comment(row)) for row in laned]), slice(0, len(said))
    needs = np.asarray([row["needs_answer"] for row in said])
    hands = np.asarray([row["hand"] for row in said])
    sized = without(matrix[own], SIZES)
    asked = settled(fit(sized, [needs], C["needs"]), across_hands(sized, needs, hands, C["needs"]), needs)
    kinds = [np.asarray([row["kind"] == kind for row in said]) for kind in Kind]
    lanes = [np.asarray([lane in row["lanes"] for row in laned]) for lane in LANES]
    told = {
        "needs": kept("needs", asked, ("needs_answer",)),
        "kind": kept("kind", fit(matrix[own], kinds, C["kind"]), tuple(Kind)),
        "lanes": kept("lanes", fit(matrix, lanes, C["lanes"]), tuple(LANES)),
    }
    print(json.dumps(told | {"comments": len(said), "texts_of_danger": len(danger)}))


def without(matrix: sparse.csr_matrix, rules: Sequence[str]) -> sparse.csr_matrix:
    """The same with some rules unheard: steps of length help to hear danger, and here differ from writer to writer."""
    heard = np.ones(matrix.shape[1], np.float32)
    heard[[WIDTH + RULES.index(name) for name in rules]] = 0
    return matrix @ sparse.diags(heard, format="csr")


def across_hands(
    matrix: sparse.csr_matrix, truth: NDArray[np.bool_], hands: NDArray[np.str_], c: float
) -> NDArray[np.float32]:
    """What each text gets from a model that never saw a line of the file it stands in."""
    told = np.zeros(len(truth), np.float32)
    for hand in sorted(set(hands.tolist())):
        out = hands == hand
        one = fit(matrix[~out], [truth[~out]], c)
        told[out] = (matrix[out] @ np.concatenate([one.places, one.rules])).ravel() + one.start
    return told


def settled(one: Fit, across: NDArray[np.float32], truth: NDArray[np.bool_]) -> Fit:
    """The same with its probabilities made honest for hands it never saw (a line through what was told of them)."""
    line = LogisticRegression(C=1e6).fit(across[:, None], truth)
    slope, shift = np.float32(line.coef_[0, 0]), np.float32(line.intercept_[0])
    for bar in np.arange(0.07, 0.3, 0.02):
        yes = 1 / (1 + np.exp(-(across * slope + shift))) >= bar
        print(f"needs from {bar:.2f}: precision {truth[yes].mean():.3f}, recall {yes[truth].mean():.3f}")
    return Fit(one.places * slope, one.rules * slope, one.start * slope + shift)


def kept(name: str, one: Fit, names: tuple[str, ...]) -> int:
    """A part written down; its size in bytes."""
    return keep(name, Part(one.places, one.rules, one.start, names, RULES)).stat().st_size


if __name__ == "__main__":
    main()

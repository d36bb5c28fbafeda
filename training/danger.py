"""Builds the part that hears danger to someone now: `python -m training.danger`, from training/."""

import json
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from domain.listening.reading import read
from training.material import comments, dangers, more_dangers
from training.needs import Fit, comment, fit, kept, numbers

C = 1.0
ALARMS = 0.07
"""So many of the harmless invented comments may raise danger; they are far richer in reports than a real page."""
FOLDS = 5


def main() -> None:
    """Train on all texts, set the bar by what models say of posts they never saw, and keep the part."""
    said = comments()
    others = [*dangers(), *more_dangers()]
    rows = [*said, *others]
    matrix, own = numbers([read(comment(row)) for row in rows]), slice(0, len(said))
    urgent = np.asarray([row["urgent"] for row in said] + [row["danger"] for row in others])
    groups = np.asarray([crc32(str(row.get("post") or row["text"]).encode()) % FOLDS for row in rows])
    across = crossed(matrix, urgent, groups)
    quiet = np.sort(across[own][~urgent[own]])
    bar = np.float32(quiet[int((1 - ALARMS) * len(quiet))])
    whole = fit(matrix, [urgent], C)
    size = kept("danger", Fit(whole.places, whole.rules, whole.start - bar), ("danger",))
    print(json.dumps({"danger": size, "texts": len(rows), "recall_crossed": float((across[urgent] > bar).mean())}))


def crossed(matrix: sparse.csr_matrix, truth: NDArray[np.bool_], groups: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each text gets from a model that never saw its post."""
    told = np.zeros(len(truth))
    for fold in range(FOLDS):
        out = groups == fold
        one = fit(matrix[~out], [truth[~out]], C)
        told[out] = (matrix[out] @ np.concatenate([one.places, one.rules])).ravel() + one.start
    return told


if __name__ == "__main__":
    main()

"""The learnt weights of `answered`: a few numbers per feature, read once from a file of plain arrays."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp
from pathlib import Path

PART = Path(__file__).parent / "parts" / "answered.npz"


@lru_cache(maxsize=8)
def weights(name: str) -> tuple[float, ...]:
    """The weights of one judgement: `replies` (is our reply an answer) or `others` (is somebody else's)."""
    import numpy as np

    with np.load(PART, allow_pickle=False) as part:
        return tuple(float(weight) for weight in part[name])


def chance(of: Sequence[float], features: Sequence[float]) -> float:
    """A logistic judgement, 0 to 1."""
    total = sum(weight * value for weight, value in zip(of, features, strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, total))))

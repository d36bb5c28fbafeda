"""Trained parts made small: weights in steps of a byte, written as plain arrays."""

from typing import Any

import numpy as np
import numpy.typing as npt

from domain.listening.stored import PARTS


def quantised(weights: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Weights (a row a run, a column a class) as steps of -127 to 127, and how loud the loudest of each column is.

    The steps go by the root, so that the many quiet weights keep their differences beside the few loud ones.
    """
    loudest = np.maximum(np.abs(weights).max(axis=0), 1e-9)
    steps = np.round(np.sign(weights) * np.sqrt(np.abs(weights) / loudest) * 127)
    return steps.astype(np.int8), loudest.astype(np.float32)


def keep(name: str, **arrays: npt.NDArray[Any]) -> int:
    """Write a part; how many bytes it has."""
    path = PARTS / f"{name}.npz"
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]
    return path.stat().st_size

"""The trained parts as they are stored: arrays of numbers beside this file, never anything that could run."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

PARTS = Path(__file__).with_name("parts")

Array = npt.NDArray[Any]


class PartUnreadable(RuntimeError):
    """A trained part is missing or damaged; the message says which file, and that installing anew brings it back."""


def weights(steps: Array, loudest: Array) -> npt.NDArray[np.float32]:
    """Weights from the steps they are stored in: -127 to 127, by the root of how loud they are beside the loudest."""
    share = steps.astype(np.float32) / np.float32(127)
    return np.asarray(share * np.abs(share) * loudest, dtype=np.float32)


def arrays(name: str, wanted: tuple[str, ...], folder: Path = PARTS) -> dict[str, Array]:
    """The arrays of a trained part. Raises PartUnreadable when the file is missing, damaged or lacks one of them."""
    path = folder / f"{name}.npz"
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return {one: stored[one] for one in wanted}
    except FileNotFoundError:
        raise PartUnreadable(
            f"The trained part {path.name} is missing. Install Bluelamp again to bring it back."
        ) from None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as trouble:
        raise PartUnreadable(
            f"The trained part {path.name} cannot be read ({trouble}). Install Bluelamp again."
        ) from trouble

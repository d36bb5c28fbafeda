"""Runs of letters and of words as numbers: what the trained parts for language and mood count in a text."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_SPREAD = np.uint32(2654435761)
_STEP = np.uint32(0x01000193)
_TURN = np.uint32(0x9E3779B1)
_BLANK = 32


def letters(texts: Sequence[str]) -> tuple[Numbers, Places]:
    """Every character of the texts as its code point, and the place of the text it stands in."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
    return codes, np.repeat(np.arange(len(texts), dtype=np.int64), lengths)


def runs(units: Numbers, owner: Places, shortest: int, longest: int) -> list[tuple[Numbers, Places]]:
    """The runs of `shortest` to `longest` neighbouring units of one text: by length, their numbers and beginnings.

    Runs that begin at the same place follow one another by that place; none reaches over the end of its text.
    """
    found = []
    spread = units * _SPREAD
    rolling = spread
    for length in range(1, longest + 1):
        if length > len(units):
            break
        if length > 1:
            rolling = (rolling[:-1] * _STEP) ^ spread[length - 1 :]
        if length >= shortest:
            begins = np.flatnonzero(owner[: len(rolling)] == owner[length - 1 :])
            found.append((_mixed(rolling[begins], length), begins))
    return found


def words(codes: Numbers, owner: Places) -> tuple[Numbers, Places]:
    """The words between the blanks of the texts: their numbers and the place in `codes` where each begins."""
    blank = codes == _BLANK
    starts = np.flatnonzero(~blank & np.concatenate(([True], blank[:-1] | (owner[1:] != owner[:-1]))))
    if not len(starts):
        return np.zeros(0, np.uint32), starts
    inside = np.arange(len(codes)) - starts[np.maximum(np.searchsorted(starts, np.arange(len(codes)), "right") - 1, 0)]
    told = np.where(blank, np.uint32(0), (codes * _SPREAD) ^ (np.minimum(inside, 63).astype(np.uint32) * _TURN))
    return _mixed(np.add.reduceat(_mixed(told, 1) * ~blank, starts, dtype=np.uint32), 99), starts


def added(places: Places, owner: Places, owners: int, table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The rows of a table at some places, added up by owner; the owners come in order."""
    ends = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=owners))))
    counts = csr_matrix((np.ones(len(places), np.float32), places, ends), shape=(owners, len(table)))
    return np.asarray(counts @ table, dtype=np.float32)


def _mixed(numbers: Numbers, salt: int) -> Numbers:
    """Numbers whose low bits depend on all bits, so that a run can be told by a few of them."""
    mixed = numbers + np.uint32(salt * 0x9E3779B1 & 0xFFFFFFFF)
    mixed ^= mixed >> np.uint32(15)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    return mixed

"""How a comment sounds: our own word on it, and TextBlob's polarity beside it; nothing where it is not English."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from textblob.en import sentiment

from domain.listening.feeling import BITS, Floats, read
from domain.listening.grams import added
from domain.listening.stored import arrays, weights
from domain.listening.words import Felt, Mood, Tongue

PART = "mood"
SUPPORTED = "en"
MOODS = (Mood.NEGATIVE, Mood.NEUTRAL, Mood.POSITIVE)
GENERAL, POLICING, WHICH = slice(0, 2), slice(2, 4), 4
"""The columns of the part: tweets at large and comments to the police (negative and positive, each against neutral),
and which of the two a text is like."""

LIKE_OURS = 3.0
"""How much, in log-odds, a text must look like a comment to the police before those columns speak for half."""

LONGEST_BLOB = 3_000


@dataclass(frozen=True, slots=True)
class _Known:
    weights: Floats
    figures: Floats
    start: Floats
    handed: Floats  # what the policing columns take over from the general ones
    worth: dict[int, float]


def felt(texts: Sequence[str], tongues: Sequence[Tongue]) -> list[Felt | None]:
    """The sentiment of each text; None where its language (the larger part of it) is not supported."""
    scored = [at for at, tongue in enumerate(tongues) if tongue.code == SUPPORTED]
    found: list[Felt | None] = [None] * len(texts)
    if not scored:
        return found
    polarity = blobs([texts[at] for at in scored])
    shares = moods([texts[at] for at in scored], polarity)
    for at, best, (blob, _) in zip(scored, shares.argmax(axis=1), polarity, strict=True):
        found[at] = Felt(MOODS[best], float(blob))
    return found


def blobs(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """TextBlob's polarity (-1 to 1) and subjectivity (0 to 1): as `TextBlob(text).sentiment`, in half the time."""
    return np.asarray([sentiment(text[:LONGEST_BLOB]) for text in texts], dtype=np.float64).reshape(len(texts), 2)


def moods(texts: Sequence[str], polarity: npt.NDArray[np.float64]) -> Floats:
    """How likely each text is negative, neutral and positive, in this order."""
    told = scores(texts, polarity)
    general, policing = _shares(told[:, GENERAL]), told[:, POLICING] + told[:, GENERAL] @ _known().handed
    like_ours = 1 / (1 + np.exp(LIKE_OURS - np.clip(told[:, WHICH], -30, 30)))[:, None]
    return np.asarray((1 - like_ours) * general + like_ours * _shares(policing), dtype=np.float32)


def scores(texts: Sequence[str], polarity: npt.NDArray[np.float64]) -> Floats:
    """What every column of the part says of each text, in log-odds."""
    known = _known()
    reading = read(texts, known.worth, polarity)
    told = known.start + reading.figures @ known.figures
    for block in reading.blocks:
        summed, many = np.zeros((len(texts), known.weights.shape[1]), np.float32), np.zeros(len(texts), np.int64)
        for places, owner in block:
            summed += added(places, owner, len(texts), known.weights)
            many += np.bincount(owner, minlength=len(texts))
        told += summed / np.sqrt(np.maximum(many, 1))[:, None]
    return np.asarray(told, dtype=np.float32)


def _shares(told: Floats) -> Floats:
    whole = np.stack([told[:, 0], np.zeros(len(told), np.float32), told[:, 1]], axis=1)
    raised = np.exp(whole - whole.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def _known() -> _Known:
    part = arrays(PART, ("there", "weights", "scale", "figures", "start", "handed", "words", "worth"))
    table = np.zeros((2 << BITS, len(part["start"])), dtype=np.float32)
    table[np.unpackbits(part["there"]).astype(np.bool_)] = weights(part["weights"], part["scale"])
    worth = dict(zip(part["words"].tolist(), (part["worth"] / 25).tolist(), strict=True))
    return _Known(table, part["figures"], part["start"], part["handed"], worth)

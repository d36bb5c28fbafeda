"""Builds the part that hears how a comment sounds: `python -m training.mood`, from $BLUELAMP_DATA and training/."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from benchmarks.heard.sets import find
from domain.listening.feeling import BITS, number, read
from domain.listening.language import tongues
from domain.listening.mood import PART, blobs
from domain.listening.words import Tongue
from training.material import HERE, comments, data_folder
from training.small import keep, quantised

SEEN = HERE / "seen_mood.npz"
CLASSES = {"negative": 0, "neutral": 1, "positive": 2, "neg": 0, "neu": 1, "pos": 2}
C_GENERAL, C_POLICING, C_WHICH = 1.0, 3.0, 30.0
HANDED = 0.3
"""How large the general word stands among what the policing columns are trained on."""

QUIET = 12
"""Runs whose every weight has fewer steps than this are left out: together they change next to nothing."""

RATED = 0.8
"""VADER's tweets are rated -4 to 4 by twenty people: from here on, either way, they are not neutral."""

TRADE = re.compile(
    r"(?:accus|alarm|alert|alleg|arrest|arson|assail|assault|attack|bail|burgl|charge|complain|confiscat|convict|crash|crime|"
    r"criminal|crook|danger|dead|death|defend|detain|die[ds]?$|drug|drunk|emergenc|escape|evidence|fatal|felon|fine[ds]?$|fire|"
    r"fraud|gang|gun|guilt|hazard|hijack|homicid|incident|injur|inmate|jail|kidnap|kill|knife|knive|missing|murder|offen[cd]|"
    r"penalt|police|prison|prosecut|punish|robb|rape|scam|seiz|sentence|shoot|shot|steal|stole|suspect|suspicio|terror|theft|"
    r"thef|thief|thiev|threat|trespass|vandal|victim|violen|warn|weapon|witness|wound|justice|safe$|safety|secur|help$|help|"
    r"appeal|contact|share|sharing|protect|support)"
)
"""Words that tell what the police deal with, not how somebody feels about it: out of VADER's list."""

POSTS = 3.0
"""How much a sentence of our made-up posts weighs."""

KEPT_BACK = 4
"""Every fourth of VADER's tweets is never trained on, so that they can be scored too."""


@dataclass(frozen=True, slots=True)
class Told:
    """Texts with how they sound (0 negative, 1 neutral, 2 positive)."""

    texts: list[str]
    moods: npt.NDArray[np.int64]


def tweets(folder: Path) -> Told:
    """SemEval 2013 to 2016 (MIT, data CC BY 3.0), the set that may be trained on."""
    rows = [row for table in find(folder).get("semeval_sentiment", []) for row in table.rows]
    return Told([row["text"] for row in rows], np.asarray([CLASSES[row["label"]] for row in rows]))


def rated(folder: Path) -> Told:
    """VADER's rated tweets (MIT), without those kept back."""
    rows = [row for table in find(folder).get("vader", []) for row in table.rows if not kept_back(row["text"])]
    rates = np.asarray([float(row["mean_rating"]) for row in rows])
    return Told([row["text"] for row in rows], 1 + (rates > RATED).astype(np.int64) - (rates < -RATED))


def kept_back(text: str) -> bool:
    """Whether one of VADER's tweets is only for scoring."""
    return crc32(text.encode("utf-8")) % KEPT_BACK == 0


def invented() -> Told:
    """Our own English comments to the police."""
    rows = [row for row in comments() if row["language"] == "en"]
    return Told([row["text"] for row in rows], np.asarray([CLASSES[row["sentiment"]] for row in rows]))


def posts() -> Told:
    """The sentences of our own made-up posts: what a force tells, in the words of its trade, is neutral."""
    lines = {line.strip() for row in comments() for line in re.split(r"[.!?]\s|\n", row.get("post") or "")}
    told = sorted(line for line in lines if len(line.split()) > 3 and in_english(line))
    return Told(told, np.ones(len(told), dtype=np.int64))


def in_english(line: str) -> bool:
    """Whether a sentence of a post is in English."""
    return tongues([line], [("en",)])[0] == Tongue("en")


def lexicon() -> dict[int, float]:
    """What VADER's words are worth (-4 to 4; MIT), by number; words of the trade are worth nothing either way."""
    told = SentimentIntensityAnalyzer().lexicon
    return {number(word): float(worth) for word, worth in told.items() if not TRADE.match(word)}


def matrix(texts: Sequence[str], worth: dict[int, float]) -> sparse.csr_matrix:
    """Texts as rows: runs of words, runs of letters (each over the root of how many there are), figures."""
    parts = [texts[start : start + 1000] for start in range(0, len(texts), 1000)]
    return sparse.vstack([_rows(part, worth) for part in parts], format="csr")


def _rows(texts: Sequence[str], worth: dict[int, float]) -> sparse.csr_matrix:
    reading = read(texts, worth, blobs(texts))
    found = sparse.csr_matrix((len(texts), 2 << BITS), dtype=np.float32)
    for block in reading.blocks:
        places, owner = (np.concatenate([kind[at] for kind in block]) for at in (0, 1))
        share = 1 / np.sqrt(np.maximum(np.bincount(owner, minlength=len(texts)), 1))
        found = found + sparse.csr_matrix((share[owner].astype(np.float32), (owner, places)), shape=found.shape)
    return sparse.hstack([found, sparse.csr_matrix(reading.figures)], format="csr")


def rareness(rows: sparse.csr_matrix) -> npt.NDArray[np.float32]:
    """How much each column counts while training: rare runs more, those seen once not at all, figures as they are."""
    seen = np.bincount(rows.indices, minlength=rows.shape[1])
    counts = np.where(seen >= 2, np.log((rows.shape[0] + 1) / (seen + 1)) + 1, 0)
    for block in (slice(0, 1 << BITS), slice(1 << BITS, 2 << BITS)):
        counts[block] /= np.sqrt((counts[block] ** 2 * seen[block]).sum() / seen[block].sum())
    counts[2 << BITS :] = 1
    return np.asarray(counts, dtype=np.float32)


def fitted(rows: Any, moods: Any, c: float, weights: Any = None, rounds: int = 120) -> LogisticRegression:
    """A straight-line model."""
    return LogisticRegression(C=c, max_iter=rounds, random_state=4).fit(rows, moods, sample_weight=weights)


def even(moods: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Weights that make every class count alike."""
    there = np.bincount(moods)
    return np.asarray((len(moods) / len(there) / there)[moods])


def build(general: Told, own: Told, neutral: Told) -> dict[str, npt.NDArray[Any]]:
    """The arrays of the part, from tweets at large, our own comments, and posts that are neutral to both."""
    worth = lexicon()
    at_large, ours, told = (matrix(some.texts, worth) for some in (general, own, neutral))
    scale = rareness(at_large)
    rare = sparse.diags(np.where(scale > 0, scale, 1.0))
    plain = np.full(len(neutral.texts), POSTS)
    wide_rows, wide_moods = sparse.vstack([at_large, told]), np.concatenate([general.moods, neutral.moods])
    wide_weights = np.concatenate([even(general.moods), plain])
    wide = fitted(wide_rows @ sparse.diags(scale), wide_moods, C_GENERAL, wide_weights)
    whose = np.repeat([0, 1], [len(general.texts), len(own.texts)])
    which = fitted(sparse.vstack([at_large, ours]) @ rare, whose, C_WHICH, even(whose), 80)
    near_rows = sparse.vstack([ours, told])
    said = sparse.csr_matrix(against_neutral(wide.decision_function(near_rows @ sparse.diags(scale)).T).T * HANDED)
    near = fitted(
        sparse.hstack([near_rows @ rare, said]), np.concatenate([own.moods, neutral.moods]), C_POLICING,
        np.concatenate([np.ones(len(own.texts)), plain / 2 / POSTS]), 60,
    )  # fmt: skip
    size = len(scale)
    near_coef, near_start = against_neutral(near.coef_), against_neutral(near.intercept_)
    weights = np.concatenate([against_neutral(wide.coef_) * scale, near_coef[:, :size] @ rare, which.coef_ @ rare]).T
    start = np.concatenate([against_neutral(wide.intercept_), near_start, which.intercept_])
    return _small(weights, start, near_coef[:, size:].T * HANDED, worth)


def against_neutral(told: Any) -> Any:
    """What speaks for negative and for positive, each against neutral; a row a class."""
    return told[[0, 2]] - told[1]


def _small(weights: Any, start: Any, handed: Any, worth: dict[int, float]) -> dict[str, npt.NDArray[Any]]:
    steps, scale = quantised(weights[: 2 << BITS])
    there = np.any(np.abs(steps) >= QUIET, axis=1)
    words = sorted(worth)
    return {
        "there": np.packbits(there), "weights": steps[there], "scale": scale,
        "figures": weights[2 << BITS :].astype(np.float32), "start": start.astype(np.float32),
        "handed": handed.astype(np.float32), "words": np.asarray(words, dtype=np.uint32),
        "worth": np.clip(np.round([worth[word] * 25 for word in words]), -127, 127).astype(np.int8),
    }  # fmt: skip


def main() -> None:
    """Train on everything that may be trained on; keep the part, and which texts it has seen."""
    folder = data_folder()
    at_large, rates, own = tweets(folder), rated(folder), invented()
    general = Told(at_large.texts + rates.texts, np.concatenate([at_large.moods, rates.moods]))
    neutral = posts()
    size = keep(PART, **build(general, own, neutral))
    seen = np.unique([crc32(text.encode("utf-8")) for text in general.texts + own.texts]).astype(np.uint32)
    np.savez_compressed(SEEN, seen=seen)
    print(
        json.dumps(
            {
                "part": PART,
                "bytes": size,
                "tweets": len(general.texts),
                "own": len(own.texts),
                "posts": len(neutral.texts),
            }
        )
    )


if __name__ == "__main__":
    main()

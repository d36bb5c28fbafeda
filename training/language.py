"""Builds the part that tells languages apart: `python -m training.language`, from $BLUELAMP_DATA and training/."""

import json
import random
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.heard.sets import find
from domain.listening.language import ANOTHER, BITS, PART, counted, letters_only
from training.material import HERE, comments, data_folder
from training.small import keep, quantised

SEEN = HERE / "seen_language.npz"
SOURCES = {"tatoeba", "techiaith_cc0", "techiaith_cc0_spoken", "tweet_poleval2019"}
"""The sources of the set of languages that may be trained on; the police posts and tweeteval are only for scoring."""

NAMED = {"so", "fa", "ps", "ckb", "ru"}
"""Languages known only from the declaration of human rights that get their name; all others of it are `und`."""

MARKED = {"pl", "cy", "ro", "lt", "lv", "cs", "sk", "hu", "tr", "pt", "es", "fr", "ga", "gd", "sq", "br"}
"""Languages people also write without the marks on their letters."""

WEIGHT = {"en": 3.0, "cy": 1.5, "pl": 1.5}
"""What most of the public writes weighs most."""

C = 10.0
KEPT_BACK = 5
"""Every fifth text of the open set is never trained on, so that a figure can be given."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its language, and how much it counts."""

    text: str
    language: str
    weight: float = 1.0


def sentences(folder: Path) -> list[Example]:
    """The open set of short texts, without those kept back."""
    rows = (row for table in find(folder).get("langid", []) for row in table.rows)
    return [
        Example(row["text"], row["lang"]) for row in rows if row["source"] in SOURCES and not kept_back(row["text"])
    ]


def kept_back(text: str) -> bool:
    """Whether a text of the open set is only for scoring."""
    return crc32(text.encode("utf-8")) % KEPT_BACK == 0


def tweets(folder: Path) -> list[Example]:
    """English tweets (SemEval 2013-2016, the set kept for training), every fifth."""
    rows = [row for table in find(folder).get("semeval_sentiment", []) for row in table.rows]
    return [Example(row["text"], "en", 0.7) for row in rows[::5]]


def invented() -> list[Example]:
    """Our own comments, where they are in one language."""
    return [Example(row["text"], row["language"]) for row in comments() if row["language"] in ("en", "cy", "pl")]


def declarations() -> list[Example]:
    """Clauses of the declaration of human rights: languages that the open set lacks."""
    rows = [json.loads(line) for line in (HERE / "declarations.jsonl").read_text("utf-8").splitlines()]
    return [
        Example(row["text"], row["lang"], 1.0) if row["lang"] in NAMED else Example(row["text"], ANOTHER, 0.5)
        for row in rows
    ]


def as_written(examples: Iterable[Example]) -> Iterator[Example]:
    """The examples as the product reads them, with scraps of one to three words and unmarked copies beside them."""
    draw = random.Random(4)
    for one in examples:
        text = letters_only(one.text)
        if len(text) < 2:
            continue
        yield Example(text, one.language, one.weight)
        words = text.split()
        if len(words) > 3 and draw.random() < (1.0 if one.language in WEIGHT else 0.7):
            size = draw.choice((1, 2, 2, 3, 3))
            start = draw.randrange(len(words) - size + 1)
            yield Example(" ".join(words[start : start + size]), one.language, one.weight / 2)
        bare = unmarked(text)
        if one.language in MARKED and draw.random() < 0.5 and bare != text:
            yield Example(bare, one.language, one.weight / 2)


def unmarked(text: str) -> str:
    """A text with plain letters for the marked ones."""
    return unicodedata.normalize("NFKD", text.replace("ł", "l")).encode("ascii", "ignore").decode()


def matrix(texts: list[str]) -> sparse.csr_matrix:
    """How often each run stands in each text, over the root of how many runs it has."""
    found = counted(texts)
    text_of = np.repeat(np.arange(len(texts)), np.diff(found.first))
    rows = np.concatenate([text_of[unit] for _, unit in found.kinds])
    runs = np.concatenate([run for run, _ in found.kinds])
    share = (1 / np.sqrt(np.maximum(found.total, 1))).astype(np.float32)
    return sparse.csr_matrix((share[rows], (rows, runs)), shape=(len(texts), 1 << BITS))


def fit(examples: list[Example]) -> tuple[LogisticRegression, list[str]]:
    """A straight-line model over all languages; each weighs by the root of what there is of it."""
    names = sorted({one.language for one in examples})
    is_ = np.asarray([names.index(one.language) for one in examples])
    weight = np.asarray([one.weight for one in examples])
    there = np.bincount(is_, weights=weight)
    weight *= (np.sqrt(there.mean() / there) * [WEIGHT.get(name, 1.0) for name in names])[is_]
    model = LogisticRegression(C=C, max_iter=60, random_state=4)
    return model.fit(matrix([one.text for one in examples]), is_, sample_weight=weight), names


def main() -> None:
    """Train on everything that may be trained on; keep the part, and which texts it has seen."""
    folder = data_folder()
    told = sentences(folder) + tweets(folder) + invented() + declarations()
    model, names = fit(list(as_written(told)))
    weights, scale = quantised(model.coef_.T)
    size = keep(PART, weights=weights, scale=scale, start=model.intercept_.astype(np.float32), names=np.asarray(names))
    seen = np.unique([crc32(one.text.encode("utf-8")) for one in told]).astype(np.uint32)
    np.savez_compressed(SEEN, seen=seen)
    print(json.dumps({"part": PART, "bytes": size, "texts": len(told), "languages": names}))


if __name__ == "__main__":
    main()

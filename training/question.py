"""Builds the part that hears whether a text asks: `python -m training.question`, from $BLUELAMP_DATA and training/."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.heard.sets import find
from domain.listening.features import WIDTH, Floats, lit
from domain.listening.model import Part, keep
from domain.listening.questions import RULES, figures
from domain.listening.spoken import spoken
from training.material import comments, data_folder

C = 4.0
QUIET = 0.25
"""Words speak more softly beside the rules here than in the other parts (measured: NPS chat F1 0.87 to 0.88)."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, whether it asks, and how much it counts."""

    text: str
    asks: bool
    weight: float = 1.0


def tweet_acts(folder: Path) -> list[Example]:
    """The tweet acts (BSD-2-Clause)."""
    return [Example(row["text"], row["is_question"] == "1") for row in _rows(folder, "tweet_acts")]


def sentences(folder: Path) -> list[Example]:
    """Tatoeba's sentences (CC BY 2.0 FR) and Welsh ones (CC0): one that ends in a question mark asks."""
    kept = {"en", "cy", "pl"}
    rows = [row for row in _rows(folder, "langid") if row["lang"] in kept and row["source"] in SOURCES]
    return [Example(row["text"], row["text"].rstrip().endswith("?"), 0.5) for row in rows]


SOURCES = {"tatoeba", "techiaith_cc0"}


def invented() -> list[Example]:
    """Our own invented comments: who asks with a mark asks somebody; without one, only what is labelled a question."""
    told = []
    for row in comments():
        marked = "?" in row["text"]
        if row["kind"] == "rhetorical":
            continue  # a question in form and not in earnest teaches neither side
        if row["kind"] == "question" or (marked and row["kind"] != "spam"):
            told.append(Example(row["text"], True))
        elif row["kind"] not in ("request", "urgent"):
            told.append(Example(row["text"], False))
    return told


def fit(examples: Sequence[Example], c: float = C) -> tuple[Floats, Floats, Floats]:
    """The weights of both heads: of a text as it stands, and of one without its marks."""
    bare = [Example(one.text.replace("?", " "), one.asks, one.weight) for one in examples]
    heads = [_head(list(examples), c), _head(bare, c)]
    places, rules, start = (np.stack([head[at] for head in heads], axis=-1) for at in range(3))
    return places, rules, start


def _head(examples: Sequence[Example], c: float) -> tuple[Floats, Floats, Any]:
    texts = [spoken(one.text) for one in examples]
    numbers = sparse.hstack([lit(texts).matrix * QUIET, sparse.csr_matrix(figures(texts))], format="csr")
    model = LogisticRegression(C=c, solver="liblinear", random_state=4)
    model.fit(numbers, [one.asks for one in examples], sample_weight=[one.weight for one in examples])
    return model.coef_[0, :WIDTH] * QUIET, model.coef_[0, WIDTH:], model.intercept_[0]


def _rows(folder: Path, name: str) -> Iterable[dict[str, Any]]:
    return (row for table in find(folder).get(name, []) for row in table.rows)


def main() -> None:
    """Train on everything that may be trained on, and keep the part."""
    folder = data_folder()
    examples = tweet_acts(folder) + sentences(folder) + invented()
    places, rules, start = fit(examples)
    path = keep("question", Part(places, rules, start.astype(np.float32), ("asks", "asks_without_mark"), RULES))
    print(json.dumps({"part": str(path), "bytes": path.stat().st_size, "examples": len(examples)}))


if __name__ == "__main__":
    main()

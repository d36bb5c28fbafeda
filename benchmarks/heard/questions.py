"""Is it a question: the part that ships, by transfer, with every mark removed, beside "contains ?"."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from benchmarks.heard.measures import Row, binary, ranked
from benchmarks.heard.sets import Item, Sets
from domain.listening.features import lit
from domain.listening.model import Part, logits
from domain.listening.questions import asks, figures
from domain.listening.spoken import spoken
from training.question import Example, fit, invented

Asks = Callable[[Sequence[str]], list[float]]
STRICT = 0.9
"""Public tweets hold far fewer questions than comments to the police: the same means with a bar for that."""
TRAINED = "trained on the development half of this set (BSD-2-Clause): transfer only on another half"


def score(found: Sets) -> list[Row]:
    """Every set of questions found."""
    rows: list[Row] = []
    rows += _set(
        "NPS chat", [(one["text"], one["is_question"] == "1") for one in found.rows("nps_chat")], found, "nps_chat"
    )
    rows += _set(
        "tweet acts",
        [(one["text"], one["is_question"] == "1") for one in found.rows("tweet_acts")],
        found,
        "tweet_acts",
    )
    replies = [one for one in found.rows("rumoureval") if one["is_source"] == "0"]
    rows += _set("RumourEval replies", [(one["text"], one["is_query"] == "1") for one in replies], found, "")
    return rows


def _set(name: str, items: list[tuple[str, bool]], found: Sets, key: str) -> list[Row]:
    if not items:
        return []
    texts, truth = [text for text, _ in items], [so for _, so in items]
    bare = [text.replace("?", " ") for text in texts]
    rows = [binary(name, "question", 'contains "?"', truth, ["?" in text for text in texts], note="baseline")]
    ships = "transfer" if key != "tweet_acts" else TRAINED
    rows += _both(name, "what ships", asks, texts, bare, truth, ships)
    note = "transfer: trained on invented comments alone"
    rows += _both(name, "without tweet acts", transfer, texts, bare, truth, note)
    strict = [one >= STRICT for one in transfer(texts)]
    rows.append(binary(name, "question", f"without tweet acts, from {STRICT}", truth, strict, note=note))
    if key == "tweet_acts" and not found.train:
        rows.append(_crossed(name, texts, truth))
    if key and found.training(key):
        own = _trained([Example(one["text"], one["is_question"] == "1") for one in _rows(found, key)])
        rows += _both(name, "in-domain", own, texts, bare, truth, "benchmark only: trained on the --train half")
    return rows


def _crossed(name: str, texts: list[str], truth: list[bool]) -> Row:
    """What the means do on quarters of this set that they were not trained on, for want of another half."""
    told = [0.0] * len(texts)
    for fold in range(4):
        train = [Example(text, so) for at, (text, so) in enumerate(zip(texts, truth, strict=True)) if at % 4 != fold]
        for at, one in zip(range(fold, len(texts), 4), _trained([*train, *invented()])(texts[fold::4]), strict=True):
            told[at] = one
    return binary(name, "question", "crossed in four", truth, [one >= 0.5 for one in told], note="benchmark only")


def _both(
    name: str, method: str, asks_: Asks, texts: list[str], bare: list[str], truth: list[bool], note: str
) -> list[Row]:
    told, without = asks_(texts), asks_(bare)
    return [
        binary(name, "question", method, truth, [one >= 0.5 for one in told], note=note),
        ranked(name, "question", method, truth, told),
        binary(name, 'question, "?" removed', method, truth, [one >= 0.5 for one in without], note=note),
    ]  # fmt: skip


def transfer(texts: Sequence[str]) -> list[float]:
    """The same means trained on our own invented comments and nothing else."""
    return _of(_invented())(texts)


@cache
def _invented() -> Part:
    return _part(invented())


def _trained(examples: list[Example]) -> Asks:
    return _of(_part(examples))


def _part(examples: list[Example]) -> Part:
    places, rules, start = fit(examples)
    return Part(places.astype(np.float32), rules.astype(np.float32), start.astype(np.float32), ("asks", "bare"))


def _of(part: Part) -> Asks:
    def told(texts: Sequence[str]) -> list[float]:
        read = [spoken(text) for text in texts]
        both = logits(part, lit(read), figures(read))
        marked = np.asarray(["?" in one.words for one in read])
        return [float(one) for one in 1 / (1 + np.exp(-np.where(marked, both[:, 0], both[:, 1])))]

    return told


def _rows(found: Sets, key: str) -> list[Item]:
    return found.training(key)

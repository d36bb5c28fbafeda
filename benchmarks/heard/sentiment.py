"""Sentiment of tweets and of comments to the police: ours beside TextBlob, VADER and always-neutral."""

from collections.abc import Callable, Sequence
from functools import cache
from zlib import crc32

import numpy as np
from textblob import TextBlob

from benchmarks.heard.measures import Row, classes, share
from benchmarks.heard.sets import Item, Sets, said_in
from domain.listening.mood import felt
from domain.listening.words import Tongue
from training.mood import RATED, SEEN

NAMES = {"negative": "neg", "neutral": "neu", "positive": "pos"}
BATCH = 500
NEAR = "near domain: trained on earlier years of the same task, none of these tweets"
TRANSFER = "transfer: nothing of this set was trained on"
KEPT_BACK = "in-domain: trained on other tweets of this set; these were kept back"
MADE_UP = "made up; trained on other made-up comments, none of these"

Way = Callable[[Sequence[str]], list[str]]


def score(found: Sets) -> list[Row]:
    """Every way to hear sentiment, on every set that has it; no text the part was trained on is scored."""
    rows: list[Row] = []
    for table in found.test.get("tweeteval", []):
        rows += _three("tweeteval " + table.path.name.split(".")[0], *_labels(table.rows, "label"), NEAR)
    rows += _three("airline", *_labels(found.rows("airline"), "airline_sentiment"), TRANSFER)
    rows += _sts(*_labels(found.rows("sts_gold"), "label"))
    rows += _rated(found.rows("vader"))
    own = [one for one in said_in(found.test) if one.label.get("language") == "en" and one.label.get("sentiment")]
    own = [one for one in own if not seen(one.item["text"])]
    units = [one.thread for one in own]
    rows += _information(found.rows("police_posts"))
    return rows + _three(
        "threads", [one.item["text"] for one in own], [one.label["sentiment"] for one in own], MADE_UP, units
    )


@cache
def _seen() -> frozenset[int]:
    with np.load(SEEN, allow_pickle=False) as stored:
        return frozenset(stored["seen"].tolist())


def seen(text: str) -> bool:
    """Whether the part was trained on this very text."""
    return crc32(text.encode("utf-8")) in _seen()


def _labels(rows: list[Item], column: str) -> tuple[list[str], list[str]]:
    unseen = [row for row in rows if not seen(row["text"])]
    return [row["text"] for row in unseen], [NAMES.get(row[column], row[column]) for row in unseen]


def _three(set_: str, texts: list[str], truth: list[str], note: str, units: Sequence[str] | None = None) -> list[Row]:
    if not texts:
        return []
    return [
        classes(set_, "sentiment", name, truth, way(texts), units, note if name == "ours" else "")
        for name, way in _ways().items()
    ]


def _sts(texts: list[str], truth: list[str]) -> list[Row]:
    """A set without neutral tweets: neutral is a miss."""
    if not texts:
        return []
    return [
        share("sts_gold", "sentiment, no neutral ones", name, [a == b for a, b in zip(truth, way(texts), strict=True)],
              note=TRANSFER if name == "ours" else "a neutral answer is a miss")
        for name, way in _ways().items()
    ]  # fmt: skip


def _rated(rows: list[Item]) -> list[Row]:
    unseen = [row for row in rows if not seen(row["text"])]
    rates = [float(row["mean_rating"]) for row in unseen]
    truth = ["pos" if rate > RATED else "neg" if rate < -RATED else "neu" for rate in rates]
    return _three("vader tweets", [row["text"] for row in unseen], truth, KEPT_BACK)


def _information(rows: list[Item]) -> list[Row]:
    """What the police tell the public is neither good nor bad mood: how much of it is called negative."""
    told = [row["base_text"] for row in rows if row["class_name"] == "push_information" and row["base_text"]]
    if not told:
        return []
    return [
        share("police_posts", "information called negative", name, [mood == "neg" for mood in way(told)], name="share",
              note="lower is better; " + TRANSFER if name == "ours" else "")
        for name, way in _ways().items()
    ]  # fmt: skip


def _ways() -> dict[str, Way]:
    ways: dict[str, Way] = {
        "ours": _ours,
        "TextBlob, threshold 0": lambda texts: [_sign(TextBlob(text).sentiment.polarity, 0.0) for text in texts],
        "always neutral": lambda texts: ["neu"] * len(texts),
    }
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return ways
    told = SentimentIntensityAnalyzer()
    ways["VADER ±.05"] = lambda texts: [_sign(told.polarity_scores(text)["compound"], 0.05) for text in texts]
    return ways


def _ours(texts: Sequence[str]) -> list[str]:
    out = []
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        out += [one.mood.value if one is not None else "none" for one in felt(batch, [Tongue("en")] * len(batch))]
    return out


def _sign(value: float, threshold: float) -> str:
    return "pos" if value > threshold else "neg" if value < -threshold else "neu"

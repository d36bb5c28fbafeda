"""Builds `parts/answered.npz`: is a reply of ours an answer, is somebody else's; from invented pairs and IBM's threads.

`python -m training.answered` reads training/*.jsonl and $BLUELAMP_DATA/threads_ibm_customer_care (Apache-2.0). Nothing
of the sets that are kept for evaluation is read.
"""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from domain.listening import good_answers, weigh
from domain.listening.learnt import PART
from domain.listening.weigh import Weight

_LINK = re.compile(r"https?://\S+")
HERE = Path(__file__).parent
SEED = 20_26
Item = dict[str, Any]
Row = tuple[list[float], bool, float]
"""Features, whether it is an answer, and how much this example counts."""


def main() -> None:
    """Learn both judgements and write them."""
    pairs = read(HERE / "answers.jsonl")
    ours, others = list(of_ours(pairs)), list(of_others(pairs))
    np.savez(PART, replies=learn(ours, even=False), others=learn(others, even=True))
    for name, rows in (("replies", ours), ("others", others)):
        print(name, len(rows), "pairs,", sum(is_ for _, is_, _ in rows), "answers")


def read(path: Path) -> list[Item]:
    """The items of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def of_ours(pairs: list[Item]) -> Iterator[Row]:
    """The force's direct replies that the judgement is asked about: mixed, and nothing sure."""
    for pair in pairs:
        judged = weigh.clauses(pair["reply"])
        worths = {found.weight for found in judged}
        sure = any(found.sure for found in judged)
        if pair["by"] == "force" and not sure and len(worths) > 1 and Weight.SUBSTANCE in worths:
            yield weigh.features(judged, pair["reply"], pair["question"]), pair["verdict"] == "answered", 1.0


def of_others(pairs: list[Item]) -> Iterator[Row]:
    """Invented pairs, the same pairs mixed up, chat under questions, and a company's answers and counter-questions."""
    dice = random.Random(SEED)
    for pair in pairs:
        partner, answers = pair["by"] == "partner", pair["verdict"] == "answered"
        yield good_answers.features(pair["question"], pair["reply"], partner), answers, 2.0
    answers = [pair for pair in pairs if pair["verdict"] == "answered"]
    for pair in answers:
        other = dice.choice(answers)
        if other["post"] != pair["post"]:
            yield good_answers.features(pair["question"], other["reply"], other["by"] == "partner"), False, 0.5
    yield from _neighbours()
    yield from _chat(pairs, dice)
    yield from _company()


def _neighbours() -> Iterator[Row]:
    """Invented questions among neighbours with what is an answer and what is none."""
    question = ""
    for line in (HERE / "neighbours.txt").read_text("utf-8").splitlines():
        if line.startswith("?"):
            question = line[2:]
        elif line[:1] in {"+", "-"}:
            yield good_answers.features(question, line[2:]), line[0] == "+", 2.0


def _chat(pairs: list[Item], dice: random.Random) -> Iterator[Row]:
    """What the public writes without needing an answer, as if it stood under a question."""
    plain = [one["text"] for path in sorted(HERE.glob("comments_*.jsonl")) for one in read(path) if _is_chat(one)]
    for text in dice.sample(plain, min(len(plain), len(pairs))):
        yield good_answers.features(dice.choice(pairs)["question"], text), False, 1.0
        yield good_answers.features(text, dice.choice(pairs)["reply"]), False, 0.5  # to what asks nothing


def _is_chat(one: Item) -> bool:
    return not one["needs_answer"] and one["kind"] in {"chat", "thanks", "abuse", "rhetorical", "question", "other"}


def _company() -> Iterator[Row]:
    """A company's last word with a link is an answer, what it asks before that is none; links count for nothing."""
    path = Path(os.environ["BLUELAMP_DATA"]) / "threads_ibm_customer_care" / "dev.json.gz"
    for one in json.loads(gzip.decompress(path.read_bytes())):
        turns = one["dialogContent"]
        asked = next((turn["message"] for turn in turns if "client" in turn), None)
        if not asked:
            continue
        yield good_answers.features(asked, _LINK.sub("", one["agentURL"]["url_utterance"])), True, 0.2
        for turn in turns:
            if "agent" in turn and turn["message"].rstrip().endswith("?"):
                yield good_answers.features(asked, turn["message"]), False, 0.5


def learn(rows: list[Row], even: bool) -> NDArray[np.float64]:
    """The weights; `even`: both sides count alike, however many examples each has."""
    features = np.asarray([row for row, _, _ in rows])
    truth = np.asarray([is_ for _, is_, _ in rows])
    counts = np.asarray([much for _, _, much in rows])
    model = LogisticRegression(C=0.5, class_weight="balanced" if even else None, fit_intercept=False, max_iter=5000)
    model.fit(features, truth, sample_weight=counts)
    return np.asarray(model.coef_[0], np.float64)


if __name__ == "__main__":
    main()

"""How well listening did on comments that people labelled: precision, recall and F1 of every task, with the counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Labels = Mapping[str, Any]
"""A verdict by name: needs_answer, kind, lanes, language, sentiment, topic; what is left out is not scored."""

CHOICES = ("kind", "language", "sentiment", "topic")


@dataclass(frozen=True, slots=True)
class Score:
    """One task: over how many comments, how often it is so, was said, and was rightly said; None out of nothing."""

    task: str
    n: int
    true: int
    said: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of what was said, the share that is so."""
        return _share(self.right, self.said)

    @property
    def recall(self) -> float | None:
        """Of what is so, the share that was said."""
        return _share(self.right, self.true)

    @property
    def f1(self) -> float | None:
        """Precision and recall as one figure."""
        return _share(2 * self.right, self.said + self.true)


def score_labels(pairs: Iterable[tuple[Labels, Labels]]) -> list[Score]:
    """The scores of (heard, labelled) pairs: needs an answer, every lane that occurs, and every task of one choice.

    For a task of one choice `right` is how often it was rightly chosen, and each class follows as `task=class`.
    """
    known = list(pairs)
    found = [
        _yes_or_no(
            "needs_answer",
            [(heard["needs_answer"], told["needs_answer"]) for heard, told in _both(known, "needs_answer")],
        )
    ]
    laned = _both(known, "lanes")
    for lane in sorted({lane for pair in laned for one in pair for lane in one["lanes"]}):
        found.append(
            _yes_or_no(f"lane={lane}", [(lane in heard["lanes"], lane in told["lanes"]) for heard, told in laned])
        )
    for task in CHOICES:
        chosen = [(heard[task], told[task]) for heard, told in _both(known, task)]
        right = sum(heard == told for heard, told in chosen)
        found.append(Score(task, len(chosen), len(chosen), len(chosen), right))
        for name in sorted({str(told) for _, told in chosen}):
            found.append(_yes_or_no(f"{task}={name}", [(heard == name, told == name) for heard, told in chosen]))
    return [one for one in found if one.n]


def macro_f1(scores: Sequence[Score], task: str) -> float | None:
    """The mean F1 over the classes of a task that truly occur."""
    of_classes = [one.f1 or 0.0 for one in scores if one.task.startswith(f"{task}=") and one.true]
    return sum(of_classes) / len(of_classes) if of_classes else None


def _yes_or_no(task: str, pairs: Sequence[tuple[bool, bool]]) -> Score:
    return Score(
        task, len(pairs), sum(bool(told) for _, told in pairs), sum(bool(heard) for heard, _ in pairs),
        sum(bool(heard and told) for heard, told in pairs),
    )  # fmt: skip


def _both(pairs: Sequence[tuple[Labels, Labels]], field: str) -> list[tuple[Labels, Labels]]:
    return [(heard, told) for heard, told in pairs if None not in (heard.get(field), told.get(field))]


def _share(top: int, bottom: int) -> float | None:
    return top / bottom if bottom else None

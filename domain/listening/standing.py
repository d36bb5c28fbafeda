"""How far a question of the public has come, by what stands in its thread."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.listening.words import Reason


class Standing(StrEnum):
    """What the thread says of a question."""

    UNANSWERED = "unanswered"
    HOLDING = "holding"  # we wrote, but no answer: "please DM us", "call 101", "leave it with us"
    ANSWERED = "answered"  # by us
    OTHER = "answered_by_other"  # somebody else answered it well, perhaps: a person confirms
    WITHDRAWN = "withdrawn"  # by who asked


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for one question: `by` is the comment (or post) that made it so, `at` when that was written (UTC).

    `follows` is the question it is asked after: the same person, once more, after an answer.
    """

    question: str
    standing: Standing
    by: str | None = None
    at: datetime | None = None
    follows: str | None = None
    reason: Reason | None = None

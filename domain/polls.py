"""Polls and consultations: what is asked, what may be said of the answers, and what is owed to who answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

FEW = 10
"""Below so many answers no percentage is shown: one person more or less would turn it round."""

FEEDBACK_WITHIN = timedelta(days=28)
FURTHEST = timedelta(days=730)
LONGEST = {"question": 500, "method": 300, "decision": 2_000, "feedback": 2_000, "reason": 500, "option": 200}
"""Characters of each part of what is kept here; a platform's own limits are its Capabilities'."""

MOST_OPTIONS = 20
MOST_ANSWERS = 10_000_000


class PollState(StrEnum):
    """Where a poll stands, as lists choose."""

    COMING = "coming"  # not open yet: written, waiting for approval or for its day
    OPEN = "open"
    COUNTING = "counting"  # over, and its results are not final
    OWED = "owed"  # final; who took part has not been told what came of it
    OVERDUE = "overdue"  # the same, or still uncounted, after the day it was promised for
    DONE = "done"  # who took part was told, or the reason why not is written down
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class PollAsked:
    """A poll as it goes out with a post: its answers in their order, and how many minutes it stays open."""

    options: tuple[str, ...]
    minutes: int


@dataclass(frozen=True)
class PollTold:
    """What a platform tells of a poll of ours: answers and votes in their order (None: not told), and if it is over."""

    options: tuple[tuple[str, int | None], ...]
    closed: bool
    ends_at: datetime | None = None


@dataclass(frozen=True)
class PollsTold:
    """Polls by the external ids of their posts, which of these posts are gone, and what was bought to learn it."""

    polls: Mapping[str, PollTold] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class OneAsked:
    """A poll for one account: the question as the post's words, and its answers."""

    account_id: UUID
    question: str
    options: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True)
class PollWords:
    """Polls to put on accounts of a platform, all at one time (UTC): one account and one post each.

    `feedback_due_on` None: four weeks after it closes.
    """

    asked: tuple[OneAsked, ...]
    minutes: int
    due_at: datetime
    campaign_id: UUID | None = None
    category: str = ""
    feedback_due_on: date | None = None


@dataclass(frozen=True)
class Consultation:
    """A question put to the public by other means, kept by hand. Without district and team it is the whole force's."""

    question: str
    method: str
    options: tuple[str, ...]
    opens_on: date
    closes_on: date
    district_id: UUID | None = None
    team_id: UUID | None = None
    campaign_id: UUID | None = None
    feedback_due_on: date | None = None


def feedback_due(closes_on: date, chosen: date | None = None) -> date:
    """The London day by which who took part is told what came of it."""
    return chosen or closes_on + FEEDBACK_WITHIN


def trimmed(options: Sequence[str]) -> tuple[str, ...]:
    """Answers as they are kept: without spaces round them, the empty ones at the end left out."""
    found = [" ".join(one.split()) for one in options]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def consultation_faults(words: Consultation) -> list[str]:
    """What is wrong with a consultation kept by hand, each a sentence; empty when it may be kept."""
    found = []
    if not words.question:
        found.append("Write the question as it was put.")
    if not words.method:
        found.append("Say how people were asked: a show of hands at a meeting, a paper form, a Facebook post.")
    found += option_faults(words.options)
    for name in ("question", "method"):
        if (length := len(getattr(words, name))) > LONGEST[name]:
            found.append(f"The {name} is {length:,} characters long; {LONGEST[name]:,} are kept. Make it shorter.")
    if words.closes_on < words.opens_on:
        found.append("It closes before it opens. Change one of the two days.")
    due = feedback_due(words.closes_on, words.feedback_due_on)
    if not words.closes_on <= due <= words.closes_on + FURTHEST:
        found.append("Choose a day for the feedback that is not before it closes, within two years.")
    return found


def option_faults(options: Sequence[str]) -> list[str]:
    """What is wrong with the answers people may choose from, wherever they are asked."""
    found = []
    if len(options) < 2:
        found.append("Give at least two answers to choose from.")
    if len(options) > MOST_OPTIONS:
        found.append(f"{len(options)} answers are too many; {MOST_OPTIONS} are kept. Gather some of them.")
    if not all(options):
        found.append("An answer is empty. Write it, or take it out.")
    if len({one.casefold() for one in options if one}) < len([one for one in options if one]):
        found.append("Two answers are the same. Change one of them.")
    if any(len(one) > LONGEST["option"] for one in options):
        found.append(f"An answer is longer than {LONGEST['option']} characters. Make it shorter.")
    return found


def count_faults(votes: Sequence[int | None], answered: int | None) -> list[str]:
    """What is wrong with results counted by hand: one number for each answer, and how many took part."""
    told = [one for one in votes if one is not None]
    if len(told) < len(votes):
        return ["Write how many chose each answer; 0 where nobody did."]
    if any(not 0 <= one <= MOST_ANSWERS for one in told):
        return ["A number of votes is not possible. Look again."]
    if answered is None:
        return ["Write how many people took part."]
    if not max(told, default=0) <= answered <= MOST_ANSWERS:
        return ["Fewer people took part than chose one of the answers. Look again."]
    return []


def share(votes: int | None, answered: int | None) -> float | None:
    """What part of those who took part chose this, in per cent; None below FEW answers, where it would mislead."""
    if votes is None or answered is None or answered < FEW:
        return None
    return 100 * votes / answered

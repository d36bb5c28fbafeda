"""You said, we did: the words of an issue, what is wrong with them, and the post that tells the public."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from domain.listening.words import Topic
from domain.wording import personal
from domain.wording.checks import look
from domain.wording.words import Context

ONLINE = "online"
"""The source of what was raised by questions alone; anything else is in words: "Meeting: Ashby village hall"."""

LONGEST = {
    "title": 120, "said": 2_000, "source": 200, "action": 2_000, "outcome": 2_000, "cannot_because": 2_000,
}  # fmt: skip
"""Characters of each part."""

FURTHEST = timedelta(days=730)

_CALLED = {
    "title": "The title", "said": "What was said", "source": "Where it was raised", "action": "What we did",
    "outcome": "What came of it", "cannot_because": "The reason",
}  # fmt: skip

_CHECKS = (personal.phones, personal.mails, personal.places, personal.plates, personal.births, personal.names)
_SOMEBODY = re.compile(r"(?<![\w@])@\w{2,}|\b(?:Mr|Mrs|Ms|Miss|Mx)\.? [A-Z][\w'’-]+")


class IssueState(StrEnum):
    """Where an issue stands, as lists choose."""

    OPEN = "open"
    OVERDUE = "overdue"  # open, and the day it was due has passed
    CLOSED = "closed"


@dataclass(frozen=True)
class IssueWords:
    """All that an officer writes of an issue. Without district and team it is the whole force's."""

    title: str
    said: str
    topic: Topic
    owner_id: UUID
    due_on: date
    source: str = ONLINE
    district_id: UUID | None = None
    team_id: UUID | None = None
    action: str = ""
    outcome: str = ""
    cannot_because: str = ""
    public: bool = False


def faults(words: IssueWords) -> list[str]:
    """What is wrong with an issue as it was written, each a sentence; empty when it may be kept."""
    found = []
    if not words.title:
        found.append("Give it a title, so that others find it.")
    if not words.said:
        found.append("Write what was said, in your own words and without names.")
    if not words.source:
        found.append("Say where it was raised: a meeting, a surgery, a letter.")
    for name, most in LONGEST.items():
        if (length := len(getattr(words, name))) > most:
            found.append(f"{_CALLED[name]} is {length:,} characters long; {most:,} are kept. Make it shorter.")
    return found


def may_close(words: IssueWords) -> bool:
    """Whether it says what came of it, or why it cannot be changed."""
    return bool(words.outcome or words.cannot_because)


def personal_data(*texts: str) -> list[str]:
    """Words that the public will read and that look like somebody's personal data, each once."""
    context = Context(most=sum(LONGEST.values()))
    found = [one.words for text in texts for one in look(text, context, _CHECKS)]
    return list(dict.fromkeys(found + [one[0] for text in texts for one in _SOMEBODY.finditer(text)]))


def post_words(said: str, action: str, outcome: str, cannot_because: str) -> str:
    """The words of a post that tells the public, for an officer to work on."""
    parts = [f"You said: {said}"]
    parts += [f"We did: {action}"] if action else []
    parts += [outcome] if outcome else []
    parts += [f"This cannot be changed, because {cannot_because}"] if cannot_because else []
    return "\n\n".join(parts)

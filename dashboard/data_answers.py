"""What the box to answer may ask: kept words, saved replies, signposts, the checks, and what a platform lets us do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlmodel import Session

from config.signposts import read_signposts
from dashboard import kept
from dashboard.kept import ask, now
from domain import saved_replies as words_of
from domain.answers import Obstacle, needs_second_reader
from domain.clock import LONDON
from domain.listening.alike import similar
from domain.listening.weigh import Weight, weigh
from domain.listening.words import Lane, Topic
from domain.people import Signed
from domain.publication import SecondReader
from domain.signposts import Signpost
from domain.wording.checks import look
from domain.wording.words import Code, Context, Finding, Severity
from platforms import registry
from store import answers, drafts, queue, saved_replies
from store.answers import AskedOf
from store.saved_replies import SavedReplyRow
from store.tables import Account

__all__ = [
    "Alike",
    "Answering",
    "Code",
    "Context",
    "Finding",
    "SavedReplyRow",
    "Severity",
    "Signpost",
    "check",
    "shape",
]

NEAREST = 0.15
"""Likeness from which a saved reply is taken to be on the point of a question."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another question that waits and asks the same."""

    id: UUID
    author: str
    text: str
    same_words: bool  # whether its platform takes the same words to several people
    context: Context  # what an answer of its own is checked against


@dataclass(frozen=True, slots=True)
class Answering:
    """What one question's box to answer is drawn from, all asked at once."""

    known: AskedOf
    obstacle: Obstacle | None
    context: Context
    together: Context  # of one answer that closes the others with it
    fields: dict[str, str]
    offered: Sequence[SavedReplyRow]
    draft: tuple[str, datetime] | None
    alike: Sequence[Alike]


def answering(who: Signed, question_id: UUID) -> Answering | None:
    """Everything for answering one question; None when it is gone."""
    return ask(_answering, who, question_id)


def _answering(db: Session, who: Signed, question_id: UUID) -> Answering | None:
    found = answers.question(db, question_id)
    if found is None:
        return None
    question, reply, account = found
    known = answers.asked_of(db, question, reply)
    all_known = answers.asked_together(db, question, known)
    anyone = kept.answers_anyone(account.platform)
    offered = saved_replies.offered(db, account.district_id, account.team_id, now().astimezone(LONDON).date())
    return Answering(
        known,
        registry.obstacle(account.platform, known.asked, account.handle, anyone),
        _context(db, account, known),
        _context(db, account, all_known),
        answers.fields(db, account, reply.author),
        _nearest(reply.text, question.topic, known.language, offered),
        drafts.mine(db, question_id, who.person_id),
        [_alike(db, other.id) for other in queue.group_members(db, question_id) if other.id != question_id],
    )


def check(text: str, context: Context) -> list[Finding]:
    """What the checks say of an answer as it stands."""
    return look(text, context)


def only_holds(text: str, asked: str) -> bool:
    """Whether an answer looks like a holding reply: it passes on, sends elsewhere, or promises to come back."""
    return bool(text.strip()) and weigh(text, asked).weight is Weight.HOLDING


def second_reader(rule: SecondReader, lanes: Sequence[Lane]) -> bool:
    """Whether somebody else reads an answer in these lanes first."""
    return needs_second_reader(rule, lanes)


def fill(text: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """A saved reply with its fields filled in, and those that are left to whoever writes."""
    return words_of.filled(text, values)


def shape() -> tuple[str, ...]:
    """The fields that a saved reply may have."""
    return words_of.FIELDS


def saved(who: Signed) -> Sequence[SavedReplyRow]:
    """All saved replies that this person may see."""
    return ask(saved_replies.kept, who, now().astimezone(LONDON).date())


def signposts() -> tuple[Signpost, ...]:
    """Where people are sent: the force's own, or as Bluelamp comes."""
    path = kept.signposts_file()
    return _signposts(path, path.stat().st_mtime if path else 0.0)


def own_words() -> tuple[str, ...]:
    """The words of the signposts, which are nobody's personal data."""
    return tuple(words for one in signposts() for words in (one.en, one.cy))


@cache
def _signposts(path: Path | None, changed: float) -> tuple[Signpost, ...]:
    return read_signposts(path)


def _alike(db: Session, question_id: UUID) -> Alike:
    found = answers.question(db, question_id)
    assert found
    question, reply, account = found
    can = registry.capabilities(account.platform)
    context = _context(db, account, answers.asked_of(db, question, reply))
    return Alike(question_id, reply.author, reply.text, can.same_words_elsewhere, context)


def _context(db: Session, account: Account, known: AskedOf) -> Context:
    can, ours = registry.capabilities(account.platform), (*own_words(), *answers.contacts(db))
    return Context(can.max_text, can.count_text, known.lanes, known.language, ours)


def _nearest(text: str, topic: Topic | None, language: str, offered: Sequence[SavedReplyRow]) -> list[SavedReplyRow]:
    """The likeliest first, by likeness and topic; to a question in Welsh those with Welsh words before the others."""
    likeness = dict(similar(text, [f"{one.title} {one.text} {one.text_cy}" for one in offered], least=NEAREST))

    def rank(at: int) -> tuple[bool, float, bool, str]:
        one = offered[at]
        return (
            language == "cy" and not one.text_cy,
            -likeness.get(at, 0.0) - (0.3 if topic and one.topic is topic else 0.0),
            one.team_id is None,
            one.title,
        )

    return [offered[at] for at in sorted(range(len(offered)), key=rank)]

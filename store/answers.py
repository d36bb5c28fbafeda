"""What an answer is written for: what was heard in the question, whether it speaks to us, and the force's contacts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from domain.answers import READ_FIRST, Asked
from domain.listening.standing import Standing
from domain.listening.words import UNKNOWN, Lane
from domain.posts import Surface
from domain.questions import Outcome
from store import questions, queue
from store.tables import Account, District, Post, Question, Reply, Team, Verdict
from store.verdicts import lanes_of

WELSH = "cy"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What is known of a question before it is answered: its lanes, its language, and how it stands to us."""

    lanes: tuple[Lane, ...]
    language: str
    asked: Asked


NOTHING_KNOWN = AskedOf((), UNKNOWN, Asked("", False, False))
"""Of a comment that asks nothing, or no longer."""


def asked_of(db: Session, question: Question, reply: Reply) -> AskedOf:
    """What is known of a question; nothing was heard in it yet: everyday, in a language that nobody knows."""
    heard = db.get(Verdict, reply.id)
    lanes = lanes_of(heard.lanes) if heard else (question.lane,) if question.lane else ()
    under_ours = reply.surface is Surface.THREAD
    calls = reply.surface is Surface.MENTION or (under_ours and reply.parent == reply.thread)
    calls = calls or _is_ours(db, reply.account_id, reply.parent)
    asked = Asked(reply.text, calls, under_ours)
    return AskedOf(lanes, heard.language if heard else UNKNOWN, asked)


def asked_together(db: Session, question: Question, known: AskedOf) -> AskedOf:
    """What is known of all that ask the same as this, for one answer to all: every lane, and Welsh if one is."""
    found = [known]
    for other in queue.group_members(db, question.id):
        if other.id != question.id:
            found.append(asked_of(db, other, db.get_one(Reply, other.reply_id)))
    lanes = tuple(lane for lane in Lane if any(lane in one.lanes for one in found))
    welsh = any(one.language == WELSH for one in found)
    return AskedOf(lanes, WELSH if welsh else known.language, known.asked)


def closed_with(
    db: Session,
    question_id: UUID,
    written_at: datetime,
    by: UUID,
    reason: str,
    at: datetime,
    *,
    read: bool,
    answer: str = "",
) -> list[UUID]:
    """Close the others of a question's group for one answer to all of them (`answer`: its external id); tells which.

    Only those that waited when it was written, for it was written for them, and unless a second person `read` it none
    in a risk lane: what was gathered or corrected since waits for a person.
    """
    standing = {"standing": Standing.ANSWERED, "standing_at": at}
    key = select(col(Question.group_id)).where(col(Question.id) == question_id).scalar_subquery()
    waits = [col(Question.group_id) == key, col(Question.id) != question_id, col(Question.outcome).is_(None)]
    found = select(Question).where(*waits, col(Question.waiting_since) <= written_at).order_by(col(Question.id))
    closed = []
    for other in db.scalars(found.with_for_update().execution_options(populate_existing=True)).all():
        lanes = asked_of(db, other, db.get_one(Reply, other.reply_id)).lanes
        if (read or not READ_FIRST.intersection(lanes)) and questions.close(
            db,
            other.id,
            Outcome.ANSWERED,
            by,
            reason,
            at,
            standing_reply_id=questions.reply_id(other.account_id, answer),
            **standing,
        ):
            closed.append(other.id)
    return closed


def question(db: Session, which: UUID) -> tuple[Question, Reply, Account] | None:
    """A question with its comment and account, for reading only."""
    row = db.get(Question, which)
    return (row, db.get_one(Reply, row.reply_id), db.get_one(Account, row.account_id)) if row else None


def contacts(db: Session) -> tuple[str, ...]:
    """The contacts of the force's teams: what stands in them is no personal data."""
    found = select(col(Team.contact)).where(col(Team.contact) != "", col(Team.retired_at).is_(None))
    return tuple(db.scalars(found))


def fields(db: Session, account: Account, author: str) -> dict[str, str]:
    """What the fields of a saved reply are filled in with, where it is known: who asks, the team, its contact."""
    team = db.get(Team, account.team_id) if account.team_id else None
    district = db.get(District, account.district_id) if account.district_id else None
    return {
        "name": author,
        "team": team.name if team else "",
        "contact": team.contact if team else "",
        "ward": team.wards[0] if team and len(team.wards) == 1 else "",
        "district": district.name if district else "",
    }


def _is_ours(db: Session, account_id: UUID, external_id: str) -> bool:
    ours = or_(
        select(col(Post.id)).where(col(Post.account_id) == account_id, col(Post.external_id) == external_id).exists(),
        select(col(Reply.id))
        .where(col(Reply.account_id) == account_id, col(Reply.external_id) == external_id, col(Reply.by_us))
        .exists(),
    )
    return bool(db.scalar(select(ours)))

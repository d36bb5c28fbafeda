"""What an answer is written for: what was heard in the question, whether it speaks to us, and the force's contacts."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, col

from domain.answers import Asked
from domain.listening.words import UNKNOWN, Lane
from domain.posts import Surface
from store.tables import Account, District, Post, Question, Reply, Team, Verdict
from store.verdicts import lanes_of


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What is known of a question before it is answered: its lanes, its language, and how it stands to us."""

    lanes: tuple[Lane, ...]
    language: str
    asked: Asked


def asked_of(db: Session, question: Question, reply: Reply) -> AskedOf:
    """What is known of a question; nothing was heard in it yet: everyday, in a language that nobody knows."""
    heard = db.get(Verdict, reply.id)
    lanes = lanes_of(heard.lanes) if heard else (question.lane,) if question.lane else ()
    under_ours = reply.surface is Surface.THREAD
    calls = reply.surface is Surface.MENTION or (under_ours and reply.parent == reply.thread)
    calls = calls or _is_ours(db, reply.account_id, reply.parent)
    asked = Asked(reply.text, calls, under_ours)
    return AskedOf(lanes, heard.language if heard else UNKNOWN, asked)


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

"""What a sheet of posts is checked against: the replies that it answers, and what is there already."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from domain.posts import storable
from domain.publication import Stage
from store.tables import Question, Reply, ScheduledPost, Version


def reply(db: Session, account_id: UUID, external_id: str) -> Reply | None:
    """A reply that we keep on this account, by the platform's id."""
    return db.exec(
        select(Reply).where(col(Reply.account_id) == account_id, col(Reply.external_id) == external_id)
    ).first()


def open_question(db: Session, asked: Reply) -> UUID | None:
    """The question that still waits with this reply, so that two answers to it know of each other."""
    waiting = select(col(Question.id)).where(col(Question.reply_id) == asked.id, col(Question.outcome).is_(None))
    return db.exec(waiting).first()


def is_there(db: Session, account_id: UUID, text: str, due_at: datetime) -> bool:
    """Whether these very words are already written for this account and moment, approved or not."""
    same = (
        select(col(ScheduledPost.id))
        .join(Version, col(Version.scheduled_post_id) == col(ScheduledPost.id))
        .where(
            col(ScheduledPost.due_at) == due_at,
            col(ScheduledPost.stage) != Stage.WITHDRAWN,
            col(ScheduledPost.text) == storable(text),
            col(Version.account_id) == account_id,
        )
    )
    return db.exec(same.limit(1)).first() is not None

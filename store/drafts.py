"""Drafts of answers: the words as somebody types them, one draft for each question and person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel

from store.tables import Draft, Question

_draft = SQLModel.metadata.tables[str(Draft.__tablename__)]
_question = SQLModel.metadata.tables[str(Question.__tablename__)]


def keep(db: Session, question_id: UUID, person_id: UUID, text: str, now: datetime) -> None:
    """Keep the words as they stand now; of two windows of one person the last one typed in counts."""
    insert = insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql
    row = {"question_id": question_id, "person_id": person_id, "text": text, "saved_at": now}
    put = insert(_draft).values(row)
    db.execute(
        put.on_conflict_do_update(index_elements=["question_id", "person_id"], set_={"text": text, "saved_at": now})
    )


def mine(db: Session, question_id: UUID, person_id: UUID) -> tuple[str, datetime] | None:
    """A person's own words for a question and when they were last kept; None when there are none."""
    found = select(_draft.c.text, _draft.c.saved_at).where(*_which(question_id, person_id))
    row = db.execute(found).first()
    return (row[0], row[1]) if row else None


def forget(db: Session, question_id: UUID, person_id: UUID) -> None:
    """The words are sent, or no longer wanted."""
    db.execute(delete(_draft).where(*_which(question_id, person_id)))


def forget_closed(db: Session, before: datetime) -> int:
    """Forget the drafts of questions that were closed before then; tells how many."""
    closed = select(_question.c.id).where(_question.c.closed_at < before, _question.c.outcome.is_not(None))
    gone = db.execute(delete(_draft).where(_draft.c.question_id.in_(closed)))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _which(question_id: UUID, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return _draft.c.question_id == question_id, _draft.c.person_id == person_id

"""Issues: opened, worked on, closed and opened again; the questions that belong to them, and who was told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from store.tables import Account, Issue, IssueQuestion, IssueTold, Person, Question


def get(db: Session, issue_id: UUID) -> Issue | None:
    """An issue as it is now, locked."""
    return db.get(Issue, issue_id, with_for_update=True, populate_existing=True)


def change(db: Session, issue_id: UUID, seen: datetime, **values: Any) -> bool:
    """Change an issue that still is as it was seen; False when somebody was quicker."""
    still = [col(Issue.id) == issue_id, col(Issue.changed_at) == seen]
    done = update(Issue).where(*still).values(**values).execution_options(synchronize_session=False)
    return bool(db.execute(done).rowcount)  # type: ignore[attr-defined]


def add_questions(db: Session, issue_id: UUID, question_ids: Sequence[UUID], now: datetime) -> int:
    """Say that these questions belong to an issue; how many of them did not before."""
    there = set(of_issue(db, issue_id))
    new = [one for one in dict.fromkeys(question_ids) if one not in there]
    db.add_all([IssueQuestion(issue_id=issue_id, question_id=one, added_at=now) for one in new])
    db.flush()
    return len(new)


def take_out(db: Session, issue_id: UUID, question_id: UUID) -> bool:
    """A question does not belong to it after all; False when it did not."""
    mine = delete(IssueQuestion).where(
        col(IssueQuestion.issue_id) == issue_id, col(IssueQuestion.question_id) == question_id
    )
    return bool(db.execute(mine).rowcount)  # type: ignore[attr-defined]


def of_issue(db: Session, issue_id: UUID) -> list[UUID]:
    """The ids of the questions that belong to an issue."""
    return list(db.scalars(select(col(IssueQuestion.question_id)).where(col(IssueQuestion.issue_id) == issue_id)))


def told(db: Session, issue_id: UUID, question_id: UUID, at: datetime) -> bool:
    """Who asked this was told what came of it; False when it does not belong to the issue."""
    mine = [col(IssueQuestion.issue_id) == issue_id, col(IssueQuestion.question_id) == question_id]
    done = update(IssueQuestion).where(*mine).values(told_at=at).execution_options(synchronize_session=False)
    return bool(db.execute(done).rowcount)  # type: ignore[attr-defined]


def told_others(db: Session, issue_id: UUID, person_id: UUID, who: str, people: int | None, at: datetime) -> None:
    """Others were told: a meeting, a newsletter, and how many people where that is known."""
    db.add(IssueTold(issue_id=issue_id, person_id=person_id, at=at, who=who, people=people))
    db.flush()


def asked(db: Session, question_ids: Collection[UUID]) -> list[tuple[Question, Account]]:
    """These questions with the accounts they were put to."""
    found = select(Question, Account).join(Account, col(Account.id) == col(Question.account_id))
    return [(row[0], row[1]) for row in db.execute(found.where(col(Question.id).in_(list(question_ids))))]


def owner(db: Session, person_id: UUID) -> Person | None:
    """Somebody of the force who may be given an issue: on the roster still."""
    found = db.get(Person, person_id)
    return found if found and found.retired_at is None else None

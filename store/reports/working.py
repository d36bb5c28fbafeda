"""What colleagues need to work on one question together: its notes, and to whom it could be given."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlmodel import Session, col

from domain.people import MAY, Act, Role, Scope, Signed
from store.reports.queue_order import seen
from store.tables import Account, Note, Person, Question, Team


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a colleague on a question."""

    id: UUID
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class AssigneeRow:
    """Somebody, or with `team` a team, that a question can be given to."""

    id: UUID
    name: str
    team: bool


def notes(db: Session, who: Signed, question_id: UUID) -> list[NoteRow]:
    """The notes on a question, the oldest first; none when it is not this person's to see."""
    rows = db.execute(
        select(col(Note.id), col(Note.at), col(Person.name), col(Note.text))
        .join(Person, col(Person.id) == Note.person_id)
        .join(Question, col(Question.id) == Note.question_id)
        .join(Account, col(Account.id) == Question.account_id)
        .where(col(Note.question_id) == question_id, seen(who))
        .order_by(col(Note.at), col(Note.id))
    )
    return [NoteRow(*row) for row in rows]


def assignees(db: Session, who: Signed) -> list[AssigneeRow]:
    """The teams and people of this person's area that a question can be given to, teams first."""
    answering = [role for role in Role if Act.ANSWER in MAY[role]]
    teams = db.execute(
        select(col(Team.id), col(Team.name))
        .where(col(Team.retired_at).is_(None), _near(who.scope, team=True))
        .order_by(col(Team.name))
    )
    people = db.execute(
        select(col(Person.id), col(Person.name))
        .outerjoin(Team, col(Team.id) == Person.team_id)
        .where(and_(col(Person.retired_at).is_(None), col(Person.role).in_(answering)), _near(who.scope, team=False))
        .order_by(col(Person.name))
    )
    given = [*((row, True) for row in teams), *((row, False) for row in people)]
    return [AssigneeRow(row[0], row[1], team) for row, team in given]


def _near(scope: Scope, *, team: bool) -> ColumnElement[bool]:
    """Whether a statement's Team, or Person (with their Team), lies in a scope."""
    if scope.team_id:
        return col(Team.id) == scope.team_id if team else col(Person.team_id) == scope.team_id
    if scope.district_id is None:
        return true()
    district = col(Team.district_id) == scope.district_id
    return district if team else or_(district, col(Person.district_id) == scope.district_id)

"""Saved replies: kept words for answers, whose they are, and which may be offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.listening.words import Topic
from domain.people import Signed
from store.tables import District, Person, SavedReply, Team


@dataclass(frozen=True, slots=True)
class SavedReplyRow:
    """One saved reply as lists show it; `team` and `district` None: the whole force's. `due`: its review is due."""

    id: UUID
    title: str
    text: str
    text_cy: str
    topic: Topic | None
    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    owner_id: UUID
    owner: str
    changed_at: datetime
    reviewed_by: str | None
    reviewed_at: datetime | None
    review_by: date
    due: bool


def offered(db: Session, district_id: UUID | None, team_id: UUID | None, today: date) -> list[SavedReplyRow]:
    """What may be offered for a question of this team and district: reviewed, in time, the force's or theirs."""
    theirs: list[ColumnElement[bool]] = [col(SavedReply.district_id).is_(None) & col(SavedReply.team_id).is_(None)]
    if district_id:
        theirs.append((col(SavedReply.district_id) == district_id) & col(SavedReply.team_id).is_(None))
    if team_id:
        theirs.append(col(SavedReply.team_id) == team_id)
    in_time = (col(SavedReply.review_by) >= today) & col(SavedReply.reviewed_at).is_not(None)
    return _rows(db, and_(or_(*theirs), in_time), today)


def kept(db: Session, who: Signed, today: date) -> list[SavedReplyRow]:
    """All that this person may see: the force's own, and those of their area; by title."""
    scope = who.scope
    if scope.team_id:
        home = select(col(Team.district_id)).where(col(Team.id) == scope.team_id).scalar_subquery()
        own: ColumnElement[bool] = or_(
            col(SavedReply.team_id) == scope.team_id,
            (col(SavedReply.district_id) == home) & col(SavedReply.team_id).is_(None),
            col(SavedReply.district_id).is_(None),
        )
    elif scope.district_id:
        own = or_(col(SavedReply.district_id) == scope.district_id, col(SavedReply.district_id).is_(None))
    else:
        own = true()
    return _rows(db, own, today)


def get(db: Session, which: UUID) -> SavedReply | None:
    """One that has not been retired, locked."""
    found = db.get(SavedReply, which, with_for_update=True, populate_existing=True)
    return found if found and found.retired_at is None else None


def change(db: Session, which: UUID, seen: datetime, **values: Any) -> bool:
    """Change one that is still as it was seen; False when somebody was quicker."""
    still = [col(SavedReply.id) == which, col(SavedReply.changed_at) == seen, col(SavedReply.retired_at).is_(None)]
    done = update(SavedReply).where(*still).values(**values).execution_options(synchronize_session=False)
    return bool(db.execute(done).rowcount)  # type: ignore[attr-defined]


def _rows(db: Session, where: ColumnElement[bool], today: date) -> list[SavedReplyRow]:
    reviewer = aliased(Person)
    names = ("id", "title", "text", "text_cy", "topic", "district_id")
    more = ("changed_at", "reviewed_at", "review_by")
    statement: Select[*tuple[Any, ...]] = (
        select(
            *(col(getattr(SavedReply, name)).label(name) for name in names),
            col(District.name).label("district"),
            col(SavedReply.team_id).label("team_id"),
            col(Team.name).label("team"),
            col(SavedReply.owner_id).label("owner_id"),
            col(Person.name).label("owner"),
            col(reviewer.name).label("reviewed_by"),
            *(col(getattr(SavedReply, name)).label(name) for name in more),
        )
        .join(Person, col(Person.id) == SavedReply.owner_id)
        .outerjoin(reviewer, col(reviewer.id) == SavedReply.reviewed_by_id)
        .outerjoin(District, col(District.id) == SavedReply.district_id)
        .outerjoin(Team, col(Team.id) == SavedReply.team_id)
        .where(where, col(SavedReply.retired_at).is_(None))
        .order_by(col(SavedReply.title), col(SavedReply.id))
    )
    found: Sequence[Any] = db.execute(statement).all()
    return [SavedReplyRow(**row._asdict(), due=row.review_by < today or row.reviewed_at is None) for row in found]

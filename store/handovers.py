"""Hand-over notes: what one shift leaves for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from store.duty import Area
from store.tables import Handover, Person, Team

MOST = 10  # notes that a summary shows


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note: who left it, when, for which team ("" for a district or the force), in their words."""

    name: str
    team: str
    at: datetime
    text: str


def add(db: Session, person_id: UUID, area: Area, text: str, at: datetime) -> UUID:
    """Leave a note for the next shift of a team, a district or the force."""
    district_id, team_id = area
    made = Handover(
        person_id=person_id, district_id=None if team_id else district_id, team_id=team_id, at=at, text=text
    )
    db.add(made)
    db.flush()
    return made.id


def since(db: Session, area: Area, moment: datetime, until: datetime) -> Sequence[NoteRow]:
    """The notes left between these moments, the newest first: a district's with those of its teams."""
    district_id, team_id = area
    wanted = (
        select(col(Person.name), col(Team.name), col(Handover.at), col(Handover.text))
        .join(Person, col(Person.id) == Handover.person_id)
        .outerjoin(Team, col(Team.id) == Handover.team_id)
        .where(col(Handover.at) > moment, col(Handover.at) <= until)
    )
    if team_id:
        wanted = wanted.where(col(Handover.team_id) == team_id)
    elif district_id:
        own = and_(col(Handover.district_id) == district_id, col(Handover.team_id).is_(None))
        wanted = wanted.where(or_(own, col(Team.district_id) == district_id))
    rows = db.execute(wanted.order_by(col(Handover.at).desc(), col(Handover.id)).limit(MOST))
    return [NoteRow(name, team or "", at, text) for name, team, at, text in rows]

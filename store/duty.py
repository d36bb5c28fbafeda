"""Duty: who is on duty for which part of the force, and who is told of what happens there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select
from sqlmodel import Session, col

from domain.people import MAY, Act, Role
from store.tables import District, Duty, Person, Team

Area = tuple[UUID | None, UUID | None]
"""Part of a force: district and team. A duty for a team names the team alone, one for the force neither."""

NEXT_WITHIN = timedelta(days=3)
"""Whoever comes on duty so long after a shift is still given its summary."""

MAY_SEE = tuple(role for role in Role if Act.ACKNOWLEDGE in MAY[role])


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One person on duty. `district` and `team` are names; both None: the whole force."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of one part of the force that ends then; `starts_at` is when the first of it began."""

    area: Area
    starts_at: datetime
    ends_at: datetime

    @property
    def name(self) -> str:
        """How an alert names it."""
        district_id, team_id = self.area
        return f"{district_id or '-'} {team_id or '-'} {self.starts_at.isoformat()} {self.ends_at.isoformat()}"


def shift_named(matter: str) -> Shift:
    """The shift that an alert names."""
    district_id, team_id, starts_at, ends_at = matter.split()[-4:]
    area = (None if district_id == "-" else UUID(district_id), None if team_id == "-" else UUID(team_id))
    return Shift(area, datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))


def on_duty(db: Session, area: Area, now: datetime) -> list[str]:
    """The addresses of those on duty: for the team, where nobody is for the district, then for the whole force."""
    for which in _widening(area):
        wanted = select(col(Person.email)).join(Duty, col(Duty.person_id) == Person.id)
        there = wanted.where(of(which), _at(now), *_reachable()).distinct().order_by(col(Person.email))
        if found := list(db.scalars(there)):
            return found
    return []


def supervisors(db: Session, area: Area) -> list[str]:
    """The addresses of the supervisors whose part of the force covers this one."""
    district_id, team_id = area
    covers = [_whole_force()]
    if district_id:
        covers.append(and_(col(Person.district_id) == district_id, col(Person.team_id).is_(None)))
    if team_id:
        covers.append(col(Person.team_id) == team_id)
    return list(db.scalars(_supervisors().where(or_(*covers))))


def supervisors_of_district(db: Session, area: Area) -> list[str]:
    """The addresses of the supervisors of the whole district; the force's where there is none."""
    mine = and_(col(Person.district_id) == area[0], col(Person.team_id).is_(None))
    found = list(db.scalars(_supervisors().where(mine))) if area[0] else []
    return found or supervisors_of_force(db)


def supervisors_of_force(db: Session) -> list[str]:
    """The addresses of the supervisors of the whole force."""
    return list(db.scalars(_supervisors().where(_whole_force())))


def rows(db: Session, since: datetime, until: datetime) -> list[DutyRow]:
    """Who is on duty at some time between these, the earliest first."""
    wanted = _named().where(col(Duty.ends_at) > since, col(Duty.starts_at) < until)
    return [DutyRow(*row) for row in db.execute(wanted)]


def row(db: Session, duty_id: UUID) -> DutyRow | None:
    """One of them; None when it is no longer there."""
    found = db.execute(_named().where(col(Duty.id) == duty_id)).first()
    return DutyRow(*found) if found else None


def overlapping(db: Session, person_id: UUID, area: Area, starts_at: datetime, ends_at: datetime) -> DutyRow | None:
    """A duty of this person for the same part of the force that overlaps this time."""
    same = (col(Duty.person_id) == person_id, of(area), col(Duty.starts_at) < ends_at, col(Duty.ends_at) > starts_at)
    found = db.execute(_named().where(*same)).first()
    return DutyRow(*found) if found else None


def same(db: Session, person_id: UUID, area: Area, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether just this duty is there already."""
    there = select(col(Duty.id)).where(col(Duty.person_id) == person_id, of(area))
    return db.scalar(there.where(col(Duty.starts_at) == starts_at, col(Duty.ends_at) == ends_at).limit(1)) is not None


def add(db: Session, person_id: UUID, area: Area, starts_at: datetime, ends_at: datetime) -> UUID:
    """Put a person on duty."""
    district_id, team_id = area
    made = Duty(person_id=person_id, district_id=district_id, team_id=team_id, starts_at=starts_at, ends_at=ends_at)
    db.add(made)
    db.flush()
    return made.id


def remove(db: Session, duty_id: UUID) -> bool:
    """Take a duty away; False when it was not there any more."""
    gone = delete(Duty).where(col(Duty.id) == duty_id).returning(col(Duty.id))
    return db.execute(gone).scalar_one_or_none() is not None


def ended(db: Session, since: datetime, now: datetime) -> list[Shift]:
    """The shifts that ended after the first of these moments and up to the second."""
    gone = select(Duty).where(col(Duty.ends_at) > since, col(Duty.ends_at) <= now)
    begun: dict[tuple[Area, datetime], datetime] = {}
    for one in db.scalars(gone):
        key = ((one.district_id, one.team_id), one.ends_at)
        begun[key] = min(begun.get(key, one.starts_at), one.starts_at)
    return [Shift(area, starts_at, ends_at) for (area, ends_at), starts_at in begun.items()]


def last_shift(db: Session, area: Area, now: datetime) -> Shift | None:
    """The shift that a part of the force is in, or that it was last in."""
    wanted = select(Duty).where(of(area), col(Duty.starts_at) <= now).order_by(col(Duty.starts_at).desc()).limit(1)
    one = db.scalars(wanted).first()
    return Shift(area, one.starts_at, one.ends_at) if one else None


def next_on(db: Session, area: Area, at: datetime) -> list[str]:
    """The addresses of those on duty there from this moment on; where nobody is yet, of those who come next."""
    mine = select(col(Duty.starts_at), col(Person.email)).join(Person, col(Person.id) == Duty.person_id)
    later = mine.where(of(area), col(Duty.ends_at) > at, col(Duty.starts_at) <= at + NEXT_WITHIN, *_reachable())
    found = [(max(starts, at), email) for starts, email in db.execute(later)]
    first = min((starts for starts, _ in found), default=at)
    return sorted({email for starts, email in found if starts == first})


def forget(db: Session, before: datetime) -> None:
    """Delete who was on duty before then."""
    db.execute(delete(Duty).where(col(Duty.ends_at) < before))


def of(area: Area) -> ColumnElement[bool]:
    """Whether a statement's Duty is for just this part of the force."""
    district_id, team_id = area
    if team_id:
        return col(Duty.team_id) == team_id
    district = col(Duty.district_id) == district_id if district_id else col(Duty.district_id).is_(None)
    return and_(col(Duty.team_id).is_(None), district)


def _widening(area: Area) -> Sequence[Area]:
    """A team, its district, the force: those there are."""
    district_id, team_id = area
    return [*([(None, team_id)] if team_id else []), *([(district_id, None)] if district_id else []), (None, None)]


def _at(now: datetime) -> ColumnElement[bool]:
    return and_(col(Duty.starts_at) <= now, col(Duty.ends_at) > now)


def _reachable() -> tuple[ColumnElement[bool], ...]:
    return col(Person.retired_at).is_(None), col(Person.role).in_(MAY_SEE)


def _supervisors() -> Select[str]:
    mine = select(col(Person.email)).where(col(Person.role) == Role.SUPERVISOR, col(Person.retired_at).is_(None))
    return mine.order_by(col(Person.email))


def _whole_force() -> ColumnElement[bool]:
    return and_(col(Person.district_id).is_(None), col(Person.team_id).is_(None))


def _named() -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Duty.id), col(Duty.person_id), col(Person.name), col(Person.email),
            func.coalesce(col(Team.district_id), col(Duty.district_id)), col(District.name), col(Duty.team_id),
            col(Team.name), col(Duty.starts_at), col(Duty.ends_at),
        )
        .join(Person, col(Person.id) == Duty.person_id)
        .outerjoin(Team, col(Team.id) == Duty.team_id)
        .outerjoin(District, col(District.id) == func.coalesce(col(Team.district_id), col(Duty.district_id)))
        .order_by(col(Duty.starts_at), col(Person.name), col(Duty.id))
    )  # fmt: skip

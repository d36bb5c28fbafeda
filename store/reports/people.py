"""The people who use Bluelamp."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from domain.people import Role, Scope, Signed
from store.tables import District, Person, Team


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person and what they see: a team, a district, or (both None) the whole force."""

    id: UUID
    email: str
    name: str
    role: Role
    team_id: UUID | None
    team: str | None
    district_id: UUID | None
    district: str | None
    retired_at: datetime | None


def people(db: Session, *, retired: bool = False) -> list[PersonRow]:
    """Everyone on the roster by name, for the sign-in of practice and the page of people; who left if asked.

    Asked before anybody has signed in, so no scope cuts it down.
    """
    statement = _everyone() if retired else _everyone().where(col(Person.retired_at).is_(None))
    return [PersonRow(*row) for row in db.execute(statement.order_by(col(Person.name), col(Person.email)))]


def signed(db: Session, email: str, *, system_user: str = "") -> Signed | None:
    """The person with this e-mail as desk and reports know them; None when the roster has no such person (any more)."""
    mine = _everyone().where(func.lower(col(Person.email)) == email.strip().lower(), col(Person.retired_at).is_(None))
    row = db.execute(mine).first()
    if row is None:
        return None
    person = PersonRow(*row)
    scope = Scope(district_id=person.district_id, team_id=person.team_id)
    return Signed(person.id, person.email, person.name, person.role, scope, system_user)


def _everyone() -> Select[*tuple[object, ...]]:
    """A team's person stands in the team's district."""
    home = func.coalesce(col(Person.district_id), col(Team.district_id))
    return (
        select(
            col(Person.id),
            col(Person.email),
            col(Person.name),
            col(Person.role),
            col(Person.team_id),
            col(Team.name),
            home,
            col(District.name),
            col(Person.retired_at),
        )
        .select_from(Person)
        .outerjoin(Team, col(Team.id) == Person.team_id)
        .outerjoin(District, col(District.id) == home)
    )

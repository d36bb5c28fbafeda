"""What a person may see: the one place where a report is cut down to a scope."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.tables import Account, District, Team

Rows = Select[*tuple[Any, ...]]

OWN_ACCOUNTS = "The force's own accounts"
"""How the force's own accounts are called where districts are listed."""


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team that a person may choose."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DistrictChoice:
    """A district with those of its teams that a person may choose; `whole` when the district itself may be chosen."""

    id: UUID
    name: str
    whole: bool
    teams: tuple[TeamChoice, ...]


def scopes(db: Session, who: Signed) -> list[DistrictChoice]:
    """The districts and teams that this person may choose between, by name. Retired ones are left out."""
    rows = db.execute(
        select(col(District.id), col(District.name), col(Team.id), col(Team.name))
        .outerjoin(Team, and_(col(Team.district_id) == District.id, col(Team.retired_at).is_(None)))
        .where(districts_within(who), col(District.retired_at).is_(None))
        .order_by(col(District.name), col(District.id), col(Team.name))
    )
    found: dict[UUID, tuple[str, list[TeamChoice]]] = {}
    for district_id, district, team_id, team in rows:
        teams = found.setdefault(district_id, (district, []))[1]
        if team_id and who.scope.covers(district_id, team_id):
            teams.append(TeamChoice(team_id, team))
    whole = who.scope.team_id is None
    return [DistrictChoice(id_, name, whole, tuple(teams)) for id_, (name, teams) in found.items()]


def within(who: Signed, scope: Scope | None = None, platform: PlatformName | None = None) -> ColumnElement[bool]:
    """Whether a statement's Account lies in what the person may see and, within that, in what was chosen."""
    chosen = [_covers(part) for part in (who.scope, scope) if part]
    if platform:
        chosen.append(col(Account.platform) == platform)
    return and_(true(), *chosen)


def accounts_within(who: Signed, scope: Scope | None = None) -> Select[UUID]:
    """The ids of the accounts in what is seen and chosen, to be looked up within another statement."""
    return select(col(Account.id)).where(within(who, scope)).correlate(None)


def districts_within(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's District lies, wholly or with one team, in what is seen and chosen."""
    return and_(true(), *(_lies_in(part) for part in (who.scope, scope) if part))


def sees_force(who: Signed, scope: Scope | None = None) -> bool:
    """Whether the force's own accounts are in sight: neither the person nor the choice is narrower."""
    return all(part is None or part == Scope() for part in (who.scope, scope))


def sees_districts_whole(who: Signed, scope: Scope | None = None) -> bool:
    """Whether districts are seen whole, so that their numbers may be set against their population."""
    return all(part is None or part.team_id is None for part in (who.scope, scope))


def naming(statement: Rows) -> Rows:
    """Join the Team and District of a statement's Account, for `account_names`."""
    return statement.outerjoin(Team, col(Team.id) == Account.team_id).outerjoin(
        District, col(District.id) == Account.district_id
    )


def account_names() -> list[ColumnElement[Any]]:
    """Account, platform, team and district as every list names them; team and district None for the force's own."""
    return [
        col(Account.id).label("account_id"),
        col(Account.handle).label("account"),
        col(Account.platform).label("platform"),
        col(Team.name).label("team"),
        col(District.name).label("district"),
    ]


def _covers(scope: Scope) -> ColumnElement[bool]:
    """The same as Scope.covers, said in SQL."""
    if scope.team_id:
        return col(Account.team_id) == scope.team_id
    return col(Account.district_id) == scope.district_id if scope.district_id else true()


def _lies_in(scope: Scope) -> ColumnElement[bool]:
    if scope.team_id:
        home = select(col(Team.district_id)).where(col(Team.id) == scope.team_id)
        return col(District.id).in_(home.correlate(None))
    return col(District.id) == scope.district_id if scope.district_id else true()

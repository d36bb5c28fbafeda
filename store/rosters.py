"""Brings force, districts, teams, accounts and people in line with the roster; retires, never deletes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from domain import roster as words
from domain.clock import london_day
from domain.publication import Stage, State
from store import audit, rollups, rollups_followers, roster_holds
from store.tables import (
    Account,
    Campaign,
    District,
    Force,
    Person,
    Publication,
    Question,
    ScheduledPost,
    Team,
)

LEFT = "The account has left the roster."

Kept = type[District] | type[Team] | type[Account] | type[Person] | type[Campaign]


@dataclass
class Changes:
    """What loading a roster did: how many rows by kind, and sentences about what people should know."""

    new: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    retired: dict[str, int] = field(default_factory=dict)
    says: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.new, self.changed, self.retired))

    def of_holds(self, says: Sequence[str]) -> None:
        """Holds that went on in another place, a sentence each."""
        if says:
            self.changed["hold"] = len(says)
            self.says += says


def bring_in_line(db: Session, roster: words.Roster, now: datetime) -> Changes:
    """Make the store say what the roster says. Twice changes nothing; what left the roster is retired."""
    held = roster_holds.covered(db)
    changes = Changes()
    _keep_force(db, roster.force, changes)
    districts = _keep(db, District, {d.key: _district(d) for d in roster.districts}, changes, now)
    teams = _keep(db, Team, {t.key: _team(t, districts) for t in roster.teams}, changes, now)
    _keep_mergers(db, roster.teams, teams, changes)
    before = _open_business(db)
    heirs = _heirs(roster.teams)
    followed = {teams[key]: teams[heir.key] for key, heir in heirs.items() if key != heir.key}
    lies_in = {team.key: districts[heirs[team.key].district] for team in roster.teams}
    teams = {team.key: teams[heirs[team.key].key] for team in roster.teams}
    accounts = {_account_key(a): _account(a, districts, teams, lies_in) for a in roster.accounts}
    _keep(db, Account, accounts, changes, now, fresh={"next_fetch_at": now, "next_audience_at": now})
    _keep_places(db, before[0], now)
    _keep(db, Person, {p.email: _person(p, districts, teams) for p in roster.people}, changes, now)
    _keep(db, Campaign, {c.key: _campaign(c) for c in roster.campaigns}, changes, now)
    _settle_leavers(db, before, changes, now)
    changes.of_holds(roster_holds.keep(db, held, followed, now))
    if changes:
        db.get_one(Force, 1).roster_at = now
    return changes


def _keep_places(db: Session, before: set[UUID], now: datetime) -> None:
    """From today on the numbers of accounts count where they belong now. `before` are those that were active."""
    moved = rollups.keep_places(db, db.scalars(select(Account)).all(), london_day(now))
    active = set(db.scalars(select(col(Account.id)).where(col(Account.retired_at).is_(None))))
    if moved or active != before:
        rollups_followers.roster_changed(db, sorted(active - before), now)


def _keep_force(db: Session, force: words.RosterForce, changes: Changes) -> None:
    said: dict[str, Any] = {
        "name": force.name,
        "time_zone": force.time_zone,
        "languages": list(force.languages),
        "hours": force.hours,
        "nation": force.nation.value,
    }
    if (row := db.get(Force, 1)) is None:
        db.add(Force(id=1, **said))
        changes.new["force"] = 1
    elif _set(row, said):
        changes.changed["force"] = 1


def _keep(
    db: Session,
    table: Kept,
    said: Mapping[Any, dict[str, Any]],
    changes: Changes,
    now: datetime,
    fresh: Mapping[str, Any] | None = None,
) -> dict[str, UUID]:
    """Insert, change, retire and bring back the rows of one table; tell their ids by key."""
    there: dict[Any, Any] = {_key(row): row for row in db.scalars(select(table))}
    kind = table.__tablename__
    for key, values in said.items():
        if (row := there.get(key)) is None:
            row = there[key] = table(**values, **(fresh or {}))
            db.add(row)
            _count(changes.new, kind)
        elif _set(row, {**values, "retired_at": None}):
            _count(changes.changed, kind)
    for key, row in there.items():
        if key not in said and row.retired_at is None:
            row.retired_at = now
            _count(changes.retired, kind)
    db.flush()
    return {key: row.id for key, row in there.items()}


def _set(row: Any, values: Mapping[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


def _key(row: Any) -> Any:
    if isinstance(row, Account):
        return (row.platform, row.external_id)
    return row.email if isinstance(row, Person) else row.key


def _count(counts: dict[str, int], kind: object) -> None:
    counts[str(kind)] = counts.get(str(kind), 0) + 1


def _district(said: words.RosterDistrict) -> dict[str, Any]:
    return {
        "key": said.key,
        "name": said.name,
        "population": said.population,
        "towns": list(said.towns),
        "boundary": said.boundary or "",
        "hours": said.hours,
    }


def _team(said: words.RosterTeam, districts: Mapping[str, UUID]) -> dict[str, Any]:
    return {
        "key": said.key,
        "name": said.name,
        "district_id": districts[said.district],
        "wards": list(said.wards),
        "contact": said.contact or "",
        "hours": said.hours,
    }


def _keep_mergers(db: Session, teams: Iterable[words.RosterTeam], ids: Mapping[str, UUID], changes: Changes) -> None:
    for team in teams:
        into = ids[team.merged_into] if team.merged_into else None
        row = db.get_one(Team, ids[team.key])
        if _set(row, {"merged_into_id": into}) and into:
            name = db.get_one(Team, into).name
            changes.says.append(
                f"{row.name} is now part of {name}: its accounts, drafts and open questions are {name}'s now."
            )
            _count(changes.changed, "team")


def _heirs(teams: Sequence[words.RosterTeam]) -> dict[str, words.RosterTeam]:
    """Who looks after what each team's line owns: the team itself, or the one that took it over in the end."""
    by_key = {team.key: team for team in teams}

    def last(team: words.RosterTeam) -> words.RosterTeam:
        return last(by_key[team.merged_into]) if team.merged_into else team

    return {team.key: last(team) for team in teams}


def _account_key(said: words.RosterAccount) -> tuple[Any, str]:
    return (said.platform, said.external_id)


def _account(
    said: words.RosterAccount,
    districts: Mapping[str, UUID],
    teams: Mapping[str, UUID],
    lies_in: Mapping[str, UUID],
) -> dict[str, Any]:
    kind, key = words.part(said.owner)
    return {
        "platform": said.platform,
        "external_id": said.external_id,
        "handle": said.handle,
        "team_id": teams[key] if kind == "team" and key else None,
        "district_id": (lies_in if kind == "team" else districts)[key] if key else None,
        "token_ref": said.token,
        "watch_threads": said.watch_threads,
    }


def _person(said: words.RosterPerson, districts: Mapping[str, UUID], teams: Mapping[str, UUID]) -> dict[str, Any]:
    kind, key = words.part(said.scope)
    return {
        "email": said.email,
        "name": said.name,
        "role": said.role,
        "district_id": districts[key] if kind == "district" and key else None,
        "team_id": teams[key] if kind == "team" and key else None,
    }


def _campaign(said: words.RosterCampaign) -> dict[str, Any]:
    return {
        "key": said.key,
        "name": said.name,
        "purpose": said.purpose,
        "starts_on": said.starts,
        "ends_on": said.ends,
    }


def _open_business(db: Session) -> tuple[set[UUID], set[UUID]]:
    """Accounts and people who are active now, to tell afterwards who left."""
    accounts = db.scalars(select(col(Account.id)).where(col(Account.retired_at).is_(None)))
    people = db.scalars(select(col(Person.id)).where(col(Person.retired_at).is_(None)))
    return set(accounts), set(people)


def _settle_leavers(db: Session, before: tuple[set[UUID], set[UUID]], changes: Changes, now: datetime) -> None:
    """What becomes of work that hangs on an account or a person that has left, and who is told."""
    accounts, people = before
    left = db.scalars(select(Account).where(col(Account.retired_at) == now).order_by(col(Account.handle)))
    changes.says += _accounts_left(db, {one.id: one.handle for one in left if one.id in accounts}, now)
    for person in db.scalars(select(Person).where(col(Person.retired_at) == now).order_by(col(Person.name))):
        if person.id in people:
            changes.says += _person_left(db, person)


def _accounts_left(db: Session, left: Mapping[UUID, str], now: datetime) -> list[str]:
    """Settle all of them at once, for a whole force may leave; then say it account by account."""
    if not left:
        return []
    stopped, waiting = _stopped(db, left, now), _waiting(db, now)
    said = []
    for account_id, handle in left.items():
        said.append(f"{handle} has left the roster: it is no longer collected, its history stays.")
        if number := stopped[account_id]:
            said.append(f"{_several(number, 'post')} queued for {handle} now wait for a decision on Attention.")
        if number := waiting.get(account_id, 0):
            said.append(
                f"{_several(number, 'question')} to {handle} still wait; answer them on the platform or set them aside."
            )
    return said


def _stopped(db: Session, left: Mapping[UUID, str], now: datetime) -> Counter[UUID]:
    """What was queued for them now waits for a person, and the trail says so; how many by account."""
    theirs = col(Publication.account_id).in_(select(col(Account.id)).where(col(Account.retired_at) == now))
    moved = db.execute(
        update(Publication)
        .where(theirs, col(Publication.state) == State.QUEUED)
        .values(state=State.WAITING, trouble_kind="account_left", trouble=LEFT)
        .returning(col(Publication.id), col(Publication.account_id))
        .execution_options(synchronize_session=False)
    ).all()
    for publication_id, _ in moved:
        audit.write(db, None, "waiting", "publication", publication_id, now, LEFT)
    return Counter(account_id for _, account_id in moved if account_id in left)


def _waiting(db: Session, now: datetime) -> dict[UUID, int]:
    """How many questions still wait with the accounts that have just left."""
    open_ones = (
        select(col(Question.account_id), func.count())
        .join(Account, col(Account.id) == col(Question.account_id))
        .where(col(Account.retired_at) == now, col(Question.outcome).is_(None))
        .group_by(col(Question.account_id))
    )
    return {account_id: number for account_id, number in db.execute(open_ones)}


def _several(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def _person_left(db: Session, person: Person) -> list[str]:
    def having(stage: Stage) -> int:
        mine = (col(ScheduledPost.author_id) == person.id) & (col(ScheduledPost.stage) == stage)
        return db.scalar(select(func.count()).select_from(ScheduledPost).where(mine)) or 0

    said = [f"{person.name} has left the roster and can no longer sign in."]
    if drafts := having(Stage.DRAFT):
        said.append(
            f"{_several(drafts, 'draft')} by {person.name} stay; a colleague of the same scope can take them on."
        )
    if asked := having(Stage.AWAITING_APPROVAL):
        said.append(
            f"{_several(asked, 'post')} by {person.name} still await approval; they can be approved or returned."
        )
    return said

"""When open questions are due: by whose opening hours each of them waits, and what is promised there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from domain.bank_holidays import Nation
from domain.hours import ALWAYS, Hours
from domain.hours_text import read_hours
from domain.promise import Promise, due_at
from domain.roster import FORCE
from store import bulk
from store.tables import Account, District, Force, Team

_OPEN = """SELECT q.id, q.account_id, q.waiting_since, q.due_at, COALESCE(v.lanes, '') || ',' || COALESCE(q.lane, '')
    FROM question q LEFT JOIN verdict v ON v.reply_id = q.reply_id WHERE q.outcome IS NULL"""
_THESE = f"{_OPEN} AND q.id AMONG ?"
_SET = "UPDATE question SET due_at = ? WHERE id = ?"


class Whose(NamedTuple):
    """Whose an account is: the opening hours there, and the district and team as promises name them."""

    hours: Hours
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clocks:
    """The clocks of all accounts as they stood when they were read: for one tick, or one page."""

    promises: Sequence[Promise]
    accounts: dict[bulk.Key, Whose]
    force: Whose

    def hours(self, account_id: bulk.Key) -> Hours:
        """The opening hours of whose account this is (a UUID, or an id as the database has it)."""
        return self.accounts.get(account_id, self.force).hours

    def due_at(self, account_id: bulk.Key, asked_at: datetime, lanes: Collection[str]) -> datetime | None:
        """When a question to this account is to be answered (UTC); None when nothing is promised."""
        whose = self.accounts.get(account_id, self.force)
        return due_at(asked_at, lanes, whose.hours, self.promises, whose.scopes)


def clocks(db: Session, promises: Sequence[Promise] = ()) -> Clocks:
    """The clocks of every account: the team's hours, else the district's, else the force's, else never closed.

    Days on which a force or a district is closed hold for its teams too, whatever hours those have.
    """
    force = _hours_of_force(db)
    districts = {row.id: row for row in db.scalars(select(District))}
    teams = {row.id: row for row in db.scalars(select(Team))}
    found, form = dict[bulk.Key, Whose](), bulk.forms(db)
    known = dict[tuple[object, object], Whose]()
    for key, district_id, team_id in db.execute(
        select(col(Account.id), col(Account.district_id), col(Account.team_id))
    ).all():
        if (place := (district_id, team_id)) not in known:
            known[place] = _whose(force, districts.get(district_id), teams.get(team_id))
        found[key] = found[form.id(key)] = known[place]
    return Clocks(promises, found, Whose(force))


def redo(db: Session, promises: Sequence[Promise], which: Sequence[bulk.Key] | None = None) -> int:
    """Reckon anew when open questions (all, or these) are due: hours or promises may have changed; how many moved."""
    form = bulk.forms(db)
    rows = bulk.fetch(db, _OPEN) if which is None else bulk.fetch(db, _THESE, form.listed(which))
    moved = _moved(db, promises, rows)
    bulk.run_many(db, _SET, moved)
    return len(moved)


def astray(db: Session, promises: Sequence[Promise]) -> list[bulk.Key]:
    """The open questions that are not due when they should be: looked for without a lock, for there may be many."""
    return [key for _, key in _moved(db, promises, bulk.fetch(db, _OPEN))]


def _moved(db: Session, promises: Sequence[Promise], rows: bulk.Rows) -> list[tuple[object, bulk.Key]]:
    """When those of these questions are due that are not due then yet, as the database takes it."""
    there, form = clocks(db, promises), bulk.forms(db)
    moved = []
    for key, account_id, asked, due, lanes in rows:
        asked_at, was = form.moment(asked), due and form.moment(due)
        now_is = there.due_at(account_id, asked_at, [lane for lane in lanes.split(",") if lane])
        if now_is != was:
            moved.append((now_is and form.at(now_is), key))
    return moved


def strangers(db: Session, promises: Sequence[Promise]) -> list[str]:
    """A sentence for each part of the force that something is promised for and that the roster does not have."""
    known = {FORCE, *(f"district:{key}" for key in db.scalars(select(col(District.key))))}
    known |= {f"team:{key}" for key in db.scalars(select(col(Team.key)))}
    named = dict.fromkeys(one.scope for one in promises if one.scope not in known)
    return [f'A promise is made for "{scope}", which is not in the roster: it holds for nobody.' for scope in named]


def _hours_of_force(db: Session) -> Hours:
    force = db.get(Force, 1)
    return _read(force.hours, force.time_zone, Nation(force.nation)) if force else ALWAYS


def _whose(force: Hours, district: District | None, team: Team | None) -> Whose:
    """The hours of the smallest part that has some, and the names of all parts."""
    hours, scopes = force, list[str]()
    for kind, part in (("district", district), ("team", team)):
        if part is None:
            continue
        scopes.append(f"{kind}:{part.key}")
        if part.hours:
            own = _read(part.hours, force.zone, force.nation)
            hours = replace(own, closed=own.closed | hours.closed)
    return Whose(hours, tuple(scopes))


def _read(text: str, zone: str, nation: Nation) -> Hours:
    return read_hours(text or "always", zone, nation)

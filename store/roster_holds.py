"""What a new roster does to holds: whatever one held it goes on to hold, until a person lifts it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session, SQLModel

from store import audit, holds
from store.tables import Account, Hold, Team

_hold = SQLModel.metadata.tables[str(Hold.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]

Covered = frozenset[tuple[UUID, UUID]]


def covered(db: Session) -> Covered:
    """Which accounts the holds on districts and teams cover, by the ids of both; asked before the roster is loaded.

    Also closes the gate for the rest of the transaction: no claim is half-way while accounts and holds move.
    """
    holds.close_gate(db)
    return _covered(db)


def keep(db: Session, before: Covered, heirs: Mapping[UUID, UUID], now: datetime) -> Sequence[str]:
    """Once accounts stand where the new roster has them: holds follow merged teams, and accounts that moved out.

    `heirs`: the team that took over, by the merged one. Tells a sentence for each hold that goes on elsewhere.
    """
    said = [one for team, heir in heirs.items() for one in _follow(db, team, heir, now)]
    db.flush()
    left = sorted(before - _covered(db))
    return said + [_carry(db, hold, account, now) for hold, account in left]


def _covered(db: Session) -> Covered:
    area = or_(_hold.c.district_id.is_not(None), _hold.c.team_id.is_not(None))
    here = (
        or_(_hold.c.district_id.is_(None), _hold.c.district_id == _account.c.district_id)
        & or_(_hold.c.team_id.is_(None), _hold.c.team_id == _account.c.team_id)
        & or_(_hold.c.account_id.is_(None), _hold.c.account_id == _account.c.id)
    )
    both = select(_hold.c.id, _account.c.id).join(_account, here).where(_hold.c.lifted_at.is_(None), area)
    return frozenset((hold, account) for hold, account in db.execute(both))


def _follow(db: Session, team_id: UUID, heir_id: UUID, now: datetime) -> Collection[str]:
    """A hold on a merged team holds all of the team that took over: more than before, and nothing slips out."""
    name = db.get_one(Team, heir_id).name
    said = []
    for hold in holds.follow(db, team_id, heir_id):
        audit.write(db, None, "follow", "hold", hold, now, f"Its team is now part of {name}.")
        said.append(f"A hold that stood for a team merged into {name} now holds all of {name}.")
    return said


def _carry(db: Session, hold_id: UUID, account_id: UUID, now: datetime) -> str:
    """An account that moved out of what a hold covers stays held, by a hold of its own."""
    old, account = db.get_one(Hold, hold_id, populate_existing=True), db.get_one(Account, account_id)
    same = {name: value for name, value in old.model_dump().items() if name not in ("id", "district_id", "team_id")}
    own = Hold(**{**same, "account_id": account_id})
    db.add(own)
    db.flush()
    says = f"{account.handle} has moved out of what a hold covers ({old.reason})"
    audit.write(db, None, "follow", "hold", own.id, now, f"{says}.")
    return f"{says}: the hold goes on for it alone, until someone lifts that."

"""Where accounts belonged, day by day: numbers of the past stay with the team and district that earned them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from store import bulk
from store.tables import FORCE_OWN, Account, Belonging

BEGINNING = date(1970, 1, 1)


_SPELLS = """SELECT since, id, district_id, (SELECT platform FROM account WHERE account.id = belonging.account_id)
    FROM belonging WHERE account_id = ? ORDER BY since"""
_FIRST = """INSERT INTO belonging (id, account_id, since, team_id, district_id)
    SELECT id, id, ?, team_id, district_id FROM account WHERE id = ? ON CONFLICT DO NOTHING"""
_FIRST_OF_ALL = """INSERT INTO belonging (id, account_id, since, team_id, district_id)
    SELECT id, id, ?, team_id, district_id FROM account a
    WHERE NOT EXISTS (SELECT 1 FROM belonging b WHERE b.account_id = a.id) ON CONFLICT DO NOTHING"""
_PLACES = [col(getattr(Belonging, name)) for name in ("account_id", "id", "since", "team_id", "district_id")]


class Spell(NamedTuple):
    """One stretch of an account's belonging, from the London day `since` until the next begins.

    `district` is FORCE_OWN's key for the force's own accounts.
    """

    since: date
    id: bulk.Key
    district: bulk.Key


class Place(NamedTuple):
    """An account with all its spells, the earliest first; it has at least one."""

    platform: str
    spells: tuple[Spell, ...]

    def on(self, day: date) -> Spell:
        """Where it belonged on a London day."""
        return self.spells[max(0, bisect_right([spell.since for spell in self.spells], day) - 1)]


def of(db: Session, account_id: UUID) -> Place:
    """Where an account belongs and belonged, and nobody else adds to its numbers until this transaction ends.

    One that has never been counted belongs where it is now, from the beginning.
    """
    form = bulk.forms(db)
    rows = bulk.lock(db, _SPELLS, form.id(account_id))
    if not rows:
        _begin(db, account_id)
        rows = bulk.lock(db, _SPELLS, form.id(account_id))
    elif db.get_bind().dialect.name == "postgresql":  # a spell that began while we waited for the lock
        rows = bulk.fetch(db, _SPELLS, form.id(account_id))
    spells = tuple(Spell(form.date(since), key, district or form.id(FORCE_OWN)) for since, key, district, _ in rows)
    return Place(rows[0][3], spells)


def keep(
    db: Session, accounts: Iterable[Account], today: date, again: Callable[[UUID], None] = lambda _: None
) -> list[UUID]:
    """Remember that accounts belong elsewhere from today on, and tell which.

    A new account belongs where it is from the beginning. `again` is told of an account that moved today already,
    before what was remembered is changed.
    """
    bulk.run(db, _FIRST_OF_ALL, bulk.forms(db).day(BEGINNING))
    newest = {row.account_id: row for row in db.execute(select(*_PLACES).order_by(col(Belonging.since)))}
    moved = []
    for account in accounts:
        here = (account.team_id, account.district_id)
        last = newest[account.id]
        if (last.team_id, last.district_id) == here:
            continue
        if last.since == today:
            again(account.id)
            spell = db.get_one(Belonging, last.id)
            spell.team_id, spell.district_id = here
        else:
            db.add(Belonging(account_id=account.id, since=today, team_id=here[0], district_id=here[1]))
        moved.append(account.id)
    db.flush()
    return moved


def _begin(db: Session, account_id: UUID) -> None:
    """The first spell of an account bears the account's own id: two who write it at once write the same."""
    form = bulk.forms(db)
    bulk.run(db, _FIRST, form.day(BEGINNING), form.id(account_id))

"""A hold goes on to hold what it held, whatever becomes of the teams on the roster."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session, select

from domain.people import Role
from store import holds
from store.db import Store
from store.tables import Account, Hold, Person, Team, Trail
from tests.conftest import Ticking
from tests.store.test_rosters import ASHBY_X, ROSTER, load

THEIRS = replace(ASHBY_X, external_id="77001", handle="MoorendSNT", owner="team:moorend")
BEFORE = replace(ROSTER, accounts=(*ROSTER.accounts, THEIRS))
ASHBY, MOOREND = ROSTER.teams
MERGED = replace(BEFORE, teams=(ASHBY, replace(MOOREND, merged_into="ashby")))


def hold_on(store: Store, now: Ticking, key: str) -> None:
    with store.writing() as db:
        person = Person(email="s@example.org", name="Sunniva Practice", role=Role.SUPERVISOR)
        db.add(person)
        db.flush()
        team = db.exec(select(Team).where(Team.key == key)).one()
        holds.place(
            db,
            Hold(
                team_id=team.id,
                district_id=team.district_id,
                reason="Incident",
                placed_by_id=person.id,
                placed_at=now(),
            ),
        )


def held(db: Session, external_id: str) -> bool:
    account = db.exec(select(Account).where(Account.external_id == external_id)).one()
    return holds.over_account(db, account, "", answer=False) is not None


def test_a_hold_on_a_team_that_is_merged_goes_on_in_the_team_that_took_over(store: Store, now: Ticking) -> None:
    load(store, BEFORE, now)
    hold_on(store, now, "moorend")
    now.forward(minutes=1)
    changes = load(store, MERGED, now)
    assert any("hold" in says and "Ashby Town" in says for says in changes.says)
    with store.reading() as db:
        assert held(db, "77001") and held(db, "1") and not held(db, "2")
        assert "hold" in db.exec(select(Trail.subject).where(Trail.at == now())).all()
    now.forward(minutes=1)
    assert not load(store, MERGED, now)


def test_a_hold_that_was_lifted_does_not_come_back_with_a_merger(store: Store, now: Ticking) -> None:
    load(store, BEFORE, now)
    hold_on(store, now, "moorend")
    with store.writing() as db:
        row = db.exec(select(Hold)).one()
        holds.lift(db, row.id, row.placed_by_id, now() + timedelta(minutes=1))
    load(store, MERGED, now)
    with store.reading() as db:
        assert not held(db, "77001")

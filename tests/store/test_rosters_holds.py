"""A hold goes on to hold what it held, whatever becomes of the teams on the roster."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from domain import roster as words
from domain.people import Role
from domain.publication import Stage, State
from domain.purse import Limits
from store import holds, publications, rosters, turns
from store.db import Store
from store.tables import Account, District, Hold, Person, Publication, ScheduledPost, Team, Trail
from tests.conftest import Ticking
from tests.gate import until_someone_waits
from tests.store.test_rosters import ASHBY_X, ROSTER, load

HOME, AWAY = "ashmoor", "weston"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
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
    return holds.over_account(db, account, "", answer=False, at=AT) is not None


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


def moved(team: str, district: str) -> words.Roster:
    """The roster with that team in another district."""
    teams = tuple(replace(one, district=district) if one.key == team else one for one in ROSTER.teams)
    return replace(BEFORE, teams=teams)


def district_hold(store: Store, now: Ticking, key: str, **more: Any) -> UUID:
    with store.writing() as db:
        district = db.exec(select(District).where(District.key == key)).one()
        row = Hold(district_id=district.id, reason="Incident", placed_at=now(), **more)
        holds.place(db, row)
        return row.id


def test_an_account_that_moves_out_of_a_held_district_stays_held_by_a_hold_of_its_own(
    store: Store, now: Ticking
) -> None:
    load(store, BEFORE, now)
    district_hold(store, now, HOME, spares=",appeal,", review_at=now() + timedelta(hours=2))
    now.forward(minutes=1)
    changes = load(store, moved("ashby", AWAY), now)
    says = f"{ASHBY_X.handle} has moved out of what a hold covers (Incident): the hold goes on for it alone"
    assert any(says in one for one in changes.says), changes.says
    with store.reading() as db:
        assert held(db, ASHBY_X.external_id)
        account = db.exec(select(Account).where(Account.external_id == ASHBY_X.external_id)).one()
        own = db.exec(select(Hold).where(Hold.account_id == account.id)).one()
        assert (own.district_id, own.team_id, own.spares, own.reason) == (None, None, ",appeal,", "Incident")
        assert own.review_at is not None and own.placed_at < now()
        assert "hold" in db.exec(select(Trail.subject).where(Trail.at == now())).all()
    now.forward(minutes=1)
    assert not load(store, moved("ashby", AWAY), now)


def test_a_hold_that_covers_the_account_where_it_is_now_is_not_doubled(store: Store, now: Ticking) -> None:
    load(store, BEFORE, now)
    with store.writing() as db:
        holds.place(db, Hold(reason="Everything", placed_at=now()))
    assert not [one for one in load(store, moved("ashby", AWAY), now).says if "hold" in one]


def test_a_team_merged_into_another_district_takes_its_holds_and_leaves_no_account_behind(
    store: Store, now: Ticking
) -> None:
    load(store, moved("moorend", AWAY), now)
    district_hold(store, now, AWAY)
    load(store, MERGED, now)
    with store.reading() as db:
        assert held(db, "77001")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_claim_is_half_way_while_accounts_move(store: Store, now: Ticking) -> None:
    """House.md T12: an account that moves into a held district is held from the moment the roster is loaded."""
    load(store, BEFORE, now)
    district_hold(store, now, AWAY)
    one = queued(store, now, ASHBY_X.external_id)
    claimed: list[object] = []

    def claim() -> None:
        with store.writing(durable=True) as db:
            claimed.append(publications.claim(db, one, "", Limits(), now()))

    claiming = threading.Thread(target=claim)
    with store.writing() as db:
        rosters.bring_in_line(db, moved("ashby", AWAY), now())
        claiming.start()
        until_someone_waits(store)
        assert claimed == []
    claiming.join(10)
    assert claimed == [None]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_account_that_moves_out_is_not_claimed_in_between(store: Store, now: Ticking) -> None:
    load(store, BEFORE, now)
    one = queued(store, now, ASHBY_X.external_id)
    district_hold(store, now, HOME)
    claimed: list[object] = []

    def claim() -> None:
        with store.writing(durable=True) as db:
            claimed.append(publications.claim(db, one, "", Limits(), now()))

    claiming = threading.Thread(target=claim)
    with store.writing() as db:
        rosters.bring_in_line(db, moved("ashby", AWAY), now())
        claiming.start()
        until_someone_waits(store)
    claiming.join(10)
    claim()
    assert claimed == [None, None]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_roster_waits_for_a_claim_that_is_half_way_before_a_hold_follows_a_team(store: Store, now: Ticking) -> None:
    load(store, BEFORE, now)
    hold_on(store, now, "moorend")
    one = queued(store, now, ASHBY_X.external_id)
    states: list[State] = []

    def merge() -> None:
        with store.writing() as db:
            rosters.bring_in_line(db, MERGED, now())
            states.append(db.exec(select(Publication.state)).one())

    merging = threading.Thread(target=merge)
    with store.writing(durable=True) as db:
        assert publications.claim(db, one, "", Limits(), now())
        merging.start()
        until_someone_waits(store)
    merging.join(10)
    assert states == [State.PUBLISHING]


def queued(store: Store, now: Ticking, external_id: str) -> turns.Due:
    """A publication on that account that is due."""
    with store.writing() as db:
        person = Person(email=f"{uuid4()}@example.org", name="Olwen Practice", role=Role.OFFICER)
        message = ScheduledPost(
            author_id=person.id, text="Words", stage=Stage.APPROVED, due_at=now(), created_at=now(), changed_at=now()
        )
        account = db.exec(select(Account).where(Account.external_id == external_id)).one()
        db.add(person)
        db.flush()
        db.add(message)
        db.flush()
        publications.born(db, message, account, message.text)
    with store.reading() as db:
        (one,) = turns.due(db, now())
        return one

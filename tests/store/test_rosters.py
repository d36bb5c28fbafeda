"""Bringing the store in line with a roster: what left is retired, what hangs on it is settled and said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import SQLModel, col, func, select

from domain.people import Role
from domain.posts import PlatformName
from domain.publication import Stage, State
from domain.roster import (
    Roster,
    RosterAccount,
    RosterCampaign,
    RosterDistrict,
    RosterForce,
    RosterPerson,
    RosterTeam,
)
from store.db import Store
from store.rosters import Changes, bring_in_line
from store.tables import (
    Account,
    Campaign,
    District,
    Force,
    Person,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Team,
    Trail,
)
from tests.conftest import Ticking

X = PlatformName.X
ASHBY_X = RosterAccount(X, "AshbySNT", "1", "team:ashby", "X_ASHBY")
WESTON_FB = RosterAccount(PlatformName.FACEBOOK, "WestonPolice", "2", "district:weston", "FB_WESTON")
OLWEN = RosterPerson("olwen@example.org", "Olwen Practice", Role.OFFICER, "team:ashby")
CASIMIR = RosterPerson("casimir@example.org", "Casimir Practice", Role.COMMS, "force")

ROSTER = Roster(
    force=RosterForce("Tarrenshire Police", "Europe/London", ("en", "cy")),
    districts=(
        RosterDistrict("ashmoor", "Ashmoor", 50_000, ("Ashby", "Moorend")),
        RosterDistrict("weston", "Weston Vale", None, ("Weston",)),
    ),
    teams=(
        RosterTeam("ashby", "Ashby Town", "ashmoor", ("Market", "Mill")),
        RosterTeam("moorend", "Moorend", "ashmoor", ()),
    ),
    accounts=(ASHBY_X, WESTON_FB, RosterAccount(X, "TarrenshirePol", "3", "force", "X_FORCE")),
    people=(OLWEN, CASIMIR),
    campaigns=(RosterCampaign("burglary", "Burglary", datetime(2026, 11, 1).date(), datetime(2026, 11, 30).date()),),  # noqa: DTZ001
)
TABLES = (Force, District, Team, Account, Person, Campaign)


def load(store: Store, roster: Roster, now: Ticking) -> Changes:
    with store.writing() as db:
        return bring_in_line(db, roster, now())


def snapshot(store: Store, *tables: type[SQLModel]) -> list[object]:
    with store.reading() as db:
        rows = [row.model_dump() for table in tables or TABLES for row in db.exec(select(table)).all()]
    return sorted(rows, key=str)


def account(store: Store, external_id: str) -> Account:
    with store.reading() as db:
        return db.exec(select(Account).where(Account.external_id == external_id)).one()


def person(store: Store, email: str) -> Person:
    with store.reading() as db:
        return db.exec(select(Person).where(Person.email == email)).one()


def without(roster: Roster, *keys: str) -> Roster:
    """The roster without the accounts and people of these keys."""
    return replace(
        roster,
        accounts=tuple(one for one in roster.accounts if one.key not in keys),
        people=tuple(one for one in roster.people if one.key not in keys),
    )


def write(store: Store, author: UUID, stage: Stage, now: datetime) -> UUID:
    message = ScheduledPost(
        author_id=author, text="Lock your shed", stage=stage, due_at=now, created_at=now, changed_at=now
    )
    with store.writing() as db:
        db.add(message)
    return message.id


def queue(store: Store, where: Account, states: Sequence[State], now: datetime) -> list[UUID]:
    """One publication in each of these states on an account."""
    ids = []
    for state in states:
        message = write(store, person(store, OLWEN.email).id, Stage.APPROVED, now)
        due = now + timedelta(hours=1)
        row = Publication(
            scheduled_post_id=message, account_id=where.id, state=state, text="Lock your shed",
            fingerprint="lock your shed", due_at=due, not_before=due, expires_at=due + timedelta(hours=2),
        )  # fmt: skip
        with store.writing() as db:
            db.add(row)
        ids.append(row.id)
    return ids


def ask(store: Store, where: Account, external_id: str, now: datetime) -> None:
    reply = Reply(
        account_id=where.id, external_id=external_id, thread="t", parent="t", text="When does it start?", created_at=now
    )
    with store.writing() as db:
        db.add(reply)
        db.flush()
        db.add(Question(reply_id=reply.id, account_id=where.id, waiting_since=now))


def test_an_empty_store_takes_everything_the_roster_says(store: Store, now: Ticking) -> None:
    changes = load(store, ROSTER, now)
    assert changes.new == {"force": 1, "district": 2, "team": 2, "account": 3, "person": 2, "campaign": 1}
    assert not changes.changed and not changes.retired and not changes.says
    ashby, weston, force = (account(store, number) for number in ("1", "2", "3"))
    with store.reading() as db:
        team = db.exec(select(Team).where(Team.key == "ashby")).one()
        assert (ashby.team_id, ashby.district_id) == (team.id, team.district_id)
        assert (weston.team_id, weston.district_id) == (
            None,
            db.exec(select(District.id).where(District.key == "weston")).one(),
        )
        assert (force.team_id, force.district_id) == (None, None)
        kept = db.get_one(Force, 1)
        assert (kept.name, kept.languages, kept.roster_at) == ("Tarrenshire Police", ["en", "cy"], now())
    assert ashby.next_fetch_at == now(), "it is visited at once"
    assert (person(store, OLWEN.email).team_id, person(store, CASIMIR.email).team_id) == (team.id, None)


def test_the_same_roster_twice_changes_nothing(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    before = snapshot(store)
    now.forward(days=1)
    changes = load(store, ROSTER, now)
    assert not changes and changes.says == []
    assert snapshot(store) == before


def test_what_changes_is_changed_in_place_and_what_collecting_learnt_stays(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    with store.writing() as db:
        row = db.get_one(Account, account(store, "1").id)
        row.posts_cursor, row.visited_at, row.next_fetch_at = "here", now(), now() + timedelta(hours=2)
    before = account(store, "1")
    now.forward(hours=1)
    renamed = replace(ASHBY_X, handle="AshbyMarketSNT", owner="team:moorend")
    changes = load(store, replace(ROSTER, accounts=(renamed, *ROSTER.accounts[1:])), now)
    after = account(store, "1")
    assert changes.changed == {"account": 1} and not changes.new and not changes.retired
    assert after.id == before.id and after.handle == "AshbyMarketSNT" and after.team_id != before.team_id
    assert (after.posts_cursor, after.next_fetch_at) == ("here", before.next_fetch_at)


def test_an_account_that_left_is_retired_and_its_queued_posts_wait_for_a_person(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    ashby = account(store, "1")
    queued, unknown, published = queue(store, ashby, (State.QUEUED, State.UNKNOWN, State.PUBLISHED), now())
    (elsewhere,) = queue(store, account(store, "3"), (State.QUEUED,), now())
    changes = load(store, without(ROSTER, ASHBY_X.key), now)
    assert changes.retired == {"account": 1}
    assert account(store, "1").retired_at == now()
    with store.reading() as db:
        states = {row.id: row.state for row in db.exec(select(Publication)).all()}
        row = db.get_one(Publication, queued)
    assert (row.state, row.trouble_kind) == (State.WAITING, "account_left")
    assert states[unknown] is State.UNKNOWN and states[published] is State.PUBLISHED
    assert states[elsewhere] is State.QUEUED
    assert any("AshbySNT has left the roster" in says for says in changes.says)
    assert any("1 post queued for AshbySNT" in says for says in changes.says)
    with store.reading() as db:
        assert db.exec(select(Trail.subject_id).where(Trail.act == "waiting")).all() == [queued]


def test_questions_to_an_account_that_left_still_wait_and_are_named(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    for number in ("a", "b"):
        ask(store, account(store, "1"), number, now())
    changes = load(store, without(ROSTER, ASHBY_X.key), now)
    assert any("2 questions to AshbySNT still wait" in says for says in changes.says)
    with store.reading() as db:
        assert db.exec(select(func.count()).select_from(Question).where(col(Question.outcome).is_(None))).one() == 2


def test_nothing_is_said_twice_about_who_has_already_left(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    load(store, without(ROSTER, ASHBY_X.key, OLWEN.key), now)
    now.forward(days=1)
    changes = load(store, without(ROSTER, ASHBY_X.key, OLWEN.key), now)
    assert not changes and changes.says == []
    assert account(store, "1").retired_at == now() - timedelta(days=1)


def test_what_comes_back_is_the_same_row_again(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    before = snapshot(store, Account, Person)
    load(store, without(ROSTER, ASHBY_X.key, OLWEN.key), now)
    now.forward(days=30)
    changes = load(store, ROSTER, now)
    assert changes.changed == {"account": 1, "person": 1} and not changes.new
    assert snapshot(store, Account, Person) == before


def test_posts_that_waited_for_a_decision_are_not_queued_again_by_coming_back(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    (queued,) = queue(store, account(store, "1"), (State.QUEUED,), now())
    load(store, without(ROSTER, ASHBY_X.key), now)
    load(store, ROSTER, now)
    with store.reading() as db:
        assert db.get_one(Publication, queued).state is State.WAITING


def test_a_person_who_leaves_with_drafts_keeps_them_and_it_is_said(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    olwen = person(store, OLWEN.email).id
    for stage in (Stage.DRAFT, Stage.DRAFT, Stage.AWAITING_APPROVAL, Stage.AWAITING_APPROVAL, Stage.WITHDRAWN):
        write(store, olwen, stage, now())
    changes = load(store, without(ROSTER, OLWEN.key), now)
    assert changes.retired == {"person": 1}
    assert any("Olwen Practice has left the roster and can no longer sign in" in says for says in changes.says)
    assert any("2 drafts by Olwen Practice stay" in says for says in changes.says)
    assert any("2 posts by Olwen Practice still await approval" in says for says in changes.says)
    with store.reading() as db:
        assert db.exec(select(func.count()).select_from(ScheduledPost)).one() == 5, "nothing is deleted"


def test_a_team_merged_into_another_is_said_once(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    ashby, moorend = ROSTER.teams
    merged = replace(ROSTER, teams=(ashby, replace(moorend, merged_into="ashby")))
    changes = load(store, merged, now)
    assert changes.changed == {"team": 1}
    assert any("Moorend is now part of Ashby Town" in says for says in changes.says)
    with store.reading() as db:
        old = db.exec(select(Team).where(Team.key == "moorend")).one()
        assert old.merged_into_id == db.exec(select(Team.id).where(Team.key == "ashby")).one()
        assert old.retired_at is None, "it is still in the roster"
    assert not load(store, merged, now)


def test_a_merged_teams_accounts_and_people_belong_to_the_team_that_took_over(store: Store, now: Ticking) -> None:
    ashby, moorend = ROSTER.teams
    theirs = replace(ROSTER.accounts[0], external_id="77001", handle="MoorendSNT", owner="team:moorend")
    olwen = replace(OLWEN, scope="team:moorend")
    before = replace(ROSTER, accounts=(*ROSTER.accounts, theirs), people=(olwen,))
    load(store, before, now)
    load(store, replace(before, teams=(ashby, replace(moorend, merged_into="ashby"))), now)
    with store.reading() as db:
        heir = db.exec(select(Team).where(Team.key == "ashby")).one()
        account = db.exec(select(Account).where(Account.external_id == "77001")).one()
        assert (account.team_id, account.district_id, account.retired_at) == (heir.id, heir.district_id, None)
        assert db.exec(select(Person).where(Person.email == OLWEN.email)).one().team_id == heir.id


def test_a_merged_team_that_then_leaves_the_roster_keeps_its_history(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    ashby, moorend = ROSTER.teams
    load(store, replace(ROSTER, teams=(ashby, replace(moorend, merged_into="ashby"))), now)
    changes = load(store, replace(ROSTER, teams=(ashby,)), now)
    assert changes.retired == {"team": 1}
    with store.reading() as db:
        old = db.exec(select(Team).where(Team.key == "moorend")).one()
    assert old.retired_at == now() and old.merged_into_id is not None


def test_a_team_that_moves_to_another_district_takes_its_accounts_with_it(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    moved = replace(ROSTER, teams=(replace(ROSTER.teams[0], district="weston"), ROSTER.teams[1]))
    changes = load(store, moved, now)
    assert changes.changed == {"team": 1, "account": 1}
    assert account(store, "1").district_id == account(store, "2").district_id


def test_a_district_that_left_is_retired_and_its_name_stays_for_history(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    rest = replace(without(ROSTER, WESTON_FB.key), districts=ROSTER.districts[:1])
    changes = load(store, rest, now)
    assert changes.retired == {"district": 1, "account": 1}
    with store.reading() as db:
        assert db.exec(select(District).where(District.key == "weston")).one().retired_at == now()


def test_a_fault_in_the_middle_leaves_the_store_as_it_was(store: Store, now: Ticking) -> None:
    load(store, ROSTER, now)
    before = snapshot(store)
    broken = replace(ROSTER, accounts=(replace(ASHBY_X, handle="New", owner="team:nowhere"), *ROSTER.accounts[1:]))
    with pytest.raises(KeyError):
        load(store, broken, now)
    assert snapshot(store) == before


def test_five_thousand_accounts_are_taken_and_a_second_time_nothing_is_written(store: Store, now: Ticking) -> None:
    many = tuple(RosterAccount(X, f"Team{n}", str(n), "team:ashby", f"X_{n}") for n in range(5_000))
    roster = replace(ROSTER, accounts=many)
    assert load(store, roster, now).new["account"] == 5_000
    assert not load(store, roster, now)
    changes = load(store, replace(ROSTER, accounts=many[:1]), now)
    assert changes.retired == {"account": 4_999}

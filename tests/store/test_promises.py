"""When open questions are due: by whose hours and whose promises, and anew when those change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from config.promise import read_promises
from domain.bank_holidays import Nation
from domain.hours import ALWAYS
from domain.hours_text import read_hours
from domain.listening.words import Kind, Lane, Topic
from domain.promise import ROUTINE, Promise, Unit
from domain.questions import Outcome
from domain.roster import Roster, RosterTeam
from store import bulk, promises
from store.db import Store
from store.rosters import bring_in_line
from store.tables import Account, Question, Reply, Verdict
from tests.conftest import Ticking
from tests.store.test_rosters import ASHBY_X, ROSTER

SHIPPED = read_promises()
PAUSED = (Promise(ROUTINE, 8, Unit.WORKING_HOURS, date(2026, 1, 1)),)
ASKED = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)  # a Friday
HOUR = timedelta(hours=1)
FORCE, DISTRICT, TEAM = "Mon-Fri 08:00-20:00", "Mon-Fri 09:00-17:00", "Sat 22:00-06:00"


def load(store: Store, now: Ticking, force: str = "", district: str = "", team: str = "", nation: str = "") -> Roster:
    """A roster with these hours, of the force, of Ashmoor and of its team at Ashby."""
    said = replace(
        ROSTER,
        force=replace(ROSTER.force, hours=force, nation=Nation(nation or "england")),
        districts=(replace(ROSTER.districts[0], hours=district), *ROSTER.districts[1:]),
        teams=(replace(ROSTER.teams[0], hours=team), *ROSTER.teams[1:]),
    )
    with store.writing() as db:
        bring_in_line(db, said, now())
    return said


def account(db: Session, handle: str = ASHBY_X.handle) -> UUID:
    return db.exec(select(Account.id).where(Account.handle == handle)).one()


def ask(db: Session, *lanes: Lane, heard: bool = True, outcome: Outcome | None = None, number: int = 1) -> None:
    whose = account(db)
    for one in range(number):
        key = f"{','.join(lanes)}{outcome}{one}"
        reply = Reply(account_id=whose, external_id=key, thread="1", parent="1", text="When?", created_at=ASKED)
        db.add(reply)
        db.flush()
        first = lanes[0] if lanes else None
        db.add(Question(reply_id=reply.id, account_id=whose, waiting_since=ASKED, lane=first, outcome=outcome))
        if heard:
            kept = f",{','.join(lanes)}," if lanes else ""
            db.add(
                Verdict(reply_id=reply.id, version=1, heard_at=ASKED, language="en", kind=Kind.QUESTION,
                        needs_answer=True, sure=0.9, lanes=kept, topic=Topic.OTHER)
            )  # fmt: skip


def due(store: Store) -> list[datetime | None]:
    with store.reading() as db:
        return list(db.exec(select(Question.due_at).order_by(col(Question.due_at))).all())


def redo(store: Store, told: tuple[Promise, ...] = SHIPPED) -> int:
    with store.writing() as db:
        return promises.redo(db, told)


def test_a_team_keeps_its_own_hours_or_those_of_its_district_or_of_the_force(store: Store, now: Ticking) -> None:
    for hours, expected in (
        ((FORCE, DISTRICT, TEAM), TEAM),
        ((FORCE, DISTRICT, ""), DISTRICT),
        ((FORCE, "", ""), FORCE),
        (("", "", ""), "always"),
    ):
        load(store, now, *hours)
        with store.reading() as db:
            there = promises.clocks(db)
            assert there.hours(account(db)) == read_hours(expected)
            assert there.hours(account(db, "TarrenshirePol")) == read_hours(hours[0] or "always")


def test_an_account_is_known_by_its_id_in_either_form_and_a_strange_one_keeps_the_forces_hours(
    store: Store, now: Ticking
) -> None:
    load(store, now, FORCE, team=TEAM)
    with store.reading() as db:
        there, key = promises.clocks(db), account(db)
        assert there.hours(bulk.forms(db).id(key)) == there.hours(key) == read_hours(TEAM)
        assert there.hours(UUID(int=0)) == read_hours(FORCE)


def test_a_day_on_which_the_force_is_closed_closes_every_team(store: Store, now: Ticking) -> None:
    load(store, now, f"{FORCE}, closed 2026-11-23", team=DISTRICT)
    with store.reading() as db:
        there = promises.clocks(db, PAUSED)
        assert there.due_at(account(db), ASKED, ()) == datetime(2026, 11, 24, 16, 30, tzinfo=UTC)


def test_the_bank_holidays_are_those_of_the_forces_nation(store: Store, now: Ticking) -> None:
    load(store, now, team=DISTRICT, nation="scotland")
    with store.reading() as db:
        assert promises.clocks(db).hours(account(db)) == read_hours(DISTRICT, nation=Nation.SCOTLAND)


def test_a_store_without_a_roster_is_never_closed(store: Store) -> None:
    with store.reading() as db:
        assert promises.clocks(db).hours(UUID(int=0)) == ALWAYS


def test_every_open_question_gets_its_time_and_a_second_time_nothing_moves(store: Store, now: Ticking) -> None:
    load(store, now)
    with store.writing() as db:
        ask(db)
        ask(db, Lane.DANGER, Lane.CRIME)
    with store.reading() as db:
        which = promises.astray(db, SHIPPED)
    assert len(which) == 2
    with store.writing() as db:
        assert promises.redo(db, SHIPPED, which[:1]) == 1
    assert redo(store) == 1
    assert due(store) == [ASKED + HOUR / 4, ASKED + 72 * HOUR]
    assert redo(store) == 0


def test_all_lanes_that_were_heard_count_and_before_it_is_heard_that_of_the_question(
    store: Store, now: Ticking
) -> None:
    load(store, now)
    told = (*SHIPPED, Promise(Lane.WELSH, 1, Unit.HOURS, date(2026, 1, 1)))
    with store.writing() as db:
        ask(db, Lane.CRIME, Lane.WELSH)
        ask(db, Lane.SIGHTING, heard=False)
    redo(store, told)
    assert due(store) == [ASKED + HOUR / 2, ASKED + HOUR]


def test_a_question_that_is_closed_keeps_the_time_it_had(store: Store, now: Ticking) -> None:
    load(store, now)
    with store.writing() as db:
        ask(db, outcome=Outcome.ANSWERED)
    assert redo(store) == 0
    assert due(store) == [None]


def test_new_opening_hours_move_what_is_open(store: Store, now: Ticking) -> None:
    load(store, now, DISTRICT)
    with store.writing() as db:
        ask(db)
    redo(store, PAUSED)
    assert due(store) == [datetime(2026, 11, 23, 16, 30, tzinfo=UTC)]
    load(store, now, DISTRICT, team="Sat 10:00-20:00")
    assert redo(store, PAUSED) == 1
    assert due(store) == [datetime(2026, 11, 21, 18, 0, tzinfo=UTC)]


def test_where_nothing_is_promised_any_more_nothing_is_due(store: Store, now: Ticking) -> None:
    load(store, now)
    with store.writing() as db:
        ask(db)
    redo(store)
    assert redo(store, ()) == 1
    assert due(store) == [None]


def test_a_promise_for_a_team_holds_for_its_accounts_alone(store: Store, now: Ticking) -> None:
    load(store, now)
    told = (*SHIPPED, Promise(ROUTINE, 5, Unit.HOURS, date(2026, 1, 1), "team:ashby"))
    told = (*told, Promise(ROUTINE, 6, Unit.HOURS, date(2026, 1, 1), "district:weston"))
    with store.reading() as db:
        there = promises.clocks(db, told)
        found = [there.due_at(account(db, one.handle), ASKED, ()) for one in ROSTER.accounts]
    assert found == [ASKED + hours * HOUR for hours in (5, 6, 72)]


def test_a_promise_for_nobody_is_said(store: Store, now: Ticking) -> None:
    load(store, now)
    told = (*SHIPPED, Promise(ROUTINE, 5, Unit.HOURS, date(2026, 1, 1), "team:ashbi"))
    with store.reading() as db:
        assert promises.strangers(db, SHIPPED) == []
        assert promises.strangers(db, told) == [
            'A promise is made for "team:ashbi", which is not in the roster: it holds for nobody.'
        ]


def test_a_team_that_was_merged_leaves_its_questions_to_the_hours_of_the_new_one(store: Store, now: Ticking) -> None:
    said = load(store, now, team=TEAM)
    teams = (
        replace(said.teams[0], merged_into="moorend"),
        RosterTeam("moorend", "Moorend", "ashmoor", (), hours=FORCE),
    )
    with store.writing() as db:
        bring_in_line(db, replace(said, teams=teams), now())
        assert promises.clocks(db).hours(account(db)) == read_hours(FORCE)

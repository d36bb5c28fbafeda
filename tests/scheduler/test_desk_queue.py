"""The desk's queue: of two officers one has a question, and everything that is done with it can be told and undone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from domain.listening.words import Lane
from domain.people import Role, Scope, Signed
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Done, Refused
from store import queue, reports
from store.tables import Duty, Note, Person, Question, Reply, Trail
from tests.scheduler.conftest import Force


def trail(force: Force, which: UUID) -> list[tuple[str, str]]:
    with force.store.reading() as db:
        wanted = select(Trail.act, Trail.detail).where(Trail.subject_id == which).order_by(Trail.id)  # type: ignore[arg-type]
        return [(row[0], row[1]) for row in db.exec(wanted)]


def another(force: Force, which: UUID, comment_id: str, minutes: float = 1) -> UUID:
    """Somebody else asks the same under the same post, later."""
    with force.store.writing() as db:
        first = db.get_one(Question, which)
        asks = db.get_one(Reply, first.reply_id)
        said = Reply(
            account_id=asks.account_id, post_id=asks.post_id, external_id=comment_id, thread=asks.thread,
            parent=asks.thread, author="Kim", text="When does it start?",
            created_at=asks.created_at + timedelta(minutes=minutes),
        )  # fmt: skip
        db.add(said)
        db.flush()
        asked = Question(reply_id=said.id, account_id=said.account_id, waiting_since=said.created_at)
        db.add(asked)
        return asked.id


def claim(force: Force, which: UUID, who: str = "officer") -> Done:
    return desk.claim(force.store, force.people[who], which, force.rules, force.now)


def holder(force: Force, which: UUID) -> str | None:
    with force.store.reading() as db:
        row = reports.question(db, force.people["comms"], force.now(), which)
        assert row
        return row.claimed_by


def change(force: Force, which: UUID, **values: object) -> None:
    with force.store.writing() as db:
        asked = db.get_one(Question, which)
        for name, value in values.items():
            setattr(asked, name, value)


def test_of_two_officers_one_has_it_and_the_other_is_told_who_and_until_when(force: Force) -> None:
    which = force.question()
    assert claim(force, which).says == "Yours until 09:20. Writing keeps it yours."
    with pytest.raises(Refused, match=r"Officer has this question in hand until 09:20\. Ask them, or wait until then"):
        claim(force, which, "north officer")
    assert holder(force, which) == "Officer"
    assert trail(force, which) == [("claim", "until Tue 24 Nov 2026, 09:20 GMT")]


def test_a_claim_that_ran_out_lets_the_next_officer_write(force: Force) -> None:
    which = force.question()
    claim(force, which)
    force.now.forward(minutes=20)
    assert holder(force, which) is None
    assert claim(force, which, "north officer").says.startswith("Yours until 09:40.")
    with pytest.raises(Refused, match="You do not have it in hand"):
        desk.release(force.store, force.people["officer"], which, force.now)


def test_who_claims_again_keeps_it_for_longer(force: Force) -> None:
    which = force.question()
    claim(force, which)
    force.now.forward(minutes=15)
    assert claim(force, which).says.startswith("Yours until 09:35.")


def test_writing_makes_a_claim_last_longer_and_never_shorter(force: Force) -> None:
    which, mine = force.question(), force.people["officer"].person_id
    claim(force, which)
    with force.store.writing() as db:
        assert not queue.renew(db, which, mine, force.now() + timedelta(minutes=5))
        assert queue.renew(db, which, mine, force.now() + timedelta(minutes=30))
        assert not queue.renew(db, which, force.people["comms"].person_id, force.now() + timedelta(hours=1))
    force.now.forward(minutes=29)
    assert holder(force, which) == "Officer"


def test_a_claim_ends_with_the_shift(force: Force) -> None:
    which, who = force.question(), force.people["officer"]
    with force.store.writing() as db:
        for ends in (5, 12):
            begins = force.now() - timedelta(hours=ends)
            db.add(Duty(person_id=who.person_id, starts_at=begins, ends_at=force.now() + timedelta(minutes=ends)))
        later = force.now() + timedelta(hours=1)
        db.add(Duty(person_id=who.person_id, starts_at=later, ends_at=later + timedelta(hours=8)))
    assert claim(force, which).says.startswith("Yours until 09:12.")


def test_who_lets_go_frees_it_for_everybody(force: Force) -> None:
    which = force.question()
    claim(force, which)
    assert desk.release(force.store, force.people["officer"], which, force.now).says == "Let go. Anybody may take it."
    assert claim(force, which, "north officer")
    assert [act for act, _ in trail(force, which)] == ["claim", "claim", "claim"]


def test_a_supervisor_takes_over_with_a_reason_and_an_officer_may_not(force: Force) -> None:
    which = force.question()
    claim(force, which)
    with pytest.raises(Refused, match=r"role \(officer\) and area do not let you assign questions"):
        desk.take_over(force.store, force.people["north officer"], which, "Gone home", force.rules, force.now)
    boss = force.people["north supervisor"]
    with pytest.raises(Refused, match="Say why"):
        desk.take_over(force.store, boss, which, " ", force.rules, force.now)
    done = desk.take_over(force.store, boss, which, "Gone home", force.rules, force.now)
    assert done.says == "Taken over from Officer. Yours until 09:20: tell them."
    assert holder(force, which) == "North Supervisor"
    assert trail(force, which)[-1] == ("claim", "taken over from Officer: Gone home")
    with pytest.raises(Refused, match="Nobody else has it in hand"):
        desk.take_over(force.store, boss, which, "Again", force.rules, force.now)


def test_an_answer_is_refused_while_somebody_else_has_it_and_needs_no_claim(force: Force) -> None:
    which = force.question()
    claim(force, which, "north officer")
    with pytest.raises(Refused, match="North Officer has this question in hand"):
        desk.answer(force.store, force.people["officer"], which, "At noon.", force.rules, force.now)
    force.now.forward(minutes=21)
    assert desk.answer(force.store, force.people["officer"], which, "At noon.", force.rules, force.now)


def test_twelve_officers_at_the_same_moment_and_exactly_one_has_it(force: Force) -> None:
    which = force.question()
    same = [another(force, which, f"c{n}") for n in range(2, 5)]
    desk.gather(force.store, force.people["comms"], [which, *same], force.now)
    names = [replace(force.people["officer"], person_id=uuid4(), name=f"officer {n}") for n in range(12)]
    with force.store.writing() as db:
        db.add_all(Person(id=p.person_id, email=f"{p.name}@x.example", name=p.name, role=p.role) for p in names)

    def at_once(number: int) -> bool:
        try:
            desk.claim(force.store, names[number], [which, *same][number % 4], force.rules, force.now)
        except Refused as no:
            assert "has this question in hand until" in str(no)
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        won = list(pool.map(at_once, range(12)))
    assert sum(won) == 1
    assert {holder(force, one) for one in [which, *same]} == {names[won.index(True)].name}


def test_a_question_is_assigned_to_a_person_or_a_team_or_nobody(force: Force) -> None:
    which, comms, officer = force.question(), force.people["comms"], force.people["officer"]
    team = force["ashby"].team_id
    assert desk.assign(force.store, comms, which, force.now, person_id=officer.person_id).says == "Assigned to Officer."
    assert desk.assign(force.store, comms, which, force.now, team_id=team).says == "Assigned to Ashby Town."
    assert force.asked(which).assigned_to_id is None and force.asked(which).assigned_at == force.now()
    assert desk.assign(force.store, comms, which, force.now).says == "Assigned to nobody."
    assert force.asked(which).assigned_at is None
    assert trail(force, which) == [("assign", "to Officer"), ("assign", "to Ashby Town"), ("assign", "to nobody")]


def test_it_is_assigned_only_to_who_answers_and_is_of_the_area(force: Force) -> None:
    which, boss = force.question(), force.people["north supervisor"]
    with force.store.writing() as db:
        south = Person(email="s@x.example", name="Southerner", role=Role.OFFICER, district_id=force.districts["south"])
        db.add(south)
        db.flush()
        away = south.id
    for person, says in ((force.people["administrator"].person_id, "does not answer the public"), (away, "area")):
        with pytest.raises(Refused, match=says):
            desk.assign(force.store, boss, which, force.now, person_id=person)
    with pytest.raises(Refused, match="Brook is not of your area"):
        desk.assign(force.store, boss, which, force.now, team_id=force["brook"].team_id)
    with pytest.raises(Refused, match="no such person"):
        desk.assign(force.store, boss, which, force.now, person_id=uuid4())


def test_who_was_given_a_question_of_another_area_sees_it_and_may_answer_it(force: Force) -> None:
    which = force.question("county")
    team = force["ashby"].team_id
    officer = replace(force.people["north officer"], scope=Scope(force.districts["north"], team))
    with force.store.reading() as db:
        assert reports.question(db, officer, force.now(), which) is None
    with pytest.raises(Refused, match="do not let you claim questions"):
        desk.claim(force.store, officer, which, force.rules, force.now)
    desk.assign(force.store, force.people["comms"], which, force.now, team_id=team)
    with force.store.reading() as db:
        assert [row.id for row in reports.questions(db, officer, force.now())] == [which]
        assert reports.badges(db, officer, force.now()).questions == 1
        assert [row.asks for row in reports.thread(db, officer, which)] == [False, True]
    assert desk.claim(force.store, officer, which, force.rules, force.now)


def test_it_comes_back_by_itself_on_its_day_and_the_promise_runs_on(force: Force) -> None:
    which, comms = force.question(), force.people["comms"]
    change(force, which, due_at=force.now() + timedelta(hours=72))
    done = desk.snooze(force.store, comms, which, date(2026, 11, 30), "The council meets", force.now)
    assert done.says == (
        "Put off: it comes back on Mon 30 Nov. The promise runs on meanwhile: it is due before that, "
        "Fri 27 Nov 2026, 09:00 GMT."
    )
    with force.store.reading() as db:
        assert reports.questions(db, comms, force.now()) == []
        assert [row.snooze_reason for row in reports.questions(db, comms, force.now(), state="put_off")] == [
            "The council meets"
        ]
        assert reports.badges(db, comms, force.now()).questions == 0
        counts = reports.waiting_by_team(db, comms, force.now() + timedelta(hours=80))
        assert [(row.waiting, row.late, row.put_off) for row in counts] == [(1, 1, 1)]
        its_day = force.now().replace(day=30, hour=0)
        assert [row.id for row in reports.questions(db, comms, its_day)] == [which]
    assert trail(force, which) == [("snooze", "until 2026-11-30: The council meets")]


def test_it_can_be_had_back_at_once(force: Force) -> None:
    which, comms = force.question(), force.people["comms"]
    with pytest.raises(Refused, match="in the queue already"):
        desk.wake(force.store, comms, which, force.now)
    desk.snooze(force.store, comms, which, date(2026, 11, 26), "Later", force.now)
    assert desk.wake(force.store, comms, which, force.now).says == "It is back in the queue."
    assert force.asked(which).snoozed_until is None


@pytest.mark.parametrize(
    ("day", "reason", "says"),
    [
        (date(2026, 11, 24), "Later", "Choose a day after today"),
        (date(2027, 11, 24), "Later", "more than 60 days away"),
        (date(2026, 11, 26), "  ", "Say why it is put off"),
        (date(2026, 11, 26), "x" * 2_001, "Make it shorter"),
    ],
)
def test_what_cannot_be_put_off_so_is_refused(force: Force, day: date, reason: str, says: str) -> None:
    which = force.question()
    with pytest.raises(Refused, match=says):
        desk.snooze(force.store, force.people["comms"], which, day, reason, force.now)
    assert force.asked(which).snoozed_until is None


def test_danger_cannot_be_put_off(force: Force) -> None:
    which = force.question()
    change(force, which, lane=Lane.DANGER)
    with pytest.raises(Refused, match="cannot be put off"):
        desk.snooze(force.store, force.people["comms"], which, date(2026, 11, 26), "Later", force.now)


def test_a_note_is_kept_for_colleagues_even_when_the_question_is_closed(force: Force) -> None:
    which, comms = force.question(), force.people["comms"]
    desk.note(force.store, comms, which, "  Spoke to the council.\x00 ", force.now)
    force.now.forward(minutes=1)
    desk.set_aside(force.store, comms, which, "By phone", force.now)
    desk.note(force.store, comms, which, "They rang back.", force.now)
    with pytest.raises(Refused, match="Write the note first"):
        desk.note(force.store, comms, which, "", force.now)
    with force.store.reading() as db:
        assert [(one.by, one.text) for one in reports.notes(db, comms, which)] == [
            ("Comms", "Spoke to the council."),
            ("Comms", "They rang back."),
        ]
        south = replace(comms, scope=Scope(force.districts["south"]))
        assert reports.notes(db, south, which) == []
        assert len(db.exec(select(Note)).all()) == 2


def test_danger_is_acknowledged_once(force: Force) -> None:
    which = force.question()
    assert desk.acknowledge(force.store, force.people["officer"], which, force.now)
    with pytest.raises(Refused, match="acknowledged already by Officer"):
        desk.acknowledge(force.store, force.people["comms"], which, force.now)
    assert force.asked(which).acknowledged_at == force.now()
    assert trail(force, which) == [("acknowledge", "")]


def test_those_that_ask_the_same_are_one_piece_of_work(force: Force) -> None:
    which = force.question()
    second, third = another(force, which, "c2"), another(force, which, "c3", 2)
    done = desk.gather(force.store, force.people["officer"], [third, second, which], force.now)
    assert done.says == "Gathered: 3 questions that ask the same." and done.id == which
    with force.store.reading() as db:
        assert [one.id for one in queue.group_members(db, third)] == [which, second, third]
        rows = reports.questions(db, force.people["comms"], force.now(), gathered=True)
        assert [(row.id, row.alike) for row in rows] == [(which, 3)]
        others = reports.alike(db, force.people["comms"], force.now(), second)
        assert [row.id for row in others] == [which, third]
    claim(force, third)
    assert {holder(force, one) for one in (which, second, third)} == {"Officer"}
    assert trail(force, second) == [("group", f"the same as {which}"), ("claim", "until Tue 24 Nov 2026, 09:20 GMT")]


def test_one_that_asks_something_else_is_taken_out_and_the_rest_stays(force: Force) -> None:
    which = force.question()
    second, third = another(force, which, "c2"), another(force, which, "c3", 2)
    officer = force.people["officer"]
    desk.gather(force.store, officer, [which, second, third], force.now)
    desk.take_out(force.store, officer, which, force.now)
    with force.store.reading() as db:
        assert [one.id for one in queue.group_members(db, which)] == [which]
        assert [one.id for one in queue.group_members(db, third)] == [second, third]
        assert len(reports.questions(db, force.people["comms"], force.now(), gathered=True)) == 2
    desk.take_out(force.store, officer, third, force.now)
    with pytest.raises(Refused, match="stands by itself already"):
        desk.take_out(force.store, officer, second, force.now)
    assert force.asked(second).group_id is None
    assert force.asked(which).group_set_by_id == officer.person_id  # listening does not put it back


def test_what_was_asked_of_two_accounts_is_not_gathered(force: Force) -> None:
    one, other = force.question(), force.question("county", "p2", "c9")
    with pytest.raises(Refused, match="Each account answers for itself"):
        desk.gather(force.store, force.people["comms"], [one, other], force.now)
    with pytest.raises(Refused, match="at least two"):
        desk.gather(force.store, force.people["comms"], [one, one], force.now)


Attempt = Callable[[Force, Signed, UUID], object]

ACTS: dict[str, Attempt] = {
    "claim": lambda f, who, q: desk.claim(f.store, who, q, f.rules, f.now),
    "release": lambda f, who, q: desk.release(f.store, who, q, f.now),
    "take over": lambda f, who, q: desk.take_over(f.store, who, q, "Why", f.rules, f.now),
    "assign": lambda f, who, q: desk.assign(f.store, who, q, f.now),
    "snooze": lambda f, who, q: desk.snooze(f.store, who, q, date(2026, 11, 26), "Why", f.now),
    "wake": lambda f, who, q: desk.wake(f.store, who, q, f.now),
    "note": lambda f, who, q: desk.note(f.store, who, q, "Note", f.now),
    "acknowledge": lambda f, who, q: desk.acknowledge(f.store, who, q, f.now),
    "gather": lambda f, who, q: desk.gather(f.store, who, [q, another(f, q, uuid4().hex)], f.now),
    "take out": lambda f, who, q: desk.take_out(f.store, who, q, f.now),
    "set aside": lambda f, who, q: desk.set_aside(f.store, who, q, "Why", f.now),
    "private": lambda f, who, q: desk.refer_private(f.store, who, q, "Why", f.now),
    "control room": lambda f, who, q: desk.refer_control_room(f.store, who, q, "0123 24/11", "", f.now),
    "open again": lambda f, who, q: desk.open_again(f.store, who, q, f.now),
    "confirm": lambda f, who, q: desk.confirm_other(f.store, who, q, f.now),
    "deny": lambda f, who, q: desk.deny_other(f.store, who, q, f.now),
    "the answer": lambda f, who, q: desk.was_the_answer(f.store, who, q, f.now),
    "only holding": lambda f, who, q: desk.was_only_holding(f.store, who, q, f.now),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_does_it_outside_their_area_and_no_administrator_at_all(force: Force, act: str) -> None:
    which = force.question("brook")
    for who in ("north supervisor", "administrator"):
        with pytest.raises(Refused, match="and area do not let you"):
            ACTS[act](force, force.people[who], which)
    assert trail(force, which) == []
    with pytest.raises(Refused, match="no such question"):
        ACTS[act](force, force.people["supervisor"], uuid4()) if act != "gather" else desk.gather(
            force.store, force.people["supervisor"], [uuid4(), uuid4()], force.now
        )


WAITING_ONLY = [act for act in ACTS if act not in ("note", "open again", "only holding", "gather")]


@pytest.mark.parametrize("act", WAITING_ONLY)
def test_a_question_that_is_closed_is_left_alone(force: Force, act: str) -> None:
    which = force.question()
    change(force, which, outcome=Outcome.ANSWERED, closed_at=force.now())
    with pytest.raises(Refused, match=r"closed already \(answered\)"):
        ACTS[act](force, force.people["supervisor"], which)


@pytest.mark.parametrize("act", ["snooze", "set aside", "private", "control room", "take out"])
def test_what_somebody_else_has_in_hand_is_not_taken_from_under_them(force: Force, act: str) -> None:
    which = force.question()
    claim(force, which)
    with pytest.raises(Refused, match="Officer has this question in hand"):
        ACTS[act](force, force.people["comms"], which)

"""What the desk stops is not reached another way: words changed under Write, a group, a claim of somebody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, update

from domain.listening.words import Lane
from domain.people import Role
from domain.posts import Published
from domain.publication import Stage
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Refused, Said
from store import reports
from store.tables import Question
from tests.scheduler.alarm import everybody_leaves, on_duty, person
from tests.scheduler.conftest import Force
from tests.scheduler.test_desk_answers import another, answer, heard, publish, stage

ONCE = Said(closes_others=True)
MOBILE = "Ring him on 07700 900123."


def test_an_answer_that_was_taken_back_and_changed_is_checked_again(force: Force) -> None:
    question, officer = force.question(), force.people["officer"]
    heard(force, question, Lane.COMPLAINT)
    message = answer(force, question)
    words = force.words(MOBILE, "page")
    assert desk.edit(force.store, officer, message, force.rules, force.now, words)
    with pytest.raises(Refused, match="a mobile number"):
        desk.submit(force.store, officer, message, force.rules, force.now)
    page = force["page"].id
    varied = replace(words, text="At noon.", accounts={page: "Write to {contact}."})
    desk.edit(force.store, officer, message, force.rules, force.now, varied)
    with pytest.raises(Refused, match=r"\{contact\}"):
        desk.submit(force.store, officer, message, force.rules, force.now)
    desk.edit(force.store, officer, message, force.rules, force.now, force.words("At one.", "page"))
    assert desk.submit(force.store, officer, message, force.rules, force.now)


def test_an_answer_of_a_sheet_is_checked_as_well_and_said_beforehand(force: Force) -> None:
    words = replace(force.words(MOBILE, "page"), in_reply_to="c1", thread="p1", question_id=force.question())
    officer = force.people["officer"]
    assert "a mobile number" in " ".join(desk.look_over(force.store, officer, words, force.rules, force.now))
    with pytest.raises(Refused, match="a mobile number"):
        desk.write_and_submit(force.store, officer, words, force.rules, force.now)


def test_an_answer_that_was_taken_back_does_not_go_past_who_has_the_question_in_hand(force: Force) -> None:
    question, officer = force.question(), force.people["officer"]
    heard(force, question, Lane.COMPLAINT)
    message = answer(force, question)
    desk.edit(force.store, officer, message, force.rules, force.now)
    desk.claim(force.store, force.people["comms"], question, force.rules, force.now)
    with pytest.raises(Refused, match="Comms has this question in hand"):
        desk.submit(force.store, officer, message, force.rules, force.now)


def test_one_answer_for_all_is_read_first_where_one_of_them_lies_in_a_risk_lane(force: Force) -> None:
    first = force.question()
    heard(force, another(force, first, "c2"), Lane.COMPLAINT)
    assert stage(force, answer(force, first, said=ONCE)) is Stage.AWAITING_APPROVAL


def test_one_answer_for_all_is_checked_for_each_of_them(force: Force) -> None:
    first = force.question()
    heard(force, another(force, first, "c2"), Lane.DANGER)
    with pytest.raises(Refused, match="101 without 999"):
        answer(force, first, "Please tell us on 101.", said=ONCE)


def test_one_answer_for_all_is_none_for_what_was_asked_after_it_was_written(force: Force) -> None:
    first = force.question()
    second = another(force, first, "c2")
    message = answer(force, first, said=ONCE)
    force.now.forward(minutes=1)
    late = another(force, first, "c3")
    publish(force, message)
    assert force.asked(second).outcome is Outcome.ANSWERED and force.asked(late).outcome is None


@pytest.mark.parametrize("read", [True, False])
def test_what_is_found_to_lie_in_a_risk_lane_meanwhile_is_closed_only_by_what_somebody_read(
    force: Force, read: bool
) -> None:
    first = force.question()
    if read:
        heard(force, first, Lane.COMPLAINT)
    second = another(force, first, "c2")
    message = answer(force, first, said=ONCE)
    if read:
        desk.approve(force.store, force.people["comms"], message, force.rules, force.now)
    with force.store.writing() as db:
        db.exec(update(Question).where(col(Question.id) == second).values(lane=Lane.COMPLAINT))
    publish(force, message, Published("r7", "https://board.example/r7"))
    assert (force.asked(second).outcome is Outcome.ANSWERED) is read


def test_what_somebody_else_answered_is_no_answer_of_ours_in_a_digest_or_a_hand_over(force: Force) -> None:
    question, now = force.question(), force.now()
    ended = {"outcome": Outcome.ANSWERED_BY_OTHER, "closed_at": now, "due_at": now + timedelta(days=1)}
    with force.store.writing() as db:
        db.exec(update(Question).where(col(Question.id) == question).values(**ended))
    who, since = force.people["supervisor"], now - timedelta(hours=1)
    with force.store.reading() as db:
        shift = reports.shift(db, who, now, since=since)
        assert reports.day(db, who, now + timedelta(days=1)).answered == 0
        assert (shift.answered, shift.closed_otherwise) == (0, 1)


def test_a_duty_that_is_over_stays_as_it_was_so_that_its_summary_is_not_told_twice(force: Force) -> None:
    everybody_leaves(force)
    head, constable = person(force, "head", Role.SUPERVISOR), person(force, "pc ash", team="ashby")
    duty = on_duty(force, constable, team="ashby", hours=1)
    force.now.forward(minutes=10)
    with pytest.raises(Refused, match="It is over already"):
        desk.take_off_duty(force.store, head, duty, force.now)

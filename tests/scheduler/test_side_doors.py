"""Words that were taken back, copied or overtaken do not go out by a side door."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from domain.errors import Ambiguous, Rejected
from domain.posts import Outgoing, Published
from domain.publication import Stage, State
from scheduler import desk
from scheduler.desk import Refused
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import reconcile
from store import publications, questions, turns
from store.tables import Account, ScheduledPost, Trail
from tests.scheduler.board import Board, Hook, raises
from tests.scheduler.conftest import Force

lost = raises(Ambiguous("no answer while writing"))


def acts(force: Force, subject: UUID) -> list[str]:
    with force.store.reading() as db:
        return list(db.exec(select(Trail.act).where(Trail.subject_id == subject).order_by(Trail.id)))  # type: ignore[arg-type]


def written(force: Force, which: UUID) -> ScheduledPost:
    with force.store.reading() as db:
        return db.get_one(ScheduledPost, which)


def test_old_words_that_failed_cannot_be_sent_again_once_they_were_changed(
    force: Force, means: Means, board: Board
) -> None:
    (old,) = force.due("The wrong street")
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    which, officer, comms = old.scheduled_post_id, force.people["officer"], force.people["comms"]
    desk.edit(force.store, officer, which, force.rules, force.now, force.words("The right street", "page"))
    desk.submit(force.store, officer, which, force.rules, force.now)
    desk.approve(force.store, comms, which, force.rules, force.now)
    with pytest.raises(Refused):
        desk.queue_again(force.store, comms, old.id, force.now)
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.texts() == ["The right street"]


def test_a_copy_of_ones_own_words_is_not_approved_by_oneself(force: Force, means: Means, board: Board) -> None:
    officer, comms = force.people["officer"], force.people["comms"]
    which = desk.write_and_submit(force.store, comms, force.words("Lock up"), force.rules, force.now).id
    desk.approve(force.store, force.people["supervisor"], which, force.rules, force.now)
    force.now.forward(minutes=10)
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    copied = desk.copy(force.store, officer, which, [force["ashby"].id], force.rules, force.now).id
    again = desk.copy(force.store, officer, copied, [force["ashby"].id], force.rules, force.now).id
    for one in (copied, again):
        words = force.words("Lock up")
        desk.edit(force.store, officer, one, force.rules, force.now, words)
        desk.submit(force.store, officer, one, force.rules, force.now)
        with pytest.raises(Refused, match="your own words"):
            desk.approve(force.store, comms, one, force.rules, force.now)


def test_what_a_copy_stops_stands_in_the_trail(force: Force) -> None:
    (one,) = force.approved()
    desk.copy(force.store, force.people["officer"], one.scheduled_post_id, [one.account_id], force.rules, force.now)
    assert force.the().state is State.CANCELLED
    assert acts(force, one.scheduled_post_id)[-1] == "cancel"


def test_an_answer_is_not_copied_into_a_post_of_its_own(force: Force, means: Means, board: Board) -> None:
    asked, officer = force.question(), force.people["officer"]
    which = desk.answer(force.store, officer, asked, "At noon.", force.rules, force.now).id
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    with pytest.raises(Refused, match="answer"):
        desk.copy(force.store, officer, which, [force["page"].id], force.rules, force.now)


def test_an_answer_to_a_comment_that_asks_nothing_stays_an_answer_when_it_is_changed(force: Force) -> None:
    officer = force.people["officer"]
    words = force.words("Thank you", "page", in_reply_to="c9", thread="p9")
    which = desk.draft(force.store, officer, words, force.rules, force.now).id
    desk.edit(force.store, officer, which, force.rules, force.now, force.words("Many thanks", "page"))
    kept = written(force, which)
    assert (kept.text, kept.in_reply_to, kept.thread) == ("Many thanks", "c9", "p9")


def test_an_answer_taken_back_does_not_follow_the_one_that_took_its_place(
    force: Force, means: Means, board: Board
) -> None:
    asked, officer, comms = force.question(), force.people["officer"], force.people["comms"]
    first = desk.answer(force.store, officer, asked, "At noon.", force.rules, force.now).id
    desk.edit(force.store, officer, first, force.rules, force.now)
    desk.answer(force.store, comms, asked, "At two.", force.rules, force.now)
    board.faults.append(lost)
    publish_due(means)  # nobody knows whether the second is public
    with pytest.raises(Refused, match="Another answer"):
        desk.submit(force.store, officer, first, force.rules, force.now)


def test_two_answers_that_await_approval_are_not_both_let_go(force: Force, means: Means, board: Board) -> None:
    asked, officer, comms = force.question(), force.people["officer"], force.people["comms"]
    words = replace(force.words("At noon.", "page"), in_reply_to="c1", thread="p1", question_id=asked)
    timed = desk.write_and_submit(force.store, officer, words, force.rules, force.now).id
    with pytest.raises(Refused, match="Another answer"):
        desk.answer(force.store, officer, asked, "At two.", force.rules, force.now)
    with force.store.writing() as db:
        questions.answered(db, force["page"].id, "c1", force.now())  # from a phone
    with pytest.raises(Refused, match="closed"):
        desk.approve(force.store, comms, timed, force.rules, force.now)


def test_an_answer_written_for_a_time_goes_out_at_that_time(force: Force, means: Means, board: Board) -> None:
    asked, officer, comms = force.question(), force.people["officer"], force.people["comms"]
    words = replace(force.words("At noon.", "page"), in_reply_to="c1", thread="p1", question_id=asked)
    which = desk.write_and_submit(force.store, officer, words, force.rules, force.now).id
    desk.approve(force.store, comms, which, force.rules, force.now)
    publish_due(means)
    assert board.calls == 0
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.texts() == ["At noon."]
    assert force.asked(asked).outcome is not None


def test_a_question_closed_between_the_look_and_the_claim_is_not_answered_again(
    force: Force, means: Means, board: Board
) -> None:
    asked = force.question()
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    with force.store.reading() as db:
        (one,) = turns.due(db, force.now())
    with force.store.writing() as db:
        questions.answered(db, force["page"].id, "c1", force.now())  # from a phone, after we looked
    publish(means, one)
    assert board.calls == 0
    publish_due(means)
    assert (force.the().state, board.calls) == (State.WAITING, 0)


def test_a_look_that_took_too_long_does_not_send_again_what_was_tried_meanwhile(
    force: Force, means: Means, board: Board
) -> None:
    (one,) = force.due()
    board.faults.extend([lost, lost])
    publish_due(means)
    force.now.forward(minutes=11)
    comms = force.people["comms"]

    class Stopped(Hook):
        def find(self, message: Outgoing, since: object, taken: frozenset[str]) -> Published | None:
            desk.queue_again(force.store, comms, one.id, force.now)  # a person says that it is not there
            publish_due(means)  # and the second try too brings no answer
            return None

    def connect(account: Account) -> Hook:
        return Stopped(board, account)

    reconcile(replace(means, connect=connect, resend_unknown=True))
    assert (force.the().state, board.calls) == (State.UNKNOWN, 2)
    assert force.the().looks == 0  # nobody has looked for the second try


def test_the_same_words_a_month_later_are_no_repetition(force: Force) -> None:
    force.approved("Beat surgery on Saturday")
    later = force.words("Beat surgery on Saturday", minutes=30 * 24 * 60)
    with suppress(Refused):
        sooner = replace(later, due_at=force.now() + timedelta(days=6))
        desk.write_and_submit(force.store, force.people["officer"], sooner, force.rules, force.now)
        pytest.fail("within a week it looks like a mistake")
    which = desk.write_and_submit(force.store, force.people["officer"], later, force.rules, force.now).id
    assert written(force, which).stage is Stage.AWAITING_APPROVAL


def test_a_new_time_at_approval_is_looked_at_for_repetition_too(force: Force) -> None:
    force.approved("Beat surgery on Saturday")
    which = force.submitted("Beat surgery on Saturday", minutes=30 * 24 * 60)
    with pytest.raises(Refused, match="within 7 days"):
        sooner = force.now() + timedelta(days=6)
        desk.approve(force.store, force.people["comms"], which, force.rules, force.now, None, sooner)


def test_what_the_service_takes_out_of_the_queue_stands_in_the_trail(force: Force, means: Means, board: Board) -> None:
    asked = force.question()
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    with force.store.writing() as db:
        questions.answered(db, force["page"].id, "c1", force.now())
    (other,) = force.due("Lock up")
    board.check_says = ["too long"]
    publish_due(means)
    waiting = next(one for one in force.publications() if one.id != other.id)
    assert (waiting.state, acts(force, waiting.id)) == (State.WAITING, ["waiting"])
    assert (force.the(other.id).state, acts(force, other.id)) == (State.FAILED, ["failed"])


def test_who_may_approve_for_one_account_may_not_let_a_message_go_to_another_beside_it(force: Force) -> None:
    which = force.submitted("Two areas", "page", "brook")
    with pytest.raises(Refused, match="brook"):
        desk.approve(force.store, force.people["north comms"], which, force.rules, force.now)
    with pytest.raises(Refused, match="brook"):
        desk.return_(force.store, force.people["north comms"], which, "not ours", force.now)
    with pytest.raises(Refused, match="brook"):
        desk.edit(
            force.store, force.people["north officer"], which, force.rules, force.now, force.words("Ours", "page")
        )
    with pytest.raises(Refused, match="brook"):
        desk.withdraw(force.store, force.people["north officer"], which, force.now)
    assert written(force, which).stage is Stage.AWAITING_APPROVAL


def test_what_a_try_reserved_is_given_back_once_and_no_longer_shown_as_its_cost(
    force: Force, means: Means, board: Board
) -> None:
    (one,) = force.due()
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    with force.store.writing() as db:
        publications.give_back(db, one.id, 1)  # whoever else thinks of it
    assert (force.spent(), [tried.micros for tried in force.attempts()]) == (0, [0])

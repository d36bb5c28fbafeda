"""The desk: who may, what is refused and in which words, and that nothing is ever half done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from domain.clock import WallTimeFault, from_london
from domain.errors import Rejected
from domain.posts import Published
from domain.publication import Stage, State
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Refused, Rules, Words
from scheduler.desk_rules import SecondReader
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import tidy
from scheduler.publisher import publish
from store import questions, turns
from store.tables import Account, Reply, ScheduledPost, Trail
from tests.scheduler.board import Board, hangs_up_after_accepting, raises
from tests.scheduler.conftest import Force


def trail(force: Force) -> list[str]:
    with force.store.reading() as db:
        return list(db.exec(select(Trail.act).order_by(Trail.id)))  # type: ignore[arg-type]


def message(force: Force, which: object) -> ScheduledPost:
    with force.store.reading() as db:
        return db.get_one(ScheduledPost, which)


def approve(force: Force, which: object, who: str = "comms", **other: object) -> desk.Done:
    return desk.approve(force.store, force.people[who], which, force.rules, force.now, **other)  # type: ignore[arg-type]


def test_one_writes_another_approves_and_the_trail_tells_both(force: Force) -> None:
    which = force.submitted()
    assert message(force, which).stage is Stage.AWAITING_APPROVAL
    done = approve(force, which)
    assert done.says == "Approved: 1 account, Tue 24 Nov 2026, 09:10 GMT."
    assert message(force, which).stage is Stage.APPROVED
    one = force.the()
    due = force.now() + timedelta(minutes=10)
    assert (one.state, one.due_at, one.not_before, one.expires_at) == (
        State.QUEUED,
        due,
        due,
        due + timedelta(hours=2),
    )
    assert trail(force) == ["write", "submit", "approve"]


def test_nobody_approves_their_own_words(force: Force) -> None:
    comms = force.people["comms"]
    which = desk.write_and_submit(force.store, comms, force.words(), force.rules, force.now).id
    with pytest.raises(Refused, match="your own words"):
        approve(force, which)
    assert force.publications() == []
    assert approve(force, which, "supervisor")


def test_who_changed_the_words_of_another_may_not_approve_them_either(force: Force) -> None:
    which = force.submitted()
    comms = force.people["comms"]
    desk.edit(force.store, comms, which, force.rules, force.now, force.words("Changed by the approver"))
    desk.submit(force.store, force.people["officer"], which, force.rules, force.now)
    with pytest.raises(Refused, match="your own words"):
        approve(force, which)


def test_an_officer_may_not_approve_and_nobody_outside_their_area(force: Force) -> None:
    which = force.submitted("For the south", "brook")
    with pytest.raises(Refused, match=r"role \(officer\) and area do not let you approve posts for brook"):
        approve(force, which, "officer")
    with pytest.raises(Refused, match="do not let you approve posts for brook"):
        approve(force, which, "north comms")


def test_a_person_may_write_only_for_accounts_of_their_area(force: Force) -> None:
    north = force.people["north officer"]
    for name in ("brook", "county"):
        with pytest.raises(Refused, match=f"do not let you write posts for {name}"):
            desk.write_and_submit(force.store, north, force.words("Hello", "ashby", name), force.rules, force.now)
    assert desk.write_and_submit(force.store, north, force.words("Hello", "ashby"), force.rules, force.now)
    assert trail(force) == ["write", "submit"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (Words("Hello"), "No account is chosen"),
        (Words("  "), "No account is chosen"),
    ],
)
def test_what_cannot_go_out_is_refused_in_plain_words(words: Words, says: str, force: Force) -> None:
    late = replace(words, due_at=force.now() + timedelta(hours=1))
    with pytest.raises(Refused, match=says):
        desk.write_and_submit(force.store, force.people["officer"], late, force.rules, force.now)
    assert trail(force) == []


def test_a_time_in_the_past_is_refused(force: Force) -> None:
    with pytest.raises(Refused, match=r"Tue 24 Nov 2026, 08:59 GMT has passed\. Choose a later time"):
        force.submitted(minutes=-1)


def test_a_retired_account_is_refused(force: Force) -> None:
    with force.store.writing() as db:
        db.get_one(Account, force["ashby"].id).retired_at = force.now()
    with pytest.raises(Refused, match="ashby has left the roster"):
        force.submitted()


def test_what_the_platform_would_not_take_is_said_for_each_account(force: Force) -> None:
    strict = replace(force.rules, check=lambda account, message: ["It is too long."] if "long" in message.text else [])
    words = force.words("A long one", "ashby", "page")
    with pytest.raises(Refused, match=r"page: It is too long\. ashby: It is too long\."):
        desk.write_and_submit(force.store, force.people["officer"], words, strict, force.now)


def test_texts_may_differ_by_account(force: Force) -> None:
    accounts = {force["ashby"].id: "Short", force["page"].id: None}
    words = Words("The long version", accounts, due_at=force.now() + timedelta(hours=1))
    which = desk.write_and_submit(force.store, force.people["officer"], words, force.rules, force.now).id
    approve(force, which)
    assert {one.account_id: one.text for one in force.publications()} == {
        force["ashby"].id: "Short",
        force["page"].id: "The long version",
    }


def test_the_same_words_on_two_accounts_of_a_strict_platform_must_be_varied(force: Force) -> None:
    with pytest.raises(Refused, match=r"the same words on several accounts: ashby, brook\. Vary the words"):
        force.submitted("Lock your shed", "ashby", "brook", "page")
    assert force.submitted("Lock your shed", "ashby", "page")


def test_the_same_words_on_another_account_of_a_strict_platform_within_a_week_too(force: Force) -> None:
    force.approved("Lock  your SHED", "ashby")
    with pytest.raises(Refused, match="several accounts: ashby"):
        force.submitted("lock your shed", "brook")
    force.now.forward(days=8)
    assert force.submitted("lock your shed", "brook")


def test_two_drafts_with_the_same_words_are_told_apart_at_approval(force: Force) -> None:
    first, second = force.submitted("Lock your shed", "ashby"), force.submitted("Lock your shed", "brook")
    approve(force, first)
    with pytest.raises(Refused, match="several accounts: ashby"):
        approve(force, second)


def test_the_same_words_again_within_a_week_warn_and_a_supervisor_may_insist(force: Force) -> None:
    force.approved("Lock your shed", "page")
    with pytest.raises(Refused, match="page has the same words for Tue 24 Nov 2026, 09:10 GMT") as refusal:
        force.submitted("Lock your shed", "page")
    assert refusal.value.may_insist
    words = force.words("Lock your shed", "page", minutes=60)
    with pytest.raises(Refused, match="do not let you insist"):
        desk.write_and_submit(force.store, force.people["officer"], words, force.rules, force.now, insist=True)
    which = desk.write_and_submit(
        force.store, force.people["supervisor"], words, force.rules, force.now, insist=True
    ).id
    assert trail(force)[-1] == "insist"
    assert approve(force, which)


def test_a_late_approval_asks_for_a_new_time_and_never_sends_at_once(force: Force, means: Means, board: Board) -> None:
    which = force.submitted(minutes=10)
    force.now.forward(minutes=11)
    with pytest.raises(Refused, match=r"has passed\. Choose a later time\. A late approval never sends a post at once"):
        approve(force, which)
    approve(force, which, due_at=force.now() + timedelta(minutes=30))
    publish_due(means)
    assert board.calls == 0
    force.now.forward(minutes=30)
    publish_due(means)
    assert board.calls == 1


def test_what_was_read_is_what_is_approved(force: Force) -> None:
    which = force.submitted()
    seen = message(force, which).version
    desk.edit(force.store, force.people["officer"], which, force.rules, force.now, force.words("Other words"))
    desk.submit(force.store, force.people["officer"], which, force.rules, force.now)
    with pytest.raises(Refused, match="Somebody was quicker"):
        approve(force, which, seen=seen)


def test_approving_twice_makes_one_publication(force: Force) -> None:
    which = force.submitted()
    approve(force, which)
    with pytest.raises(Refused, match="not waiting for approval"):
        approve(force, which)
    assert len(force.publications()) == 1


def test_a_post_is_returned_with_a_word(force: Force) -> None:
    which = force.submitted()
    with pytest.raises(Refused, match="Say in a few words"):
        desk.return_(force.store, force.people["comms"], which, " ", force.now)
    desk.return_(force.store, force.people["comms"], which, "Name the street", force.now)
    assert (message(force, which).stage, message(force, which).note) == (Stage.DRAFT, "Name the street")


def test_an_edit_after_approval_stops_what_is_queued_and_goes_back_to_draft(
    force: Force, means: Means, board: Board
) -> None:
    (one,) = force.approved()
    which = one.scheduled_post_id
    done = desk.edit(
        force.store, force.people["officer"], which, force.rules, force.now, force.words("Better words", minutes=20)
    )
    assert done.says == "It is a draft again. 1 post stopped."
    force.now.forward(minutes=15)
    publish_due(means)
    assert board.calls == 0
    desk.submit(force.store, force.people["officer"], which, force.rules, force.now)
    approve(force, which)
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.texts() == ["Better words"]


def test_an_edit_while_one_is_being_sent_changes_nothing(force: Force, means: Means, board: Board) -> None:
    force.approved("Two accounts", "ashby", "page")
    force.now.forward(minutes=10)
    which = force.publications()[0].scheduled_post_id
    said: list[str] = []

    def edits(accept: Callable[[], Published]) -> Published:
        with pytest.raises(Refused) as refusal:
            desk.edit(force.store, force.people["officer"], which, force.rules, force.now, force.words("Changed"))
        said.append(str(refusal.value))
        return accept()

    board.faults.append(edits)
    publish_due(replace(means, seats=1))
    assert said[0].startswith("It can no longer be changed: 1 being sent. Nothing was changed.")
    assert board.texts() == ["Two accounts", "Two accounts"]
    assert message(force, which).stage is Stage.APPROVED


def test_what_may_be_public_cannot_be_edited(force: Force, means: Means, board: Board) -> None:
    (one,) = force.due()
    board.faults.append(hangs_up_after_accepting)
    publish_due(means)
    with pytest.raises(Refused, match="1 perhaps public"):
        desk.edit(force.store, force.people["officer"], one.scheduled_post_id, force.rules, force.now)


def test_for_an_account_that_failed_a_copy_is_made(force: Force, means: Means, board: Board) -> None:
    board.faults.append(raises(Rejected("no")))
    force.due("Two accounts", "ashby", "page")
    publish_due(replace(means, seats=1))
    failed = next(one for one in force.publications() if one.state is State.FAILED)
    public = next(one for one in force.publications() if one.state is State.PUBLISHED)
    officer = force.people["officer"]
    with pytest.raises(Refused, match="1 public"):
        desk.copy(force.store, officer, failed.scheduled_post_id, [public.account_id], force.rules, force.now)
    done = desk.copy(force.store, officer, failed.scheduled_post_id, [failed.account_id], force.rules, force.now)
    assert message(force, done.id).stage is Stage.DRAFT
    assert message(force, done.id).text == "Two accounts"


def test_withdrawing_stops_what_can_be_stopped_and_names_the_rest(force: Force, means: Means, board: Board) -> None:
    first = force.approved("One", "ashby")[0]
    officer = force.people["officer"]
    says = desk.withdraw(force.store, officer, first.scheduled_post_id, force.now).says
    assert says == "Withdrawn. Nothing of it goes out."
    second = force.due("Two", "ashby", "page")[0]
    with force.store.reading() as db:
        candidates = turns.due(db, force.now())
    publish(means, candidates[0])
    assert desk.withdraw(force.store, officer, second.scheduled_post_id, force.now).says == "1 post stopped; 1 public."
    with pytest.raises(Refused, match="nothing left to stop: 1 public"):
        desk.withdraw(force.store, officer, second.scheduled_post_id, force.now)


def test_one_account_is_cancelled_and_a_failed_one_is_sent_again_or_closed(
    force: Force, means: Means, board: Board
) -> None:
    officer, comms = force.people["officer"], force.people["comms"]
    (one,) = force.approved()
    desk.cancel(force.store, officer, one.id, force.now)
    with pytest.raises(Refused, match=r"Only what is queued or failed can be stopped\. It is cancelled now"):
        desk.cancel(force.store, officer, one.id, force.now)
    (other,) = force.due("Other")
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    with pytest.raises(Refused, match="do not let you send posts again"):
        desk.queue_again(force.store, officer, other.id, force.now)
    desk.queue_again(force.store, comms, other.id, force.now)
    publish_due(means)
    assert board.texts() == ["Other"]


def test_what_waits_is_sent_now_or_at_a_new_time_or_dropped(force: Force, means: Means, board: Board) -> None:
    comms = force.people["comms"]
    now_, later, never = (force.approved(f"Notice {n}", "page")[0] for n in range(3))
    force.now.forward(hours=3)
    tidy(means)
    with pytest.raises(Refused, match="has passed"):
        desk.retime(force.store, comms, later.id, force.now() - timedelta(minutes=1), force.now)
    desk.send_now(force.store, comms, now_.id, force.now)
    desk.retime(force.store, comms, later.id, force.now() + timedelta(hours=1), force.now)
    desk.drop(force.store, comms, never.id, force.now)
    publish_due(means)
    assert board.texts() == ["Notice 0"]
    force.now.forward(hours=1)
    publish_due(means)
    assert board.texts() == ["Notice 0", "Notice 1"]


def test_an_answer_goes_out_at_once_by_the_forces_policy_and_closes_its_question(
    force: Force, means: Means, board: Board
) -> None:
    asked = force.question()
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    assert publish_due(means) == {"published": 1}
    sent = board.public[0].message
    assert (sent.text, sent.in_reply_to, sent.thread) == ("At noon.", "c1", "p1")
    assert force.asked(asked).outcome is Outcome.ANSWERED
    with force.store.reading() as db:
        ours = db.exec(select(Reply).where(Reply.by_us)).one()  # type: ignore[arg-type]
        policy = db.exec(select(Trail.detail).where(Trail.act == "approve")).one()
        written = db.exec(select(ScheduledPost)).one()
    assert (ours.parent, ours.publication_id, ours.external_id) == ("c1", force.the().id, "1000")
    assert ours.post_id is not None
    assert "answers_need_second_person=risk" in policy
    assert (written.approved_by_id, written.approved_under) == (None, "answers_need_second_person=risk")


def test_where_the_force_wants_it_a_second_person_reads_every_answer(force: Force, means: Means, board: Board) -> None:
    asked = force.question()
    force.rules = replace(force.rules, answers_need_second_person=SecondReader.ALWAYS)
    comms = force.people["comms"]
    which = desk.answer(force.store, comms, asked, "At noon.", force.rules, force.now).id
    publish_due(means)
    assert board.calls == 0
    with pytest.raises(Refused, match="your own words"):
        approve(force, which)
    force.now.forward(hours=1)
    approve(force, which, "supervisor")
    publish_due(means)
    assert board.texts() == ["At noon."]


def test_a_question_is_answered_once(force: Force, means: Means) -> None:
    asked = force.question()
    officer = force.people["officer"]
    desk.answer(force.store, officer, asked, "At noon.", force.rules, force.now)
    with pytest.raises(Refused, match="Another answer to this question is on its way"):
        desk.answer(force.store, officer, asked, "At two.", force.rules, force.now)
    with pytest.raises(Refused, match="An answer to this question is on its way"):
        desk.set_aside(force.store, officer, asked, "thanks only", force.now)
    publish_due(means)
    with pytest.raises(Refused, match=r"closed already \(answered\)"):
        desk.answer(force.store, officer, asked, "At two.", force.rules, force.now)


def test_a_question_waits_again_when_its_answer_failed_or_was_stopped_or_came_too_late(
    force: Force, means: Means, board: Board
) -> None:
    asked, officer = force.question(), force.people["officer"]
    board.faults.append(raises(Rejected("no")))
    desk.answer(force.store, officer, asked, "One", force.rules, force.now)
    publish_due(means)
    stopped = desk.answer(force.store, officer, asked, "Two", force.rules, force.now).id
    desk.cancel(force.store, officer, force.publications(stopped)[0].id, force.now)
    desk.answer(force.store, officer, asked, "Three", force.rules, force.now)
    force.now.forward(hours=3)
    tidy(means)
    assert force.asked(asked).outcome is None
    late = next(one for one in force.publications() if one.state is State.WAITING)
    desk.answer(force.store, officer, asked, "Four", force.rules, force.now)
    with pytest.raises(Refused, match="Another answer to the question is on its way"):
        desk.send_now(force.store, force.people["comms"], late.id, force.now)
    publish_due(means)
    assert board.texts() == ["Four"]
    with pytest.raises(Refused, match="The question it answers is closed"):
        desk.send_now(force.store, force.people["comms"], late.id, force.now)


def test_an_answer_whose_question_was_closed_meanwhile_waits_for_a_person(
    force: Force, means: Means, board: Board
) -> None:
    asked = force.question()
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    with force.store.writing() as db:
        questions.answered(db, force["page"].id, "c1", force.now())  # somebody answered from a phone
    publish_due(means)
    assert (force.the().state, board.calls) == (State.WAITING, 0)


def test_an_answer_to_a_comment_that_is_gone_does_not_leave_and_says_why(
    force: Force, means: Means, board: Board
) -> None:
    asked = force.question()
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    board.obstacle_says = "The comment is no longer there."
    publish_due(means)
    assert (force.the().state, force.the().trouble) == (State.FAILED, "The comment is no longer there.")
    assert board.calls == 0


def test_a_question_is_set_aside_with_a_reason(force: Force) -> None:
    asked, officer = force.question(), force.people["officer"]
    with pytest.raises(Refused, match="Say why no answer is owed"):
        desk.set_aside(force.store, officer, asked, "", force.now)
    desk.set_aside(force.store, officer, asked, "A greeting, not a question", force.now)
    assert force.asked(asked).outcome is Outcome.SET_ASIDE
    with pytest.raises(Refused, match=r"closed already \(set aside\)"):
        desk.set_aside(force.store, officer, asked, "again", force.now)


def test_looking_over_tells_all_that_the_desk_would_say_and_keeps_nothing(force: Force) -> None:
    words = force.words("Lock your shed", "ashby", "brook", minutes=-5)
    said = desk.look_over(force.store, force.people["officer"], words, force.rules, force.now)
    assert len(said) == 2
    assert "Vary the words" in said[0]
    assert "has passed" in said[1]
    assert trail(force) == []
    outside = desk.look_over(force.store, force.people["north officer"], words, force.rules, force.now)
    assert "do not let you" in outside[0]


def test_a_london_time_is_one_moment_by_the_time_it_reaches_the_desk(force: Force) -> None:
    force.now.at = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    summer = from_london(datetime(2027, 7, 1, 9, 0))  # noqa: DTZ001
    words = Words("Fete", {force["page"].id: None}, due_at=summer)
    which = desk.write_and_submit(force.store, force.people["officer"], words, force.rules, force.now).id
    assert message(force, which).due_at == datetime(2027, 7, 1, 8, 0, tzinfo=UTC)
    with pytest.raises(WallTimeFault, match="does not exist"):
        from_london(datetime(2027, 3, 28, 1, 30))  # noqa: DTZ001


def test_a_rule_of_the_platform_is_asked_of_each_accounts_own_words(force: Force) -> None:
    asked: list[tuple[str, str]] = []

    def check(account: Account, message: object) -> list[str]:
        asked.append((account.handle, message.text))  # type: ignore[attr-defined]
        return []

    rules = Rules(check, force.rules.capabilities)
    accounts = {force["ashby"].id: "Short", force["page"].id: None}
    words = Words("Long", accounts, due_at=force.now() + timedelta(hours=1))
    desk.write_and_submit(force.store, force.people["officer"], words, rules, force.now)
    assert sorted(asked) == [("ashby", "Short"), ("page", "Long")]

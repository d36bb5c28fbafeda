"""Answers at the desk: who reads them first, what the checks stop, several that ask the same, and words kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from domain.answers import Obstacle
from domain.listening.standing import Standing
from domain.listening.words import Kind, Lane, Topic
from domain.people import Act
from domain.posts import Published, Surface
from domain.publication import SecondReader, Stage
from domain.questions import Outcome
from domain.wording.words import Code
from scheduler import desk
from scheduler.desk import Refused, Said
from store import drafts, proofs, queue
from store.tables import Draft, Question, Reply, ScheduledPost, Trail, Verdict
from store.verdicts import lanes_text
from tests.scheduler.conftest import Force

OUT = Published("r1", "https://board.example/r1")


def heard(force: Force, question: UUID, *lanes: Lane, language: str = "en") -> None:
    """What listening said of what a question asks."""
    with force.store.writing() as db:
        asked = db.get_one(Question, question)
        db.add(
            Verdict(
                reply_id=asked.reply_id, version=1, heard_at=force.now(), language=language, kind=Kind.QUESTION,
                needs_answer=True, sure=0.9, lanes=lanes_text(lanes), topic=Topic.OTHER,
            )
        )  # fmt: skip


def another(force: Force, question: UUID, comment: str, name: str = "page") -> UUID:
    """One more question under the same post, gathered with the first."""
    with force.store.writing() as db:
        first = db.get_one(Question, question)
        post = db.get_one(Reply, first.reply_id)
        reply = Reply(
            account_id=force[name].id, post_id=post.post_id, external_id=comment, thread=post.thread,
            parent=post.thread,
            surface=Surface.THREAD, author="Sam", text="When does it start?", created_at=force.now(),
        )  # fmt: skip
        db.add(reply)
        db.flush()
        asked = Question(reply_id=reply.id, account_id=reply.account_id, waiting_since=force.now(), group_id=question)
        first.group_id = question
        db.add_all([first, asked])
        return asked.id


def answer(force: Force, question: UUID, text: str = "At noon.", who: str = "officer", said: Said = Said()) -> UUID:  # noqa: B008
    return desk.answer(force.store, force.people[who], question, text, force.rules, force.now, said).id


def stage(force: Force, message: UUID) -> Stage:
    with force.store.reading() as db:
        return db.get_one(ScheduledPost, message).stage


def publish(force: Force, message: UUID, proof: Published = OUT) -> None:
    (one,) = force.publications(message)
    with force.store.writing() as db:
        assert proofs.published(db, one.id, proof, force.now())


def acts(force: Force, act: str) -> list[str]:
    with force.store.reading() as db:
        return list(db.exec(select(Trail.detail).where(col(Trail.act) == act)))


@pytest.mark.parametrize("lane", [Lane.DANGER, Lane.AT_RISK, Lane.SIGHTING, Lane.NAMED, Lane.COMPLAINT, Lane.FOI])
def test_in_a_risk_lane_a_second_person_reads_the_answer_first(force: Force, lane: Lane) -> None:
    question = force.question()
    heard(force, question, lane, Lane.WELSH)
    message = answer(force, question, "Call 999 now.")
    assert stage(force, message) is Stage.AWAITING_APPROVAL and force.publications(message) == []
    with pytest.raises(Refused, match="do not let you approve"):
        desk.approve(force.store, force.people["officer"], message, force.rules, force.now)
    desk.approve(force.store, force.people["comms"], message, force.rules, force.now)
    assert len(force.publications(message)) == 1


def test_an_everyday_question_and_a_welsh_one_are_answered_at_once(force: Force) -> None:
    plain, welsh = force.question(), force.question(comment_id="c2", post_id="p2")
    heard(force, plain)
    heard(force, welsh, Lane.WELSH, language="cy")
    assert stage(force, answer(force, plain)) is Stage.APPROVED
    assert stage(force, answer(force, welsh, "Am hanner dydd, diolch.")) is Stage.APPROVED


@pytest.mark.parametrize(("rule", "reads"), [(SecondReader.NEVER, False), (SecondReader.ALWAYS, True)])
def test_the_force_may_have_everything_read_or_nothing(force: Force, rule: SecondReader, reads: bool) -> None:
    force.rules = replace(force.rules, answers_need_second_person=rule)
    question = force.question()
    heard(force, question, Lane.COMPLAINT)
    assert (stage(force, answer(force, question)) is Stage.AWAITING_APPROVAL) is reads


def test_what_the_checks_stop_does_not_leave_and_nothing_is_lost(force: Force) -> None:
    question = force.question()
    with pytest.raises(Refused, match=r"a mobile number \(07700 900123\).*ask a supervisor"):
        answer(force, question, "Ring Sam on 07700 900123")
    with pytest.raises(Refused, match="ask a supervisor"):
        answer(force, question, "Ring Sam on 07700 900123", said=Said(insist="I like to"))
    assert force.publications() == [] and force.asked(question).outcome is None


def test_a_supervisor_insists_with_a_reason_and_the_trail_keeps_it(force: Force) -> None:
    question = force.question()
    with pytest.raises(Refused) as refused:
        answer(force, question, "Ring the hall on 07700 900123", "supervisor")
    assert refused.value.may_insist
    answer(force, question, "Ring the hall on 07700 900123", "supervisor", Said(insist="the hall's public number"))
    assert "07700 900123" in acts(force, Act.INSIST)[0] and "the hall's public number" in acts(force, Act.INSIST)[0]


def test_what_is_to_be_confirmed_is_confirmed_one_by_one(force: Force) -> None:
    question, text = force.question(), "It is at 14 Mill Lane, TR4 9ZX."
    with pytest.raises(Refused, match=r"a postcode \(TR4 9ZX\); a street with a house number"):
        answer(force, question, text)
    with pytest.raises(Refused, match="a street with a house number"):
        answer(force, question, text, said=Said(confirmed=[Code.POSTCODE]))
    assert stage(force, answer(force, question, text, said=Said(confirmed=[Code.POSTCODE, Code.ADDRESS])))


def test_101_alone_is_no_answer_to_danger(force: Force) -> None:
    question = force.question()
    heard(force, question, Lane.DANGER)
    with pytest.raises(Refused, match="101 without 999"):
        answer(force, question, "Please tell us on 101.")


def test_the_forces_own_words_are_no_personal_data(force: Force) -> None:
    question = force.question()
    force.rules = replace(force.rules, own_words=("Front desk: 01632 960555",))
    assert stage(force, answer(force, question, "Ring 01632 960 555.")) is Stage.APPROVED


def test_a_field_that_was_not_filled_in_does_not_leave(force: Force) -> None:
    with pytest.raises(Refused, match=r"\{contact\}"):
        answer(force, force.question(), "Write to {contact}.")


def test_a_holding_reply_leaves_the_question_waiting_and_it_can_be_answered_then(force: Force) -> None:
    question = force.question()
    publish(force, answer(force, question, "We will find out.", said=Said(holding=True)))
    asked = force.asked(question)
    assert (asked.outcome, asked.standing) == (None, Standing.HOLDING)
    assert asked.standing_set_by_id == force.people["officer"].person_id
    publish(force, answer(force, question, "At noon."), Published("r2", "https://board.example/r2"))
    assert (force.asked(question).outcome, force.asked(question).standing) == (Outcome.ANSWERED, Standing.ANSWERED)


def test_an_answer_once_closes_the_others_only_when_it_is_public_and_only_when_asked_for(force: Force) -> None:
    first = force.question()
    second, third = another(force, first, "c2"), another(force, first, "c3")
    message = answer(force, first, said=Said(closes_others=True))
    assert force.asked(second).outcome is None  # it may still fail
    publish(force, message)
    for which in (second, third):
        closed = force.asked(which)
        assert (closed.outcome, closed.closed_by_id) == (Outcome.ANSWERED, force.people["officer"].person_id)
        assert OUT.url in closed.reason
    assert len(acts(force, "answered_with")) == 2


def test_without_being_asked_for_the_others_wait_on(force: Force) -> None:
    first = force.question()
    second = another(force, first, "c2")
    publish(force, answer(force, first))
    assert force.asked(first).outcome is Outcome.ANSWERED and force.asked(second).outcome is None


def test_a_holding_reply_closes_no_others(force: Force) -> None:
    first = force.question()
    another(force, first, "c2")
    with pytest.raises(Refused, match="holding reply closes nothing"):
        answer(force, first, said=Said(holding=True, closes_others=True))


def test_once_each_makes_an_answer_for_each_and_all_or_none(force: Force) -> None:
    first = force.question()
    second = another(force, first, "c2")
    officer, rules = force.people["officer"], force.rules
    with pytest.raises(Refused, match="mobile"):
        desk.answer_each(force.store, officer, {first: "At noon.", second: "07700 900123"}, rules, force.now)
    assert force.publications() == []
    texts = {first: "At noon.", second: "At noon."}
    assert desk.answer_each(force.store, officer, texts, rules, force.now).says == "2 answers on their way."
    assert {one.in_reply_to for one in force.publications()} == {"c1", "c2"}


def test_the_same_words_to_several_are_refused_where_the_platform_takes_them_for_spam(force: Force) -> None:
    first = force.question("ashby")
    second = another(force, first, "c2", "ashby")
    officer = force.people["officer"]
    with pytest.raises(Refused, match="does not allow the same words to several people"):
        desk.answer_each(force.store, officer, {first: "At noon.", second: "at  NOON."}, force.rules, force.now)
    texts = {first: "At noon.", second: "Noon, at the library."}
    desk.answer_each(force.store, officer, texts, force.rules, force.now)
    assert len(force.publications()) == 2


def test_what_somebody_else_has_in_hand_is_not_answered_before_that_ends(force: Force) -> None:
    question = force.question()
    desk.claim(force.store, force.people["comms"], question, force.rules, force.now)
    with pytest.raises(Refused, match="Comms has this question in hand"):
        answer(force, question)
    force.now.forward(minutes=force.rules.claim_for.total_seconds() / 60 + 1)
    assert stage(force, answer(force, question)) is Stage.APPROVED


def test_what_the_platform_surely_refuses_is_not_sent_and_can_be_marked_as_answered_there(force: Force) -> None:
    question = force.question()
    force.rules = replace(force.rules, obstacle=lambda account, asked: Obstacle("It lets us not.", True))
    with pytest.raises(Refused, match=r"It lets us not\. Open it there"):
        answer(force, question)
    with pytest.raises(Refused, match="Paste the link"):
        desk.answered_there(force.store, force.people["officer"], question, "javascript:alert(1)", force.now)
    link = "https://board.example/status/9"
    desk.answered_there(force.store, force.people["officer"], question, link, force.now)
    asked = force.asked(question)
    assert asked.outcome is Outcome.ANSWERED and link in asked.reason
    assert acts(force, Act.CORRECT) == [f"Answered by hand: {link}"]


def test_what_the_platform_may_refuse_is_sent(force: Force) -> None:
    force.rules = replace(force.rules, obstacle=lambda account, asked: Obstacle("It may say no.", False))
    assert stage(force, answer(force, force.question())) is Stage.APPROVED


Keep = Callable[..., None]


@pytest.fixture
def keep(force: Force) -> Keep:
    def keep_words(question: UUID, text: str, who: str = "officer") -> None:
        desk.keep_words(force.store, force.people[who], question, text, force.rules, force.now)

    return keep_words


def words(force: Force) -> list[tuple[UUID, str]]:
    with force.store.reading() as db:
        return [(one.person_id, one.text) for one in db.exec(select(Draft).order_by(col(Draft.text)))]


def test_words_are_kept_as_they_are_typed_for_each_person_and_gone_when_they_are_sent(force: Force, keep: Keep) -> None:
    question, officer, comms = force.question(), force.people["officer"].person_id, force.people["comms"].person_id
    for typed in ("A", "At", "At noon."):
        keep(question, typed)
    keep(question, "By the library.", "comms")
    assert words(force) == [(officer, "At noon."), (comms, "By the library.")]
    answer(force, question)
    assert words(force) == [(comms, "By the library.")]
    keep(question, " ", "comms")
    assert words(force) == []
    assert acts(force, Act.WRITE) == []  # typing is no act


def test_who_types_keeps_what_they_have_in_hand(force: Force, keep: Keep) -> None:
    question = force.question()
    desk.claim(force.store, force.people["officer"], question, force.rules, force.now)
    force.now.forward(minutes=15)
    keep(question, "At noon")
    with force.store.reading() as db:
        until = db.get_one(Question, question).claimed_until
        assert until == force.now() + force.rules.claim_for
        assert queue.writers(db, question, force.people["comms"].person_id, force.now()) == ["Officer"]


def test_words_of_others_areas_and_endless_words_are_not_kept(force: Force, keep: Keep) -> None:
    with pytest.raises(Refused, match="do not let you"):
        keep(force.question("brook"), "Hello", "north officer")
    with pytest.raises(Refused, match="Make it shorter"):
        keep(force.question(post_id="p2", comment_id="c2"), "x" * 20_001)
    assert words(force) == []


def test_drafts_of_questions_closed_long_ago_are_forgotten(force: Force, keep: Keep) -> None:
    closed, waits = force.question(), force.question(post_id="p2", comment_id="c2")
    keep(closed, "Old words")
    keep(waits, "New words")
    desk.set_aside(force.store, force.people["comms"], closed, "answered by phone", force.now)
    with force.store.writing() as db:
        assert drafts.forget_closed(db, force.now()) == 0
        assert drafts.forget_closed(db, force.now() + timedelta(days=1)) == 1
    assert [text for _, text in words(force)] == ["New words"]

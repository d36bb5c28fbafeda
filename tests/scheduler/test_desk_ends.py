"""How a question ends without an answer from here, how it is opened again, and how what was heard is corrected."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from config.promise import read_promises
from domain.listening.standing import Standing
from domain.listening.words import Kind, Lane, Topic
from domain.questions import Outcome
from scheduler import desk
from scheduler.desk import Refused
from store import reports
from store.tables import Correction, Question, Reply, Trail, Verdict
from tests.scheduler.conftest import Force


def trail(force: Force, which: UUID) -> list[tuple[str, str]]:
    with force.store.reading() as db:
        wanted = select(Trail.act, Trail.detail).where(Trail.subject_id == which).order_by(Trail.id)  # type: ignore[arg-type]
        return [(row[0], row[1]) for row in db.exec(wanted)]


def change(force: Force, which: UUID, **values: object) -> None:
    with force.store.writing() as db:
        asked = db.get_one(Question, which)
        for name, value in values.items():
            setattr(asked, name, value)


def we_wrote(force: Force, which: UUID, minutes: float = 30) -> None:
    """An answer of ours from a phone stands in the thread."""
    with force.store.writing() as db:
        asks = db.get_one(Reply, db.get_one(Question, which).reply_id)
        db.add(
            Reply(
                account_id=asks.account_id, post_id=asks.post_id, external_id="ours", thread=asks.thread,
                parent=asks.external_id, text="At noon.", by_us=True,
                created_at=asks.created_at + timedelta(minutes=minutes),
            )
        )  # fmt: skip


def heard(force: Force, which: UUID, **values: object) -> UUID:
    """The verdict on what was asked; the id of the comment."""
    with force.store.writing() as db:
        asked = db.get_one(Question, which)
        known = {"version": 3, "heard_at": force.now(), "language": "en", "kind": Kind.QUESTION, "needs_answer": True}
        more = {"sure": 0.9, "topic": Topic.OTHER, "lanes": ""}
        db.add(Verdict(reply_id=asked.reply_id, **{**known, **more, **values}))
        return asked.reply_id


def comment(force: Force, **values: object) -> UUID:
    """Something under a post in which listening heard no question."""
    with force.store.writing() as db:
        said = Reply(account_id=force["page"].id, external_id="c5", thread="p", parent="p", text="Nobody came.",
                     created_at=force.now() - timedelta(hours=1))  # fmt: skip
        db.add(said)
        db.flush()
        known = {"version": 3, "heard_at": force.now(), "language": "en", "kind": Kind.CHAT, "needs_answer": False}
        db.add(Verdict(reply_id=said.id, **{**known, "sure": 0.2, "topic": Topic.OTHER, "lanes": "", **values}))
        return said.id


def test_it_goes_on_in_private_and_can_be_opened_again(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    with pytest.raises(Refused, match="Say how it goes on"):
        desk.refer_private(force.store, officer, which, " ", force.now)
    desk.refer_private(force.store, officer, which, "The team inbox wrote to them", force.now)
    closed = force.asked(which)
    assert (closed.outcome, closed.reason) == (Outcome.PRIVATE, "The team inbox wrote to them")
    assert desk.open_again(force.store, officer, which, force.now).says == "Open again. It waits since it was asked."
    again = force.asked(which)
    assert (again.outcome, again.reason, again.closed_by_id) == (None, "", None)
    assert trail(force, which) == [
        ("refer", "The team inbox wrote to them"),
        ("refer", "opened again; was private: The team inbox wrote to them"),
    ]
    with pytest.raises(Refused, match="It waits already"):
        desk.open_again(force.store, officer, which, force.now)


def test_the_control_rooms_reference_is_demanded_and_kept(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    for reference, says in (("", "Give the control room's reference"), ("no", "look like"), ("word only", "look like")):
        with pytest.raises(Refused, match=says):
            desk.refer_control_room(force.store, officer, which, reference, "", force.now)
    for long in ("1" * 41, "0123; DROP", "0123\n\n<b>", "ąę 1234"):
        with pytest.raises(Refused, match="look like"):
            desk.refer_control_room(force.store, officer, which, long, "", force.now)
    done = desk.refer_control_room(force.store, officer, which, " 0123  24/11/2026 ", "", force.now)
    assert done.says == "Handed to the control room, 0123 24/11/2026. It waits here no longer."
    assert (force.asked(which).outcome, force.asked(which).reference) == (Outcome.REFERRED, "0123 24/11/2026")
    desk.open_again(force.store, officer, which, force.now)
    assert force.asked(which).reference == ""
    assert trail(force, which)[1][1].startswith("opened again; was referred, 0123 24/11/2026")


def test_while_an_answer_is_on_its_way_it_is_not_closed_otherwise(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    desk.answer(force.store, officer, which, "At noon.", force.rules, force.now)
    with pytest.raises(Refused, match="An answer to this question is on its way"):
        desk.refer_private(force.store, officer, which, "By phone", force.now)


def test_somebody_elses_answer_is_confirmed_by_a_person_and_that_can_be_undone(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    with pytest.raises(Refused, match="Somebody was quicker"):
        desk.confirm_other(force.store, officer, which, force.now)
    change(force, which, standing=Standing.OTHER)
    desk.confirm_other(force.store, officer, which, force.now)
    assert force.asked(which).outcome is Outcome.ANSWERED_BY_OTHER
    desk.open_again(force.store, officer, which, force.now)
    again = force.asked(which)
    assert (again.outcome, again.standing, again.standing_set_by_id) == (None, Standing.UNANSWERED, officer.person_id)


def test_what_somebody_else_wrote_may_be_no_answer(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    change(force, which, standing=Standing.OTHER)
    assert desk.deny_other(force.store, officer, which, force.now).says == "It waits for our answer."
    asked = force.asked(which)
    assert (asked.outcome, asked.standing, asked.standing_set_by_id) == (None, Standing.UNANSWERED, officer.person_id)
    with pytest.raises(Refused):
        desk.deny_other(force.store, officer, which, force.now)
    assert trail(force, which) == [("correct", "standing: not answered by somebody else")]


def test_what_looked_like_a_holding_reply_was_the_answer(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    with pytest.raises(Refused, match="Nothing of ours stands in its thread"):
        desk.was_the_answer(force.store, officer, which, force.now)
    we_wrote(force, which)
    force.now.forward(hours=5)
    desk.was_the_answer(force.store, officer, which, force.now)
    closed = force.asked(which)
    assert (closed.outcome, closed.standing) == (Outcome.ANSWERED, Standing.ANSWERED)
    assert closed.closed_at == force.now() - timedelta(hours=4.5)  # when it was written: so the promise is measured


def test_what_looked_like_the_answer_was_only_a_holding_reply(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    since = force.asked(which).waiting_since
    change(force, which, outcome=Outcome.ANSWERED, closed_at=force.now(), standing=Standing.ANSWERED)
    desk.was_only_holding(force.store, officer, which, force.now)
    asked = force.asked(which)
    assert (asked.outcome, asked.standing, asked.waiting_since) == (None, Standing.HOLDING, since)
    assert asked.standing_set_by_id == officer.person_id
    assert trail(force, which) == [("correct", "standing: a holding reply only")]
    desk.set_aside(force.store, officer, which, "By phone", force.now)
    with pytest.raises(Refused, match="not closed by an answer of ours"):
        desk.was_only_holding(force.store, officer, which, force.now)


def test_what_is_no_longer_public_is_not_opened_again(force: Force) -> None:
    which, officer = force.question(), force.people["officer"]
    desk.set_aside(force.store, officer, which, "By phone", force.now)
    with force.store.writing() as db:
        db.get_one(Reply, db.get_one(Question, which).reply_id).gone_at = force.now()
    with pytest.raises(Refused, match="no longer public"):
        desk.open_again(force.store, officer, which, force.now)
    change(force, which, outcome=Outcome.ANSWERED)
    with pytest.raises(Refused, match="only a holding reply"):
        desk.open_again(force.store, officer, which, force.now)


def correct(force: Force, reply_id: UUID, field: str, value: str, who: str = "officer") -> str:
    return desk.correct(force.store, force.people[who], reply_id, field, value, force.rules, force.now).says


def test_a_question_that_is_none_leaves_the_queue_and_comes_back_when_that_was_wrong(force: Force) -> None:
    which = force.question()
    said = heard(force, which)
    assert correct(force, said, "needs_answer", "no") == "Corrected. It waits no longer."
    closed = force.asked(which)
    assert (closed.outcome, closed.reason) == (Outcome.SET_ASIDE, "Not a question.")
    assert correct(force, said, "needs_answer", "yes") == "Corrected. It waits for an answer."
    assert force.asked(which).outcome is None
    with force.store.reading() as db:
        kept = db.exec(select(Correction.field, Correction.was, Correction.now, Correction.version)).all()
        assert kept == [("needs_answer", "yes", "no", 3), ("needs_answer", "no", "yes", 3)]
    assert [act for act, _ in trail(force, said)] == ["correct", "correct"]


def test_a_comment_that_needs_an_answer_after_all_waits_since_it_was_written(force: Force) -> None:
    said = comment(force, lanes=",crime,", topic=Topic.ASB)
    assert correct(force, said, "needs_answer", "yes") == "Corrected. It waits for an answer."
    with force.store.reading() as db:
        (row,) = reports.questions(db, force.people["comms"], force.now())
    assert (row.reply_id, row.lane, row.topic) == (said, Lane.CRIME, Topic.ASB)
    assert row.waiting_since == force.now() - timedelta(hours=1)


def test_a_comment_that_a_person_hears_danger_in_waits_for_an_answer(force: Force) -> None:
    said = comment(force, needs_answer=False, kind=Kind.CHAT)
    assert correct(force, said, "lanes", "danger") == "Corrected. It waits for an answer."
    with force.store.reading() as db:
        (row,) = reports.questions(db, force.people["comms"], force.now())
        assert db.get_one(Verdict, said).corrected == "lanes,needs_answer"
    assert (row.reply_id, row.lane) == (said, Lane.DANGER)


def test_what_was_put_off_and_turns_out_to_be_danger_is_back_on_top(force: Force) -> None:
    which = force.question()
    said = heard(force, which)
    change(force, which, snoozed_until=force.now() + timedelta(days=7))
    correct(force, said, "lanes", "danger")
    with force.store.reading() as db:
        comms = force.people["comms"]
        assert [row.id for row in reports.questions(db, comms, force.now())] == [which]
        assert reports.questions(db, comms, force.now(), state="put_off") == []


def test_another_lane_has_another_promise(force: Force) -> None:
    which = force.question()
    force.rules = force.rules.__class__(**{**vars(force.rules), "promises": read_promises()})
    said = heard(force, which)
    correct(force, said, "lanes", "crime,danger")
    asked = force.asked(which)
    assert asked.lane is Lane.DANGER
    assert asked.due_at and asked.due_at < force.now() + timedelta(hours=2)
    correct(force, said, "lanes", "")
    assert (force.asked(which).lane, force.asked(which).due_at) == (None, force.now() + timedelta(hours=72))
    correct(force, said, "topic", "parking")
    assert force.asked(which).topic is Topic.PARKING


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "nonsense"), ("lanes", "danger,xyz"), ("language", "English"), ("needs_answer", "maybe"), ("text", "x")],
)
def test_what_is_no_known_word_is_not_kept(force: Force, field: str, value: str) -> None:
    said = heard(force, force.question())
    with pytest.raises(Refused, match="is not known as"):
        correct(force, said, field, value)
    with force.store.reading() as db:
        assert db.exec(select(Correction)).all() == []


def test_the_same_again_is_no_correction_and_what_is_unheard_cannot_be_corrected(force: Force) -> None:
    which = force.question()
    with force.store.reading() as db:
        said = db.get_one(Question, which).reply_id
    with pytest.raises(Refused, match="not been heard yet"):
        correct(force, said, "kind", "chat")
    heard(force, which)
    with pytest.raises(Refused, match="what was heard already"):
        correct(force, said, "kind", "question")
    assert correct(force, said, "language", "cy") == "Corrected."
    with pytest.raises(Refused, match="no such comment"):
        correct(force, uuid4(), "kind", "chat")


def test_what_was_heard_is_corrected_only_in_ones_own_area(force: Force) -> None:
    said = heard(force, force.question("brook"))
    for who in ("north officer", "administrator"):
        with pytest.raises(Refused, match="and area do not let you correct what was heard"):
            correct(force, said, "needs_answer", "no", who)


def test_what_is_no_longer_public_is_not_asked_for(force: Force) -> None:
    said = comment(force)
    with force.store.writing() as db:
        db.get_one(Reply, said).gone_at = force.now()
    with pytest.raises(Refused, match="no longer public"):
        correct(force, said, "needs_answer", "yes")
    with force.store.reading() as db:
        assert db.exec(select(Correction)).all() == []  # all of it or none

"""The queue on the page: what stands on top, who has what in hand, and everything that can be done with a question."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from domain.listening.standing import Standing
from domain.listening.words import Kind, Lane, Topic
from domain.questions import Outcome
from scheduler import desk
from store.db import Store
from store.tables import Correction, Draft, Note, Question, Verdict
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, html, press, reads, well
from tests.store.made_up import County, post, question, reply

ROUGH = "You useless fucking twats, when will you come?"


@pytest.fixture
def asked(store: Store, here: County, now: Ticking) -> dict[str, UUID]:
    """Four questions under one post: late, in danger, with a holding reply, and answered by a neighbour, perhaps."""
    with store.writing() as db:
        under = post(db, here.on_facebook, now() - timedelta(days=5))

        def ask(name: str, hours: float, text: str, **more: object) -> UUID:
            said = reply(db, here.on_facebook, name, now() - timedelta(hours=hours), under, text=text)
            return question(db, said, **{"due_at": now() + timedelta(hours=72 - hours), **more}).id

        neighbour = reply(db, here.on_facebook, "n", now(), under, text="It opens at nine.", author="Bob")
        return {
            "late": ask("late", 80, "Who do I ring?"),
            "danger": ask(
                "danger", 1, "He is at the door!", lane=Lane.DANGER, due_at=now() + timedelta(minutes=14, seconds=59)
            ),
            "holding": ask("holding", 9, "When do you open?", standing=Standing.HOLDING),
            "other": ask("other", 5, "What time?", standing=Standing.OTHER, standing_reply_id=neighbour.id),
        }


def heard(store: Store, which: UUID, now: Ticking, **values: object) -> None:
    with store.writing() as db:
        one = db.get_one(Question, which)
        known = {"version": 1, "heard_at": now(), "language": "en", "kind": Kind.QUESTION, "needs_answer": True}
        more = {"sure": 0.9, "topic": Topic.OTHER, "lanes": "", "reasons": []}
        db.add(Verdict(reply_id=one.reply_id, **{**known, **more, **values}))


def at(store: Store, which: UUID) -> Question:
    with store.reading() as db:
        return db.get_one(Question, which)


def test_nobody_is_shown_a_way_to_put_danger_off(page: Open, here: County, asked: dict[str, UUID]) -> None:
    assert has(page("questions", here.officer, question=str(asked["late"])), "Put off")
    assert not has(page("questions", here.officer, question=str(asked["danger"])), "Put off")


def test_danger_stands_on_top_and_is_told_in_minutes_with_a_sign_and_a_word(
    page: Open, here: County, asked: dict[str, UUID]
) -> None:
    says = reads(page("questions", here.officer))
    assert says.index("He is at the door!") < says.index("Who do I ring?") < says.index("When do you open?")
    assert "14 min left" in says or "15 min left" in says
    assert "⚠ danger now" in says and "… holding reply only" in says and "? answered by somebody else?" in says
    assert "4 questions wait for an answer; 1 late" in says


def test_who_claims_is_shown_to_all_others_until_then(
    page: Open, here: County, asked: dict[str, UUID], store: Store
) -> None:
    drawn = press(page("questions", here.officer), "Claim")
    assert "Yours until" in reads(drawn) and "In your hands until" in reads(drawn)
    assert at(store, asked["danger"]).claimed_by_id == here.officer.person_id
    others = page("questions", here.comms, question=str(asked["danger"]))
    assert "Sam Reed has" in reads(others) and not has(others, "Claim")
    assert "Let go." in reads(press(drawn, "Let go"))


def test_who_is_writing_is_said(page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking) -> None:
    with store.writing() as db:
        db.add(Draft(question_id=asked["late"], person_id=here.officer.person_id, text="Ring 101", saved_at=now()))
    assert "Sam Reed is writing an answer" in reads(page("questions", here.comms))
    assert "is writing" not in reads(page("questions", here.officer))


def test_mine_is_what_is_assigned_to_me_or_in_my_hands(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    assert "Nothing is assigned to you" in reads(page("questions", here.officer, state="Mine"))
    desk.assign(store, here.comms, asked["late"], now, person_id=here.officer.person_id)
    says = reads(page("questions", here.officer, state="Mine"))
    assert "Who do I ring?" in says and "Assigned to you" in says and "When do you open?" not in says


def test_a_lane_is_looked_at_by_itself(page: Open, here: County, asked: dict[str, UUID]) -> None:
    says = reads(page("questions", here.officer, lane="⚠ danger now"))
    assert "He is at the door!" in says and "Who do I ring?" not in says
    everyday = reads(page("questions", here.officer, lane="Everyday"))
    assert "He is at the door!" not in everyday and "Who do I ring?" in everyday
    assert "Nobody is waiting in this lane." in reads(page("questions", here.officer, lane="✉ complaint"))


def test_an_answer_of_somebody_else_is_confirmed_or_not_in_one_press(
    page: Open, here: County, asked: dict[str, UUID], store: Store
) -> None:
    drawn = page("questions", here.officer)
    assert "Bob: “It opens at nine.”" in reads(drawn)
    assert "somebody else answered it" in reads(press(drawn, "That answers it"))
    assert at(store, asked["other"]).outcome is Outcome.ANSWERED_BY_OTHER
    closed = page("questions", here.officer, question=str(asked["other"]))
    drawn = press(closed, "Open again")
    assert "Open again. It waits since it was asked." in reads(drawn)
    assert at(store, asked["other"]).outcome is None


def test_a_holding_reply_may_have_been_the_answer(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        db.get_one(Question, asked["holding"]).standing_at = now() - timedelta(hours=1)
    drawn = press(page("questions", here.officer, question=str(asked["holding"])), "That was the answer")
    assert at(store, asked["holding"]).outcome is Outcome.ANSWERED
    press(drawn, "That was only a holding reply")
    assert (at(store, asked["holding"]).outcome, at(store, asked["holding"]).standing) == (None, Standing.HOLDING)


def test_it_is_put_off_with_a_reason_and_stands_apart_until_its_day(
    page: Open, here: County, asked: dict[str, UUID]
) -> None:
    drawn = press(page("questions", here.officer, question=str(asked["late"])), "Put off")
    assert "Say why it is put off." in reads(drawn)
    box = next(one for one in drawn.text_input if one.label == "Why is it put off?")
    box.set_value("The council answers")
    says = reads(press(drawn, "Put off"))
    assert "it is late already" in says and "Who do I ring?" not in says and "1 put off" in says
    apart = page("questions", here.officer, state="Put off")
    assert "The council answers" in reads(apart)
    back = press(page("questions", here.officer, question=str(asked["late"])), "Back in the queue")
    assert "It is back in the queue." in reads(back)


def test_it_is_handed_to_the_control_room_under_a_reference(
    page: Open, here: County, asked: dict[str, UUID], store: Store
) -> None:
    drawn = press(page("questions", here.officer, question=str(asked["late"])), "Handed to the control room")
    assert "Give the control room's reference" in reads(drawn)
    box = next(one for one in drawn.text_input if one.label == "The control room's reference")
    box.set_value("0123 24/11/2026")
    assert "Handed to the control room, 0123 24/11/2026." in reads(press(drawn, "Handed to the control room"))
    closed = reads(page("questions", here.officer, state="Closed"))
    assert "with the control room" in closed and "0123 24/11/2026" in closed


def test_it_goes_on_in_private(page: Open, here: County, asked: dict[str, UUID], store: Store) -> None:
    drawn = page("questions", here.officer, question=str(asked["late"]))
    box = next(one for one in drawn.text_input if one.label.startswith("Or: how does it go on"))
    box.set_value("The inbox wrote to them")
    press(drawn, "Goes on in private")
    assert at(store, asked["late"]).outcome is Outcome.PRIVATE


def test_a_supervisor_takes_over_and_assigns_and_an_officer_cannot(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    which = str(asked["late"])
    assert not has(page("questions", here.officer, question=which), "Assign")
    desk.claim(store, here.officer, asked["late"], desk.Rules(lambda *_: [], lambda _: None), now)  # type: ignore[arg-type,return-value]
    drawn = page("questions", here.supervisor, question=which)
    next(one for one in drawn.text_input if one.label == "Why do you take it over?").set_value("Gone home")
    drawn = press(drawn, "Take over")
    assert "Taken over from Sam Reed." in reads(drawn)
    box = next(one for one in drawn.selectbox if one.label == "To whom?")
    assert box.options == ["Nobody", "Ashvale Rural (team)", "Ashvale Town (team)", "Jo Marsh", "Sam Reed"]
    box.select_index(4)
    assert "Assigned to Sam Reed." in reads(press(drawn, "Assign"))


def test_notes_are_for_colleagues_and_no_intelligence_is_asked_for(
    page: Open, here: County, asked: dict[str, UUID], store: Store
) -> None:
    drawn = page("questions", here.officer, question=str(asked["late"]))
    assert "No intelligence is kept here" in reads(drawn)
    next(one for one in drawn.text_area if one.label.startswith("A note")).set_value("<b>Rang</b> the council")
    drawn = press(drawn, "Keep the note")
    assert "&lt;b&gt;Rang&lt;/b&gt; the council" in html(drawn)
    assert next(one for one in drawn.text_area if one.label.startswith("A note")).value == ""
    with store.reading() as db:
        assert db.exec(select(Note.text)).all() == ["<b>Rang</b> the council"]


def test_those_that_ask_the_same_are_gathered_into_one_card_and_taken_out_again(
    page: Open, here: County, asked: dict[str, UUID], store: Store
) -> None:
    drawn = page("questions", here.officer, question=str(asked["late"]))
    box = next(one for one in drawn.multiselect if one.label.startswith("Which ask the same"))
    assert box.options == ["He is at the door!", "When do you open?", "What time?"]
    box.set_value([asked["holding"], asked["other"]])
    drawn = press(drawn, "Gather")
    assert "Gathered: 3 questions that ask the same." in reads(drawn)
    says = reads(page("questions", here.officer))
    assert "≡ 3 ask the same" in says and "When do you open?" not in says
    drawn = press(drawn, "Not the same")
    assert "Taken out." in reads(drawn)
    assert "≡ 2 ask the same" in reads(page("questions", here.officer))


def test_why_it_is_here_is_said_and_a_code_that_nobody_named_breaks_nothing(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    reasons = [["asks_us", "tell me"], ["brand_new_rule", "xyz"]]
    heard(store, asked["late"], now, reasons=reasons, topic=Topic.CONTACT)
    assert "Why: It asks us: “tell me”" in reads(page("questions", here.officer))
    says = reads(page("questions", here.officer, question=str(asked["late"])))
    assert "a question · reaching us · English" in says.replace("</bdi>", "").replace("<bdi>", "")
    assert "Listening has a reason without a name here: “xyz”." in says


def test_abuse_is_folded_and_not_quoted(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        one = question(db, reply(db, here.on_facebook, "rough", now(), text=ROUGH * 3))
    heard(store, one.id, now, kind=Kind.ABUSE, reasons=[["abuse", "fucking twats"]])
    source = html(page("questions", here.officer))
    assert "<details" in source and "Abusive or graphic words. Open to read them." in source
    assert "“fucking twats”" not in source


def test_what_was_heard_wrongly_is_corrected_with_one_click_and_the_queue_follows(
    page: Open, here: County, asked: dict[str, UUID], store: Store, now: Ticking
) -> None:
    heard(store, asked["late"], now)
    drawn = page("questions", here.officer, question=str(asked["late"]))
    lanes = next(one for one in drawn.multiselect if one.label == "Its lanes")
    drawn = press(well(lanes.set_value(["danger"]).run()), "Keep these lanes")
    assert at(store, asked["late"]).lane is Lane.DANGER
    next(one for one in drawn.selectbox if one.label == "It is about").set_value("roads").run()
    assert at(store, asked["late"]).topic is Topic.ROADS
    drawn = press(page("questions", here.officer, question=str(asked["late"])), "It needs no answer")
    assert at(store, asked["late"]).outcome is Outcome.SET_ASIDE
    press(drawn, "It needs an answer")
    assert at(store, asked["late"]).outcome is None
    with store.reading() as db:
        fields = db.exec(select(Correction.field).order_by(Correction.at)).all()  # type: ignore[arg-type]
    assert fields == ["lanes", "topic", "needs_answer", "needs_answer"]


def test_danger_is_acknowledged_on_its_page(page: Open, here: County, asked: dict[str, UUID]) -> None:
    drawn = press(page("questions", here.officer, question=str(asked["danger"])), "Acknowledge")
    assert "Acknowledged by Sam Reed" in reads(drawn) and not has(drawn, "Acknowledge")
    assert button(drawn, "Claim")

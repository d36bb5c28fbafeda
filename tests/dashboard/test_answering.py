"""The page of one question: the conversation, the box that keeps words, the checks, saved replies, several alike."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import col, select

from dashboard import answer_words
from domain.listening.words import Kind, Lane, Topic
from domain.posts import Surface
from domain.publication import Stage
from domain.questions import HidingState, Outcome
from store.db import Store
from store.tables import Draft, Hiding, Post, Publication, Question, Reply, SavedReply, ScheduledPost, Verdict
from store.verdicts import lanes_text
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, html, press, reads, well
from tests.store.made_up import County, post, question, reply


def heard(store: Store, asked: Reply, now: Ticking, kind: Kind, *lanes: Lane, language: str = "en") -> None:
    with store.writing() as db:
        db.add(
            Verdict(
                reply_id=asked.id, version=1, heard_at=now(), language=language, kind=kind, needs_answer=True, sure=0.9,
                lanes=lanes_text(lanes), topic=Topic.EVENTS,
            )
        )  # fmt: skip


@pytest.fixture
def asked(store: Store, here: County, now: Ticking) -> Reply:
    """A question under a post of the town's page."""
    with store.writing() as db:
        under = post(db, here.on_facebook, now() - timedelta(days=1))
        row = reply(db, here.on_facebook, "1", now() - timedelta(hours=2), under, text="When is the surgery?")
        question(db, row)
    return row


def which(store: Store, asked: Reply) -> str:
    with store.reading() as db:
        return str(db.exec(select(Question.id).where(Question.reply_id == asked.id)).one())


def saved(store: Store, here: County, now: Ticking, **other: object) -> None:
    known = {
        "title": "Surgeries",
        "text": "Hello {name}, {team} are at the library. {contact}",
        "text_cy": "Helo {name}",
    }
    with store.writing() as db:
        db.add(
            SavedReply(
                **(known | other), owner_id=here.comms.person_id, changed_at=now(), reviewed_at=now(),
                review_by=now().date() + timedelta(days=30),
            )
        )  # fmt: skip


def test_words_are_kept_without_a_press_and_stand_there_in_another_browser(
    page: Open, here: County, store: Store, asked: Reply
) -> None:
    one = which(store, asked)
    at = page("questions", here.officer, question=one)
    at.text_area[0].set_value("At the library")
    well(at.run())
    again = page("questions", here.officer, question=one)
    assert again.text_area[0].value == "At the library"
    other = page("questions", here.comms, question=one)
    assert other.text_area[0].value == "" and "Sam Reed is writing an answer" in reads(other)
    again.text_area[0].set_value("At the library at noon.")
    press(well(again.run()), "Answer publicly as Ashvale Town Police")
    with store.reading() as db:
        assert db.exec(select(Draft)).all() == []


def test_what_is_gone_hidden_or_abusive_is_not_simply_shown(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    at = asked.created_at + timedelta(minutes=5)
    with store.writing() as db:
        under = db.get_one(Post, asked.post_id)
        rows = [
            reply(db, here.on_facebook, f"9{n}", at, under, parent="1", text=text)
            for n, text in enumerate(("You useless lot", "Hidden words", "Words that are gone"))
        ]
        rows[2].gone_at = now()
        db.add(
            Hiding(
                reply_id=rows[1].id, account_id=here.on_facebook.id, state=HidingState.HIDDEN, rule="abuse",
                reason="abuse", person_id=here.comms.person_id, ordered_at=now(), next_try_at=now(),
            )
        )  # fmt: skip
    heard(store, rows[0], now, Kind.ABUSE)
    source = html(page("questions", here.officer, question=which(store, asked)))
    assert "<details" in source.split("You useless lot")[0].rsplit('<div class="bl-talk', 1)[1]
    assert "hidden from others" in source and "Words that are gone" not in source and "No longer public." in source
    assert source.index("Lock your\nshed.") < source.index("When is the surgery?") < source.index("You useless lot")


def test_a_very_long_conversation_shows_what_stands_round_the_question(
    page: Open, here: County, store: Store, asked: Reply
) -> None:
    with store.writing() as db:
        under = db.get_one(Post, asked.post_id)
        for n in range(60):
            at = asked.created_at + timedelta(minutes=n + 1)
            reply(db, here.on_facebook, f"8{n}", at, under, parent="1", text=f"No {n}.")
    says = reads(page("questions", here.officer, question=which(store, asked)))
    assert "No 39." in says and "No 40." not in says and "20 later comments are not shown here." in says


def test_the_checks_speak_before_anything_is_pressed_and_a_tick_confirms(
    page: Open, here: County, store: Store, asked: Reply
) -> None:
    at = page("questions", here.officer, question=which(store, asked))
    at.text_area[0].set_value("At 14 Mill Lane. Ring 07700 900123")
    says = reads(well(at.run()))
    assert "A mobile number: 07700 900123." in says and "ask a supervisor to send it" in says
    assert "The checks stop this answer" in reads(press(at, "Answer publicly"))
    at.text_area[0].set_value("At 14 Mill Lane.")
    at = press(well(at.run()), "Answer publicly")
    assert "If it is meant so, tick it" in reads(at)
    next(one for one in at.checkbox if "14 Mill Lane" in one.label).check()
    assert "Your answer is on its way." in reads(press(well(at.run()), "Answer publicly"))


def test_a_supervisor_may_insist_and_says_why(page: Open, here: County, store: Store, asked: Reply) -> None:
    at = page("questions", here.supervisor, question=which(store, asked))
    at.text_area[0].set_value("Ring the hall on 07700 900123")
    well(at.run())
    next(one for one in at.text_input if one.label.startswith("It must leave")).set_value("the hall's own number")
    assert "Your answer is on its way." in reads(press(at, "Answer publicly"))


def test_a_risk_lane_says_before_one_writes_that_somebody_else_reads_first(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    heard(store, asked, now, Kind.COMPLAINT, Lane.COMPLAINT)
    at = page("questions", here.officer, question=which(store, asked))
    assert "Somebody else reads this answer before it leaves" in reads(at)
    at.text_area[0].set_value("We are sorry, and look into it.")
    press(at, "Send for approval, to answer as Ashvale Town Police")
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage)).all() == [Stage.AWAITING_APPROVAL]


def test_a_saved_reply_is_filled_in_and_says_what_is_left_to_write(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    saved(store, here, now)
    at = page("questions", here.officer, question=which(store, asked))
    box = next(one for one in at.selectbox if one.label == "Saved reply")
    assert box.options[0] == "Surgeries · English"
    at = well(box.select("Surgeries · English").run())
    assert at.text_area[0].value == "Hello Neighbour, Ashvale Town are at the library. {contact}"
    assert "Write what belongs there: {contact}" in reads(at)
    with store.reading() as db:
        assert "Hello Neighbour" in db.exec(select(Draft.text)).one()


def test_a_welsh_question_gets_the_welsh_words_first(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    saved(store, here, now)
    heard(store, asked, now, Kind.QUESTION, Lane.WELSH, language="cy")
    at = page("questions", here.officer, question=which(store, asked))
    assert "Asked in Welsh: answer in Welsh." in reads(at)
    assert next(one for one in at.selectbox if one.label == "Saved reply").options[0] == "Surgeries · Welsh"
    at.text_area[0].set_value("Thank you, that is at noon on Saturday.")
    assert "The question is in Welsh." in reads(well(at.run()))


def test_several_that_ask_the_same_are_answered_each_or_at_once(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    one = which(store, asked)
    with store.writing() as db:
        other = question(db, reply(db, here.on_facebook, "2", now(), text="When is it?", parent=asked.thread))
        first = db.get_one(Question, db.exec(select(Question.id).where(Question.reply_id == asked.id)).one())
        first.group_id = other.group_id = first.id
        db.add_all([first, other])
    at = page("questions", here.officer, question=one)
    assert "1 other asks the same." in reads(at)
    at.text_area[0].set_value("At noon.")
    at.radio[0].set_value("each")
    assert "2 answers on their way." in reads(press(well(at.run()), "Answer publicly"))
    with store.reading() as db:
        assert sorted(db.exec(select(col(Publication.in_reply_to))).all()) == ["1", "2"]


def test_what_the_checks_find_for_one_of_several_is_said_and_can_be_ticked(
    page: Open, here: County, store: Store, asked: Reply, now: Ticking
) -> None:
    one = which(store, asked)
    with store.writing() as db:
        beside = reply(db, here.on_facebook, "2", now(), text="Pryd mae'r syrjeri?", parent=asked.thread)
        other = question(db, beside)
        first = db.get_one(Question, UUID(one))
        first.group_id = other.group_id = first.id
        db.add_all([first, other])
    heard(store, beside, now, Kind.QUESTION, Lane.COMPLAINT, language="cy")
    at = page("questions", here.officer, question=one)
    at.text_area[0].set_value("Thank you, that is at noon on Saturday.")
    assert "The question is in Welsh." not in reads(well(at.run()))
    at.radio[0].set_value("once")
    assert "Somebody else reads this answer" in reads(well(at.run()))
    assert "The question is in Welsh." in reads(at)
    at.radio[0].set_value("each")
    assert "The question is in Welsh." in reads(well(at.run()))
    assert "Look again" in reads(press(at, "Answer publicly"))
    next(box for box in at.checkbox if box.label.startswith("It is meant so")).check()
    assert "1 of them sent for approval" in reads(press(well(at.run()), "Answer publicly"))


def test_where_the_platform_may_refuse_it_is_said_first_with_the_way_out(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        under = post(db, here.on_x, now() - timedelta(days=1))
        row = reply(db, here.on_x, "7", now(), under, parent="6", text="@someone is it open?", surface=Surface.THREAD)
        one = str(question(db, row).id)
    at = page("questions", here.officer, question=one)
    says = reads(at)
    assert says.index("X lets us answer only people who name us") < says.index("Your answer, public")
    assert "Open it on X and answer there" in says
    next(box for box in at.text_input if box.label == "The link to your answer").set_value("https://x.com/a/status/9")
    assert "Closed as answered." in reads(press(at, "It is answered"))
    with store.reading() as db:
        assert db.exec(select(Question.outcome)).one() is Outcome.ANSWERED


def test_a_saved_reply_is_written_and_waits_for_a_second_person(page: Open, here: County, store: Store) -> None:
    at = page("saved_replies", here.comms)
    assert "No saved reply is kept here." in reads(at)
    at.text_input[0].set_value("Lost dogs")
    at.text_area[0].set_value("Hello {name}, ask {council}.")
    assert "{council} is no field." in reads(press(at, "Keep it"))
    at.text_area[0].set_value("Hello {name}, ask the council.")
    says = reads(press(at, "Keep it"))
    assert "It is offered as soon as a second person has reviewed it." in says and "to be reviewed" in says
    assert "You wrote this: somebody else reviews it." in says
    says = reads(page("saved_replies", here.officer))
    assert "Lost dogs" in says and "Write a saved reply" not in says


def changed_by_another(store: Store, now: Ticking, text: str) -> None:
    now.forward(minutes=1)
    with store.writing() as db:
        row = db.exec(select(SavedReply)).one()
        row.text, row.changed_at = text, now()


def test_what_a_second_person_did_not_read_is_not_reviewed_by_their_press(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    saved(store, here, now, district_id=here.ashvale.id)
    with store.writing() as db:
        db.exec(select(SavedReply)).one().reviewed_at = None
    at = page("saved_replies", here.supervisor)
    changed_by_another(store, now, "Something else altogether")
    press(at, "I have read it: it is right")
    with store.reading() as db:
        assert db.exec(select(SavedReply.reviewed_at)).one() is None


def test_a_saved_reply_that_another_changed_meanwhile_is_not_written_over(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    saved(store, here, now, district_id=here.ashvale.id)
    at = page("saved_replies", here.supervisor)
    (box,) = [one for one in at.text_area if one.value.startswith("Hello {name}")]
    box.set_value("Hello there")
    well(at.run())
    changed_by_another(store, now, "Something else altogether")
    (keep,) = [one for one in at.button if one.label == "Keep it" and "new" not in one.key]
    keep.click()
    well(at.run())
    with store.reading() as db:
        assert db.exec(select(SavedReply.text)).one() == "Something else altogether"
    assert "Somebody was quicker" in reads(at)


def test_less_than_an_hour_is_said_in_minutes() -> None:
    assert [answer_words.hours(one) for one in (None, 0.1, 1.5, 120.4)] == ["not enough", "6 min", "1.5 h", "120 h"]

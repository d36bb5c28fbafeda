"""Questions: who waits, the conversation, and the two ways to close it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from domain.people import Scope
from domain.publication import Stage
from domain.questions import Outcome
from store.db import Store
from store.tables import Question, ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, html, press, reads, well
from tests.store.made_up import County, post, question, reply

HOSTILE = "<script>alert(1)</script> **bold** ![x](https://elsewhere.example/x.png) \u202edlrow\u202c 👮‍♀️ ok?"


@pytest.fixture
def asked(store: Store, here: County, now: Ticking) -> dict[str, str]:
    """Three questions: late and recent in the town, and one in another district. Their ids by name."""
    with store.writing() as db:
        under = post(db, here.on_facebook, now() - timedelta(days=5))
        late = question(
            db, reply(db, here.on_facebook, "1", now() - timedelta(hours=80, minutes=30), under, text="Who do I ring?")
        )
        fresh = question(db, reply(db, here.on_x, "2", now() - timedelta(hours=2), text=HOSTILE, author="Ann <b>"))
        far = question(db, reply(db, here.mere_x, "3", now() - timedelta(hours=9), text="Is the bridge shut?"))
        return {name: str(row.id) for name, row in (("late", late), ("fresh", fresh), ("far", far))}


def test_the_longest_waiting_comes_first_and_says_how_late_it_is(
    page: Open, here: County, asked: dict[str, str]
) -> None:
    says = reads(page("questions", here.comms))
    assert "3 questions wait for an answer; 1 late." in says
    assert says.index("Who do I ring?") < says.index("Is the bridge shut?")
    assert "late by 8 h" in says and "Under our post: Lock your shed." in says


def test_nobody_waiting_is_good_news(page: Open, here: County) -> None:
    assert "Nobody is waiting for an answer here." in reads(page("questions", here.officer))


def test_words_of_the_public_are_never_interpreted(page: Open, here: County, asked: dict[str, str]) -> None:
    for drawn in (page("questions", here.officer), page("questions", here.officer, question=asked["fresh"])):
        source = html(drawn)
        assert "<script>" not in source and "&lt;script&gt;alert(1)" in source
        assert "<img" not in source and "Ann <b>" not in source
        assert "**bold** ![x](https://elsewhere.example/x.png)" in source
        assert all(HOSTILE[:20] not in str(one.value) for one in drawn.markdown)


def test_a_very_long_text_is_cut_in_the_list_and_whole_in_its_conversation(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        one = question(db, reply(db, here.on_x, "9", now(), text="Why? " * 1_000 + "END"))
        which = str(one.id)
    assert "END" not in html(page("questions", here.officer))
    assert "END" in html(page("questions", here.officer, question=which))


def test_an_answer_is_sent_and_the_list_says_so(page: Open, here: County, asked: dict[str, str], store: Store) -> None:
    at = page("questions", here.officer, question=asked["late"])
    at.text_area[0].set_value("Ring 101, or 999 when it happens now.")
    at = press(at, "Answer publicly as Ashvale Town Police")
    assert "Your answer is on its way." in reads(at)
    assert "question" not in at.query_params
    assert "an answer is on its way" in reads(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.text)).all() == ["Ring 101, or 999 when it happens now."]


def test_a_refused_answer_says_why_and_keeps_every_word(page: Open, here: County, asked: dict[str, str]) -> None:
    long = "word " * 80
    at = page("questions", here.officer, question=asked["fresh"])
    at.text_area[0].set_value(long)
    at = press(well(at.run()), "Answer publicly as AshvaleTown")
    assert "too long" in reads(at)
    assert at.text_area[0].value == long
    assert press(at, "Answer publicly as AshvaleTown").text_area[0].value == long


def test_an_empty_answer_is_not_sent(page: Open, here: County, asked: dict[str, str]) -> None:
    at = press(page("questions", here.officer, question=asked["late"]), "Answer publicly")
    assert "Write an answer first." in reads(at)


def test_where_a_second_person_reads_answers_it_waits_for_them(
    page: Open, here: County, asked: dict[str, str], store: Store
) -> None:
    at = page("questions", here.officer, second="always", question=asked["late"])
    at.text_area[0].set_value("Ring 101.")
    assert "an answer awaits approval" in reads(press(at, "Send for approval"))
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage)).all() == [Stage.AWAITING_APPROVAL]
    says = reads(page("approvals", here.comms))
    assert "Answer to the public by Sam Reed" in says and "Who do I ring?" in says


def test_setting_aside_needs_a_reason_and_is_then_kept(
    page: Open, here: County, asked: dict[str, str], store: Store
) -> None:
    at = press(page("questions", here.officer, question=asked["fresh"]), "No answer is owed")
    at = press(at, "Set aside")
    assert "Say why no answer is owed." in reads(at)
    next(one for one in at.text_input if one.label == "Why?").set_value("answered by phone")
    assert "Set aside." in reads(press(at, "Set aside"))
    with store.reading() as db:
        closed = db.exec(select(Question).where(Question.outcome == Outcome.SET_ASIDE)).one()
        assert (str(closed.id), closed.reason) == (asked["fresh"], "answered by phone")
    assert "answered by phone" in reads(page("questions", here.officer, question=asked["fresh"]))


@pytest.mark.parametrize("forged", ["far", "no id at all", "00000000-0000-0000-0000-000000000000"])
def test_a_question_of_others_shows_nothing_however_it_is_asked_for(
    page: Open, here: County, asked: dict[str, str], forged: str
) -> None:
    at = page("questions", here.officer, question=asked.get(forged, forged))
    assert "Is the bridge shut?" not in reads(at)
    assert "it is not one of yours to see" in reads(at)
    assert not at.text_area


def test_a_chosen_part_of_the_force_cuts_the_list(page: Open, here: County, asked: dict[str, str]) -> None:
    says = reads(page("questions", here.comms, Scope(district_id=here.thornmere.id)))
    assert "Is the bridge shut?" in says and "Who do I ring?" not in says
    assert "1 question waits for an answer." in says


def test_the_address_says_which_questions_are_shown(page: Open, here: County, asked: dict[str, str]) -> None:
    at = page("questions", here.comms, state="Closed", platform="X", ended="Set aside", lane="⚠ danger now")
    assert at.button_group[0].value == "closed"
    assert [one.value for one in at.selectbox] == ["danger", "x", "set_aside"]
    assert "None." in reads(at)
    says = reads(page("questions", here.comms, platform="Facebook"))
    assert "1 question waits" in says and "Is the bridge shut?" not in says


def test_next_and_previous_follow_the_queue(page: Open, here: County, asked: dict[str, str]) -> None:
    at = page("questions", here.officer, question=asked["late"])
    assert button(at, "Previous").disabled
    at = press(at, "Next")
    assert at.query_params["question"] in (asked["fresh"], [asked["fresh"]])
    assert button(at, "Next").disabled and not has(at, "Show more")


def test_a_link_out_leads_only_to_a_web_address(
    page: Open, here: County, asked: dict[str, str], store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        one = question(db, reply(db, here.on_x, "8", now(), url="javascript:alert(1)", text="Why?"))
        which = str(one.id)
    assert "javascript:" not in html(page("questions", here.officer, question=which))
    shown = html(page("questions", here.officer, question=asked["late"]))
    assert urlsplit(shown.split('href="')[1].split('"')[0]).scheme == "https"

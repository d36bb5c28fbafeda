"""The pages "You said, we did" and Answering, as an officer and a supervisor use them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from domain.answering import month_after, month_begins, month_of
from domain.listening.standing import Standing
from domain.listening.words import Topic
from domain.questions import Outcome
from store.db import Store
from store.tables import Issue, IssueQuestion, Note, Person, Question, ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads, well
from tests.store.made_up import County, post, question, reply


def fill(at: Any, label: str, words: str) -> None:
    """Type into the first box that is called so."""
    boxes = [*at.text_input, *at.text_area]
    next(one for one in boxes if one.label.startswith(label)).set_value(words)


def issue(store: Store) -> Issue:
    with store.reading() as db:
        return db.exec(select(Issue)).one()


def opened(page: Open, here: County) -> Any:
    at = page("said_did", here.officer)
    fill(at, "Title", "Mill Lane ![x](https://elsewhere.example/x.png)")
    fill(at, "What was said", "<b>Too fast</b> by the school")
    fill(at, "Where it was raised", "Surgery: library")
    return press(at, "Open the issue")


def test_an_issue_goes_its_way_from_a_surgery_to_closed_and_back(page: Open, here: County, store: Store) -> None:
    at = opened(page, here)
    assert "Opened. Say what we do about it" in reads(at) and "Who else was told" in reads(at)
    assert "&lt;b&gt;Too fast" in html(at) and not has(at, "Close it")
    fill(at, "What we do about it", "A camera")
    fill(at, "What came of it", "Slower now")
    at = press(at, "Keep")
    assert "A camera" in reads(at) and has(at, "Close it")
    at = press(at, "Close it")
    assert "✓ Closed" in reads(at) and issue(store).closed_at
    fill(at, "Why?", "It is as before")
    at = press(at, "Open it again")
    assert "It is open again." in reads(at) and issue(store).closed_at is None


def test_what_was_typed_stays_when_somebody_was_quicker(page: Open, here: County, store: Store, now: Ticking) -> None:
    at = opened(page, here)
    fill(at, "What we do about it", "My long words")
    well(at.run())
    with store.writing() as db:
        other = db.get_one(Issue, issue(store).id)
        other.action, other.changed_at = "Theirs", now.forward(minutes=1)
    at = press(at, "Keep")
    assert "Somebody was quicker" in reads(at) and issue(store).action == "Theirs"
    assert next(one for one in at.text_area if one.label.startswith("What we do")).value == "My long words"


def test_the_words_of_the_post_become_a_draft(page: Open, here: County, store: Store) -> None:
    at = press(opened(page, here), "Write the post")
    assert "The words are prepared as a draft of yours." in reads(at)
    with store.reading() as db:
        draft = db.exec(select(ScheduledPost)).one()
    assert draft.text == "You said: <b>Too fast</b> by the school" and issue(store).scheduled_post_id == draft.id


def test_personal_data_for_the_public_is_warned_of(page: Open, here: County) -> None:
    at = page("said_did", here.officer)
    fill(at, "What was said", "Ring Mr Brown on 07700 900123")
    assert "This looks like personal data: 07700 900123; Mr Brown. Take it out." in reads(well(at.run()))


def test_a_team_sees_its_own_and_the_list_says_what_is_overdue(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    opened(page, here)
    with store.writing() as db:
        db.get_one(Issue, issue(store).id).due_on = now().date() - timedelta(days=3)
    says = reads(page("said_did", here.supervisor))
    assert "1 issue is open, 1 of them overdue." in says and "✗ Overdue: was to be done by" in says
    which = str(issue(store).id)
    with store.writing() as db:
        db.get_one(Issue, issue(store).id).team_id = here.rural.id
    assert "No issue is open here." in reads(page("said_did", here.officer))
    assert "not one of yours to see" in reads(page("said_did", here.officer, issue=which))
    assert "not one of yours to see" in reads(page("said_did", here.officer, issue="nonsense"))


def test_who_asked_is_told_by_hand(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        which = question(db, reply(db, here.on_x, "q", now() - timedelta(hours=2))).id
    with store.writing() as db:
        made = Issue(
            title="Mill Lane", said="Too fast", source="online", topic="roads", team_id=here.town.id,
            district_id=here.ashvale.id, opened_at=now(), opened_by_id=here.officer.person_id, due_on=now().date(),
            owner_id=here.officer.person_id, outcome="Mended", outcome_at=now(), changed_at=now(),
        )  # fmt: skip
        db.add(made)
        db.flush()
        db.add(IssueQuestion(issue_id=made.id, question_id=which, added_at=now()))
    at = page("said_did", here.officer, issue=str(issue(store).id))
    assert "0 of 1 who asked were told." in reads(at)
    assert "1 of 1 who asked were told." in reads(press(at, "Told by hand"))


@pytest.fixture
def month(store: Store, here: County, now: Ticking) -> str:
    """Last month with three questions of Ashvale Town: one answered in time, one late, one that waits too long."""
    last = month_after(month_of(now()), -1)
    begin = now().replace(day=1) - timedelta(days=12)
    with store.writing() as db:
        above = post(db, here.on_x, begin)
        asked = [reply(db, here.on_x, f"q{n}", begin + timedelta(hours=n), above, text=f"Why {n}?") for n in range(3)]
        ours = reply(db, here.on_x, "ours", begin + timedelta(hours=5), above, by_us=True, parent="q0", text="Because")
        known = {"outcome": Outcome.ANSWERED, "standing": Standing.ANSWERED}
        question(db, asked[0], closed_at=begin + timedelta(hours=5), standing_reply_id=ours.id, **known)
        question(db, asked[1], closed_at=begin + timedelta(days=5), **known)
        question(db, asked[2])
    return last


def test_answering_tells_the_share_with_its_count(page: Open, here: County, month: str) -> None:
    says = reads(page("answering", here.supervisor, month=month))
    assert "33 % of 3 answered in time." in says and "1 of them waits and is late now" in says
    assert "5.0 h" in says and "not enough" in says
    assert "The public wrote 3 comments; 3 needed an answer and 2 got one. We posted 1." in says


def test_a_number_opens_the_questions_behind_it(page: Open, here: County, month: str) -> None:
    says = reads(page("answering", here.supervisor, month=month, behind="overdue", of=f"t-{here.town.id}"))
    assert "Late now · Ashvale Town" in says and "1 question" in says and says.count("Why 2?") == 1
    other = reads(page("answering", here.supervisor, month=month, behind="overdue", of=f"t-{here.rural.id}"))
    assert "0 questions" in other


def test_a_month_without_questions_says_so(page: Open, here: County) -> None:
    assert "Nobody asked anything in" in reads(page("answering", here.comms))


def test_a_sample_is_read_and_noted(page: Open, here: County, month: str, store: Store) -> None:
    at = page("answering", here.supervisor, month=month)
    says = reads(at)
    assert (
        f"{month} district:ashvale" in says
        and "Because" in says
        and "2 were drawn of 2 answers; read so far: 0" in says
    )
    fill(at, "What do you say of it?", "clear")
    at = press(at, "Note it")
    with store.reading() as db:
        note = db.exec(select(Note)).one()
    assert note.text.startswith(f"Quality sample {month}: clear") and isinstance(note.question_id, UUID)
    assert "✓ read by Jo Marsh" in reads(page("answering", here.supervisor, month=month))


def test_the_place_where_most_wait_is_named_not_where_one_is_late(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    this = month_of(now())
    with store.writing() as db:
        question(db, reply(db, here.rural_x, "late", now() - timedelta(hours=2)), due_at=now() - timedelta(hours=1))
        for n in range(3):
            question(db, reply(db, here.on_x, f"w{n}", now() - timedelta(hours=2)), due_at=now() + timedelta(days=90))
    assert "Most wait here: Ashvale Town, 3, 0 of them late." in reads(page("answering", here.supervisor, month=this))


def test_a_topic_opens_what_it_counted_on_whatever_platform(page: Open, here: County, store: Store, month: str) -> None:
    with store.writing() as db:
        for one in db.exec(select(Question)):
            one.topic = Topic.ROADS
        question(db, reply(db, here.on_facebook, "fb", month_begins(month)), topic=Topic.ROADS)
    words = {"month": month, "behind": "needed", "at": "topics", "topic": "roads"}
    at = page("answering", here.supervisor, **words)
    assert "4 questions" in reads(at) and "roads, 4 of 4" in reads(at)
    at.selectbox(key="platform").set_value("facebook")
    assert "4 questions" in reads(well(at.run()))


def test_what_is_behind_a_number_says_in_words_how_it_ended(page: Open, here: County, store: Store, month: str) -> None:
    with store.writing() as db:
        db.exec(select(Question)).all()[2].outcome = Outcome.REFERRED
    says = reads(page("answering", here.supervisor, month=month, behind="asked"))
    assert "with the control room" in says and "referred" not in says


def test_an_owner_who_left_is_not_quietly_replaced(page: Open, here: County, store: Store, now: Ticking) -> None:
    at = opened(page, here)
    with store.writing() as db:
        db.get_one(Person, here.officer.person_id).retired_at = now()
    at = page("said_did", here.comms, issue=str(issue(store).id))
    fill(at, "What we do about it", "A camera")
    assert "Choose another owner." in reads(press(at, "Keep"))
    assert issue(store).owner_id == here.officer.person_id

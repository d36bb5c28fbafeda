"""Approvals and Plan: a second person decides; everybody sees what goes out when."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from dashboard.views import plan
from domain.publication import Stage, State
from store.db import Store
from store.tables import Publication, ScheduledPost
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, button, has, html, press, reads, well
from tests.store.made_up import County, message, publication


@pytest.fixture
def waiting(store: Store, here: County, now: Ticking) -> str:
    with store.writing() as db:
        due = now() + timedelta(days=1)
        kept = message(db, here.officer, due, here.on_x, here.on_facebook, stage=Stage.AWAITING_APPROVAL)
        return str(kept.id)


def test_a_colleague_approves_and_is_told_where_and_when(page: Open, here: County, waiting: str, store: Store) -> None:
    at = page("approvals", here.comms)
    assert "1 text by a colleague waits for you." in reads(at)
    assert "Post by Sam Reed" in reads(at)
    at = press(at, "Approve")
    assert "Approved: 2 accounts" in reads(at)
    assert "Nothing waits for your approval." in reads(at)
    with store.reading() as db:
        assert db.exec(select(Publication.state)).all() == [State.QUEUED, State.QUEUED]


def test_nobody_is_offered_their_own_words(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        message(db, here.comms, now() + timedelta(days=1), here.on_x, stage=Stage.AWAITING_APPROVAL)
    assert "Nothing waits for your approval." in reads(page("approvals", here.comms))


def test_returning_needs_a_word_and_keeps_what_was_typed(page: Open, here: County, waiting: str, store: Store) -> None:
    at = press(page("approvals", here.comms), "Return it")
    assert "Say in a few words what is to be changed." in reads(at)
    at.text_input[0].set_value("Which day?")
    assert "Returned to its author with your word." in reads(press(at, "Return it"))
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage, ScheduledPost.note)).all() == [(Stage.DRAFT, "Which day?")]


def test_a_late_approval_asks_for_a_new_time(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        message(db, here.officer, now() - timedelta(hours=3), here.on_x, stage=Stage.AWAITING_APPROVAL)
    at = page("approvals", here.comms)
    assert "Its time has passed." in reads(at) and at.date_input and at.time_input
    assert "Approved: 1 account" in reads(press(at, "Approve"))
    with store.reading() as db:
        assert db.exec(select(Publication.due_at)).one() > now()


def test_an_officer_is_told_who_approves(page: Open, here: County, waiting: str) -> None:
    at = page("approvals", here.officer)
    assert "approved by comms and supervisors" in reads(at) and not has(at, "Approve")


def test_what_a_colleague_changed_meanwhile_is_not_approved_unseen(
    page: Open, here: County, waiting: str, store: Store
) -> None:
    at = page("approvals", here.comms)
    with store.writing() as db:
        db.exec(select(ScheduledPost)).one().version += 1
    at = well(button(at, "Approve").click().run())
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage)).one() is Stage.AWAITING_APPROVAL


def test_the_plan_shows_two_weeks_with_their_gaps(page: Open, here: County, waiting: str) -> None:
    at = page("plan", here.officer)
    says = reads(at)
    assert "1 post in these weeks." in says and "no post" in says and "awaiting approval" in says
    assert html(at).count("<tr>") == 3
    assert "Nothing is planned" not in says


def test_nothing_planned_is_said(page: Open, here: County) -> None:
    assert "Nothing is planned for these days." in reads(page("plan", here.comms))


def test_taking_a_post_back_from_the_plan_says_so(page: Open, here: County, waiting: str, store: Store) -> None:
    at = press(page("plan", here.officer), "Take it back")
    assert "Withdrawn. Nothing of it goes out." in reads(at)
    with store.reading() as db:
        assert db.exec(select(ScheduledPost.stage)).all() == [Stage.WITHDRAWN]


def test_changing_a_queued_post_makes_it_a_draft_and_says_where_it_is(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now() + timedelta(hours=2), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x)
    at = press(page("plan", here.officer), "Change it")
    assert "It is a draft again. 1 post stopped. You find it under Write." in reads(at)


def test_what_failed_can_be_copied(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now() + timedelta(minutes=5), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, State.FAILED)
    assert "Kept as a new draft." in reads(press(page("plan", here.officer), "Copy for what failed"))


def test_the_calendar_marks_today_and_leaves_past_days_alone() -> None:
    monday = date(2026, 11, 23)
    drawn = plan.calendar({}, monday, monday + timedelta(days=6), date(2026, 11, 25))
    assert drawn.count("no post") == 5 and drawn.count("aria-current='date'") == 1
    assert drawn.count("bl-past") == 2


def test_words_in_the_calendar_are_plain(page: Open, here: County, store: Store, now: Ticking) -> None:
    with store.writing() as db:
        due: datetime = now() + timedelta(minutes=1)
        message(db, here.officer, due, here.on_x, stage=Stage.AWAITING_APPROVAL, text="<img src=x> 'quoted' \"twice\"")
    drawn = html(page("plan", here.officer))
    assert "<img" not in drawn and "title='awaiting approval: &lt;img src=x&gt; &#x27;quoted&#x27;" in drawn

"""Publications, the plan, approvals and attention tell what is so, to whom it concerns."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.people import Act, Role, Scope
from domain.posts import PlatformName
from domain.publication import Stage, State
from domain.purse import Limits
from store import reports
from store.db import Store
from store.reports import Kind
from store.tables import Account, Attempt, Hold, Person, Spending, Trail, Version, Worker
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, publication, question, reply


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def held(db: Any, here: County, now: Ticking, **over: Any) -> Hold:
    kept = Hold(reason="A major incident", placed_by_id=here.supervisor.person_id, placed_at=now(), **over)
    db.add(kept)
    db.flush()
    return kept


def test_a_publication_is_held_while_an_open_hold_covers_it(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        held(db, here, now, district_id=here.ashvale.id)
        held(db, here, now, lifted_at=now())
        of = message(db, here.officer, now() + timedelta(hours=1), here.on_x, here.mere_x, stage=Stage.APPROVED)
        for on in (here.on_x, here.mere_x):
            publication(db, of, on)
        publication(db, of, here.rural_x, State.PUBLISHED, external_id="17", url="https://social.example/17")
    with store.reading() as db:
        rows = {row.account: row for row in reports.publications(db, here.comms)}
    assert {name: row.held for name, row in rows.items()} == {
        "AshvaleTown": True,
        "ThornmereCops": False,
        "AshvaleRural": False,
    }
    assert (rows["AshvaleRural"].external_id, rows["AshvaleRural"].state) == ("17", State.PUBLISHED)
    assert (rows["AshvaleTown"].author, rows["AshvaleTown"].approved_by) == ("Sam Reed", None)


def test_publications_are_cut_by_scope_state_and_time(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.comms, now(), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, State.FAILED, due_at=now() - timedelta(days=2))
        publication(db, of, here.on_x, State.PUBLISHED)
        publication(db, of, here.force_page, State.PUBLISHED)
    with store.reading() as db:
        assert len(reports.publications(db, here.comms)) == 3
        assert [row.state for row in reports.publications(db, here.officer)] == [State.PUBLISHED, State.FAILED]
        assert len(reports.publications(db, here.comms, states=[State.FAILED])) == 1
        assert len(reports.publications(db, here.comms, since=now(), until=now() + timedelta(days=1))) == 2
        assert len(reports.publications(db, here.comms, limit=1, offset=2)) == 1


def test_the_story_of_a_publication_tells_people_and_attempts_in_order(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, stage=Stage.APPROVED)
        kept = publication(db, of, here.on_x)
        for minutes, act, who in ((0, Act.WRITE, here.officer), (5, Act.APPROVE, here.comms)):
            at = now() + timedelta(minutes=minutes)
            db.add(Trail(at=at, act=act, subject="scheduled_post", subject_id=of.id, person_id=who.person_id))
            db.flush()
        tried = now() + timedelta(minutes=6)
        db.add(Attempt(publication_id=kept.id, number=1, started_at=tried, outcome="unknown", detail="no answer"))
        db.add(Trail(at=tried, act="unknown", subject="publication", subject_id=kept.id))
    with store.reading() as db:
        story = reports.publication_story(db, here.officer, kept.id)
        unseen = reports.publication_story(db, replace(here.officer, scope=Scope(here.thornmere.id)), kept.id)
    assert [(row.kind, row.act, row.who) for row in story] == [
        ("trail", "write", "Sam Reed"),
        ("trail", "approve", "Pat Quill"),
        ("trail", "unknown", None),
        ("attempt", "unknown", None),
    ]
    assert unseen == []


def test_the_plan_stands_on_london_days(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        late = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)  # 00:30 on the 15th in London
        message(db, here.officer, late, here.on_x, stage=Stage.AWAITING_APPROVAL)
        message(db, here.officer, late + timedelta(days=1), here.on_x, stage=Stage.AWAITING_APPROVAL)
    with store.reading() as db:
        rows = reports.plan(db, here.comms, date(2026, 7, 15), date(2026, 7, 15))
        before = reports.plan(db, here.comms, date(2026, 7, 14), date(2026, 7, 14))
    assert [(row.day, row.due_at) for row in rows] == [(date(2026, 7, 15), late)]
    assert before == []


def test_the_plan_shows_each_message_once_with_its_accounts_in_sight(store: Store, here: County, now: Ticking) -> None:
    today = now().date()
    with store.writing() as db:
        of = message(db, here.comms, now(), here.on_x, here.mere_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, State.FAILED)
        publication(db, of, here.on_x, State.QUEUED)
        publication(db, of, here.mere_x, State.CANCELLED)
        message(db, here.comms, now(), here.on_x, text="Half a thought")
        message(db, here.officer, now(), here.on_x, text="My own draft")
        message(db, here.officer, now(), here.on_x, stage=Stage.WITHDRAWN)
        message(db, here.officer, now(), here.on_x, stage=Stage.APPROVED, question_id=of.id)
    with store.reading() as db:
        rows = {row.text: row for row in reports.plan(db, here.officer, today, today)}
        whole = reports.plan(db, here.comms, today, today, answers=True)
    assert set(rows) == {"Beat surgery on Saturday.", "My own draft"}
    assert [(one.account, one.state) for one in rows["Beat surgery on Saturday."].accounts] == [
        ("AshvaleTown", State.QUEUED)
    ]
    assert [one.state for one in rows["My own draft"].accounts] == [None]
    assert [len(row.accounts) for row in whole if row.text == "Beat surgery on Saturday." and not row.answer] == [2]
    assert [row.answer for row in whole].count(True) == 1


def test_what_was_given_another_time_stands_on_its_new_day(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.comms, now(), here.on_x, here.rural_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, due_at=now() + timedelta(days=3))
        publication(db, of, here.rural_x)
    with store.reading() as db:
        rows = reports.plan(db, here.comms, now().date(), now().date() + timedelta(days=7))
    assert [(row.day.day, [one.account for one in row.accounts]) for row in rows] == [
        (24, ["AshvaleRural"]),
        (27, ["AshvaleTown"]),
    ]


def test_drafts_are_ones_own_and_those_of_people_of_the_scope_who_left(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        gone = Person(email="left@marlshire.example", name="Al Gone", role=Role.OFFICER, retired_at=now())
        db.add(gone)
        db.flush()
        leaver = replace(here.officer, person_id=gone.id)
        message(db, here.officer, now(), text="No account yet", note="Say where.")
        message(db, leaver, now() - timedelta(hours=1), here.on_facebook, text="Left behind")
        message(db, leaver, now(), here.mere_x, text="Left behind elsewhere")
        message(db, here.comms, now(), here.on_x, text="Not mine")
    with store.reading() as db:
        rows = reports.drafts(db, here.officer)
    assert [(row.text, row.note, len(row.accounts)) for row in rows] == [
        ("No account yet", "Say where.", 0),
        ("Left behind", "", 1),
    ]


def test_nobody_is_asked_to_approve_their_own_words_or_beyond_their_scope(
    store: Store, here: County, now: Ticking
) -> None:
    awaiting = {"stage": Stage.AWAITING_APPROVAL}
    with store.writing() as db:
        message(db, here.officer, now(), here.on_x, here.rural_x, text="for Ashvale", **awaiting)
        message(db, here.officer, now(), here.on_x, here.mere_x, text="for two districts", **awaiting)
        message(db, here.supervisor, now(), here.on_x, text="by the supervisor", **awaiting)
        edited = message(db, here.officer, now(), here.on_x, text="edited by the supervisor", **awaiting)
        message(db, here.officer, now(), here.on_x, text="a draft")
        by = here.supervisor.person_id
        db.add(Trail(at=now(), act=Act.EDIT, subject="scheduled_post", subject_id=edited.id, person_id=by))
    with store.reading() as db:
        supervisor = reports.awaiting_approval(db, here.supervisor)
        comms = reports.awaiting_approval(db, here.comms)
        thornmere = reports.awaiting_approval(db, here.comms, scope=Scope(here.thornmere.id))
        counted = [reports.badges(db, who, now()).approvals for who in (here.supervisor, here.comms, here.officer)]
        assert reports.awaiting_approval(db, here.officer) == []
    assert [row.text for row in supervisor] == ["for Ashvale"]
    assert len(comms) == 4
    assert [row.text for row in thornmere] == ["for two districts"]
    assert counted == [1, 4, 0]


def test_an_approver_reads_the_words_of_each_account(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, here.rural_x, stage=Stage.AWAITING_APPROVAL)
        db.get_one(Version, (of.id, here.rural_x.id)).text = "Beat surgery in the village hall."
    with store.reading() as db:
        (row,) = reports.awaiting_approval(db, here.comms)
    assert [(one.account, one.text) for one in row.accounts] == [
        ("AshvaleRural", "Beat surgery in the village hall."),
        ("AshvaleTown", "Beat surgery on Saturday."),
    ]


def test_attention_tells_what_is_unknown_failed_waiting_and_late(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        _publisher(db, now)

        def one(state: State, minutes_ago: float, **more: Any) -> Any:
            of = message(db, here.officer, now() - timedelta(minutes=minutes_ago), here.on_x, stage=Stage.APPROVED)
            return publication(db, of, here.on_x, state, **more)

        one(State.UNKNOWN, 5, unknown_at=now(), looks=2, trouble="no answer")
        failed = one(State.FAILED, 60, trouble="refused")
        one(State.FAILED, 60, trouble_kind="GivenUp")
        one(State.FAILED, 60 * 24 * 15)
        one(State.WAITING, 30)
        one(State.QUEUED, 3)
        one(State.QUEUED, 0.5)
        one(State.QUEUED, -60)
        one(State.PUBLISHED, 5)
        one(State.PUBLISHING, 10, claimed_at=now() - timedelta(minutes=9))
    with store.reading() as db:
        rows = reports.attention(db, here.comms, now())
        assert reports.attention(db, replace(here.comms, scope=Scope(here.thornmere.id)), now()) == []
    assert [row.kind for row in rows] == [Kind.UNKNOWN, Kind.FAILED, Kind.WAITING, Kind.LATE, Kind.LATE]
    assert (rows[0].looks, rows[0].detail, rows[0].account) == (2, "no answer", "AshvaleTown")
    assert (rows[1].subject, rows[1].subject_id, rows[1].detail) == ("publication", failed.id, "refused")
    assert [row.state for row in rows[3:]] == [State.PUBLISHING, State.QUEUED]


def test_a_failure_that_was_followed_by_another_try_needs_nobody(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.officer, now(), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, State.FAILED)
        publication(db, of, here.on_x, State.PUBLISHED)
    with store.reading() as db:
        assert reports.attention(db, here.comms, now()) == []


def _publisher(db: Any, now: Ticking) -> None:
    db.add(Worker(name="p1", kind="publisher", beat_at=now(), until=now() + timedelta(minutes=1)))


def test_a_publisher_that_is_gone_while_something_is_due_is_said(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        _publisher(db, now)
        of = message(db, here.officer, now() + timedelta(minutes=10), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x)
    now.forward(minutes=9)
    with store.reading() as db:
        assert reports.attention(db, here.comms, now()) == []
    now.forward(minutes=5)
    with store.reading() as db:
        kinds = {row.kind: row for row in reports.attention(db, here.officer, now())}
        assert reports.badges(db, here.officer, now()).attention == 2
    assert set(kinds) == {Kind.NO_PUBLISHER, Kind.LATE}
    assert kinds[Kind.NO_PUBLISHER].since == now() - timedelta(minutes=14)


def _trouble(store: Store, of: Account, **values: Any) -> None:
    with store.writing() as db:
        row = db.get_one(Account, of.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_accounts_that_are_refused_out_of_money_or_stale_need_attention(
    store: Store, here: County, now: Ticking
) -> None:
    _trouble(store, here.on_x, trouble="Log in again.", trouble_kind="TokenExpired", trouble_at=now())
    _trouble(store, here.mere_x, trouble="No credits.", trouble_kind="OutOfCredit", trouble_at=now())
    _trouble(store, here.rural_x, visited_at=now() - timedelta(hours=37))
    _trouble(store, here.on_facebook, trouble="Slow down.", trouble_kind="RateLimited", trouble_at=now())
    with store.reading() as db:
        rows = reports.attention(db, here.comms, now())
        later = reports.attention(db, here.comms, now() + timedelta(hours=2))
    assert [(row.kind, row.account) for row in rows] == [
        (Kind.TROUBLE, "AshvaleTown"),
        (Kind.BUDGET, "ThornmereCops"),
        (Kind.STALE, "AshvaleRural"),
    ]
    assert rows[0].detail == "Log in again."
    assert "Ashvale Town Police" in {row.account for row in later if row.kind is Kind.TROUBLE}


def test_money_that_runs_short_by_our_own_limits_is_said(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        bought = {"operation": "post.read", "platform": PlatformName.X, "units": 190, "micros": 950_000}
        db.add(Spending(day=now().date(), account_id=here.on_x.id, **bought))
    fence = {PlatformName.X: Limits(day_micros=1_000_000)}
    with store.reading() as db:
        (row,) = reports.attention(db, here.comms, now(), limits=fence)
        assert reports.badges(db, here.comms, now(), limits=fence).attention == 1
        assert reports.attention(db, here.comms, now()) == []
    assert (row.kind, row.platform, row.subject) == (Kind.BUDGET, PlatformName.X, "platform")
    assert "our own posts" in row.detail


def test_holds_are_shown_to_those_they_stop(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        of = message(db, here.comms, now(), here.mere_x, stage=Stage.APPROVED)
        over: list[Mapping[str, Any]] = [
            {},
            {"team_id": here.town.id},
            {"district_id": here.thornmere.id, "review_at": now()},
            {"account_id": here.rural_x.id},
            {"scheduled_post_id": of.id},
            {"category": "light-hearted"},
        ]
        for number, scope in enumerate(over):
            held(db, here, now, **scope).reason = str(number)
        held(db, here, now, lifted_at=now())
    with store.reading() as db:

        def seen(who: Any) -> set[str]:
            return {row.reason for row in reports.holds_in_force(db, who, now())}

        assert seen(here.comms) == {"0", "1", "2", "3", "4", "5"}
        assert seen(here.officer) == {"0", "1", "5"}
        assert seen(here.supervisor) == {"0", "1", "3", "5"}
        rows = {row.reason: row for row in reports.holds_in_force(db, here.comms, now())}
    assert (rows["2"].district, rows["2"].review_due, rows["2"].placed_by) == ("Thornmere", True, "Jo Marsh")
    assert (rows["1"].team, rows["3"].account, rows["4"].message) == (
        "Ashvale Town",
        "AshvaleRural",
        "Beat surgery on Saturday.",
    )


def test_the_numbers_beside_the_menu_are_those_of_the_pages(store: Store, here: County, now: Ticking) -> None:
    _trouble(store, here.rural_x, visited_at=now() - timedelta(hours=40))
    with store.writing() as db:
        held(db, here, now, district_id=here.ashvale.id)
        for on in (here.on_x, here.mere_x, here.rural_x):
            question(db, reply(db, on, "q", now()))
        of = message(db, here.officer, now() - timedelta(hours=1), here.on_x, stage=Stage.APPROVED)
        publication(db, of, here.on_x, State.UNKNOWN)
        publication(db, of, here.mere_x, State.QUEUED)
    with store.reading() as db:
        for who in (here.comms, here.supervisor, here.officer):
            for scope in (None, Scope(here.ashvale.id), Scope(here.thornmere.id)):
                badge = reports.badges(db, who, now(), scope=scope)
                assert badge.questions == len(reports.questions(db, who, now(), scope=scope))
                assert badge.attention == len(reports.attention(db, who, now(), scope=scope))
                assert badge.approvals == len(reports.awaiting_approval(db, who, scope=scope))
        assert reports.badges(db, here.supervisor, now()) == reports.Badges(2, 0, 3)

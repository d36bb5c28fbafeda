"""The public's questions are listed longest wait first, within the person's scope, in their conversation."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from domain.people import Scope
from domain.posts import PlatformName, Surface
from domain.publication import Stage, State
from domain.questions import Outcome
from store import reports
from store.db import Store
from store.tables import Account
from tests.conftest import Ticking
from tests.store.made_up import County, county, message, post, publication, question, reply


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def test_the_longest_waiting_comes_first_with_the_hours_left_of_72(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        ours = post(db, here.on_x, now() - timedelta(days=4))
        question(db, reply(db, here.on_x, "young", now() - timedelta(hours=2), ours))
        question(db, reply(db, here.mere_x, "old", now() - timedelta(hours=75), surface=Surface.MENTION))
    with store.reading() as db:
        rows = reports.questions(db, here.comms, now())
    assert [row.account for row in rows] == ["ThornmereCops", "AshvaleTown"]
    assert [row.hours_left for row in rows] == [-3.0, 70.0]
    assert [row.post for row in rows] == [None, "Lock your shed."]
    young = rows[1]
    assert (young.team, young.district, young.platform) == ("Ashvale Town", "Ashvale", PlatformName.X)
    assert (young.author, young.text, young.post_url) == ("Neighbour", "What time?", "https://social.example/p")
    assert (young.asked_at, young.state, young.on_its_way) == (now() - timedelta(hours=2), "waiting", False)


def test_an_officer_sees_the_questions_of_their_team_only(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for on in (here.on_x, here.on_facebook, here.rural_x, here.mere_x, here.force_page):
            question(db, reply(db, on, "asked", now()))
    with store.reading() as db:

        def seen(who: str, **more: object) -> set[str]:
            return {row.account for row in reports.questions(db, getattr(here, who), now(), **more)}  # type: ignore[arg-type]

        assert seen("officer") == {"AshvaleTown", "Ashvale Town Police"}
        assert seen("officer", platform=PlatformName.X) == {"AshvaleTown"}
        assert seen("officer", scope=Scope(here.thornmere.id)) == set()
        assert seen("supervisor") == {"AshvaleTown", "Ashvale Town Police", "AshvaleRural"}
        assert len(seen("comms")) == 5
        assert seen("comms", scope=Scope(here.thornmere.id)) == {"ThornmereCops"}


def test_an_answer_on_its_way_is_said(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        asked = [question(db, reply(db, here.on_x, f"q{n}", now() - timedelta(hours=9 - n))) for n in range(5)]
        states = (State.QUEUED, State.UNKNOWN, State.FAILED)
        for one, state in zip(asked, states, strict=False):
            answer = message(db, here.officer, now(), here.on_x, stage=Stage.APPROVED, question_id=one.id)
            publication(db, answer, here.on_x, state)
        message(db, here.officer, now(), here.on_x, stage=Stage.AWAITING_APPROVAL, question_id=asked[3].id)
    with store.reading() as db:
        rows = reports.questions(db, here.comms, now())
    assert [row.on_its_way for row in rows] == [True, True, False, False, False]
    assert [row.awaits_approval for row in rows] == [False, False, False, True, False]


def test_a_closed_question_says_how_it_left_the_queue(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        asked = reply(db, here.on_x, "q", now() - timedelta(hours=30))
        closed = {"closed_at": now() - timedelta(hours=10), "closed_by_id": here.officer.person_id, "reason": "A joke."}
        question(db, asked, Outcome.SET_ASIDE, **closed)
        question(db, reply(db, here.on_x, "r", now()))
    with store.reading() as db:
        waiting = reports.questions(db, here.comms, now())
        aside = reports.questions(db, here.comms, now(), state="set_aside")
        every = reports.questions(db, here.comms, now(), state=None)
    assert [row.state for row in waiting] == ["waiting"]
    assert [(row.state, row.reason, row.closed_by, row.hours_left) for row in aside] == [
        ("set_aside", "A joke.", "Sam Reed", 52.0)
    ]
    assert len(every) == 2


def test_a_question_to_an_account_that_has_left_still_waits_and_says_so(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        question(db, reply(db, here.on_x, "q", now()))
        db.get_one(Account, here.on_x.id).retired_at = now()
    with store.reading() as db:
        assert [row.account_retired for row in reports.questions(db, here.comms, now())] == [True]


def test_each_team_is_told_how_many_wait_how_many_are_late_and_due_today(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        for hours in (80, 71, 1):
            question(db, reply(db, here.on_x, f"q{hours}", now() - timedelta(hours=hours)))
        question(db, reply(db, here.force_page, "p", now() - timedelta(hours=5)))
        question(db, reply(db, here.mere_x, "done", now()), Outcome.ANSWERED, closed_at=now())
    with store.reading() as db:
        rows = reports.waiting_by_team(db, here.comms, now())
    assert [(row.team, row.waiting, row.late, row.due_today) for row in rows] == [
        ("Ashvale Town", 3, 1, 1),
        (None, 1, 0, 0),
    ]
    assert rows[0].oldest == now() - timedelta(hours=80)


def test_a_conversation_is_told_in_time_order_without_the_neighbours(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        ours = post(db, here.on_facebook, now() - timedelta(hours=9))

        def said(external_id: str, minutes: int, parent: str, **more: object) -> object:
            at = now() - timedelta(hours=8) + timedelta(minutes=minutes)
            return reply(db, here.on_facebook, external_id, at, ours, parent=parent, **more)

        top = said("top", 0, ours.external_id)
        asked = said("asked", 10, "top")
        said("answer", 20, "asked", by_us=True)
        said("beside", 5, "top", gone_at=now())
        said("elsewhere", 3, ours.external_id)
        said("under elsewhere", 4, "elsewhere")
        reply(db, here.on_x, "other account", now(), parent="asked")
        kept = question(db, asked)  # type: ignore[arg-type]
    assert top
    with store.reading() as db:
        rows = reports.thread(db, here.officer, kept.id)
        unseen = reports.thread(
            db, here.officer.__class__(**{**_fields(here), "scope": Scope(here.thornmere.id)}), kept.id
        )
    assert [row.external_id for row in rows] == [ours.external_id, "top", "beside", "asked", "answer"]
    assert [row.kind for row in rows] == ["post", "reply", "reply", "reply", "reply"]
    assert [row.by_us for row in rows] == [True, False, False, False, True]
    assert [row.asks for row in rows] == [False, False, False, True, False]
    assert rows[2].gone_at == now()
    assert unseen == []


def _fields(here: County) -> dict[str, object]:
    one = here.officer
    return {"person_id": one.person_id, "email": one.email, "name": one.name, "role": one.role}


def test_a_mention_outside_our_threads_has_a_conversation_without_a_post(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        asked = question(
            db, reply(db, here.on_x, "m", now(), thread="theirs", parent="theirs", surface=Surface.MENTION)
        )
        reply(db, here.on_x, "ours", now() + timedelta(minutes=1), parent="m", by_us=True)
    with store.reading() as db:
        assert [row.external_id for row in reports.thread(db, here.comms, asked.id)] == ["m", "ours"]


def test_a_page_of_questions_asks_the_store_once(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for number in range(40):
            question(db, reply(db, here.on_x, f"q{number}", now() - timedelta(minutes=number)))
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    with store.reading() as db:
        first = reports.questions(db, here.comms, now(), limit=25)
        rest = reports.questions(db, here.comms, now(), limit=25, offset=25)
    assert (len(first), len(rest)) == (25, 15)
    assert len([sql for sql in asked if sql.startswith("SELECT question") or "FROM question" in sql]) == 2

"""The order of the queue, what counts as waiting, and that five thousand of them are listed at once."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from domain.listening.words import Kind, Lane, Topic
from domain.people import Scope
from domain.questions import Outcome
from store import bulk, reports
from store.db import Store
from store.tables import Correction, Verdict
from tests.conftest import Ticking
from tests.store.made_up import County, county, post, question, reply


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def test_danger_comes_first_then_what_is_due_first_and_without_a_promise_after_72_hours(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:

        def ask(name: str, hours: float, **more: object) -> None:
            question(db, reply(db, here.on_x, name, now() - timedelta(hours=hours), text=name), **more)

        ask("old without a promise", 80)
        ask("tight", 1, due_at=now() + timedelta(minutes=5))
        ask("young without a promise", 2)
        ask("long", 90, due_at=now() + timedelta(days=20))
        ask("danger", 1, lane=Lane.DANGER, due_at=now() + timedelta(hours=1))
        ask("danger before", 3, lane=Lane.DANGER, due_at=now() - timedelta(hours=1))
    with store.reading() as db:
        rows = reports.questions(db, here.comms, now())
        assert reports.in_order(db, here.comms, now()) == [row.id for row in rows]
    assert [row.text for row in rows] == [
        "danger before", "danger", "old without a promise", "tight", "young without a promise", "long",
    ]  # fmt: skip
    assert [row.hours_left for row in rows] == [-1.0, 1.0, -8.0, 0.1, 70.0, 480.0]
    assert rows[2].due_at == now() - timedelta(hours=8)


def test_late_and_due_today_are_counted_by_what_was_promised(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for name, due in (("late", -1), ("today", 14.99), ("tomorrow", 15.01), ("week", 200)):
            asked = reply(db, here.on_x, name, now() - timedelta(hours=1))
            question(db, asked, due_at=now() + timedelta(hours=due))
        off = reply(db, here.on_x, "off", now() - timedelta(hours=1))
        question(db, off, snoozed_until=now() + timedelta(days=2))
    with store.reading() as db:
        (row,) = reports.waiting_by_team(db, here.comms, now())
        assert (row.waiting, row.late, row.due_today, row.put_off) == (5, 1, 1, 1)
        assert reports.badges(db, here.comms, now()).questions == 4


def test_a_lane_is_found_wherever_it_stands_among_the_lanes(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for name, lane, lanes in (("a", Lane.CRIME, ",crime,welsh,"), ("b", Lane.WELSH, ",welsh,"), ("c", None, "")):
            asked = reply(db, here.on_x, name, now(), text=name)
            question(db, asked, lane=lane)
            _heard(db, asked.id, now, lanes=lanes)
    with store.reading() as db:

        def of(lane: str) -> set[str]:
            return {row.text for row in reports.questions(db, here.comms, now(), lane=lane)}

        assert (of("welsh"), of("crime"), of("danger"), of("everyday")) == ({"a", "b"}, {"a"}, set(), {"c"})
        rows = {row.text: row.lanes for row in reports.questions(db, here.comms, now())}
    assert rows == {"a": (Lane.CRIME, Lane.WELSH), "b": (Lane.WELSH,), "c": ()}


def test_every_ending_can_be_looked_at_and_all_of_them_together(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for number, outcome in enumerate(Outcome):
            asked = reply(db, here.on_x, outcome, now() - timedelta(hours=9), text=outcome)
            question(db, asked, outcome, closed_at=now() - timedelta(minutes=number))
        question(db, reply(db, here.on_x, "waits", now()))
    with store.reading() as db:
        for outcome in Outcome:
            assert [row.state for row in reports.questions(db, here.comms, now(), state=outcome)] == [outcome]
        closed = reports.questions(db, here.comms, now(), state="closed")
    assert [row.state for row in closed] == list(Outcome)


def test_to_whom_a_question_can_be_given_ends_with_the_area(store: Store, here: County) -> None:
    with store.reading() as db:
        found = {who: [one.name for one in reports.assignees(db, getattr(here, who))] for who in ("comms", "officer")}
        boss = [one.name for one in reports.assignees(db, here.supervisor)]
    teams = ["Ashvale Rural", "Ashvale Town", "Thornmere"]
    assert found["comms"] == [*teams, "Jo Marsh", "Pat Quill", "Sam Reed"]
    assert found["officer"] == ["Ashvale Town", "Sam Reed"]
    assert boss == [*teams[:2], "Jo Marsh", "Sam Reed"]


def test_what_people_corrected_is_scored_and_what_nobody_touched_is_not(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        for number in range(4):  # answered, heard rightly; one lane was wrong
            asked = reply(db, here.on_x, f"q{number}", now() - timedelta(hours=2))
            question(db, asked, Outcome.ANSWERED, closed_at=now())
            _heard(db, asked.id, now, lanes=",crime,")
            if number == 0:
                _corrected(db, here, asked.id, now, "lanes", "", ",crime,")
        missed = reply(db, here.on_x, "missed", now() - timedelta(hours=1))
        _heard(db, missed.id, now)
        _corrected(db, here, missed.id, now, "needs_answer", "no", "yes")
        unseen = reply(db, here.on_x, "unseen", now() - timedelta(hours=1))
        _heard(db, unseen.id, now, needs_answer=False)
    period = (now() - timedelta(days=1), now() + timedelta(days=1))
    with store.reading() as db:
        rows = {row.task: row for row in reports.listening(db, here.comms, *period)}
        elsewhere = reports.listening(db, here.comms, *period, scope=Scope(here.thornmere.id))
        before = reports.listening(db, here.comms, period[0] - timedelta(days=9), period[0])
    needs, crime = rows["needs_answer"], rows["lane=crime"]
    assert (needs.comments, needs.true, needs.said, needs.right) == (5, 5, 4, 4)
    assert (needs.precision, needs.recall, needs.f1) == (1.0, 0.8, 0.889)
    assert (crime.true, crime.said, crime.right, crime.recall) == (4, 3, 3, 0.75)
    assert elsewhere == before == []


def test_the_labelled_set_has_the_words_and_names_nobody(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        ours = post(db, here.on_x, now() - timedelta(hours=9))
        top = reply(db, here.on_x, "top", now() - timedelta(hours=3), ours, text="Above")
        asked = reply(db, here.on_x, "asked", now(), ours, parent="top", text="Nobody came.")
        gone = reply(db, here.on_x, "gone", now(), ours, gone_at=now())
        for one in (asked, gone):
            _heard(db, one.id, now)
            _corrected(db, here, one.id, now, "kind", "chat", "report")
    assert top
    with store.reading() as db:
        (row,) = reports.corrections(db, here.comms)
        assert reports.corrections(db, here.comms, since=now() + timedelta(hours=1)) == []
        assert reports.corrections(db, here.comms, scope=Scope(here.thornmere.id)) == []
    assert (row.text, row.post, row.parent) == ("Nobody came.", "Lock your\nshed.", "Above")
    assert (row.field, row.was, row.now, row.version) == ("kind", "chat", "report", 1)
    assert not {"author", "person_id", "by"} & set(row.__dataclass_fields__)


MANY = 5_000


def test_five_thousand_that_wait_are_listed_and_counted_in_one_statement_each(
    store: Store, here: County, now: Ticking
) -> None:
    """No statement of the page reads the words of all that wait: only the ids are put in order."""
    with store.writing() as db:
        form = bulk.forms(db)
        new, since = form.ids(now()), form.at(now() - timedelta(hours=80))
        replies = [(new(), form.id(here.on_x.id), f"r{n}", "t", "t", "thread", "", "", f"Ask {n}", "", since, False, 1)
                   for n in range(MANY)]  # fmt: skip
        columns = ("id", "account_id", "external_id", "thread", "parent", "surface", "author_id", "author", "text",
                   "url", "created_at", "by_us", "heard")  # fmt: skip
        bulk.add(db, "reply", columns, replies)
        asked = [(new(), row[0], row[1], since, "", "unanswered", "", "") for row in replies]
        columns = ("id", "reply_id", "account_id", "waiting_since", "reason", "standing", "snooze_reason", "reference")
        bulk.add(db, "question", columns, asked)
    said: Counter[str] = Counter()
    event.listen(store.engine, "before_cursor_execute", lambda *args: said.update([args[2][:6]]))
    with store.reading() as db:
        rows = reports.questions(db, here.comms, now(), gathered=True, limit=21)
        (count,) = reports.waiting_by_team(db, here.comms, now())
        assert reports.badges(db, here.comms, now()).questions == MANY
    assert (len(rows), count.waiting, count.late) == (21, MANY, MANY)
    assert said["SELECT"] <= 4  # the list, the counts, the badges and the fences


def _heard(db: Session, reply_id: object, now: Ticking, **values: object) -> None:
    known = {"version": 1, "heard_at": now(), "language": "en", "kind": Kind.QUESTION, "needs_answer": True}
    db.add(Verdict(reply_id=reply_id, **{**known, "sure": 0.9, "topic": Topic.OTHER, "lanes": "", **values}))


def _corrected(db: Session, here: County, reply_id: object, now: Ticking, field: str, was: str, is_now: str) -> None:
    made = Correction(
        reply_id=reply_id, person_id=here.officer.person_id, at=now(), field=field, was=was, now=is_now, version=1
    )
    db.add(made)

"""Answering in figures: every number is what plain Python counts from the raw rows, on both databases."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import select

from domain.answering import (
    APART,
    PARTS,
    Figure,
    month_after,
    month_of,
    month_period,
    months_between,
    share,
    within_which,
)
from domain.clock import LONDON
from domain.hours import Hours, working_time_between
from domain.hours_text import read_hours
from domain.listening.standing import Standing
from domain.listening.words import Lane, Topic
from domain.people import Scope
from domain.questions import Outcome
from domain.wards import ward_named
from store.db import Store
from store.questions import NOT_A_QUESTION, NOT_ASKED
from store.reports.behind import Narrowed, behind, comments_behind, posts_behind
from store.reports.heat import heat
from store.reports.promise_kept import KeptRow, Split, promise_kept
from store.reports.sample import MARK, sample
from store.reports.topics import topics
from store.reports.two_way import two_way
from store.tables import Issue, Note, Post, Question, Reply
from tests.conftest import Ticking
from tests.store.made_up import County, county, post, question, reply

OCTOBER = datetime(2026, 10, 1, tzinfo=LONDON).astimezone(UTC)
NOW = datetime(2026, 12, 10, 12, 0, tzinfo=UTC)
HOURS = "Mon-Fri 09:00-17:00"
HOUR = timedelta(hours=1)


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        made = county(db, now())
        made.rural.hours = HOURS
        made.rural.wards = ["Castle", "Mill Lane"]
        db.add(made.rural)
    return made


moments = st.integers(0, 70 * 24 * 60).map(lambda minutes: OCTOBER + timedelta(minutes=minutes))
asked = st.fixed_dictionaries(
    {
        "account": st.integers(0, 4),
        "at": moments,
        "outcome": st.sampled_from([None, None, Outcome.ANSWERED, Outcome.ANSWERED, *Outcome]),
        "after": st.integers(-30, 9_000),  # minutes until it was closed
        "due": st.sampled_from([None, None, 60, 2_880]),  # minutes; None: what everybody is promised
        "lane": st.sampled_from([None, None, *Lane]),
        "topic": st.sampled_from([None, Topic.ROADS, Topic.ASB, Topic.OTHER]),
        "standing": st.sampled_from(list(Standing)),
        "reason": st.sampled_from(["", "", NOT_ASKED, NOT_A_QUESTION]),
    }
)
worlds = st.lists(asked, max_size=25)


def keep(store: Store, here: County, world: Sequence[dict[str, Any]]) -> list[Question]:
    accounts = [here.on_x, here.on_facebook, here.rural_x, here.mere_x, here.force_page]
    with store.writing() as db:
        for table in (Note, Question, Reply, Post, Issue):
            db.execute(delete(table))
        for number, one in enumerate(world):
            on, at = accounts[one["account"]], one["at"]
            closed = at + timedelta(minutes=one["after"]) if one["outcome"] else None
            question(
                db, reply(db, on, f"r{number}", at), one["outcome"], closed_at=closed, lane=one["lane"],
                topic=one["topic"], standing=one["standing"], reason=one["reason"] if one["outcome"] else "",
                due_at=None if one["due"] is None else at + timedelta(minutes=one["due"]),
            )  # fmt: skip
    with store.reading() as db:
        return list(db.exec(select(Question)))


def stands(one: Question) -> set[Figure]:
    """The same, without SQL."""
    due = one.due_at or one.waiting_since + timedelta(hours=72)
    found = {Figure.ASKED}
    if one.outcome is None:
        assert one.closed_at is None
        found.add(Figure.OVERDUE if due < NOW else Figure.OPEN)
        return found | ({Figure.HOLDING} if one.standing == Standing.HOLDING else set())
    assert one.closed_at
    late = one.closed_at > due
    if one.outcome == Outcome.ANSWERED:
        return found | {Figure.LATE if late else Figure.IN_TIME}
    if one.outcome in (Outcome.GONE, Outcome.SET_ASIDE) and one.reason in (NOT_ASKED, NOT_A_QUESTION):
        return found | {Figure.MISTAKEN}
    name = "by_other" if one.outcome == Outcome.ANSWERED_BY_OTHER else one.outcome.value
    return found | {Figure(name)} | ({Figure.LEFT_LATE} if late else set())


def rank(times: Sequence[float], of_ten: int) -> float | None:
    if not times or (of_ten == 9 and len(times) < 10):
        return None
    return round(sorted(times)[ceil(len(times) * of_ten / 10) - 1], 1)


def expected(rows: Sequence[Question], hours: dict[UUID, Hours]) -> dict[str, Any]:
    """Every figure of one row of the table, counted one by one."""
    counts = Counter(figure for one in rows for figure in stands(one))
    answered = [one for one in rows if one.outcome == Outcome.ANSWERED and one.closed_at]
    took = [max(one.closed_at - one.waiting_since, timedelta(0)) / HOUR for one in answered if one.closed_at]
    open_for = [
        max(working_time_between(one.waiting_since, one.closed_at, hours[one.account_id]), timedelta(0)) / HOUR
        for one in answered
        if one.closed_at
    ]
    owed = sum(counts[one] for one in (Figure.IN_TIME, Figure.LATE, Figure.OVERDUE, Figure.LEFT_LATE))
    return {one.value: counts[one] for one in Figure} | {
        "owed": owed,
        "in_time_percent": round(100 * counts[Figure.IN_TIME] / owed, 1) if owed else None,
        "answered": len(answered),
        "median_hours": rank(took, 5),
        "p90_hours": rank(took, 9),
        "median_working_hours": rank(open_for, 5),
        "p90_working_hours": rank(open_for, 9),
    }


def figures(row: KeptRow) -> dict[str, Any]:
    keys = ("month", "district_id", "district", "team_id", "team", "lane")
    return {name: value for name, value in asdict(row).items() if name not in keys}


fixtures_stay = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True
)


@given(world=worlds)
@fixtures_stay
def test_every_figure_is_what_plain_python_counts_from_the_rows(store: Store, here: County, world: Any) -> None:
    rows = keep(store, here, world)
    until = month_period("2026-12")[1]
    accounts = {one.id: one for one in (here.on_x, here.on_facebook, here.rural_x, here.mere_x, here.force_page)}
    always = read_hours("always", "Europe/London")
    hours = dict.fromkeys(accounts, always) | {here.rural_x.id: read_hours(HOURS, "Europe/London")}
    with store.reading() as db:
        split = {one: promise_kept(db, here.comms, NOW, OCTOBER, until, split=one) for one in Split}
        for figure in Figure:
            found = {one.id for one in behind(db, here.comms, NOW, OCTOBER, until, (figure,))}
            assert found == {one.id for one in rows if figure in stands(one)}, figure
    keys: dict[Split, Any] = {
        Split.WHOLE: lambda one: (None, None, None),
        Split.TEAM: lambda one: (None, accounts[one.account_id].team_id, None),
        Split.LANE: lambda one: (None, None, one.lane.value if one.lane else "everyday"),
        Split.MONTH: lambda one: (month_of(one.waiting_since), None, None),
        Split.TEAM_AND_MONTH: lambda one: (month_of(one.waiting_since), accounts[one.account_id].team_id, None),
    }
    for which, key in keys.items():
        piles: dict[Any, list[Question]] = {}
        for one in rows:
            piles.setdefault(key(one), []).append(one)
        told = {(row.month, row.team_id, row.lane): figures(row) for row in split[which]}
        assert told == {which: expected(pile, hours) for which, pile in piles.items()}, which
    for row in split[Split.TEAM]:
        assert sum(getattr(row, one.value) for one in PARTS) == row.asked
        assert row.apart == sum(getattr(row, one.value) for one in APART)


@given(world=worlds)
@fixtures_stay
def test_topics_two_ways_and_heat_add_up_to_the_rows(store: Store, here: County, world: Any) -> None:
    rows = keep(store, here, world)
    since, until = month_period("2026-11")
    mine = [one for one in rows if since <= one.waiting_since < until and Figure.MISTAKEN not in stands(one)]
    with store.reading() as db:
        by_topic = topics(db, here.comms, NOW, since, until, OCTOBER)
        ways = two_way(db, here.comms, NOW, since, until)
        hot = heat(db, here.comms, NOW, since, until)
        for row in ways:
            of = Narrowed(True, row.district_id, row.team_id)
            assert row.comments == len(comments_behind(db, here.comms, since, until, narrow=of))
            assert row.posts == len(posts_behind(db, here.comms, since, until, narrow=of))
        for one in by_topic:
            if one.topic:
                needed = tuple(part for part in PARTS if part is not Figure.MISTAKEN)
                asks = behind(db, here.comms, NOW, since, until, needed, narrow=Narrowed(topic=one.topic))
                assert one.online == len(asks)
    assert {row.topic: row.total for row in by_topic if row.total} == Counter(one.topic for one in mine)
    assert sum(row.asked for row in ways) == len(mine) == sum(row.asked for row in hot)
    answered = [one for one in mine if one.outcome == Outcome.ANSWERED]
    assert sum(row.answers for row in ways) == len(answered)
    assert sum(row.in_time for row in ways) == sum(Figure.IN_TIME in stands(one) for one in mine)
    assert sum(row.comments for row in ways) == sum(since <= one.waiting_since < until for one in rows)
    assert sum(row.waiting for row in hot) == sum(one.outcome is None for one in mine)
    assert sum(row.late for row in hot) == sum(Figure.OVERDUE in stands(one) for one in mine)


def test_a_question_belongs_to_the_month_of_londons_clock_at_its_edge(store: Store, here: County) -> None:
    """The first of April begins an hour early in UTC."""
    march, april = datetime(2026, 3, 31, 22, 59, tzinfo=UTC), datetime(2026, 3, 31, 23, 0, tzinfo=UTC)
    with store.writing() as db:
        for at in (march, april):
            question(db, reply(db, here.on_x, f"{at}", at))
    with store.reading() as db:
        since, until = month_period("2026-03")[0], month_period("2026-04")[1]
        rows = promise_kept(db, here.comms, NOW, since, until, split=Split.MONTH)
        assert [(row.month, row.asked) for row in rows] == [("2026-03", 1), ("2026-04", 1)]
    assert [month_after("2026-12"), month_after("2026-01", -1)] == ["2027-01", "2025-12"]
    assert [one[0] for one in months_between(march, april + timedelta(days=31))] == ["2026-03", "2026-04", "2026-05"]


def test_setting_aside_what_is_late_mends_no_figure(store: Store, here: County) -> None:
    at = month_period("2026-11")[0]
    with store.writing() as db:
        for number, after in enumerate((71, 73)):
            asks = reply(db, here.on_x, f"q{number}", at)
            question(db, asks, Outcome.SET_ASIDE, closed_at=at + timedelta(hours=after), reason="No time.")
    with store.reading() as db:
        (row,) = promise_kept(db, here.comms, NOW, *month_period("2026-11"))
    assert (row.owed, row.in_time_percent, row.set_aside, row.left_late, row.apart) == (1, 0.0, 2, 1, 2)


def test_of_nothing_no_percentage_is_said_and_of_few_no_nine_in_ten() -> None:
    assert share(0, 0) is None and share(1, 3) == 33.3
    assert within_which([], 5) is None and within_which([3, 1, 2], 5) == 2
    assert within_which(list(range(9)), 9) is None and within_which(list(range(1, 11)), 9) == 9


def test_a_team_sees_its_own_figures_only(store: Store, here: County) -> None:
    at = month_period("2026-11")[0]
    with store.writing() as db:
        for on in (here.on_x, here.mere_x):
            question(db, reply(db, on, "q", at))
    with store.reading() as db:
        for report in (promise_kept, two_way, heat):
            assert sum(row.asked for row in report(db, here.officer, NOW, *month_period("2026-11"))) == 1
        assert behind(db, here.officer, NOW, *month_period("2026-11"), (Figure.ASKED,), scope=Scope(
            here.thornmere.id, here.mere.id)) == []  # fmt: skip
        assert sum(row.total for row in topics(db, here.officer, NOW, *month_period("2026-11"), at)) == 1


def test_topics_know_meetings_and_a_before_only_where_questions_were_kept(store: Store, here: County) -> None:
    since, until = month_period("2026-11")
    whose: dict[str, Any] = {
        "opened_by_id": here.comms.person_id, "owner_id": here.comms.person_id, "due_on": NOW.date(),
        "opened_at": since, "changed_at": since, "title": "x", "said": "x", "topic": Topic.ROADS,
    }  # fmt: skip
    with store.writing() as db:
        question(db, reply(db, here.on_x, "q", since), topic=Topic.ROADS)
        db.add_all([Issue(source="online", **whose), Issue(source="Meeting: hall", **whose)])
    with store.reading() as db:
        (row,) = topics(db, here.comms, NOW, since, until, OCTOBER)
        assert (row.online, row.offline, row.total, row.before, row.change) == (1, 1, 2, None, None)
    with store.writing() as db:
        question(db, reply(db, here.on_x, "old", OCTOBER), topic=Topic.ROADS)
    with store.reading() as db:
        (row,) = topics(db, here.comms, NOW, since, until, OCTOBER)
        assert (row.total, row.before, row.change) == (2, 1, 1)


def test_the_sample_is_the_same_for_everybody_and_changes_by_one_at_most(store: Store, here: County) -> None:
    since = month_period("2026-11")[0]
    with store.writing() as db:
        above = post(db, here.on_x, since)
        for number in range(30):
            asks = reply(db, here.on_x, f"q{number}", since + timedelta(hours=number), above)
            done = {"closed_at": since + timedelta(hours=number + 1), "standing": Standing.ANSWERED}
            question(db, asks, Outcome.ANSWERED, **done)
    with store.reading() as db:
        drawn = sample(db, here.comms, "2026-11", scope=Scope(here.ashvale.id, here.town.id))
        team = sample(db, here.officer, "2026-11")
        whole = sample(db, here.comms, "2026-11")
        other = sample(db, here.comms, "2026-12")
    assert (drawn.seed, drawn.of, len(drawn.rows)) == ("2026-11 team:ashvale-town", 30, 10)
    assert team == drawn and whole.rows != drawn.rows and (other.of, list(other.rows)) == (0, [])
    with store.writing() as db:
        question(db, reply(db, here.on_x, "one more", since), Outcome.ANSWERED, closed_at=since)
        text = f"{MARK.format(month='2026-11')} clear and kind"
        db.add(Note(question_id=drawn.rows[0].id, person_id=here.comms.person_id, at=NOW, text=text))
    with store.reading() as db:
        again = sample(db, here.officer, "2026-11")
    assert len({one.id for one in again.rows} & {one.id for one in drawn.rows}) >= 9
    reviews = {one.id: (one.reviewed_by, one.review) for one in again.rows}
    assert reviews.get(drawn.rows[0].id, ("Pat Quill", "clear and kind")) == ("Pat Quill", "clear and kind")


@pytest.mark.parametrize(
    ("text", "ward"),
    [
        ("Any news on the noise in Castle?", "Castle"),
        ("Speeding on Mill Lane again", "Mill Lane"),
        ("The bins in Castle Street", None),
        ("the castle is shut", None),
        ("Police Castle", None),
        ("Castle ward has no officer", "Castle"),
        ("Between Castle and Mill Lane", None),
        ("Castles everywhere", None),
        ("In Castle, at night", "Castle"),
        ("", None),
    ],
)
def test_a_ward_is_read_from_a_plain_name_only(text: str, ward: str | None) -> None:
    assert ward_named(["Castle", "Mill Lane"], text) == ward


def test_heat_is_by_ward_where_one_is_named_and_opens_its_questions(store: Store, here: County) -> None:
    since, until = month_period("2026-11")
    with store.writing() as db:
        for number, text in enumerate(("Noise in Castle?", "Who is our officer?", "And in Castle, when?")):
            question(db, reply(db, here.rural_x, f"q{number}", since, text=text))
    with store.reading() as db:
        rows = {
            row.ward: (row.team, row.asked, row.waiting, row.late) for row in heat(db, here.comms, NOW, since, until)
        }
        assert rows == {"Castle": ("Ashvale Rural", 2, 2, 2), None: ("Ashvale Rural", 1, 1, 1)}
        for ward, many in (("Castle", 2), ("", 1)):
            narrow = Narrowed(True, here.ashvale.id, here.rural.id, ward=ward)
            assert len(behind(db, here.comms, NOW, since, until, (Figure.ASKED,), narrow=narrow)) == many


def test_the_most_pressing_lane_stands_first_and_everyday_last(store: Store, here: County) -> None:
    since, until = month_period("2026-11")
    with store.writing() as db:
        for number, lane in enumerate((None, Lane.WELSH, Lane.AT_RISK, Lane.COMPLAINT, Lane.DANGER)):
            question(db, reply(db, here.on_x, f"q{number}", since), lane=lane)
    with store.reading() as db:
        rows = promise_kept(db, here.comms, NOW, since, until, split=Split.LANE)
    assert [row.lane for row in rows] == ["danger", "at_risk", "complaint", "welsh", "everyday"]


def test_the_sample_says_late_as_the_figures_do(store: Store, here: County) -> None:
    since, _ = month_period("2026-11")
    with store.writing() as db:
        question(db, reply(db, here.on_x, "q", since), Outcome.ANSWERED, closed_at=since + timedelta(hours=80))
    with store.reading() as db:
        (row,) = sample(db, here.comms, "2026-11").rows
    assert row.due_at == since + timedelta(hours=72) < row.answered_at

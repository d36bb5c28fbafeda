"""The promise: by when a question is due in every lane, and what of that time is left."""

from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.promise import read_promises
from domain.bank_holidays import UNITED_KINGDOM, Nation, bank_holidays, is_working_day
from domain.clock import LONDON
from domain.hours import ALWAYS, Hours, working_time_between
from domain.hours_text import read_hours
from domain.listening.words import Lane
from domain.promise import ROUTINE, Promise, Unit, due_at, left, reckon

SHIPPED = read_promises()
OFFICE = read_hours("Mon-Fri 09:00-17:00")
SCOTLAND = Hours(nation=Nation.SCOTLAND)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SINCE = date(2026, 1, 1)
EVERYDAY = Promise(ROUTINE, 72, Unit.HOURS, SINCE)


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=LONDON)  # type: ignore[misc,arg-type]


ASKED = london(2026, 11, 20, 16, 30)  # a Friday


def due(*lanes: str, hours: Hours = OFFICE, at: datetime = ASKED) -> datetime:
    found = due_at(at, lanes, hours, SHIPPED)
    assert found
    return found


def end_of(*day: int) -> datetime:
    return london(*day, 23, 59, 59)


@pytest.mark.parametrize("hours", [ALWAYS, OFFICE])
def test_every_question_is_promised_an_answer_within_72_hours_by_the_clock(hours: Hours) -> None:
    assert due(hours=hours) == ASKED + 72 * HOUR
    assert due(Lane.WELSH, hours=hours) == ASKED + 72 * HOUR


def test_seventy_two_hours_last_72_hours_over_a_change_of_the_clocks() -> None:
    assert due(at=london(2026, 10, 24, 12, 0)) == london(2026, 10, 27, 11, 0)
    assert due(at=london(2026, 3, 28, 12, 0)) == london(2026, 3, 31, 13, 0)


@pytest.mark.parametrize(
    ("lane", "minutes"),
    [(Lane.DANGER, 15), (Lane.SIGHTING, 30), (Lane.AT_RISK, 60), (Lane.NAMED, 240), (Lane.CRIME, 1440)],
)
def test_what_presses_does_not_wait_for_opening_hours(lane: Lane, minutes: int) -> None:
    asked = london(2026, 12, 25, 3, 0)
    assert due(lane, at=asked) == asked + timedelta(minutes=minutes)


def test_of_all_its_lanes_the_promise_that_ends_first_holds() -> None:
    assert due(Lane.FOI, Lane.DANGER, Lane.WELSH) == ASKED + timedelta(minutes=15)
    assert due(Lane.FOI, Lane.COMPLAINT) == due(Lane.COMPLAINT)


def test_a_complaint_and_a_request_by_law_run_on_clocks_of_their_own() -> None:
    assert due(Lane.COMPLAINT) == end_of(2026, 12, 4)
    assert due(Lane.FOI) == end_of(2026, 12, 21)  # St Andrew's Day does not count, wherever the force is
    assert due(Lane.DATA) == end_of(2026, 12, 21)  # the 20th is a Sunday


@pytest.mark.parametrize(
    ("asked", "here", "in_scotland"),
    [
        (london(2026, 3, 12, 9, 0), (2026, 4, 14), (2026, 4, 10)),  # St Patrick's Day, Good Friday, Easter Monday
        (london(2026, 12, 18, 16, 30), (2027, 1, 21), (2027, 1, 21)),  # Christmas, New Year and the day after it
        (london(2026, 6, 20, 12, 0), (2026, 7, 20), (2026, 7, 17)),  # a Saturday: the day of receipt need not be worked
        (london(2026, 6, 30, 0, 30), (2026, 7, 29), (2026, 7, 28)),  # in summer time, still the 29th in UTC
    ],
)
def test_freedom_of_information_has_twenty_working_days_after_the_day_of_receipt(
    asked: datetime, here: tuple[int, int, int], in_scotland: tuple[int, int, int]
) -> None:
    assert due(Lane.FOI, at=asked) == end_of(*here)
    assert due(Lane.FOI, at=asked, hours=SCOTLAND) == end_of(*in_scotland)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (london(2026, 9, 1, 10, 0), (2026, 10, 1)),
        (london(2026, 9, 3, 10, 0), (2026, 10, 5)),  # the 3rd is a Saturday
        (london(2026, 1, 31, 10, 0), (2026, 3, 2)),  # February has 28 days, and the last is a Saturday
        (london(2026, 11, 25, 10, 0), (2026, 12, 29)),  # Christmas Day, a weekend and a day in lieu
        (london(2026, 12, 31, 23, 59), (2027, 2, 1)),
        (london(2028, 1, 29, 10, 0), (2028, 2, 29)),
    ],
)
def test_a_data_request_has_one_calendar_month_to_a_working_day(
    asked: datetime, expected: tuple[int, int, int]
) -> None:
    assert due(Lane.DATA, at=asked) == end_of(*expected)


def test_a_force_may_let_the_clock_stand_still_out_of_hours() -> None:
    paused = [Promise(ROUTINE, 27, Unit.WORKING_HOURS, SINCE)]
    assert due_at(ASKED, (), OFFICE, paused) == london(2026, 11, 26, 11, 30)
    assert due_at(ASKED, (), ALWAYS, paused) == ASKED + 27 * HOUR


def test_a_team_may_promise_more_than_the_force_and_never_less() -> None:
    tight = Promise(ROUTINE, 8, Unit.WORKING_HOURS, SINCE, "team:ashby")
    loose = Promise(ROUTINE, 500, Unit.HOURS, SINCE, "district:ashmoor")
    promises = [EVERYDAY, loose, tight]
    assert due_at(ASKED, (), OFFICE, promises, ("district:ashmoor", "team:ashby")) == london(2026, 11, 23, 16, 30)
    assert due_at(ASKED, (), OFFICE, promises, ("district:ashmoor",)) == ASKED + 72 * HOUR
    assert due_at(ASKED, (), OFFICE, promises) == ASKED + 72 * HOUR


def test_a_lane_without_a_clock_of_its_own_is_never_answered_later_than_any_question() -> None:
    slow = Promise(Lane.CRIME, 96, Unit.HOURS, SINCE)
    own = Promise(Lane.CRIME, 96, Unit.HOURS, SINCE, own_clock=True)
    assert due_at(ASKED, [Lane.CRIME], OFFICE, [EVERYDAY, slow]) == ASKED + 72 * HOUR
    assert due_at(ASKED, [Lane.CRIME], OFFICE, [EVERYDAY, own]) == ASKED + 96 * HOUR


def test_a_question_keeps_the_promise_of_the_day_on_which_it_was_asked() -> None:
    sooner = Promise(ROUTINE, 24, Unit.HOURS, date(2026, 11, 21))
    for promises in ([EVERYDAY, sooner], [sooner, EVERYDAY]):
        assert due_at(ASKED, (), OFFICE, promises) == ASKED + 72 * HOUR
        assert due_at(ASKED + DAY, (), OFFICE, promises) == ASKED + 2 * DAY


def test_before_the_first_promise_nothing_is_due() -> None:
    assert due_at(london(2025, 12, 31, 23, 59), (), OFFICE, [EVERYDAY]) is None
    assert due_at(london(2026, 1, 1, 0, 0), (), OFFICE, [EVERYDAY]) == london(2026, 1, 4, 0, 0)


def test_why_a_question_is_due_then_can_be_told() -> None:
    found = reckon(ASKED, [Lane.FOI], OFFICE, SHIPPED)
    assert found and str(found.promise) == "20 working days"
    assert str(Promise(ROUTINE, 1, Unit.MONTHS, SINCE)) == "1 month"


def test_time_left_is_told_by_the_clock_and_in_opening_hours() -> None:
    found = left(ASKED, london(2026, 11, 23, 9, 30), OFFICE)
    assert (found.time, found.open, found.today, found.broken) == (65 * HOUR, HOUR, False, False)


def test_time_left_is_right_while_the_clocks_change() -> None:
    found = left(london(2026, 10, 24, 22, 0), london(2026, 10, 25, 10, 0), ALWAYS)
    assert found.time == found.open == 13 * HOUR


def test_a_promise_is_broken_only_after_its_last_moment() -> None:
    at = london(2026, 11, 23, 9, 30)
    assert not left(at, at, OFFICE).broken and left(at, at, OFFICE).today
    late = left(at + DAY, at, OFFICE)
    assert (late.time, late.open, late.today, late.broken) == (-DAY, -8 * HOUR, False, True)


def test_today_is_the_day_in_london() -> None:
    assert left(london(2026, 7, 1, 0, 30), end_of(2026, 7, 1), OFFICE).today
    assert not left(london(2026, 7, 1, 0, 30), end_of(2026, 6, 30), OFFICE).today


@given(
    st.datetimes(datetime(2025, 8, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sets(st.sampled_from(Lane)),
    st.sampled_from([ALWAYS, OFFICE, SCOTLAND]),
)
def test_one_lane_more_never_gives_more_time_unless_it_has_a_clock_of_its_own(
    asked: datetime, lanes: set[Lane], hours: Hours
) -> None:
    own = {Lane.COMPLAINT, Lane.FOI, Lane.DATA}
    found = due_at(asked, lanes, hours, SHIPPED)
    assert found and found > asked
    for more in set(Lane) - own:
        again = due_at(asked, lanes | {more}, hours, SHIPPED)
        assert again and again <= found
    if not lanes & own:
        assert found <= asked + 72 * HOUR


@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 40),
    st.sampled_from(Nation),
    st.booleans(),
)
def test_working_days_are_counted_as_with_a_calendar_on_the_wall(
    asked: datetime, amount: int, nation: Nation, anywhere: bool
) -> None:
    rule = Promise(Lane.FOI, amount, Unit.WORKING_DAYS, SINCE, own_clock=True, anywhere=anywhere)
    found = due_at(asked, [Lane.FOI], Hours(nation=nation), [rule])
    nations = UNITED_KINGDOM if anywhere else (nation,)
    after = (asked.astimezone(LONDON).date() + timedelta(days=number) for number in count(1))
    worked = (
        day for day in after if day.weekday() < 5 and not any(day in bank_holidays(one, day.year) for one in nations)
    )
    last = list(islice(worked, amount))[-1]
    assert found == end_of(last.year, last.month, last.day)


@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 12),
)
def test_months_end_on_a_working_day_soon_after_the_same_day_of_the_month(asked: datetime, amount: int) -> None:
    rule = Promise(Lane.DATA, amount, Unit.MONTHS, SINCE, own_clock=True)
    found = due_at(asked, [Lane.DATA], OFFICE, [rule])
    assert found
    day, began = found.astimezone(LONDON).date(), asked.astimezone(LONDON).date()
    assert is_working_day(day, (Nation.ENGLAND,))
    months = (day - timedelta(days=day.day - 1)).month - began.month + 12 * (day.year - began.year)
    assert months in (amount, amount + 1)
    assert months == amount + 1 or day.day >= min(began.day, 28)


@given(
    st.datetimes(datetime(2026, 1, 2), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(1, 100),
)
def test_a_promise_in_working_hours_takes_that_many_of_them(asked: datetime, amount: int) -> None:
    found = due_at(asked, (), OFFICE, [Promise(ROUTINE, amount, Unit.WORKING_HOURS, SINCE)])
    assert found and working_time_between(asked, found, OFFICE) == amount * HOUR


PUBLISHED = {
    Nation.ENGLAND: {
        2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
        2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    },
    Nation.SCOTLAND: {
        2025: "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
        2027: "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",
    },
    Nation.NORTHERN_IRELAND: {
        2026: "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28",
        2027: "01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28",
    },
}
"""Bank holidays of some years as gov.uk publishes them."""


@pytest.mark.parametrize("nation", Nation)
def test_bank_holidays_are_those_that_are_published(nation: Nation) -> None:
    for year, days in PUBLISHED[Nation.ENGLAND if nation is Nation.WALES else nation].items():
        expected = {date.fromisoformat(f"{year}-{day}") for day in days.split()}
        assert {day for day in bank_holidays(nation, year) if day.weekday() < 5} == expected

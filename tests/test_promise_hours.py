"""Opening hours: what a roster may write, and a clock that only runs within them, over every change of the clocks."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from config.promise import MOST
from domain.bank_holidays import Nation, bank_holidays
from domain.clock import LONDON
from domain.hours import ALWAYS, Hours, NeverOpens, Period, Periods, add_working, working_time_between
from domain.hours_text import HoursFault, read_hours
from domain.promise import Unit

OFFICE = read_hours("Mon-Fri 09:00-17:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ZONES = (
    "Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago",
    "Asia/Kolkata", "Pacific/Apia",
)  # fmt: skip
CHANGES = [
    date(2024, 3, 31), date(2024, 10, 27), date(2025, 3, 30), date(2025, 10, 26), date(2026, 3, 29), date(2026, 10, 25),
    date(2027, 3, 28), date(2027, 10, 31), date(2024, 3, 10), date(2024, 11, 3), date(2024, 4, 7), date(2024, 9, 8),
    date(2024, 4, 26), date(2024, 11, 1), date(2024, 10, 6), date(2011, 12, 30),
]  # fmt: skip
"""Of London, New York, Santiago and Lord Howe, Cairo; on the last of them Samoa had no day at all."""
HOLIDAYS = [date(2025, 12, 25), date(2026, 1, 1), date(2026, 4, 3), date(2026, 8, 31), date(2026, 12, 28)]


def london(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=LONDON, fold=fold)  # type: ignore[misc,arg-type]


def hours_from(begin: datetime, hours: float, within: Hours) -> datetime:
    return add_working(begin, timedelta(hours=hours), within).astimezone(LONDON)


def test_friday_half_past_four_and_one_working_hour_is_monday_half_past_nine() -> None:
    assert hours_from(london(2026, 11, 20, 16, 30), 1, OFFICE) == london(2026, 11, 23, 9, 30)


def test_what_is_asked_at_night_has_the_whole_of_its_time_from_the_morning() -> None:
    assert hours_from(london(2026, 11, 21, 3, 0), 1, OFFICE) == london(2026, 11, 23, 10, 0)


def test_time_that_ends_as_the_doors_close_ends_there_and_not_the_next_morning() -> None:
    assert hours_from(london(2026, 11, 20, 16, 0), 1, OFFICE) == london(2026, 11, 20, 17, 0)


def test_a_bank_holiday_is_closed_in_the_nation_that_keeps_it() -> None:
    asked, scots = london(2026, 11, 27, 16, 0), read_hours("Mon-Fri 09:00-17:00", nation=Nation.SCOTLAND)
    assert hours_from(asked, 2, OFFICE) == london(2026, 11, 30, 10, 0)
    assert hours_from(asked, 2, scots) == london(2026, 12, 1, 10, 0)


def test_a_bank_holiday_may_have_hours_of_its_own_or_be_as_any_other_day() -> None:
    asked = london(2026, 12, 24, 17, 0)
    assert hours_from(asked, 1, read_hours("Mon-Fri 09:00-17:00, bank holidays 12:00-14:00")) == london(
        2026, 12, 25, 13, 0
    )
    assert hours_from(asked, 1, read_hours("daily 09:00-17:00, bank holidays as usual")) == london(2026, 12, 25, 10, 0)
    assert hours_from(asked, 1, read_hours("daily 09:00-17:00, bank holidays closed")) == london(2026, 12, 27, 10, 0)


def test_a_shift_over_midnight_runs_on_into_a_closed_day_and_none_begins_on_it() -> None:
    night = read_hours("daily 22:00-06:00, closed 2026-11-24 to 2026-11-25")
    assert hours_from(london(2026, 11, 23, 23, 0), 8, night) == london(2026, 11, 26, 23, 0)


def test_shifts_that_overlap_or_touch_are_counted_once() -> None:
    shifts = read_hours("Mon 06:00-14:00 13:00-21:00, Mon 21:00-23:00")
    assert working_time_between(london(2026, 11, 23, 0, 0), london(2026, 11, 24, 0, 0), shifts) == 17 * HOUR


def test_over_the_year_only_open_days_count() -> None:
    assert hours_from(london(2026, 12, 31, 16, 0), 2, OFFICE) == london(2027, 1, 4, 10, 0)


@pytest.mark.parametrize(
    ("text", "spring", "autumn"),
    [
        ("Sun 01:00-02:00", 0, 2), ("Sun 00:30-01:30", 0.5, 1), ("Sun 01:30-02:30", 0.5, 2), ("Sun 00:00-03:00", 2, 4),
        ("Sat 22:00-06:00", 5, 7), ("always", 23, 25),
    ],
)  # fmt: skip
def test_an_hour_is_an_hour_on_the_days_on_which_the_clocks_change(text: str, spring: float, autumn: float) -> None:
    """Counted on the Sunday alone, from midnight to midnight."""
    for day, expected in ((29, spring), (25, autumn)):
        month = 3 if day == 29 else 10
        begin, end = london(2026, month, day), london(2026, month, day + 1)
        assert working_time_between(begin, end, read_hours(text)) == expected * HOUR


def test_the_second_half_past_one_comes_after_the_first() -> None:
    first, second = london(2026, 10, 25, 1, 50), london(2026, 10, 25, 1, 10, fold=1)
    assert working_time_between(first, second, ALWAYS) == 20 * MINUTE
    assert working_time_between(first, second, read_hours("Sun 00:00-01:55")) == 5 * MINUTE
    assert add_working(first, 20 * MINUTE, ALWAYS) == second.astimezone(UTC)


def test_shifts_that_hand_over_in_the_doubled_hour_leave_no_hole() -> None:
    shifts = read_hours("Sat 22:00-01:30, Sun 01:30-09:00")
    assert working_time_between(london(2026, 10, 24, 22), london(2026, 10, 25, 9), shifts) == 12 * HOUR


def test_hours_that_are_closed_for_years_say_so_instead_of_counting_for_ever() -> None:
    shut = Hours(week=((),) * 7)
    with pytest.raises(NeverOpens, match="too little time open"):
        add_working(london(2026, 1, 1), HOUR, shut)
    assert working_time_between(london(2026, 1, 1), london(2026, 2, 1), shut) == timedelta(0)


def test_the_longest_promise_comes_to_its_end_in_the_shortest_hours() -> None:
    text = "Mon 09:00-10:00, closed 2026-01-01 to 2026-12-31"
    assert add_working(london(2026, 1, 1), MOST[Unit.WORKING_HOURS] * HOUR, read_hours(text)) < london(2034, 1, 1)


def test_no_time_at_all_is_over_at_once_and_time_counts_backwards_too() -> None:
    asked = london(2026, 11, 21, 3, 0)
    assert add_working(asked, timedelta(0), OFFICE) == asked
    assert working_time_between(london(2026, 11, 23, 9, 30), london(2026, 11, 20, 16, 30), OFFICE) == -HOUR


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "Mon-Fri 09:00-17:00"),
        ("Mon-Fri 09:00-17:00,", "a piece is empty"),
        ("Mon-Fri 9-5", '"mon-fri 9-5" cannot be read'),
        ("Mon-Fri", "times such as 09:00-17:00 after the last day, Friday"),
        ("Mon 09:00-09:00", "00:00-24:00 for a whole day"),
        ("Mon 24:00-06:00", "not 24:00-06:00"),
        ("Mon 09:00-25:00", "from 00:00 to 24:00, not 09:00-25:00"),
        ("Mon 09:60-10:00", "from 00:00 to 24:00"),
        ("closed 2026-12-24", "these never are"),
        ("Sun 01:30-02:00, Mon 09:00-09:29", "at least 60 minutes in a week"),
        ("always, closed 2026-01-01 to 2026-12-31, closed 2027-02-01 to 2027-02-02", "at most 366 closed days"),
        ("bank holidays 10:00-12:00", "these never are"),
        ("always, closed 2026-02-30", "in the calendar, not 2026-02-30"),
        ("always, closed 2026-12-24 to 2026-12-23", "a last day after the first"),
        ("always, closed 2026-12-24 to 2028-12-23", "within a year"),
        ("Mond 09:00-17:00", "cannot be read"),
        ("Mon-Fri 09:00-17:00 or so", "cannot be read"),
    ],
)
def test_hours_that_cannot_be_kept_are_refused_with_what_was_expected(text: str, expected: str) -> None:
    with pytest.raises(HoursFault) as fault:
        read_hours(text)
    assert expected in str(fault.value)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Monday - Friday 9:00-17:00", "Mon-Fri 09:00-17:00"),
        ("MON–FRI 09:00–17:00", "Mon-Fri 09:00-17:00"),
        ("Mon, Wed 09:00-17:00; Fri 09:00-17:00", "Mon 09:00-17:00, Wed 09:00-17:00, Fri 09:00-17:00"),
        ("Sat-Mon 10:00-12:00", "Sat 10:00-12:00, Sun 10:00-12:00, Mon 10:00-12:00"),
        ("daily 00:00-24:00, bank holidays as usual", "always"),
    ],
)
def test_hours_may_be_written_in_several_ways(text: str, same: str) -> None:
    read, meant = read_hours(text), read_hours(same)
    assert (read.week, read.bank_holidays) == (meant.week, meant.bank_holidays)


def test_always_is_always() -> None:
    assert read_hours("always") == ALWAYS


@st.composite
def a_period(draw: st.DrawFn) -> Period:
    opens = draw(st.integers(0, 95)) * 15
    return Period(opens, opens + draw(st.integers(1, 95)) * 15)


periods = st.lists(a_period(), max_size=3).map(tuple)
some_hours = st.builds(
    Hours,
    week=st.tuples(*[periods] * 7).filter(any),
    bank_holidays=st.none() | periods,
    closed=st.frozensets(st.sampled_from(CHANGES + HOLIDAYS), max_size=3),
    zone=st.sampled_from(ZONES),
    nation=st.sampled_from(Nation),
)
moments = st.one_of(
    st.datetimes(datetime(2011, 12, 28), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(
        lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes),
        st.sampled_from(CHANGES + HOLIDAYS),
        st.integers(-2 * 1440, 2 * 1440),
    ),
).map(lambda moment: moment.replace(second=0, microsecond=0))
amounts = st.integers(1, 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))


@given(some_hours, moments, amounts)
@example(OFFICE, datetime(2026, 11, 20, 16, 30, tzinfo=UTC), HOUR)
def test_time_that_was_added_is_the_time_between(hours: Hours, begin: datetime, amount: timedelta) -> None:
    due = add_working(begin, amount, hours)
    assert working_time_between(begin, due, hours) == amount
    assert working_time_between(due, begin, hours) == -amount


@given(some_hours, moments, amounts)
def test_nothing_is_ever_due_while_nobody_is_there(hours: Hours, begin: datetime, amount: timedelta) -> None:
    """The second before it is due lies within the hours."""
    due, second = add_working(begin, amount, hours), timedelta(seconds=1)
    assert working_time_between(due - second, due, hours) == second


@given(some_hours, moments, moments, amounts, amounts)
def test_who_asks_later_or_is_promised_more_is_never_answered_sooner(
    hours: Hours, one: datetime, other: datetime, little: timedelta, more: timedelta
) -> None:
    assert add_working(min(one, other), little, hours) <= add_working(max(one, other), little, hours)
    assert add_working(one, min(little, more), hours) <= add_working(one, max(little, more), hours)


@given(some_hours, moments, st.lists(st.integers(0, 6 * 86_400), min_size=2, max_size=2))
def test_two_stretches_of_time_are_as_long_as_both_together(hours: Hours, begin: datetime, steps: list[int]) -> None:
    middle = begin + timedelta(seconds=steps[0])
    end = middle + timedelta(seconds=steps[1])
    parts = working_time_between(begin, middle, hours) + working_time_between(middle, end, hours)
    assert parts == working_time_between(begin, end, hours)


@given(moments, amounts, st.sampled_from(ZONES))
def test_who_is_always_there_has_a_clock_that_never_stands_still(begin: datetime, amount: timedelta, zone: str) -> None:
    assert add_working(begin, amount, Hours(zone=zone)) == begin + amount


@settings(max_examples=60)
@given(some_hours, moments, st.integers(1, 3 * 1440), st.integers(1, 600))
@example(read_hours("Sat 22:00-06:00"), datetime(2026, 10, 24, 12, 0, tzinfo=UTC), 1440, 60)
@example(read_hours("Sun 01:30-01:45, Wed 09:00-17:00"), datetime(2026, 10, 25, 0, 0, tzinfo=UTC), 180, 10)
@example(read_hours("Sun 01:30-03:00"), datetime(2026, 3, 29, 0, 0, tzinfo=UTC), 180, 60)
def test_the_quick_clock_tells_what_a_slow_one_tells_minute_by_minute(
    hours: Hours, begin: datetime, minutes: int, amount: int
) -> None:
    ticks = slow(hours, begin, minutes)
    assert working_time_between(begin, begin + minutes * MINUTE, hours) == sum(ticks) * MINUTE
    if sum(ticks) >= amount:
        last = [number for number, is_open in enumerate(ticks) if is_open][amount - 1]
        assert add_working(begin, amount * MINUTE, hours) == begin + (last + 1) * MINUTE


def slow(hours: Hours, begin: datetime, minutes: int) -> list[bool]:
    """Minute by minute whether it is open: by the furthest that the clock on the wall has come so far."""
    there = ZoneInfo(hours.zone)
    furthest = (begin - 200 * MINUTE).astimezone(there).replace(tzinfo=None)
    open_: list[bool] = []
    for number in range(-180, minutes):
        wall = (begin + number * MINUTE).astimezone(there).replace(tzinfo=None)
        furthest = max(furthest, wall)
        open_.append(is_open(hours, furthest.date(), furthest.hour * 60 + furthest.minute))
    return open_[180:]


def is_open(hours: Hours, day: date, minute: int) -> bool:
    eve = day - timedelta(days=1)
    today, yesterday = begins(hours, day), begins(hours, eve)
    return any(one.opens <= minute < one.closes for one in today) or any(
        one.opens <= minute + 1440 < one.closes for one in yesterday
    )


@cache
def begins(hours: Hours, day: date) -> Periods:
    if day in hours.closed:
        return ()
    if day in bank_holidays(hours.nation, day.year) and hours.bank_holidays is not None:
        return hours.bank_holidays
    return hours.week[day.weekday()]

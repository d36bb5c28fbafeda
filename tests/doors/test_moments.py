"""Times as people type them: one moment, or a sentence about what to write instead."""

from datetime import UTC, datetime

import pytest

from domain.clock import WallTimeFault
from doors.moments import beginning, end, moment


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026-11-25 09:00", datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("2026-07-25 09:00", datetime(2026, 7, 25, 8, tzinfo=UTC)),
        ("  2026-07-25T09:00  ", datetime(2026, 7, 25, 8, tzinfo=UTC)),
        ("2026-11-25T09:00:00Z", datetime(2026, 11, 25, 9, tzinfo=UTC)),
        ("2026-11-25T09:00:00+01:00", datetime(2026, 11, 25, 8, tzinfo=UTC)),
        ("2026-10-25 01:30 first", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 01:30 Second", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2027-10-31 01:30 first", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31 01:30 second", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("2026-10-25 02:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
        ("2026-10-25 00:59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("2026-03-29 00:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29 02:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_iso_8601_or_london_time(said: str, at: datetime) -> None:
    assert moment(said) == at


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("2026-03-29 01:30", "does not exist"),
        ("2026-03-29 01:30 first", "does not exist"),
        ("2026-03-29 01:00", "does not exist"),
        ("2026-03-29 01:59", "does not exist"),
        ("2027-03-28 01:30", "does not exist"),
        ("2026-10-25 01:30", 'happens twice.*Write "first" \\(BST\\) or "second" \\(GMT\\) behind it'),
        ("2026-10-25 01:00", "happens twice"),
        ("2027-10-31 01:59", "happens twice"),
        ("2026-11-25", "says no time of day"),
        ("25/11/2026 09:00", "is not a time"),
        ("first", "is not a time"),
        ("", "is not a time"),
        ("2026-11-31 09:00", "is not a time"),
        ("2026-11-25T09:00:00Z second", "London time"),
        ("0001-01-01T00:00:00+14:00", "is not a time"),
    ],
)
def test_what_is_not_one_moment_is_a_sentence(said: str, says: str) -> None:
    with pytest.raises(WallTimeFault, match=says):
        moment(said)


def test_a_day_alone_is_a_period_from_its_beginning_to_its_end_in_london() -> None:
    assert beginning("2026-07-01") == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert end("2026-07-31") == datetime(2026, 7, 31, 23, tzinfo=UTC)
    assert end("2026-07-31T12:00:00Z") == datetime(2026, 7, 31, 12, tzinfo=UTC)

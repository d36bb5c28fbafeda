"""The hour at the other end: any answer tells it, a cache's age is reckoned in, nonsense is no hour."""

from datetime import UTC, datetime

import pytest

from platforms.hour import hour_at
from tests.platforms.test_wire import closed_port, listening

NINE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOLD = "Tue, 24 Nov 2026 09:00:00 GMT"


def told(status: int = 404, date: str = TOLD, age: str = "") -> datetime | None:
    """The hour at a platform that answers so."""
    lines = [f"HTTP/1.1 {status} Said", f"Date: {date}", f"Age: {age}", "Content-Length: 0"]
    lines += ["Location: https://elsewhere.example.org/", "", ""]
    with listening("\r\n".join(lines).encode()) as port:
        return hour_at(f"http://127.0.0.1:{port}")


@pytest.mark.parametrize("status", [200, 301, 400, 401, 404, 429, 503])
def test_any_answer_tells_the_hour(status: int) -> None:
    assert told(status) == NINE


@pytest.mark.parametrize(
    ("date", "age", "hour"),
    [
        (TOLD, "90", NINE.replace(minute=1, second=30)),
        (TOLD, "soon", NINE),
        (TOLD, "-5", NINE),
        (TOLD, "9" * 30, NINE.replace(day=25)),
        ("Tue, 24 Nov 2026 10:00:00 +0100", "", NINE),
        ("Tue, 24 Nov 2026 09:00:00 -0000", "", NINE),
        ("yesterday", "", None),
        ("", "", None),
        ("Tue, 99 Nov 2026 09:00:00 GMT", "", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "90", None),
    ],
)
def test_what_stands_in_the_header_is_read_with_care(date: str, age: str, hour: datetime | None) -> None:
    assert told(date=date, age=age) == hour


def test_where_nobody_answers_there_is_no_hour() -> None:
    assert hour_at(f"http://127.0.0.1:{closed_port()}") is None

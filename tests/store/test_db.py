"""The door to the database keeps time in UTC and lets writers wait instead of fail."""

import threading
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from domain.cadence import Direction
from domain.posts import PlatformName
from store.db import Store
from store.tables import Pause
from tests.conftest import Ticking

READING_X = (PlatformName.X, Direction.READING)


def test_a_time_comes_back_aware_and_in_utc(store: Store) -> None:
    there = datetime(2026, 7, 1, 10, 0, tzinfo=timezone(timedelta(hours=1)))
    with store.writing() as db:
        db.add(Pause(platform=PlatformName.X, direction=Direction.READING, until=there, reason="asked to wait"))
    with store.reading() as db:
        kept = db.get_one(Pause, READING_X)
    assert kept.until == there
    assert kept.until.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused(store: Store) -> None:
    naive = datetime(2026, 7, 1, 10, 0)  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive datetime"), store.writing() as db:
        db.add(Pause(platform=PlatformName.X, direction=Direction.READING, until=naive, reason=""))


def test_a_word_is_kept_as_people_say_it(store: Store, now: Ticking) -> None:
    with store.writing() as db:
        db.add(Pause(platform=PlatformName.FACEBOOK, direction=Direction.READING, until=now(), reason=""))
    with store.reading() as db:
        assert db.execute(text("SELECT platform FROM pause")).scalar_one() == "facebook"


def test_a_fault_leaves_nothing_half_written(store: Store, now: Ticking) -> None:
    with pytest.raises(RuntimeError), store.writing() as db:
        db.add(Pause(platform=PlatformName.X, direction=Direction.READING, until=now(), reason=""))
        db.flush()
        raise RuntimeError
    with store.reading() as db:
        assert db.get(Pause, READING_X) is None


def test_eight_writers_that_read_first_all_get_their_turn(store: Store, now: Ticking) -> None:
    with store.writing() as db:
        db.add(Pause(platform=PlatformName.X, direction=Direction.READING, until=now(), reason="0"))

    def count_up() -> None:
        for _ in range(10):
            with store.writing() as db:
                row = db.get_one(Pause, READING_X, with_for_update=not store.sqlite)
                row.reason = str(int(row.reason) + 1)

    writers = [threading.Thread(target=count_up) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with store.reading() as db:
        assert db.get_one(Pause, READING_X).reason == "80"


def test_an_error_of_the_database_does_not_tell_what_people_wrote(store: Store, now: Ticking) -> None:
    said = {"direction": Direction.READING, "until": now(), "reason": "Pat lives at 4 Mill Lane"}
    twice = [Pause(platform=PlatformName.X, **said) for _ in range(2)]
    with pytest.raises(Exception, match=r"PRIMARY KEY|UNIQUE|unique") as fault, store.writing() as db:
        for row in twice:
            db.add(row)
            db.flush()
            db.expunge(row)
    assert "Mill Lane" not in str(fault.value)

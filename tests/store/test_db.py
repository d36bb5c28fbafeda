"""The door to the database keeps time in UTC and lets writers wait instead of fail."""

import logging
import sqlite3
import threading
from datetime import datetime, timedelta, timezone
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from config.logs import Lines
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


def test_a_writer_waits_for_another_process_and_gets_in_as_soon_as_it_can(tmp_path: Path, now: Ticking) -> None:
    store = Store(f"sqlite:///{tmp_path}/shared.db")
    with store.writing() as db:
        db.execute(text("CREATE TABLE word (said TEXT)"))
    other = sqlite3.connect(tmp_path / "shared.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.02, lambda: other.execute("COMMIT")).start()
    with store.writing() as db:
        db.execute(text("INSERT INTO word VALUES ('after')"))
    with store.reading() as db:
        assert db.execute(text("SELECT said FROM word")).scalar_one() == "after"
    other.close()
    store.close()


def test_a_database_that_cannot_be_written_says_so_at_once(tmp_path: Path) -> None:
    store = Store(f"sqlite:///file:{tmp_path}/kept.db?mode=ro&uri=true")
    with pytest.raises(OperationalError), store.writing():
        pass
    store.close()


def test_a_new_sqlite_file_is_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "bluelamp.db"
    made = Store(f"sqlite:///{file}")
    with made.writing() as db:
        db.execute(text("CREATE TABLE words (word TEXT)"))
    modes = {one.name: oct(one.stat().st_mode & 0o777) for one in (file.parent, *file.parent.iterdir())}
    made.close()
    assert modes.pop("var") == "0o700"
    assert modes.keys() >= {"bluelamp.db", "bluelamp.db-wal"} and set(modes.values()) == {"0o600"}


WORDS = "Pat (of Mill Lane).\n\nPlease ring"


def test_what_the_database_says_of_a_row_it_refuses_does_not_bring_its_words_into_the_log(store: Store) -> None:
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    log = logging.Logger("here")
    log.addHandler(handler)
    try:
        with store.writing() as db:
            db.execute(text("CREATE TABLE said (id INTEGER NOT NULL, words TEXT)"))
            db.execute(text("INSERT INTO said (words) VALUES (:words)"), {"words": WORDS})
    except IntegrityError:
        log.exception("could not be kept")
    told = stream.getvalue()
    assert "INSERT INTO said" in told and "could not be kept" in told
    assert "Mill Lane" not in told and "Please ring" not in told


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nobody_waits_for_hours_for_a_server_that_has_vanished(store: Store) -> None:
    with store.engine.connect() as line:
        told = line.connection.driver_connection.info.get_parameters()  # type: ignore[union-attr]
    quiet = int(told["keepalives_idle"]) + int(told["keepalives_interval"]) * int(told["keepalives_count"])
    assert quiet <= 30 and int(told["tcp_user_timeout"]) <= 30_000

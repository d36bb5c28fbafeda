"""Seeing that somebody waits, at the gate of house.md T12 or for a row: without sleeping or counting on time."""

from sqlalchemy import text

from store.db import Store

WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def until_someone_waits(store: Store) -> None:
    """Returns once a transaction stands before the closed gate. PostgreSQL only."""
    for _ in range(20_000):
        with store.reading() as db:
            if db.execute(WAITING).scalar_one():
                return
    raise AssertionError("nobody waits at the gate")


ROW = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def until_someone_waits_for_a_row(store: Store) -> None:
    """Returns once a transaction waits for another to let go of what it holds. PostgreSQL only."""
    for _ in range(20_000):
        with store.reading() as db:
            if db.execute(ROW).scalar_one():
                return
    raise AssertionError("nobody waits for a row")

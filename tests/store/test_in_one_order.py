"""Publishers that move many rows at once take them in one order, so that two of them never wait for each other."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlmodel import Session

from domain.people import Role
from domain.posts import PlatformName
from domain.publication import Stage, State
from store import overdue, publications
from store.db import Store
from store.tables import Account, Hold, Person, Publication, ScheduledPost
from tests.conftest import Ticking

WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
Act = Callable[[Session, Ticking], int]
ACTS: dict[str, tuple[State, Act]] = {
    "sweep": (State.PUBLISHING, lambda db, now: overdue.sweep(db, now(), timedelta(minutes=10))),
    "expire": (State.QUEUED, lambda db, now: overdue.expire(db, now())),
    "fall_due": (State.QUEUED, lambda db, now: overdue.fall_due(db, now())),
}


@pytest.fixture
def two(store: Store, now: Ticking) -> list[UUID]:
    """Two publications on two accounts, the larger id first by time and by place, under a hold over everything."""
    made = sorted((UUID(int=2), UUID(int=1)), reverse=True)
    writer = Person(email="writer@force.example", name="Writer", role=Role.OFFICER)
    with store.writing() as db:
        db.add(writer)
        db.flush()
        db.add(Hold(reason="A major incident", placed_at=now()))
        for number, which in enumerate(made):
            account = Account(
                platform=PlatformName.X, external_id=f"{number}", handle=f"h{number}",
                next_fetch_at=now(), next_audience_at=now(),
            )  # fmt: skip
            post = ScheduledPost(
                author_id=writer.id, text=f"Surgery {number}", stage=Stage.APPROVED,
                due_at=now() + timedelta(seconds=number), created_at=now(), changed_at=now(),
            )  # fmt: skip
            db.add_all([account, post])
            db.flush()
            born = publications.born(db, post, account, post.text)
            db.execute(text("UPDATE publication SET id = :to WHERE id = :born"), {"to": which, "born": born})
    return made


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", ACTS)
def test_two_that_want_the_same_rows_both_come_through(store: Store, now: Ticking, two: list[UUID], name: str) -> None:
    state, act = ACTS[name]
    with store.writing() as db:
        db.execute(text("UPDATE publication SET state = :s, claimed_at = :at"), {"s": state.value, "at": now()})
    now.forward(hours=5)
    larger, smaller = two
    moved: list[int] = []

    def other() -> None:
        with store.writing() as db:
            moved.append(act(db, now))

    with store.writing() as db:
        db.execute(_take(smaller))
        beside = threading.Thread(target=other, daemon=True)
        beside.start()
        _until_it_waits(store)
        db.execute(_take(larger))  # a deadlock here when the other took the larger one first
    beside.join(20)
    assert moved == [2]


def _take(which: UUID) -> object:
    return select(Publication.id).where(Publication.id == which).with_for_update()  # type: ignore[arg-type,call-overload]


def _until_it_waits(store: Store) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with store.reading() as db:
            if db.execute(text(WAITING)).scalar_one():
                return
        threading.Event().wait(0.02)
    raise AssertionError("nobody waits for the row")

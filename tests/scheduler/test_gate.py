"""The gate of house.md T12: real transactions in two threads, one half-way while the other begins.

SQLite has one writer at a time: there these interleavings cannot be made.
"""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.publication import State
from scheduler import desk
from scheduler.desk import Over
from scheduler.hands import publish_due
from scheduler.means import Means
from store import holds, overdue, publications, turns
from store.publications import Claim
from store.tables import Hold
from store.turns import Due
from tests.conftest import Ticking
from tests.gate import until_someone_waits
from tests.scheduler.board import Board
from tests.scheduler.conftest import Force

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def place(force: Force, over: Over | None = None) -> str:
    return desk.hold(force.store, force.people["supervisor"], over or Over(), "major incident", force.now).says


def next_of(means: Means) -> Due:
    with means.store.reading() as db:
        (one,) = turns.due(db, means.now())
    return one


def claim(means: Means, one: Due) -> Claim | None:
    with means.store.writing(durable=True) as db:
        return publications.claim(db, one, "", means.limits(one.account.platform), means.now())


def test_a_claim_that_is_not_yet_committed_does_not_slip_past_a_hold(force: Force, means: Means) -> None:
    """The claim begins first and commits last: the hold must wait for it, and name it."""
    force.due()
    said: list[str] = []
    holding = threading.Thread(target=lambda: said.append(place(force)))
    with force.store.writing(durable=True) as db:
        (one,) = turns.due(db, force.now())
        assert publications.claim(db, one, "", means.limits(one.account.platform), force.now())
        holding.start()
        until_someone_waits(force.store)
        assert said == []
    holding.join(10)
    assert said == ["In force. 1 post was already on its way: ashby, “Beat surgery at noon”."]


def test_a_claim_that_begins_while_a_hold_is_being_placed_comes_to_nothing(force: Force, means: Means) -> None:
    force.due()
    one, claimed = next_of(means), list[Claim | None]()
    claiming = threading.Thread(target=lambda: claimed.append(claim(means, one)))
    with force.store.writing() as db:
        row = Hold(reason="incident", placed_by_id=force.people["supervisor"].person_id, placed_at=force.now())
        assert not holds.place(db, row)
        claiming.start()
        until_someone_waits(force.store)
        assert claimed == []
    claiming.join(10)
    assert claimed == [None]


def test_two_who_place_the_same_hold_at_once_place_one(force: Force) -> None:
    said: list[str] = []

    def second() -> None:
        try:
            said.append(place(force))
        except desk.Refused as no:
            said.append(str(no))

    placing = threading.Thread(target=second)
    with force.store.writing() as db:
        holds.close_gate(db)
        row = Hold(reason="Major incident", placed_by_id=force.people["supervisor"].person_id, placed_at=force.now())
        placing.start()
        until_someone_waits(force.store)
        holds.place(db, row)
    placing.join(10)
    assert said == ["This very hold is in force already (Major incident). Nothing was changed."]


def test_what_one_worker_has_seen_begin_stops_another_whose_clock_is_behind(force: Force, means: Means) -> None:
    """Also when the slow one's claim begins while the fast one is half-way through writing that it has begun."""
    start = force.now() + timedelta(minutes=20)
    desk.hold(force.store, force.people["supervisor"], Over(starts_at=start), "incident", force.now)
    force.due()
    slow = replace(means, now=Ticking(start - timedelta(seconds=4)))
    one, claimed = next_of(slow), list[Claim | None]()
    claiming = threading.Thread(target=lambda: claimed.append(claim(slow, one)))
    with force.store.writing(durable=True) as db:
        assert len(holds.begin(db, start)) == 1
        claiming.start()
        until_someone_waits(force.store)
    claiming.join(10)
    assert claimed == [None]


def test_writing_that_a_hold_has_begun_waits_for_a_claim_that_is_half_way(force: Force, means: Means) -> None:
    start = force.now() + timedelta(minutes=20)
    desk.hold(force.store, force.people["supervisor"], Over(starts_at=start), "incident", force.now)
    force.due()
    begun: list[State] = []

    def begin() -> None:
        with force.store.writing(durable=True) as db:
            holds.begin(db, start)
            begun.append(force.the().state)

    beginning = threading.Thread(target=begin)
    with force.store.writing(durable=True) as db:
        (one,) = turns.due(db, force.now())
        assert publications.claim(db, one, "", means.limits(one.account.platform), force.now())
        beginning.start()
        until_someone_waits(force.store)
    beginning.join(10)
    assert begun == [State.PUBLISHING]


def test_a_hold_that_is_half_lifted_lets_nothing_out_that_fell_due_under_it(
    force: Force, means: Means, board: Board
) -> None:
    force.approved(minutes=10)
    one_before = force.now() + timedelta(minutes=10)
    force.now.forward(minutes=10)
    one = next_of(means)
    which = desk.hold(force.store, force.people["supervisor"], Over(), "incident", force.now).id
    with force.store.writing(durable=True) as db:
        overdue.fall_due(db, force.now())
        assert holds.lift(db, which, force.people["supervisor"].person_id, force.now())
        assert claim(means, one) is None
    assert claim(means, one) is None
    publish_due(means)
    assert (board.texts(), force.the().state, force.the().due_at) == ([], State.WAITING, one_before)

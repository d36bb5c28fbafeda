"""The publishing queue as the store keeps it: the earliest of each account, and moves that name their origin."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy.exc import IntegrityError

from domain.cadence import Direction
from domain.people import Role
from domain.posts import PlatformName, Published
from domain.publication import MOVES, OVER, Stage, State
from domain.purse import Limits
from store import accounts, proofs, publications, soundness, turns
from store.db import Store
from store.tables import Account, Person, ScheduledPost
from tests.conftest import Ticking


class Queue:
    """Three accounts and somebody who writes for them."""

    def __init__(self, store: Store, now: Ticking) -> None:
        self.store, self.now = store, now
        self.author = Person(email="o@force.example", name="O", role=Role.OFFICER)
        self.accounts = [
            Account(
                platform=platform, external_id=str(number), handle=str(number), next_fetch_at=now(),
                next_audience_at=now(),
            )
            for number, platform in enumerate((PlatformName.X, PlatformName.X, PlatformName.FACEBOOK))
        ]  # fmt: skip
        with store.writing() as db:
            db.add_all([self.author, *self.accounts])

    def message(self, minutes: float = 0) -> ScheduledPost:
        at = self.now() + timedelta(minutes=minutes)
        row = ScheduledPost(
            author_id=self.author.id, text="Words", stage=Stage.APPROVED, due_at=at, created_at=at, changed_at=at
        )
        with self.store.writing() as db:
            db.add(row)
        return row

    def add(self, account: int, minutes: float = 0, message: ScheduledPost | None = None):  # type: ignore[no-untyped-def]
        row = message or self.message(minutes)
        with self.store.writing() as db:
            return publications.born(db, row, self.accounts[account], "Words")

    def due(self, **other: object) -> list[tuple[str, object]]:
        with self.store.reading() as db:
            found = turns.due(db, self.now(), **other)  # type: ignore[arg-type]
        return [(one.account.handle, one.publication.id) for one in found]


@pytest.fixture
def queue(store: Store, now: Ticking) -> Queue:
    return Queue(store, now)


def test_of_each_account_the_earliest_and_the_longest_overdue_account_first(queue: Queue) -> None:
    later, first, other = queue.add(0, -5), queue.add(0, -9), queue.add(1, -7)
    queue.add(2, +1)
    assert queue.due() == [("0", first), ("1", other)]
    assert queue.due(busy=[queue.accounts[0].id]) == [("1", other)]
    assert queue.due(limit=1) == [("0", first)]
    assert later not in dict(queue.due()).values()


def test_what_has_priority_comes_before_what_was_due_earlier(queue: Queue) -> None:
    urgent, answer = queue.message(-1), queue.message(-2)
    urgent.urgent, answer.in_reply_to = "a child is missing", "c1"
    usual = queue.add(0, -9)
    first, second = queue.add(1, message=answer), queue.add(2, message=urgent)
    assert queue.due() == [("1", first), ("2", second), ("0", usual)]
    assert queue.due(limit=1) == [("1", first)]


def test_a_paused_platform_is_left_alone(queue: Queue) -> None:
    queue.add(0), queue.add(2)
    with queue.store.writing() as db:
        accounts.pause(db, PlatformName.X, Direction.WRITING, queue.now() + timedelta(minutes=5), "asked to wait")
    assert [handle for handle, _ in queue.due()] == ["2"]
    with queue.store.reading() as db:
        assert soundness.unsent(db, queue.now() + timedelta(minutes=1), queue.now()).number == 1


def test_a_platform_where_only_reading_pauses_is_published_on(queue: Queue) -> None:
    queue.add(0), queue.add(2)
    with queue.store.writing() as db:
        accounts.pause(db, PlatformName.X, Direction.READING, queue.now() + timedelta(days=9), "the month's reads")
        assert soundness.unsent(db, queue.now() + timedelta(minutes=1), queue.now()).number == 2
    assert {handle for handle, _ in queue.due()} == {"0", "2"}


def test_the_next_due_moment_is_told(queue: Queue) -> None:
    queue.add(0, -5)
    with queue.store.reading() as db:
        assert turns.next_due(db, queue.now()) is None
    queue.add(0, 3), queue.add(1, 2)
    with queue.store.reading() as db:
        assert turns.next_due(db, queue.now()) == queue.now() + timedelta(minutes=2)


def test_one_message_has_one_live_publication_on_an_account(queue: Queue) -> None:
    message = queue.message()
    which = queue.add(0, message=message)
    with pytest.raises(IntegrityError):
        queue.add(0, message=message)
    with queue.store.writing() as db:
        publications.move(db, which, State.QUEUED, State.CANCELLED)
    assert queue.add(0, message=message)


def test_one_account_is_published_to_by_one_hand(queue: Queue) -> None:
    queue.add(0, -2)
    with queue.store.writing() as db:
        (one,) = turns.due(db, queue.now())
        assert publications.claim(db, one, "", Limits(), queue.now())
    late = publications.Due(_get(queue, queue.add(0, -1)), queue.accounts[0], False)
    with pytest.raises(IntegrityError), queue.store.writing() as db:
        publications.claim(db, late, "", Limits(), queue.now())


def test_a_claim_that_comes_second_gets_nothing(queue: Queue) -> None:
    queue.add(0)
    with queue.store.writing() as db:
        (one,) = turns.due(db, queue.now())
        first = publications.claim(db, one, "", Limits(), queue.now())
        assert publications.claim(db, one, "", Limits(), queue.now()) is None
    assert first is not None
    assert (first.number, first.micros) == (1, 0)


@pytest.mark.parametrize(("change", "value"), [("not_before", 1), ("expires_at", -1)])
def test_a_claim_reads_the_times_again(change: str, value: int, queue: Queue) -> None:
    queue.add(0)
    with queue.store.reading() as db:
        (one,) = turns.due(db, queue.now())
    with queue.store.writing() as db:
        setattr(db.get_one(type(one.publication), one.publication.id), change, queue.now() + timedelta(minutes=value))
    with queue.store.writing() as db:
        assert publications.claim(db, one, "", Limits(), queue.now()) is None


def test_only_the_newest_attempt_may_speak(queue: Queue) -> None:
    queue.add(0)
    with queue.store.writing() as db:
        (one,) = turns.due(db, queue.now())
        old = publications.claim(db, one, "", Limits(), queue.now())
        assert old is not None
        assert publications.settle(db, old, State.QUEUED, "RateLimited", queue.now())
        new = publications.claim(db, one, "", Limits(), queue.now())
        assert new is not None
        assert not publications.settle(db, old, State.FAILED, "Rejected", queue.now())
        assert publications.settle(db, new, State.UNKNOWN, "unknown", queue.now())
        assert not publications.settle(db, new, State.FAILED, "Rejected", queue.now())


@pytest.mark.parametrize(("origin", "to"), [(a, b) for a, b in product(State, State) if b not in MOVES[a]])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_there_is_no_way_but_the_ways_there_are(origin: State, to: State, queue: Queue) -> None:
    which = queue.add(0)
    with pytest.raises(ValueError, match="no way"), queue.store.writing() as db:
        publications.move(db, which, origin, to)


def test_a_move_from_where_it_is_not_changes_nothing(queue: Queue) -> None:
    which = queue.add(0)
    with queue.store.writing() as db:
        assert not publications.move(db, which, State.WAITING, State.QUEUED)
        assert not publications.move(db, which, (State.FAILED, State.WAITING), State.CANCELLED)
    assert _get(queue, which).state is State.QUEUED


@pytest.mark.parametrize("origin", [state for state in State if state is not State.PUBLISHED])
def test_proof_wins_from_anywhere_and_once(origin: State, queue: Queue) -> None:
    which = queue.add(0)
    with queue.store.writing() as db:
        db.get_one(type(_get(queue, which)), which).state = origin
    for expected in (True, False):
        with queue.store.writing() as db:
            assert proofs.published(db, which, Published("7", "u"), queue.now()) is expected
    one = _get(queue, which)
    assert (one.state, one.external_id) == (State.PUBLISHED, "7")


@pytest.mark.parametrize("over", OVER)
def test_late_proof_of_one_given_up_stops_the_newer_copy(over: State, queue: Queue) -> None:
    message = queue.message()
    old = queue.add(0, message=message)
    with queue.store.writing() as db:
        db.get_one(type(_get(queue, old)), old).state = over
    new = queue.add(0, message=message)
    with queue.store.writing() as db:
        assert proofs.published(db, old, Published("7", "u"), queue.now())
    assert (_get(queue, old).state, _get(queue, new).state) == (State.PUBLISHED, State.CANCELLED)


def test_a_second_copy_is_said_loudly_and_changes_nothing(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    message = queue.message()
    old = queue.add(0, message=message)
    with queue.store.writing() as db:
        publications.move(db, old, State.QUEUED, State.CANCELLED)
    new = queue.add(0, message=message)
    with queue.store.writing() as db:
        proofs.published(db, new, Published("8", "u"), queue.now())
        assert not proofs.published(db, old, Published("7", "u"), queue.now())
    assert "may be public twice" in caplog.text


def _get(queue: Queue, which: object):  # type: ignore[no-untyped-def]
    with queue.store.reading() as db:
        return publications.get(db, which)  # type: ignore[arg-type]

"""Taking a message back while it is just being sent: real transactions in two threads, one half-way (house.md T3).

SQLite has one writer at a time: there these interleavings cannot be made.
"""

import threading
from collections.abc import Callable

import pytest

from domain.publication import Stage, State
from scheduler import desk
from scheduler.means import Means
from store import messages, publications, turns
from tests.gate import until_someone_waits_for_a_row
from tests.scheduler.conftest import Force

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

BACK: dict[str, tuple[Callable[..., desk.Done], str]] = {
    "edit": (
        lambda force, which: desk.edit(force.store, force.people["officer"], which, force.rules, force.now),
        "It is a draft again. 1 post stopped.",
    ),
    "withdraw": (
        lambda force, which: desk.withdraw(force.store, force.people["officer"], which, force.now),
        "Withdrawn. Nothing of it goes out.",
    ),
}


@pytest.mark.parametrize("act", BACK)
@pytest.mark.parametrize("origin", [State.PUBLISHING, State.UNKNOWN, State.FAILED])
def test_what_comes_back_to_the_queue_while_it_is_taken_back_is_stopped_all_the_same(
    force: Force, means: Means, act: str, origin: State
) -> None:
    """Else it would leave after the desk has said that nothing of it goes out, and with the pictures of an edit."""
    take_back, says = BACK[act]
    (one,) = force.due()
    with force.store.writing(durable=True) as db:
        (due,) = turns.due(db, force.now())
        assert publications.claim(db, due, "", means.limits(due.account.platform), force.now())
        if origin is not State.PUBLISHING:
            assert publications.move(db, one.id, State.PUBLISHING, origin)
    said: list[str] = []
    taking = threading.Thread(target=lambda: said.append(take_back(force, one.scheduled_post_id).says))
    with force.store.writing(durable=True) as db:
        assert publications.move(db, one.id, origin, State.QUEUED)
        taking.start()
        until_someone_waits_for_a_row(force.store)
    taking.join(10)
    assert (said, force.the().state) == ([says], State.CANCELLED)


def test_two_who_take_it_back_at_once_wait_for_each_other_and_not_for_ever(force: Force) -> None:
    """One edits, another withdraws: both reach for the message first, and then for its publications."""
    (one,) = force.approved()
    said: list[str] = []
    withdrawing = threading.Thread(target=lambda: said.append(BACK["withdraw"][0](force, one.scheduled_post_id).says))
    with force.store.writing(durable=True) as db:
        assert messages.advance(db, one.scheduled_post_id, Stage.APPROVED, Stage.DRAFT, version=2)
        withdrawing.start()
        until_someone_waits_for_a_row(force.store)
        assert messages.stop(db, one.scheduled_post_id, [State.QUEUED]) == 1
    withdrawing.join(10)
    assert said == ["Withdrawn. Nothing of it goes out."]

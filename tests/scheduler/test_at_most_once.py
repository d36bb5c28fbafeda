"""Ways by which a post could go out twice, or after it was taken back, through the desk and beside it."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from domain.errors import Ambiguous, RateLimited, Rejected, Transient
from domain.posts import Outgoing, Published
from domain.publication import Stage, State
from scheduler import desk, desk_approving
from scheduler.desk import Over
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import look_for, reconcile
from store import holds, messages, overdue, restored, turns
from store.messages import Chosen
from store.tables import Publication
from tests.gate import until_someone_waits_for_a_row
from tests.scheduler.board import Board, Hook, accepts_then, raises
from tests.scheduler.conftest import Force


def lift_all(force: Force) -> None:
    with force.store.reading() as db:
        standing = [one.id for one in holds.standing(db)]
    for one in standing:
        desk.lift(force.store, force.people["supervisor"], one, force.now)


def test_two_who_have_looked_at_one_try_send_it_again_once(force: Force, means: Means, board: Board) -> None:
    (one,) = force.due()
    board.faults += [raises(Ambiguous("no answer")), accepts_then(Ambiguous("no answer"))]
    publish_due(means)
    seen = force.the().attempts
    desk.queue_again(force.store, force.people["comms"], one.id, force.now, seen)
    publish_due(means)
    assert force.the().state is State.UNKNOWN
    with pytest.raises(desk.Refused, match="Load the page again"):
        desk.queue_again(force.store, force.people["supervisor"], one.id, force.now, seen)
    publish_due(means)
    assert board.texts() == [one.text]


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.AWAITING_APPROVAL])
def test_what_was_approved_and_sent_after_the_backup_is_looked_for_when_it_is_approved_again(
    force: Force, means: Means, board: Board, stage: Stage
) -> None:
    which = force.submitted()
    if stage is Stage.DRAFT:
        desk.return_(force.store, force.people["comms"], which, "wait", force.now)
    made_at = force.now()
    force.now.forward(hours=1)
    with force.store.reading() as db:
        message = messages.get(db, which)
        assert message
        (chosen,) = messages.chosen(db, message)
    board.put_up(chosen.account, messages.outgoing(message, chosen.text))
    force.now.forward(hours=1)
    with force.store.writing() as db:
        restored.reopen(db, made_at, force.now(), "root")
    if stage is Stage.DRAFT:
        words = force.words()
        desk.edit(force.store, force.people["officer"], which, force.rules, force.now, words)
        desk.submit(force.store, force.people["officer"], which, force.rules, force.now)
    later = force.now() + timedelta(minutes=10)
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now, due_at=later)
    lift_all(force)
    force.now.forward(minutes=10)
    publish_due(means)
    assert (len(board.public), force.the().state) == (1, State.PUBLISHED)


def test_a_copy_of_what_came_back_with_a_backup_is_looked_for_as_well(force: Force, means: Means, board: Board) -> None:
    (one,) = force.approved(minutes=60)
    made_at = force.now()
    board.put_up(force["ashby"], turns.Due(one, force["ashby"], False).message)
    force.now.forward(minutes=1)
    with force.store.writing() as db:
        restored.reopen(db, made_at, force.now(), "root")
    done = desk.copy(
        force.store, force.people["officer"], one.scheduled_post_id, [one.account_id], force.rules, force.now
    )
    desk.submit(force.store, force.people["officer"], done.id, force.rules, force.now)
    desk.approve(force.store, force.people["comms"], done.id, force.rules, force.now)
    lift_all(force)
    force.now.forward(minutes=60)
    publish_due(means)
    assert len(board.public) == 1


def test_what_failed_is_not_sent_again_beside_its_copy(force: Force, means: Means, board: Board) -> None:
    (one,) = force.due()
    board.faults.append(raises(Rejected("no")))
    publish_due(means)
    done = desk.copy(
        force.store, force.people["officer"], one.scheduled_post_id, [one.account_id], force.rules, force.now
    )
    desk.edit(force.store, force.people["officer"], done.id, force.rules, force.now, force.words())
    desk.submit(force.store, force.people["officer"], done.id, force.rules, force.now)
    desk.approve(force.store, force.people["comms"], done.id, force.rules, force.now)
    with pytest.raises(desk.Refused):
        desk.queue_again(force.store, force.people["comms"], one.id, force.now)
    force.now.forward(minutes=10)
    publish_due(means)
    assert len(board.public) == 1


def test_two_lost_ones_with_the_same_words_are_not_both_proven_by_one_post(
    force: Force, means: Means, board: Board, change: Callable[..., Means]
) -> None:
    first = force.submitted(minutes=10)
    second = desk.write_and_submit(
        force.store, force.people["supervisor"], force.words(minutes=11), force.rules, force.now, insist=True
    ).id
    for which in (first, second):
        desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    force.now.forward(minutes=11)
    board.faults += [accepts_then(Ambiguous("no answer")), raises(Ambiguous("no answer"))]
    publish_due(means)
    publish_due(means)
    assert force.states() == [State.UNKNOWN] * 2
    with force.store.reading() as db:
        one, other = overdue.to_look_for(db, force.now())

    class Slow(Hook):
        def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
            found = super().find(message, since, taken)
            assert look_for(means, other)  # by another publisher, meanwhile
            return found

    assert not look_for(change(connect=lambda account: Slow(board, account)), one)
    assert sorted(force.states()) == [State.PUBLISHED, State.UNKNOWN]


@pytest.mark.parametrize("fate", [RateLimited("wait"), Transient("busy")])
def test_what_was_being_sent_when_its_post_was_withdrawn_does_not_leave_afterwards(
    force: Force, means: Means, board: Board, fate: Exception
) -> None:
    one, _ = force.due("Beat surgery at noon", "ashby", "page")

    def fault(accept: Callable[[], Published]) -> Published:
        desk.withdraw(force.store, force.people["officer"], one.scheduled_post_id, force.now)
        raise fate

    board.faults.append(fault)
    with force.store.reading() as db:
        due = turns.due(db, force.now())
    publish(means, due[0])
    force.now.forward(minutes=16)
    publish_due(means)
    assert (board.texts(), set(force.states())) == ([], {State.CANCELLED})


def test_what_was_lost_when_its_post_was_withdrawn_is_not_sent_again_by_itself(
    force: Force, means: Means, board: Board, change: Callable[..., Means]
) -> None:
    means = change(resend_unknown=True)
    one, _ = force.due("Beat surgery at noon", "ashby", "page")
    board.faults.append(raises(Ambiguous("no answer")))
    with force.store.reading() as db:
        due = turns.due(db, force.now())
    publish(means, due[0])
    desk.withdraw(force.store, force.people["officer"], one.scheduled_post_id, force.now)
    force.now.forward(minutes=11)
    reconcile(means)
    publish_due(means)
    assert (board.texts(), set(force.states())) == ([], {State.CANCELLED})


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_post_that_is_just_being_approved_is_withdrawn_all_the_same(
    force: Force, means: Means, monkeypatch: pytest.MonkeyPatch
) -> None:
    which = force.submitted()
    said: list[str] = []

    def withdraw() -> None:
        said.append(desk.withdraw(force.store, force.people["officer"], which, force.now).says)

    taking = threading.Thread(target=withdraw)
    let_go = desk_approving.let_go

    def half_way(db: Session, which: UUID, chosen: Sequence[Chosen]) -> list[UUID]:
        taking.start()
        until_someone_waits_for_a_row(force.store)
        return let_go(db, which, chosen)

    monkeypatch.setattr(desk_approving, "let_go", half_way)
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    taking.join(10)
    assert (said, force.states()) == (["Withdrawn. Nothing of it goes out."], [State.CANCELLED])


def again_as_it_is(force: Force, one: Publication) -> None:
    desk.queue_again(force.store, force.people["supervisor"], one.id, force.now)


def again_at_another_time(force: Force, one: Publication) -> None:
    which, officer = one.scheduled_post_id, force.people["officer"]
    desk.edit(force.store, officer, which, force.rules, force.now, force.words())
    desk.submit(force.store, officer, which, force.rules, force.now)
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now)


def again_as_a_copy(force: Force, one: Publication) -> None:
    officer, accounts = force.people["officer"], [one.account_id]
    which = desk.copy(force.store, officer, one.scheduled_post_id, accounts, force.rules, force.now).id
    desk.edit(force.store, officer, which, force.rules, force.now, force.words())
    desk.submit(force.store, officer, which, force.rules, force.now)
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now)


@pytest.mark.parametrize("again", [again_as_it_is, again_at_another_time, again_as_a_copy])
def test_what_was_given_up_is_looked_for_before_it_is_sent_again(
    force: Force, means: Means, board: Board, again: Callable[[Force, Publication], None]
) -> None:
    (one,) = force.due()
    board.faults.append(accepts_then(Ambiguous("no answer")))
    publish_due(means)
    desk.give_up(force.store, force.people["supervisor"], one.id, "nobody can tell", force.now)
    again(force, one)
    force.now.forward(minutes=10)
    publish_due(means)
    assert len(board.public) == 1
    assert State.PUBLISHED in force.states()


def test_a_post_that_is_held_does_not_leave_as_its_own_copy(force: Force) -> None:
    (one,) = force.approved()
    desk.hold(
        force.store, force.people["supervisor"], Over(scheduled_post_id=one.scheduled_post_id), "wrong", force.now
    )
    with pytest.raises(desk.Refused, match="hold"):
        desk.copy(force.store, force.people["officer"], one.scheduled_post_id, [one.account_id], force.rules, force.now)

"""What may be public is looked for until the window is over; found is proof, not found proves nothing."""

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Ambiguous, RateLimited, Rejected, Transient
from domain.posts import Outgoing, Published
from domain.publication import State
from scheduler import desk
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import tidy
from scheduler.reconciler import next_look, reconcile
from tests.scheduler.board import Board, accepts_then, capabilities, raises
from tests.scheduler.conftest import Force

lost = raises(Ambiguous("no answer while writing"))
live = accepts_then(Ambiguous("no answer while writing"))


@pytest.fixture
def unknown(force: Force, means: Means, board: Board) -> Force:
    """One publication whose call brought no answer and that is not public."""
    force.due()
    board.faults.append(lost)
    publish_due(means)
    return force


def run_for(force: Force, means: Means, minutes: int) -> None:
    """The service as it runs: a look at the lost and at what is due, every half minute."""
    for _ in range(minutes * 2):
        reconcile(means)
        publish_due(means)
        force.now.forward(seconds=30)


def test_the_times_of_looks_are_kept(unknown: Force, means: Means, board: Board) -> None:
    asked = unknown.now()
    for _ in range(5):
        one = unknown.the()
        assert one.next_look_at is not None
        unknown.now.at = one.next_look_at
        reconcile(means)
    one = unknown.the()
    assert (one.looks, one.looked_at) == (5, asked + timedelta(minutes=10))
    assert board.looks == 5


def test_looks_come_soon_then_at_the_end_of_the_window_then_hourly_for_a_day(unknown: Force) -> None:
    at, window = unknown.now(), timedelta(minutes=10)
    times = [at]
    while (again := next_look(at, times[-1], window)) is not None:
        times.append(again)
    after = [moment - at for moment in times]
    assert after[:6] == [timedelta(seconds=s) for s in (0, 15, 60, 180, 600, 4200)]
    assert timedelta(days=1) <= after[-1] <= timedelta(days=1, hours=1)


def test_not_found_after_the_window_stays_for_a_person(unknown: Force, means: Means, board: Board) -> None:
    run_for(unknown, means, 60)
    assert (unknown.the().state, board.calls) == (State.UNKNOWN, 1)


def test_a_timeline_that_lags_is_waited_for(force: Force, means: Means, board: Board) -> None:
    board.lag = timedelta(minutes=4)
    force.due()
    board.faults.append(live)
    publish_due(means)
    run_for(force, replace(means, resend_unknown=True), 15)
    assert (force.the().state, len(board.public)) == (State.PUBLISHED, 1)


def test_where_the_force_has_said_so_it_is_sent_again_after_the_window_and_not_before(
    unknown: Force, means: Means, board: Board
) -> None:
    brave = replace(means, resend_unknown=True)
    run_for(unknown, brave, 9)
    assert (unknown.the().state, board.calls) == (State.UNKNOWN, 1)
    run_for(unknown, brave, 3)
    assert (unknown.the().state, len(board.public)) == (State.PUBLISHED, 1)
    assert unknown.spent() == 15_000  # the try that never was is not billed


def test_a_platform_where_we_name_the_post_is_sent_to_again_by_itself(
    unknown: Force, means: Means, board: Board
) -> None:
    safe = replace(means, capabilities=lambda platform: replace(capabilities(platform), safe_to_repeat=True))
    run_for(unknown, safe, 12)
    assert unknown.the().state is State.PUBLISHED


def test_a_window_shorter_than_the_lag_makes_doubles_so_this_harness_can_see_them(
    force: Force, means: Means, board: Board
) -> None:
    board.lag = timedelta(minutes=20)
    force.due()
    board.faults.append(live)
    publish_due(means)
    run_for(force, replace(means, resend_unknown=True), 15)
    assert len(board.public) == 2


def test_what_is_too_late_is_not_sent_again_even_where_the_force_has_said_so(
    unknown: Force, means: Means, board: Board
) -> None:
    unknown.now.forward(hours=3)
    reconcile(replace(means, resend_unknown=True))
    tidy(replace(means, resend_unknown=True))
    assert (unknown.the().state, board.calls) == (State.UNKNOWN, 1)


def test_what_was_refused_after_an_unknown_try_is_never_sent_again_by_itself(
    unknown: Force, means: Means, board: Board
) -> None:
    brave = replace(means, resend_unknown=True)
    board.faults.append(raises(Rejected("duplicate")))
    run_for(unknown, brave, 60)
    assert (unknown.the().state, board.calls) == (State.UNKNOWN, 2)


@pytest.mark.parametrize("error", [Transient("no route"), RateLimited("429"), KeyError("a bug")])
def test_a_look_that_could_not_see_is_no_look(error: Exception, unknown: Force, means: Means, board: Board) -> None:
    unknown.now.forward(minutes=30)

    class Blind:
        def find(self, *_: object, **__: object) -> None:
            raise error

    blind = replace(means, connect=lambda account: Blind(), resend_unknown=True)  # type: ignore[arg-type, return-value]
    with suppress(KeyError):
        reconcile(blind)
    one = unknown.the()
    assert (one.state, one.looks) == (State.UNKNOWN, 0)
    assert one.next_look_at == unknown.now() + timedelta(minutes=1)


def test_a_post_that_belongs_to_another_publication_is_no_proof(force: Force, means: Means, board: Board) -> None:
    force.due("The same words")
    publish_due(means)
    force.now.forward(days=8)
    force.due("The same words")
    board.faults.append(lost)
    publish_due(means)
    board.public[0] = replace(board.public[0], at=force.now())  # the platform's clock is not ours
    assert reconcile(means) == 0
    assert sorted(force.states()) == [State.PUBLISHED, State.UNKNOWN]


def test_a_person_finds_it_and_pastes_the_link(unknown: Force, means: Means, board: Board) -> None:
    proof = board.put_up(unknown["ashby"], Outgoing("retyped by hand"))
    one = unknown.the()
    desk.confirm_published(unknown.store, unknown.people["comms"], one.id, proof, unknown.now)
    assert (unknown.the().state, unknown.the().external_id) == (State.PUBLISHED, proof.external_id)
    assert unknown.attempts()[0].detail == f"seen by a person: {proof.url}"


def test_a_link_of_another_post_is_not_taken_for_proof(force: Force, means: Means, board: Board) -> None:
    (first,) = force.due("First")
    publish_due(means)
    (second,) = force.due("Second")
    board.faults.append(lost)
    publish_due(means)
    taken = Published(force.the(first.id).external_id or "", "https://board.example/1000")
    with pytest.raises(desk.Refused, match="belongs to another post"):
        desk.confirm_published(force.store, force.people["comms"], second.id, taken, force.now)


def test_a_person_says_it_is_not_there_and_it_goes_out_with_a_fresh_time(
    unknown: Force, means: Means, board: Board
) -> None:
    unknown.now.forward(hours=5)
    desk.queue_again(unknown.store, unknown.people["supervisor"], unknown.the().id, unknown.now)
    assert unknown.spent() == 0
    publish_due(means)
    assert (unknown.the().state, len(board.public)) == (State.PUBLISHED, 1)


def test_giving_up_is_failed_and_keeps_the_money_spent(unknown: Force) -> None:
    which = unknown.the().id
    with pytest.raises(desk.Refused, match="do not let you give up posts"):
        desk.give_up(unknown.store, unknown.people["comms"], which, "nobody can tell", unknown.now)
    desk.give_up(unknown.store, unknown.people["supervisor"], which, "nobody can tell", unknown.now)
    assert (unknown.the().state, unknown.spent()) == (State.FAILED, 15_000)


def test_with_a_short_window_a_look_that_could_not_see_is_soon_tried_again(
    unknown: Force, means: Means, board: Board
) -> None:
    class Blind:
        def find(self, *_: object, **__: object) -> None:
            raise Transient("no route")

    quick = replace(means, window=timedelta(seconds=4))
    reconcile(replace(quick, connect=lambda account: Blind()))  # type: ignore[arg-type, return-value]
    assert unknown.the().next_look_at == unknown.now() + timedelta(seconds=2)
    unknown.now.forward(seconds=2)
    reconcile(quick)
    assert unknown.the().next_look_at == unknown.now() + timedelta(seconds=2)  # the end of the window


def test_asked_to_stop_it_looks_for_no_more(unknown: Force, means: Means, board: Board) -> None:
    assert reconcile(means, stopping=lambda: True) == 0
    assert board.looks == 0
    reconcile(means)
    assert board.looks == 1


def test_one_slow_look_does_not_keep_other_accounts_waiting(
    force: Force, means: Means, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    force.due("Beat surgery at noon", "ashby", "page")
    board.faults.extend([live, live])
    publish_due(means)
    both = threading.Barrier(2)
    find = board.connect(force["ashby"]).find.__func__  # type: ignore[attr-defined]

    def slow(self: object, *words: object, **more: object) -> Published | None:
        both.wait(20)  # nobody gets past it alone
        return find(self, *words, **more)  # type: ignore[no-any-return]

    monkeypatch.setattr("tests.scheduler.board.Hook.find", slow)
    assert reconcile(means) == 2

"""The review list: what fell due under a hold is sent, re-timed or dropped, many at once and each by itself."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.publication import State
from scheduler import desk
from scheduler.desk import Over, Refused
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import sweep
from tests.scheduler.board import Board
from tests.scheduler.conftest import Force


@pytest.fixture
def waiting(force: Force, means: Means) -> dict[str, UUID]:
    """Six posts that fell due under a hold that was lifted since; the ids by their words, not in the order of time."""
    texts = {}
    for minutes, name, text in (
        (30, "ashby", "Third"), (10, "ashby", "First"), (20, "ashby", "Second"),
        (15, "brook", "Brook"), (12, "page", "Page"), (40, "page", "Page again"),
    ):  # fmt: skip
        texts[text] = force.approved(text, name, minutes=minutes)[0].id
    supervisor = force.people["supervisor"]
    hold = desk.hold(force.store, supervisor, Over(), "incident", force.now)
    force.now.forward(minutes=45)
    sweep(means)
    assert "6 posts fell due meanwhile" in desk.lift(force.store, supervisor, hold.id, force.now).says
    return texts


def times(force: Force, waiting: dict[str, UUID]) -> dict[str, int]:
    """Minutes from now until each is due."""
    return {text: int((force.the(one).due_at - force.now()).total_seconds() // 60) for text, one in waiting.items()}


def test_sending_all_keeps_the_order_and_fires_no_burst_at_one_account(
    force: Force, means: Means, board: Board, waiting: dict[str, UUID]
) -> None:
    done = desk.send_all(force.store, force.people["comms"], list(waiting.values()), force.now)
    assert done.says == (
        "3 posts go out now. 3 more follow on the same accounts, 5 minutes apart, the last Tue 24 Nov 2026, 09:55 GMT."
    )
    assert times(force, waiting) == {"First": 0, "Brook": 0, "Page": 0, "Second": 5, "Page again": 5, "Third": 10}
    publish_due(means)
    assert sorted(board.texts()) == ["Brook", "First", "Page"]
    force.now.forward(minutes=5)
    publish_due(means)
    assert sorted(board.texts()[3:]) == ["Page again", "Second"]


def test_all_are_given_a_new_time_in_their_order(force: Force, waiting: dict[str, UUID]) -> None:
    at = force.now() + timedelta(hours=2)
    some = [waiting[text] for text in ("Third", "First", "Brook")]
    done = desk.retime_all(force.store, force.people["comms"], some, at, force.now)
    assert done.says == (
        "2 posts go out Tue 24 Nov 2026, 11:45 GMT. 1 more follows on an account that has one before it, "
        "5 minutes apart, the last Tue 24 Nov 2026, 11:50 GMT."
    )
    assert times(force, waiting)["First"] == 120 and times(force, waiting)["Third"] == 125
    assert force.the(waiting["Second"]).state is State.WAITING
    with pytest.raises(Refused, match="has passed"):
        desk.retime_all(force.store, force.people["comms"], some, force.now(), force.now)


def test_all_are_dropped(force: Force, means: Means, board: Board, waiting: dict[str, UUID]) -> None:
    done = desk.drop_all(force.store, force.people["officer"], list(waiting.values()), force.now)
    assert done.says == "6 posts are dropped."
    assert set(force.states()) == {State.CANCELLED}


def test_each_is_judged_by_itself_and_the_answer_says_which_were_refused_and_why(
    force: Force, waiting: dict[str, UUID]
) -> None:
    desk.drop(force.store, force.people["comms"], waiting["First"], force.now)
    desk.hold(force.store, force.people["supervisor"], Over(account_id=force["brook"].id), "Trial", force.now)
    asked = [*waiting.values(), uuid4()]
    done = desk.send_all(force.store, force.people["comms"], asked, force.now)
    assert done.says.startswith("2 posts go out now. 2 more follow on the same accounts")
    assert "Not done for 1 post (brook, “Brook”): A hold is in force (Trial). Lift it first" in done.says
    assert "Not done for 1 post (ashby, “First”): It cannot be sent from where it is. It is cancelled now." in done.says
    assert done.says.endswith("1 post is no longer there.")
    assert times(force, waiting)["Second"] == 0 and times(force, waiting)["Third"] == 5


def test_a_hold_in_force_stops_those_too_that_would_follow_later(force: Force, waiting: dict[str, UUID]) -> None:
    one = force.the(waiting["Third"])
    over = Over(scheduled_post_id=one.scheduled_post_id)
    desk.hold(force.store, force.people["supervisor"], over, "Under appeal", force.now)
    three = [waiting[text] for text in ("First", "Second", "Third")]
    says = desk.send_all(force.store, force.people["comms"], three, force.now).says
    assert "Not done for 1 post (ashby, “Third”): A hold is in force (Under appeal)" in says
    assert force.the(waiting["Third"]).state is State.WAITING


def test_many_refused_for_one_reason_are_named_up_to_three(force: Force, waiting: dict[str, UUID]) -> None:
    desk.hold(force.store, force.people["supervisor"], Over(), "Again", force.now)
    with pytest.raises(Refused) as refused:
        desk.send_all(force.store, force.people["comms"], list(waiting.values()), force.now)
    assert str(refused.value).startswith(
        "Not done for 6 posts (ashby, “First”; page, “Page”; brook, “Brook”; and 3 more)"
    )
    assert set(force.states()) == {State.WAITING}


def test_whoever_may_not_is_refused_and_nothing_chosen_is_said(force: Force, waiting: dict[str, UUID]) -> None:
    with pytest.raises(Refused, match="do not let you send or re-time posts that wait"):
        desk.send_all(force.store, force.people["officer"], list(waiting.values()), force.now)
    done = desk.drop_all(force.store, force.people["north comms"], list(waiting.values()), force.now)
    assert "5 posts are dropped." in done.says and "Not done for 1 post (brook" in done.says
    with pytest.raises(Refused, match="Nothing is chosen"):
        desk.drop_all(force.store, force.people["comms"], [], force.now)


def test_pressing_twice_sends_nothing_twice(force: Force, means: Means, board: Board, waiting: dict[str, UUID]) -> None:
    one = [waiting["Brook"]]
    desk.send_all(force.store, force.people["comms"], one, force.now)
    with pytest.raises(Refused, match="It is queued now"):
        desk.send_all(force.store, force.people["comms"], one, force.now)
    publish_due(means)
    assert board.texts() == ["Brook"]


def test_answers_to_the_public_need_not_wait_for_one_another(force: Force, means: Means, board: Board) -> None:
    asked = [force.question(), force.question(post_id="p2", comment_id="c2")]
    for number, one in enumerate(asked):
        desk.answer(force.store, force.people["officer"], one, f"At {number}.", force.rules, force.now)
    hold = desk.hold(force.store, force.people["supervisor"], Over(), "incident", force.now)
    sweep(means)
    desk.lift(force.store, force.people["supervisor"], hold.id, force.now)
    which = [one.id for one in force.publications()]
    assert desk.send_all(force.store, force.people["comms"], which, force.now).says == "2 posts go out now."

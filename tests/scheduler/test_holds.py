"""Holds stop everything within their scope from the moment the desk says so, and never release a backlog."""

import threading
from datetime import timedelta

import pytest

from domain.publication import State
from scheduler import desk
from scheduler.desk import Over, Refused
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.metronome import tidy
from store import publications, turns
from tests.scheduler.board import Board
from tests.scheduler.conftest import Force


def place(force: Force, over: Over | None = None, who: str = "supervisor") -> desk.Done:
    return desk.hold(force.store, force.people[who], over or Over(), "major incident", force.now)


def test_under_a_hold_nothing_leaves_and_lifting_it_releases_no_backlog(
    force: Force, means: Means, board: Board
) -> None:
    force.approved("Due during the hold", "ashby", minutes=10)
    force.approved("Due after the hold", "page", minutes=40)
    done = place(force)
    assert done.says == "In force. Nothing was on its way."
    force.now.forward(minutes=20)
    publish_due(means)
    lifted = desk.lift(force.store, force.people["supervisor"], done.id, force.now)
    assert "1 post fell due meanwhile" in lifted.says
    publish_due(means)
    assert board.texts() == []
    force.now.forward(minutes=20)
    publish_due(means)
    assert board.texts() == ["Due after the hold"]
    (waiting,) = [one for one in force.publications() if one.state is State.WAITING]
    assert waiting.text == "Due during the hold"


def test_what_falls_due_under_a_hold_waits_though_the_hold_still_stands(force: Force, means: Means) -> None:
    place(force)
    force.due()
    tidy(means)
    assert force.the().state is State.WAITING


def test_a_hold_reaches_as_far_as_its_scope(force: Force, means: Means, board: Board) -> None:
    for number, over in enumerate(
        (
            Over(district_id=force.districts["north"]),
            Over(team_id=force["ashby"].team_id),
            Over(account_id=force["ashby"].id),
            Over(category="appeal"),
        )
    ):
        done = place(force, over)
        stopped = force.approved(f"Stopped {number}", "ashby", category="appeal")
        free = force.approved(f"Free {number}", "brook")
        force.now.forward(minutes=10)
        publish_due(means)
        assert force.the(free[0].id).state is State.PUBLISHED
        assert force.the(stopped[0].id).state is State.QUEUED
        desk.lift(force.store, force.people["supervisor"], done.id, force.now)
        desk.drop(force.store, force.people["supervisor"], stopped[0].id, force.now)


def test_a_hold_on_one_post_stops_that_post_only(force: Force, means: Means, board: Board) -> None:
    stopped, free = force.approved("Stopped", "ashby")[0], force.approved("Free", "brook")[0]
    place(force, Over(scheduled_post_id=stopped.scheduled_post_id))
    force.now.forward(minutes=10)
    publish_due(means)
    assert board.texts() == [free.text]


def test_answers_go_on_under_a_hold_that_spares_them(force: Force, means: Means, board: Board) -> None:
    asked = force.question()
    place(force, Over(answers_too=False))
    desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    publish_due(means)
    assert board.texts() == ["At noon."]


def test_an_answer_under_a_hold_is_refused_while_the_officer_still_has_the_words(force: Force) -> None:
    asked = force.question()
    place(force)
    with pytest.raises(Refused, match="A hold is in force"):
        desk.answer(force.store, force.people["officer"], asked, "At noon.", force.rules, force.now)
    assert force.publications() == []


def test_what_was_already_on_its_way_is_told(force: Force, means: Means, board: Board) -> None:
    force.due()
    with force.store.writing(durable=True) as db:
        (one,) = turns.due(db, force.now())
        publications.claim(db, one, "", means.limits(one.account.platform), force.now())
    assert place(force).says == "In force. 1 post was already on its way: ashby, “Beat surgery at noon”."
    assert place(force, Over(account_id=force["brook"].id)).says == "In force. Nothing was on its way."


def test_after_the_desk_has_answered_not_one_more_is_claimed_in_the_middle_of_a_burst(
    force: Force, means: Means, board: Board
) -> None:
    for number in range(40):
        force.approved(f"Notice {number}", ("ashby", "brook", "county", "page")[number % 4])
    force.now.forward(minutes=10)
    claimed: list[int] = []

    def hold() -> None:
        place(force)
        claimed.append(len(force.attempts()))

    holding = threading.Thread(target=hold)
    original = board.put_up

    def put_up(account: object, message: object) -> object:
        proof = original(account, message)  # type: ignore[arg-type]
        if len(board.public) == 8:
            holding.start()
        return proof

    board.put_up = put_up  # type: ignore[method-assign, assignment]
    publish_due(means)
    holding.join(10)
    publish_due(means)
    assert [len(force.attempts())] == claimed and claimed[0] < 40
    assert force.states().count(State.PUBLISHED) == claimed[0]


def test_a_hold_needs_a_reason_and_someone_whose_area_it_is(force: Force) -> None:
    for blank in ("", " \n\t", "\u200b\u00a0", "\x00"):
        with pytest.raises(Refused, match="Say why"):
            desk.hold(force.store, force.people["supervisor"], Over(), blank, force.now)
    with pytest.raises(Refused, match="at most 300 characters"):
        desk.hold(force.store, force.people["supervisor"], Over(), "a" * 301, force.now)
    with pytest.raises(Refused, match="do not let you place a hold for the whole force"):
        place(force, who="north supervisor")
    with pytest.raises(Refused, match="do not let you place a hold for brook"):
        place(force, Over(account_id=force["brook"].id), who="north supervisor")
    with pytest.raises(Refused, match="do not let you"):
        place(force, who="comms")
    assert place(force, Over(district_id=force.districts["north"]), who="north supervisor")
    assert place(force, Over(team_id=force["ashby"].team_id), who="north supervisor")
    assert place(force, who="administrator")


def test_a_hold_is_lifted_once(force: Force) -> None:
    done = place(force)
    desk.lift(force.store, force.people["supervisor"], done.id, force.now)
    with pytest.raises(Refused, match="lifted already"):
        desk.lift(force.store, force.people["supervisor"], done.id, force.now)


def test_an_approval_under_a_hold_says_that_nothing_leaves(force: Force) -> None:
    place(force)
    which = force.submitted()
    done = desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    assert "A hold is in force (major incident)" in done.says


def test_a_hold_never_ends_by_itself(force: Force, means: Means, board: Board) -> None:
    at = force.now() + timedelta(minutes=5)
    desk.hold(force.store, force.people["supervisor"], Over(), "incident", force.now, review_at=at)
    force.due()
    publish_due(means)
    assert board.calls == 0

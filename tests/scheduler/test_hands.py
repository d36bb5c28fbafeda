"""The hands of the publishing line: what goes first, how many side by side, and that nobody spins or comes twice."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import select

from domain.posts import Outgoing, PlatformName, Published
from domain.publication import Priority, State
from domain.purse import Limits
from scheduler import desk
from scheduler.desk import Refused
from scheduler.hands import Hands, publish_due
from scheduler.means import Means
from store import turns, workers
from store.tables import Account, Attempt, Hold, Publication, ScheduledPost, Trail
from tests.scheduler.board import Board, Hook
from tests.scheduler.conftest import Force

WHY = "A child is missing"


def crowd(force: Force, number: int, minutes: float = 10) -> list[Publication]:
    """One approved post, all for the same moment, on each of so many new pages."""
    at = force.now() + timedelta(minutes=minutes)
    with force.store.writing() as db:
        for one in range(number):
            name = f"crowd {one}"
            page = {"platform": PlatformName.FACEBOOK, "external_id": f"9{one}", "handle": name}
            force.accounts[name] = Account(**page, next_fetch_at=at, next_audience_at=at)  # type: ignore[arg-type]
        db.add_all(force.accounts[f"crowd {one}"] for one in range(number))
    return force.approved("Coffee at the bandstand", *(f"crowd {one}" for one in range(number)), minutes=minutes)


@contextmanager
def looks(force: Force) -> Iterator[list[str]]:
    """Every look for what is due."""
    seen: list[str] = []

    def hears(line: Any, cursor: Any, words: str, *rest: Any) -> None:
        if "row_number" in words:
            seen.append(words)

    event.listen(force.store.engine, "before_cursor_execute", hears)
    yield seen
    event.remove(force.store.engine, "before_cursor_execute", hears)


def test_urgent_posts_and_answers_go_before_what_was_due_earlier(force: Force, means: Means, board: Board) -> None:
    force.approved("Coffee", "ashby", minutes=1)
    force.approved("Lost dog", "brook", minutes=2)
    force.approved("Missing child", "county", minutes=3, urgent=WHY)
    force.now.forward(minutes=4)
    desk.answer(force.store, force.people["officer"], force.question(), "At noon.", force.rules, force.now)
    publish_due(replace(means, seats=1))
    assert board.texts() == ["Missing child", "At noon.", "Coffee", "Lost dog"]


def test_on_one_account_too_what_is_urgent_goes_first(force: Force, means: Means, board: Board) -> None:
    for minute, text in enumerate(("Coffee", "Lost dog"), 1):
        force.approved(text, "ashby", minutes=minute)
    force.approved("Missing child", "ashby", minutes=3, urgent=WHY)
    force.now.forward(minutes=4)
    publish_due(means)
    assert board.texts() == ["Missing child", "Coffee", "Lost dog"]


def test_what_becomes_urgent_in_the_midst_of_a_long_plan_goes_next(force: Force, means: Means, board: Board) -> None:
    crowd(force, 12)
    force.approved("Missing child", "ashby", minutes=10.1, urgent=WHY)
    force.now.forward(minutes=10)

    def meanwhile(accept: Callable[[], Published]) -> Published:
        force.now.forward(seconds=10)
        return accept()

    board.faults.append(meanwhile)
    publish_due(replace(means, seats=1))
    assert board.texts()[:2] == ["Coffee at the bandstand", "Missing child"]
    assert len(board.public) == 13


def test_a_plan_is_worked_through_without_asking_again_and_again(force: Force, means: Means, board: Board) -> None:
    crowd(force, 40)
    force.now.forward(minutes=10)
    with looks(force) as asked:
        publish_due(replace(means, seats=1))
    assert (len(board.public), len(asked)) == (40, 2)  # once for the plan, once to see that nothing is left


def test_urgent_waits_for_its_approval_its_time_and_a_hold_like_any_other(
    force: Force, means: Means, board: Board
) -> None:
    which = force.submitted("Missing child", urgent=WHY, minutes=10)
    publish_due(means)
    desk.approve(force.store, force.people["comms"], which, force.rules, force.now)
    publish_due(means)
    assert (board.calls, force.the().priority) == (0, Priority.FIRST)
    with force.store.writing() as db:
        db.add(Hold(reason="incident", placed_by_id=force.people["supervisor"].person_id, placed_at=force.now()))
    force.now.forward(minutes=10)
    publish_due(means)
    assert (board.calls, force.the().state) == (0, State.QUEUED)


def test_urgent_without_a_reason_is_refused_and_nothing_is_kept(force: Force) -> None:
    for said in (" ", "\n\t", "\x00"):
        with pytest.raises(Refused, match="Say why it is urgent"):
            force.submitted(urgent=said)
        words = force.words(urgent=said)
        faults = desk.look_over(force.store, force.people["officer"], words, force.rules, force.now)
        assert faults == ["Say why it is urgent. The reason is kept."]
    with force.store.reading() as db:
        assert db.exec(select(ScheduledPost)).all() == []


def test_who_may_not_write_may_not_call_anything_urgent(force: Force) -> None:
    administrator = force.people["administrator"]
    with pytest.raises(Refused, match="do not let you"):
        desk.draft(force.store, administrator, force.words(urgent=WHY), force.rules, force.now)


def test_the_trail_tells_who_called_it_urgent_why_and_when_it_no_longer_was(force: Force) -> None:
    officer = force.people["officer"]
    which = desk.draft(force.store, officer, force.words(urgent=f" {WHY} "), force.rules, force.now).id
    desk.edit(force.store, officer, which, force.rules, force.now, force.words("Other words", urgent=WHY))
    desk.edit(force.store, officer, which, force.rules, force.now, force.words("Other words"))
    with force.store.reading() as db:
        told = db.exec(select(Trail.detail, Trail.person_id).where(Trail.act == "urgent").order_by(Trail.id)).all()  # type: ignore[arg-type]
        assert db.get_one(ScheduledPost, which).urgent == ""
    assert told == [(WHY, officer.person_id), ("not urgent any more", officer.person_id)]


def test_a_copy_of_an_urgent_post_is_urgent(force: Force) -> None:
    (one,) = force.approved("Missing child", urgent=WHY)
    officer = force.people["officer"]
    copied = desk.copy(force.store, officer, one.scheduled_post_id, [one.account_id], force.rules, force.now).id
    with force.store.reading() as db:
        assert db.get_one(ScheduledPost, copied).urgent == WHY


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_three_hundred_due_at_one_moment_go_out_once_each_by_two_workers_and_no_account_is_in_two_hands(
    force: Force, means: Means, board: Board
) -> None:
    names = ("publisher one", "publisher two")
    with force.store.writing() as db:
        for name in names:
            workers.beat(db, name, "publisher", force.now(), force.now() + timedelta(hours=1))
    pages = [f"crowd {one}" for one in range(150)]
    due = [*crowd(force, 150), *force.approved("The coffee is cold", *pages, minutes=10)]
    force.now.forward(minutes=12)
    busy, seen = Busy(), Counter[str]()
    lines = [replace(means, seats=4, worker=name, connect=busy.watching(board)) for name in names]
    threads = [threading.Thread(target=lambda line=line: seen.update(publish_due(line))) for line in lines]  # type: ignore[misc]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    publish_due(lines[0])
    assert {one.state for one in force.publications()} == {State.PUBLISHED}
    assert len(board.public) == len(due) == 300
    assert (busy.met, busy.most <= 8) == ([], True)
    assert {one.worker for one in force.attempts()} <= set(names)


class Busy:
    """Who is calling at this moment, how many at most, and which account was met in two hands."""

    def __init__(self) -> None:
        self._lock, self._calling = threading.Lock(), Counter[UUID]()
        self.most, self.met = 0, list[UUID]()

    def watching(self, board: Board) -> Any:
        busy = self

        class Watched(Hook):
            def publish(self, message: Outgoing, key: str) -> Published:
                with busy._lock:
                    busy._calling[self.account.id] += 1
                    busy.most = max(busy.most, busy._calling.total())
                    busy.met += [self.account.id] if busy._calling[self.account.id] > 1 else []
                try:
                    return super().publish(message, key)
                finally:
                    with busy._lock:
                        busy._calling[self.account.id] -= 1

        return lambda account: Watched(board, account)


def test_never_more_calls_side_by_side_than_there_are_seats(force: Force, means: Means, board: Board) -> None:
    crowd(force, 30)
    force.now.forward(minutes=10)
    busy = Busy()
    hands = Hands(replace(means, seats=3, connect=busy.watching(board)))
    for _ in range(5):
        hands.work()
    hands.rest()
    hands.leave()
    assert (len(board.public), busy.most <= 3) == (30, True)


def test_where_a_claim_comes_second_the_account_rests_and_is_not_asked_for_again_and_again(
    force: Force, means: Means, board: Board
) -> None:
    (one,) = force.due()

    def somebody_was_quicker(account: Account) -> Hook:
        with force.store.writing() as db:
            db.get_one(Publication, one.id).state = State.PUBLISHING
        return Hook(board, account)

    with looks(force) as asked:
        told = publish_due(replace(means, connect=somebody_was_quicker))
    assert (dict(told), board.calls, len(asked)) == ({"taken by another": 1}, 0, 2)


def test_a_claim_that_breaks_for_a_fault_of_ours_is_set_back_and_says_so(
    force: Force, means: Means, board: Board
) -> None:
    (poisoned,) = force.due("Poisoned", "ashby")
    with force.store.writing() as db:  # an attempt that should not be there yet
        db.add(Attempt(publication_id=poisoned.id, number=1, started_at=force.now()))
    force.approved("Sound", "brook", minutes=1)
    force.now.forward(minutes=1)
    with looks(force) as asked:
        publish_due(means)
    one = force.the(poisoned.id)
    assert (board.texts(), one.state, one.trouble_kind) == (["Sound"], State.QUEUED, "Fault")
    assert one.not_before > force.now() and len(asked) <= 4


def test_an_empty_purse_is_no_claim_that_came_second(force: Force, means: Means, board: Board) -> None:
    force.due()
    told = publish_due(replace(means, limits=lambda platform: Limits(day_micros=1)))
    assert dict(told) == {"not published": 1}
    assert (board.calls, force.the().trouble_kind) == (0, "OutOfCredit")


def test_an_attempt_says_which_process_tried(force: Force, means: Means) -> None:
    force.due()
    publish_due(replace(means, worker="publisher marl 7"))
    assert [one.worker for one in force.attempts()] == ["publisher marl 7"]


def test_workers_share_the_accounts_and_each_takes_its_own_first_but_leaves_none(force: Force, means: Means) -> None:
    crowd(force, 20)
    force.now.forward(minutes=10)
    now, later = force.now(), force.now() + timedelta(minutes=1)
    with force.store.writing() as db:
        for name in ("a", "b", "c"):
            workers.beat(db, name, "publisher", now, later)
        workers.beat(db, "gone", "publisher", now, now)
        workers.beat(db, "collector", "collector", now, later)
        db.get_one(workers.Worker, "c").trouble = "it does not trust its clock"
    with force.store.reading() as db:
        shares = [workers.share(db, name, now) for name in ("a", "b", "c", "", "stranger")]
        lists = [[one.account.id for one in turns.due(db, now, share=share)] for share in shares[:2]]
    if force.store.sqlite:
        assert shares == [workers.ALONE] * 5
        return
    assert shares == [workers.Share(0, 2), workers.Share(1, 2), *[workers.ALONE] * 3]
    assert set(lists[0]) == set(lists[1]) and len(lists[0]) == 20
    first = [set(accounts[:half]) for accounts, half in zip(lists, _halves(lists), strict=True)]
    assert first[0].isdisjoint(first[1])


def _halves(lists: list[list[UUID]]) -> tuple[int, int]:
    """How many of each list come before the accounts with which the other begins."""
    mine = next(place for place, one in enumerate(lists[0]) if one == lists[1][0])
    return mine, len(lists[0]) - mine


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_urgent_goes_before_a_workers_own_share(force: Force) -> None:
    crowd(force, 20)
    urgent = force.approved("Missing child", "ashby", minutes=10, urgent=WHY)
    force.now.forward(minutes=10)
    with force.store.reading() as db:
        for part in range(2):
            first = turns.due(db, force.now(), share=workers.Share(part, 2))[0]
            assert first.publication.id == urgent[0].id

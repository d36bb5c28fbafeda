"""Trouble stops its own account only; an account is in one hand at a time, and comes when it is due."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from collector.cycle import run_cycle
from domain.cadence import Direction
from domain.clock import Clock
from domain.errors import RateLimited, Rejected, TokenExpired, Transient
from domain.posts import FetchedPost, Page, PlatformName
from domain.purse import Limits
from store import accounts
from store.db import Store
from store.tables import (
    Account,
    Pause,
    Post,
)
from tests.collector.conftest import Cycle, again, make_account, rows
from tests.collector.noticeboard import Board, busy, reply
from tests.conftest import Ticking


def no_limits(_: PlatformName) -> Limits:
    return Limits()


def test_trouble_postpones_its_own_account_and_says_why(store: Store, account: Account, now: Ticking) -> None:
    well = make_account(store, now(), 2)
    boards = {account.id: Board(faults={"fetch_posts": TokenExpired("reconnect it")}), well.id: busy(now())}
    came = run_cycle(store, lambda some: boards[some.id], now, no_limits)
    assert (came["accounts"], came["troubled"], came["posts"]) == (2, 1, 25)
    ill = again(store, account)
    assert (ill.trouble_kind, ill.trouble, ill.trouble_at, ill.failures) == ("TokenExpired", "reconnect it", now(), 1)
    assert ill.next_fetch_at == now() + timedelta(minutes=1)
    assert again(store, well).trouble_kind == ""


def test_trouble_grows_slower_and_is_forgotten_when_it_is_over(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = Board(faults={"fetch_posts": Transient("no answer")})
    began = now()
    for minutes in (1, 2, 4, 8):
        cycle(board)
        assert again(store, account).next_fetch_at == now() + timedelta(minutes=minutes)
        now.forward(minutes=minutes)
    assert again(store, account).trouble_at == began
    board.faults.clear()
    cycle(board)
    assert (again(store, account).trouble, again(store, account).failures) == ("", 0)


@pytest.mark.parametrize(
    ("told", "waits"),
    [
        (timedelta(minutes=12), timedelta(minutes=12)),
        (timedelta(minutes=-5), timedelta(minutes=1)),
        (timedelta(days=9_000), accounts.LONGEST_WAIT),
        (None, timedelta(minutes=1)),
    ],
)
def test_a_rate_limit_is_obeyed_unless_it_makes_no_sense(
    store: Store, account: Account, cycle: Cycle, now: Ticking, told: timedelta | None, waits: timedelta
) -> None:
    cycle(Board(faults={"fetch_replies": RateLimited("slow down", now() + told if told else None)}))
    assert again(store, account).next_fetch_at == now() + waits


def test_a_limit_for_all_pauses_the_platform_and_only_that(store: Store, account: Account, now: Ticking) -> None:
    later, page = (
        make_account(store, now() + timedelta(minutes=1), 2),
        make_account(store, now(), 3, PlatformName.FACEBOOK),
    )
    limited = RateLimited("the app is limited", now() + timedelta(minutes=30), whole_app=True)
    run_cycle(store, lambda _: Board(faults={"fetch_posts": limited}), now, no_limits, only=[account.id])
    (pause,) = rows(store, Pause)
    assert (pause.direction, pause.until) == (Direction.READING, now() + timedelta(minutes=30))
    now.forward(minutes=5)
    seen: list[UUID] = []
    run_cycle(store, lambda some: seen.append(some.id) or Board(), now, no_limits)  # type: ignore[func-returns-value]
    assert seen == [page.id]
    now.forward(minutes=30)
    run_cycle(store, lambda some: seen.append(some.id) or Board(), now, no_limits, workers=1)  # type: ignore[func-returns-value]
    assert seen[1:] == [later.id, account.id, page.id] or set(seen[1:]) == {later.id, account.id, page.id}


def test_a_step_that_is_refused_does_not_cost_the_others(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now())
    board.faults["fetch_audience"] = Rejected("insights need a permission")
    came = cycle(board)
    assert (came["posts"], came["replies"]) == (25, 25)
    shown = again(store, account)
    assert (shown.trouble_kind, shown.trouble, shown.failures) == ("Rejected", "insights need a permission", 0)


def test_an_account_that_refuses_everything_is_postponed(store: Store, account: Account, cycle: Cycle) -> None:
    refused = Rejected("this page was unpublished")
    cycle(Board(faults={"fetch_posts": refused, "fetch_replies": refused}))
    assert again(store, account).failures == 1


def test_an_error_of_our_own_is_logged_with_its_traceback_and_postpones(
    store: Store, account: Account, cycle: Cycle, now: Ticking, caplog: pytest.LogCaptureFixture
) -> None:
    cycle(Board(faults={"fetch_replies": ZeroDivisionError("our own")}))
    assert again(store, account).trouble_kind == "Bug"
    assert "ZeroDivisionError" in caplog.text
    assert again(store, account).next_fetch_at > now()


def test_busy_accounts_are_visited_often_and_quiet_ones_seldom(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now(), posts=1, replies=1)
    cycle(board)
    assert again(store, account).fetch_every_s == 450
    for _ in range(8):
        now.at = again(store, account).next_fetch_at
        cycle(board)
    assert again(store, account).fetch_every_s == 7_200
    board.replies.append(reply(7000, None, now()))
    now.at = again(store, account).next_fetch_at
    cycle(board)
    assert again(store, account).fetch_every_s == 3_600


def test_retired_accounts_and_those_not_asked_for_are_not_visited(store: Store, account: Account, now: Ticking) -> None:
    retired, other = make_account(store, now(), 2), make_account(store, now(), 3)
    with store.writing() as db:
        db.get_one(Account, retired.id).retired_at = now()
    seen: list[UUID] = []
    run_cycle(store, lambda some: seen.append(some.id) or Board(), now, no_limits, only=[retired.id, other.id])  # type: ignore[func-returns-value]
    assert seen == [other.id]


def test_the_longest_overdue_account_comes_first(store: Store, account: Account, now: Ticking) -> None:
    late = make_account(store, now() - timedelta(hours=1), 2)
    seen: list[UUID] = []
    run_cycle(store, lambda some: seen.append(some.id) or Board(), now, no_limits, workers=1)  # type: ignore[func-returns-value]
    assert seen == [late.id, account.id]


def test_several_collectors_never_have_one_account_in_two_hands(store: Store, now: Ticking) -> None:
    many = [make_account(store, now(), number) for number in range(12)]
    boards = {account.id: busy(now(), posts=12, replies=4) for account in many}
    hands, most, lock = Counter[UUID](), Counter[UUID](), threading.Lock()

    def connect(account: Account) -> Board:
        with lock:
            most[account.id] += 1
            hands[account.id] += 1
            assert hands[account.id] == 1
        board = boards[account.id]
        with lock:
            hands[account.id] -= 1
        return board

    def collect() -> None:
        other = Store(store.url.render_as_string(hide_password=False))
        run_cycle(other, connect, now, no_limits, workers=3)
        other.close()

    collectors = [threading.Thread(target=collect) for _ in range(4)]
    for collector in collectors:
        collector.start()
    for collector in collectors:
        collector.join()
    assert most == dict.fromkeys((account.id for account in many), 1)
    assert len(rows(store, Post)) == 12 * 12
    assert all(set(board.sold.values()) == {1} for board in boards.values())


def test_a_collector_that_was_asleep_beyond_its_lease_keeps_nothing(
    store: Store, account: Account, now: Ticking
) -> None:
    board = busy(now(), posts=5, replies=0)
    fetch: Callable[[str, datetime], Page[FetchedPost]] = board.fetch_posts

    def asleep(cursor: str, back_to: datetime) -> Page[FetchedPost]:
        page = fetch(cursor, back_to)
        board.fetch_posts = fetch  # type: ignore[method-assign]
        now.forward(minutes=20)
        run_cycle(store, lambda _: board, now, no_limits)
        return page

    board.fetch_posts = asleep  # type: ignore[method-assign]
    run_cycle(store, lambda _: board, now, no_limits)
    assert len(rows(store, Post)) == 5
    assert again(store, account).failures == 0
    assert again(store, account).claimed_until is None


def test_an_account_stays_in_hand_for_as_long_as_pages_come(store: Store, account: Account, now: Ticking) -> None:
    board, others = busy(now(), posts=55, replies=0), Board()
    fetch: Callable[[str, datetime], Page[FetchedPost]] = board.fetch_posts

    def slow(cursor: str, back_to: datetime) -> Page[FetchedPost]:
        now.forward(minutes=10)
        run_cycle(store, lambda _: others, now, no_limits)
        return fetch(cursor, back_to)

    board.fetch_posts = slow  # type: ignore[method-assign]
    run_cycle(store, lambda _: board, now, no_limits)
    assert (len(rows(store, Post)), +others.asked) == (55, Counter())


def test_asked_to_stop_it_keeps_the_page_in_hand_and_leaves(store: Store, account: Account, now: Ticking) -> None:
    board, stop = busy(now(), posts=30, replies=0), threading.Event()
    fetch = board.fetch_posts

    def last(cursor: str, back_to: datetime) -> Page[FetchedPost]:
        stop.set()
        return fetch(cursor, back_to)

    board.fetch_posts = last  # type: ignore[method-assign]
    run_cycle(store, lambda _: board, now, no_limits, stop=stop)
    assert len(rows(store, Post)) == board.size
    left = again(store, account)
    assert (left.claimed_until, left.next_fetch_at, left.trouble) == (None, now(), "")


def test_a_lost_lease_is_taken_over(store: Store, account: Account, now: Clock, cycle: Cycle) -> None:
    with store.writing() as db:
        assert accounts.claim(db, account.id, now())
        assert accounts.claim(db, account.id, now()) is None
    assert cycle(Board())["accounts"] == 0
    now.forward(minutes=16)  # type: ignore[attr-defined]
    assert cycle(Board())["accounts"] == 1

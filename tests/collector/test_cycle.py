"""A cycle visits each due account once, keeps page by page, and buys nothing twice."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from collector import visit as visits
from collector.cycle import run_cycle
from domain.clock import Clock
from domain.errors import OutOfCredit, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import FetchedPost, Page, PlatformName, Surface, Unreadable
from domain.purse import Limits
from store import accounts
from store.db import Store
from store.tables import (
    Account,
    AccountNumbers,
    MetricSnapshot,
    Pause,
    Post,
    PostNumbers,
    Question,
    Reply,
    Spending,
    Unread,
)
from tests.collector.conftest import Cycle, again, make_account, rows
from tests.collector.noticeboard import Board, busy, fresh, post, reply
from tests.conftest import Ticking


def no_limits(_: PlatformName) -> Limits:
    return Limits()


def test_a_cycle_brings_posts_replies_numbers_and_followers(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now())
    board.replies.append(reply(6000, "1024", now(), "What time does it start?"))
    assert cycle(board) == Counter(accounts=1, posts=25, replies=26, questions=1, audiences=1, edited=0, unreadable=0)
    assert len(rows(store, Post)) == len(rows(store, PostNumbers)) == len(rows(store, MetricSnapshot)) == 25
    assert [row.followers for row in rows(store, AccountNumbers)] == [1_200]
    assert rows(store, Question)[0].waiting_since == now()


def test_a_second_cycle_without_news_stores_nothing_and_buys_nothing(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now())
    cycle(board)
    before = [sorted(map(str, rows(store, table))) for table in (Post, Reply, MetricSnapshot, Spending, Question)]
    now.forward(minutes=10)
    came = cycle(board)
    assert came["accounts"] == 1
    assert not +(came - Counter(accounts=1))
    assert [
        sorted(map(str, rows(store, table))) for table in (Post, Reply, MetricSnapshot, Spending, Question)
    ] == before
    assert max(board.sold.values()) == 1


def test_what_is_bought_is_paid_once_in_a_utc_day(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    board = fresh(now())
    cycle(board)
    now.forward(hours=2)  # the posts are measured again, on the same day
    assert cycle(board)["numbers"] == 3
    paid = {row.operation: (row.units, row.micros) for row in rows(store, Spending)}
    assert paid == {"post.read": (3, 15_000), "user.read": (1, 10_000)}
    now.forward(days=1)
    cycle(board)
    assert sum(row.units for row in rows(store, Spending) if row.operation == "post.read") == 6


@pytest.mark.parametrize("page", range(1, 7))
def test_a_crash_at_any_page_loses_nothing_and_buys_only_that_page_again(
    store: Store, account: Account, now: Ticking, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = busy(now(), posts=25, replies=25)
    kept = Counter[str]()

    def dies(*_: object, **__: object) -> None:
        kept["pages"] += 1
        if kept["pages"] == page:
            raise KeyError("the machine went down")

    settle = visits.budget.settle
    monkeypatch.setattr(visits.budget, "settle", lambda *told: dies() or settle(*told))
    run_cycle(store, lambda _: board, now, no_limits)
    assert again(store, account).trouble_kind == "Bug"
    monkeypatch.undo()
    board.posts.append(post(2000, now()))
    for _ in range(2):  # the first closes the gap that the crash left
        now.forward(hours=2)
        run_cycle(store, lambda _: board, now, no_limits)
    assert {row.external_id for row in rows(store, Post)} == {item.external_id for item in board.posts}
    assert {row.external_id for row in rows(store, Reply)} == {item.external_id for item in board.replies}
    assert sum(row.units for row in rows(store, Spending) if row.operation == "post.read") == 51
    assert sum(count - 1 for count in board.sold.values() if count > 1) <= board.size


def test_one_unreadable_item_is_set_aside_once_and_its_page_is_kept(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now(), posts=0, replies=99)
    board.size = 100
    board.unreadable = [Unreadable("7777", "no text", '{"id": "7777"}'), Unreadable("", "no id", "{}")]
    came = cycle(board)
    assert (came["replies"], came["unreadable"]) == (99, 2)
    with store.writing() as db:
        db.get_one(Account, account.id).replies_cursor = ""
    now.forward(hours=3)
    assert cycle(board)["unreadable"] == 0
    assert {row.reason for row in rows(store, Unread)} == {"no text", "no id"}


def test_a_long_walk_stops_and_goes_on_at_once_the_next_time(
    store: Store, account: Account, cycle: Cycle, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collector.walks.PAGES", 3)
    board = busy(now(), posts=45, replies=0)
    assert cycle(board)["posts"] == 30
    assert again(store, account).next_fetch_at == now()
    assert cycle(board)["posts"] == 15
    assert again(store, account).next_fetch_at > now()


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
    assert rows(store, Pause)[0].until == now() + timedelta(minutes=30)
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


def test_progress_is_told_as_each_visit_ends(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    heard: list[tuple[str, int]] = []
    cycle(busy(now()), told=lambda some, came: heard.append((some.handle, came["posts"])))
    assert heard == [("marl_team_1", 25)]


def test_an_empty_purse_leaves_out_the_least_first_and_says_so(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = fresh(now(), replies=3)
    cycle(board)  # 6 posts and a user: 40,000 micros
    now.forward(hours=2)
    board.replies.append(reply(8000, None, now(), "Anybody there?"))
    before = board.asked.copy()
    came = cycle(board, Limits(day_micros=50_000))  # 80 % are gone
    assert board.asked["fetch_metrics"] == before["fetch_metrics"]
    assert (came["replies"], came["questions"]) == (1, 1)
    shown = again(store, account)
    assert (shown.trouble_kind, shown.failures) == ("OutOfCredit", 0)
    assert "no money for numbers of posts" in shown.trouble
    now.forward(hours=2)
    before = board.asked.copy()
    cycle(board, Limits(day_micros=45_000))  # everything is gone
    assert board.asked == before


def test_money_kept_for_writing_is_not_read_away(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    cycle(busy(now(), posts=3, replies=3))
    now.forward(hours=3)
    quiet = Board()
    cycle(quiet, Limits(month_micros=60_000, reserve_micros=20_000))
    assert not quiet.asked


def test_a_platform_without_prices_is_read_whatever_the_purse_says(store: Store, now: Ticking, cycle: Cycle) -> None:
    make_account(store, now(), 1, PlatformName.FACEBOOK)
    assert cycle(busy(now()), Limits(day_micros=0))["posts"] == 25


def test_the_platforms_own_empty_purse_is_shown(store: Store, account: Account, cycle: Cycle) -> None:
    cycle(Board(faults={"fetch_replies": OutOfCredit("credits depleted")}))
    assert again(store, account).trouble_kind == "OutOfCredit"


def test_reaching_back_makes_the_account_due_at_once(
    store: Store, account: Account, now: Ticking, cycle: Cycle
) -> None:
    cycle(busy(now()))
    long_ago = now() - timedelta(days=400)
    with store.writing() as db:
        assert accounts.reach_back(db, account, long_ago)
        assert not accounts.reach_back(db, account, long_ago + timedelta(days=1))
    asked: list[datetime] = []

    class Deep(Board):
        def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
            asked.append(back_to)
            return super().fetch_posts(cursor, back_to)

    assert cycle(Deep())["accounts"] == 1
    assert asked == [long_ago]


def test_a_lost_lease_is_taken_over(store: Store, account: Account, now: Clock, cycle: Cycle) -> None:
    with store.writing() as db:
        assert accounts.claim(db, account.id, now())
        assert accounts.claim(db, account.id, now()) is None
    assert cycle(Board())["accounts"] == 0
    now.forward(minutes=16)  # type: ignore[attr-defined]
    assert cycle(Board())["accounts"] == 1


def test_an_answer_of_ours_among_our_posts_closes_the_question_that_comes_after_it(
    store: Store, account: Account, now: Ticking, cycle: Cycle
) -> None:
    board = Board([post(1, now() - timedelta(days=1))], [reply(5, "1", now() - timedelta(hours=3), "Is it on today?")])
    answer = reply(9, "1", now(), "It is, at 6 pm.", parent="5", by_us=True)
    fetch = board.fetch_posts

    def with_answers(cursor: str, back_to: datetime) -> Page[FetchedPost]:
        return replace(fetch(cursor, back_to), replies=[answer])

    board.fetch_posts = with_answers  # type: ignore[method-assign]
    cycle(board)
    asked = rows(store, Question)
    assert [(row.outcome, row.closed_at) for row in asked] == [("answered", now())]


def test_replies_that_come_before_their_post_find_it_later(
    store: Store, account: Account, now: Ticking, cycle: Cycle
) -> None:
    board = Board([], [reply(5, "1", now()), reply(6, None, now(), thread="1", parent="1", surface=Surface.MENTION)])
    cycle(board)
    assert {row.post_id for row in rows(store, Reply)} == {None}
    board.posts.append(post(1, now() - timedelta(days=3)))
    now.forward(hours=1)
    cycle(board)
    ours = rows(store, Post)[0]
    assert {(row.post_id, row.surface) for row in rows(store, Reply)} == {(ours.id, "thread")}


def test_only_posts_that_may_still_draw_replies_are_watched(
    store: Store, account: Account, now: Ticking, cycle: Cycle
) -> None:
    board = Board([post(n, now() - timedelta(days=40 - 10 * n)) for n in (1, 2, 3)])
    cycle(board, back_days=60)
    assert board.watched == ["3", "2"]


def test_what_another_account_of_ours_writes_is_never_a_question(
    store: Store, account: Account, now: Ticking, cycle: Cycle
) -> None:
    make_account(store, now() + timedelta(days=1), 2)
    board = Board([], [reply(5, None, now(), "Could you share this, please?", author_id="92")])
    assert cycle(board)["questions"] == 0
    assert rows(store, Reply)[0].by_us

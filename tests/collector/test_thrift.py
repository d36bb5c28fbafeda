"""Nothing is bought twice, and an empty purse leaves out the least first."""

from collections import Counter

import pytest

from collector import visit as visits
from collector.cycle import run_cycle
from domain.errors import OutOfCredit
from domain.posts import Metrics, PlatformName
from domain.purse import Limits
from store.db import Store
from store.tables import (
    Account,
    MetricSnapshot,
    Post,
    Question,
    Reply,
    Spending,
)
from tests.collector.conftest import Cycle, again, make_account, rows
from tests.collector.noticeboard import Board, able, busy, fresh, post, reply
from tests.conftest import Ticking


def no_limits(_: PlatformName) -> Limits:
    return Limits()


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


def test_a_reply_that_is_looked_at_again_on_the_day_it_came_costs_nothing_more(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    now.forward(hours=16)  # an hour after midnight UTC
    cycle(board := Board([], [reply(5, None, now())]))
    now.forward(hours=21)
    cycle(board)
    assert board.looked_at == ["5"]
    assert [row.units for row in rows(store, Spending) if row.operation == "post.read"] == [1]


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
    assert came["replies"] == 1
    shown = again(store, account)
    assert (shown.trouble_kind, shown.failures) == ("OutOfCredit", 0)
    assert "no money for numbers of posts" in shown.trouble
    now.forward(hours=2)
    before = board.asked.copy()
    cycle(board, Limits(day_micros=45_000))  # everything is gone
    assert board.asked == before


def test_a_long_walk_ends_where_the_purse_does_and_goes_on_the_next_day(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now(), posts=0, replies=60)  # six pages of 50,000 micros
    purse = Limits(day_micros=120_000)
    assert cycle(board, purse)["replies"] == 30
    assert again(store, account).trouble_kind == "OutOfCredit"
    now.forward(days=1)
    cycle(board, purse)
    assert {row.external_id for row in rows(store, Reply)} == {item.external_id for item in board.replies}
    assert max(board.sold.values()) == 1


def test_looks_end_where_the_purse_does(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    board = Board([post(n, now()) for n in range(1, 31)], size=30)
    board.numbers = {each.external_id: Metrics(likes=1) for each in board.posts}
    few = {"capabilities": lambda _: able(frozenset(), batch=10)}
    cycle(board, **few)  # 30 posts and a user: 160,000 micros
    now.forward(days=1)
    cycle(board, Limits(day_micros=100_000), **few)  # a user, and numbers while less than 70,000 are gone
    assert (board.asked["fetch_metrics"], len(board.looked_at)) == (3 + 2, 0)
    now.forward(days=1)
    board.numbers = {}  # nothing is sold for numbers; second looks go on while less than 80,000 are gone
    cycle(board, Limits(day_micros=100_000), **few)
    assert len(board.looked_at) == 20


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

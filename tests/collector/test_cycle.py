"""A cycle visits each due account once, keeps page by page, and buys nothing twice."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.posts import FetchedPost, Page, PlatformName, Surface, Unreadable
from domain.purse import Limits
from store import accounts
from store.db import Store
from store.tables import (
    Account,
    AccountNumbers,
    MetricSnapshot,
    Post,
    PostNumbers,
    Question,
    Reply,
    Unread,
)
from tests.collector.conftest import Cycle, again, make_account, rows
from tests.collector.noticeboard import Board, busy, post, reply
from tests.conftest import Ticking
from tests.heard import hear_all


def no_limits(_: PlatformName) -> Limits:
    return Limits()


def test_a_cycle_brings_posts_replies_numbers_and_followers(
    store: Store, account: Account, cycle: Cycle, now: Ticking
) -> None:
    board = busy(now())
    board.replies.append(reply(6000, "1024", now(), "Who do I ring about parking?"))
    assert cycle(board) == Counter(accounts=1, posts=25, replies=26, audiences=1, edited=0, unreadable=0)
    assert len(rows(store, Post)) == len(rows(store, PostNumbers)) == len(rows(store, MetricSnapshot)) == 25
    assert [row.followers for row in rows(store, AccountNumbers)] == [1_200]
    assert rows(store, Reply)[0].heard == 0
    hear_all(store, now)
    assert rows(store, Question)[0].waiting_since == now()


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


def test_progress_is_told_as_each_visit_ends(store: Store, account: Account, cycle: Cycle, now: Ticking) -> None:
    heard: list[tuple[str, int]] = []
    cycle(busy(now()), told=lambda some, came: heard.append((some.handle, came["posts"])))
    assert heard == [("marl_team_1", 25)]


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
    hear_all(store, now)
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
    cycle(board)
    assert hear_all(store, now)["opened"] == 0
    assert rows(store, Reply)[0].by_us

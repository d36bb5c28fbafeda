"""The walk over what the public writes to a Facebook page, when Facebook or the process fails in the middle of it."""

from datetime import datetime

import pytest

from domain.errors import PlatformError, RateLimited, Rejected
from domain.posts import FetchedReply
from tests.conftest import Ticking
from tests.platforms.graph_place import (
    PAGE,
    Visited,
    back_to_fixture,  # noqa: F401
    by_id,
    long_thread,
    many,
    visited_fixture,  # noqa: F401
    walked,
)

POSTS = [f"{PAGE}_100", f"{PAGE}_1", f"{PAGE}_2", f"{PAGE}_3"]
THREAD = f"{PAGE}_100"


@pytest.mark.parametrize("step", range(7))
def test_a_crash_at_any_step_goes_on_where_it_was(visited: Visited, back_to: datetime, now: Ticking, step: int) -> None:
    made = {one.id for one in long_thread(visited, now, 250)}
    visited.server.faults.add("hang_up_before", "facebook", skip=step)
    found, cursor, broken = list[FetchedReply](), "", 0
    for _ in range(20):
        try:
            page = visited.line().fetch_replies(POSTS, cursor, back_to)
        except PlatformError:
            broken += 1
            now.forward(minutes=5)
            continue
        found, cursor = found + page.items, page.cursor
        if not page.more:
            break
    assert broken == 1
    assert made | {"100_1", f"{PAGE}_v1", "v1_1", f"{PAGE}_t1"} <= set(by_id(found))
    assert len(found) == len(by_id(found))


def test_a_limit_in_the_middle_is_waited_for_and_nothing_is_read_again(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    visited.server.faults.add("usage", "facebook", percent=90, skip=2)
    found, cursor = list[FetchedReply](), ""
    with pytest.raises(RateLimited) as limited:
        for _ in range(9):
            page = visited.page.fetch_replies(POSTS, cursor, back_to)
            found, cursor = found + page.items, page.cursor
    assert limited.value.reset_at is not None
    now.at = limited.value.reset_at
    visited.way.sent.clear()
    found += walked(visited.page, POSTS, cursor, back_to)[0]
    assert len(found) == len(by_id(found)) == 6
    assert f"{PAGE}/published_posts" not in visited.way.paths()


@pytest.mark.parametrize("edge", ["visitor_posts", "tagged"])
def test_a_surface_that_facebook_refuses_costs_only_itself_and_is_told(
    visited: Visited, back_to: datetime, edge: str
) -> None:
    visited.server.faults.add("forbidden", "facebook", operation=edge, code=10)
    replies, _, pages = walked(visited.page, POSTS, "", back_to)
    [aside] = [item for one in pages for item in one.unreadable]
    assert aside.external_id == edge
    assert "pages_read_user_content" in aside.reason
    assert "100_1" in by_id(replies)


def test_comments_that_the_token_may_not_read_are_told_as_a_missing_permission(
    visited: Visited, back_to: datetime
) -> None:
    visited.server.faults.add("forbidden", "facebook", operation="comments", code=10, times=None)
    with pytest.raises(Rejected, match="pages_read_user_content"):
        walked(visited.page, POSTS, "", back_to)


def test_one_thread_that_facebook_refuses_costs_only_itself(visited: Visited, back_to: datetime) -> None:
    visited.says("other", f"{PAGE}_2")
    visited.server.faults.add("forbidden", "facebook", operation="comments", code=100)
    replies, _, pages = walked(visited.page, POSTS, "", back_to)
    [aside] = [item for one in pages for item in one.unreadable]
    assert aside.external_id == f"{THREAD}/comments"
    assert "other" in by_id(replies)


def test_the_cursor_forgets_what_is_no_longer_watched(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    _, after, _ = walked(visited.page, POSTS, cursor, back_to)
    assert len(after) < 1_000 < len(cursor) < 10_000


@pytest.mark.parametrize("step", range(9))
def test_a_crash_while_many_threads_are_read_together_loses_nothing(
    visited: Visited, back_to: datetime, now: Ticking, step: int
) -> None:
    posts = many(visited, now)
    visited.server.faults.add("html_502", "facebook", skip=step)
    found, cursor = list[FetchedReply](), ""
    for _ in range(12):
        try:
            page = visited.line().fetch_replies(posts, cursor, back_to)
        except PlatformError:
            continue
        found, cursor = found + page.items, page.cursor
        if not page.more:
            break
    assert len(found) == len(by_id(found)) == 87 * 2 + 3


def test_one_unreadable_comment_among_many_threads_costs_nothing_else(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    posts = many(visited, now)
    visited.server.faults.add("bad_date", "facebook", operation="posts", times=None)
    replies, _, pages = walked(visited.page, posts, "", back_to)
    assert len(replies) + sum(len(one.unreadable) for one in pages) == 87 * 2 + 3

"""What the public writes to a Facebook page: the walk that reads only what has changed, and loses nothing."""

from datetime import datetime, timedelta

import pytest

from domain.posts import FetchedReply, Known, Surface
from platforms.facebook import CAPABILITIES
from sandbox.items import Item
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


def test_everything_the_public_wrote_is_told_with_its_place(visited: Visited, back_to: datetime) -> None:
    replies, _, pages = walked(visited.page, POSTS, "", back_to)
    told = by_id(replies)
    assert set(told) == {"100_1", "100_2", "100_3", f"{PAGE}_v1", "v1_1", f"{PAGE}_t1"}
    assert [one.unreadable for one in pages if one.unreadable] == []
    first = told["100_1"]
    assert (first.text, first.author, first.by_us) == ("What time does it start?", "Pat Quill", False)
    assert (first.post, first.thread, first.parent, first.surface) == (THREAD, THREAD, THREAD, Surface.THREAD)
    assert (told["100_2"].parent, told["100_2"].by_us, told["100_2"].author_id) == ("100_1", True, PAGE)


def test_what_stands_outside_our_posts_has_no_post(visited: Visited, back_to: datetime) -> None:
    told = by_id(walked(visited.page, POSTS, "", back_to)[0])
    visitor, tagged, below = told[f"{PAGE}_v1"], told[f"{PAGE}_t1"], told["v1_1"]
    assert (visitor.surface, visitor.post, visitor.thread) == (Surface.VISITOR, None, f"{PAGE}_v1")
    assert (tagged.surface, tagged.post, tagged.text) == (Surface.TAGGED, None, "Well done all")
    assert (below.surface, below.post, below.thread, below.parent) == (
        Surface.VISITOR,
        None,
        f"{PAGE}_v1",
        f"{PAGE}_v1",
    )


def test_comments_without_a_name_are_kept(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("no_from", "facebook", times=None)
    told = by_id(walked(visited.page, POSTS, "", back_to)[0])
    assert (told["100_1"].author, told["100_1"].author_id, told["100_1"].by_us) == ("", "", False)
    assert len(told) == 6


def test_comments_without_words_are_kept(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("unreadable_text", "facebook", operation="comments", times=None)
    replies, _, pages = walked(visited.page, POSTS, "", back_to)
    assert by_id(replies)["100_2"].text == ""
    assert not any(one.unreadable for one in pages)


def test_one_unreadable_comment_costs_nothing_else(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("bad_date", "facebook", operation="comments")
    replies, _, pages = walked(visited.page, POSTS, "", back_to)
    [aside] = [item for one in pages for item in one.unreadable]
    assert (aside.external_id, aside.reason) == ("100_2", "Its created_time is no time.")
    assert set(by_id(replies)) == {"100_1", "100_3", f"{PAGE}_v1", "v1_1", f"{PAGE}_t1"}


# What it costs.


def test_a_quiet_page_costs_four_requests_a_visit(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = visited.page.fetch_posts("", back_to).cursor
    _, cursor, _ = walked(visited.page, POSTS, "", back_to)
    now.forward(minutes=15)
    visited.way.sent.clear()
    visited.page.fetch_posts(posts, back_to)
    walked(visited.page, POSTS, cursor, back_to)
    assert visited.way.paths() == [
        f"{PAGE}/{edge}" for edge in ("published_posts", *("published_posts", "visitor_posts", "tagged"))
    ]


def test_a_page_with_87_posts_costs_four_requests_a_visit(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    for _ in range(8):
        now.forward(minutes=15)
        visited.way.sent.clear()
        read = visited.page.fetch_posts("", back_to)
        _, cursor, _ = walked(visited.page, posts, cursor, back_to)
        assert (len(visited.way.sent), read.more) == (4, False)


def test_only_the_thread_that_changed_is_read(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    now.forward(minutes=15)
    said = visited.says("news", posts[40])
    visited.way.sent.clear()
    replies, _, _ = walked(visited.page, posts, cursor, back_to)
    assert said.id in by_id(replies)
    assert [path for path in visited.way.paths() if path.endswith("/comments")] == [f"{posts[40]}/comments"]


def test_many_threads_are_read_together(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    replies, _, _ = walked(visited.page, posts, "", back_to)
    assert {f"{post}c{number}" for post in posts for number in range(2)} <= set(by_id(replies))
    assert len(replies) == len(by_id(replies)) == 87 * 2 + 3
    assert by_id(replies)[f"{posts[5]}c1"].parent == posts[5]
    assert len(visited.way.sent) == 3 + 4 + 1  # 87 posts in lists of 25, and the visitor's thread


def test_a_long_thread_among_many_is_read_alone(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    made = [visited.says(f"long{n}", posts[30], at=now() - timedelta(seconds=500 - n)) for n in range(120)]
    replies, _, _ = walked(visited.page, posts, "", back_to)
    assert {one.id for one in made} < set(by_id(replies))
    assert visited.way.paths().count(f"{posts[30]}/comments") == 2


def test_where_many_threads_cannot_be_told_together_they_are_read_alone(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    posts = many(visited, now)
    visited.server.faults.add("forbidden", "facebook", operation="posts", code=100, skip=1)
    replies, _, _ = walked(visited.page, posts, "", back_to)
    assert len(by_id(replies)) == 87 * 2 + 3
    assert len(visited.way.sent) == 3 + 1 + 88


def test_each_thread_is_read_whole_once_a_day(visited: Visited, back_to: datetime, now: Ticking) -> None:
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    now.forward(hours=19)
    visited.world.remove("facebook", f"{posts[60]}c1")
    said = visited.says("swapped", posts[60])  # the count is as it was
    replies, cursor, _ = walked(visited.page, posts, cursor, back_to)
    assert said.id not in by_id(replies)
    now.forward(hours=1)
    visited.way.sent.clear()
    replies, cursor, _ = walked(visited.page, posts, cursor, back_to)
    assert said.id in by_id(replies)
    assert len(visited.way.sent) == 3 + 4 + 1
    visited.way.sent.clear()
    walked(visited.page, posts, cursor, back_to)
    assert len(visited.way.sent) == 3


def test_a_day_of_a_quiet_page_with_87_posts_stays_within_four_calls_an_hour(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    """Visits every two hours, the daily reading of every thread, and the second look at all 174 comments and posts."""
    posts = many(visited, now)
    replies, cursor, _ = walked(visited.page, posts, "", back_to)
    items = [Known(reply.external_id, reply.thread) for reply in replies] + [Known(post) for post in posts]
    visited.way.sent.clear()
    for _ in range(12):
        now.forward(hours=2)
        visited.page.fetch_posts("", back_to)
        _, cursor, _ = walked(visited.page, posts, cursor, back_to)
    for start in range(0, len(items), CAPABILITIES.batch):
        look = visited.page.look_again(items[start : start + CAPABILITIES.batch])
        assert look.gone == frozenset()
    assert len(visited.way.sent) / 24 <= 4


# Late, many, changed.


def test_a_comment_that_was_held_appears_late_and_is_found(visited: Visited, back_to: datetime, now: Ticking) -> None:
    _, cursor, _ = walked(visited.page, POSTS, "", back_to)
    now.forward(minutes=15)
    held = visited.says("held", THREAD, "Was this removed?", at=now() - timedelta(hours=5))
    replies, _, _ = walked(visited.page, POSTS, cursor, back_to)
    assert held.id in by_id(replies)


def test_one_comment_for_another_is_found_within_a_day(visited: Visited, back_to: datetime, now: Ticking) -> None:
    _, cursor, _ = walked(visited.page, POSTS, "", back_to)
    now.forward(minutes=15)
    visited.world.remove("facebook", "100_3")
    said = visited.says("swapped", THREAD)
    found, cursor, _ = walked(visited.page, POSTS, cursor, back_to)
    assert said.id not in by_id(found)  # the count has not changed
    now.forward(hours=20)
    found += walked(visited.page, POSTS, cursor, back_to)[0]
    assert said.id in by_id(found)


def test_a_long_thread_is_read_page_by_page_and_then_only_its_end(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    made = long_thread(visited, now, 250)
    replies, cursor, _ = walked(visited.page, POSTS, "", back_to)
    assert {one.id for one in made} < set(by_id(replies))
    assert len(replies) == len(by_id(replies))
    now.forward(hours=2)
    news = visited.says("long-news", THREAD)
    visited.way.sent.clear()
    replies, _, _ = walked(visited.page, POSTS, cursor, back_to)
    assert news.id in by_id(replies)
    [params] = [params for _, path, params in visited.way.asked() if path == f"{THREAD}/comments"]
    assert int(params["since"]) == int((now() - timedelta(hours=3)).timestamp())


def test_more_than_a_page_of_comments_in_one_second_is_read_whole(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    made = [visited.says(f"burst{n}", THREAD, f"Burst {n}", at=now() - timedelta(hours=1)) for n in range(230)]
    assert {one.id for one in made} < set(by_id(walked(visited.page, POSTS, "", back_to)[0]))


@pytest.mark.parametrize("kind", ["out_of_order", "repeated", "next_without_token"])
def test_odd_pages_lose_nothing(visited: Visited, back_to: datetime, now: Ticking, kind: str) -> None:
    made = long_thread(visited, now, 250)
    visited.server.faults.add(kind, "facebook", times=None)
    assert {one.id for one in made} < set(by_id(walked(visited.page, POSTS, "", back_to)[0]))


def test_a_walk_that_rested_for_hours_goes_on_by_time(visited: Visited, back_to: datetime, now: Ticking) -> None:
    made = long_thread(visited, now, 250)
    found, cursor = list[FetchedReply](), ""
    for _ in range(6):
        page = visited.page.fetch_replies(POSTS, cursor, back_to)
        found, cursor = found + page.items, page.cursor
        now.forward(hours=2)
    found += walked(visited.page, POSTS, cursor, back_to)[0]
    assert {one.id for one in made} < set(by_id(found))


def test_visitors_beyond_a_page_are_all_read(visited: Visited, back_to: datetime, now: Ticking) -> None:
    person = visited.world.person("facebook", "Ada Finch").id
    made = {f"{PAGE}_w{n}" for n in range(230)}
    for number, ident in enumerate(sorted(made)):
        at = now() - timedelta(hours=number * 7 % 400 + 1)
        visited.world.put(Item("facebook", ident, "visitor", PAGE, person, "Hello?", at, root=ident))
    assert made < set(by_id(walked(visited.page, POSTS, "", back_to)[0]))


def test_going_deeper_reads_older_visitors(visited: Visited, back_to: datetime, now: Ticking) -> None:
    person, ident = visited.world.person("facebook", "Ada Finch").id, f"{PAGE}_old"
    at = now() - timedelta(days=200)
    visited.world.put(Item("facebook", ident, "visitor", PAGE, person, "Hello?", at, root=ident))
    replies, cursor, _ = walked(visited.page, POSTS, "", back_to)
    assert ident not in by_id(replies)
    deep = now() - timedelta(days=365)
    replies, cursor, _ = walked(visited.page, POSTS, cursor, deep)
    assert ident in by_id(replies)
    assert ident not in by_id(walked(visited.page, POSTS, cursor, deep)[0])


def test_a_page_without_posts_of_its_own_still_hears_visitors(visited: Visited, back_to: datetime) -> None:
    replies, _, _ = walked(visited.page, [], "", back_to)
    assert set(by_id(replies)) == {f"{PAGE}_v1", "v1_1", f"{PAGE}_t1"}
    assert f"{PAGE}/published_posts" not in visited.way.paths()


def test_a_post_that_is_gone_or_too_old_to_be_listed_stops_nothing(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    account = visited.world.accounts["facebook", PAGE]
    appeal = visited.world.publish("facebook", account, "Missing since May", at=now() - timedelta(days=90))
    visited.says("tip", appeal.id, "I saw him")
    visited.world.remove("facebook", f"{PAGE}_1")
    replies, cursor, _ = walked(visited.page, [*POSTS, appeal.id], "", back_to)
    assert {"tip", "100_1"} < set(by_id(replies))
    now.forward(minutes=15)
    visited.way.sent.clear()
    walked(visited.page, [*POSTS, appeal.id], cursor, back_to)
    assert len(visited.way.sent) == 3

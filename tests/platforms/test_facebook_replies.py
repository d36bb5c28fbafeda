"""What the public writes to a Facebook page: the walk that reads only what has changed, and loses nothing."""

from datetime import datetime, timedelta

import pytest

from domain.errors import PlatformError, RateLimited, Rejected
from domain.posts import FetchedReply, Surface
from sandbox.items import Item
from tests.conftest import Ticking
from tests.platforms.graph_place import PAGE, Visited, back_to_fixture, visited_fixture, walked  # noqa: F401

POSTS = [f"{PAGE}_100", f"{PAGE}_1", f"{PAGE}_2", f"{PAGE}_3"]
THREAD = f"{PAGE}_100"


def by_id(replies: list[FetchedReply]) -> dict[str, FetchedReply]:
    return {reply.external_id: reply for reply in replies}


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


def many(visited: Visited, now: Ticking) -> list[str]:
    """87 posts of the last four weeks, each with two comments."""
    account = visited.world.accounts["facebook", PAGE]
    made = [
        visited.world.publish("facebook", account, f"Beat note {n}", at=now() - timedelta(hours=7 * n + 7))
        for n in range(87)
    ]
    for post in made:
        for number in range(2):
            visited.says(f"{post.id}c{number}", post.id, at=post.at + timedelta(minutes=number + 1))
    return [post.id for post in made]


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


def test_each_thread_is_read_whole_once_a_day_a_few_at_each_visit(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    now.forward(hours=20)
    visited.way.sent.clear()
    costs = []
    for _ in range(16):
        before = len(visited.way.sent)
        _, cursor, _ = walked(visited.page, posts, cursor, back_to)
        costs.append(len(visited.way.sent) - before)
        now.forward(minutes=15)
    whole = [path for path in visited.way.paths() if path.endswith("/comments")]
    assert max(costs) <= 3 + 22 + 1
    assert set(whole) >= {f"{post}/comments" for post in posts}
    assert len(whole) == len(set(whole))


def test_an_hour_of_visits_to_a_quiet_page_stays_within_its_calls(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    """At the slowest pace a day costs 12 visits and one whole reading of each thread that has comments."""
    posts = many(visited, now)
    _, cursor, _ = walked(visited.page, posts, "", back_to)
    visited.way.sent.clear()
    for _ in range(36):
        now.forward(hours=2)
        visited.page.fetch_posts("", back_to)
        _, cursor, _ = walked(visited.page, posts, cursor, back_to)
    assert len(visited.way.sent) / 72 <= 6


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
    for _ in range(2):
        found += walked(visited.page, POSTS, cursor, back_to)[0]
    assert said.id in by_id(found)


def long_thread(visited: Visited, now: Ticking, count: int) -> list[Item]:
    at = visited.item(THREAD).at
    return [visited.says(f"long{n}", THREAD, f"Comment {n}", at=at + timedelta(seconds=n)) for n in range(count)]


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


# When things go wrong.


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

"""Second looks at a Facebook page: what was edited and what is gone, and nothing taken for gone that is not."""

from datetime import timedelta

import pytest

from domain.errors import PlatformError, RateLimited, Transient
from domain.posts import Known
from tests.conftest import Ticking
from tests.platforms.graph_place import (
    PAGE,
    Odd,
    Visited,
    comment,
    line_to,
    many,
    odd_fixture,  # noqa: F401
    visited_fixture,  # noqa: F401
)

THREAD = f"{PAGE}_100"
POSTS = [THREAD, f"{PAGE}_1", f"{PAGE}_2"]


def known(*comments: str, thread: str = THREAD) -> list[Known]:
    return [Known(comment, thread) for comment in comments]


def test_edits_and_deletions_of_every_kind_are_told(visited: Visited) -> None:
    visited.says("100_4", THREAD, "Silly me")
    visited.item(POSTS[1]).text = "Patrol note, corrected"
    visited.item("100_1").text = "What time?"
    visited.item("v1_1").text = "Me too"
    visited.item(f"{PAGE}_t1").text = "Well done everybody"
    for gone in ("100_4", POSTS[2], "100_3"):
        visited.world.remove("facebook", gone)
    items = [
        *(Known(post) for post in POSTS),
        *known("100_1", "100_2", "100_3", "100_4"),
        *known(f"{PAGE}_v1", "v1_1", thread=f"{PAGE}_v1"),
        *known(f"{PAGE}_t1", thread=f"{PAGE}_t1"),
    ]
    look = visited.page.look_again(items)
    assert look.gone == {"100_4", POSTS[2], "100_3"}
    assert look.texts["100_1"] == "What time?" and look.texts["v1_1"] == "Me too"
    assert look.texts[POSTS[1]] == "Patrol note, corrected"
    assert look.texts[f"{PAGE}_t1"] == "Well done everybody"
    assert set(look.texts) == {item.external_id for item in items} - look.gone


def test_a_thread_is_read_once_however_many_of_its_comments_are_looked_at(visited: Visited) -> None:
    visited.page.look_again(known("100_1", "100_2", "100_3"))
    assert visited.way.paths() == [f"{THREAD}/comments"]


def test_what_hung_under_a_post_that_is_gone_is_gone_too(visited: Visited) -> None:
    visited.world.remove("facebook", THREAD)
    look = visited.page.look_again([Known(THREAD), *known("100_1", "100_2"), Known(POSTS[1])])
    assert look.gone == {THREAD, "100_1", "100_2"}
    assert set(look.texts) == {POSTS[1]}


def test_a_visitors_post_that_is_gone_is_told(visited: Visited) -> None:
    visited.world.remove("facebook", f"{PAGE}_v1")
    look = visited.page.look_again([*known(f"{PAGE}_v1", "v1_1", thread=f"{PAGE}_v1"), Known(POSTS[1])])
    assert look.gone == {f"{PAGE}_v1", "v1_1"}


def test_posts_by_others_are_looked_for_beyond_the_first_page_of_their_lists(visited: Visited, now: Ticking) -> None:
    more = [
        comment(f"8{n}_t", (now() - timedelta(minutes=n + 1)).isoformat(), account=PAGE, surface="tagged")
        for n in range(150)
    ]
    visited.world.fill(more)
    look = visited.page.look_again(known(f"{PAGE}_t1", thread=f"{PAGE}_t1"))
    assert (set(look.texts), look.gone) == ({f"{PAGE}_t1"}, frozenset())
    assert visited.way.paths() == [f"{PAGE}/visitor_posts", f"{PAGE}/tagged", f"{PAGE}/tagged"]


def test_posts_by_others_in_lists_without_end_are_not_taken_for_gone(odd: Odd, now: Ticking) -> None:
    for n in range(12):
        marks = {"next": "https://graph.facebook.com/x", "cursors": {"after": f"m{n}"}}
        odd.says({"data": [{"id": f"5_{n}", "message": "Theirs"}], "paging": marks})
    odd.refuses(100, error_subcode=33)
    look = line_to(odd, now).look_again([*known("7_1", thread="7_1"), *known("5_3", thread="5_3")])
    assert (look.texts, look.gone) == ({"5_3": "Theirs"}, frozenset())


def test_a_comment_of_a_long_thread_is_looked_for_to_its_end(visited: Visited, now: Ticking) -> None:
    for number in range(250):
        visited.says(f"long{number}", THREAD, at=now() - timedelta(minutes=300 - number))
    look = visited.page.look_again(known("long5", "long240", "100_1"))
    assert set(look.texts) == {"long5", "long240", "100_1"}
    assert len(visited.way.sent) == 3


@pytest.mark.parametrize("kind", ["html_502", "truncated", "hang_up_before"])
def test_one_thread_in_trouble_does_not_cost_the_others(visited: Visited, kind: str) -> None:
    visited.server.faults.add(kind, "facebook", operation="comments")
    look = visited.page.look_again([*known("100_1"), Known(POSTS[1])])
    assert (set(look.texts), look.gone) == ({POSTS[1]}, frozenset())


def test_trouble_everywhere_is_told(visited: Visited) -> None:
    visited.server.faults.add("html_502", "facebook", times=None)
    with pytest.raises(Transient):
        visited.page.look_again([*known("100_1"), Known(POSTS[1])])


def test_a_limit_stops_a_second_look(visited: Visited) -> None:
    visited.server.faults.add("rate_limit", "facebook")
    with pytest.raises(RateLimited):
        visited.page.look_again([*known("100_1"), Known(POSTS[1])])


def test_nothing_is_gone_where_comments_are_not_shown_to_us(visited: Visited) -> None:
    visited.server.faults.add("forbidden", "facebook", operation="visitor_posts", code=10, times=None)
    visited.world.remove("facebook", "100_3")
    with pytest.raises(PlatformError, match="pages_read_user_content"):
        visited.page.look_again(known("100_3"))


def test_a_comment_left_out_of_its_thread_is_not_taken_for_gone(odd: Odd, now: Ticking) -> None:
    odd.says({"data": []})
    odd.says({"id": "1_2", "message": "Still here"})
    assert line_to(odd, now).look_again(known("1_2")).texts == {"1_2": "Still here"}


def test_many_posts_and_threads_are_looked_at_together(visited: Visited, now: Ticking) -> None:
    posts = many(visited, now)
    items = [Known(post) for post in posts] + [Known(f"{post}c{number}", post) for post in posts for number in range(2)]
    visited.item(f"{posts[70]}c0").text = "Edited"
    visited.item(posts[3]).text = "Corrected"
    visited.world.remove("facebook", f"{posts[50]}c1")
    visited.world.remove("facebook", posts[80])
    look = visited.page.look_again(items)
    assert look.gone == {f"{posts[50]}c1", posts[80], f"{posts[80]}c0", f"{posts[80]}c1"}
    assert (look.texts[f"{posts[70]}c0"], look.texts[posts[3]]) == ("Edited", "Corrected")
    assert set(look.texts) == {item.external_id for item in items} - look.gone
    assert len(visited.way.sent) == 4 + 1 + 1  # four lists, and a look at each that was missing there


def test_where_many_cannot_be_told_together_they_are_looked_at_alone(visited: Visited, now: Ticking) -> None:
    posts = many(visited, now)[:6]
    visited.server.faults.add("html_502", "facebook", operation="posts")
    look = visited.page.look_again([Known(f"{post}c0", post) for post in posts])
    assert (set(look.texts), look.gone) == ({f"{post}c0" for post in posts}, frozenset())


def test_threads_listed_without_their_comments_are_looked_at_alone(odd: Odd, now: Ticking) -> None:
    odd.says({"data": [{"id": f"1_{n}", "message": "Ours"} for n in range(5)]})
    odd.says({"data": [{"id": f"1_{n}c", "message": "Theirs"} for n in range(5)]})
    look = line_to(odd, now).look_again([Known(f"1_{n}c", f"1_{n}") for n in range(5)])
    assert (len(look.texts), look.gone) == (5, frozenset())

"""Watching our threads on X: searched by windows of time, many conversations to a query, nothing twice."""

from datetime import timedelta

import pytest

from domain.errors import Transient
from domain.posts import FetchedReply
from platforms import x_threads
from platforms.gaps import stamp
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, Place, back, walk

HOUR = timedelta(hours=1)


def heard(place: Place, posts: list[str], cursor: str = "") -> tuple[list[FetchedReply], str]:
    """Everything that one visit brings of what the public wrote."""
    items, _, cursor = walk(
        lambda at: place.adapter(watch_threads=True).fetch_replies(posts, at, back(place.now)), cursor
    )
    return items, cursor


def searches(place: Place) -> list[dict[str, str]]:
    return [sent.query for sent in place.sent if sent.path.endswith("/search/recent")]


def test_an_answer_that_does_not_name_us_is_found_by_watching(on_x: Place) -> None:
    post = on_x.we_say("Bike marking on Saturday", ago=3 * HOUR)
    named = on_x.they_answer(post, "What time?", at=on_x.now() - 2 * HOUR)
    silent = on_x.they_answer(post, "And where?", "Robin Vale", at=on_x.now() - HOUR, mentions_us=False)
    plain = walk(lambda at: on_x.adapter().fetch_replies([post.id], at, back(on_x.now)))[0]
    assert [reply.external_id for reply in plain] == [named.id]
    found, _ = heard(on_x, [post.id])
    assert [reply.external_id for reply in found] == [named.id, silent.id]
    assert found[1].post == post.id and not found[1].by_us


def test_nothing_is_bought_twice_by_watching(on_x: Place) -> None:
    posts = [on_x.we_say(f"Post number {number}", ago=number * HOUR) for number in range(3, 63)]
    for post in posts:
        on_x.they_answer(post, "What time?", at=post.at + HOUR)
        on_x.they_answer(post, "And where?", "Robin Vale", at=post.at + 2 * HOUR, mentions_us=False)
        on_x.we_answer(post, "At ten.", at=post.at + 2 * HOUR)
    watched, cursor, found = [post.id for post in posts], "", set[str]()
    for visit in range(4):
        on_x.now.forward(minutes=7)
        late = on_x.they_answer(posts[visit], f"Late {visit}", "Jo Reed", mentions_us=False)
        items, cursor = heard(on_x, watched, cursor)
        found |= {reply.external_id for reply in items}
        assert late.id not in found  # X finds it only some seconds later, and so do we
    on_x.now.forward(minutes=7)
    found |= {reply.external_id for reply in heard(on_x, watched, cursor)[0]}
    there = {item.id for item in on_x.world.items.values() if item.parent and not item.by_us}
    assert found == there
    [day] = on_x.server.ledger.tell().values()
    assert day["posts_twice"] == {}


def test_a_busy_thread_is_read_page_by_page_through_any_crash(on_x: Place) -> None:
    post = on_x.we_say("Road closed after a burst main", ago=6 * HOUR)
    made = {
        on_x.they_answer(
            post, f"Question {number}?", at=on_x.now() - HOUR - number * timedelta(seconds=30), mentions_us=False
        ).id
        for number in range(350)
    }
    cursor, found, reads = "", list[str](), 0
    while True:
        read = on_x.adapter(watch_threads=True).fetch_replies([post.id], cursor, back(on_x.now))
        found += [reply.external_id for reply in read.items]
        cursor, reads = read.cursor, reads + 1
        if not read.more:
            break
    assert sorted(found) == sorted(made)
    assert reads == 5  # the mentions, and four pages


def test_a_search_that_fails_goes_on_where_it_stopped(on_x: Place) -> None:
    post = on_x.we_say("Road closed", ago=2 * HOUR)
    silent = on_x.they_answer(post, "Why?", at=on_x.now() - HOUR, mentions_us=False)
    mentions = on_x.adapter(watch_threads=True).fetch_replies([post.id], "", back(on_x.now))
    assert mentions.more
    on_x.goes_wrong("server_error_before", operation="search")
    with pytest.raises(Transient):
        heard(on_x, [post.id], mentions.cursor)
    on_x.now.forward(hours=3)
    assert [reply.external_id for reply in heard(on_x, [post.id], mentions.cursor)[0]] == [silent.id]


def test_queries_hold_many_conversations_and_never_more_than_x_takes(on_x: Place) -> None:
    posts = [on_x.we_say(f"Post number {number}", ago=number * HOUR).id for number in range(1, 40)]
    heard(on_x, posts)
    asked = [query["query"] for query in searches(on_x)]
    assert len(asked) == 4
    assert all(len(query) <= 512 for query in asked)
    assert asked[0].endswith(f") -from:{HANDLE} -@{HANDLE}")
    assert sorted(post for post in posts if any(f":{post}" in query for query in asked)) == sorted(posts)


def test_posts_older_than_a_week_are_not_searched_for(on_x: Place) -> None:
    young = on_x.we_say("This week", ago=timedelta(days=2)).id
    old = on_x.we_say("Last month", ago=timedelta(days=20)).id
    heard(on_x, [young, old])
    [query] = searches(on_x)
    assert young in query["query"] and old not in query["query"]


def test_a_new_post_is_searched_from_its_beginning(on_x: Place) -> None:
    first = on_x.we_say("First", ago=2 * HOUR)
    _, cursor = heard(on_x, [first.id])
    second = on_x.we_say("Second", ago=HOUR / 2)
    on_x.they_answer(second, "Why?", at=on_x.now() - HOUR / 3, mentions_us=False)
    on_x.now.forward(minutes=30)
    found, _ = heard(on_x, [second.id, first.id], cursor)
    assert [reply.text for reply in found] == ["Why?"]
    windows = {query["query"].count("conversation_id"): query["start_time"] for query in searches(on_x)[1:]}
    assert set(windows) == {1} and len(searches(on_x)) == 3


def test_a_process_that_was_down_for_long_asks_only_for_what_x_still_finds(on_x: Place) -> None:
    post = on_x.we_say("Road closed", ago=2 * HOUR)
    mentions = on_x.adapter(watch_threads=True).fetch_replies([post.id], "", back(on_x.now))
    on_x.now.forward(days=6)
    late = on_x.they_answer(post, "Still closed?", mentions_us=False)
    on_x.now.forward(days=3)
    found, cursor = heard(on_x, [post.id], mentions.cursor)
    assert found == []
    fresh = on_x.we_say("Open again")
    reply = on_x.they_answer(fresh, "Thanks. And the bridge?", mentions_us=False)
    on_x.now.forward(minutes=10)
    assert [item.external_id for item in heard(on_x, [fresh.id, post.id], cursor)[0]] == [reply.id]
    assert late.id != reply.id


def test_watching_that_is_switched_off_stops(on_x: Place) -> None:
    post = on_x.we_say("Road closed", ago=2 * HOUR)
    mentions = on_x.adapter(watch_threads=True).fetch_replies([post.id], "", back(on_x.now))
    read = on_x.adapter().fetch_replies([post.id], mentions.cursor, back(on_x.now))
    assert not read.more and searches(on_x) == []


def test_our_own_handle_is_written_as_x_knows_it() -> None:
    assert x_threads.query(["5"], HANDLE) == f"(conversation_id:5) -from:{HANDLE} -@{HANDLE}"


def test_a_second_search_within_the_minute_opens_nothing(now: Ticking) -> None:
    first = x_threads.begun(x_threads.Threads(), [ACCOUNT], HANDLE, now())
    assert first.done == stamp(now() - x_threads.LAG) and len(first.open) == 1
    closed = x_threads.shrunk(first, [], more=False)
    assert x_threads.begun(closed, [ACCOUNT, "5"], HANDLE, now()) == closed
    assert x_threads.loaded(x_threads.dump(first)) == first

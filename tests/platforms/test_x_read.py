"""X read: items one by one, both vocabularies, second versions, and pages as odd as X sends them."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import Rejected, Transient
from domain.posts import Known, Metrics, PlatformName, Surface
from platforms import x, x_client
from sandbox.server import serve
from sandbox.world import World
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, KEYS, Place, Scripted, back, walk

Json = dict[str, Any]

AT = "2026-11-24T08:00:00.000Z"
COUNTS = {"like_count": 7, "reply_count": 2, "retweet_count": 3, "quote_count": 1, "impression_count": 900}


def tweet(ident: str = "500", **more: Any) -> Json:
    told = {"id": ident, "text": "Bike marking", "created_at": AT, "conversation_id": ident, "author_id": ACCOUNT}
    return told | {"edit_history_tweet_ids": [ident], "public_metrics": COUNTS} | more


def page(*items: Any, **meta: Any) -> Json:
    return ({"data": list(items)} if items else {}) | {"meta": {"result_count": len(items)} | meta}


# Our own posts.


def test_what_the_public_says_is_not_written_into_the_debug_log(
    scripted: Scripted, told_x: x.X, now: Ticking, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="tweepy")  # a door that was opened before keeps it quiet
    scripted.says(page(tweet(text="My name is Pat and I live at number nine")))
    assert told_x.fetch_posts("", back(now)).items
    assert "Received API response" in caplog.text
    assert "number nine" not in caplog.text


def test_numbers_come_with_the_posts(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(tweet()))
    [post] = told_x.fetch_posts("", back(now)).items
    assert post.metrics == Metrics(likes=7, replies=2, shares=4, views=900)
    assert post.url == f"https://x.com/{HANDLE}/status/500"
    assert post.created_at == datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_what_stands_beside_the_words_is_read_off_the_fields_that_came(scripted: Scripted, told_x: x.X) -> None:
    def linked(link: str, **more: str) -> Json:
        return {"entities": {"urls": [{"url": "https://t.co/a", "expanded_url": link, **more}]}}

    shown: dict[str, Json] = {
        "text": {"attachments": None},
        "image": {"attachments": {"media_keys": ["3_77"]}},
        "video": linked(f"https://x.com/{HANDLE}/status/2/video/1") | {"attachments": {"media_keys": ["3_1", "7_2"]}},
        "poll": {"attachments": {"poll_ids": ["9"]}},
        "link": linked("https://marlshire.example/bikes"),
        "other": linked(f"https://x.com/{HANDLE}/status/5/photo/1", media_key="99_1"),
    }
    items = [tweet(str(at), **more) for at, more in enumerate(shown.values(), 1)]
    quoting = tweet("7", **linked("https://twitter.com/Another/status/8"))
    scripted.says({"data": [*items, quoting]})
    told = told_x.fetch_metrics([str(at) for at in range(1, 8)]).media
    assert list(told.values()) == [*shown, "text"]
    assert all("expansions" not in query for sent in scripted.asked for query in [sent.query])


def test_impressions_that_x_never_counted_are_not_zero(scripted: Scripted, told_x: x.X) -> None:
    old = {**COUNTS, "impression_count": 0}
    quiet = dict.fromkeys(COUNTS, 0)
    scripted.says({"data": [tweet("1", public_metrics=old), tweet("2", public_metrics=quiet)]})
    told = told_x.fetch_metrics(["1", "2"]).metrics
    assert (told["1"].views, told["2"].views) == (None, 0)


@pytest.mark.parametrize("odd", [None, "7", True, -1, 2**31, 2**63, 1.5])
def test_a_number_that_is_none_is_not_told(scripted: Scripted, told_x: x.X, odd: object) -> None:
    scripted.says({"data": [tweet(public_metrics={**COUNTS, "like_count": odd})]})
    told = told_x.fetch_metrics(["500"]).metrics["500"]
    assert (told.likes, told.replies) == (None, 2)


def test_a_long_post_is_told_whole(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    whole = "A long story. " * 40
    scripted.says(page(tweet(note_tweet={"text": whole})))
    assert told_x.fetch_posts("", back(now)).items[0].text == whole


def test_texts_are_kept_as_x_gives_them_but_storable(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(tweet("1", text="Locks &amp; lights https://t.co/abc"), tweet("2", text="a\x00b")))
    texts = [post.text for post in told_x.fetch_posts("", back(now)).items]
    assert texts == ["Locks &amp; lights https://t.co/abc", "ab"]


def test_half_a_surrogate_pair_harms_neither_the_page_nor_the_database(
    scripted: Scripted, told_x: x.X, now: Ticking
) -> None:
    raw = b'{"data": [%s, {"id": "2", "created_at": "%s", "text": "odd \\ud83d sign"}], "meta": {"result_count": 2}}'
    first = b'{"id": "1", "created_at": "%s", "text": "fine"}' % AT.encode()
    scripted.says(raw % (first, AT.encode()))
    texts = [post.text for post in told_x.fetch_posts("", back(now)).items]
    assert texts == ["fine", "odd ? sign"]


@pytest.mark.parametrize(
    "odd",
    [
        {"id": "3", "created_at": AT},
        {"id": "3", "text": None, "created_at": AT},
        {"id": "3", "text": "No date"},
        {"id": "3", "text": "No date", "created_at": "yesterday"},
        {"id": "3", "text": "No date", "created_at": 1},
        {"id": "3", "text": "Far date", "created_at": "0001-01-01T00:00:00+14:00"},
        {"id": ["3"], "text": "No id", "created_at": AT},
        {"text": "No id", "created_at": AT},
        "a word",
        None,
        [1],
        {"id": "3", "text": 7, "created_at": AT, "public_metrics": [], "referenced_tweets": {}},
    ],
)
def test_one_bad_item_costs_nothing_else(scripted: Scripted, told_x: x.X, now: Ticking, odd: Any) -> None:
    scripted.says(page(*[tweet(str(ident)) for ident in range(100, 199)], odd))
    read = told_x.fetch_posts("", back(now))
    assert len(read.items) == 99
    [aside] = read.unreadable
    assert aside.reason.endswith(".") and len(aside.raw) <= 4_000


def test_wrong_extras_cost_nothing(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    odd = tweet(public_metrics=7, referenced_tweets="none", note_tweet=[], entities=1, conversation_id={}, author_id=4)
    scripted.says(page(odd))
    [post] = told_x.fetch_posts("", back(now)).items
    assert (post.text, post.metrics) == ("Bike marking", None)


def test_a_huge_item_is_kept_aside_in_part(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page({"id": "3", "created_at": AT, "source": "x" * 1_000_000}))
    assert len(told_x.fetch_posts("", back(now)).unreadable[0].raw) == 4_000


def test_our_answers_come_beside_our_posts_and_reposts_not_at_all(
    scripted: Scripted, told_x: x.X, now: Ticking
) -> None:
    answer = tweet("9", conversation_id="5", referenced_tweets=[{"type": "replied_to", "id": "7"}])
    repost = tweet("8", referenced_tweets=[{"type": "retweeted", "id": "6"}])
    quote = tweet("7", referenced_tweets=[{"type": "quoted", "id": "4"}])
    scripted.says(page(answer, repost, quote))
    read = told_x.fetch_posts("", back(now))
    assert [post.external_id for post in read.items] == ["7"]
    [reply] = read.replies
    assert (reply.external_id, reply.parent, reply.thread, reply.post) == ("9", "7", "5", "5")
    assert (reply.by_us, reply.author_id, reply.url) == (True, ACCOUNT, "https://x.com/i/status/9")
    assert read.bought == {"post.read": ("9", "8", "7")}


def test_the_second_vocabulary_is_read_as_the_first(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    counts = {"like_count": 7, "reply_count": 2, "repost_count": 3, "quote_count": 1, "impression_count": 900}
    new: Json = {"id": "9", "text": "Short", "created_at": AT, "author_id": ACCOUNT, "conversation_id": "5"}
    new |= {"edit_history_post_ids": ["8", "9"], "note_post": {"text": "Long"}, "public_metrics": counts}
    answer = {
        **new,
        "id": "11",
        "edit_history_post_ids": ["11"],
        "referenced_posts": [{"type": "replied_to", "id": "5"}],
    }
    scripted.says(page(new, answer))
    read = told_x.fetch_posts("", back(now))
    assert [(post.external_id, post.text) for post in read.items] == [("8", "Long")]
    assert read.items[0].metrics == Metrics(likes=7, replies=2, shares=4, views=900)
    assert [(reply.external_id, reply.parent) for reply in read.replies] == [("11", "5")]


def test_the_sandboxes_second_vocabulary_is_read(world: World, now: Ticking) -> None:
    running = serve(world, vocabulary="post")
    try:
        place = Place(PlatformName.X, world, running, now)
        post = place.we_say("Bike marking", ago=timedelta(hours=1), likes=7, shares=2, views=900)
        said = place.we_answer(place.they_answer(post, "What time?"), "At ten.")
        read = place.adapter().fetch_posts("", back(now))
        assert [item.metrics for item in read.items] == [Metrics(likes=7, replies=2, shares=2, views=900)]
        assert [reply.external_id for reply in read.replies] == [said.id]
    finally:
        running.close()


# Pages.


def test_an_empty_page_has_no_data_and_is_well(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page())
    read = told_x.fetch_posts("", back(now))
    assert (read.items, read.more, read.bought) == ([], False, {})


def test_an_empty_page_with_a_token_is_gone_past(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(next_token="a1"))
    scripted.says(page(next_token="a2"))
    scripted.says(page(tweet(), next_token="a3"))
    read = told_x.fetch_posts("", back(now))
    assert (len(read.items), read.more) == (1, True)
    assert [sent.query.get("pagination_token") for sent in scripted.asked] == [None, "a1", "a2"]
    scripted.says(page())
    scripted.take()
    told_x.fetch_posts(read.cursor, back(now))
    assert scripted.asked[-1].query["until_id"] == "500" and "pagination_token" not in scripted.asked[-1].query


def test_pages_without_end_and_without_news_are_given_up(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(next_token="a1"))
    with pytest.raises(Transient):
        told_x.fetch_posts("", back(now))
    assert len(scripted.asked) == x_client.HOPS


def test_a_page_of_what_was_read_before_is_gone_past(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(tweet("500"), next_token="a1"))
    scripted.says(page(tweet("500"), next_token="a2"))
    scripted.says(page(tweet("400")))
    first = told_x.fetch_posts("", back(now))
    second = told_x.fetch_posts(first.cursor, back(now))
    assert {post.external_id for post in second.items} == {"500", "400"} and not second.more


@pytest.mark.parametrize(
    "odd", [{}, [], "word", {"data": {}}, {"meta": {"result_count": 3}}, {"meta": 1}, {"data": "x", "meta": {}}]
)
def test_what_is_no_page_is_not_taken_for_an_empty_one(
    scripted: Scripted, told_x: x.X, now: Ticking, odd: object
) -> None:
    scripted.says(odd)
    with pytest.raises(Transient):
        told_x.fetch_posts("", back(now))


@pytest.mark.parametrize("odd", [b"", b"<html>Sorry</html>", b'{"data": [{"id": "1"', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_no_answer(scripted: Scripted, told_x: x.X, now: Ticking, odd: bytes) -> None:
    scripted.says(odd)
    with pytest.raises(Transient):
        told_x.fetch_posts("", back(now))


def test_an_account_that_x_does_not_know_is_said(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(
        {"errors": [{"resource_id": ACCOUNT, "type": "https://api.twitter.com/2/problems/resource-not-found"}]}
    )
    with pytest.raises(Rejected, match="knows no such account"):
        told_x.fetch_posts("", back(now))


def test_a_walk_asks_for_what_is_unread_and_nothing_else(on_x: Place) -> None:
    for number in range(1, 131):
        on_x.we_say(f"Post number {number}", ago=timedelta(hours=number))
    _, _, cursor = walk(lambda at: on_x.adapter().fetch_posts(at, back(on_x.now)))
    on_x.now.forward(minutes=10)
    on_x.adapter().fetch_posts(cursor, back(on_x.now))
    asked = [sent.query for sent in on_x.sent]
    assert [sorted({"since_id", "until_id", "start_time"} & query.keys()) for query in asked] == [
        ["start_time"],
        ["start_time", "until_id"],
        ["since_id"],
    ]
    assert not any("pagination_token" in query or "expansions" in query for query in asked)


def test_a_crash_at_any_page_loses_nothing_and_buys_nothing_twice(on_x: Place) -> None:
    made = {on_x.we_say(f"Post number {number}", ago=timedelta(minutes=number)).id for number in range(1, 551)}
    for crash_at in range(1, 8):
        on_x.server.ledger.returned.clear()
        found: set[str] = set()
        cursor = ""
        for _ in range(crash_at):  # each page by a fresh process that knows the last cursor and nothing else
            read = on_x.adapter().fetch_posts(cursor, back(on_x.now))
            found |= {post.external_id for post in read.items}
            cursor = read.cursor
        on_x.now.forward(minutes=1)
        made.add(on_x.we_say(f"Posted while it was down, {crash_at}").id)
        for _ in range(2):
            items, _, cursor = walk(lambda at: on_x.adapter().fetch_posts(at, back(on_x.now)), cursor)
            found |= {post.external_id for post in items}
        assert found == made
        [day] = on_x.server.ledger.tell().values()
        assert day["posts_twice"] == {}


# What the public writes.


def test_what_names_us_elsewhere_is_told_as_a_mention(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    inside = tweet("9", conversation_id="5", author_id="77", referenced_tweets=[{"type": "replied_to", "id": "7"}])
    outside = tweet("8", conversation_id="4", author_id="78")
    repost = tweet("6", author_id="79", referenced_tweets=[{"type": "retweeted", "id": "5"}])
    scripted.says(page(inside, outside, repost))
    read = told_x.fetch_replies(["5"], "", back(now))
    told = [
        (item.external_id, item.post, item.surface, item.thread, item.parent, item.author_id) for item in read.items
    ]
    assert told == [("9", "5", Surface.THREAD, "5", "7", "77"), ("8", None, Surface.MENTION, "4", "4", "78")]
    assert read.bought == {"post.read": ("9", "8", "6")}
    assert "expansions" not in scripted.asked[0].query


# Looking again.


def test_what_is_edited_is_the_same_post(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says(page(tweet("502", text="At ten, not nine", edit_history_tweet_ids=["500", "502"])))
    [post] = told_x.fetch_posts("", back(now)).items
    assert (post.external_id, post.text) == ("500", "At ten, not nine")


def test_a_second_look_reads_the_newest_version(scripted: Scripted, told_x: x.X) -> None:
    scripted.says({"data": [tweet("500", edit_history_tweet_ids=["500", "502"]), tweet("600")]})
    scripted.says({"data": [tweet("502", text="At ten", edit_history_tweet_ids=["500", "502"])]})
    look = told_x.look_again([Known("500"), Known("600")])
    assert look.texts == {"500": "At ten", "600": "Bike marking"}
    assert look.bought == {"post.read": ("500", "600", "502")}


def test_a_closed_account_takes_its_replies_away_but_not_our_posts(scripted: Scripted, told_x: x.X) -> None:
    errors = [
        {"resource_id": "1", "type": "https://api.twitter.com/2/problems/resource-not-found"},
        {"value": "2", "type": "https://api.x.com/2/problems/not-authorized-for-resource"},
        {"resource_id": "3", "type": "https://api.twitter.com/2/problems/not-authorized-for-resource"},
        {"resource_id": "4", "type": "https://api.twitter.com/2/problems/not-authorized-for-field"},
        "nonsense",
    ]
    scripted.says({"data": [tweet("9")], "errors": errors})
    look = told_x.look_again([Known("1"), Known("2", "5"), Known("3"), Known("4", "5"), Known("9")])
    assert (set(look.gone), set(look.texts)) == ({"1", "2"}, {"9"})


def test_many_are_looked_at_in_hundreds_each_once(on_x: Place) -> None:
    made = [on_x.we_say(f"Post number {number}", ago=timedelta(hours=1)).id for number in range(150)]
    numbers = on_x.adapter().fetch_metrics([*made, *made[:20]])
    assert set(numbers.metrics) == set(made)
    assert [len(sent.query["ids"].split(",")) for sent in on_x.sent] == [100, 50]
    assert sorted(numbers.bought["post.read"]) == sorted(made)


def test_an_answer_that_tells_of_nothing_means_nothing_is_gone(scripted: Scripted, told_x: x.X) -> None:
    scripted.says({})
    with pytest.raises(Transient):
        told_x.look_again([Known("1")])


# People and health.


def test_names_are_asked_for_once_and_in_hundreds(on_x: Place) -> None:
    people = [on_x.world.person("x", f"Resident {number}").id for number in range(120)]
    names, bought = on_x.adapter().fetch_names([*people, people[0], "999"])
    assert names[people[3]] == "Resident 3" and len(names) == 120
    assert len(bought["user.read"]) == 120
    assert len(on_x.sent) == 2


def test_followers_are_bought_as_one_user(on_x: Place) -> None:
    audience = on_x.adapter().fetch_audience()
    assert (audience.towns, audience.bought) == (None, {"user.read": (ACCOUNT,)})


def test_health_sees_another_accounts_keys(scripted: Scripted, told_x: x.X) -> None:
    scripted.says({"data": {"id": "9", "name": "Borley", "username": "BorleySNT"}})
    assert told_x.health().faults == ("These keys belong to another account (@BorleySNT, 9), not to 4400.",)


def test_health_sees_a_new_handle_and_keys_that_only_read(scripted: Scripted, told_x: x.X) -> None:
    scripted.says({"data": {"id": ACCOUNT, "name": "Ashby", "username": "AshbyPolice"}}, x_access_level="read")
    assert len(told_x.health().faults) == 2
    scripted.says({"data": {"id": ACCOUNT, "name": "Ashby", "username": HANDLE.lower()}}, x_access_level="read-write")
    scripted.take()
    assert told_x.health().faults == ()


def test_the_keys_stay_out_of_sight(told_x: x.X) -> None:
    assert not [key for key in KEYS[PlatformName.X].values() if key in repr(told_x) + str(told_x.__dict__)]

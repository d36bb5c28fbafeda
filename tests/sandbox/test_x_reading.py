"""X's reading endpoints, as X behaves."""

from datetime import timedelta
from time import perf_counter

import pytest

from sandbox import made
from sandbox.items import snowflake
from sandbox.server import Sandbox
from sandbox.wire import Request
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, BORLEY, XCaller, account, post

TIMELINE = f"/2/users/{ASHBY}/tweets"
MENTIONS = f"/2/users/{BORLEY}/mentions"
NUMBERS = {"retweet_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count"}


def ids(body: dict) -> list[str]:
    return [item["id"] for item in body.get("data", [])]


def test_only_three_fields_come_unasked(x: XCaller) -> None:
    body = x.get(TIMELINE, max_results=5)
    assert body["data"][0] == {"id": "1054", "text": "Post 1054", "edit_history_tweet_ids": ["1054"]}
    assert body["meta"]["result_count"] == 5
    assert body["meta"]["newest_id"] == "1054"
    assert body["meta"]["oldest_id"] == "1050"


def test_fields_come_when_asked(x: XCaller) -> None:
    wanted = "created_at,public_metrics,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,lang"
    told = x.get("/2/tweets/3002", tweet__fields=wanted)["data"]
    assert told["created_at"] == "2026-11-24T06:00:00.000Z"
    assert told["author_id"] == BORLEY
    assert told["conversation_id"] == "2001"
    assert told["referenced_tweets"] == [{"type": "replied_to", "id": "3001"}]
    assert told["public_metrics"].keys() == NUMBERS
    assert "in_reply_to_user_id" in told


def test_numbers_are_those_of_the_truth(x: XCaller) -> None:
    told = x.get("/2/tweets/2001", tweet__fields="public_metrics")["data"]["public_metrics"]
    assert (told["like_count"], told["retweet_count"], told["reply_count"], told["impression_count"]) == (7, 2, 2, 900)


def test_paging_walks_through_everything_once(x: XCaller) -> None:
    seen, token = [], {}
    while True:
        body = x.get(TIMELINE, max_results=10, **token)
        seen += ids(body)
        if "next_token" not in body["meta"]:
            break
        token = {"pagination_token": body["meta"]["next_token"]}
    assert seen == [str(1000 + hours) for hours in range(54, 29, -1)]


def test_a_page_back_holds_what_came_before(x: XCaller) -> None:
    first = x.get(TIMELINE, max_results=5)
    second = x.get(TIMELINE, max_results=5, pagination_token=first["meta"]["next_token"])
    back = x.get(TIMELINE, max_results=5, pagination_token=second["meta"]["previous_token"])
    assert ids(back) == ids(first)


def test_a_page_token_belongs_to_its_query(x: XCaller) -> None:
    token = x.get(TIMELINE, max_results=5)["meta"]["next_token"]
    assert x.wrong(TIMELINE, max_results=5, pagination_token=token, since_id="1031")["title"] == "Invalid Request"
    assert x.last.status_code == 400
    x.wrong(MENTIONS, pagination_token=token)
    assert x.last.status_code == 400
    x.wrong(TIMELINE, pagination_token="abc")
    assert x.last.status_code == 400


def test_since_and_until_exclude_themselves(x: XCaller) -> None:
    assert ids(x.get(TIMELINE, since_id="1050")) == ["1054", "1053", "1052", "1051"]
    assert ids(x.get(TIMELINE, until_id="1032")) == ["1031", "1030"]
    assert ids(x.get(TIMELINE, since_id="1050", until_id="1053")) == ["1052", "1051"]


def test_times_cut_too(x: XCaller, now: Ticking) -> None:
    start = (now() - timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ids(x.get(TIMELINE, start_time=start)) == ["1054", "1053", "1052"]
    assert x.wrong(TIMELINE, start_time="yesterday")["errors"][0]["parameters"] == {"start_time": ["yesterday"]}


def test_an_empty_page_has_no_data(x: XCaller) -> None:
    assert x.get(TIMELINE, since_id="1054") == {"meta": {"result_count": 0}}


def test_since_an_id_nobody_knows_means_the_time_in_it(x: XCaller, world: World, now: Ticking) -> None:
    fresh = world.publish("x", world.accounts["x", ASHBY], "New")
    before = str(snowflake(now() - timedelta(seconds=1)))
    assert ids(x.get(TIMELINE, since_id=before)) == [fresh.id]


def test_a_deleted_post_still_marks_the_place_it_had(x: XCaller, world: World) -> None:
    world.remove("x", "1052")
    assert ids(x.get(TIMELINE, since_id="1052")) == ["1054", "1053"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"max_results": 4}, "max_results"),
        ({"max_results": 101}, "max_results"),
        ({"max_results": "many"}, "max_results"),
        ({"tweet__fields": "bogus"}, "tweet.fields"),
        ({"expansions": "nobody"}, "expansions"),
        ({"since_id": "abc"}, "since_id"),
        ({"colour": "blue"}, "colour"),
        ({"exclude": "quotes"}, "exclude"),
        ({"post__fields": "text"}, "post.fields"),
    ],
)
def test_what_x_does_not_know_is_a_400(x: XCaller, query: dict, parameter: str) -> None:
    told = x.wrong(TIMELINE, **query)
    assert x.last.status_code == 400
    assert list(told["errors"][0]["parameters"]) == [parameter]


def test_mentions_are_what_speaks_to_the_account(x: XCaller) -> None:
    assert ids(x.get(MENTIONS)) == ["3001", "3100"]  # 3003 does not name us, 3002 is our own


def test_own_answers_stand_in_the_timeline_unless_left_out(x: XCaller) -> None:
    path = f"/2/users/{BORLEY}/tweets"
    assert ids(x.get(path)) == ["3002", "2001"]
    assert ids(x.get(path, exclude="replies")) == ["2001"]


def test_a_conversation_is_found_whole(x: XCaller) -> None:
    found = x.get("/2/tweets/search/recent", query="conversation_id:2001 -from:BorleySNT")
    assert ids(found) == ["3003", "3001"]
    assert ids(x.get("/2/tweets/search/recent", query="conversation_id:2001 to:BorleySNT")) == ["3003", "3001"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from:BorleySNT", ["3002", "2001"]),
        ("@BorleySNT -from:BorleySNT", ["3001", "3100"]),
        ("(bollards OR start) -is:retweet", ["3001", "3100"]),
        ('"speed watch"', ["2001"]),
        ("from:AshbySNT -is:reply lang:en", []),
        ("conversation_id:2001 OR conversation_id:3100", ["3003", "3002", "3001", "2001", "3100"]),
    ],
)
def test_search_understands_its_operators(x: XCaller, query: str, found: list[str]) -> None:
    assert ids(x.get("/2/tweets/search/recent", query=query)) == found


def test_search_knows_seven_days_only(x: XCaller, now: Ticking) -> None:
    now.forward(days=6, hours=20, minutes=30)
    assert ids(x.get("/2/tweets/search/recent", query="conversation_id:2001")) == ["3003", "3002"]
    old = (now() - timedelta(days=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert x.wrong("/2/tweets/search/recent", query="speed", start_time=old)["title"] == "Invalid Request"


def test_search_that_nobody_understands_is_a_400(x: XCaller) -> None:
    for query in ("", "(speed", "colour:blue", "speed)"):
        x.wrong("/2/tweets/search/recent", query=query)
        assert x.last.status_code == 400, query


def test_errors_stand_beside_data(x: XCaller) -> None:
    body = x.get("/2/tweets", ids="1054,999,3001")
    assert ids(body) == ["1054", "3001"]
    assert [(one["resource_id"], one["parameter"], one["title"]) for one in body["errors"]] == [
        ("999", "ids", "Not Found Error")
    ]


def test_a_missing_post_is_a_200_without_data(x: XCaller) -> None:
    body = x.get("/2/tweets/999")
    assert x.last.status_code == 200
    assert body.keys() == {"errors"}
    assert x.get("/2/tweets", ids="999").keys() == {"errors"}


def test_more_than_a_hundred_ids_are_refused(x: XCaller) -> None:
    assert "101" in x.wrong("/2/tweets", ids=",".join(map(str, range(1, 102))))["errors"][0]["message"]


def test_users_come_along_when_expanded(x: XCaller) -> None:
    body = x.get(MENTIONS, expansions="author_id", user__fields="public_metrics,created_at,verified")
    names = {user["username"]: user["name"] for user in body["includes"]["users"]}
    assert names == {"RobinVale": "Robin Vale", "PatQuill": "Pat Quill"}
    assert all("author_id" in item for item in body["data"])


def test_referenced_posts_come_along_when_expanded(x: XCaller) -> None:
    body = x.get("/2/tweets", ids="3001", expansions="referenced_tweets.id,referenced_tweets.id.author_id")
    assert [item["id"] for item in body["includes"]["tweets"]] == ["2001"]
    assert [user["username"] for user in body["includes"]["users"]] == ["BorleySNT"]


def test_users_by_id_and_by_name(x: XCaller) -> None:
    me = x.get("/2/users/me", user__fields="public_metrics")["data"]
    assert (me["id"], me["username"], me["public_metrics"]["followers_count"]) == (ASHBY, "AshbySNT", 3400)
    assert x.get("/2/users/by/username/borleysnt")["data"]["id"] == BORLEY
    assert [user["id"] for user in x.get("/2/users", ids=f"{ASHBY},{BORLEY}")["data"]] == [ASHBY, BORLEY]
    assert x.get("/2/users", ids=f"{ASHBY},5")["errors"][0]["resource_type"] == "user"
    assert x.get("/2/users/by/username/nobody")["errors"][0]["value"] == "nobody"


def test_private_numbers_are_for_the_author_and_for_thirty_days(x: XCaller, now: Ticking) -> None:
    mine = x.get("/2/tweets/1054", tweet__fields="non_public_metrics,organic_metrics")["data"]
    assert mine["non_public_metrics"]["impression_count"] == 900
    assert mine["organic_metrics"]["like_count"] == 7
    theirs = x.get("/2/tweets/2001", tweet__fields="non_public_metrics")
    assert theirs["errors"][0]["title"] == "Field Authorization Error"
    now.forward(days=31)
    assert "non_public_metrics" not in x.get("/2/tweets/1054", tweet__fields="non_public_metrics")["data"]


def test_x_tells_3200_of_the_newest_and_800_without_replies(x: XCaller, world: World, now: Ticking) -> None:
    for at in range(3300):
        line = post("x", ASHBY, str(50_000 + at), now() - timedelta(hours=70, seconds=at))
        world.put(made.post(line, now(), False))
    assert len(_all(x, TIMELINE)) == 3200
    assert len(_all(x, TIMELINE, exclude="replies")) == 800
    x.server.sandbox.x.caps = False
    assert len(_all(x, TIMELINE)) == 3325


def _all(x: XCaller, path: str, **query: str) -> list[str]:
    found, token = [], {}
    while True:
        body = x.get(path, max_results=100, **query, **token)
        found += ids(body)
        if "next_token" not in body["meta"]:
            return found
        token = {"pagination_token": body["meta"]["next_token"]}


def test_ids_out_of_order_are_read_in_order_of_time(x: XCaller, world: World, now: Ticking) -> None:
    for ident, minutes in (("77", 30), ("9", 20), ("500", 10)):
        world.put(made.post(post("x", ASHBY, ident, now() - timedelta(minutes=minutes)), now(), False))
    assert ids(x.get(TIMELINE, max_results=5))[:3] == ["500", "9", "77"]
    assert ids(x.get(TIMELINE, since_id="77")) == ["500", "9"]
    assert ids(x.get(TIMELINE, since_id="9", until_id="500")) == []


def test_the_second_vocabulary_says_post_for_tweet(x: XCaller) -> None:
    x.server.sandbox.x.vocabulary = x.server.sandbox.vocabulary = "post"
    body = x.get("/2/tweets", ids="3001", post__fields="public_metrics,created_at", expansions="referenced_posts")
    told = body["data"][0]
    assert told["edit_history_post_ids"] == ["3001"]
    assert told["public_metrics"]["repost_count"] == 0
    assert told["referenced_posts"] == [{"type": "replied_to", "id": "2001"}]
    assert [item["id"] for item in body["includes"]["posts"]] == ["2001"]
    legacy = x.get("/2/tweets", ids="3001,5", tweet__fields="referenced_tweets,author_id")
    assert legacy["data"][0]["referenced_posts"]
    assert legacy["errors"][0]["type"] == "https://api.x.com/2/problems/resource-not-found"


def test_nothing_is_given_out_before_its_time(x: XCaller, world: World, now: Ticking) -> None:
    world.put(made.post(post("x", ASHBY, "60001", now() + timedelta(minutes=5)), now(), False))
    assert ids(x.get(TIMELINE, max_results=5))[0] == "1054"
    assert x.get("/2/tweets", ids="60001").keys() == {"errors"}
    now.forward(minutes=5)
    assert ids(x.get(TIMELINE, max_results=5))[0] == "60001"


def test_search_knows_the_last_half_minute_only_where_it_is_asked_for(x: XCaller, now: Ticking) -> None:
    created = x("POST", "/2/tweets", {"text": "Fresh bollards"})["data"]["id"]
    asked = {"query": "fresh bollards"}
    assert ids(x.get("/2/tweets/search/recent", **asked)) == []
    end = (now() + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ids(x.get("/2/tweets/search/recent", end_time=end, **asked)) == [created]
    now.forward(seconds=30)
    assert ids(x.get("/2/tweets/search/recent", **asked)) == [created]


def test_followers_that_nobody_told_are_left_out_not_zero(x: XCaller) -> None:
    told = x.get(f"/2/users/{BORLEY}", user__fields="public_metrics,verified")["data"]
    assert "public_metrics" not in told
    assert told["verified"] is True


def test_a_page_of_a_hundred_costs_milliseconds_however_long_the_timeline(now: Ticking) -> None:
    lines = [post("x", ASHBY, str(70_000 + at), now() - timedelta(minutes=at)) for at in range(5000)]
    sandbox = Sandbox(World.from_lines([account("x", ASHBY, "AshbySNT"), *lines], now), windows=False)
    query = "max_results=100&tweet.fields=created_at,public_metrics,author_id,conversation_id"
    headers = {"authorization": "Bearer practice-app-bearer"}
    took = []
    for _ in range(20):
        began = perf_counter()
        told = sandbox.answer(Request("GET", f"/x{TIMELINE}", query, headers)).payload()
        took.append(perf_counter() - began)
    assert len(told) > 20_000
    assert sorted(took)[10] < 0.02  # a few milliseconds; room for a busy machine

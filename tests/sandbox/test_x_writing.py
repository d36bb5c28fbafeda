"""X's writing endpoints, sign-in, windows and ledger, as X behaves."""

from datetime import timedelta

import pytest
import requests

from sandbox import x_text
from sandbox.items import Item
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, BORLEY, Json, XCaller

TWEETS = "/2/tweets"


def create(x: XCaller, text: str, **more: object) -> Json:
    return x("POST", TWEETS, {"text": text, **more})


def refused(x: XCaller, body: Json) -> Json:
    return x("POST", TWEETS, body, broken=True)


@pytest.fixture
def borley(x: XCaller) -> XCaller:
    x.bearer = f"practice-x-{BORLEY}-bearer"
    return x


def test_what_is_created_is_public_at_once(x: XCaller) -> None:
    told = create(x, "Bike marking on Saturday")
    assert x.last.status_code == 201
    ident = told["data"]["id"]
    assert told["data"] == {"id": ident, "text": "Bike marking on Saturday", "edit_history_tweet_ids": [ident]}
    assert x.get(f"/2/users/{ASHBY}/tweets")["data"][0]["id"] == ident


def test_new_ids_grow_with_time(x: XCaller, now: Ticking) -> None:
    made = []
    for word in ("one", "two", "three"):
        made.append(int(create(x, word)["data"]["id"]))
        now.forward(seconds=1)
    assert made == sorted(made)
    assert made[0] >> 22 < made[1] >> 22


def test_links_become_tco_and_signs_are_escaped(x: XCaller) -> None:
    told = create(x, "Doors & locks <advice>: https://example.org/locks?a=1&b=2. Or example.org")["data"]
    body = x.get(f"/2/tweets/{told['id']}", tweet__fields="entities,display_text_range")["data"]
    urls = body["entities"]["urls"]
    assert [url["expanded_url"] for url in urls] == ["https://example.org/locks?a=1&b=2", "http://example.org"]
    for url in urls:
        assert body["text"][url["start"] : url["end"]] == url["url"]
        assert len(url["url"]) == x_text.LINK_WEIGHT
    assert body["text"].startswith("Doors &amp; locks &lt;advice&gt;: https://t.co/")


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("https://example.org/" + "x" * 90, 23),
        ("see example.org.", 28),
        ("not.a.link either", 17),
        ("pat@example.org", 15),
        ("👍", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧", 2),
        ("🏴󠁧󠁢󠁷󠁬󠁳󠁿", 2),
        ("🇵🇱🇬🇧", 4),
        ("ŵŷ ść", 5),
        ("日本", 4),
        ("“quoted” – yes…", 16),
        ("e\u0301", 1),
    ],
)
def test_a_text_weighs_what_x_says(text: str, weight: int) -> None:
    assert x_text.weight(text) == weight


def test_281_is_too_long(x: XCaller) -> None:
    create(x, "a" * 280)
    assert "too long" in refused(x, {"text": "a" * 281})["errors"][0]["message"]
    assert x.last.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": " "},
        {"txt": "hello"},
        {"text": 5},
        {"text": "hi", "reply": {}},
        {"text": "hi", "reply": {"in_reply_to_tweet_id": 2001}},
        {"text": "hi", "reply": {"in_reply_to_tweet_id": "2001", "to": "x"}},
        {"text": "hi", "reply_settings": "everyone"},
        {"text": "hi", "media": {"media_ids": ["1"]}},
        {"text": "hi", "poll": {}, "quote_tweet_id": "1001"},
        {"text": "hi", "poll": {"options": ["One"], "duration_minutes": 60}},
        {"text": "hi", "poll": {"options": ["One", "b" * 26], "duration_minutes": 60}},
        {"text": "hi", "poll": {"options": ["One", "Two"], "duration_minutes": 4}},
    ],
)
def test_a_body_that_x_does_not_know_is_a_400(x: XCaller, body: Json) -> None:
    assert refused(x, body)["title"] == "Invalid Request"
    assert x.last.status_code == 400


def test_the_same_words_twice_are_refused(x: XCaller, now: Ticking, world: World) -> None:
    ident = create(x, "Thank you")["data"]["id"]
    again = create(x, "Thank you")
    assert (x.last.status_code, again["detail"]) == (
        403,
        "You are not allowed to create a Tweet with duplicate content.",
    )
    world.remove("x", ident)
    create(x, "Thank you")
    assert x.last.status_code == 201
    now.forward(hours=25)
    create(x, "Thank you")
    assert x.last.status_code == 201


def answer(x: XCaller, parent: str, text: str = "From ten.") -> Json:
    return create(x, text, reply={"in_reply_to_tweet_id": parent})


def test_an_answer_goes_only_to_those_who_called(borley: XCaller, world: World, now: Ticking) -> None:
    answer(borley, "3001", "It starts at ten")
    assert borley.last.status_code == 201
    answer(borley, "3100")
    assert borley.last.status_code == 201
    assert answer(borley, "3003")["detail"].startswith("You can only reply to or quote posts where you are mentioned")
    assert borley.last.status_code == 403
    answer(borley, "1054")
    assert borley.last.status_code == 403
    answer(borley, "2001", "And again at noon")
    assert borley.last.status_code == 201
    answer(borley, "999")
    assert borley.last.status_code == 403


def test_an_answer_carries_the_handle_it_answers(borley: XCaller, world: World) -> None:
    told = answer(borley, "3001")["data"]
    assert told["text"] == "@RobinVale From ten."
    body = borley.get(f"/2/tweets/{told['id']}", tweet__fields="conversation_id,display_text_range,referenced_tweets")
    assert body["data"]["conversation_id"] == "2001"
    assert body["data"]["display_text_range"] == [11, 20]
    assert world.items["x", told["id"]].said == "From ten."
    assert answer(borley, "3001", "@robinvale Bring your bike")["data"]["text"] == "@robinvale Bring your bike"


def test_an_answer_counts_in_its_thread(borley: XCaller) -> None:
    answer(borley, "3001")
    told = borley.get("/2/tweets/2001", tweet__fields="public_metrics")["data"]
    assert told["public_metrics"]["reply_count"] == 3
    assert borley.get("/2/tweets/3001", tweet__fields="public_metrics")["data"]["public_metrics"]["reply_count"] == 2


def test_naming_another_account_of_ours_reaches_its_mentions(x: XCaller) -> None:
    ident = create(x, "Well done @borleysnt")["data"]["id"]
    assert x.get(f"/2/users/{BORLEY}/mentions")["data"][0]["id"] == ident


def test_only_ones_own_posts_can_be_deleted(x: XCaller, world: World) -> None:
    assert x("DELETE", "/2/tweets/1054") == {"data": {"deleted": True}}
    assert x("DELETE", "/2/tweets/1054")["title"] == "Not Found Error"
    assert x.last.status_code == 404
    assert x("DELETE", "/2/tweets/2001")["status"] == 403
    assert ("x", "2001") in world.items
    assert x.get("/2/tweets", ids="1054").keys() == {"errors"}


def test_only_answers_in_ones_own_conversation_can_be_hidden(borley: XCaller, world: World) -> None:
    assert borley("PUT", "/2/tweets/3001/hidden", {"hidden": True}) == {"data": {"hidden": True}}
    assert world.items["x", "3001"].hidden
    borley("PUT", "/2/tweets/3001/hidden", {"hidden": False})
    assert not world.items["x", "3001"].hidden
    borley("PUT", "/2/tweets/2001/hidden", {"hidden": True})
    assert borley.last.status_code == 403
    borley("PUT", "/2/tweets/3001/hidden", {"hid": True}, broken=True)
    assert borley.last.status_code == 400


@pytest.mark.parametrize(
    "header",
    [
        None,
        "Bearer nobody",
        "Bearer practice-x-5-bearer",
        "Basic abc",
        'OAuth oauth_consumer_key="practice-app", oauth_token="practice-x-111", oauth_signature_method="HMAC-SHA1", '
        'oauth_nonce="1", oauth_timestamp="1", oauth_version="1.0", oauth_signature="wrong"',
    ],
)
def test_who_does_not_sign_in_is_turned_away(x: XCaller, session: requests.Session, header: str | None) -> None:
    headers = {"authorization": header} if header else {}
    answer = session.get(f"{x.server.x_address}/2/users/{ASHBY}/tweets", headers=headers, timeout=10)
    assert answer.status_code == 401
    assert answer.json() == {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}


def test_the_apps_bearer_reads_and_does_not_write(x: XCaller) -> None:
    x.bearer = "practice-app-bearer"
    assert x.get(f"/2/users/{ASHBY}/tweets")["data"]
    assert create(x, "Hello")["title"] == "Unsupported Authentication"
    assert x.last.status_code == 403
    x.get("/2/users/me")
    assert x.last.status_code == 403


def test_every_answer_tells_its_window(x: XCaller, now: Ticking) -> None:
    path = "/2/users/me"
    for left in range(74, -1, -1):
        x.get(path)
        assert x.last.headers["x-rate-limit-remaining"] == str(left)
    x.wrong(path)
    assert x.last.status_code == 429
    assert x.last.headers["x-rate-limit-limit"] == "75"
    reset = int(x.last.headers["x-rate-limit-reset"])
    assert reset == int((now() + timedelta(minutes=15)).timestamp())
    x.bearer = f"practice-x-{BORLEY}-bearer"
    x.get(path)
    assert x.last.status_code == 200
    x.bearer = f"practice-x-{ASHBY}-bearer"
    now.forward(minutes=15)
    x.get(path)
    assert x.last.status_code == 200


def test_windows_can_be_left_open(x: XCaller) -> None:
    x.server.sandbox.x.windows.on = False
    for _ in range(80):
        x.get("/2/users/me")
    assert (x.last.status_code, x.last.headers["x-rate-limit-remaining"]) == (200, "0")


def test_creating_also_tells_the_apps_day(x: XCaller) -> None:
    create(x, "Hello")
    assert x.last.headers["x-app-limit-24hour-remaining"] == "9999"


def test_a_resource_is_billed_once_a_day_however_often_it_is_returned(x: XCaller, now: Ticking) -> None:
    for _ in range(3):
        x.get("/2/tweets", ids="1054,2001", expansions="author_id")
    day = x.server.ledger.tell()["2026-11-24"]
    assert (day["posts_billed"], day["posts_returned"], day["posts_twice"]) == (2, 6, {"1054": 3, "2001": 3})
    assert (day["users_billed"], day["users_returned"]) == (2, 6)
    assert day["micros"] == 2 * 5_000 + 2 * 10_000
    now.forward(days=1)
    x.get("/2/tweets", ids="1054")
    assert x.server.ledger.tell()["2026-11-25"]["posts_billed"] == 1


def test_writes_are_billed_and_a_link_costs_more(borley: XCaller) -> None:
    create(borley, "Plain")
    create(borley, "Link https://example.org")
    answer(borley, "3001")
    create(borley, "Plain")
    assert borley.server.ledger.tell()["2026-11-24"]["writes"] == {
        "post.create": 1,
        "post.create_with_url": 1,
        "post.create_summoned": 1,
    }


def test_a_call_that_is_nowhere_is_a_404(x: XCaller, session: requests.Session) -> None:
    for method, path, status in (("GET", "/2/nothing", 404), ("PATCH", "/2/tweets", 501), ("PUT", "/2/tweets", 405)):
        assert session.request(method, f"{x.server.x_address}{path}", timeout=10).status_code == status


def test_what_is_growing_grows_up_to_what_was_given(now: Ticking) -> None:
    from sandbox import growth

    item = Item("x", "1", "post", ASHBY, ASHBY, "Young", now(), root="1", likes=100, views=1000, growing=True)
    seen = [growth.likes(item, now() + timedelta(hours=hours)) for hours in range(0, 80, 4)]
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 100)
    assert 30 < growth.likes(item, now() + timedelta(hours=6)) < 70

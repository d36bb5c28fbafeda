"""The sandbox's words, held to the contracts that the platforms publish."""

from datetime import datetime

import pytest
import requests

from sandbox import graph_fields, x_ask
from sandbox.server import Server, serve
from sandbox.world import World
from tests import contracts
from tests.sandbox.conftest import ASHBY, BORLEY, PAGE, Control, GraphCaller, XCaller

EVERYTHING = (
    "author_id,created_at,conversation_id,in_reply_to_user_id,referenced_tweets,public_metrics,lang,reply_settings,"
    "possibly_sensitive,paid_partnership,display_text_range,edit_controls,entities,edit_history_tweet_ids"
)
NEW = (
    "created_at,conversation_id,public_metrics,lang,reply_settings,possibly_sensitive,paid_partnership,"
    "display_text_range,edit_controls,entities"
)
PEOPLE = "created_at,public_metrics,verified,verified_type,protected,description,location"


@pytest.fixture(autouse=True)
def _contracts() -> None:
    contracts.folder()


def test_the_judge_itself_finds_faults() -> None:
    path = f"/2/users/{ASHBY}/tweets"
    assert contracts.validate_x_answer("GET", path, 200, {"data": [{"id": 5, "text": "x"}]})
    assert contracts.validate_x_answer("GET", path, 200, {"data": []})
    assert contracts.validate_x_answer("GET", path, 200, {"errors": [{"title": "x"}]})
    assert contracts.validate_x_answer("GET", path, 403, {"detail": "no"})
    assert contracts.validate_x_request("GET", path, {"max_results": "4"})
    assert contracts.validate_x_request("GET", path, {"tweet.fields": "bogus"})
    assert contracts.validate_x_request("GET", path, {"colour": "blue"})
    assert contracts.validate_x_request("GET", "/2/users/abc/tweets", {})
    assert contracts.validate_x_request("GET", "/2/tweets", {})
    assert contracts.validate_x_request("POST", "/2/tweets", {}, {"txt": "x"})
    assert contracts.validate_x_request("POST", "/2/nowhere", {})
    assert contracts.graph_unknown_fields("PagePost", "id,colour,comments{id,text}") == ["colour", "comments.text"]
    assert contracts.graph_unknown_params("Page", "feed", "POST", ["message", "colour"]) == ["colour"]
    assert contracts.graph_unknown_params("Page", "nowhere", "GET", [])


@pytest.mark.parametrize(("vocabulary", "fields"), [("tweet", EVERYTHING), ("post", NEW)])
def test_every_reading_answer_of_x_fits_its_document(server: Server, x: XCaller, vocabulary: str, fields: str) -> None:
    server.sandbox.vocabulary = server.sandbox.x.vocabulary = vocabulary
    asked = {f"{vocabulary}__fields": fields, "expansions": "author_id,in_reply_to_user_id", "user__fields": PEOPLE}
    for path in (f"/2/users/{BORLEY}/tweets", f"/2/users/{BORLEY}/mentions", "/2/tweets/3002"):
        assert x.get(path, **asked)["data"], path  # each request and answer is judged as it passes
    assert x.get("/2/tweets", ids="3001,5", **asked)["includes"]["users"]
    assert x.get("/2/tweets/search/recent", query="conversation_id:2001", **asked)["data"]
    for path in ("/2/users/me", f"/2/users/{ASHBY}", "/2/users/by/username/AshbySNT"):
        assert x.get(path, user__fields=PEOPLE)["data"]["username"] == "AshbySNT"
    assert x.get("/2/users/by", usernames="AshbySNT,nobody")["data"]
    x.get(f"/2/users/{ASHBY}/tweets", since_id="1054")


@pytest.mark.parametrize("vocabulary", ["tweet", "post"])
def test_every_writing_answer_of_x_fits_its_document(server: Server, x: XCaller, vocabulary: str) -> None:
    server.sandbox.vocabulary = server.sandbox.x.vocabulary = vocabulary
    x.bearer = f"practice-x-{BORLEY}-bearer"
    made = x("POST", "/2/tweets", {"text": "See https://example.org & more"})["data"]["id"]
    x("POST", "/2/tweets", {"text": "See https://example.org & more"})
    assert x.last.status_code == 403
    x("POST", "/2/tweets", {"text": "From ten", "reply": {"in_reply_to_tweet_id": "3001"}})
    assert x.last.status_code == 201
    asked = {f"{vocabulary}__fields": "entities,display_text_range", "expansions": "author_id"}
    assert x.get(f"/2/tweets/{made}", **asked)["data"]["entities"]["urls"]
    poll = {"options": ["Speeding", "Parking"], "duration_minutes": 60}
    asked_all = x("POST", "/2/tweets", {"text": "Which?", "poll": poll})["data"]["id"]
    fields = "duration_minutes,end_datetime,id,options,voting_status"
    told = x.get("/2/tweets", ids=asked_all, expansions="attachments.poll_ids", poll__fields=fields)
    assert [one["votes"] for one in told["includes"]["polls"][0]["options"]] == [0, 0]
    x("PUT", "/2/tweets/3001/hidden", {"hidden": True})
    x("DELETE", f"/2/tweets/{made}")
    x("DELETE", f"/2/tweets/{made}")
    assert x.last.status_code == 404


@pytest.mark.parametrize("vocabulary", ["tweet", "post"])
def test_every_refusal_of_x_fits_its_document(server: Server, x: XCaller, vocabulary: str) -> None:
    server.sandbox.vocabulary = server.sandbox.x.vocabulary = vocabulary
    path = f"/2/users/{ASHBY}/tweets"
    for kind in (
        "rate_limit",
        "rate_limit_88",
        "dead_token",
        "credits",
        "forbidden",
        "usage_capped",
        "server_error_before",
    ):
        server.faults.add(kind, "x")
        assert x.get(path)
        assert x.last.status_code >= 400
    x.wrong(path, max_results=3)
    x.bearer = "practice-app-bearer"
    x.get("/2/users/me")
    assert x.last.status_code == 403


@pytest.mark.parametrize("vocabulary", ["tweet", "post"])
def test_the_built_in_county_fits_the_document(session: requests.Session, vocabulary: str) -> None:
    county = serve(World.county(), vocabulary=vocabulary, windows=False)
    x = XCaller(session, county)
    x.bearer = "practice-app-bearer"
    asked = {f"{vocabulary}__fields": EVERYTHING if vocabulary == "tweet" else NEW, "expansions": "author_id"}
    try:
        for platform, ident in county.world.accounts:
            for edge in ("tweets", "mentions") if platform == "x" else ():
                x.get(f"/2/users/{ident}/{edge}", max_results=100, user__fields=PEOPLE, **asked)
    finally:
        county.close()


def test_the_names_that_the_sandbox_knows_are_those_of_the_contracts() -> None:
    document = contracts._document("tweet", contracts.folder())["components"]["parameters"]

    def listed(parameter: str) -> set[str]:
        return set(document[parameter]["schema"]["items"]["enum"])

    assert listed("TweetFieldsParameter") == x_ask.POST_FIELDS
    assert listed("UserFieldsParameter") == x_ask.USER_FIELDS
    assert listed("UserExpansionsParameter") == x_ask.USER_EXPANSIONS
    assert listed("TweetExpansionsParameter") <= x_ask.EXPANSIONS
    for node in ("Page", "PagePost", "Comment", "Profile", "InsightsResult", "User"):
        assert contracts.graph_unknown_fields(node, graph_fields.KNOWN[node]) == [], node


def keys(node: str, told: dict) -> None:
    assert contracts.graph_unknown_fields(node, told) == [], node


def test_every_answer_of_facebook_has_only_fields_of_its_specs(graph: GraphCaller, control: Control) -> None:
    def wanted(node: str) -> str:
        fields = sorted(graph_fields.KNOWN[node] - {"insights", "comments", "reactions", "likes"})
        return ",".join(fields)

    keys("Page", graph.get(PAGE, fields=wanted("Page")))
    for edge in ("published_posts", "posts", "feed", "visitor_posts", "tagged"):
        for told in graph.get(f"{PAGE}/{edge}", fields=wanted("PagePost"))["data"]:
            keys("PagePost", told)
            datetime.strptime(told["created_time"], "%Y-%m-%dT%H:%M:%S%z")
    for told in graph.get(f"{PAGE}_54/comments", filter="stream", fields=wanted("Comment"))["data"]:
        keys("Comment", told)
        keys("Profile", told["from"])
    for told in graph.get(f"{PAGE}/insights", metric="page_follows_city,page_media_view")["data"]:
        keys("InsightsResult", told)
        for value in told["values"]:
            keys("InsightsValue", value)
    graph.token = "practice-manager"
    assert contracts.graph_unknown_fields("Page", set(graph.get("me/accounts")["data"][0]) - {"tasks"}) == []


def test_the_edges_that_the_sandbox_has_are_in_the_specs() -> None:
    for node, edge, method, params in (
        ("Page", "published_posts", "GET", ["fields", "limit", "since", "until", "after"]),
        ("Page", "feed", "POST", ["message", "link", "published", "scheduled_publish_time"]),
        ("Page", "insights", "GET", ["metric", "period", "since", "until"]),
        ("PagePost", "comments", "GET", ["filter", "order", "since", "summary"]),
        ("PagePost", "comments", "POST", ["message"]),
        ("PagePost", "insights", "GET", ["metric", "period"]),
        ("Comment", "comments", "POST", ["message"]),
        ("Comment", "", "POST", ["is_hidden", "message"]),
        ("Comment", "", "DELETE", []),
        ("PagePost", "", "DELETE", []),
    ):
        assert contracts.graph_unknown_params(node, edge, method, params) == [], (node, edge)

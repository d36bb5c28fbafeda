"""The Graph API's reading side, as Facebook behaves."""

import hashlib
import hmac
import json

import pytest

from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import PAGE, SMALL, TOWNS, GraphCaller

POSTS = f"{PAGE}/published_posts"
FULL = (
    "id,message,created_time,permalink_url,status_type,from,shares,attachments{media_type,type,url},"
    "comments.filter(stream).summary(true).limit(0),reactions.summary(total_count).limit(0),"
    "reactions.type(LIKE).limit(0).summary(total_count).as(like)"
)
COMMENT = (
    "id,message,created_time,from{id,name},parent{id},comment_count,like_count,is_hidden,can_hide,can_reply_privately,"
    "permalink_url,attachment,message_tags"
)


def ids(body: dict) -> list[str]:
    return [item["id"] for item in body["data"]]


def test_a_page_tells_its_name_and_followers(graph: GraphCaller) -> None:
    assert graph.get(PAGE) == {"id": PAGE, "name": "Ashby Neighbourhood Team"}
    told = graph.get(PAGE, fields="id,name,username,fan_count,followers_count,link")
    assert told["followers_count"] == 1200
    assert told["username"] == "AshbySNT"
    assert graph.get("me", fields="followers_count") == {"id": PAGE, "followers_count": 1200}


def test_posts_come_newest_first_with_the_three_usual_fields(graph: GraphCaller) -> None:
    body = graph.get(POSTS, limit=2)
    usual = {"id": f"{PAGE}_54", "message": f"Post {PAGE}_54", "created_time": "2026-11-24T03:00:00+0000"}
    assert body["data"][0] == usual
    assert ids(graph.get(f"{PAGE}/posts", limit=2)) == ids(body)


def test_the_numbers_of_a_post_come_in_one_call(graph: GraphCaller) -> None:
    told = graph.get(POSTS, fields=FULL, limit=1)["data"][0]
    assert told["shares"] == {"count": 2}
    assert told["comments"] == {
        "data": [],
        "summary": {"order": "chronological", "total_count": 0, "can_comment": True},
    }
    assert told["reactions"]["summary"]["total_count"] == 7
    assert told["like"]["summary"]["total_count"] == 7
    assert told["from"] == {"name": "Ashby Neighbourhood Team", "id": PAGE}
    assert "attachments" not in told


def test_no_shares_means_no_field(graph: GraphCaller) -> None:
    graph.token = f"practice-page-{SMALL}"
    told = graph.get(f"{SMALL}_1", fields="shares,reactions.summary(total_count).limit(0),likes.summary(true).limit(0)")
    assert "shares" not in told
    assert told["reactions"]["summary"]["total_count"] == 10
    assert told["likes"]["summary"]["total_count"] == 7


def test_paging_walks_by_cursor_and_its_next_carries_the_token(graph: GraphCaller) -> None:
    seen, after = [], {}
    while True:
        body = graph.get(POSTS, limit=10, fields="id", **after)
        seen += ids(body)
        if "next" not in body["paging"]:
            break
        assert body["paging"]["next"].startswith(f"https://graph.facebook.com/v25.0/{POSTS}?")
        assert f"access_token=practice-page-{PAGE}" in body["paging"]["next"]
        after = {"after": body["paging"]["cursors"]["after"]}
    assert seen == [f"{PAGE}_{hours}" for hours in range(54, 29, -1)]
    back = graph.get(POSTS, limit=10, fields="id", before=body["paging"]["cursors"]["before"])
    assert ids(back) == [f"{PAGE}_{hours}" for hours in range(44, 34, -1)]


def test_since_and_until_cut(graph: GraphCaller, now: Ticking) -> None:
    seconds = int(now().timestamp())
    assert ids(graph.get(POSTS, since=seconds - 8 * 3600)) == [f"{PAGE}_{hours}" for hours in (54, 53, 52)]
    assert ids(graph.get(POSTS, until=seconds - 29 * 3600)) == [f"{PAGE}_31", f"{PAGE}_30"]
    assert graph.get(POSTS, since=seconds) == {"data": []}


def test_the_other_lists_of_a_page(graph: GraphCaller) -> None:
    assert ids(graph.get(f"{PAGE}/visitor_posts")) == [f"{PAGE}_v1"]
    assert ids(graph.get(f"{PAGE}/tagged")) == [f"{PAGE}_t1"]
    assert f"{PAGE}_v1" in ids(graph.get(f"{PAGE}/feed", limit=100))
    told = graph.get(f"{PAGE}/visitor_posts", fields="from,message")["data"][0]
    assert told["from"]["name"] == "Pat Quill"


def test_comments_of_a_whole_thread_or_of_its_top(graph: GraphCaller) -> None:
    body = graph.get(f"{PAGE}_54/comments", filter="stream", order="chronological", fields=COMMENT, summary="true")
    assert ids(body) == ["54_1", "54_2", "54_3"]
    assert body["data"][1]["parent"]["id"] == "54_1"
    assert "parent" not in body["data"][0]
    assert body["data"][0]["comment_count"] == 1
    assert body["data"][0]["from"]["name"] == "Pat Quill"
    assert body["summary"]["order"] == "chronological"
    assert ids(graph.get(f"{PAGE}_54/comments")) == ["54_1", "54_3"]
    assert ids(graph.get("54_1/comments")) == ["54_2"]
    assert ids(graph.get(f"{PAGE}_54/comments", filter="stream", order="reverse_chronological", limit=1)) == ["54_3"]


def test_comments_since_a_time(graph: GraphCaller, now: Ticking) -> None:
    since = int(now().timestamp()) - 3 * 3600
    assert ids(graph.get(f"{PAGE}_54/comments", filter="stream", since=since)) == ["54_2", "54_3"]


def test_comments_nested_in_a_list_of_posts(graph: GraphCaller) -> None:
    wanted = f"id,comments.filter(stream).limit(2).order(reverse_chronological){{{COMMENT}}}"
    told = graph.get(POSTS, fields=wanted, limit=1)["data"][0]
    assert ids(told["comments"]) == ["54_3", "54_2"]
    assert told["comments"]["paging"]["cursors"].keys() == {"before", "after"}


def test_a_comment_by_itself(graph: GraphCaller) -> None:
    told = graph.get("54_1", fields=COMMENT)
    assert (told["id"], told["message"], told["can_hide"]) == ("54_1", "What time does it start?", True)
    assert graph.get("54_1").keys() == {"id", "message", "created_time", "from"}


def test_people_who_have_not_consented_have_no_name(graph: GraphCaller, world: World) -> None:
    world.person("facebook", "Pat Quill").consented = False
    body = graph.get(f"{PAGE}_54/comments", filter="stream", fields="id,from")
    assert [("from" in item) for item in body["data"]] == [False, True, True]


@pytest.mark.parametrize(
    ("path", "fields", "said"),
    [
        (PAGE, "colour", "(#100) Tried accessing nonexisting field (colour) on node type (Page)"),
        (POSTS, "id,title", "(#100) Tried accessing nonexisting field (title) on node type (PagePost)"),
        ("54_1", "text", "(#100) Tried accessing nonexisting field (text) on node type (Comment)"),
        (POSTS, "comments{text}", "(#100) Tried accessing nonexisting field (text) on node type (Comment)"),
    ],
)
def test_an_unknown_field_fails_the_call(graph: GraphCaller, path: str, fields: str, said: str) -> None:
    error = graph.error("GET", path, fields=fields)
    assert (error["code"], error["message"]) == (100, said)


def test_fields_that_cannot_be_read_fail_the_call(graph: GraphCaller) -> None:
    assert graph.error("GET", PAGE, fields="id{name")["code"] == 2500
    assert graph.error("GET", PAGE, fields="id,na me}")["code"] in (100, 2500)


def test_more_than_a_hundred_posts_at_once_are_refused(graph: GraphCaller) -> None:
    assert graph.error("GET", POSTS, limit=101)["code"] == 100
    assert graph.error("GET", POSTS, after="nonsense")["code"] == 100
    assert graph.error("GET", POSTS, since="tomorrowish")["code"] == 100


def test_many_objects_at_once_are_a_thing_of_the_past(graph: GraphCaller) -> None:
    assert graph.error("GET", "", ids=f"{PAGE}_54")["message"].startswith(
        "(#100) The ids query parameter is deprecated"
    )


@pytest.mark.parametrize(("version", "code"), [("/v2.8", 2635), ("/v20.0", 2635), ("/v27.0", 2500), ("/v25.1", 2500)])
def test_dead_and_unborn_versions_are_refused(graph: GraphCaller, version: str, code: int) -> None:
    graph.version = version
    assert graph.error("GET", PAGE)["code"] == code


@pytest.mark.parametrize("version", ["", "/v22.0", "/v26.0"])
def test_living_versions_answer(graph: GraphCaller, version: str) -> None:
    graph.version = version
    assert graph.get(PAGE)["id"] == PAGE
    assert f"com{version or '/v21.0'}/" in graph.get(POSTS, limit=1)["paging"]["next"]


def test_what_a_persons_token_may_not_see(graph: GraphCaller) -> None:
    graph.token = "practice-user"
    assert graph.error("GET", POSTS)["code"] == 10
    assert graph.last.status_code == 403
    assert graph.get(f"{PAGE}_54/comments", filter="stream") == {"data": []}
    assert graph.error("GET", f"{PAGE}/insights", metric="page_follows")["code"] == 190
    assert graph.get("me") == {"id": "1", "name": "Practice Officer"}
    assert graph.get("me/accounts") == {"data": []}


def test_another_pages_token_sees_nothing_of_this_page(graph: GraphCaller) -> None:
    graph.token = f"practice-page-{SMALL}"
    assert graph.error("GET", POSTS)["code"] == 10
    assert graph.error("GET", f"{PAGE}_54")["error_subcode"] == 33
    assert graph.get(f"{PAGE}_54/comments") == {"data": []}
    assert graph.get(f"{PAGE}/insights", metric="page_follows") == {"data": []}


def test_a_manager_finds_the_pages_and_their_tokens(graph: GraphCaller) -> None:
    graph.token = "practice-manager"
    listed = graph.get("me/accounts")["data"]
    assert [(page["id"], page["access_token"]) for page in listed] == [
        (PAGE, f"practice-page-{PAGE}"),
        (SMALL, f"practice-page-{SMALL}"),
    ]
    assert "CREATE_CONTENT" in listed[0]["tasks"]


def test_tokens_that_are_none(graph: GraphCaller) -> None:
    for token, code in (("", 104), ("nonsense", 190), ("practice-page-5", 190)):
        graph.token = token
        assert graph.error("GET", PAGE)["code"] == code


def test_what_a_token_may_do_can_be_asked(graph: GraphCaller, now: Ticking) -> None:
    told = graph.get("debug_token", input_token=graph.token)["data"]
    assert (told["is_valid"], told["type"], told["profile_id"], told["expires_at"]) == (True, "PAGE", PAGE, 0)
    assert "pages_manage_posts" in told["scopes"]
    graph.server.sandbox.graph.expires[SMALL] = int(now().timestamp()) - 1
    told = graph.get("debug_token", input_token=f"practice-page-{SMALL}")["data"]
    assert (told["is_valid"], told["error"]["subcode"]) == (False, 463)
    assert graph.get("debug_token", input_token="nonsense")["data"]["is_valid"] is False


def test_a_proof_must_be_right_and_may_be_asked_for(graph: GraphCaller) -> None:
    right = hmac.new(b"practice-app-secret", graph.token.encode(), hashlib.sha256).hexdigest()
    assert graph.get(PAGE, appsecret_proof=right)["id"] == PAGE
    error = graph.error("GET", PAGE, appsecret_proof="0" * 64)
    assert (error["code"], error["message"]) == (100, "Invalid appsecret_proof provided in the API argument")
    graph.server.sandbox.graph.require_proof = True
    assert graph.error("GET", PAGE)["code"] == 100


def test_usage_is_told_on_every_answer(graph: GraphCaller) -> None:
    graph.get(PAGE)
    told = json.loads(graph.last.headers["X-Business-Use-Case-Usage"])[PAGE][0]
    assert told["type"] == "pages"
    assert told["estimated_time_to_regain_access"] == 0
    assert json.loads(graph.last.headers["X-App-Usage"]).keys() == {"call_count", "total_time", "total_cputime"}
    graph.error("GET", PAGE, fields="colour")
    assert "X-App-Usage" in graph.last.headers


METRICS = "page_follows,page_follows_city,page_media_view,page_total_media_view_unique,page_post_engagements"


def test_insights_tell_the_last_days(graph: GraphCaller) -> None:
    told = {one["name"]: one for one in graph.get(f"{PAGE}/insights", metric=METRICS, period="day")["data"]}
    assert list(told) == METRICS.split(",")
    cities = told["page_follows_city"]["values"][-1]
    assert (cities["value"], cities["end_time"]) == (TOWNS, "2026-11-24T08:00:00+0000")
    assert told["page_follows"]["values"][-1]["value"] == 1200
    assert told["page_media_view"]["values"][-1]["value"] == 19 * 900
    assert told["page_follows"]["id"] == f"{PAGE}/insights/page_follows/day"


def test_one_dead_metric_fails_the_whole_call(graph: GraphCaller) -> None:
    for metric in ("page_follows,page_fans", "page_impressions", "page_fans_city", "post_media_view"):
        error = graph.error("GET", f"{PAGE}/insights", metric=metric)
        assert (error["code"], error["message"]) == (100, "(#100) The value must be a valid insights metric")
    assert graph.error("GET", f"{PAGE}/insights")["error_subcode"] == 1504028


def test_insights_of_a_small_page_are_empty(graph: GraphCaller) -> None:
    graph.token = f"practice-page-{SMALL}"
    assert graph.get(f"{SMALL}/insights", metric="page_follows") == {"data": []}


def test_insights_go_back_ninety_days_at_once(graph: GraphCaller, now: Ticking) -> None:
    until = int(now().timestamp())
    body = graph.get(f"{PAGE}/insights", metric="page_follows", period="day", since=until - 30 * 86400, until=until)
    assert len(body["data"][0]["values"]) == 30
    assert graph.error("GET", f"{PAGE}/insights", metric="page_follows", since=until - 91 * 86400)["code"] == 100
    assert graph.error("GET", f"{PAGE}/insights", metric="page_follows", period="fortnight")["code"] == 100


def test_days_end_at_midnight_in_california_also_in_summer(graph: GraphCaller) -> None:
    body = graph.get(f"{PAGE}/insights", metric="page_follows", since="2026-10-30", until="2026-11-03")
    ends = [value["end_time"][11:13] for value in body["data"][0]["values"]]
    assert ends == ["07", "07", "07", "08"]


def test_insights_of_a_post(graph: GraphCaller) -> None:
    body = graph.get(
        f"{PAGE}_54/insights",
        metric="post_media_view,post_total_media_view_unique,post_clicks,post_reactions_by_type_total",
    )
    told = {one["name"]: one["values"][0]["value"] for one in body["data"]}
    assert told == {
        "post_media_view": 900,
        "post_total_media_view_unique": 630,
        "post_clicks": 30,
        "post_reactions_by_type_total": {"like": 7},
    }
    inside = graph.get(f"{PAGE}_54", fields="insights.metric(post_media_view)")
    assert inside["insights"]["data"][0]["name"] == "post_media_view"
    assert graph.error("GET", f"{PAGE}_54/insights", metric="post_impressions")["code"] == 100


def test_what_no_line_told_is_not_told_as_zero(graph: GraphCaller, world: World) -> None:
    for item in world.items.values():
        item.views = None
    assert graph.get(f"{PAGE}/insights", metric="page_media_view") == {"data": []}
    assert graph.get(f"{PAGE}_54/insights", metric="post_media_view") == {"data": []}

"""The sandbox's own address: the truth, and what people do to it while others look."""

from datetime import timedelta

import requests

from sandbox.server import Server
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, BORLEY, PAGE, Control, GraphCaller, XCaller


def test_the_truth_is_told_account_by_account(control: Control) -> None:
    accounts = control.get("truth")["accounts"]
    assert [(one["platform"], one["id"]) for one in accounts] == [
        ("x", ASHBY),
        ("x", BORLEY),
        ("facebook", PAGE),
        ("facebook", "901"),
    ]
    borley = control.get("truth", platform="x", account="BorleySNT")["accounts"][0]
    assert [one["id"] for one in borley["posts"]] == ["2001"]
    assert [one["id"] for one in borley["replies"]] == ["3001", "3002", "3003"]
    assert [one["id"] for one in borley["elsewhere"]] == ["3100"]
    page = control.get("truth", platform="facebook", account=PAGE)["accounts"][0]
    assert [one["kind"] for one in page["elsewhere"]] == ["visitor", "tagged"]
    assert page["towns"]["Ashby, England, United Kingdom"] == 700


def test_the_public_writes_and_it_arrives(control: Control, x: XCaller, graph: GraphCaller) -> None:
    ident = control.post("reply", platform="x", post="2001", author="Wynn", text="Is it on again?")["id"]
    assert x.get(f"/2/users/{BORLEY}/mentions")["data"][0]["id"] == ident
    nested = control.post("reply", platform="facebook", parent="54_3", author="Wynn", text="Me too")["id"]
    told = graph.get(f"{PAGE}_54/comments", filter="stream", fields="id,parent{id}")["data"][-1]
    assert told == {"id": nested, "parent": {"id": "54_3"}}
    visitor = control.post("reply", platform="facebook", account=PAGE, author="Wynn", text="Any news?")["id"]
    assert graph.get(f"{PAGE}/visitor_posts")["data"][0]["id"] == visitor
    elsewhere = control.post("reply", platform="x", account=ASHBY, author="Wynn", text="@AshbySNT hello")["id"]
    assert x.get(f"/2/users/{ASHBY}/mentions")["data"][0]["id"] == elsewhere


def test_our_officer_may_answer_by_phone(control: Control, x: XCaller) -> None:
    ident = control.post("reply", platform="x", parent="3001", by_us=True, text="Ten o'clock")["id"]
    assert x.get(f"/2/users/{BORLEY}/tweets")["data"][0]["id"] == ident
    post = control.post("post", platform="x", account=ASHBY, text="From my phone")["id"]
    assert x.get(f"/2/users/{ASHBY}/tweets")["data"][0]["id"] == post


def test_authors_change_and_take_back_what_they_said(control: Control, x: XCaller, graph: GraphCaller) -> None:
    control.post("edit", platform="facebook", id="54_1", text="What time does it end?")
    assert graph.get("54_1")["message"] == "What time does it end?"
    control.post("delete", platform="x", id="3001")
    assert x.get("/2/tweets", ids="3001").keys() == {"errors"}
    assert control.session.post(f"{control.address}/delete", json={"platform": "x", "id": "5"}).status_code == 400


def test_followers_come_and_go(control: Control, x: XCaller, graph: GraphCaller) -> None:
    control.post("followers", platform="facebook", account=PAGE, count=1300, towns={"Ashby": 800})
    assert graph.get(PAGE, fields="followers_count")["followers_count"] == 1300
    told = graph.get(f"{PAGE}/insights", metric="page_follows_city")["data"][0]["values"][-1]["value"]
    assert told == {"Ashby": 800}


def test_time_can_be_moved_forward(control: Control, x: XCaller, now: Ticking) -> None:
    control.post("clock", forward_seconds=86_400)
    x("POST", "/2/tweets", {"text": "Tomorrow"})
    told = x.get(f"/2/users/{ASHBY}/tweets", tweet__fields="created_at")["data"][0]["created_at"]
    assert told.startswith((now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    assert control.session.post(f"{control.address}/clock", json={"forward_seconds": -1}).status_code == 400


def test_a_pages_token_can_die_and_come_back(control: Control, graph: GraphCaller, now: Ticking) -> None:
    control.post("token", account=PAGE, dead=460)
    assert graph.error("GET", PAGE)["error_subcode"] == 460
    control.post("token", account=PAGE, dead=None)
    assert graph.get(PAGE)["id"] == PAGE
    control.post("token", account=PAGE, expires_at=int(now().timestamp()) + 60)
    assert graph.get(PAGE)["id"] == PAGE
    now.forward(minutes=2)
    assert graph.error("GET", PAGE)["error_subcode"] == 463


def test_health_and_ledger_are_told(control: Control, x: XCaller) -> None:
    health = control.get("health")
    assert (health["ok"], health["accounts"], health["posts"], health["replies"], health["elsewhere"]) == (
        True,
        4,
        52,
        6,
        3,
    )
    x.get("/2/tweets", ids="1054")
    assert control.get("ledger")["2026-11-24"]["posts_billed"] == 1


def test_an_unknown_order_says_what_there_is(control: Control) -> None:
    assert "truth" in control.get("nothing")["get"]


def page_text(server: Server, session: requests.Session, path: str) -> str:
    answer = session.get(f"{server.address}{path}", timeout=5)
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def test_the_public_page_shows_what_is_public(
    server: Server, session: requests.Session, control: Control, x: XCaller, world: World
) -> None:
    assert "/public/x/AshbySNT" in page_text(server, session, "/public/")
    shown = page_text(server, session, "/public/x/BorleySNT")
    assert "Practice: nothing is public" in shown
    assert "Speed watch on Mill Lane" in shown
    thread = page_text(server, session, "/public/x/BorleySNT/status/3001")
    assert "Robin Vale" in thread and "At ten." in thread
    assert "Robin Vale" in page_text(server, session, f"/_sandbox/public/facebook/{PAGE}/posts/54")
    control.post("delete", platform="x", id="2001")
    assert "Speed watch" not in page_text(server, session, "/public/x/BorleySNT")
    gone = session.get(f"{server.address}/public/x/BorleySNT/status/2001", timeout=5)
    assert gone.status_code == 404


def test_the_public_page_hides_what_is_hidden_as_each_platform_does(
    server: Server, session: requests.Session, graph: GraphCaller, x: XCaller, world: World
) -> None:
    where = f"/public/facebook/{PAGE}/posts/54"
    graph("POST", "54_1", is_hidden="true")
    shown = page_text(server, session, where)
    assert "Robin Vale" in shown and "What time" not in shown
    assert "At ten." not in shown  # what hangs under it goes with it
    assert "hidden by the page" in page_text(server, session, f"/public/facebook/{PAGE}/posts/54_1")
    x.bearer = f"practice-x-{BORLEY}-bearer"
    x("PUT", "/2/tweets/3001/hidden", {"hidden": True})
    before, _, after = page_text(server, session, "/public/x/BorleySNT/status/2001").partition("View hidden replies")
    assert "Robin Vale" not in before and "Robin Vale" in after
    graph("POST", "54_1", is_hidden="false")
    assert "What time" in page_text(server, session, where)


def test_what_the_public_writes_cannot_run_on_the_page(
    server: Server, session: requests.Session, control: Control
) -> None:
    control.post("reply", platform="x", post="2001", author="<b>Wynn", text="<script>alert(1)</script>\ud83d")
    shown = page_text(server, session, "/public/x/BorleySNT/status/2001")
    assert "<script>" not in shown and "<b>Wynn" not in shown
    assert "&lt;script&gt;" in shown

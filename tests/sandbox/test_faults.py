"""The sandbox misbehaves as told: on the call that was named, as often as was said, truly before or after accepting."""

import json
from datetime import timedelta

import pytest
import requests

from sandbox.faults import KINDS
from sandbox.server import Server
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, BORLEY, PAGE, Control, GraphCaller, XCaller

TIMELINE = f"/2/users/{ASHBY}/tweets"
BEARER = {"authorization": f"Bearer practice-x-{ASHBY}-bearer"}


def posts(world: World, platform: str = "x") -> list[str]:
    owner = ASHBY if platform == "x" else PAGE
    return [item.text for item in world.shelf(platform, owner, "posts")]


def send(server: Server, session: requests.Session, text: str, timeout: float = 10) -> requests.Response:
    return session.post(f"{server.x_address}/2/tweets", json={"text": text}, headers=BEARER, timeout=timeout)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("rate_limit", 429),
        ("rate_limit_no_reset", 429),
        ("rate_limit_88", 429),
        ("app_limit", 429),
        ("usage_capped", 429),
        ("dead_token", 401),
        ("credits", 402),
        ("forbidden", 403),
        ("server_error_before", 503),
        ("html_502", 502),
    ],
)
def test_x_refuses_before_accepting_once(
    server: Server, session: requests.Session, world: World, kind: str, status: int
) -> None:
    server.faults.add(kind, "x")
    assert send(server, session, "Hello").status_code == status
    assert "Hello" not in posts(world)
    assert send(server, session, "Hello").status_code == 201


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        ("rate_limit", 32, 400),
        ("rate_limit_no_reset", 32, 400),
        ("app_limit", 4, 400),
        ("dead_token", 190, 400),
        ("forbidden", 200, 403),
        ("server_error_before", 2, 503),
    ],
)
def test_facebook_refuses_before_accepting_once(
    graph: GraphCaller, world: World, kind: str, code: int, status: int
) -> None:
    graph.server.faults.add(kind, "facebook")
    assert graph.error("POST", f"{PAGE}/feed", message="Hello")["code"] == code
    assert graph.last.status_code == status
    assert "Hello" not in posts(world, "facebook")
    graph("POST", f"{PAGE}/feed", message="Hello")
    assert "Hello" in posts(world, "facebook")


def test_limits_say_when_they_end_or_do_not(x: XCaller, graph: GraphCaller, now: Ticking) -> None:
    x.server.faults.add("rate_limit", "x", reset_seconds=120)
    x.get(TIMELINE)
    assert int(x.last.headers["x-rate-limit-reset"]) == int(now().timestamp()) + 120
    assert x.last.headers["x-rate-limit-remaining"] == "0"
    x.server.faults.add("rate_limit_no_reset", "x")
    x.get(TIMELINE)
    assert "x-rate-limit-reset" not in x.last.headers
    x.server.faults.add("app_limit", "x")
    x.get(TIMELINE)
    assert x.last.headers["x-app-limit-24hour-remaining"] == "0"
    graph.server.faults.add("rate_limit", "facebook", reset_seconds=600)
    graph.get(PAGE)
    usage = json.loads(graph.last.headers["X-Business-Use-Case-Usage"])[PAGE][0]
    assert (usage["call_count"], usage["estimated_time_to_regain_access"]) == (100, 10)
    graph.server.faults.add("rate_limit_no_reset", "facebook")
    graph.get(PAGE)
    assert "X-Business-Use-Case-Usage" not in graph.last.headers


def test_the_bodies_are_those_that_x_is_known_for(x: XCaller) -> None:
    told = {}
    for kind in ("credits", "rate_limit", "rate_limit_88", "usage_capped"):
        x.server.faults.add(kind, "x")
        told[kind] = x.get(TIMELINE)
    assert told["credits"] == {
        "detail": "credits depleted",
        "status": 402,
        "title": "Payment Required",
        "type": "https://api.x.com/2/problems/credits-depleted",
    }
    assert told["rate_limit"]["title"] == "Too Many Requests"
    assert told["rate_limit_88"] == {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
    assert told["usage_capped"]["title"] == "UsageCapExceeded"


@pytest.mark.parametrize(("kind", "there"), [("hang_up_before", False), ("hang_up_after", True)])
def test_a_hang_up_says_nothing_of_what_happened(
    server: Server, session: requests.Session, world: World, kind: str, there: bool
) -> None:
    server.faults.add(kind, "x")
    with pytest.raises(requests.ConnectionError):
        send(server, session, "Hello")
    assert ("Hello" in posts(world)) is there


@pytest.mark.parametrize(("kind", "status"), [("server_error_after", 503), ("html_502_after", 502)])
def test_a_5xx_may_hide_that_it_happened(
    server: Server, session: requests.Session, world: World, kind: str, status: int
) -> None:
    server.faults.add(kind, "x")
    assert send(server, session, "Hello").status_code == status
    assert "Hello" in posts(world)


def test_half_an_answer_is_no_answer(server: Server, session: requests.Session, world: World) -> None:
    server.faults.add("truncated", "x")
    answer = send(server, session, "Hello")
    assert answer.status_code == 201
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    server.faults.add("cut", "x")
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        send(server, session, "Hello again")
    assert posts(world)[-2:] == ["Hello", "Hello again"]


def test_slow_is_accepted_before_the_client_gives_up(server: Server, session: requests.Session, world: World) -> None:
    server.faults.add("slow", "x", delay=30)
    with pytest.raises(requests.ReadTimeout):
        send(server, session, "Hello", timeout=0.2)
    assert "Hello" in posts(world)


def test_late_is_accepted_when_the_client_has_long_gone(
    server: Server, session: requests.Session, x: XCaller, world: World, now: Ticking
) -> None:
    server.faults.add("late", "x", delay=60, operation="create")
    with pytest.raises(requests.ConnectionError):
        send(server, session, "Hello")
    now.forward(seconds=59)
    assert x.get(TIMELINE)["data"][0]["text"] != "Hello"
    now.forward(seconds=1)
    assert x.get(TIMELINE)["data"][0]["text"] == "Hello"
    assert world.shelf("x", ASHBY, "posts")[-1].at == now()


def test_late_works_on_facebook_too(graph: GraphCaller, world: World, now: Ticking) -> None:
    graph.server.faults.add("late", "facebook", delay=60, operation="publish")
    with pytest.raises(requests.ConnectionError):
        graph("POST", f"{PAGE}/feed", message="Hello")
    now.forward(seconds=60)
    assert graph.get(f"{PAGE}/published_posts", limit=1)["data"][0]["message"] == "Hello"


def test_a_fault_strikes_only_what_was_named(x: XCaller, graph: GraphCaller) -> None:
    faults = x.server.faults
    faults.add("dead_token", "x", account=BORLEY, times=None)
    faults.add("server_error_before", "x", operation="mentions", times=2)
    faults.add("forbidden", "x", operation="write", times=None)
    x.get(TIMELINE)
    assert x.last.status_code == 200
    statuses = []
    for _ in range(3):
        x.get(f"/2/users/{ASHBY}/mentions")
        statuses.append(x.last.status_code)
    assert statuses == [503, 503, 200]
    x.get(f"/2/users/{BORLEY}/tweets")
    assert x.last.status_code == 401
    x("POST", "/2/tweets", {"text": "Hello"})
    assert x.last.status_code == 403
    assert graph.get(PAGE)["id"] == PAGE
    faults.clear()
    x.get(f"/2/users/{BORLEY}/tweets")
    assert x.last.status_code == 200


def test_a_fault_can_wait_for_a_later_call(x: XCaller) -> None:
    x.server.faults.add("server_error_before", "x", skip=2)
    statuses = []
    for _ in range(4):
        x.get(TIMELINE)
        statuses.append(x.last.status_code)
    assert statuses == [200, 200, 503, 200]


def test_pages_can_come_as_they_should_not(x: XCaller) -> None:
    def page(kind: str) -> list[dict]:
        x.server.faults.add(kind, "x")
        return x("GET", TIMELINE, broken=True, max_results=5, tweet__fields="created_at")["data"]

    right = [item["id"] for item in x.get(TIMELINE, max_results=5)["data"]]
    shuffled = [item["id"] for item in page("out_of_order")]
    assert shuffled != right
    assert sorted(shuffled) == sorted(right)
    assert [item["id"] for item in page("repeated")] == [*right, right[0]]
    assert ["text" in item for item in page("unreadable_text")] == [True, True, False, True, True]
    assert page("bad_date")[2]["created_at"] == "the day before yesterday"


def test_reads_can_lag_behind(x: XCaller, now: Ticking) -> None:
    x("POST", "/2/tweets", {"text": "Hello"})
    now.forward(seconds=5)
    x.server.faults.add("lag", "x", delay=30)
    assert x.get(TIMELINE)["data"][0]["text"] != "Hello"
    assert x.get(TIMELINE)["data"][0]["text"] == "Hello"


def test_facebooks_own_oddities(graph: GraphCaller) -> None:
    graph.server.faults.add("next_without_token", "facebook")
    assert "access_token" not in graph.get(f"{PAGE}/published_posts", limit=2)["paging"]["next"]
    graph.server.faults.add("no_from", "facebook")
    told = graph.get(f"{PAGE}_54/comments", filter="stream", fields="from,message")
    assert not any("from" in item for item in told["data"])
    graph.server.faults.add("usage", "facebook", percent=82)
    graph.get(PAGE)
    assert json.loads(graph.last.headers["X-Business-Use-Case-Usage"])[PAGE][0]["call_count"] == 82
    graph.server.faults.add("dead_token", "facebook", subcode=460)
    assert graph.error("GET", PAGE)["error_subcode"] == 460
    graph.server.faults.add("rate_limit", "facebook", code=80001)
    assert graph.error("GET", PAGE)["code"] == 80001
    graph.server.faults.add("forbidden", "facebook", code=368)
    assert graph.error("GET", PAGE)["code"] == 368
    graph.server.faults.add("html_502", "facebook")
    answer = graph.session.get(f"{graph.server.graph_address}/{PAGE}", params={"access_token": graph.token}, timeout=5)
    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")


def test_every_kind_can_be_ordered_and_an_unknown_one_is_refused(control: Control, x: XCaller) -> None:
    for kind in KINDS:
        control.post("fault", kind=kind.replace("_", " "), platform="x", times=1)
    assert len(control.get("faults")["faults"]) == len(KINDS)
    control.post("clear")
    assert control.get("faults")["faults"] == []
    for wrong in ({"kind": "flood", "platform": "x"}, {"kind": "slow", "platform": "y"}, {"kind": "slow"}):
        answer = control.session.post(f"{control.address}/fault", json=wrong, timeout=5)
        assert answer.status_code == 400


def test_the_log_names_the_fault_and_never_a_token(x: XCaller, graph: GraphCaller, control: Control) -> None:
    x.server.faults.add("forbidden", "x")
    x.get(TIMELINE)
    graph.get(PAGE, fields="id")
    first, second = control.get("calls")["calls"]
    assert (first["operation"], first["account"], first["status"], first["fault"]) == (
        "timeline",
        ASHBY,
        403,
        "forbidden",
    )
    assert (second["method"], second["path"], second["operation"]) == ("GET", f"/v25.0/{PAGE}", "page")
    assert "practice-page" not in json.dumps([first, second])
    assert "practice-x" not in json.dumps([first, second])


def test_a_closed_server_lets_go_of_its_connections(server: Server, session: requests.Session) -> None:
    session.get(f"{server.address}/_sandbox/health", timeout=5)
    server.close()
    with pytest.raises(requests.ConnectionError):
        session.get(f"{server.address}/_sandbox/health", timeout=5)


def test_times_of_faults_follow_the_clock(x: XCaller, now: Ticking) -> None:
    x.server.faults.add("rate_limit", "x")
    x.get(TIMELINE)
    reset = int(x.last.headers["x-rate-limit-reset"])
    assert reset == int((now() + timedelta(minutes=15)).timestamp())

"""A small invented place for the tests of the sandbox, and plain callers that know nothing but HTTP."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.server import Server, serve
from sandbox.world import World
from tests import contracts
from tests.conftest import Ticking

Json = dict[str, Any]

ASHBY, BORLEY, PAGE, SMALL = "111", "222", "900", "901"
TOWNS = {"Ashby, England, United Kingdom": 700, "Nether Borley, England, United Kingdom": 120}


def account(platform: str, ident: str, handle: str, team: str = "Ashby") -> Json:
    name = f"{team} Neighbourhood Team"
    told = {"type": "account", "platform": platform, "id": ident, "handle": handle, "name": name}
    return told | {"team": team, "district": "North"}


def post(platform: str, owner: str, ident: str, at: datetime, **more: Any) -> Json:
    told = {"type": "post", "platform": platform, "account": owner, "id": ident, "at": at.isoformat()}
    return told | {"text": f"Post {ident}", "likes": 7, "replies": 0, "shares": 2, "views": 900} | more


def reply(platform: str, ident: str, at: datetime, **more: Any) -> Json:
    told = {"type": "reply", "platform": platform, "id": ident, "at": at.isoformat()}
    return told | {"author": "Pat Quill", "text": "What time does it start?"} | more


def place(now: datetime) -> list[Json]:
    """Two X accounts and two pages, some posts, a thread on each platform, and things said elsewhere."""
    ago = [now - timedelta(hours=hours) for hours in range(0, 60)]
    return [
        account("x", ASHBY, "AshbySNT"),
        account("x", BORLEY, "BorleySNT", "Nether Borley"),
        account("facebook", PAGE, "AshbySNT"),
        account("facebook", SMALL, "BorleySNT", "Nether Borley"),
        {"type": "followers", "platform": "x", "account": ASHBY, "count": 3400},
        {"type": "followers", "platform": "facebook", "account": PAGE, "count": 1200, "towns": TOWNS},
        {"type": "followers", "platform": "facebook", "account": SMALL, "count": 60},
        *[post("x", ASHBY, str(1000 + hours), ago[60 - hours]) for hours in range(30, 55)],
        post("x", BORLEY, "2001", ago[5], text="Speed watch on Mill Lane", replies=2),
        reply("x", "3001", ago[4], post="2001", author="Robin Vale"),
        reply("x", "3002", ago[3], post="2001", parent="3001", by_us=True, text="At ten."),
        reply("x", "3003", ago[2], post="2001", text="Not tagged", mentions=False),
        reply("x", "3100", ago[6], account=BORLEY, text="Any news from @BorleySNT about the bollards?"),
        *[post("facebook", PAGE, f"{PAGE}_{hours}", ago[60 - hours]) for hours in range(30, 55)],
        post("facebook", SMALL, f"{SMALL}_1", ago[5], shares=0, views=None, reactions={"love": 3}),
        reply("facebook", "54_1", ago[4], post=f"{PAGE}_54"),
        reply("facebook", "54_2", ago[3], post=f"{PAGE}_54", parent="54_1", by_us=True, text="At ten."),
        reply("facebook", "54_3", ago[2], post=f"{PAGE}_54", author="Robin Vale", text="Thank you"),
        reply("facebook", f"{PAGE}_v1", ago[8], account=PAGE, surface="visitor", text="Who do I ask about parking?"),
        reply("facebook", f"{PAGE}_t1", ago[9], account=PAGE, surface="tagged", text="Well done all"),
    ]


@pytest.fixture
def world(now: Ticking) -> World:
    return World.from_lines(place(now()), now)


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    running = serve(world)
    yield running
    running.close()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as plain:
        plain.trust_env = False
        yield plain


class XCaller:
    """Calls X with a bearer; where the contracts are at hand, each request and answer is held to them."""

    def __init__(self, session: requests.Session, server: Server) -> None:
        self.session, self.server = session, server
        self.bearer = f"practice-x-{ASHBY}-bearer"
        self.last: requests.Response

    def __call__(self, method: str, path: str, body: Json | None = None, *, broken: bool = False, **query: Any) -> Json:
        """The answer's JSON; `broken` marks a request that is wrong on purpose. Dots in names are written __."""
        params = {name.replace("__", "."): str(value) for name, value in query.items()}
        vocabulary = self.server.sandbox.vocabulary
        headers = {"authorization": f"Bearer {self.bearer}"}
        where = f"{self.server.x_address}{path}"
        self.last = self.session.request(method, where, params=params, json=body, headers=headers, timeout=10)
        told: Json = self.last.json()
        if contracts.given():
            answer_faults = contracts.validate_x_answer(method, path, self.last.status_code, told, vocabulary)
            assert answer_faults == [] or broken, answer_faults
            if not broken and "tweet.fields" not in params:
                assert contracts.validate_x_request(method, path, params, body, vocabulary) == []
        return told

    def get(self, path: str, **query: Any) -> Json:
        return self("GET", path, **query)

    def wrong(self, path: str, **query: Any) -> Json:
        """A GET that X refuses."""
        told = self("GET", path, broken=True, **query)
        if contracts.given():
            status = self.last.status_code
            assert contracts.validate_x_answer("GET", path, status, told, self.server.sandbox.vocabulary) == []
        return told


@pytest.fixture
def x(session: requests.Session, server: Server) -> XCaller:
    return XCaller(session, server)


class GraphCaller:
    """Calls the Graph API with a page's token."""

    def __init__(self, session: requests.Session, server: Server) -> None:
        self.session, self.server = session, server
        self.token = f"practice-page-{PAGE}"
        self.version = "/v25.0"
        self.last: requests.Response

    def __call__(self, method: str, path: str, **params: Any) -> Json:
        params = {"access_token": self.token, **params}
        where = f"{self.server.graph_address}{self.version}/{path}"
        sent = {"data": params} if method == "POST" else {"params": params}
        self.last = self.session.request(method, where, timeout=10, **sent)
        told: Json = self.last.json()
        return told

    def get(self, path: str, **params: Any) -> Json:
        return self("GET", path, **params)

    def error(self, method: str, path: str, **params: Any) -> Json:
        """The error of a call that must fail."""
        told: Json = self(method, path, **params)["error"]
        assert self.last.status_code >= 400
        return told


@pytest.fixture
def graph(session: requests.Session, server: Server) -> GraphCaller:
    return GraphCaller(session, server)


class Control:
    """Gives the sandbox its orders, as a test or a practising officer would."""

    def __init__(self, session: requests.Session, server: Server) -> None:
        self.session, self.address = session, f"{server.address}/_sandbox"

    def get(self, what: str, **query: str) -> Json:
        told: Json = self.session.get(f"{self.address}/{what}", params=query, timeout=10).json()
        return told

    def post(self, what: str, **given: Any) -> Json:
        answer = self.session.post(f"{self.address}/{what}", json=given, timeout=10)
        told: Json = answer.json()
        assert answer.status_code == 200, told
        return told


@pytest.fixture
def control(session: requests.Session, server: Server) -> Control:
    return Control(session, server)

"""A small invented place on every platform, an adapter plugged into it, and a wire that remembers what was sent."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from domain.posts import FetchedReply, Page, PlatformName
from platforms import facebook, registry, wire, x
from platforms.port import Line
from sandbox.items import Item
from sandbox.server import Server, serve
from sandbox.world import World
from tests import contracts
from tests.conftest import Ticking

Json = dict[str, Any]
Adapter = x.X | facebook.FacebookPage

ACCOUNT, HANDLE = "4400", "AshbySNT"
KEYS: dict[PlatformName, Json] = {
    PlatformName.X: {
        "consumer_key": "practice-app",
        "consumer_secret": "practice-app-secret",
        "access_token": f"practice-x-{ACCOUNT}",
        "access_token_secret": f"practice-x-{ACCOUNT}-secret",
    },
    PlatformName.FACEBOOK: {"page_token": f"practice-page-{ACCOUNT}"},
}
LONG_AGO = timedelta(days=29)


@dataclass
class Sent:
    """A request as it went out."""

    method: str
    path: str
    query: dict[str, str]
    body: Json | None
    headers: Mapping[str, str] = field(default_factory=dict)


class Remembering(wire.Address):
    """The wire, remembering what was sent over it; where the contracts are at hand, X's is held to them."""

    def __init__(self, instead: str | None, sent: list[Sent]) -> None:
        super().__init__(instead)
        self.sent = sent

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        parts = urlsplit(str(request.url))
        body = json.loads(request.body) if request.body and "json" in request.headers.get("content-type", "") else None
        sent = Sent(str(request.method), parts.path, dict(parse_qsl(parts.query)), body, dict(request.headers))
        self.sent.append(sent)
        if parts.hostname == "api.twitter.com" and contracts.given():
            faults = contracts.validate_x_request(sent.method, sent.path, sent.query, sent.body)
            assert faults == [], faults
        return super().send(request, **kwargs)


@dataclass
class Place:
    """One platform as the promises see it: our account there, the public, and what goes wrong."""

    platform: PlatformName
    world: World
    server: Server
    now: Ticking
    sent: list[Sent] = field(default_factory=list)
    keys: Json | None = None

    def adapter(self, **ways: Any) -> Adapter:
        """A fresh line to our account, as a new process would have it; nothing but cursors outlives the old."""
        addresses = {PlatformName.X: self.server.x_address, PlatformName.FACEBOOK: self.server.graph_address}
        home = registry.HOMES[self.platform]
        address = {home: Remembering(addresses[self.platform], self.sent)}
        line = Line(self.platform, ACCOUNT, HANDLE, **ways)
        secret = self.keys or KEYS[self.platform]
        if self.platform is PlatformName.X:
            return x.X(line, secret, address, self.now)
        return facebook.FacebookPage(line, secret, address, self.now)

    def we_say(self, text: str, *, ago: timedelta = timedelta(0), **more: Any) -> Item:
        """Our account posts something, from a phone."""
        account = self.world.accounts[self.platform, ACCOUNT]
        return self.world.publish(self.platform, account, text, at=self.now() - ago, **more)

    def they_answer(self, parent: Item, text: str, author: str = "Pat Quill", **more: Any) -> Item:
        """Someone of the public answers."""
        return self.world.reply(parent, self.world.person(self.platform, author).id, text, **more)

    def we_answer(self, parent: Item, text: str, **more: Any) -> Item:
        """Our account answers, from a phone."""
        return self.world.reply(parent, ACCOUNT, text, by_us=True, **more)

    def goes_wrong(self, kind: str, **more: Any) -> None:
        """The next fitting call meets this fault."""
        self.server.faults.add(kind, self.platform.value, **more)

    def public(self, ident: str) -> Item | None:
        """What stands there now."""
        return self.world.item(self.platform, ident)

    def ours(self) -> list[str]:
        """The texts of all that our account has said, oldest first."""
        said = [item for item in self.world.items.values() if item.platform == self.platform and item.by_us]
        return [item.said or item.text for item in sorted(said, key=lambda item: item.rank)]


@dataclass
class Scripted:
    """A server that answers what it was told to, in order; the last answer again and again."""

    address: str
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    asked: list[Sent] = field(default_factory=list)

    def says(self, body: object, status: int = 200, **headers: str) -> None:
        """The next answer: JSON of a body, or text or bytes as they stand. Underscores in header names are hyphens."""
        raw = body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.answers.append((status, {name.replace("_", "-"): value for name, value in headers.items()}, raw))

    def take(self) -> tuple[int, dict[str, str], bytes]:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def _scripted_handler(script: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

        def _go(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("content-length") or 0))
            body = json.loads(raw) if raw and "json" in self.headers.get("content-type", "") else None
            query = dict(parse_qsl(parts.query))
            script.asked.append(Sent(self.command, parts.path, query, body, dict(self.headers.items())))
            status, headers, answer = script.take()
            self.send_response(status)
            for name, value in {"content-length": str(len(answer)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = do_DELETE = _go

    return Handler


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    """A platform that answers just what a test wants."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as running:
        running.daemon_threads, running.block_on_close = True, False
        script = Scripted(f"http://127.0.0.1:{running.server_address[1]}")
        running.RequestHandlerClass = _scripted_handler(script)
        serving = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        yield script
        running.shutdown()
        serving.join(timeout=5)


@pytest.fixture
def told_x(scripted: Scripted, now: Ticking) -> x.X:
    """Our account on an X that answers what `scripted` says."""
    connect = registry.connector({PlatformName.X: scripted.address}, "v25.0", now)
    adapter = connect(Line(PlatformName.X, ACCOUNT, HANDLE), KEYS[PlatformName.X])
    assert isinstance(adapter, x.X)
    return adapter


def line(kind: str, platform: PlatformName, **more: Any) -> Json:
    return {"type": kind, "platform": platform.value} | more


@pytest.fixture
def world(now: Ticking) -> World:
    """Our account on both platforms, with followers, and nothing said yet."""
    places = {"name": "Ashby Neighbourhood Team", "team": "Ashby", "district": "North"}
    towns = {"Ashby, England, United Kingdom": 700}
    return World.from_lines(
        [
            *[line("account", platform, id=ACCOUNT, handle=HANDLE, **places) for platform in PlatformName],
            line("followers", PlatformName.X, account=ACCOUNT, count=3_400),
            line("followers", PlatformName.FACEBOOK, account=ACCOUNT, count=1_200, towns=towns),
        ],
        now,
    )


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    running = serve(world)
    yield running
    running.close()


@pytest.fixture(params=list(PlatformName))
def place(request: pytest.FixtureRequest, world: World, server: Server, now: Ticking) -> Place:
    """The invented place, on one platform after the other."""
    return Place(request.param, world, server, now)


@pytest.fixture
def on_x(world: World, server: Server, now: Ticking) -> Place:
    """The invented place on X."""
    return Place(PlatformName.X, world, server, now)


def walk(
    fetch: Callable[[str], Page[Any]], cursor: str = "", between: Callable[[], object] = lambda: None
) -> tuple[list[Any], list[FetchedReply], str]:
    """Read pages until there are no more: all items, all own answers, and the cursor that is left."""
    items: list[Any] = []
    replies: list[FetchedReply] = []
    for _ in range(100):
        page = fetch(cursor)
        items += page.items
        replies += page.replies
        cursor = page.cursor
        if not page.more:
            return items, replies, cursor
        between()
    raise AssertionError("the walk does not end")


def back(now: Ticking) -> datetime:
    """How far a first visit looks back."""
    return now() - LONG_AGO

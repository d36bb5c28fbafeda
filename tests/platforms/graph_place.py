"""A small invented page with its public, a line to it, and a server that gives whatever answer it is handed."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from domain.clock import Clock
from domain.posts import FetchedReply, Page, PlatformName
from platforms.facebook import HOME, FacebookPage
from platforms.port import Line
from platforms.wire import Address
from sandbox.items import Item
from sandbox.server import Server, serve
from sandbox.world import World
from tests import contracts
from tests.conftest import Ticking

Json = dict[str, Any]

PAGE, SMALL = "900", "901"
TOKEN = f"EAA{'practicepagetoken' * 3}"
TOWNS = {"Ashby, England, United Kingdom": 700, "Nether Borley, England, United Kingdom": 120}


def lines(now: datetime, posts: int = 3) -> list[Json]:
    """Two pages; on the first a thread with a nested answer of ours, a visitor's post and one that tags the page."""

    def ago(hours: float) -> str:
        return (now - timedelta(hours=hours)).isoformat()

    made = [
        {**post(f"{PAGE}_{number}", ago(24 + number)), "text": f"Patrol note {number}"}
        for number in range(1, posts + 1)
    ]
    return [
        {"type": "account", "platform": "facebook", "id": PAGE, "handle": "AshbySNT", **team("Ashby")},
        {"type": "account", "platform": "facebook", "id": SMALL, "handle": "BorleySNT", **team("Nether Borley")},
        {"type": "followers", "platform": "facebook", "account": PAGE, "count": 1200, "towns": TOWNS},
        {"type": "followers", "platform": "facebook", "account": SMALL, "count": 60},
        *made,
        {
            **post(f"{PAGE}_100", ago(6)),
            "text": "Beat surgery on Saturday & cake 🎂\nSee you at the hall",
            "replies": 3,
        },
        {**post(f"{SMALL}_1", ago(5)), "views": None, "shares": 0, "account": SMALL},
        comment("100_1", ago(5), post=f"{PAGE}_100"),
        comment("100_2", ago(4), post=f"{PAGE}_100", parent="100_1", by_us=True, text="At ten."),
        comment("100_3", ago(3), post=f"{PAGE}_100", author="Robin Vale", text="Thank you"),
        comment(f"{PAGE}_v1", ago(8), account=PAGE, surface="visitor", text="Who do I ask about parking?"),
        comment("v1_1", ago(7), post=f"{PAGE}_v1", author="Ada Finch", text="I would like to know too"),
        comment(f"{PAGE}_t1", ago(9), account=PAGE, surface="tagged", text="Well done all"),
    ]


def team(name: str) -> Json:
    return {"name": f"{name} Neighbourhood Team", "team": name, "district": "North"}


def post(ident: str, at: str) -> Json:
    told = {"type": "post", "platform": "facebook", "account": PAGE, "id": ident, "at": at, "text": f"Post {ident}"}
    return told | {"likes": 7, "replies": 0, "shares": 2, "views": 900}


def comment(ident: str, at: str, **more: Any) -> Json:
    told = {"type": "reply", "platform": "facebook", "id": ident, "at": at}
    return told | {"author": "Pat Quill", "text": "What time does it start?"} | more


class Heard(Address):
    """The way to the stand-in, with a record of what was sent along it."""

    def __init__(self, instead: str) -> None:
        super().__init__(instead)
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        self.sent.append(request.copy())
        return super().send(request, **kwargs)

    def asked(self) -> list[tuple[str, str, dict[str, str]]]:
        """Method, path without the version, and parameters of each request."""
        found = []
        for request in self.sent:
            there = urlsplit(str(request.url))
            params = dict(parse_qsl(there.query)) | dict(parse_qsl(str(request.body or "")))
            found.append((str(request.method), there.path.partition("/v25.0/")[2], params))
        return found

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked()]


@dataclass
class Visited:
    """A running sandbox with a line to a page in it."""

    server: Server
    now: Clock
    way: Heard
    page: FacebookPage

    @property
    def world(self) -> World:
        return self.server.world

    def line(self, ident: str = PAGE, *, dead: frozenset[str] = frozenset(), **secret: object) -> FacebookPage:
        """Another line: to another page, or with another secret."""
        line = Line(PlatformName.FACEBOOK, ident, "AshbySNT", dead_metrics=dead)
        return FacebookPage(line, {"page_token": f"practice-page-{ident}", **secret}, {HOME: self.way}, self.now)

    def item(self, ident: str) -> Item:
        return self.world.items["facebook", ident]

    def says(self, ident: str, parent: str, text: str = "Any news?", at: datetime | None = None) -> Item:
        """A member of the public comments."""
        author = self.world.person("facebook", "Kit Marlow").id
        above = self.item(parent)
        return self.world.reply(above, author, text, id=ident, at=at or self.now())

    def unknown(self) -> list[str]:
        """What Meta's specs do not know of all that was sent so far."""
        faults = []
        for method, path, params in self.way.asked():
            ident, _, edge = path.partition("/")
            if ident == "debug_token":
                continue
            node = self._node(ident)
            faults += contracts.graph_unknown_params(node, edge, method, params)
            if "fields" in params:
                inside = {"comments": "Comment", "insights": "InsightsResult", "": node}.get(edge, "PagePost")
                faults += contracts.graph_unknown_fields(inside, params["fields"])
        return faults

    def _node(self, ident: str) -> str:
        item = self.world.items.get(("facebook", ident)) or self.world.gone.get(("facebook", ident))
        if item is None:
            return "Page" if ident in ("me", PAGE, SMALL) else "PagePost"
        return "Comment" if item.kind == "reply" else "PagePost"


@pytest.fixture(name="visited")
def visited_fixture(now: Ticking) -> Iterator[Visited]:
    """A page with a few posts, in a running sandbox; what was sent to it is held to Meta's own specs."""
    server = serve(World.from_lines(lines(now()), now))
    way = Heard(server.graph_address)
    there = Visited(server, now, way, None)  # type: ignore[arg-type]  # the line is made by the next one
    there.page = there.line()
    yield there
    server.close()
    if contracts.given():
        assert not (faults := there.unknown()), faults


@pytest.fixture(name="back_to")
def back_to_fixture(now: Ticking) -> datetime:
    return now() - timedelta(days=29)


def walked(
    page: FacebookPage, posts: list[str], cursor: str, back_to: datetime
) -> tuple[list[FetchedReply], str, list[Page[FetchedReply]]]:
    """A whole walk over the replies, page by page, as the collector makes it."""
    pages: list[Page[FetchedReply]] = []
    while True:
        pages.append(page.fetch_replies(posts, cursor, back_to))
        cursor = pages[-1].cursor
        if not pages[-1].more:
            return [reply for one in pages for reply in one.items], cursor, pages


def many(visited: Visited, now: Ticking) -> list[str]:
    """87 posts of the last four weeks, each with two comments."""
    account = visited.world.accounts["facebook", PAGE]
    made = [
        visited.world.publish("facebook", account, f"Beat note {n}", at=now() - timedelta(hours=7 * n + 7))
        for n in range(87)
    ]
    for post in made:
        for number in range(2):
            visited.says(f"{post.id}c{number}", post.id, at=post.at + timedelta(minutes=number + 1))
    return [post.id for post in made]


def long_thread(visited: Visited, now: Ticking, count: int) -> list[Item]:
    """So many more comments under the post that has some, a second apart."""
    at = visited.item(f"{PAGE}_100").at
    return [visited.says(f"long{n}", f"{PAGE}_100", f"Comment {n}", at=at + timedelta(seconds=n)) for n in range(count)]


def by_id(replies: list[FetchedReply]) -> dict[str, FetchedReply]:
    """Replies by their ids."""
    return {reply.external_id: reply for reply in replies}


@dataclass
class Odd:
    """A server that gives the answers it is handed, one after the other; the last one for ever."""

    answers: list[tuple[int, Mapping[str, str], bytes]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    address: str = ""

    def says(self, body: object, status: int = 200, kind: str | None = "application/json", **headers: str) -> None:
        """The next answer; header names are written with underscores."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append((status, named | ({"content-type": kind} if kind else {}), raw))

    def refuses(
        self, code: object, status: int = 400, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        """A refusal in the shape that Facebook gives it."""
        told = {"message": "(#x) So it is.", "type": "OAuthException", "code": code, **more}
        self.says({"error": told}, status, **dict(headers or {}))


@contextmanager
def odd_server() -> Iterator[Odd]:
    odd = Odd()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

        def _go(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            odd.calls.append(self.path)
            status, headers, body = odd.answers.pop(0) if len(odd.answers) > 1 else odd.answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        do_GET = do_POST = do_DELETE = _go

    class Quick(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    running = Quick(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    odd.address = f"http://127.0.0.1:{running.server_address[1]}"
    try:
        yield odd
    finally:
        running.shutdown()
        running.server_close()
        thread.join(timeout=5)


@pytest.fixture(name="odd")
def odd_fixture() -> Iterator[Odd]:
    with odd_server() as server:
        yield server


def line_to(odd: Odd, now: Clock, **secret: object) -> FacebookPage:
    """A line to the page, as the odd server tells of it."""
    told = Line(PlatformName.FACEBOOK, PAGE, "AshbySNT")
    return FacebookPage(told, {"page_token": TOKEN, **secret}, {HOME: Address(odd.address)}, now)

"""A process that was stopped before its call sends nothing when it wakes; every line waits as long as it was told."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import connection

from config.settings import LONGEST_CALL
from domain.errors import Ambiguous, PlatformError, Transient
from domain.posts import Outgoing, PlatformName
from platforms import registry, wire
from platforms.port import Line
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, KEYS, Place, back

HOME = "https://api.example.org"
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


@dataclass
class Ear:
    """A platform that keeps its connections, answers each request, and remembers every byte."""

    port: int
    heard: bytearray = field(default_factory=bytearray)
    closed: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def _ear() -> Iterator[Ear]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        ear = Ear(server.getsockname()[1])

        def listen() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    while data := line.recv(65_536):
                        ear.heard += data
                        if data.startswith(b"GET") or data.endswith(b"{now}"):
                            line.sendall(ANSWER)
                ear.closed.set()

        serving = threading.Thread(target=listen, daemon=True)
        serving.start()
        yield ear
        server.shutdown(socket.SHUT_RDWR)
        serving.join(timeout=5)


@pytest.fixture
def ear() -> Iterator[Ear]:
    with _ear() as listening:
        yield listening


@pytest.fixture
def session(ear: Ear) -> Iterator[requests.Session]:
    with wire.session({HOME: wire.Address(ear.address)}) as line:
        yield line


def ticks(*seconds: float) -> Callable[[], float]:
    """What has passed, each time it is asked for; the last for ever."""
    left = list(seconds)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_past_its_last_start_no_byte_of_a_write_leaves(ear: Ear, session: requests.Session) -> None:
    with pytest.raises(Transient, match="nothing was sent"), wire.no_later_than(10, ticks(10.1)):
        session.post(f"{HOME}/2/tweets", data=b"{now}")
    assert ear.closed.wait(5)
    assert ear.heard == b""


def test_a_connection_that_was_kept_is_no_way_round_it(ear: Ear, session: requests.Session) -> None:
    session.get(f"{HOME}/2/users")
    before = bytes(ear.heard)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        with pytest.raises(Transient), wire.no_later_than(10, ticks(10.1)):
            session.request(method, f"{HOME}/2/tweets", data=b"{now}")
    assert ear.closed.wait(5)
    assert ear.heard == before


def test_in_time_it_leaves_and_afterwards_nothing_is_forbidden(ear: Ear, session: requests.Session) -> None:
    with wire.no_later_than(10, ticks(9.9)):
        assert session.post(f"{HOME}/2/tweets", data=b"{now}").status_code == 200
    assert session.post(f"{HOME}/2/tweets", data=b"{now}").status_code == 200
    assert ear.heard.count(b"{now}") == 2


def test_looking_is_always_allowed(ear: Ear, session: requests.Session) -> None:
    with wire.no_later_than(10, ticks(99)):
        assert session.get(f"{HOME}/2/users").status_code == 200
    assert ear.heard.startswith(b"GET")


def test_a_process_stopped_while_it_connects_sends_nothing(
    ear: Ear, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, connect = [9.0], connection.create_connection

    def slow(*args: Any, **ways: Any) -> socket.socket:
        passed[0] = 900.0  # stopped here, and woken
        return connect(*args, **ways)

    monkeypatch.setattr(connection, "create_connection", slow)
    with pytest.raises(Transient), wire.no_later_than(10, lambda: passed[0]):
        session.post(f"{HOME}/2/tweets", data=b"{now}")
    assert ear.closed.wait(5)
    assert ear.heard == b""


def test_a_process_stopped_between_head_and_body_does_not_finish_what_it_began(
    ear: Ear, session: requests.Session
) -> None:
    with pytest.raises(Ambiguous), wire.no_later_than(10, ticks(9.9, 900)):
        session.post(f"{HOME}/2/tweets", data=b"{now}")
    assert ear.closed.wait(5)
    assert ear.heard.startswith(b"POST") and b"{now}" not in ear.heard


def test_no_adapter_publishes_past_its_last_start(place: Place) -> None:
    with pytest.raises(Transient, match="nothing was sent"), wire.no_later_than(10, ticks(10.1)):
        place.adapter().publish(Outgoing("Street surgery tonight"), "key")
    assert place.ours() == []
    with wire.no_later_than(10, ticks(9.9)):
        place.adapter().publish(Outgoing("Street surgery tonight"), "key")
    assert place.ours() == ["Street surgery tonight"]


@pytest.mark.parametrize(
    ("answer_within", "timeouts"), [(None, (5.0, 30.0)), (60, (5.0, 60)), (30, (5.0, 30)), (0.5, (0.5, 0.5))]
)
@pytest.mark.parametrize("platform", list(PlatformName))
def test_every_line_waits_as_long_as_the_settings_say(
    platform: PlatformName,
    answer_within: float | None,
    timeouts: tuple[float, float],
    now: Ticking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[object] = []

    def aside(self: HTTPAdapter, request: requests.PreparedRequest, **ways: object) -> requests.Response:
        seen.append(ways["timeout"])
        raise requests.ConnectTimeout

    monkeypatch.setattr(HTTPAdapter, "send", aside)
    connect = registry.connector({platform: "http://127.0.0.1:9"}, "v25.0", now, answer_within)
    line = connect(Line(platform, ACCOUNT, HANDLE), KEYS[platform])
    for call in (lambda: line.publish(Outgoing("Noon"), "key"), lambda: line.fetch_posts("", back(now))):
        with pytest.raises(PlatformError):
            call()
    assert set(seen) == {timeouts}


def test_a_call_asks_no_more_often_than_the_lease_allows_for(place: Place) -> None:
    """Each request waits for a connection and for an answer, so it counts twice."""
    adapter = place.adapter()
    ours = place.we_say("Street surgery tonight")
    asked = place.they_answer(ours, "Where?")
    place.sent.clear()
    adapter.publish(Outgoing("At noon.", in_reply_to=asked.id, thread=ours.id), "key")
    publishing = len(place.sent)
    place.sent.clear()
    adapter.find(Outgoing("Not there"), back(place.now), frozenset())
    assert max(publishing, len(place.sent)) * 2 <= LONGEST_CALL

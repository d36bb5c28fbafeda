"""The wire: timeouts, addresses, signatures, and the two names of a network fault."""

import gc
import socket
import threading
import time
import traceback
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
import requests
from oauthlib.oauth1.rfc5849 import signature
from requests.adapters import HTTPAdapter

from domain.errors import Ambiguous, RateLimited, Transient
from domain.posts import Outgoing, PlatformName
from platforms import registry, wire, x
from platforms.port import Line
from tests.conftest import Ticking
from tests.platforms.conftest import ACCOUNT, HANDLE, KEYS, Place, Scripted, back

HOME = "https://api.example.org"
TOKEN = "?access_token=tell-nobody"
Fault = requests.RequestException


def fault_of(instead: str, **ways: object) -> Fault:
    """What requests raises when it asks this address."""
    with pytest.raises(requests.RequestException) as raised:
        wire.session({HOME: wire.Address(instead)}).get(f"{HOME}/2/tweets{TOKEN}", timeout=(0.3, 0.3))
    return raised.value


@contextmanager
def listening(answer: bytes | None, *, backlog: int = 5) -> Iterator[int]:
    """A socket that accepts, reads, and sends these bytes; None: it stays silent."""
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as server:
        held: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                held.append(line)
                if answer is not None:
                    line.recv(65_536)
                    line.sendall(answer)
                    line.close()

        serving = threading.Thread(target=accept, daemon=True)
        serving.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        serving.join(timeout=5)
        for line in held:
            line.close()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


# Whether a request left.


def test_a_refused_connection_never_left() -> None:
    assert wire.never_left(fault_of(f"http://127.0.0.1:{closed_port()}"))


def test_an_unknown_name_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert wire.never_left(fault_of("http://nowhere.example.org"))


def test_a_connection_that_is_not_made_in_time_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr("urllib3.util.connection.create_connection", hangs)
    fault = fault_of("http://127.0.0.1:9")
    assert isinstance(fault, requests.ConnectTimeout) and wire.never_left(fault)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x15\x03\x03\x00\x02\x02\x28", b"", None])
def test_a_failed_handshake_never_left(answer: bytes | None) -> None:
    with listening(answer) as port:
        assert wire.never_left(fault_of(f"https://127.0.0.1:{port}"))


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", b"no HTTP at all\r\n", None]
)
def test_a_fault_after_sending_may_have_left(answer: bytes | None) -> None:
    with listening(answer) as port:
        assert not wire.never_left(fault_of(f"http://127.0.0.1:{port}"))


def test_an_address_that_is_none_of_ours_is_not_reached() -> None:
    with pytest.raises(requests.exceptions.InvalidSchema) as raised:
        wire.session({HOME: wire.Address()}).get("https://elsewhere.example.org/")
    assert wire.never_left(raised.value)


# The two names.


def test_the_same_fault_has_two_names() -> None:
    with pytest.raises(Transient), wire.faults_named(writing=False):
        raise requests.ReadTimeout("slow")
    with pytest.raises(Ambiguous), wire.faults_named(writing=True):
        raise requests.ReadTimeout("slow")
    with pytest.raises(Transient), wire.faults_named(writing=True):
        raise requests.ConnectTimeout("far")


def test_an_error_never_shows_the_address_nor_a_token_in_it() -> None:
    session = wire.session({HOME: wire.Address(f"http://127.0.0.1:{closed_port()}")})
    with pytest.raises(Transient) as raised, wire.faults_named(writing=True):
        session.post(f"{HOME}/2/tweets{TOKEN}")
    shown = "".join(traceback.format_exception(raised.value))
    assert "tell-nobody" not in shown and "127.0.0.1" not in shown
    assert "ConnectionRefusedError" in str(raised.value)


def test_every_call_has_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", (0.2, 0.2))
    with listening(None) as port:
        session = wire.session({HOME: wire.Address(f"http://127.0.0.1:{port}")})
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            session.get(f"{HOME}/2/tweets")
        assert time.monotonic() - began < 2


def test_a_slow_answer_to_a_post_is_ambiguous(on_x: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "TIMEOUT", (0.2, 0.2))
    on_x.goes_wrong("slow", operation="write", delay=1.0)
    with pytest.raises(Ambiguous):
        on_x.adapter().publish(Outgoing("Street surgery tonight"), "key")
    assert on_x.ours() == ["Street surgery tonight"]


# Addresses and signatures.


def test_what_stands_in_for_the_platform_gets_what_was_signed_for_it(on_x: Place) -> None:
    on_x.adapter().fetch_posts("", back(on_x.now))
    [sent] = on_x.sent
    assert sent.headers["Authorization"].startswith("OAuth ")
    assert sent.path == f"/2/users/{ACCOUNT}/tweets"


def test_a_bearer_of_the_account_does_as_well(on_x: Place) -> None:
    on_x.keys = {"bearer_token": f"practice-x-{ACCOUNT}-bearer"}
    proof = on_x.adapter().publish(Outgoing("Street surgery tonight"), "key")
    assert on_x.public(proof.external_id) is not None


def test_the_platforms_other_name_is_signed_for(
    monkeypatch: pytest.MonkeyPatch, scripted: Scripted, now: Ticking
) -> None:
    seen: list[str] = []
    plain = HTTPAdapter.send

    def aside(self: HTTPAdapter, request: requests.PreparedRequest, **ways: object) -> requests.Response:
        seen.append(str(request.url))
        request.url = scripted.address + request.path_url
        return plain(self, request, **ways)  # type: ignore[arg-type]

    monkeypatch.setattr(HTTPAdapter, "send", aside)
    scripted.says({"meta": {"result_count": 0}})
    connect = registry.connector({PlatformName.X: "https://api.x.com/"}, "v25.0", now)
    connect(Line(PlatformName.X, ACCOUNT, HANDLE), KEYS[PlatformName.X]).fetch_posts("", back(now))
    assert [address.partition("?")[0] for address in seen] == [f"https://api.x.com/2/users/{ACCOUNT}/tweets"]
    assert _signature_holds(scripted.asked[0].headers["Authorization"], seen[0])


def _signature_holds(header: str, url: str) -> bool:
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("OAuth ").split(","))
    given = {name: unquote(value.strip('"')) for name, value in parts.items()}
    params = [
        *((name, value) for name, value in given.items() if name != "oauth_signature"),
        *parse_qsl(urlsplit(url).query),
    ]
    signed: Any = SimpleNamespace(
        params=params, uri=url.partition("?")[0], http_method="GET", signature=given["oauth_signature"]
    )
    keys = KEYS[PlatformName.X]
    return bool(signature.verify_hmac_sha1(signed, keys["consumer_secret"], keys["access_token_secret"]))


def test_no_answer_sends_the_token_elsewhere(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says("", 302, location="https://elsewhere.example.org/")
    with pytest.raises(Transient):
        told_x.fetch_posts("", back(now))
    with pytest.raises(Ambiguous):
        told_x.publish(Outgoing("Street surgery tonight"), "key")
    assert len(scripted.asked) == 2


def test_cookies_are_not_kept(scripted: Scripted, told_x: x.X, now: Ticking) -> None:
    scripted.says({"meta": {"result_count": 0}}, set_cookie="guest_id=1; Path=/")
    told_x.fetch_posts("", back(now))
    told_x.fetch_posts("", back(now))
    assert "Cookie" not in scripted.asked[1].headers


def test_an_answer_is_heard_before_the_sdk_reads_it(scripted: Scripted) -> None:
    scripted.says({}, 429, x_app_usage='{"call_count": 99}')
    heard: list[str] = []

    def hear(response: requests.Response) -> None:
        heard.append(response.headers["x-app-usage"])
        raise RateLimited("Enough.")

    with pytest.raises(RateLimited):
        wire.session({HOME: wire.Address(scripted.address)}, hear).get(f"{HOME}/me")
    assert heard == ['{"call_count": 99}']


def test_accounts_share_connections_and_nothing_else(scripted: Scripted, now: Ticking) -> None:
    scripted.says({"data": {"id": ACCOUNT, "name": "Ashby", "username": HANDLE}})
    connect = registry.connector({PlatformName.X: scripted.address}, "v25.0", now)
    first, second = (connect(Line(PlatformName.X, ACCOUNT, HANDLE), KEYS[PlatformName.X]) for _ in range(2))
    first.health()
    second.health()
    assert isinstance(first, x.X) and isinstance(second, x.X)
    assert first._x.api.session is not second._x.api.session
    assert first._x.api.session.get_adapter(registry.HOMES[PlatformName.X]) is second._x.api.session.get_adapter(
        registry.HOMES[PlatformName.X]
    )


def test_a_line_that_is_let_go_is_gone(on_x: Place) -> None:
    adapter = on_x.adapter(watch_threads=True)
    adapter.fetch_posts("", back(on_x.now))
    adapter.fetch_replies(["1"], "", back(on_x.now))
    adapter.publish(Outgoing("Street surgery tonight"), "key")
    adapter.health()
    kept = weakref.ref(adapter._x.api)  # type: ignore[union-attr]
    del adapter
    gc.collect()
    assert kept() is None

"""Danger goes to a chat as well: over real HTTP, once, and by an account of its own."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from config.secrets import SecretFault, resolve
from config.settings import Settings
from domain.matters import Channel
from doors import check_mail, webhook
from doors.wiring import House
from scheduler.alerts import tick, tick_danger
from scheduler.letters import Letter, MailFault, MailUnsure
from tests.conftest import Ticking
from tests.mailbox import Mailbox, mailbox
from tests.scheduler.alarm import alerts_of, asked, everybody_leaves, watch
from tests.scheduler.conftest import Force

REF = "TEAMS"


@dataclass
class Chat:
    """What a webhook on loopback was given, and how it is to answer; status 0 hangs up."""

    port: int = 0
    status: int = 202
    says: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)


@pytest.fixture
def chat() -> Iterator[Chat]:
    one = Chat()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            one.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            one.paths.append(self.path)
            if not one.status:
                self.close_connection = True
                return
            self.send_response(one.status)
            if one.status == 302:
                self.send_header("Location", f"http://127.0.0.1:{one.port}/elsewhere")
            self.send_header("Content-Length", str(len(one.says)))
            self.end_headers()
            self.wfile.write(one.says.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    one.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield one
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as one:
        yield one


@pytest.fixture
def told(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv(REF, f"http://127.0.0.1:{chat.port}/hook?sig=not-to-be-seen")
    return settings()


def settings(**more: Any) -> Settings:
    here = {"x_address": "http://127.0.0.1:9/x", "graph_address": "http://127.0.0.1:9/g"}
    return Settings(**{"webhook_ref": REF, **here, **more})


def letter(now: Ticking, **more: Any) -> Letter:
    body = "Where: ashby on X (Ashby)\nPost: “Market *day*”\n\nA long line that was\n  folded.\n\n"
    body += "https://lamp/q?question=1\n\n-- \nfoot\n"
    return replace(Letter("one-1", (), "[Bluelamp] Danger: ashby on X", body, now(), urgent=True), **more)


def test_a_letter_is_an_adaptive_card_with_its_link_as_a_button(told: Settings, chat: Chat, now: Ticking) -> None:
    assert webhook.hand_over(told, letter(now)) == ""
    (message,) = chat.taken
    (attached,) = message["attachments"]
    assert message["type"] == "message" and attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attached["content"]
    assert card["type"] == "AdaptiveCard" and card["body"][0]["color"] == "Attention"
    texts = [one["text"] for one in card["body"]]
    assert texts[1].startswith("Where: ashby on X") and "Market \\*day\\*" in texts[1]
    assert texts[2] == "A long line that was folded." and "foot" not in " ".join(texts)
    (button,) = card["actions"]
    assert (button["type"], button["url"]) == ("Action.OpenUrl", "https://lamp/q?question=1")


@pytest.mark.parametrize(
    ("status", "says", "kind", "whole"),
    [
        (500, "", MailUnsure, None),
        (0, "", MailUnsure, None),
        (429, "", MailFault, True),
        (410, "", MailFault, True),
        (302, "", MailFault, True),
        (413, "", MailFault, False),
        (200, "Webhook message delivery failed with error: 429", MailFault, True),
    ],
)
def test_what_it_answers_tells_whether_it_took_it(
    told: Settings, chat: Chat, now: Ticking, status: int, says: str, kind: type[Exception], whole: bool | None
) -> None:
    chat.status, chat.says = status, says
    with pytest.raises(kind) as fault:
        webhook.hand_over(told, letter(now))
    assert getattr(fault.value, "whole", None) is whole
    assert "not-to-be-seen" not in str(fault.value) and len(chat.taken) == 1


def test_an_answer_that_never_ends_holds_no_danger_up(now: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drips() -> None:
            line, _ = server.accept()
            with line, line.makefile("rb") as request:
                head = list(iter(request.readline, b"\r\n"))
                request.read(next(int(one[15:]) for one in head if one.lower().startswith(b"content-length:")))
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nx")
                request.read()  # until it hangs up

        thread = threading.Thread(target=drips)
        thread.start()
        monkeypatch.setenv(REF, f"http://127.0.0.1:{server.getsockname()[1]}/hook")
        assert webhook.hand_over(settings(), letter(now)) == ""
        thread.join()


def test_nobody_there_is_sure(told: Settings, now: Ticking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(REF, "http://127.0.0.1:1/hook?sig=not-to-be-seen")
    with pytest.raises(MailFault, match="cannot be reached") as fault:
        webhook.hand_over(told, letter(now))
    assert "sig" not in str(fault.value)


@pytest.mark.parametrize(
    ("secret", "practice", "says"),
    [
        ("http://chat.example/hook", False, "must begin with https"),
        ("https://chat.example/hook", True, "only a webhook on this machine"),
        ("a-bare-token-of-a-page", False, "holds no address"),
        ("https://[not-an-address", False, "holds no address"),
    ],
)
def test_an_address_that_will_not_do_is_never_called(
    now: Ticking, monkeypatch: pytest.MonkeyPatch, secret: str, practice: bool, says: str
) -> None:
    monkeypatch.setenv(REF, secret)
    with pytest.raises(MailFault, match=says):
        webhook.hand_over(settings(practice=practice), letter(now))


def test_a_check_says_whether_the_chat_could_be_called(
    force: Force, told: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [one.state for one in check_mail.told(House(told, force.store, force.now))][:1] == ["ok"]
    monkeypatch.setenv(REF, "http://chat.example/hook")
    (found, _) = check_mail.told(House(told, force.store, force.now))
    assert found.state == "fail" and "https" in found.says


def test_the_address_is_read_bare_or_as_a_field(tmp_path: Any) -> None:
    where = "https://prod.example:443/workflows/1?api-version=2016-06-01&sig=a_b-c"
    for text in (where, f'address = "{where}"'):
        assert resolve("HOOK", tmp_path, {"HOOK": text}).fields == {"address": where}
    with pytest.raises(SecretFault):
        resolve("HOOK", tmp_path, {})


def test_mail_and_chat_each_tell_danger_once(force: Force, box: Mailbox, chat: Chat, told: Settings) -> None:
    everybody_leaves(force)
    post = watch(force, box, hook=webhook.sender(told))
    asked(force)
    assert tick_danger(post) == 2
    for _ in range(3):
        force.now.forward(minutes=1)
        assert tick(post) == 0
    assert len(box.taken) == 1 and len(chat.taken) == 1


def test_what_fails_in_the_mail_is_not_repeated_in_the_chat(
    force: Force, box: Mailbox, chat: Chat, told: Settings
) -> None:
    everybody_leaves(force)
    post = watch(force, box, hook=webhook.sender(told))
    box.says = "451 not now"
    asked(force)
    for _ in range(4):
        tick(post)
        force.now.forward(minutes=1)
    assert len(chat.taken) == 1
    assert {one.channel: bool(one.sent_at) for one in alerts_of(force)} == {Channel.MAIL: False, Channel.WEBHOOK: True}


def test_a_chat_that_is_down_is_tried_again_and_the_mail_is_not_repeated(
    force: Force, box: Mailbox, chat: Chat, told: Settings
) -> None:
    everybody_leaves(force)
    post = watch(force, box, hook=webhook.sender(told))
    chat.status = 503
    asked(force)
    tick(post)
    chat.status = 202
    force.now.forward(minutes=1)
    assert tick(post) == 1
    assert len(box.taken) == 1 and len(chat.taken) == 2


def test_a_late_post_stays_out_of_the_chat(force: Force, box: Mailbox, chat: Chat, told: Settings) -> None:
    post = watch(force, box, hook=webhook.sender(told))
    force.due()
    force.now.forward(minutes=3)
    assert tick(post) == 1 and chat.taken == []

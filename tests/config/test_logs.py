"""Logs: one line a record, in UTC, and nothing secret in any of them."""

import io
import logging
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from config.logs import HIDDEN, QUIET, Lines, hide, redact, set_up
from config.secrets import resolve

SECRET = "zq7-secret|value/with+signs=="


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a door's log says; everything is put back afterwards."""
    root = logging.getLogger()
    before = root.level, sys.excepthook, threading.excepthook
    levels = {name: logging.getLogger(name).level for name in QUIET}
    stream = io.StringIO()
    set_up("DEBUG", stream)
    yield stream
    for handler in [handler for handler in root.handlers if isinstance(handler.formatter, Lines)]:
        root.removeHandler(handler)
    root.setLevel(before[0])
    sys.excepthook, threading.excepthook = before[1:]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(False)


def test_a_record_is_one_line_with_its_utc_time(log: io.StringIO) -> None:
    logging.getLogger("collector.cycle").warning("%s postponed", "AshbyPolice")
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z WARNING collector\.cycle: AshbyPolice postponed\n", log.getvalue()
    )


def test_the_time_is_utc_wherever_the_machine_stands() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "words", None, None)
    record.created = 1_795_510_800.25
    assert Lines().format(record) == "2026-11-24T09:00:00.250Z INFO x: words"


def test_what_the_public_writes_cannot_forge_a_line(log: io.StringIO) -> None:
    logging.getLogger("a").info("said: %s", "hello\r\n2026-11-24 CRITICAL b: forged\u2028\x1b[31mred\x00")
    assert log.getvalue().count("\n") == 1
    assert "\x1b" not in log.getvalue()
    assert "hello | 2026" in log.getvalue()


def test_a_resolved_secret_is_in_no_message_argument_exception_or_traceback(log: io.StringIO, tmp_path: Path) -> None:
    path = tmp_path / "ashby"
    path.write_text(f'page_token = "{SECRET}"')
    path.chmod(0o600)
    token = resolve("ashby", tmp_path, {}).fields["page_token"]
    say = logging.getLogger("platforms.wire")
    say.debug("plain " + token)
    say.info("argument %s %r", token, {"t": token})
    say.warning("%(t)s", {"t": token})
    say.error("in a URL %s", requests.Request("GET", "https://example.org/", params={"q": token}).prepare().url)
    say.info("a stack", stack_info=True)
    try:
        try:
            raise ValueError(f"inner {token}")
        except ValueError as error:
            raise RuntimeError(f"outer {token}") from error
    except RuntimeError:
        say.exception("it failed")
    told = log.getvalue()
    assert told.count("\n") == 6
    assert "outer" in told and "inner" in told and "Traceback" in told
    for form in (SECRET, "zq7-secret", "value/with", "value%2Fwith"):
        assert form not in told


@pytest.mark.parametrize("words", ["does not fit %d", "too few %s %s", "no such %(name)s"])
def test_a_record_whose_arguments_do_not_fit_is_told_without_the_secret_in_them(words: str) -> None:
    hide(SECRET)
    told = Lines().format(logging.LogRecord("a", logging.INFO, __file__, 1, words, (SECRET,), None))
    assert "the arguments do not fit" in told
    assert SECRET not in told


@pytest.mark.filterwarnings("always::UserWarning")
def test_a_warning_is_a_record_too(log: io.StringIO) -> None:
    warnings.warn("access_token=EAAB123 is old", UserWarning, stacklevel=1)
    assert "EAAB123" not in log.getvalue()
    assert "py.warnings" in log.getvalue()


SHAPES = [
    "GET https://graph.example/v25.0/me?access_token=EAABzzz&fields=id HTTP/1.1",
    "url: /v25.0/1/feed?fields=id&access_token=EAABzzz (Caused by NewConnectionError)",
    "next=https%3A%2F%2Fgraph.example%2F%3Faccess_token%3DEAABzzz%26limit%3D5",
    "appsecret_proof=EAABzzz&x=1",
    'oauth_signature="EAABzzz", oauth_version="1.0"',
    "Authorization: Bearer EAABzzz",
    'Authorization: OAuth oauth_consumer_key="EAABzzz", oauth_token="EAABzzz"',
    "Headers: {'Authorization': 'OAuth oauth_consumer_key=\"EAABzzz\"', 'User-Agent': 'x'}",
    "{'Authorization': b'Bearer EAABzzz', 'x': 1}",
    '{"access_token":"EAABzzz","token_type":"bearer"}',
    "{'page_token': 'EAAB\\'EAABzzz', 'y': 2}",
    '{\\"access_token\\": \\"EAABzzz\\"}',
    "[('access_token', 'EAABzzz'), ('x', 1)]",
    "refresh_token: EAABzzz",
    "client_secret=EAABzzz",
    "Bearer EAABzzzEAABzzzEAABzzz",
    "postgresql+psycopg://bluelamp:EAABzzz@db.example/bluelamp",
    "ACCESS_TOKEN=EAABzzz",
]


@pytest.mark.parametrize("text", SHAPES)
def test_what_is_shaped_like_a_token_is_hidden_though_nobody_registered_it(log: io.StringIO, text: str) -> None:
    logging.getLogger("a").info("%s", text)
    assert "EAABzzz" not in log.getvalue()
    assert HIDDEN in log.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "AshbyPolice postponed: the token has expired",
        "published https://x.example/AshbyPolice/status/1876471393",
        "Error validating access token: Session has expired on Tuesday",
        "10 posts, 3 replies, 1 question from https://127.0.0.1:8080/v25.0/1_2/comments?filter=stream&limit=100",
        "sqlite:///var/bluelamp.db",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_known_secret_is_hidden_wherever_it_stands(before: str, after: str) -> None:
    hide("practice-x-1")
    hide("practice-x-12")
    hide("practice-x-12-secret")
    for secret in ("practice-x-1", "practice-x-12", "practice-x-12-secret"):
        assert "practice-x" not in redact(f"{before}{secret} {after}")


def test_of_secrets_that_begin_alike_nothing_is_left_over() -> None:
    hide("madeup-token-1")
    hide("madeup-token-1-and-more")
    assert redact("<madeup-token-1-and-more>") == f"<{HIDDEN}>"
    assert redact("<madeup-token-1>") == f"<{HIDDEN}>"


def test_the_sdks_stay_quiet_at_every_level_for_their_debug_prints_headers(log: io.StringIO) -> None:
    for name in (
        "tweepy",
        "tweepy.client",
        "urllib3.connectionpool",
        "requests",
        "oauthlib.oauth1",
        "requests_oauthlib",
    ):
        logging.getLogger(name).debug("Headers: of %s", name)
        logging.getLogger(name).info("more of %s", name)
    assert log.getvalue() == ""
    logging.getLogger("tweepy").warning("something to know")
    assert "something to know" in log.getvalue()


def test_the_level_is_what_the_door_says(log: io.StringIO) -> None:
    set_up("ERROR", log)
    logging.getLogger("a").warning("unheard")
    logging.getLogger("tweepy").warning("unheard")
    logging.getLogger("a").error("heard")
    assert log.getvalue().count("\n") == 1


def test_setting_up_twice_says_nothing_twice(log: io.StringIO) -> None:
    set_up("INFO", log)
    logging.getLogger("a").info("once")
    assert log.getvalue().count("once") == 1


def test_what_ends_a_thread_or_the_process_is_a_redacted_record(log: io.StringIO) -> None:
    hide(SECRET)

    def fail() -> None:
        raise ValueError(f"with {SECRET}")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    assert log.getvalue().count("CRITICAL bluelamp: stopped by an error nobody expected") == 2
    assert log.getvalue().count("ValueError: with") >= 2
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("run", ["a+", "authorization", "access_token='", "://", "Bearer ", "\\"])
def test_no_text_however_odd_holds_the_log_up(run: str) -> None:
    assert isinstance(redact(run * 20_000), str)


def test_thousands_of_secrets_do_not_slow_a_line_down() -> None:
    for number in range(20_000):
        hide(f"{number:06d}-made-up-token")
    line = "a line of about two hundred characters " * 5 + "004217-made-up-token"
    for _ in range(200):
        assert redact(line).endswith(HIDDEN)

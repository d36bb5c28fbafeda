"""Logging of a process: one line a record, UTC times, and nothing secret in any of them."""

import logging
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
QUIET = ("tweepy", "alembic", "urllib3", "requests", "oauthlib", "requests_oauthlib", "apscheduler", "watchdog")
"""Never below WARNING: the SDKs' debug records print whole headers, the rest only chatter."""

_INDEXED = 6  # characters of a secret that it is found by, so that thousands of secrets cost no more than one

_NAMES = (
    "access_token|access_token_secret|refresh_token|client_secret|appsecret_proof|app_secret|page_token|bearer_token"
    "|consumer_key|consumer_secret|input_token|fb_exchange_token|id_token|code_verifier|password"
    "|oauth_signature|oauth_token|oauth_token_secret|oauth_consumer_key|oauth_verifier|hub\\.verify_token"
)
_QUOTED = r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\\"[^"\n]*\\\""""
_SHAPES = (
    (re.compile(rf"(?i)(authorization[\"'\\]*\s*[:=,]\s*(?:b(?=[\"']))?)(?:{_QUOTED}|[^\n]*)"), rf"\1{HIDDEN}"),
    (
        re.compile(
            rf"(?i)((?:{_NAMES})(?:[\"'\\]*\s*(?:=|:|,\s*(?=[\"'])|%3d|%3a)\s*(?:b(?=[\"']))?))"
            rf"(?:{_QUOTED}|[^\s&\"'<>,;)}}\]\\]+)"
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|oauth2?)(\s+|%20|\+)[A-Za-z0-9._~+/=%-]{16,}"), rf"\1 {HIDDEN}"),
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@]{0,200}:)[^\s/@]+(?=@)"), rf"\1{HIDDEN}"),
)


class _Hidden:
    """The secret values of this process, found in a text in one walk over it."""

    def __init__(self) -> None:
        self.lengths: dict[str, tuple[int, ...]] = {}
        self.values: set[str] = set()
        self.lock = threading.Lock()

    def add(self, value: str) -> None:
        """Remember a value; the longest is hidden first, so that of two that begin alike nothing is left over."""
        with self.lock:
            self.values.add(value)
            start = value[:_INDEXED]
            self.lengths[start] = tuple(sorted({len(value), *self.lengths.get(start, ())}, reverse=True))

    def out_of(self, text: str) -> str:
        """The text without any of the values."""
        kept: list[str] = []
        at = done = 0
        while at < len(text):
            for length in self.lengths.get(text[at : at + _INDEXED], ()):
                if text[at : at + length] in self.values:
                    kept += [text[done:at], HIDDEN]
                    at = done = at + length
                    break
            else:
                at += 1
        return "".join([*kept, text[done:]]) if kept else text


_hidden = _Hidden()  # one for the process, as logging itself is: whatever a door resolves must vanish everywhere


def hide(value: str) -> None:
    """Keep a secret value out of every later line of this process's log, also as it looks inside a URL or a repr."""
    for form in {value, quote(value, safe=""), quote_plus(value), value.encode("unicode_escape").decode("ascii")}:
        if len(form) >= _INDEXED:
            _hidden.add(form)


def redact(text: str) -> str:
    """A text without known secret values and without anything shaped like a token. For logs, attempts, exceptions."""
    text = _hidden.out_of(text)
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text


class Lines(logging.Formatter):
    """Formats a record as one redacted line: UTC time, level, logger, message, and any traceback after it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; a record whose arguments do not fit is still told, for logging's own complaint is not redacted."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            message = f"{record.msg} {record.args!r} ({type(error).__name__}: the arguments do not fit)"
        if record.exc_info:
            message += "\n" + self.formatException(record.exc_info)
        if record.stack_info:
            message += "\n" + self.formatStack(record.stack_info)
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return f"{moment} {record.levelname} {record.name}: {_one_line(redact(message))}"


def _one_line(text: str) -> str:
    """Line breaks become " | ", other control characters their escapes: what the public writes cannot forge a line."""
    text = " | ".join(line.rstrip() for line in text.splitlines() if line.strip())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def set_up(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Log this process's records to a stream (stderr), for a door. Twice does no harm; the last call counts."""
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler.formatter, Lines)]:
        root.removeHandler(old)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    root.addHandler(handler)
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _died
    threading.excepthook = _thread_died


def _died(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the process is a record like any other: Python's own report is not redacted."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bluelamp").critical("stopped by an error nobody expected", exc_info=(kind, error, trace))


def _thread_died(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        _died(told.exc_type, told.exc_value, told.exc_traceback)

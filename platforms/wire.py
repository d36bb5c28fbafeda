"""The one wire every platform SDK talks over: the timeout, the address, and the two names of a network fault."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, HTTPError, MaxRetryError, NewConnectionError

from domain.errors import Ambiguous, Transient

TIMEOUT = (5.0, 30.0)  # seconds to connect, seconds between bytes of an answer
LARGE = 65_536  # bytes; what is larger leaves piece by piece, for the timeout counts for each piece that is handed over
LOOKS_ONLY = frozenset({"GET", "HEAD", "OPTIONS"})
STOPPED = "This process was stopped for too long between its claim and its call; nothing was sent."
CUT_OFF = "This process was stopped for too long while it was sending."

Elapsed = Callable[[], float]

_NEVER_SENT = (
    requests.ConnectTimeout,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidURL,
    requests.exceptions.MissingSchema,
)


def patience(answer: float) -> tuple[float, float]:
    """The timeouts, in seconds, when an answer may keep us waiting for so long."""
    return min(TIMEOUT[0], answer), answer


@contextmanager
def _named_as_no_connection(connection: HTTPConnection) -> Iterator[None]:
    """urllib3 gives a failed TLS handshake the same name as a fault after sending; here it keeps one of its own."""
    try:
        yield
    except (OSError, HTTPError) as fault:
        if isinstance(fault, ConnectTimeoutError):  # NewConnectionError is one of them
            raise
        raise NewConnectionError(connection, type(fault).__name__) from fault


_last_start: ContextVar[tuple[float, Elapsed] | None] = ContextVar("last_start", default=None)


@contextmanager
def no_later_than(last: float, elapsed: Elapsed) -> Iterator[None]:
    """Let no byte of a writing request leave once `elapsed` (seconds) is past `last`.

    For a process that was stopped after its claim and wakes when others have long looked for its post, and sent it
    again. Nothing of the request had left: Transient. Some had: Ambiguous, though half a request does nothing.
    """
    before = _last_start.set((last, elapsed))
    try:
        yield
    finally:
        _last_start.reset(before)


class _InTime(HTTPConnection):
    """Looks at the clock between the connection and each byte, as near to the socket as we come."""

    def putrequest(self, method: str, *args: Any, **kwargs: Any) -> None:
        self._looks_only, self._left = method in LOOKS_ONLY, False
        super().putrequest(method, *args, **kwargs)

    def send(self, data: Any) -> None:
        if self.sock is None:  # making the connection may take long
            self.connect()
        limit = _last_start.get()
        if limit and not self._looks_only and limit[1]() > limit[0]:
            raise Ambiguous(CUT_OFF) if self._left else Transient(STOPPED)
        self._left = True
        super().send(data)


class _Plain(_InTime):
    def connect(self) -> None:
        with _named_as_no_connection(self):
            super().connect()


class _Secure(_InTime, HTTPSConnection):
    def connect(self) -> None:
        with _named_as_no_connection(self):
            super().connect()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class Address(HTTPAdapter):
    """Connections to one platform, shared by all its accounts in a process.

    `instead` stands in for the platform (a sandbox, a proxy): it is sent what was made
    out and signed for the platform. `other_name` is the platform itself under another
    name: requests are made out for that, and signatures hold there. `timeout`: TIMEOUT unless told.
    """

    def __init__(
        self,
        instead: str | None = None,
        *,
        other_name: str | None = None,
        pool: int = 32,
        timeout: tuple[float, float] | None = None,
    ) -> None:
        super().__init__(pool_connections=4, pool_maxsize=pool, max_retries=0)
        self._timeout = timeout
        self._instead = instead.rstrip("/") if instead else None
        self.other_name = other_name.rstrip("/") if other_name else None

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Let every connection say whether it was ever made."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Send once, with a timeout, to the platform or to what stands in for it."""
        kwargs["timeout"] = kwargs.get("timeout") or self._timeout or TIMEOUT
        if self._instead:
            request.url = self._instead + request.path_url
        if isinstance(request.body, bytes) and len(request.body) > LARGE:
            request.body = io.BytesIO(request.body)  # type: ignore[assignment]  # requests sends what can be read
        return super().send(request, **kwargs)


class _Session(requests.Session):
    """A session that reaches the given platforms and nothing else."""

    def __init__(self, addresses: Mapping[str, Address]) -> None:
        super().__init__()
        self.trust_env = False  # a .netrc would replace the account's own token
        self.max_redirects = 0  # a token goes nowhere but where it was meant to go
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.adapters.clear()
        self._renamed: dict[str, str] = {}
        for prefix, address in addresses.items():
            self.mount(prefix, address)
            if address.other_name:
                self.mount(address.other_name, address)
                self._renamed[prefix] = address.other_name

    def prepare_request(self, request: requests.Request) -> requests.PreparedRequest:
        """Make it out for the platform's other name before it is signed."""
        for prefix, other_name in self._renamed.items():
            if str(request.url).startswith(prefix):
                request.url = other_name + str(request.url)[len(prefix) :]
        return super().prepare_request(request)


def session(
    addresses: Mapping[str, Address], hear: Callable[[requests.Response], None] | None = None
) -> requests.Session:
    """A session for one account's SDK. `hear` is told every answer before the SDK is; it may raise a PlatformError."""
    wire = _Session(addresses)
    if hear is not None:
        wire.hooks["response"] = [lambda response, *_, **__: hear(response)]
    return wire


def never_left(fault: requests.RequestException) -> bool:
    """True when the request surely never reached the platform: no name, no connection, no TLS."""
    if isinstance(fault, _NEVER_SENT):
        return True
    cause = fault.args[0] if fault.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


@contextmanager
def faults_named(*, writing: bool) -> Iterator[None]:
    """Name network faults: while reading nothing was lost, while writing it may have happened."""
    try:
        yield
    except requests.RequestException as fault:
        name = _named(fault)  # never the text: it holds the address, and the address may hold a token
        if never_left(fault):
            raise Transient(f"The platform could not be reached ({name}).") from None
        if writing:
            raise Ambiguous(f"There was no answer to what was sent ({name}).") from None
        raise Transient(f"There was no answer ({name}).") from None


def _named(fault: requests.RequestException) -> str:
    """What broke, as the innermost exception is called: "NameResolutionError", "ReadTimeout"."""
    cause = fault.args[0] if fault.args else None
    if isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError):
        return type(cause.reason.__cause__ or cause.reason).__name__
    return type(fault).__name__

"""The X side of the sandbox: which endpoint a call means, who signs it, what strikes it, and its answer."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox import faults, spoil, x_ask, x_auth, x_errors, x_media
from sandbox.faults import Fault, Faults
from sandbox.items import Json
from sandbox.ledger import Ledger
from sandbox.limits import Windows
from sandbox.wire import Answer, Refusal, Request
from sandbox.world import World
from sandbox.x_auth import Signer
from sandbox.x_read import Reader
from sandbox.x_write import Writer, body

ROUTES = [
    ("GET", "timeline", re.compile(r"/2/users/([^/]+)/tweets")),
    ("GET", "mentions", re.compile(r"/2/users/([^/]+)/mentions")),
    ("GET", "search", re.compile(r"/2/tweets/search/recent")),
    ("GET", "lookup", re.compile(r"/2/tweets")),
    ("GET", "lookup_one", re.compile(r"/2/tweets/([^/]+)")),
    ("GET", "me", re.compile(r"/2/users/me")),
    ("GET", "users", re.compile(r"/2/users")),
    ("GET", "users_by", re.compile(r"/2/users/by")),
    ("GET", "user_by_name", re.compile(r"/2/users/by/username/([^/]+)")),
    ("GET", "user", re.compile(r"/2/users/([^/]+)")),
    ("POST", "create", re.compile(r"/2/tweets")),
    ("DELETE", "delete", re.compile(r"/2/tweets/([^/]+)")),
    ("PUT", "hide", re.compile(r"/2/tweets/([^/]+)/hidden")),
    ("POST", "upload", re.compile(r"/2/media/upload")),
    ("GET", "upload_status", re.compile(r"/2/media/upload")),
    ("POST", "initialize", re.compile(r"/2/media/upload/initialize")),
    ("POST", "append", re.compile(r"/2/media/upload/([^/]+)/append")),
    ("POST", "finalize", re.compile(r"/2/media/upload/([^/]+)/finalize")),
    ("POST", "metadata", re.compile(r"/2/media/metadata")),
]
USERS_ONLY = dict.fromkeys(
    ("me", "create", "delete", "hide", *x_media.OPERATIONS), "OAuth 1.0a User Context, OAuth 2.0 User Context"
)
WRITING = ("create", "delete", "hide", *(name for name in x_media.OPERATIONS if name != "upload_status"))


@dataclass
class Call:
    """What the log keeps of a call (never a token)."""

    operation: str | None = None
    account: str | None = None
    fault: str | None = None


@dataclass
class XApi:
    """X as the sandbox plays it."""

    world: World
    faults: Faults
    vocabulary: str = "tweet"
    caps: bool = True
    reply_prefix: bool = True
    search_lag: timedelta = timedelta(seconds=30)  # without an end_time, search knows nothing younger
    ledger: Ledger = field(default_factory=Ledger)
    windows: Windows = field(default_factory=Windows)

    def answer(self, request: Request, call: Call) -> Answer:
        """Answer one call; the world's lock is held by the server."""
        now = self.world.now()
        headers: dict[str, str] = {}
        try:
            operation, ident = _route(request)
            call.operation = operation
            who = self._signer(request, operation)
            call.account = ident if operation in ("timeline", "mentions") else who.account
            fault = self.faults.take("x", operation, operation in WRITING, call.account)
            call.fault = fault.kind if fault else None
            allowed, headers = self.windows.use(operation, who.account, now)
            if fault is not None and fault.moment == faults.INSTEAD:
                return self._struck(
                    fault, headers, now, lambda: self._do(operation, ident, request, who, self.world.now())
                )
            if not allowed:
                raise x_errors.too_many(headers)
            lagging = fault is not None and fault.kind == "lag" and operation not in WRITING
            seen = now - timedelta(seconds=fault.delay) if fault is not None and lagging else now
            told = self._do(operation, ident, request, who, seen)
            if fault is not None and fault.kind == "gone_late" and operation == "delete":
                self.world.linger("x", ident, fault.delay)
        except Refusal as refusal:
            refusal.answer.headers = {**headers, **refusal.answer.headers}
            return self._in_words(refusal.answer)
        answer = Answer(201 if operation == "create" else 200, told, headers)
        return self._in_words(spoil.after(answer, fault, x_errors.broken) if fault else answer)

    def _in_words(self, answer: Answer) -> Answer:
        if self.vocabulary == "post" and isinstance(answer.body, dict):
            answer.body = x_ask.in_new_words(answer.body)
        return answer

    def _struck(self, fault: Fault, headers: dict[str, str], now: datetime, act: Callable[[], Json]) -> Answer:
        if fault.kind == "late":
            self.world.later.append((now + timedelta(seconds=fault.delay), lambda: _quietly(act)))
        return x_errors.struck(fault, headers, now.timestamp())

    def _signer(self, request: Request, operation: str) -> Signer:
        who = x_auth.signer(request)
        if who.account is not None and ("x", who.account) not in self.world.accounts:
            raise x_errors.unauthorized()
        if who.account is None and operation in USERS_ONLY:
            raise x_errors.unsupported(USERS_ONLY[operation])
        return who

    def _do(self, operation: str, ident: str, request: Request, who: Signer, now: datetime) -> Json:
        params = request.query()
        x_ask.known(operation, params)
        if operation in x_media.OPERATIONS:
            account = self.world.accounts["x", who.account or ""]
            return x_media.Uploads(self.world, self.ledger, account, now).do(operation, ident, request)
        if operation in WRITING:
            return self._write(operation, ident, request, who, now)
        reader = Reader(self.world, self.ledger, who, now, self.caps, self.vocabulary)
        doing: dict[str, Callable[[], Json]] = {
            "timeline": lambda: reader.timeline(ident, params),
            "mentions": lambda: reader.mentions(ident, params),
            "search": lambda: reader.search(params, self.search_lag),
            "lookup": lambda: reader.lookup(params),
            "lookup_one": lambda: reader.lookup_one(ident, params),
            "me": lambda: reader.user(who.account or "", params, "me"),
            "user": lambda: reader.user(x_ask.ident("id", ident), params, "user"),
            "user_by_name": lambda: reader.user_by_name(ident, params),
            "users": lambda: reader.users(params, "users"),
            "users_by": lambda: reader.users(params, "users_by"),
        }
        return doing[operation]()

    def _write(self, operation: str, ident: str, request: Request, who: Signer, now: datetime) -> Json:
        account = self.world.accounts["x", who.account or ""]
        writer = Writer(self.world, self.ledger, account, now, self.reply_prefix)
        if operation == "create":
            return writer.create(body(request.body))
        if operation == "delete":
            return writer.delete(ident)
        return writer.hide(ident, body(request.body))


def _route(request: Request) -> tuple[str, str]:
    there = False
    for method, operation, pattern in ROUTES:
        if found := pattern.fullmatch(request.path):
            there = True
            if method == request.method:
                return operation, found[1] if found.groups() else ""
    if there:
        raise Refusal(405, x_errors.plain(405, "Method Not Allowed"))
    raise Refusal(404, x_errors.plain(404, "Not Found", "Not Found"))


def _quietly(act: Callable[[], Json]) -> None:
    """Do what was accepted late; if X would refuse it by now, nobody is told."""
    try:
        act()
    except Refusal:
        return

"""The Graph API side of the sandbox: versions, tokens, usage, what strikes a call, and where it leads."""

import hashlib
import hmac
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import quote

from sandbox import faults, graph_errors, spoil
from sandbox.faults import Fault, Faults
from sandbox.graph_calls import Caller, GraphCalls
from sandbox.items import Json
from sandbox.wire import Answer, Refusal, Request
from sandbox.world import World
from sandbox.x_api import Call

VERSION = re.compile(r"v(\d+)\.(\d+)")
OLDEST, NEWEST = 21, 26
APP_SECRET = "practice-app-secret"
PAGE_TOKEN = re.compile(r"practice-page-(\S+)")
USER_TOKENS = ("practice-user", "practice-manager")
APP_TOKEN = "practice-app|practice-app-secret"
CALLS_PER_ENGAGED = 4_800


@dataclass
class Graph:
    """Facebook as the sandbox plays it; `require_proof` asks for appsecret_proof on every call."""

    world: World
    faults: Faults
    require_proof: bool = False
    dead: dict[str, int] = field(default_factory=dict)  # page: the subcode its token is dead with
    expires: dict[str, int] = field(default_factory=dict)  # page: unix seconds; 0 or absent never
    percent: dict[str, int] = field(default_factory=dict)  # page: what its usage headers say
    used: Counter[tuple[str, str]] = field(default_factory=Counter)  # (page, UTC day): calls

    def answer(self, request: Request, call: Call) -> Answer:
        """Answer one call; the world's lock is held by the server."""
        headers: dict[str, str] = {}
        try:
            version, path = _version(request.path)
            params = request.query() | (request.form() if request.method == "POST" else {})
            caller = self._caller(request, params)
            calls = GraphCalls(self.world, caller, version, params, self.world.now(), self.expires, self.dead)
            calls.files = request.files() if request.method == "POST" else {}
            call.operation, call.account = calls.meaning(request.method, path)
            fault = self.faults.take("facebook", call.operation, request.method != "GET", call.account)
            call.fault = fault.kind if fault else None
            headers = self._usage(call.account or caller.page, fault)
            if fault is not None and fault.moment == faults.INSTEAD:
                return self._struck(fault, headers, lambda: calls.again(self.world.now()).do(request.method, path))
            if fault is not None and fault.kind == "lag" and request.method == "GET":
                calls.now -= timedelta(seconds=fault.delay)
            if "ids" in params:
                raise graph_errors.parameter(graph_errors.IDS_GONE.removeprefix("(#100) "))
            told = calls.do(request.method, path)
            if fault is not None and fault.kind == "gone_late" and request.method == "DELETE":
                self.world.linger("facebook", path, fault.delay)
        except Refusal as refusal:
            refusal.answer.headers = {**headers, **refusal.answer.headers}
            return refusal.answer
        answer = Answer(200, told, headers)
        return spoil.after(answer, fault, graph_errors.broken) if fault else answer

    def _caller(self, request: Request, params: dict[str, str]) -> Caller:
        """Whose token it is; refused if it is none, dead, or not proved."""
        token = params.get("access_token") or request.headers.get("authorization", "").partition(" ")[2]
        if not token:
            raise graph_errors.no_token()
        proof = params.get("appsecret_proof")
        if proof is not None or self.require_proof:
            right = hmac.new(APP_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
            if proof is None:
                raise graph_errors.error(
                    100, "API calls from the server require an appsecret_proof argument", kind="GraphMethodException"
                )
            if not hmac.compare_digest(right, proof):
                raise graph_errors.error(
                    100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException"
                )
        if token == APP_TOKEN or token in USER_TOKENS:
            return Caller(token, None)
        page = PAGE_TOKEN.fullmatch(token)
        if page is None or ("facebook", page[1]) not in self.world.accounts:
            raise graph_errors.bad_token()
        if page[1] in self.dead or 0 < self.expires.get(page[1], 0) <= self.world.now().timestamp():
            raise graph_errors.dead_token(self.dead.get(page[1], 463))
        return Caller(token, page[1])

    def _usage(self, page: str | None, fault: Fault | None) -> dict[str, str]:
        """The two headers that tell how much of the allowance is used, in percent."""
        day = self.world.now().date().isoformat()
        self.used[page or "", day] += 1
        account = self.world.accounts.get(("facebook", page or ""))
        followers = self.world.followers(account) if account else None
        engaged = max((followers or 0) // 20, 1)
        used = min(self.used[page or "", day] * 100 // (CALLS_PER_ENGAGED * engaged), 100)
        used = self.percent.get(page or "", used)
        wait = 0
        if fault is not None and fault.kind in ("usage", "rate_limit"):
            used = fault.percent if fault.kind == "usage" else 100
            wait = 0 if fault.kind == "usage" else -(-fault.reset_seconds // 60)
        told = {"call_count": used, "total_cputime": used // 4, "total_time": used // 4}
        headers = {"X-App-Usage": json.dumps({"call_count": min(used, 90), "total_time": 1, "total_cputime": 1})}
        if page:
            case = {"type": "pages", **told, "estimated_time_to_regain_access": wait}
            headers["X-Business-Use-Case-Usage"] = json.dumps({page: [case]})
        return headers

    def _struck(self, fault: Fault, headers: dict[str, str], act: Callable[[], Json]) -> Answer:
        if fault.kind == "late":
            due = self.world.now() + timedelta(seconds=fault.delay)
            self.world.later.append((due, lambda: _quietly(act)))
        return graph_errors.struck(fault, headers)


def _version(path: str) -> tuple[str, str]:
    """The version a path names (the oldest living where it names none) and the rest of it."""
    first, _, rest = path.lstrip("/").partition("/")
    found = VERSION.fullmatch(first)
    if found is None:
        return f"v{OLDEST}.0", path.strip("/")
    if int(found[1]) < OLDEST:
        said = f"(#2635) You are calling a deprecated version of the API. Please update to v{NEWEST}.0."
        raise graph_errors.error(2635, said)
    if int(found[1]) > NEWEST or found[2] != "0":
        raise graph_errors.error(2500, f"Unknown path components: /{quote(first)}")
    return first, rest.strip("/")


def _quietly(act: Callable[[], Json]) -> None:
    """Do what was accepted late; if Facebook would refuse it by now, nobody is told."""
    try:
        act()
    except Refusal:
        return

"""The door of the sandbox: one HTTP server for both platforms, its own control address and the public's view."""

import contextlib
import socket
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from sandbox import control, public
from sandbox.faults import Faults
from sandbox.graph import Graph
from sandbox.items import Json
from sandbox.wire import Answer, Request
from sandbox.world import World
from sandbox.x_api import Call, XApi

LONGEST_BODY = 10_000_000


@dataclass
class Sandbox:
    """Both platforms over one world, with what went wrong on purpose and a log of the calls."""

    world: World
    vocabulary: str = "tweet"
    caps: bool = True
    windows: bool = True
    same_words: bool = False
    faults: Faults = field(default_factory=Faults)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=20_000))
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.x = XApi(self.world, self.faults, self.vocabulary, self.caps)
        self.x.windows.on = self.windows
        self.world.same_words = self.same_words
        self.graph = Graph(self.world, self.faults)

    @property
    def ledger(self) -> Any:
        """What X would bill."""
        return self.x.ledger

    def answer(self, request: Request) -> Answer:
        """Answer one call, whichever platform it is for."""
        prefix, _, rest = request.path.lstrip("/").partition("/")
        request.path = f"/{rest}"
        if prefix in ("_sandbox", "public"):
            return self._own(request, rest if prefix == "_sandbox" else f"public/{rest}")
        call = Call()
        if storm := self.faults.storms.get("x" if prefix == "x" else "facebook"):
            self.stopping.wait(storm.on_its_way())
        with self.world.lock:
            self.world.settle()
            if prefix == "x":
                answer = self.x.answer(request, call)
            elif prefix == "graph":
                answer = self.graph.answer(request, call)
            else:
                return Answer(404, {"error": "This is the sandbox: /x, /graph, /public and /_sandbox are here."})
            self._log(prefix, request, call, answer)
        return answer

    def _own(self, request: Request, rest: str) -> Answer:
        with self.world.lock:
            self.world.settle()
            if rest == "public" or rest.startswith("public/"):
                path = unquote(rest.removeprefix("public"))
                if request.method == "POST":
                    return public.vote(self.world, path, request.form())
                return public.answer(self.world, path)
            return control.answer(self, request)

    def _log(self, prefix: str, request: Request, call: Call, answer: Answer) -> None:
        self.calls.append(
            {
                "at": self.world.now().isoformat(),
                "platform": "x" if prefix == "x" else "facebook",
                "method": request.method,
                "path": request.path,
                "operation": call.operation,
                "account": call.account,
                "status": answer.status,
                "fault": call.fault,
            }
        )


class Server:
    """A running sandbox; `address` is where it listens, `close()` ends it."""

    def __init__(self, sandbox: Sandbox, host: str, port: int) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.faults = sandbox.faults
        self.ledger = sandbox.ledger
        self.calls = sandbox.calls
        self.http = _Http((host, port), sandbox)
        self.port: int = self.http.server_address[1]
        self.address = f"http://{host}:{self.port}"
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def x_address(self) -> str:
        return f"{self.address}/x"

    @property
    def graph_address(self) -> str:
        return f"{self.address}/graph"

    def close(self) -> None:
        """Stop listening and let go of every connection."""
        self.sandbox.stopping.set()
        self.http.shutdown()
        self.http.server_close()
        self.http.let_go()
        self.thread.join(timeout=5)


def serve(world: World, port: int = 0, host: str = "127.0.0.1", **ways: Any) -> Server:
    """Start answering for a world (ways: vocabulary, caps, windows, same_words); port 0 takes any free one."""
    return Server(Sandbox(world, **ways), host, port)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, where: tuple[str, int], sandbox: Sandbox) -> None:
        self.open: set[socket.socket] = set()
        self.sandbox = sandbox
        super().__init__(where, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def let_go(self) -> None:
        """End the connections that clients keep open."""
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 120

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: request lines carry tokens."""

    def _go(self) -> None:
        path, _, raw_query = self.path.partition("?")
        length = min(int(self.headers.get("content-length") or 0), LONGEST_BODY)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length) if length else b""
        sandbox = self.server.sandbox
        answer = sandbox.answer(Request(self.command, unquote(path), raw_query, headers, body))
        if answer.delay:
            sandbox.stopping.wait(answer.delay)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        if answer.hang_up:
            self.close_connection = True
            return
        payload = answer.payload()
        self.send_response(answer.status)
        self.send_header("content-type", answer.kind)
        self.send_header("content-length", str(len(payload)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if answer.cut:
            payload, self.close_connection = payload[: len(payload) // 2], True
        self.wfile.write(payload)
        self.wfile.flush()

    do_GET = do_POST = do_PUT = do_DELETE = _go

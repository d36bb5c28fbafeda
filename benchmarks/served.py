"""A stand-in for X that costs next to nothing: ready pages over kept-alive connections, in a process of its own."""

import argparse
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import orjson

from benchmarks import rows
from domain.clock import utc_now

SPOILT = "6666"  # the account on whose only page one item of a hundred has no text
_HEAD = (
    "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n"
    "x-rate-limit-limit: 10000\r\nx-rate-limit-remaining: 9999\r\nx-rate-limit-reset: 4102444800\r\n\r\n"
)


@contextmanager
def started(timelines: int, each: int) -> Iterator[str]:
    """The address of a server with so many timelines of so many posts, gone afterwards."""
    words = [sys.executable, "-m", "benchmarks.served", "--timelines", str(timelines), "--each", str(each)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout and server.stdin
        try:
            port = server.stdout.readline().strip()
            if not port:
                raise RuntimeError("the canned server did not start")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.stdin.close()  # it leaves when nobody holds the other end


def pages(timelines: int, each: int) -> dict[str, list[bytes]]:
    """Every answer there is, head and body, by account id."""
    newest = rows.this_morning(utc_now())
    made = {
        str(rows.FIRST_ACCOUNT + account): [
            _page([rows.tweet(account, at, newest) for at in range(start, min(start + rows.PAGE, each))], each, start)
            for start in range(0, each, rows.PAGE)
        ]
        for account in range(timelines)
    }
    spoilt = [rows.tweet(0, at, newest) for at in range(rows.PAGE)]
    del spoilt[50]["text"]
    warm = [rows.tweet(rows.WARM, at, newest) for at in range(rows.PAGE)]
    one_page = {SPOILT: spoilt, str(rows.FIRST_ACCOUNT + rows.WARM): warm}
    return made | {account: [_page(items, rows.PAGE, 0)] for account, items in one_page.items()}


def _page(items: list[rows.Json], each: int, start: int) -> bytes:
    meta = {"result_count": len(items), "newest_id": items[0]["id"], "oldest_id": items[-1]["id"]}
    if start + len(items) < each:
        meta["next_token"] = f"n{start + len(items)}"
    body = orjson.dumps({"data": items, "meta": meta})
    return _HEAD.format(len(body)).encode() + body


def _answer(made: dict[str, list[bytes]], request: bytes) -> bytes:
    """The page that was asked for: by the id it ends before, or by the token of the page before it."""
    path, _, query = request.split(b" ", 2)[1].decode().partition("?")
    asked = dict(part.partition("=")[::2] for part in query.split("&"))
    timeline = _timeline(made, path.split("/")[3])
    place = 0
    if "until_id" in asked:
        place = rows.place_of(int(asked["until_id"])) + 1
    elif "pagination_token" in asked:
        place = int(asked["pagination_token"][1:])
    if place // rows.PAGE >= len(timeline):
        return _page_without_data()
    return timeline[place // rows.PAGE]


def _timeline(made: dict[str, list[bytes]], account: str) -> list[bytes]:
    """An account's pages; there are more accounts than timelines where somebody collects without end."""
    if account in made:
        return made[account]
    return made[str(rows.FIRST_ACCOUNT + (int(account) - rows.FIRST_ACCOUNT) % (len(made) - 2))]


def _page_without_data() -> bytes:
    body = b'{"meta":{"result_count":0}}'
    return _HEAD.format(len(body)).encode() + body


def _serve(line: socket.socket, made: dict[str, list[bytes]]) -> None:
    """Answer one connection until the other side closes it."""
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    heard = b""
    with line:
        while some := line.recv(65_536):
            heard += some
            while b"\r\n\r\n" in heard:
                request, _, heard = heard.partition(b"\r\n\r\n")
                line.sendall(_answer(made, request))


def main() -> None:
    """Serve until whoever started this closes our standard input."""
    told = argparse.ArgumentParser()
    told.add_argument("--timelines", type=int, required=True)
    told.add_argument("--each", type=int, required=True)
    asked = told.parse_args()
    made = pages(asked.timelines, asked.each)
    door = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(door.getsockname()[1], flush=True)

    def welcome() -> None:
        while True:
            line, _ = door.accept()
            threading.Thread(target=_serve, args=(line, made), daemon=True).start()

    threading.Thread(target=welcome, daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main()

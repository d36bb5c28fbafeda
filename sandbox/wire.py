"""What comes in and what goes out: a request as the two platforms see it, an answer, and a refusal."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from sandbox.items import Json

BOUNDARY = re.compile(r'boundary=("[^"]+"|[^;\s]+)')
NAME = re.compile(rb'[; ]name="([^"]*)"')


@dataclass(slots=True)
class Request:
    """One call, its path without the platform's prefix; header names are lower case."""

    method: str
    path: str
    raw_query: str
    headers: dict[str, str]
    body: bytes = b""

    def query(self) -> dict[str, str]:
        """Query parameters; the last of a repeated one counts."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """The fields of a form that was sent, or of a flat JSON object."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("multipart/form-data"):
            return {name: raw.decode(errors="replace") for name, raw, is_file in self._parts() if not is_file}
        if kind.startswith("application/json"):
            sent = self.json()
            return {key: value if isinstance(value, str) else json.dumps(value) for key, value in sent.items()}
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))

    def files(self) -> dict[str, bytes]:
        """The files of a form, by the names of their fields."""
        return {name: raw for name, raw, is_file in self._parts() if is_file}

    def json(self) -> Json:
        """The JSON object that was sent."""
        sent: Json = json.loads(self.body or b"{}")
        return sent

    def _parts(self) -> Iterator[tuple[str, bytes, bool]]:
        """The parts of a form: name, content, and whether it is a file."""
        boundary = BOUNDARY.search(self.headers.get("content-type", ""))
        pieces = self.body.split(b"--" + boundary[1].strip('"').encode()) if boundary else []
        for piece in pieces[1:-1]:
            head, _, content = piece.partition(b"\r\n\r\n")
            if name := NAME.search(head):
                yield name[1].decode(), content.removesuffix(b"\r\n"), b"filename=" in head


@dataclass(slots=True)
class Answer:
    """What is sent back, and how: whole, cut short, late, or not at all."""

    status: int
    body: Json | str | bytes
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=utf-8"
    hang_up: bool = False
    cut: bool = False  # the length promised, half of it sent
    truncated: bool = False  # half of the JSON, said to be all of it
    delay: float = 0.0

    def payload(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        text = self.body if isinstance(self.body, str) else json.dumps(self.body)
        raw = text.encode(errors="replace")
        return raw[: len(raw) // 2] if self.truncated else raw


class Refusal(Exception):
    """The platform says no."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.answer = Answer(status, body, headers or {})

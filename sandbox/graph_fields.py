"""Which fields Facebook knows on each node, and how a `fields` parameter is read."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from sandbox import graph_errors

_NAMES: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "known.toml").read_text())["facebook"]
KNOWN: dict[str, frozenset[str]] = {
    "Page": frozenset(_NAMES["page"] + _NAMES["page_edges"]),
    "PagePost": frozenset(_NAMES["post"] + _NAMES["post_edges"]),
    "Comment": frozenset(_NAMES["comment"] + _NAMES["comment_edges"]),
    "User": frozenset(_NAMES["user"]),
    "Profile": frozenset(_NAMES["profile"]),
    "StoryAttachment": frozenset(_NAMES["attachment"]),
    "InsightsResult": frozenset(_NAMES["result"]),
}
DEFAULT: dict[str, tuple[str, ...]] = {
    "Page": ("name", "id"),
    "PagePost": ("created_time", "message", "id"),
    "Comment": ("created_time", "from", "message", "id"),
    "User": ("name", "id"),
    "Profile": ("id", "name"),
    "StoryAttachment": ("media_type", "title", "type", "url"),
    "InsightsResult": ("name", "period", "values", "title", "description", "id"),
}
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
ARGUMENT = re.compile(r"\.([a-z_]+)\(([^()]*)\)")


@dataclass
class Wanted:
    """One field asked for: its name, what it is to be called, its modifiers, and what is wanted inside."""

    name: str
    ways: dict[str, str] = field(default_factory=dict)
    inside: list["Wanted"] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.ways.get("as", self.name)


def wanted(fields: str | None, node: str) -> list[Wanted]:
    """Read a `fields` parameter for a kind of node; an unknown field fails the call."""
    if not fields:
        return [Wanted(name) for name in DEFAULT[node]]
    asked, end = _read(fields.replace(" ", ""), 0)
    if end != len(fields.replace(" ", "")):
        raise graph_errors.error(2500, f"Syntax error \"Expected end of string instead of '{fields[end : end + 1]}'.\"")
    check(asked, node)
    return [Wanted("id"), *[part for part in asked if part.name != "id"]]


def check(asked: list[Wanted], node: str) -> None:
    for part in asked:
        if part.name not in KNOWN[node]:
            raise graph_errors.unknown_field(part.name, node)


def _read(text: str, at: int) -> tuple[list[Wanted], int]:
    found: list[Wanted] = []
    while match := WORD.match(text, at):
        part, at = Wanted(match[0]), match.end()
        while argument := ARGUMENT.match(text, at):
            part.ways[argument[1]] = argument[2]
            at = argument.end()
        if text.startswith("{", at):
            part.inside, at = _read(text, at + 1)
            if not text.startswith("}", at):
                raise graph_errors.error(2500, 'Syntax error "Expected end of string"')
            at += 1
        found.append(part)
        if not text.startswith(",", at):
            break
        at += 1
    return found, at

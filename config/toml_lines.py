"""Where the tables and keys of a TOML text stand: the line numbers that tomllib does not tell."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

Place = tuple[str | int, ...]  # ("accounts", 3, "handle") is the handle of the fourth account

MOST_CLASHES = 20  # after so many clashes between tables the rest of a wrecked file is not worth reading

_STRING = r'"""(?:[^\\]|\\.)*?""""{0,2}|\'\'\'.*?\'\'\'\'{0,2}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\''
_KEY = r'(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_STATEMENT = re.compile(rf"[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{_DOTTED})|(?P<key>{_DOTTED})[ \t]*=[ \t]*)")
_WHOLE_STRING = re.compile(_STRING, re.DOTALL)
_IN_BRACKETS = re.compile(rf"{_STRING}|#[^\n]*|[\[\]{{}}]", re.DOTALL)
_TABLE_STARTS = re.compile(r"^[ \t]*\[{1,2}[ \t]*(?P<name>[A-Za-z0-9_-]+)", re.MULTILINE)
_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class Unreadable:
    """A place that is not TOML: its line, and what the parser says about it."""

    line: int
    says: str


@dataclass
class Read:
    """What could be read of a text: its values, where each stands, what is not TOML, and in which tables that is."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    wrecked: set[str] = field(default_factory=set)

    def line(self, *path: str | int) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_toml(text: str) -> Read:
    """Read what can be read: a table that is not TOML is left out and named, so that the rest can still be judged."""
    # With a line break at the end tomllib tells a line for every fault, not "end of document".
    text = text.replace("\r\n", "\n").removesuffix("\n") + "\n"
    read = Read()
    try:
        read.values = tomllib.loads(text, parse_float=Decimal)
    except ValueError:
        text = _without_wrecks(text, read)
    read.lines = lines_of(text)
    return read


def _without_wrecks(text: str, read: Read) -> str:
    """The text with its unreadable tables blanked; each is read alone first, then all together for their clashes."""
    tables = list(_tables(text))
    for number, (line, name, table) in enumerate(tables):
        try:
            tomllib.loads(table)
        except ValueError as error:
            _note(read, error, line, name)
            tables[number] = (line, name, "\n" * table.count("\n"))
    for _ in range(MOST_CLASHES):
        text = "".join(table for _, _, table in tables)
        try:
            read.values = tomllib.loads(text, parse_float=Decimal)
            break
        except ValueError as error:
            at = _note(read, error, 1, "")
            number = max(n for n, (line, _, _) in enumerate(tables) if line <= at)
            line, name, table = tables[number]
            read.wrecked.add(name)
            tables[number] = (line, name, "\n" * table.count("\n"))
    return text


def _tables(text: str) -> Iterator[tuple[int, str, str]]:
    """The text in pieces that begin at a table's header: first line, the table's name ("" before any), the piece."""
    starts = [(m.start(), m["name"]) for m in _TABLE_STARTS.finditer(text)]
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, ""))
    line = 1
    for (start, name), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        yield line, name, text[start:end]
        line += text.count("\n", start, end)


def _note(read: Read, error: ValueError, first_line: int, name: str) -> int:
    """Keep a fault of the parser with its line in the whole text, and return that line."""
    where = _WHERE.search(str(error))
    says = str(error)[: where.start()] if where else str(error)
    line = first_line + int(where[1]) - 1 if where and where[1] else first_line
    read.unreadable.append(Unreadable(line, f"{says} (column {where[2]})" if where and where[2] else says))
    if name:
        read.wrecked.add(name)
    return line


def lines_of(text: str) -> dict[Place, int]:
    """The line (from 1) of every table header, key and text in a list, of a text that tomllib accepts."""
    lines: dict[Place, int] = {}
    rows: dict[Place, int] = {}
    table: Place = ()
    for line, opening, dotted, in_list in _statements(text):
        if opening:
            table = _table(opening, _parts(dotted), rows)
            new = table
        else:
            new = table + _parts(dotted)
        for length in range(len(new), 0, -1):
            lines.setdefault(new[:length], line)
        for number, item_line in enumerate(in_list):
            lines[(*new, number)] = item_line
    return lines


def _table(opening: str, parts: tuple[str, ...], rows: dict[Place, int]) -> Place:
    """The full path of the table that a header opens; in an array of tables the last row so far is meant."""
    path: Place = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in rows:
            path = (*path, rows[path] - 1)
    path = (*path, parts[-1])
    if opening == "[[":
        rows[path] = rows.get(path, 0) + 1
        path = (*path, rows[path] - 1)
    return path


def _statements(text: str) -> Iterator[tuple[int, str, str, list[int]]]:
    """Each header and key: its line, "[", "[[" or "" for a key, the dotted name, the lines of the texts in its list."""
    at, line = 0, 1
    while at < len(text):
        found = _STATEMENT.match(text, at)
        end, in_list = at, list[int]()
        if found and found["key"]:
            end, texts = _end_of_value(text, found.end())
            in_list = [line + text.count("\n", at, offset) for offset in texts]
        if found:
            yield line, found["open"] or "", found["table"] or found["key"], in_list
        stop = text.find("\n", end) + 1 or len(text)
        line += text.count("\n", at, stop)
        at = stop


def _end_of_value(text: str, at: int) -> tuple[int, list[int]]:
    """Where a value ends (or some place in its last line), and where the texts in it begin if it is a list."""
    first = text[at : at + 1]
    if first in ('"', "'"):
        string = _WHOLE_STRING.match(text, at)
        return (string.end() if string else at), []
    if first not in ("[", "{"):
        return at, []
    depth, texts = 0, list[int]()
    for token in _IN_BRACKETS.finditer(text, at):
        sign = token[0][0]
        depth += (sign in "[{") - (sign in "]}")
        if sign in "\"'" and depth == 1 and first == "[":
            texts.append(token.start())
        if not depth:
            return token.end(), texts
    return at, texts


@lru_cache(maxsize=1024)
def _parts(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, quotes undone, just as tomllib reads them."""
    if re.fullmatch(r"[A-Za-z0-9_-]+", dotted):
        return (dotted,)
    parts: list[str] = []
    value: Mapping[str, Any] | int = tomllib.loads(f"{dotted} = 0")
    while isinstance(value, Mapping):
        ((part, value),) = value.items()
        parts.append(part)
    return tuple(parts)

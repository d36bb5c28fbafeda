"""World lines: read with every fault named, and their times moved so that the newest is now."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.items import Json

PLATFORMS = ("x", "facebook")
X_ID = re.compile(r"[0-9]{1,19}")


class WrongWorld(Exception):
    """A world file that cannot be used; `faults` says where and why, one sentence each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass
class Reading:
    """What came of reading lines: the good ones (with their number), the faults, and the ids that stood there twice."""

    lines: list[tuple[int, Json]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    repeated: list[tuple[int, str, str]] = field(default_factory=list)  # line, platform, id
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: set[tuple[str, str]] = field(default_factory=set)  # named by a line that has a fault of its own


def read_file(path: Path) -> Reading:
    """Read a JSONL world file; raises WrongWorld with all faults at once."""
    reading = check(_decoded(path))
    if reading.faults:
        raise WrongWorld(reading.faults)
    return shifted(reading)


def _decoded(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        raw = path.read_bytes()
    except OSError as trouble:
        raise WrongWorld([f"{path}: cannot be read ({trouble.strerror})"]) from None
    for at, line in enumerate(raw.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield at, json.loads(line.decode("utf-8-sig" if at == 1 else "utf-8"))
        except UnicodeDecodeError:
            yield at, ValueError("is not UTF-8")
        except ValueError as trouble:
            yield at, ValueError(f"is not JSON ({trouble})")


def check(lines: Iterable[tuple[int, Any]]) -> Reading:
    """Look at each line by itself, then at what lines say of each other."""
    reading = Reading()
    for at, line in lines:
        faults = _faults(line)
        if isinstance(line, dict):
            _as_text(line)
        if faults:
            reading.faults += [f"line {at}: {fault}" for fault in faults]
            if isinstance(line, dict):
                reading.broken.add((str(line.get("platform")), str(line.get("id"))))
        elif _first(reading, at, line):
            reading.lines.append((at, line))
    reading.faults += [f"line {at}: {fault}" for at, line in reading.lines for fault in _dangling(reading, line)]
    reading.faults.sort(key=lambda fault: int(fault.split(":")[0].removeprefix("line ")))
    return reading


def _as_text(line: Json) -> None:
    for key in ("id", "account", "post", "parent"):
        if isinstance(line.get(key), int) and not isinstance(line.get(key), bool):
            line[key] = str(line[key])


def _first(reading: Reading, at: int, line: Json) -> bool:
    """Whether this id is new; of two lines with one id the first is kept and the second reported."""
    kind = {"account": "account", "followers": "followers"}.get(line["type"], "item")
    ident = line["account"] if kind == "followers" else line["id"]
    if (f"{kind} {line['platform']}", ident) in reading.seen:
        reading.repeated.append((at, line["platform"], ident))
        return False
    reading.seen[f"{kind} {line['platform']}", ident] = line["type"]
    return True


def _faults(line: Any) -> list[str]:
    if isinstance(line, ValueError):
        return [str(line)]
    if not isinstance(line, dict):
        return ["is not a JSON object"]
    kind = line.get("type")
    if not isinstance(kind, str) or kind not in _KEYS:
        return [f"`type` must be one of {', '.join(_KEYS)}, not {kind!r}"]
    if line.get("platform") not in PLATFORMS:
        return [f"`platform` must be x or facebook, not {line.get('platform')!r}"]
    return [fault for key, rule in _KEYS[kind] if (fault := rule(key, line))]


def _id(key: str, line: Json) -> str:
    value = line.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        value = str(value)
    if not isinstance(value, str) or not value or any(sign.isspace() or sign == "/" for sign in value):
        return f"`{key}` must be an id, not {value!r}"
    if line["platform"] == "x" and not X_ID.fullmatch(value):
        return f"`{key}` must be 1 to 19 digits on X, not {value!r}"
    return ""


def _text(key: str, line: Json) -> str:
    return "" if isinstance(line.get(key), str) else f"`{key}` must be text, not {line.get(key)!r}"


def _name(key: str, line: Json) -> str:
    value = line.get(key)
    return "" if isinstance(value, str) and value.strip() else f"`{key}` must not be empty, it is {value!r}"


def _count(key: str, line: Json) -> str:
    value = line.get(key)
    if isinstance(value, float) and value.is_integer():
        line[key] = value = int(value)
    good = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return "" if good else f"`{key}` must be a whole number, 0 or more, not {value!r}"


def _moment(key: str, line: Json) -> str:
    value = line.get(key)
    try:
        moment = datetime.fromisoformat(value)  # type: ignore[arg-type]  # the except says what else came
    except (TypeError, ValueError):
        return f"`{key}` must be a time such as 2026-11-20T09:30:00Z, not {value!r}"
    return "" if moment.tzinfo else f"`{key}` must say its time zone (Z or +00:00): {value!r}"


def _towns(key: str, line: Json) -> str:
    value = line.get(key)
    if isinstance(value, dict) and not any(_count(town, value) for town in value):
        return ""
    return f"`{key}` must give a whole number for each town, not {value!r}"


def _media(key: str, line: Json) -> str:
    return "" if line.get(key) in ("image", "video") else f"`{key}` must be image or video, not {line.get(key)!r}"


def _flag(key: str, line: Json) -> str:
    return "" if isinstance(line.get(key), bool) else f"`{key}` must be true or false, not {line.get(key)!r}"


def _optional(rule: Callable[[str, Json], str]) -> Callable[[str, Json], str]:
    return lambda key, line: "" if line.get(key) is None else rule(key, line)


def _surface(key: str, line: Json) -> str:
    if line.get("post") is None and line.get("account") is None:
        return "a reply needs `post` (or `account`, where it stands outside our threads)"
    if line["platform"] == "facebook" and line.get("post") is None and line.get(key) not in ("visitor", "tagged"):
        return f"`{key}` must be visitor or tagged where a reply on Facebook has no `post`"
    return ""


_KEYS: dict[str, list[tuple[str, Callable[[str, Json], str]]]] = {
    "account": [
        *[("id", _id), ("handle", _name), ("name", _name), ("team", _text), ("district", _text)],
        *[("population", _optional(_count)), ("ward", _optional(_text))],
    ],
    "post": [
        *[("account", _id), ("id", _id), ("text", _text), ("at", _moment)],
        *[("likes", _count), ("replies", _count), ("shares", _count), ("views", _optional(_count))],
        *[("growing", _optional(_flag)), ("lang", _optional(_name)), ("reactions", _optional(_towns))],
        ("media", _optional(_media)),
    ],
    "reply": [
        *[("id", _id), ("author", _name), ("text", _text), ("at", _moment), ("by_us", _optional(_flag))],
        *[("post", _optional(_id)), ("account", _optional(_id)), ("parent", _optional(_id)), ("surface", _surface)],
        *[("likes", _optional(_count)), ("growing", _optional(_flag)), ("mentions", _optional(_flag))],
    ],
    "followers": [("account", _id), ("count", _count), ("towns", _optional(_towns))],
}


def _dangling(reading: Reading, line: Json) -> Iterator[str]:
    """What a line points at must be there (unless that line has a fault of its own, which is told already)."""
    platform = line["platform"]
    accounts, items = f"account {platform}", f"item {platform}"
    if line["type"] in ("post", "followers") or (line["type"] == "reply" and line.get("post") is None):
        wanted = [(accounts, line["account"], "account")]
    elif line["type"] == "reply":
        wanted = [(items, line["post"], "post")]
        if line.get("parent") is not None:
            wanted.append((items, line["parent"], "parent"))
    else:
        wanted = []
    for shelf, ident, key in wanted:
        if (shelf, ident) not in reading.seen and (platform, ident) not in reading.broken:
            yield f"`{key}` {ident} is not in this file ({platform})"
        elif key == "post" and reading.seen.get((shelf, ident)) == "reply" and not _opens(reading, platform, ident):
            yield f"`post` {ident} is a reply, not a post; name the post here and the reply as `parent`"


def _opens(reading: Reading, platform: str, ident: str) -> bool:
    """Whether a reply without a post of ours opens a conversation of its own."""
    return any(
        line["type"] == "reply" and line["platform"] == platform and line["id"] == ident and line.get("post") is None
        for _, line in reading.lines
    )


def shifted(reading: Reading) -> Reading:
    """Note in each line how long before the newest it was: key `ago`, a timedelta."""
    moments = [datetime.fromisoformat(line["at"]) for _, line in reading.lines if "at" in line]
    newest = max(moments, default=None)
    for _, line in reading.lines:
        if "at" in line and newest is not None:
            line["ago"] = newest - datetime.fromisoformat(line["at"])
    return reading


def moment(line: Json, now: datetime) -> datetime:
    """When a line's thing happened: moved so that the newest is now, or as it stands."""
    ago: timedelta | None = line.get("ago")
    return datetime.fromisoformat(line["at"]) if ago is None else now - ago

"""The signposts: the file that comes with Bluelamp or a force's own, read whole or refused whole."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from config.roster_faults import Fault, RosterFault, nearest, shown
from config.roster_shape import DAY, Kind
from config.toml_lines import Read, read_toml
from domain.signposts import Signpost

SIGNPOSTS = Path(__file__).with_name("signposts.toml")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SignpostFault(RosterFault):
    """A file of signposts that is refused whole; the text lists every fault, one a line."""


def read_signposts(path: Path | None = None) -> tuple[Signpost, ...]:
    """Where people are sent; None: as Bluelamp comes. Raises SignpostFault."""
    path = path or SIGNPOSTS
    read, faults = _read(path), list[Fault]()
    rows = read.values.get("signposts")
    faults += [Fault(path.name, one.line, "(the line)", "valid TOML", one.says) for one in read.unreadable]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found = "none" if rows is None else shown(rows)
        raise SignpostFault(
            [*faults, Fault(path.name, 0, "signposts", "rows that each begin with [[signposts]]", found)]
        )
    seen: set[str] = set()
    for number, row in enumerate(rows):
        faults += [
            Fault(path.name, read.line("signposts", number, name), f"signposts.{name}", expected, found)
            for name, expected, found in _faults(row, seen)
        ]
    if faults:
        raise SignpostFault(faults)
    return tuple(Signpost(row["key"], row["label"], row["en"], row.get("cy", ""), row["since"]) for row in rows)


def _text(most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and 0 < len(value.strip()) <= most


_KINDS: dict[str, Kind] = {
    "key": Kind("a key of small letters, digits and hyphens", lambda value: bool(_KEY.fullmatch(str(value)))),
    "label": Kind("a label of at most 30 characters", _text(30)),
    "en": Kind("words of at most 200 characters", _text(200)),
    "cy": Kind("words of at most 200 characters", _text(200)),
    "since": DAY,
    "source": Kind("where it is written", _text(500)),
}
OPTIONAL = ("cy", "source")


def _faults(row: dict[str, Any], seen: set[str]) -> list[tuple[str, str, str]]:
    """What is wrong in one row: the field, what was expected there, what was found."""
    wrong = [
        (name, f"one of the fields {', '.join(_KINDS)}{nearest(name, _KINDS)}", f'the unknown field "{name}"')
        for name in row.keys() - _KINDS.keys()
    ]
    for name, kind in _KINDS.items():
        if name in row and not kind.fits(row[name]):
            wrong.append((name, kind.says, shown(row[name])))
        elif name not in row and name not in OPTIONAL:
            wrong.append((name, kind.says, "nothing"))
    key = str(row.get("key"))
    if key in seen:
        wrong.append(("key", "a key that no other row has", shown(key)))
    seen.add(key)
    return wrong


def _read(path: Path) -> Read:
    try:
        return read_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        found = "a file that is not UTF-8"
    except FileNotFoundError:
        found = f"no such file at {path}"
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
    raise SignpostFault([Fault(path.name, 0, "(the file)", "signposts, as in config/signposts.toml", found)])

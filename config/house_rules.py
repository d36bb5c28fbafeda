"""The house rules: the file that comes with Bluelamp or a force's own, read whole or refused whole."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from config.roster_faults import Fault, RosterFault, nearest, shown
from config.toml_lines import Read, read_toml
from domain.house_rules import HouseRule

HOUSE_RULES = Path(__file__).with_name("house_rules.toml")
LONGEST = 500  # characters of one rule

_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_FIELDS = {
    "key": "a short name in small letters, such as abuse",
    "english": f"the rule in English, {LONGEST} characters at most",
    "welsh": f"the rule in Welsh, {LONGEST} characters at most, or nothing at all",
}


class HouseRulesFault(RosterFault):
    """A file of house rules that is refused whole; the text lists every fault, one a line."""


def read_house_rules(path: Path | None = None) -> tuple[HouseRule, ...]:
    """The rules by which a comment may be hidden; None: as Bluelamp comes. Raises HouseRulesFault."""
    path = path or HOUSE_RULES
    read = _read(path)
    faults = [Fault(path.name, wreck.line, "(the line)", "valid TOML", wreck.says) for wreck in read.unreadable]
    rows = read.values.get("rules")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        found = "none" if not rows else shown(rows)
        raise HouseRulesFault([*faults, Fault(path.name, 0, "rules", "rows that each begin with [[rules]]", found)])
    for number, row in enumerate(rows):
        faults += [
            Fault(path.name, read.line("rules", number, name), f"rules.{name}", expected, found)
            for name, expected, found in _faults(row)
        ]
    faults += _twice(path.name, read, rows)
    if faults:
        raise HouseRulesFault(faults)
    return tuple(HouseRule(row["key"], row["english"].strip(), row.get("welsh", "").strip()) for row in rows)


def _read(path: Path) -> Read:
    try:
        return read_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        found = "a file that is not UTF-8"
    except FileNotFoundError:
        found = f"no such file at {path}"
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
    raise HouseRulesFault([Fault(path.name, 0, "(the file)", "house rules, as in config/house_rules.toml", found)])


def _faults(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong in one row: the field, what was expected there, what was found."""
    wrong = [
        (name, f"one of the fields {', '.join(_FIELDS)}{nearest(name, _FIELDS)}", f'the unknown field "{name}"')
        for name in row.keys() - _FIELDS.keys()
    ]
    for name, expected in _FIELDS.items():
        if name not in row and name != "welsh":
            wrong.append((name, expected, "nothing"))
        elif name in row and not _fits(name, row[name]):
            wrong.append((name, expected, shown(row[name])))
    return wrong


def _fits(name: str, value: object) -> bool:
    if not isinstance(value, str):
        return False
    if name == "key":
        return bool(_KEY.fullmatch(value))
    return len(value) <= LONGEST and bool(value.strip() or name == "welsh")


def _twice(file: str, read: Read, rows: Sequence[dict[str, Any]]) -> list[Fault]:
    """Rules of the same name: an export could not tell which was meant."""
    first: dict[str, int] = {}
    faults = []
    for number, row in enumerate(rows):
        key, line = row.get("key"), read.line("rules", number, "key")
        if isinstance(key, str) and first.setdefault(key, line) != line:
            faults.append(Fault(file, line, "rules.key", "a name of its own", f"another in line {first[key]}"))
    return faults

"""The promises to the public: the file that comes with Bluelamp or a force's own, read whole or refused whole."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from config.roster_faults import Fault, RosterFault, nearest, shown
from config.roster_shape import DAY, FLAG, PART, Kind
from config.toml_lines import Read, read_toml
from domain.bank_holidays import UNITED_KINGDOM, Nation
from domain.listening.words import Lane
from domain.promise import ROUTINE, Promise, Unit
from domain.roster import FORCE

PROMISE = Path(__file__).with_name("promise.toml")
LANES = (ROUTINE, *(lane.value for lane in Lane))
MOST = {Unit.MINUTES: 525_600, Unit.HOURS: 8_760, Unit.WORKING_HOURS: 250, Unit.WORKING_DAYS: 250, Unit.MONTHS: 12}
"""A year and no more: a longer promise is a slip of the pen. For working hours see domain.hours_text.LEAST_OPEN."""

_WITHIN = re.compile(r"([1-9][0-9]{0,5}) (.+?)s?")
_UNITS = {unit.removesuffix("s"): unit for unit in Unit}


class PromiseFault(RosterFault):
    """A file of promises that is refused whole; the text lists every fault, one a line."""


def read_promises(path: Path | None = None) -> tuple[Promise, ...]:
    """What is promised now and was before; None: as Bluelamp comes. Raises PromiseFault."""
    path = path or PROMISE
    read, faults = _read(path), list[Fault]()
    rows = read.values.get("promises")
    for wreck in read.unreadable:
        faults.append(Fault(path.name, wreck.line, "(the line)", "valid TOML", wreck.says))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found = "none" if rows is None else shown(rows)
        raise PromiseFault([*faults, Fault(path.name, 0, "promises", "rows that each begin with [[promises]]", found)])
    promises = []
    for number, row in enumerate(rows):
        wrong = [
            Fault(path.name, read.line("promises", number, name), f"promises.{name}", expected, found)
            for name, expected, found in _faults(row)
        ]
        faults += wrong
        promises += [] if wrong else [(read.line("promises", number), _promise(row))]
    faults += _twice(path.name, promises)
    if not faults and not any(one.lane == ROUTINE and one.scope == FORCE for _, one in promises):
        faults.append(Fault(path.name, 0, "promises.lane", 'a row for the whole force with lane = "routine"', "none"))
    if faults:
        raise PromiseFault(faults)
    return tuple(one for _, one in promises)


def _read(path: Path) -> Read:
    try:
        return read_toml(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        found = "a file that is not UTF-8"
    except FileNotFoundError:
        found = f"no such file at {path}"
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
    raise PromiseFault([Fault(path.name, 0, "(the file)", "promises, as in config/promise.toml", found)])


def _within(value: object) -> tuple[int, Unit] | None:
    """An amount and its unit: "72 hours" is 72 of HOURS."""
    found = _WITHIN.fullmatch(value) if isinstance(value, str) else None
    unit = _UNITS.get(found[2]) if found else None
    return (int(found[1]), unit) if found and unit and int(found[1]) <= MOST[unit] else None


def _nations(value: object) -> bool:
    return isinstance(value, list) and len(value) > 0 and all(one in tuple(Nation) for one in value)


_KINDS: dict[str, Kind] = {
    "lane": Kind(f"one of {', '.join(LANES)}", lambda value: value in LANES, lambda: LANES),
    "within": Kind(
        'a time within a year, such as "72 hours", "8 working hours", "10 working days" or "1 month"',
        lambda value: _within(value) is not None,
    ),
    "since": DAY,
    "scope": PART,
    "instead": FLAG,
    "nations": Kind('a list of nations such as ["england", "wales"]', _nations),
    "bank_holidays": Kind('"uk", or nothing at all', lambda value: value == "uk"),
}


def _faults(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong in one row: the field, what was expected there, what was found."""
    wrong = [
        (name, f"one of the fields {', '.join(_KINDS)}{nearest(name, _KINDS)}", f'the unknown field "{name}"')
        for name in row.keys() - _KINDS.keys()
    ]
    for name, kind in _KINDS.items():
        if name in row and not _fits(kind.fits, row[name]):
            hint = nearest(row[name], kind.names()) if isinstance(row[name], str) else ""
            wrong.append((name, kind.says + hint, shown(row[name])))
        elif name not in row and name in ("lane", "within", "since"):
            wrong.append((name, kind.says, "nothing"))
    if row.get("lane") == Lane.DANGER and (said := _within(row.get("within"))) and said[1] not in _BY_THE_CLOCK:
        wrong.append(("within", "minutes or hours: danger does not wait for opening hours", shown(row["within"])))
    return wrong


_BY_THE_CLOCK = (Unit.MINUTES, Unit.HOURS)


def _fits(test: Callable[[Any], bool], value: object) -> bool:
    """Whether a value passes a test; what cannot be looked up (a list, a table) does not."""
    try:
        return test(value)
    except TypeError:
        return False


def _promise(row: dict[str, Any]) -> Promise:
    """A row without fault, in the words of the domain."""
    said = _within(row["within"])
    assert said
    nations = tuple(Nation(one) for one in row.get("nations", UNITED_KINGDOM))
    anywhere = row.get("bank_holidays") == "uk"
    return Promise(
        row["lane"], *said, row["since"], row.get("scope", FORCE), row.get("instead", False), nations, anywhere
    )


def _twice(file: str, promises: list[tuple[int, Promise]]) -> list[Fault]:
    """Two rows that would hold for the same question from the same day."""
    first: dict[tuple[str, str, date, Nation], int] = {}
    faults = []
    for line, one in promises:
        for nation in one.nations:
            earlier = first.setdefault((one.lane, one.scope, one.since, nation), line)
            if earlier != line:
                expected = "one promise for a lane, a scope and a day"
                faults.append(Fault(file, line, "promises.since", expected, f"another in line {earlier}"))
    return faults

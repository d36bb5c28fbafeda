"""What must be true between the rows of a roster: keys that exist, names that are given once, days in order."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from config.roster_faults import Fault, nearest, shown
from config.toml_lines import Place, Read
from domain.hours_text import HoursFault, read_hours
from domain.roster import part

Row = dict[str, Any]


@dataclass
class Draft:
    """A roster being read: the text's values, the well-formed fields of every row, and the faults so far."""

    file: str
    read: Read
    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @cached_property
    def keys(self) -> dict[str, frozenset[str]]:
        """The keys that each table gives, also those of rows that are at fault elsewhere."""
        tables = {name: value for name, value in self.read.values.items() if isinstance(value, list)}
        return {
            name: frozenset(row["key"] for row in rows if isinstance(row, dict) and isinstance(row.get("key"), str))
            for name, rows in tables.items()
        }

    def wrong(self, place: Place, expected: str, found: str, name: str = "") -> None:
        """Keep a fault; `name` is the field as the person knows it, by default that of the place."""
        name = name or ".".join(str(step) for step in place if isinstance(step, str))
        self.faults.append(Fault(self.file, self.read.line(*place), name, expected, found))


def judge(draft: Draft) -> None:
    """Check everything that one row alone cannot tell."""
    for table in ("districts", "teams", "campaigns"):
        _once(draft, table, "key", lambda row: row["key"])
    _once(draft, "districts", "boundary", lambda row: row["boundary"])
    _once(draft, "accounts", "external_id", lambda row: (row.get("platform"), row["external_id"]))
    _once(draft, "accounts", "handle", lambda row: (row.get("platform"), row["handle"].casefold()))
    _once(draft, "people", "email", lambda row: row["email"].casefold())
    _towns(draft)
    _references(draft)
    _mergers(draft)
    _hours(draft)
    for number, row in enumerate(draft.rows.get("campaigns", [])):
        if "starts" in row and "ends" in row and row["ends"] < row["starts"]:
            expected = f"a day not before the start, {row['starts'].isoformat()}"
            draft.wrong(("campaigns", number, "ends"), expected, shown(row["ends"]))


def _once(draft: Draft, table: str, column: str, same: Callable[[Row], Hashable]) -> None:
    """No two rows of a table may have the same value in a column."""
    first: dict[Hashable, int] = {}
    for number, row in enumerate(draft.rows.get(table, [])):
        if column in row and (earlier := first.setdefault(same(row), number)) != number:
            line = draft.read.line(table, earlier, column)
            found = f"{shown(row[column])}, which already stands in line {line}"
            draft.wrong((table, number, column), f"a different {column} in each row of {table}", found)


def _towns(draft: Draft) -> None:
    """A town belongs to one district, or its followers would be counted twice."""
    first: dict[str, Place] = {}
    for number, row in enumerate(draft.rows.get("districts", [])):
        for item, town in enumerate(row.get("towns", [])):
            place: Place = ("districts", number, "towns", item)
            if (earlier := first.setdefault(town.casefold(), place)) != place:
                found = f"{shown(town)}, which already stands in line {draft.read.line(*earlier)}"
                draft.wrong(place, "each town once, in one district", found)


def _references(draft: Draft) -> None:
    """Every district and team that is named must be in the file."""
    for number, team in enumerate(draft.rows.get("teams", [])):
        for column, table in (("district", "districts"), ("merged_into", "teams")):
            if column in team:
                _known(draft, ("teams", number, column), table, team[column], team[column])
    for table, column in (("accounts", "owner"), ("people", "scope")):
        for number, row in enumerate(draft.rows.get(table, [])):
            kind, key = part(row.get(column, ""))
            if key is not None:
                _known(draft, (table, number, column), f"{kind}s", key, row[column])


def _known(draft: Draft, place: Place, table: str, key: str, found: str) -> None:
    """A key must be that of a row; when rows could not be read, nobody can say that it is not."""
    keys = draft.keys.get(table, frozenset())
    if key not in keys and table not in draft.read.wrecked:
        draft.wrong(place, f"the key of one of the {table}{nearest(key, keys)}", shown(found))


def _hours(draft: Draft) -> None:
    """Opening hours must be such that a clock can run on them."""
    for table in ("force", "districts", "teams"):
        for number, row in enumerate(draft.rows.get(table, [])):
            try:
                read_hours(row.get("hours", "always"))
            except HoursFault as fault:
                place: Place = (table, "hours") if table == "force" else (table, number, "hours")
                draft.wrong(place, str(fault), shown(row["hours"]))


def _mergers(draft: Draft) -> None:
    """A team that was merged must lead, in the end, to one that goes on."""
    into: dict[str, str | None] = {}
    for row in draft.rows.get("teams", []):
        if "key" in row:
            into.setdefault(row["key"], row.get("merged_into"))
    seen: set[str] = set()
    for number, row in enumerate(draft.rows.get("teams", [])):
        walk: list[str] = []
        key: str | None = row.get("key")
        while key is not None and key not in seen:
            seen.add(key)
            walk.append(key)
            key = into.get(key)
        if key in walk:
            circle = " → ".join(shown(team) for team in (*walk[walk.index(key) :], key))
            draft.wrong(("teams", number, "merged_into"), "a merger that ends at a team that goes on", circle)

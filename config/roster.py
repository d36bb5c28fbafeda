"""The roster file: read whole, or refused whole with every fault it has."""

from pathlib import Path
from typing import Any

from config.roster_faults import Fault, RosterFault, nearest, shown
from config.roster_rules import Draft, judge
from config.roster_shape import SHAPES, account_shapes
from config.toml_lines import Place, read_toml
from domain.bank_holidays import Nation
from domain.people import Role
from domain.posts import PlatformName
from domain.roster import (
    Roster,
    RosterAccount,
    RosterCampaign,
    RosterDistrict,
    RosterForce,
    RosterPerson,
    RosterTeam,
)

__all__ = ["Fault", "RosterFault", "read_roster"]


def read_roster(path: Path) -> Roster:
    """The roster in a TOML file, for the door that brings the store in line with it. Raises RosterFault."""
    draft = Draft(file=path.name, read=read_toml(_text(path)))
    for wreck in draft.read.unreadable:
        draft.faults.append(Fault(draft.file, wreck.line, "(the line)", "valid TOML", wreck.says))
    _tables(draft)
    judge(draft)
    if draft.faults:
        raise RosterFault(draft.faults)
    return _roster(draft.rows)


def _text(path: Path) -> str:
    """What the file says; a byte order mark is forgiven."""
    try:
        data = path.read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{data[error.start]:02X}, which is not UTF-8"
        raise RosterFault([Fault(path.name, line, "(the file)", "text saved as UTF-8", found)]) from None
    except FileNotFoundError:
        found = f"no such file at {path}"
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
    raise RosterFault([Fault(path.name, 0, "(the file)", "a roster, as in config/roster.example.toml", found)])


def _tables(draft: Draft) -> None:
    """Check the shape of every table; what is well formed becomes rows."""
    values = draft.read.values
    for name in values.keys() - SHAPES.keys():
        expected = f"one of the tables {', '.join(SHAPES)}{nearest(name, SHAPES)}"
        draft.wrong((name,), expected, f'the unknown name "{name}"', name)
    for table in SHAPES:
        value = values.get(table)
        if table == "force":
            draft.rows[table] = _force(draft, value)
        elif isinstance(value, list) and all(isinstance(row, dict) for row in value):
            draft.rows[table] = [_row(draft, table, row, (table, number)) for number, row in enumerate(value)]
        elif value is not None:
            draft.wrong((table,), f"rows that each begin with [[{table}]]", _form(table, value), table)


def _force(draft: Draft, value: object) -> list[dict[str, Any]]:
    """The one row of the force, of which there must be exactly one."""
    if isinstance(value, dict):
        return [_row(draft, "force", value, ("force",))]
    if value is not None:
        draft.wrong(("force",), "one table that begins with [force]", _form("force", value), "force")
    elif "force" not in draft.read.wrecked:
        found = "none" if draft.read.lines or draft.read.unreadable else "a file with nothing in it"
        draft.wrong((), "a table [force] with name, time_zone and languages", found, "force")
    return []


def _form(table: str, value: object) -> str:
    if isinstance(value, list):
        return f"[[{table}]], which makes a list"
    return f"[{table}] with single brackets" if isinstance(value, dict) else shown(value)


def _row(draft: Draft, table: str, row: dict[str, Any], place: Place) -> dict[str, Any]:
    """The fields of a row that are as they should be; the others become faults."""
    shape, good = SHAPES[table], dict[str, Any]()
    for name in row.keys() - shape.keys():
        expected = f"one of the fields {', '.join(shape)}{nearest(name, shape)}"
        draft.wrong((*place, name), expected, f'the unknown field "{name}"', f"{table}.{name}")
    for name, field in shape.items():
        kind = account_shapes().get((str(row.get("platform")), name), field.kind) if table == "accounts" else field.kind
        if name not in row:
            if field.required:
                draft.wrong(place, kind.says, "nothing", f"{table}.{name}")
        elif kind.fits(row[name]):
            good[name] = row[name]
        else:
            # Someone may have pasted the token itself here: a fault is printed and logged, so it is not shown.
            found = "something else, not shown in case it is a secret" if name == "token" else shown(row[name])
            hint = nearest(row[name], kind.names()) if isinstance(row[name], str) else ""
            draft.wrong((*place, name), kind.says + hint, found, f"{table}.{name}")
    return good


def _roster(rows: dict[str, list[dict[str, Any]]]) -> Roster:
    """The rows, all found without fault, in the words of the domain."""
    plain = {table: [_frozen(row) for row in rows.get(table, [])] for table in SHAPES}
    force = plain["force"][0]
    return Roster(
        force=RosterForce(**{**force, "nation": Nation(force.get("nation", Nation.ENGLAND))}),
        districts=tuple(RosterDistrict(**{"population": None, **row}) for row in plain["districts"]),
        teams=tuple(RosterTeam(**row) for row in plain["teams"]),
        accounts=tuple(
            RosterAccount(**{**row, "platform": PlatformName(row["platform"])}) for row in plain["accounts"]
        ),
        people=tuple(
            RosterPerson(**{**row, "role": Role(row["role"]), "email": row["email"].lower()}) for row in plain["people"]
        ),
        campaigns=tuple(RosterCampaign(**row) for row in plain["campaigns"]),
    )


def _frozen(row: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}

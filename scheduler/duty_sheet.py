"""A sheet of duties: a CSV file that says who is on duty where and when, read row by row, with every fault it has."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.clock import WallTimeFault
from domain.moments import moment
from domain.roster import FORCE

COLUMNS = ("person", "where", "from", "to")
MOST = 1_000  # rows at once
LONGEST = timedelta(days=31)  # of one duty
SAVE_AS = 'Save it as "CSV UTF-8" and try again.'
PARTS = (FORCE, "district", "team")


@dataclass(frozen=True, slots=True)
class Row:
    """One duty of a sheet as it stands there. `line`: counted from 1; `where`: "force", "district:KEY", "team:KEY"."""

    line: int
    person: str
    where: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """Why a row cannot be taken; line 0: the file itself."""

    line: int
    says: str

    def __str__(self) -> str:
        """The fault as one line a person can act on."""
        return f"Line {self.line}: {self.says}" if self.line else self.says


def read(content: bytes) -> tuple[list[Row], list[RowFault]]:
    """The rows of a sheet that can be read, and what is wrong with the others or with the file."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [RowFault(0, f"It is not text saved as UTF-8. {SAVE_AS}")]
    if not text.strip() or "\x00" in text:
        return [], [RowFault(0, f"It is empty, or no text. Its first line names the columns: {', '.join(COLUMNS)}.")]
    first = text.lstrip().splitlines()[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        if sorted(header) != sorted(COLUMNS):
            return [], [RowFault(1, f"The columns are {', '.join(COLUMNS)}; it has {', '.join(header) or 'none'}.")]
        return _rows(lines, header)
    except csv.Error as error:
        return [], [RowFault(lines.line_num, f"It cannot be read: {error}.")]


def _rows(lines: Any, header: Sequence[str]) -> tuple[list[Row], list[RowFault]]:
    """Read row by row; `lines` is a csv.reader."""
    rows: list[Row] = []
    faults: list[RowFault] = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        told = {name: cell.strip() for name, cell in zip(header, [*cells, *[""] * len(header)], strict=False)}
        found = _row(lines.line_num, told)
        rows += [found] if isinstance(found, Row) else []
        faults += [] if isinstance(found, Row) else found
        if len(rows) + len(faults) > MOST:
            return [], [RowFault(0, f"It holds more than {MOST:,} rows. Split it.")]
    if not rows and not faults:
        faults.append(RowFault(0, "It names nobody."))
    return rows, faults


def _row(line: int, told: dict[str, str]) -> Row | list[RowFault]:
    """One row, or all its faults at once."""
    wrong: list[str] = []
    starts_at, ends_at = (_when(told[name], name, wrong) for name in ("from", "to"))
    if "@" not in told["person"]:
        wrong.append("“person” is the e-mail address of somebody on the roster.")
    part, _, key = told["where"].lower().partition(":")
    if part not in PARTS or (part == FORCE) == bool(key):
        wrong.append("“where” is force, district:KEY or team:KEY, as in the roster.")
    if starts_at and ends_at:
        wrong += wrong_span(starts_at, ends_at)
    if wrong or not starts_at or not ends_at:
        return [RowFault(line, says) for says in wrong]
    return Row(line, told["person"].lower(), told["where"], starts_at, ends_at)


def wrong_span(starts_at: datetime, ends_at: datetime) -> list[str]:
    """What is wrong with the times of a duty."""
    if ends_at <= starts_at:
        return ["It ends before it begins."]
    return [f"It is longer than {LONGEST.days} days."] if ends_at - starts_at > LONGEST else []


def _when(said: str, name: str, wrong: list[str]) -> datetime | None:
    try:
        if said:
            return moment(said)
        wrong.append(f"“{name}” is empty.")
    except WallTimeFault as fault:
        wrong.append(str(fault))
    return None

"""A sheet: a CSV file of posts to schedule, read row by row, with every fault it has."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from config.roster_faults import nearest, shown
from domain.clock import WallTimeFault
from domain.publication import Category
from doors.moments import moment
from doors.wiring import DoorFault

COLUMNS = ("account", "text", "when", "in_reply_to", "category", "urgent", "late_after_minutes")
NEEDED = COLUMNS[:3]
LONGEST_LATE = 7 * 24 * 60  # minutes; nobody means more
MOST = 500
"""Rows at once: they are stored in one transaction, which must stay short."""

SAVE_AS = 'Save it as "CSV UTF-8" and try again.'


@dataclass(frozen=True, slots=True)
class Row:
    """One post of a sheet as it stands there. `line`: where it begins, counted from 1. `urgent`: the reason."""

    line: int
    account: str
    text: str
    due_at: datetime
    in_reply_to: str | None = None
    category: Category = Category.NONE
    urgent: str = ""
    late_after: timedelta | None = None


@dataclass(frozen=True, slots=True, order=True)
class RowFault:
    """Why a row cannot be taken."""

    line: int
    says: str

    def __str__(self) -> str:
        """The fault as one line a person can act on."""
        return f"Line {self.line}: {self.says}"


def read(file: Path) -> tuple[list[Row], list[RowFault]]:
    """The rows of a sheet that can be read, and what is wrong with the others. Raises DoorFault for the file itself."""
    text = _text(file)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        _columns(file, header)
        rows: list[Row] = []
        faults: list[RowFault] = []
        begins = lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                _row(begins, header, cells, rows, faults)
            begins = lines.line_num + 1
    except csv.Error as error:
        raise DoorFault(
            f"{file.name}, line {lines.line_num}: {error}.", "Put quotes round texts with quotes in them."
        ) from None
    if len(rows) + len(faults) > MOST:
        raise DoorFault(
            f"{file.name} holds {len(rows) + len(faults):,} posts.", f"Split it: {MOST} at once is the most."
        )
    return rows, faults


def _row(line: int, header: Sequence[str], cells: Sequence[str], rows: list[Row], faults: list[RowFault]) -> None:
    """Read one row, all its faults at once."""
    wrong: list[str] = []
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        wrong.append(
            f"{len(cells)} cells under {len(header)} columns: put quotes round a text with the separator in it."
        )
    told = {name: cell.strip() for name, cell in zip(header, [*cells, *[""] * len(header)], strict=False)}
    text = told["text"].replace("\r\n", "\n").strip()
    if not text:
        wrong.append("There is no text.")
    if not told["account"]:
        wrong.append("There is no account.")
    due_at = _when(told["when"], wrong)
    category = _category(told.get("category", ""), wrong)
    late_after = _late_after(told.get("late_after_minutes", ""), wrong)
    if wrong or due_at is None:
        faults += [RowFault(line, says) for says in wrong]
        return
    answers, urgent = told.get("in_reply_to") or None, told.get("urgent", "")
    rows.append(Row(line, told["account"], text, due_at, answers, category, urgent, late_after))


def _when(said: str, wrong: list[str]) -> datetime | None:
    try:
        if said:
            return moment(said)
        wrong.append("It does not say when.")
    except WallTimeFault as fault:
        wrong.append(str(fault))
    return None


def _category(said: str, wrong: list[str]) -> Category:
    """A category by its word, written in capitals or with spaces too."""
    word = "_".join(said.lower().split())
    if word in set(Category):
        return Category(word)
    known = sorted(one for one in Category if one)
    wrong.append(f"{shown(said)} is no category{nearest(word, known)}; they are {', '.join(known)}, or leave it empty.")
    return Category.NONE


def _late_after(said: str, wrong: list[str]) -> timedelta | None:
    """After how many minutes a late post asks a person; None for the force's own."""
    if not said:
        return None
    if re.fullmatch("[0-9]{1,5}", said) and 1 <= int(said) <= LONGEST_LATE:
        return timedelta(minutes=int(said))
    wrong.append(f"late_after_minutes is a whole number from 1 to {LONGEST_LATE}, or empty; it is {shown(said)}.")
    return None


def _text(file: Path) -> str:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DoorFault(f"{file.name} is not text saved as UTF-8.", SAVE_AS) from None
    except OSError as error:
        raise DoorFault(f"{file} cannot be read: {error.strerror}.", "See that it is there.") from None
    if not text.strip():
        raise DoorFault(f"{file.name} is empty.", f"Its first line must name the columns: {', '.join(COLUMNS)}.")
    if "\x00" in text:
        raise DoorFault(f"{file.name} is not text saved as UTF-8.", SAVE_AS)
    return text


def _delimiter(text: str) -> str:
    """Comma or semicolon, whichever parts the names of the columns."""
    first = text.lstrip().splitlines()[0]
    return ";" if first.count(";") > first.count(",") else ","


def _columns(file: Path, header: Sequence[str]) -> None:
    """Raise DoorFault unless the columns are those that we know: a name spelt wrongly must not be passed over."""
    wrong = [f"column {shown(name)} is not known{nearest(name, COLUMNS)}" for name in header if name not in COLUMNS]
    wrong += [f"column {shown(name)} is missing" for name in NEEDED if name not in header]
    wrong += [f"column {shown(name)} stands there twice" for name in COLUMNS if header.count(name) > 1]
    if wrong:
        raise DoorFault(f"{file.name}, line 1: {'; '.join(wrong)}.", f"Columns are: {', '.join(COLUMNS)}.")

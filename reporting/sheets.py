"""Tables as files: CSV and XLSX, where a number nobody told is a word and never a zero."""

import csv as plain_csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from domain.clock import LONDON

Row = Mapping[str, Any]

NOT_TOLD = "not told"
HOW = "How to read this"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
WIDEST = 60  # characters
MOST_IN_A_CELL = 32_000


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook; `columns` are its headings in order, those of its first row where None."""

    name: str
    rows: Sequence[Row]
    columns: Sequence[str] | None = None


def csv(rows: Sequence[Row], columns: Sequence[str] | None = None, *, untold: str = NOT_TOLD) -> bytes:
    """Rows as CSV (UTF-8 with the mark that spreadsheets look for); moments in London time with their offset."""
    heads = headings(rows, columns)
    out = io.StringIO(newline="")
    writer = plain_csv.writer(out)
    writer.writerow([harmless(head) for head in heads])
    writer.writerows([_in_csv(row.get(head), untold) for head in heads] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx(
    sheets: Sequence[Sheet], notes: Sequence[tuple[str, str]] = (), *, how: str = HOW, untold: str = NOT_TOLD
) -> bytes:
    """A workbook: the tables, each on a sheet of its own, and how to read them (what, and what is said of it)."""
    book = Workbook(write_only=True)
    used: set[str] = set()
    for one in sheets:
        _table(book, one, _sheet_name(one.name, used), untold)
    _notes(book, notes, _sheet_name(how, used))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def headings(rows: Sequence[Row], columns: Sequence[str] | None = None) -> list[str]:
    """The headings of a table, in order."""
    return list(columns) if columns is not None else list(rows[0]) if rows else []


def harmless(value: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return "'" + value if value.startswith(FORMULAS) else value


def _in_csv(value: Any, untold: str) -> Any:
    if value is None:
        return untold
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="minutes")
    return harmless(value) if isinstance(value, str) else value


def _table(book: Workbook, one: Sheet, name: str, untold: str) -> None:
    heads = headings(one.rows, one.columns)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, head in enumerate(heads, 1):
        longest = max((len(str(row.get(head) or "")) for row in one.rows[:500]), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(len(head), longest) + 2, WIDEST)
    sheet.append([_cell(sheet, head, untold, bold=True) for head in heads])
    for row in one.rows:
        sheet.append([_cell(sheet, row.get(head), untold) for head in heads])
    if one.rows and heads:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(one.rows) + 1}"


def _notes(book: Workbook, notes: Sequence[tuple[str, str]], name: str) -> None:
    sheet = book.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 100
    for what, says in notes:
        sheet.append([_cell(sheet, what, "", bold=True), _cell(sheet, says, "", wrap=True)])


def _cell(sheet: Any, value: Any, untold: str, *, bold: bool = False, wrap: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = _in_xlsx(value, untold)
    if isinstance(cell.value, str):
        cell.data_type = "s"  # a text, whatever it begins with
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        cell.number_format = "#,##0" if isinstance(value, int) else "#,##0.0#"
    if bold:
        cell.font = Font(bold=True)
    if wrap:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _in_xlsx(value: Any, untold: str) -> Any:
    """A value as a cell takes it: moments as people in London read their clocks, texts without what XML cannot say."""
    if value is None:
        return untold
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(LONDON).replace(tzinfo=None)
    if isinstance(value, str):
        kept = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
        return harmless(kept[:MOST_IN_A_CELL])
    return value if isinstance(value, bool | int | float | date) else str(value)


def _sheet_name(name: str, used: set[str]) -> str:
    """A name that a workbook allows: 31 letters, none of its signs, none twice."""
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in name).strip()[:28] or "Table"
    chosen, at = plain, 1
    while chosen.casefold() in used:
        at += 1
        chosen = f"{plain[:26]} {at}"
    used.add(chosen.casefold())
    return chosen

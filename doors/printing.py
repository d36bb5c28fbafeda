"""Rows on a terminal, as CSV and as JSON: the same rows that the pages show."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console(stderr=True, highlight=False)
"""Where progress and refusals are said; results go to standard output."""


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def plain(value: Any) -> Any:
    """A value as JSON and CSV have it: ids as text, times as ISO 8601 in UTC, absent stays absent."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | StrEnum):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def show(rows: Sequence[Mapping[str, Any]], form: Format, columns: Sequence[str], title: str = "") -> None:
    """Print rows on standard output. `columns` also names the columns where there are no rows."""
    flat = [{name: plain(row[name]) for name in columns} for row in rows]
    if form is Format.JSON:
        print(json.dumps(flat, ensure_ascii=False, indent=2))
    elif form is Format.CSV:
        writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows([{name: harmless(value) for name, value in row.items()} for row in flat])
    else:
        _table(flat, columns, title)


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str) -> None:
    table = Table(title=title or None, title_justify="left")
    for name in columns:
        numbers = [row[name] for row in rows if row[name] is not None]
        right = bool(numbers) and all(isinstance(value, int | float) for value in numbers)
        table.add_column(name.replace("_", " "), justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in columns))
    Console(highlight=False).print(table if rows else Text("Nothing to show."))


def _cell(value: Any) -> Text:
    if value is None:
        return Text("–")
    return Text(f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value))


def harmless(value: Any) -> Any:
    """A cell that a spreadsheet would run as a formula is made plain text."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value

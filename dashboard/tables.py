"""Tables with their export: numbers with commas on the screen, and none in the file."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.parts import DASH, on_a_phone
from dashboard.words import _


def table(rows: Sequence[Mapping[str, Any]], name: str, *, folded: bool | None = None, **options: Any) -> None:
    """A table with its export; `folded` None folds it on a phone only. Says so where there is nothing."""
    if not rows:
        st.caption(_("Nothing to show here."))
        return
    fold = on_a_phone() if folded is None else folded
    with st.expander(_("The figures as a table")) if fold else st.container(gap="xsmall"):
        st.dataframe(rows, hide_index=True, width="stretch", placeholder=DASH, column_config=_columns(rows), **options)
        export(rows, name)


def export(rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """The button that hands rows out as a file."""
    st.download_button(_("Download CSV"), to_csv(rows), f"{name}.csv", "text/csv", key=f"csv-{name}", type="tertiary")


def _columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Numbers with commas for thousands; the export has none."""
    numeric = {name for row in rows for name, value in row.items() if isinstance(value, int | float)}
    return {name: st.column_config.NumberColumn(format="localized") for name in numeric}


def to_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV; a cell that a spreadsheet would run as a formula is made plain text."""
    rows = list(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow([_harmless(value) for value in row.values()])
    return out.getvalue()


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value

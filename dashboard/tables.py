"""Tables with their files: numbers with commas on the screen, and none in the file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard.exports import exports
from dashboard.parts import DASH, on_a_phone
from dashboard.words import _
from domain.clock import LONDON
from reporting.charts import Spec


def table(
    rows: Sequence[Mapping[str, Any]],
    name: str,
    *,
    folded: bool | None = None,
    chart: Callable[[], Spec] | None = None,
    notes: Sequence[tuple[str, str]] = (),
    **options: Any,
) -> None:
    """A table with its files; `folded` None folds it on a phone only. Says so where there is nothing.

    A folded table is drawn once somebody opens it: tables are most of what a page costs.
    `chart` is what stands beside it, as a file; `notes` say how to read it.
    """
    if not rows:
        st.caption(_("Nothing to show here."))
        return
    if not (on_a_phone() if folded is None else folded):
        with st.container(gap="xsmall"):
            _table(rows, name, chart, notes, options)
        return
    box = st.expander(_("The figures as a table"), key=f"fold-{name}", on_change="rerun")
    if box.open:
        with box:
            _table(rows, name, chart, notes, options)


def _table(
    rows: Sequence[Mapping[str, Any]],
    name: str,
    chart: Callable[[], Spec] | None,
    notes: Sequence[tuple[str, str]],
    options: Mapping[str, Any],
) -> None:
    st.dataframe(rows, hide_index=True, width="stretch", placeholder=DASH, column_config=columns(rows), **options)
    exports(name, rows, chart=chart, notes=notes)


def export(rows: Sequence[Mapping[str, Any]], name: str) -> None:
    """The files of rows that stand on the page otherwise than as a table."""
    exports(name, rows)


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Numbers with commas for thousands, moments as clocks in London show them; files have them plain."""
    found: dict[str, Any] = {}
    for name, value in ((name, value) for row in rows for name, value in row.items() if name not in found):
        if isinstance(value, datetime):
            found[name] = st.column_config.DatetimeColumn(format="ddd D MMM, HH:mm", timezone=str(LONDON))
        elif isinstance(value, int | float):
            found[name] = st.column_config.NumberColumn(format="localized")
    return found

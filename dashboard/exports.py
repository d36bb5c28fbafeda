"""How every number leaves a page: CSV, XLSX with how to read it, and PNG and SVG where there is a chart."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import data
from dashboard.parts import moment
from dashboard.words import _
from reporting import pictures, sheets
from reporting.charts import Spec

LOOKING_AT = "_looking-at"  # what part of the force the page is about, in words: the frame says so once a run

Rows = Sequence[Mapping[str, Any]]

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def exports(
    name: str,
    rows: Rows | Callable[[], Rows],
    columns: Sequence[str] | None = None,
    chart: Callable[[], Spec] | Spec | None = None,
    notes: Sequence[tuple[str, str]] = (),
) -> None:
    """The files of a table and its chart, behind one button; each is made only when somebody asks for it.

    `rows` may be a function, called when a file is wanted. `name` is the file's name and unique on the page;
    `columns` are headings in order (None: as they come); `chart` is drawn light and titled, a function where it is only
    made when wanted; `notes` are (what, what is said of it): definitions, sources, gaps. The rest is added.
    """
    if not rows and chart is None:
        return
    untold, how, told = _("not told"), _("How to read this"), _how_to_read(notes)
    kinds: list[tuple[str, str, str, Callable[[], Any]]] = []
    if rows:
        kinds = [
            ("CSV", "csv", "text/csv", lambda: sheets.csv(_rows(rows), columns, untold=untold)),
            ("XLSX", "xlsx", SHEETS, lambda: sheets.xlsx(
                [sheets.Sheet(name, _rows(rows), columns)], told, how=how, untold=untold
            )),
        ]  # fmt: skip
    if chart is not None:
        spec = chart
        kinds += [
            ("PNG", "png", "image/png", lambda: pictures.png(_spec(spec))),
            ("SVG", "svg", "image/svg+xml", lambda: pictures.svg(_spec(spec))),
        ]
    with st.popover(_("Download"), type="tertiary", key=f"files-{name}"), st.container(horizontal=True):
        for label, ending, mime, make in kinds:
            st.download_button(
                label, make, f"{name}.{ending}", mime, key=f"{ending}-{name}", on_click="ignore", type="tertiary"
            )


def _how_to_read(notes: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The notes, between whose numbers they are and when they were written."""
    part = str(st.session_state.get(LOOKING_AT, ""))
    untold = _("No source told this number, or there was no post to tell it of. It is not zero.")
    return [
        (_("Force"), data.force_name()), (_("Looking at"), part), *notes,
        (_("Written"), moment(data.now(), zone=True)), (_("not told"), untold),
    ]  # fmt: skip


def _spec(chart: Callable[[], Spec] | Spec) -> Spec:
    return chart() if callable(chart) else chart


def _rows(rows: Rows | Callable[[], Rows]) -> Rows:
    return rows() if callable(rows) else rows

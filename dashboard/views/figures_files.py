"""Figures from files, the files so far: who brought what when, and the way to withdraw one."""

from collections.abc import Sequence

import streamlit as st

from dashboard import acts_brought, data_brought
from dashboard.data_brought import FileRow
from dashboard.parts import coloured, draw, lead, meta, moment
from dashboard.period_picker import day, named
from dashboard.words import _, counted
from domain.people import MAY, Act, Signed
from domain.period import Period

SHOWN = 20


def files(who: Signed, rows: Sequence[FileRow]) -> None:
    """Draw them, the newest first."""
    if not rows:
        return
    st.header(_("Files so far"), anchor="files")
    all_of_them = len(rows) <= SHOWN or st.toggle(
        counted("Show {n} file", "Show all {n} files", len(rows)), key="figures-all"
    )
    for row in rows if all_of_them else rows[:SHOWN]:
        with st.container(border=True, key=f"file-{row.id}", gap="xsmall"):
            _one(who, row)


def _one(who: Signed, row: FileRow) -> None:
    gone = row.withdrawn_at is not None
    draw(
        coloured(_("withdrawn"), "muted") if gone else coloured(_("counts"), "good"),
        lead(row.name),
        meta(data_brought.layout(row.layout), row.of or _("several accounts")),
        meta(
            counted("{n} figure", "{n} figures", row.figures), named(Period(row.first, row.last)),
            _("downloaded on {day}").format(day=day(row.as_of)),
        ),
        meta(_("brought in by {name}, {at}").format(name=row.brought_by, at=moment(row.brought_at)), row.note),
    )  # fmt: skip
    if gone:
        draw(meta(_("withdrawn by {name}, {at}").format(name=row.withdrawn_by, at=moment(row.withdrawn_at))))
    elif Act.BRING_FIGURES in MAY[who.role]:
        with st.popover(_("Withdraw…"), type="tertiary"):
            draw(
                meta(_("Its figures count no more. The trail keeps that they were here, and the file can come again."))
            )
            if st.button(_("Withdraw it"), key=f"withdraw-{row.id}") and acts_brought.withdraw(who, row.id):
                st.rerun()

"""Ten answers of a month to read again, drawn the same way for everybody, and the place to say that one was read."""

from typing import Any

import streamlit as st

from dashboard import acts_issues, data_issues
from dashboard.answer_words import month_name
from dashboard.boxes import line_box
from dashboard.folded import folded
from dashboard.links import link_to
from dashboard.parts import coloured, draw, lead, meta, moment, number, said, shown
from dashboard.tables import export
from dashboard.views.answering_behind import Look, place
from dashboard.words import _, counted
from domain.people import MAY, Act


def section(look: Look) -> None:
    """The sample of the month."""
    st.header(_("Ten answers to read again"))
    drawn = data_issues.sample(look.who, look.month, look.scope)
    if not drawn.rows:
        draw(lead(_("No question of {month} has been answered yet.").format(month=month_name(look.month))))
        return
    read = sum(row.reviewed_at is not None for row in drawn.rows)
    answers = counted("{n} was drawn", "{n} were drawn", len(drawn.rows))
    draw(
        lead(_("{drawn} of {of} answers; read so far: {read}.").format(
            drawn=answers, of=number(drawn.of), read=number(read)
        )),
        meta(_("Drawn by chance from the seed “{seed}”: everybody who asks gets the same.").format(seed=drawn.seed)),
    )  # fmt: skip
    for row in drawn.rows:
        with st.container(border=True, key=f"sample-{row.id}", gap="xsmall"):
            _one(look, row)
    export([_sheet(row) for row in drawn.rows], f"sample-{look.month}")


def _one(look: Look, row: data_issues.SampleRow) -> None:
    late = row.answered_at > row.due_at
    draw(
        coloured(_("answered late"), "waiting") if late else coloured(_("answered in time"), "good"),
        meta(place(row.district, row.team), row.account, _("{h} h from asking").format(h=row.hours)),
        meta(_("Asked {at}").format(at=moment(row.asked_at))),
        folded(shown(row.text), row.kind),
        meta(_("Our answer, {at}").format(at=moment(row.answered_at))),
        said(shown(row.answer)) if row.answer else meta(_("Its words are not known: answered elsewhere, or gone.")),
    )
    link_to("questions", _("Open the question"), question=str(row.id))
    if row.reviewed_at:
        read = _("✓ read by {who}, {at}").format(who=row.reviewed_by, at=moment(row.reviewed_at))
        draw(coloured(read, "good"), meta(row.review))
    elif Act.NOTE in MAY[look.who.role]:
        with st.popover(_("I have read it…")):
            says = line_box(_("What do you say of it?"), f"review-{row.id}", placeholder=_("clear and kind; …"))
            text = f"{data_issues.MARK.format(month=look.month)} {says.strip() or _('read')}"
            if st.button(_("Note it"), key=f"review-do-{row.id}") and acts_issues.reviewed(look.who, row.id, text):
                st.rerun()


def _sheet(row: data_issues.SampleRow) -> dict[str, Any]:
    return {
        _("Asked"): moment(row.asked_at),
        _("Answered"): moment(row.answered_at),
        _("Hours"): row.hours,
        _("Team"): place(row.district, row.team),
        _("Question"): shown(row.text),
        _("Answer"): shown(row.answer or ""),
        _("Read by"): row.reviewed_by,
        _("Said of it"): row.review,
    }

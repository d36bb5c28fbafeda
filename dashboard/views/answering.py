"""Answering: was the public answered in time, by whom and how quickly, and the questions behind every number."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from dashboard import data, data_issues
from dashboard.answer_words import FIGURES, hours, in_time, lane_name, month_name
from dashboard.parts import choose_platform, day_name, draw, figure, lead, meta, number, say
from dashboard.tables import table
from dashboard.views import answering_behind, answering_more, answering_sample
from dashboard.views.answering_behind import IN, MONTH, OF, OWED, Look
from dashboard.words import _, counted
from domain.answering import APART, Figure
from domain.clock import LONDON
from domain.people import Scope, Signed
from domain.posts import PlatformName

COLUMNS = (
    Figure.ASKED, Figure.IN_TIME, Figure.LATE, Figure.OVERDUE, Figure.LEFT_LATE, Figure.OPEN, Figure.HOLDING, *APART,
    Figure.MISTAKEN,
)  # fmt: skip


def page(who: Signed, scope: Scope | None) -> None:
    """Draw a month."""
    place = st.container()
    look = _choose(who, scope)
    whole = data_issues.kept(who, look.month, data_issues.Split.WHOLE, scope, look.platform)
    with place:
        _headline(who, look, whole[0] if whole else None)
    if not whole:
        answering_more.two_way(look)
        return
    answering_behind.section(look)
    _teams(look)
    _lanes(look)
    _months(look)
    answering_more.heat(look)
    answering_more.two_way(look)
    answering_more.topics(look)
    answering_sample.section(look)
    _means()


def _choose(who: Signed, scope: Scope | None) -> Look:
    months = list(data_issues.months(who, scope))
    asked = st.query_params.get(MONTH, "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        month = st.selectbox(
            _("Asked in"), months, index=months.index(asked) if asked in months else 0, format_func=month_name,
            key=f"asked-in-{asked}", width=220,
        )  # fmt: skip
        platform = choose_platform(data.platforms())
    if month and month != (asked if asked in months else months[0]):
        st.query_params[MONTH] = month
        st.rerun()
    return Look(who, scope, month or months[0], PlatformName(platform) if platform else None)


def _headline(who: Signed, look: Look, row: data_issues.KeptRow | None) -> None:
    began = data_issues.first_asked(who, look.scope)
    since = _("Questions are kept since {day}.").format(day=_dated(began)) if began else None
    if row is None:
        say(_("Nobody asked anything in {month}.").format(month=month_name(look.month)), "good")
        draw(meta(since))
        return
    says = _("{month}: {share} answered in time.").format(
        month=month_name(look.month), share=in_time(row.in_time, row.owed)
    )
    draw(lead(says), meta(since, _("A question counts for the month in which it was asked.")))
    late = counted("{n} of them waits and is late now", "{n} of them wait and are late now", row.overdue)
    cards = (
        (_("Answered in time"), in_time(row.in_time, row.owed), [late], _(
            "Of the questions whose promise is decided: answered by us, late now, or left without our answer after "
            "they were due. Holding replies are no answers. Questions that wait in time are not in it."
        )),
        (_("Half were answered within"), hours(row.median_hours), _times(row, row.median_working_hours), _(
            "From asking to our real answer; by the clock, and of the time in which somebody was there to answer."
        )),
        (_("Nine in ten within"), hours(row.p90_hours), _times(row, row.p90_working_hours), _(
            "The same, for nine in ten. It takes ten answers to say so."
        )),
        (_("Left without our answer"), number(row.apart), _apart(row), _(
            "Answered by others, withdrawn, private, handed on, set aside or gone. Never counted as answered."
        )),
    )  # fmt: skip
    for column, (label, value, beside, means) in zip(st.columns(len(cards)), cards, strict=True):
        with column:
            figure(label, value, beside, means)


def _dated(at: datetime) -> str:
    here = at.astimezone(LONDON)
    return f"{day_name(here)} {here.year}"


def _times(row: data_issues.KeptRow, working: float | None) -> list[str]:
    of = counted("of {n} answer", "of {n} answers", row.answered)
    return [_("{hours} of working time").format(hours=hours(working)), of] if working is not None else [of]


def _apart(row: data_issues.KeptRow) -> list[str]:
    parts = [f"{_(FIGURES[one][0])} {number(getattr(row, one.value))}" for one in APART if getattr(row, one.value)]
    return parts[:3] + ([", ".join(parts[3:])] if parts[3:] else [])


def _teams(look: Look) -> None:
    st.header(_("Team by team"))
    rows = data_issues.kept(look.who, look.month, data_issues.Split.TEAM, look.scope, look.platform)
    names = [answering_behind.place(row.district, row.team) for row in rows]
    words = [{OF: answering_behind.area_word(row.district_id, row.team_id)} for row in rows]
    _table(look, _("Team"), names, rows, "promise-by-team", words)


def _lanes(look: Look) -> None:
    st.header(_("By lane"))
    rows = data_issues.kept(look.who, look.month, data_issues.Split.LANE, look.scope, look.platform)
    draw(meta(_("Each question by its most pressing lane.")))
    words = [{IN: str(row.lane)} for row in rows]
    _table(look, _("Lane"), [lane_name(row.lane) for row in rows], rows, "promise-by-lane", words)


def _months(look: Look) -> None:
    st.header(_("Month by month"))
    rows = data_issues.kept_before(look.who, look.month, look.scope, look.platform)
    names = [month_name(row.month or look.month) for row in rows]
    words = [{MONTH: str(row.month)} for row in rows]
    _table(look, _("Month"), names, rows, "promise-by-month", words, times=False)


def _table(
    look: Look, head: str, names: Sequence[str], rows: Sequence[data_issues.KeptRow], name: str,
    words: Sequence[Mapping[str, str]], *, times: bool = True,
) -> None:  # fmt: skip
    """A table whose every number opens the questions behind it, below the headline."""
    shown = [{head: one, **_cells(row, times)} for one, row in zip(names, rows, strict=True)]
    figures = {_(FIGURES[one][0]): one.value for one in COLUMNS} | {_("In time"): OWED}
    answering_behind.opening_table(look, shown, name, figures, words)


def _cells(row: data_issues.KeptRow, times: bool) -> dict[str, Any]:
    cells: dict[str, Any] = {_("In time"): in_time(row.in_time, row.owed)}
    cells |= {_(FIGURES[one][0]): getattr(row, one.value) for one in COLUMNS}
    if times:
        cells[_("Half within, h")] = row.median_hours
        cells[_("Nine in ten within, h")] = row.p90_hours
        cells[_("Half within, working h")] = row.median_working_hours
        cells[_("Nine in ten within, working h")] = row.p90_working_hours
    return cells


def _means() -> None:
    with st.expander(_("What each of these counts")):
        table(
            [{_("Figure"): _(name), _("Counts"): _(means)} for name, means in FIGURES.values()], "figures", folded=False
        )

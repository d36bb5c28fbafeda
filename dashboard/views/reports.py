"""Reports: what can be handed to a panel or a commissioner; to look at, to download, to be made by itself."""

from functools import partial

import streamlit as st

from dashboard import data, data_reports, report_words
from dashboard.parts import draw, lead, meta, say
from dashboard.views import reports_orders
from dashboard.words import _
from domain.clock import london_day
from domain.handed_out import USUAL, Every, Form, Language, ReportKind, about
from domain.people import Scope, Signed
from domain.period import DAY, Period, PeriodFault, said

OWN = "own"


def page(who: Signed, scope: Scope | None) -> None:
    """Choose a report, look at it, take it along, have it made by itself."""
    kind, period, language = _choose()
    if period is not None:
        made = data_reports.written(who, kind, period, scope or None, language)
        _hand_out(made)
        if st.toggle(_("Look at it here"), key="report-look"):  # drawn only then: charts take their time
            st.html(data_reports.on_the_page(made))
    reports_orders.section(who, scope)


def _choose() -> tuple[ReportKind, Period | None, Language]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = ReportKind(
            st.selectbox(
                _("Report"), [one.value for one in ReportKind], format_func=_kind_name,
                key="report", bind="query-params", persist_state="session", width=300,
            )
        )  # fmt: skip
        spans = _spans(kind)
        word = st.selectbox(
            _("Period"), [*spans, OWN], format_func=lambda one: spans.get(one) or _("Own dates"), width=300,
            key=f"report-period-{kind.value}",
        )  # fmt: skip
        language = Language(
            st.selectbox(
                _("Language"), [one.value for one in _languages()], key="report-language", width=160,
                format_func=lambda one: _(report_words.LANGUAGES[Language(one)]),
            )
        )  # fmt: skip
    draw(meta(_(report_words.KINDS[kind][1])))
    return kind, _own(kind) if word == OWN else _said(word), language


def _kind_name(word: str) -> str:
    return _(report_words.KINDS[ReportKind(word)][0])


def _languages() -> list[Language]:
    """Those the force publishes in first; a report may be wanted in the other all the same."""
    return list(dict.fromkeys([*data_reports.languages(), *Language]))


def _spans(kind: ReportKind) -> dict[str, str]:
    """The spans a report is usually about, the last whole one first, by how addresses write them."""
    every, found = USUAL[kind], {}
    day = london_day(data.now())
    this = about(every, day)
    for _n in range(8 if every is Every.MONTH else 4):
        found[f"{this.first}..{this.last}"] = report_words.span_name(this)
        this = about(every, this.first)
    running = Period(about(every, day).last + DAY, day)
    found[f"{running.first}..{running.last}"] = _("{span}, not over yet").format(span=report_words.span_name(running))
    return found


def _own(kind: ReportKind) -> Period | None:
    last = about(USUAL[kind], london_day(data.now()))
    chosen = st.date_input(
        _("From and to"), (last.first, last.last), format="DD/MM/YYYY", key=f"report-own-{kind.value}"
    )
    if not isinstance(chosen, tuple) or len(chosen) != 2:
        say(_("Choose the first and the last day."), "waiting")
        return None
    return _said(f"{chosen[0]}..{chosen[1]}")


def _said(word: str) -> Period | None:
    try:
        return said(word, london_day(data.now()))
    except PeriodFault as fault:
        say(str(fault), "danger")
        return None


def _hand_out(made: data_reports.Document) -> None:
    draw(lead(f"{made.title} · {' · '.join(made.about)}"), meta(made.drawn))
    with st.container(horizontal=True, key="report-files"):
        for form, name in report_words.FORMS.items():
            st.download_button(
                _(name), partial(data_reports.file, made, form), data_reports.file_name(made, form),
                data_reports.mime(form), key=f"file-{form.value}", on_click="ignore",
                type="primary" if form is Form.PDF else "secondary",
            )  # fmt: skip

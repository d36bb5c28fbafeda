"""Ordered reports: who gets which, how often and where; what became of each; and the place to order one."""

from uuid import UUID

import streamlit as st

from dashboard import acts_reports, data, data_reports, report_words
from dashboard.boxes import line_box
from dashboard.parts import coloured, draw, lead, meta, moment, say
from dashboard.words import _, counted, later
from domain.clock import london_day
from domain.handed_out import USUAL, Every, Form, Language, ReportKind, first_after
from domain.people import MAY, Act, Scope, Signed
from domain.period import Period

BECAME = {
    data_reports.Became.WAITING: ("waiting", later("◷ is made within minutes")),
    data_reports.Became.AGAIN: ("danger", later("✗ not yet; it is tried again by itself")),
    data_reports.Became.DONE: ("good", later("✓ made and handed over")),
    data_reports.Became.IN_PART: ("waiting", later("! made; something was wrong all the same")),
    data_reports.Became.STANDS: ("unknown", later("? needs somebody to look")),
    data_reports.Became.STOPPED: ("muted", later("× not made: the order was stopped")),
}
SHOWN = 10
TO_TRY = (data_reports.Became.AGAIN, data_reports.Became.STANDS)


def section(who: Signed, scope: Scope | None) -> None:
    """The orders, what they made, and the form for a new one."""
    st.header(_("Sent regularly"))
    may, standing = Act.ORDER_REPORT in MAY[who.role], data_reports.orders(who)
    if not standing:
        draw(lead(_("No report is ordered. Have one made every month, quarter or year, by e-mail or into a folder.")))
    for one in standing:
        _order(who, one, may)
    if may:
        _new(who, scope)
    _runs(who, may)
    _stopped(who)


def _order(who: Signed, one: data_reports.OrderRow, may: bool) -> None:
    with st.container(border=True, key=f"order-{one.id}", gap="xsmall"):
        kind = _(report_words.KINDS[one.kind][0])
        draw(
            lead(f"{kind} · {one.part or _('Whole force')}"),
            meta(_(report_words.OFTEN[one.every]), _("next on {day}").format(day=report_words.day_name(one.next_on)),
                 _(report_words.LANGUAGES[one.language]), ", ".join(_(report_words.FORMS[form]) for form in one.forms)),
            meta(_goes(one.mail_to, one.folder), _("ordered by {name}").format(name=one.made_by)),
        )  # fmt: skip
        if may:
            with st.container(horizontal=True):
                if st.button(_("Make it now"), key=f"now-{one.id}") and acts_reports.make_now(who, one.id):
                    st.rerun()
                if st.button(_("Stop"), key=f"stop-{one.id}") and acts_reports.stop(who, one.id):
                    st.rerun()


def _goes(mail_to: tuple[str, ...], folder: str) -> str:
    named = _("into the folder {name}").format(name=folder) if folder not in ("", ".") else ""
    to_folder = _("into the folder for reports") if folder == "." else named
    return "; ".join(one for one in (", ".join(mail_to), to_folder) if one)


def _new(who: Signed, scope: Scope | None) -> None:
    made = int(st.session_state.get("orders-made", 0))
    key = f"order-new-{made}"
    with st.expander(_("Order a report…")):
        kind, every, language = _which(key)
        first = st.date_input(_("First on"), first_after(every, london_day(data.now())), format="DD/MM/YYYY",
                              key=f"{key}-first-{every.value}", width=200)  # fmt: skip
        draw(meta(_("It is about the whole month, quarter or year (April to March) before that day. Some days later"
                    " is better: late numbers have come in.")))  # fmt: skip
        forms = st.multiselect(_("As"), [one.value for one in Form], [Form.PDF.value], key=f"{key}-forms",
                               format_func=lambda one: _(report_words.FORMS[Form(one)]))  # fmt: skip
        mail = line_box(_("By e-mail to (commas between)"), f"{key}-mail", placeholder=_("name@example.org"))
        folder = _folder(key)
        if st.button(_("Order it"), key=f"{key}-do"):
            wish = acts_reports.Wish(
                kind, scope or who.scope, every, first, tuple(Form(one) for one in forms), language,
                tuple(mail.split(",")), folder,
            )  # fmt: skip
            if acts_reports.order(who, wish):
                st.session_state["orders-made"] = made + 1
                st.rerun()


def _which(key: str) -> tuple[ReportKind, Every, Language]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = ReportKind(
            st.selectbox(_("Report"), [one.value for one in ReportKind], key=f"{key}-kind", width=300,
                         format_func=lambda one: _(report_words.KINDS[ReportKind(one)][0]))
        )  # fmt: skip
        usual = list(Every).index(USUAL[kind])
        every = Every(
            st.selectbox(_("How often"), [one.value for one in Every], usual, key=f"{key}-every-{kind.value}",
                         format_func=lambda one: _(report_words.OFTEN[Every(one)]), width=200)
        )  # fmt: skip
        language = Language(
            st.selectbox(_("Language"), [one.value for one in Language], key=f"{key}-language", width=160,
                         format_func=lambda one: _(report_words.LANGUAGES[Language(one)]))
        )  # fmt: skip
    return kind, every, language


def _folder(key: str) -> str:
    if data_reports.places().folder is None:
        draw(meta(_("No folder is set for reports: whoever runs Bluelamp can name one (BLUELAMP_REPORTS_FOLDER).")))
        return ""
    return line_box(_("Or into this folder, inside the one for reports (a dot: that one itself)"), f"{key}-folder",
                    placeholder=_("panel"))  # fmt: skip


def _runs(who: Signed, may: bool) -> None:
    rows = data_reports.runs(who)
    if not rows:
        return
    st.subheader(_("What was made"))
    for row in rows[:SHOWN]:
        _run(who, row, may)
    if len(rows) > SHOWN:
        with st.expander(counted("{n} earlier", "{n} earlier", len(rows) - SHOWN)):
            for row in rows[SHOWN:]:
                _run(who, row, may)


def _run(who: Signed, row: data_reports.RunRow, may: bool) -> None:
    colour, word = BECAME[row.became]
    asked = _("asked for by {name}").format(name=row.asked_by) if row.asked_by else None
    span = report_words.span_name(Period(row.first, row.last))
    with st.container(border=True, key=f"run-{row.id}", gap="xsmall"):
        draw(
            coloured(_(word), colour),
            meta(_(report_words.KINDS[row.kind][0]), row.part or _("Whole force"), span,
                 _(report_words.LANGUAGES[row.language]), moment(row.made_at), asked),
            meta(", ".join(row.files)),
        )  # fmt: skip
        if row.trouble:
            say(row.trouble, "waiting")
        if row.next_try_at and row.became is data_reports.Became.AGAIN:
            draw(meta(_("Next try: {at}").format(at=moment(row.next_try_at))))
        if may and row.became in TO_TRY and _again(who, row.id):
            st.rerun()


def _again(who: Signed, run_id: UUID) -> bool:
    return st.button(_("Try again"), key=f"again-{run_id}") and acts_reports.try_again(who, run_id)


def _stopped(who: Signed) -> None:
    rows = data_reports.stopped(who)
    if not rows:
        return
    with st.expander(counted("{n} order was stopped", "{n} orders were stopped", len(rows))):
        for one in rows:
            stopped = _("stopped by {name}, {at}").format(name=one.stopped_by or "", at=moment(one.stopped_at))
            draw(
                meta(
                    _(report_words.KINDS[one.kind][0]),
                    one.part or _("Whole force"),
                    _(report_words.OFTEN[one.every]),
                    stopped,
                )
            )

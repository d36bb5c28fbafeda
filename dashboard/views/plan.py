"""Plan: what goes out when, as a calendar and as a list; change it, take it back, or copy what failed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape

import streamlit as st

from dashboard import acts, data
from dashboard.parts import STATES, badge, draw, link, meta, moment, one_line, said
from dashboard.words import _
from domain.clock import LONDON
from domain.people import Act, Scope, Signed, may

Days = Mapping[date, Sequence[data.PlanRow]]


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the weeks chosen, as a calendar or as a list."""
    today = data.now().astimezone(LONDON).date()
    first, last, view = _choose(today)
    rows = data.plan(who, scope, first, last)
    days: dict[date, list[data.PlanRow]] = defaultdict(list)
    for row in rows:
        days[row.day].append(row)
    if view == "calendar":
        draw(calendar(days, first, last, today))
    if not rows:
        st.write(_("Nothing is planned for these days."))
    for day in sorted(days):
        st.subheader(f"{day:%A} {day.day} {day:%B}")
        for row in days[day]:
            _card(who, row)


def _choose(today: date) -> tuple[date, date, str]:
    views = {"calendar": _("Calendar and list"), "list": _("List")}
    spans = {1: _("One week"), 4: _("Four weeks")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            _("Show"), list(views), default="calendar", required=True, format_func=views.__getitem__, key="plan-view",
            bind="query-params", persist_state="session",
        )  # fmt: skip
        weeks = st.segmented_control(
            _("How far"), list(spans), default=1, required=True, format_func=spans.__getitem__, key="plan-weeks",
            bind="query-params", persist_state="session",
        )  # fmt: skip
        start = st.date_input(_("From the week of"), value=today, key="plan-from", format="DD/MM/YYYY", width=180)
    chosen = start if isinstance(start, date) else today
    first = chosen - timedelta(days=chosen.weekday())
    return first, first + timedelta(days=7 * int(weeks or 1) - 1), str(view)


def calendar(days: Days, first: date, last: date, today: date) -> str:
    """The weeks as a table of days, each post one line with its sign: gaps show as empty days."""
    head = "".join(f"<th scope='col'>{(first + timedelta(days=n)):%a}</th>" for n in range(7))
    weeks = []
    for start in range(0, (last - first).days + 1, 7):
        cells = [first + timedelta(days=start + n) for n in range(7)]
        weeks.append("<tr>" + "".join(_cell(day, days.get(day, ()), day == today) for day in cells) + "</tr>")
    return f"<table class='bl-calendar'><thead><tr>{head}</tr></thead><tbody>{''.join(weeks)}</tbody></table>"


def _cell(day: date, rows: Sequence[data.PlanRow], is_today: bool) -> str:
    lines = "".join(_line(row) for row in rows[:6])
    more = f"<div class='bl-meta'>{escape(_('{n} more').format(n=len(rows) - 6))}</div>" if len(rows) > 6 else ""
    mark = " aria-current='date'" if is_today else ""
    return f"<td{mark}><div class='bl-day'>{day.day}</div>{lines}{more}</td>"


def _line(row: data.PlanRow) -> str:
    sign, colour, word = STATES[state_of(row)]
    at = row.due_at.astimezone(LONDON)
    said = f"{at:%H:%M} {one_line(row.text, 34)}"
    return f"<div title='{escape(_(word), quote=True)}'><span class='bl-{colour}'>{sign}</span> {escape(said)}</div>"


def state_of(row: data.PlanRow) -> str:
    """The one state that says most about a message: trouble first, otherwise its stage or its publications'."""
    states = ["held" if one.held else str(one.state) for one in row.accounts if one.state]
    for pressing in ("unknown", "failed", "waiting", "held", "publishing", "queued", "published"):
        if pressing in states:
            return pressing
    return str(row.stage)


def _card(who: Signed, row: data.PlanRow) -> None:
    with st.container(border=True, key=f"plan-{row.id}-{row.due_at:%H%M%S}"):
        draw(badge(state_of(row)), meta(moment(row.due_at, zone=True), row.author, row.campaign), said(row.text))
        draw(*(_account(one, row.text) for one in row.accounts))
        _acts(who, row)


def _account(one: data.Planned, text: str) -> str:
    """One line of where it goes: the account, how far it is, words of its own, and the link once it is public."""
    state = _(STATES["held" if one.held else str(one.state)][2]) if one.state else None
    own = one_line(one.text, 100) if one.text != text else None
    line = meta(one.account, data.label(one.platform), state, own)
    if not one.url:
        return line
    words = _("See it on {platform}").format(platform=data.label(one.platform))
    return line.removesuffix("</div>") + f" · {link(words, data.public_link(one.url, one.platform, one.account))}</div>"


def _acts(who: Signed, row: data.PlanRow) -> None:
    state = state_of(row)
    if state in ("published", "publishing", "withdrawn") or not may(
        who, Act.EDIT, who.scope.district_id, who.scope.team_id
    ):
        return
    with st.container(horizontal=True):
        failed = [one.account_id for one in row.accounts if one.state == "failed"]
        if failed and st.button(_("Copy for what failed"), key=f"copy-{row.id}") and acts.copy(who, row.id, failed):
            st.rerun()
        if (
            state in ("draft", "awaiting_approval", "approved", "queued", "held", "waiting")
            and st.button(_("Change it"), key=f"edit-{row.id}-{row.due_at:%H%M%S}", help=_("Back to a draft"))
            and (row.stage == "draft" or acts.edit(who, row.id, None, row.version))
        ):
            st.session_state["_did"] = _("It is a draft again: you find it under Write.")
            st.rerun()
        if st.button(
            _("Take it back"), key=f"withdraw-{row.id}-{row.due_at:%H%M%S}", type="tertiary"
        ) and acts.withdraw(who, row.id):
            st.rerun()

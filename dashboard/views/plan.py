"""Plan: what goes out when, as a calendar and as a list; change it, take it back, or copy what failed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import streamlit as st

from dashboard import acts, data, pictures
from dashboard.links import link_to
from dashboard.parts import (
    STATES,
    WEEKDAYS,
    badge,
    choose_platform,
    day_name,
    draw,
    lead,
    link,
    meta,
    moment,
    one_line,
    said,
    say,
)
from dashboard.small_print import kind, small_print
from dashboard.tables import export
from dashboard.words import _, counted
from domain.clock import LONDON
from domain.people import Act, Scope, Signed, may
from domain.posts import PlatformName

Days = Mapping[date, Sequence[data.PlanRow]]
AT_MOST = 6  # lines on one day of the calendar


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the weeks chosen, as a calendar or as a list."""
    today = data.now().astimezone(LONDON).date()
    first, last, view, platform = _choose(today)
    rows = data.plan(who, scope, first, last, platform)
    days: dict[date, list[data.PlanRow]] = defaultdict(list)
    for row in rows:
        days[row.day].append(row)
    draw(lead(_summary(rows, days, max(first, today), last)))
    if view == "calendar":
        draw(calendar(days, first, last, today))
    for day in sorted(days):
        draw(f'<div class="bl-day" id="{_anchor(day)}">{escape(day_name(day))}</div>')
        for row in days[day]:
            _card(who, row)
    if rows:
        export([_sheet(row, one) for row in rows for one in row.accounts], "plan")


def _choose(today: date) -> tuple[date, date, str, PlatformName | None]:
    views = {"calendar": _("Calendar and list"), "list": _("List")}
    spans = {1: _("1 week"), 2: _("2 weeks"), 5: _("5 weeks")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            _("Show"), list(views), default="calendar", required=True, format_func=views.__getitem__, key="plan-view",
            bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        weeks = st.segmented_control(
            _("How far"), list(spans), default=2, required=True, format_func=spans.__getitem__, key="plan-weeks",
            bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        start = st.date_input(
            _("From the week of"), value=today, key="plan-from", format="DD/MM/YYYY", width=180,
            bind="query-params", persist_state="session",
        )  # fmt: skip
        platform = choose_platform(data.platforms())
    chosen = start if isinstance(start, date) else today
    first = chosen - timedelta(days=chosen.weekday())
    last = first + timedelta(days=7 * int(weeks or 2) - 1)
    return first, last, str(view), PlatformName(platform) if platform else None


def _summary(rows: Sequence[data.PlanRow], days: Days, first: date, last: date) -> str:
    """How much there is, and how many of the days to come are empty."""
    if not rows:
        return _("Nothing is planned for these days.")
    said = counted("{n} post in these weeks.", "{n} posts in these weeks.", len(rows))
    empty = sum(first + timedelta(days=n) not in days for n in range((last - first).days + 1))
    if empty:
        said += " " + counted("{n} day to come has none.", "{n} days to come have none.", empty)
    return said


def calendar(days: Days, first: date, last: date, today: date) -> str:
    """The weeks as a table of days, each post one line with its sign; days to come without a post say so."""
    head = "".join(f"<th scope='col'>{escape(_(day))}</th>" for day in WEEKDAYS)
    weeks = []
    for start in range(0, (last - first).days + 1, 7):
        cells = [first + timedelta(days=start + n) for n in range(7)]
        weeks.append("<tr>" + "".join(_cell(day, days.get(day, ()), today) for day in cells) + "</tr>")
    return f"<table class='bl-calendar'><thead><tr>{head}</tr></thead><tbody>{''.join(weeks)}</tbody></table>"


def _cell(day: date, rows: Sequence[data.PlanRow], today: date) -> str:
    lines = "".join(_line(row) for row in rows[:AT_MOST])
    if len(rows) > AT_MOST:
        more = escape(_("{n} more").format(n=len(rows) - AT_MOST))
        lines += f"<div class='bl-meta'>{more}</div>"
    if not rows and day >= today:
        none = escape(_("no post"))
        lines = f"<div class='bl-gap'>{none}</div>"
    mark = " aria-current='date'" if day == today else " class='bl-past'" if day < today else ""
    name = f"{day.day}" if day.day > 1 else f"{day.day} {day_name(day).split()[-1]}"
    return f"<td{mark}><div class='bl-date'>{escape(name)}</div>{lines}</td>"


def _line(row: data.PlanRow) -> str:
    sign, colour, word = STATES[state_of(row)]
    text = f"{row.due_at.astimezone(LONDON):%H:%M} {one_line(row.text, 60)}"
    title = escape(f"{_(word)}: {one_line(row.text, 200)}", quote=True)
    mark = f"<span class='bl-{colour}'>{sign}</span>"
    return f"<a class='bl-{colour}' href='#{_anchor(row.day)}' target='_self' title='{title}'>{mark} {escape(text)}</a>"


def _anchor(day: date) -> str:
    return f"day-{day.isoformat()}"


def state_of(row: data.PlanRow) -> str:
    """The one state that says most about a message: trouble first, otherwise its stage or its publications'."""
    states = ["held" if one.held else str(one.state) for one in row.accounts if one.state]
    for pressing in ("unknown", "failed", "waiting", "held", "publishing", "queued", "published"):
        if pressing in states:
            return pressing
    return str(row.stage)


def _sheet(row: data.PlanRow, one: data.Planned) -> dict[str, Any]:
    return {
        _("Due"): moment(row.due_at, zone=True),
        _("State"): _(STATES[str(one.state or row.stage)][2]),
        _("Account"): one.account,
        _("Platform"): data.label(one.platform),
        _("Text"): one.text,
        _("By"): row.author,
        _("Campaign"): row.campaign,
        _("Address"): one.url,
    }


def _card(who: Signed, row: data.PlanRow) -> None:
    with st.container(border=True, key=f"plan-{row.id}-{row.due_at:%H%M%S}", gap="xsmall"):
        facts = meta(moment(row.due_at, zone=True), row.author, kind(row.category), row.campaign)
        draw(badge(state_of(row)), facts, said(row.text), pictures.figures(row.media, small=True))
        pictures.play(row.media, f"plan-{row.id}-{row.due_at:%H%M%S}")
        small_print(row)
        draw(*(_account(one, row.text) for one in row.accounts))
        _story(row)
        _acts(who, row)


def _account(one: data.Planned, text: str) -> str:
    """One line of where it goes: the account, how far it is, words of its own, and the link once it is public."""
    state = _(STATES["held" if one.held else str(one.state)][2]) if one.state else None
    own = one_line(one.text, 100) if one.text != text else None
    line = meta(one.account, data.label(one.platform), state, own)
    if not one.url:
        return line
    words = _("See it on {platform}").format(platform=data.label(one.platform))
    return line + link(words, data.public_link(one.url, one.platform, one.account))


def _story(row: data.PlanRow) -> None:
    """The way to what became of it, once it is approved."""
    known = [one.publication_id for one in row.accounts if one.publication_id]
    if len(known) == 1:
        link_to("publications", _("Its whole story"), id=str(known[0]))
    elif known:
        link_to("publications", _("What became of it on each account"), post=str(row.id))


def _acts(who: Signed, row: data.PlanRow) -> None:
    state = state_of(row)
    if state in ("published", "publishing", "withdrawn") or not may(
        who, Act.EDIT, who.scope.district_id, who.scope.team_id
    ):
        return
    with st.container(horizontal=True):
        failed = [one.account_id for one in row.accounts if one.state == "failed"]
        again = bool(failed) and st.button(_("Copy for what failed"), key=f"copy-{row.id}")
        workable = state in ("draft", "awaiting_approval", "approved", "queued", "held", "waiting")
        at = f"{row.id}-{row.version}-{row.due_at:%H%M%S}"
        change = workable and st.button(_("Change it"), key=f"edit-{at}", help=_("It becomes a draft again"))
        back = st.button(_("Take it back"), key=f"withdraw-{at}", type="tertiary")
    if row.stage == "draft" and change:
        say(_("It is a draft: you find it under Write."))
        return
    if (
        (again and acts.copy(who, row.id, failed))
        or (change and acts.take_back(who, row.id, row.version))
        or (back and acts.withdraw(who, row.id))
    ):
        st.rerun()

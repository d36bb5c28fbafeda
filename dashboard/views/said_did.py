"""You said, we did: what people raised, what was done about it, what is overdue, and the place to open an issue."""

from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts_issues, data_issues, issue_form
from dashboard.heard_words import TOPICS
from dashboard.issue_box import OPEN
from dashboard.parts import draw, lead, meta, moment, number, one_line, plain, said, say
from dashboard.tables import export
from dashboard.views import said_did_one
from dashboard.words import _, counted, later
from domain.issues import ONLINE, IssueState
from domain.listening.words import Topic
from domain.people import MAY, Act, Scope, Signed

STATES = {"open": later("Open"), "overdue": later("Overdue"), "closed": later("Closed"), "all": later("All")}
AT_ONCE = 50


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the list, or the one issue that is open."""
    chosen = _asked_for()
    row = data_issues.issue(who, chosen) if chosen else None
    if row:
        with st.container(key=f"issue-{row.id}"):
            said_did_one.page(who, row)
        return
    if OPEN in st.query_params:
        say(_("That issue is not there, or it is not one of yours to see."), "waiting")
    _list(who, scope)


def _asked_for() -> UUID | None:
    try:
        return UUID(st.query_params.get(OPEN, ""))
    except ValueError:
        return None


def _list(who: Signed, scope: Scope | None) -> None:
    place = st.container()
    if Act.ISSUE in MAY[who.role]:
        _new(who, scope)
    state, topic = _choose()
    rows = data_issues.issues(who, scope, state, topic)
    with place:
        _summary(who, scope)
    if not rows:
        draw(lead(_("None here.")))
    for row in rows[:AT_ONCE]:
        _card(row)
    if len(rows) > AT_ONCE:
        more = counted("{n} more is in the file.", "{n} more are in the file.", len(rows) - AT_ONCE)
        draw(meta(more))
    if rows:
        export([_sheet(row) for row in rows], "you-said-we-did")


def _choose() -> tuple[IssueState | None, Topic | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("Show"), list(STATES), default="open", required=True, format_func=lambda one: _(STATES[one]),
            key="issues", bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        topics = ["", *(one.value for one in Topic)]
        topic = st.selectbox(
            _("About"), topics, format_func=lambda one: _(TOPICS[Topic(one)]) if one else _("Anything"), key="about",
            bind="query-params", persist_state="session", width=220,
        )  # fmt: skip
    return (None if state == "all" else IssueState(state or "open")), (Topic(topic) if topic else None)


def _summary(who: Signed, scope: Scope | None) -> None:
    standing = data_issues.issues(who, scope, IssueState.OPEN, None)
    overdue = sum(row.state is IssueState.OVERDUE for row in standing)
    if not standing:
        say(_("No issue is open here."), "good")
        return
    says = counted("{n} issue is open", "{n} issues are open", len(standing))
    says += _(", {n} of them overdue").format(n=number(overdue)) if overdue else ""
    draw(lead(f"{says}."))


def _new(who: Signed, scope: Scope | None) -> None:
    """Open one that was raised at a meeting, a surgery or in a letter; from a question it is done beside that."""
    key = f"issue-new-{st.session_state.get('issues-made', 0)}"
    with st.expander(_("Open an issue from a meeting, a surgery or a letter…")):
        draw(meta(_("From a question of the public, open the question and make it an issue there.")))
        area = scope or who.scope
        words = issue_form.begin(who, key, area, None, online=False)
        if st.button(_("Open the issue"), type="primary", key=f"{key}-do"):
            made = acts_issues.open_issue(who, words, [])
            if made:
                st.session_state["issues-made"] = int(st.session_state.get("issues-made", 0)) + 1
                st.query_params[OPEN] = str(made)
                st.rerun()


def _card(row: data_issues.IssueRow) -> None:
    with st.container(border=True, key=f"card-{row.id}", gap="xsmall"):
        draw(said_did_one.standing(row))
        st.subheader(plain(row.title), anchor=False)
        draw(
            meta(row.team or row.district or _("Whole force"), _(TOPICS[row.topic]), row.owner, _raised(row)),
            said(one_line(row.outcome or row.cannot_because or row.action or row.said, 240)),
            meta(said_did_one.told_in_short(row), _("public") if row.public else None),
        )
        if st.button(_("Open"), key=f"open-{row.id}"):
            st.query_params[OPEN] = str(row.id)
            st.rerun()


def _raised(row: data_issues.IssueRow) -> str:
    if row.questions:
        return counted("{n} question", "{n} questions", row.questions)
    return row.source


def _sheet(row: data_issues.IssueRow) -> dict[str, Any]:
    return {
        _("Title"): row.title,
        _("What was said"): row.said,
        _("Raised"): _("online") if row.source == ONLINE else row.source,
        _("About"): _(TOPICS[row.topic]),
        _("District"): row.district,
        _("Team"): row.team,
        _("Whose it is"): row.owner,
        _("Opened"): moment(row.opened_at),
        _("To be done by"): row.due_on.isoformat(),
        _("State"): _(STATES[row.state.value]),
        _("What we did"): row.action,
        _("What came of it"): row.outcome,
        _("Cannot be changed, because"): row.cannot_because,
        _("Questions"): row.questions,
        _("Askers told"): row.told,
        _("People told besides"): row.people,
        _("Closed"): moment(row.closed_at),
        _("Public"): _("yes") if row.public else _("no"),
    }

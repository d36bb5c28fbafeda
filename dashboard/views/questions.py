"""Questions: who is waiting for an answer from us, danger first, then what is due first, and the way to each."""

from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts_questions, data, data_questions
from dashboard.asked import OPEN, at_it, author, go, marks, under, where, why
from dashboard.folded import folded, in_short
from dashboard.heard_words import LANES, lane_word
from dashboard.parts import beginning, choose_platform, draw, lead, meta, moment, number, say, shown
from dashboard.tables import export
from dashboard.views import question
from dashboard.words import _, counted, later
from domain.listening.standing import Standing
from domain.people import MAY, Act, Scope, Signed
from domain.posts import PlatformName

AT_ONCE = 20
LONGEST = 600  # signs of a question in the list; the whole of it stands in its conversation
MANY = "many"
STATES = {
    "waiting": later("Waiting"),
    "mine": later("Mine"),
    "put_off": later("Put off"),
    "closed": later("Closed"),
}
ENDED = {
    "": later("However it ended"),
    "answered": later("Answered"),
    "answered_by_other": later("Answered by somebody else"),
    "private": later("Goes on in private"),
    "referred": later("With the control room"),
    "set_aside": later("Set aside"),
    "withdrawn": later("No longer needed"),
    "gone": later("Gone"),
}
EMPTY = {
    "mine": later("Nothing is assigned to you or in your hands."),
    "put_off": later("Nothing is put off."),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the queue, or the one question that is open."""
    chosen = _asked_for()
    row = data_questions.question(who, chosen) if chosen else None
    if row:
        with st.container(key=f"question-{row.id}"):
            question.page(who, scope, row)
        return
    if OPEN in st.query_params:
        say(_("That question is not there, or it is not one of yours to see."), "waiting")
    _queue(who, scope)


def _asked_for() -> UUID | None:
    try:
        return UUID(st.query_params.get(OPEN, ""))
    except ValueError:
        return None


def _queue(who: Signed, scope: Scope | None) -> None:
    place = st.container()
    state = st.segmented_control(
        _("Show"), list(STATES), default="waiting", required=True, format_func=lambda key: _(STATES[key]),
        key="state", bind="query-params", persist_state="session", wrap=True, label_visibility="collapsed",
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom", key="queue-choices"):
        lane = _choose_lane()
        platform = choose_platform(data.platforms())
        ended = _choose_end() if state == "closed" else ""
    only = PlatformName(platform) if platform else None
    looked_for = {"mine": "waiting", "closed": ended or "closed"}.get(str(state), str(state))
    many = _how_many()
    rows = data_questions.questions(who, scope, only, looked_for, many + 1, lane=lane or None, mine=state == "mine")
    with place:
        _summary(who, scope, only) if state == "waiting" else _headline(str(state), bool(rows))
    if state == "waiting" and not rows and lane:
        say(_("Nobody is waiting in this lane."), "good")
    for place_in_list, row in enumerate(rows[:many]):
        _card(who, row, first=place_in_list == 0)
    if len(rows) > many and st.button(_("Show more")):
        st.query_params[MANY] = str(many + AT_ONCE)
        st.rerun()
    if rows:
        export([_sheet(row) for row in rows[:many]], "questions")


def _choose_lane() -> str:
    options = ["", *(lane.value for lane in LANES), data_questions.EVERYDAY]
    names = {"": _("All lanes"), data_questions.EVERYDAY: _("Everyday")}
    chosen = st.selectbox(
        _("Lane"), options, format_func=lambda lane: names.get(lane) or lane_word(lane), key="lane",
        bind="query-params", persist_state="session", width=220,
    )  # fmt: skip
    return chosen or ""


def _choose_end() -> str:
    chosen = st.selectbox(
        _("Ended as"), list(ENDED), format_func=lambda end: _(ENDED[end]), key="ended", bind="query-params",
        persist_state="session", width=260,
    )  # fmt: skip
    return chosen or ""


def _how_many() -> int:
    asked = st.query_params.get(MANY, "")
    return min(int(asked), 500) if asked.isdecimal() and int(asked) > 0 else AT_ONCE


def _headline(state: str, any_: bool) -> None:
    if any_:
        newest = _("The newest first.") if state == "closed" else ""
        draw(lead(newest) if newest else "")
    else:
        draw(lead(_(EMPTY.get(state, later("None.")))))


def _summary(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    rows = data_questions.waiting_by_team(who, scope, platform)
    waiting, late, today, off = (
        sum(getattr(row, name) for row in rows) for name in ("waiting", "late", "due_today", "put_off")
    )
    if not waiting:
        say(_("Nobody is waiting for an answer here."), "good")
        return
    words = [counted("{n} question waits for an answer", "{n} questions wait for an answer", waiting)]
    words += [_("{n} late").format(n=number(late))] if late else []
    words += [_("{n} due today").format(n=number(today))] if today else []
    words += [_("{n} put off").format(n=number(off))] if off else []
    draw(lead("; ".join(words) + "."))


def _card(who: Signed, row: data_questions.QuestionRow, *, first: bool) -> None:
    with st.container(border=True, key=f"card-{row.id}", gap="xsmall"):
        draw(
            marks(row),
            meta(author(row), where(row), data.label(row.platform), moment(row.asked_at)),
            folded(beginning(shown(row.text), LONGEST), row.kind),
            meta(under(row)),
            meta(_("Why: {reason}").format(reason=why(row))) if row.reasons and row.state == "waiting" else "",
            _ended(row),
            at_it(who, row),
        )
        if row.state == "waiting" and row.standing is Standing.OTHER and row.standing_text:
            draw(meta(_("{author}: “{words}”").format(
                author=row.standing_author or _("Somebody else"), words=in_short(shown(row.standing_text), None, 160)
            )))  # fmt: skip
        with st.container(horizontal=True, key=f"card-moves-{row.id}"):
            _buttons(who, row, first=first)


def _ended(row: data_questions.QuestionRow) -> str:
    if row.state == "waiting":
        return ""
    return meta(row.closed_by, row.reference, row.reason, moment(row.closed_at))


def _buttons(who: Signed, row: data_questions.QuestionRow, *, first: bool) -> None:
    why_open = _("The conversation, and the box to answer")
    if st.button(_("Open"), key=f"open-{row.id}", help=why_open, shortcut="J" if first else None):
        go(row.id)
        st.rerun()
    if row.state != "waiting" or Act.CLAIM not in MAY[who.role]:
        return
    if row.standing is Standing.OTHER:
        if st.button(_("That answers it"), key=f"other-{row.id}") and acts_questions.confirm_other(who, row.id):
            st.rerun()
        if st.button(_("It does not"), key=f"not-other-{row.id}") and acts_questions.deny_other(who, row.id):
            st.rerun()
    elif row.claimed_by_id == who.person_id:
        if st.button(_("Let go"), key=f"release-{row.id}") and acts_questions.release(who, row.id):
            st.rerun()
    elif not row.claimed_by:
        help_ = _("Nobody else answers it for a while")
        if st.button(_("Claim"), key=f"claim-{row.id}", help=help_) and acts_questions.claim(who, row.id):
            st.rerun()


def _sheet(row: data_questions.QuestionRow) -> dict[str, Any]:
    return {
        _("Asked"): moment(row.asked_at),
        _("By"): author(row),
        _("Text"): shown(row.text),
        _("Team"): row.team or row.district,
        _("Platform"): data.label(row.platform),
        _("Lane"): ", ".join(lane_word(lane) for lane in row.lanes),
        _("Due"): moment(row.due_at),
        _("Hours left"): row.hours_left,
        _("In hand"): row.claimed_by,
        _("Assigned to"): row.assigned_to or row.assigned_team,
        _("Address"): row.url,
    }

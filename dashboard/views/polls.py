"""Polls and consultations: what we asked, what was answered, and who is still owed what came of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts_polls, data_polls, poll_words
from dashboard.data_polls import PollRow
from dashboard.parts import draw, lead, meta, one_line, plain, say
from dashboard.tables import export
from dashboard.views import poll, poll_form
from dashboard.words import _, counted, later
from domain.people import MAY, Act, Scope, Signed
from domain.polls import PollState

OPEN = "poll"
STATES = {
    "all": later("All"), "owed": later("Feedback owed"), "open": later("Open"), "coming": later("Not open yet"),
    "done": later("Done"), "cancelled": later("Taken back"),
}  # fmt: skip
SHOWN = {
    "owed": (PollState.OVERDUE, PollState.OWED, PollState.COUNTING), "open": (PollState.OPEN,),
    "coming": (PollState.COMING,), "done": (PollState.DONE,), "cancelled": (PollState.CANCELLED,),
}  # fmt: skip

FIRST = (*SHOWN["owed"], PollState.OPEN, PollState.COMING, PollState.DONE)


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the list, or the one poll that is open."""
    chosen = _asked_for()
    row = data_polls.one(who, chosen) if chosen else None
    if row:
        if st.button(_("List"), icon=":material/arrow_back:", type="tertiary", shortcut="L"):
            st.query_params.pop(OPEN, None)
            st.rerun()
        with st.container(key=f"poll-{row.id}"):
            poll.page(who, row)
        return
    if OPEN in st.query_params:
        say(_("That poll is not there, or it is not one of yours to see."), "waiting")
    _list(who, scope)


def _asked_for() -> UUID | None:
    try:
        return UUID(st.query_params.get(OPEN, ""))
    except ValueError:
        return None


def _list(who: Signed, scope: Scope | None) -> None:
    every = data_polls.polls(who, scope, None)
    _summary([row for row in every if row.state in SHOWN["owed"]])
    if Act.POLL in MAY[who.role]:
        _new(who, scope)
    shown = st.segmented_control(
        _("Show"), list(STATES), default="all", required=True, format_func=lambda one: _(STATES[one]), key="polls",
        bind="query-params", persist_state="session", wrap=True,
    )  # fmt: skip
    wanted = SHOWN.get(str(shown), FIRST)
    rows = sorted((row for row in every if row.state in wanted), key=lambda row: wanted.index(row.state))
    if not rows:
        draw(lead(_("None here.")))
        return
    for row in rows:
        _card(row)
    export([line for row in rows for line in poll_words.sheet(row)], "polls")


def _summary(owed: list[PollRow]) -> None:
    late = sum(row.state is PollState.OVERDUE for row in owed)
    if late:
        says = counted(
            "{n} poll is overdue: those who took part were promised to hear what came of it.",
            "{n} polls are overdue: those who took part were promised to hear what came of them.", late,
        )  # fmt: skip
        say(says, "danger")
    elif owed:
        waits = counted("{n} poll waits for its results or its feedback.",
                        "{n} polls wait for their results or their feedback.", len(owed))  # fmt: skip
        say(waits, "waiting")
    else:
        say(_("Nobody who took part is waiting to hear what came of it."), "good")


def _card(row: PollRow) -> None:
    with st.container(border=True, key=f"card-{row.id}", gap="xsmall"):
        draw(poll_words.standing(row))
        st.subheader(plain(one_line(row.question, 140)), anchor=False)
        draw(poll_words.where(row))
        if row.answered is not None:
            draw(poll_words.results(row), meta(poll_words.caveat(row)), meta(poll_words.counted_at(row)))
        else:
            untold = row.state not in (PollState.COMING, PollState.CANCELLED)
            draw(meta(*(one.text for one in row.options)), meta(_("nobody counted yet") if untold else None))
        if st.button(_("Open"), key=f"open-{row.id}"):
            st.query_params[OPEN] = str(row.id)
            st.rerun()


def _new(who: Signed, scope: Scope | None) -> None:
    made = int(st.session_state.get("polls-made", 0))
    with st.expander(_("New poll…")):
        key = f"poll-new-{made}"
        there = poll_form.accounts(who, scope)
        if not there:
            say(_("No account here can carry a poll. Keep one by hand below."))
        else:
            _put(who, key, there)
    with st.expander(_("Keep a consultation by hand: a meeting, paper, a platform without polls…")):
        key = f"poll-hand-{made}"
        words = poll_form.record(who, key, scope or who.scope, None)
        if st.button(_("Keep it"), type="primary", key=f"{key}-do"):
            _made(acts_polls.record(who, words))


def _put(who: Signed, key: str, there: Sequence[Any]) -> None:
    words = poll_form.put(who, key, there)
    if words is None:
        draw(
            meta(_("Choose an account first. Each poll is a post of its own, read by a second person before it goes."))
        )
        return
    with st.container(horizontal=True):
        many = len(words.asked)
        label = counted("Send {n} poll for approval", "Send {n} polls for approval", many)
        send = st.button(label, type="primary", key=f"{key}-send")
        keep = st.button(_("Keep as a draft"), key=f"{key}-keep")
    if send or keep:
        _made(acts_polls.put_polls(who, words, send))


def _made(poll_id: UUID | None) -> None:
    """A fresh sheet after an act that was done; after a refusal all that was typed stays."""
    if poll_id:
        st.session_state["polls-made"] = int(st.session_state.get("polls-made", 0)) + 1
        st.query_params[OPEN] = str(poll_id)
        st.rerun()

"""Working on one question: who has it, whose it is, when it comes back, what asks the same, and notes."""

from datetime import timedelta

import streamlit as st

from dashboard import acts_questions, data, data_questions
from dashboard.asked import go
from dashboard.boxes import line_box, text_box
from dashboard.folded import in_short
from dashboard.parts import draw, meta, moment, said, shown
from dashboard.views import question_ends, question_heard
from dashboard.words import _, counted, later
from domain.people import MAY, Act, Scope, Signed

Row = data_questions.QuestionRow
NO_INTELLIGENCE = later("No intelligence is kept here: no names of suspects, no addresses, nothing for a crime report.")


def panel(who: Signed, scope: Scope | None, row: Row) -> None:
    """Draw all of it below the conversation and the answer, for a question that waits or is closed."""
    question_ends.standing(who, row)
    if Act.CLAIM in MAY[who.role]:
        with st.container(horizontal=True, key=f"work-{row.id}"):
            if row.state == "waiting":
                _claim(who, row)
                _assign(who, row)
                _put_off(who, row)
                _same(who, row)
                question_ends.hand_on(who, row)
                question_ends.ask_aside(row)
            else:
                question_ends.open_again(who, row)
            question_heard.correct(who, row)
        question_ends.set_aside(who, row)
    question_heard.why(row)
    _alike(who, row)
    _notes(who, row)


def _claim(who: Signed, row: Row) -> None:
    if row.lane == "danger" and not row.acknowledged_at:
        seen = _("Says that you have seen it, so that nobody else is alarmed")
        if st.button(_("Acknowledge"), key=f"seen-{row.id}", help=seen) and acts_questions.acknowledge(who, row.id):
            st.rerun()
    if row.claimed_by_id == who.person_id:
        if st.button(_("Let go"), key=f"release-{row.id}") and acts_questions.release(who, row.id):
            st.rerun()
    elif not row.claimed_by:
        if st.button(_("Claim"), key=f"claim-{row.id}", shortcut="M") and acts_questions.claim(who, row.id):
            st.rerun()
    elif Act.ASSIGN in MAY[who.role]:
        with st.popover(_("Take over…")):
            reason = line_box(_("Why do you take it over?"), f"over-{row.id}")
            if st.button(_("Take over"), key=f"over-do-{row.id}") and acts_questions.take_over(who, row.id, reason):
                st.rerun()


def _assign(who: Signed, row: Row) -> None:
    if Act.ASSIGN not in MAY[who.role]:
        return
    with st.popover(_("Assign…")):
        choices = data_questions.assignees(who)
        chosen = st.selectbox(
            _("To whom?"), [None, *choices], key=f"assign-{row.id}",
            format_func=lambda one: _("Nobody") if one is None else _named(one),
        )  # fmt: skip
        if st.button(_("Assign"), key=f"assign-do-{row.id}") and acts_questions.assign(who, row.id, chosen):
            st.rerun()


def _named(one: data_questions.AssigneeRow) -> str:
    return _("{team} (team)").format(team=one.name) if one.team else one.name


def _put_off(who: Signed, row: Row) -> None:
    if row.snoozed_until:
        if st.button(_("Back in the queue"), key=f"wake-{row.id}") and acts_questions.wake(who, row.id):
            st.rerun()
        return
    if row.lane == "danger":
        return
    with st.popover(_("Put off…")):
        draw(meta(_("It comes back by itself. The promise runs on: it is due {at}.").format(at=moment(row.due_at))))
        tomorrow = data.today() + timedelta(days=1)
        day = st.date_input(
            _("Until"), tomorrow, tomorrow, tomorrow + timedelta(days=59), key=f"off-day-{row.id}", format="DD/MM/YYYY"
        )
        reason = line_box(_("Why is it put off?"), f"off-{row.id}", placeholder=_("the council answers on Thursday; …"))
        if st.button(_("Put off"), key=f"off-do-{row.id}") and acts_questions.snooze(who, row.id, day, reason):
            go(None)
            st.rerun()


def _same(who: Signed, row: Row) -> None:
    with st.popover(_("Asks the same…")):
        others = {one.id: one for one in data_questions.beside(who, row.id)}
        if not others:
            draw(meta(_("No other question waits on this account.")))
            return
        chosen = st.multiselect(
            _("Which ask the same as this one?"), list(others), key=f"same-{row.id}",
            format_func=lambda key: in_short(shown(others[key].text), others[key].kind, 60),
        )  # fmt: skip
        if st.button(_("Gather"), key=f"same-do-{row.id}") and acts_questions.gather(who, [row.id, *chosen]):
            st.rerun()


def _alike(who: Signed, row: Row) -> None:
    """The others that ask the same, each with the way out of the group."""
    others = data_questions.alike(who, row.id) if row.alike > 1 and row.state == "waiting" else ()
    if not others:
        return
    with st.expander(counted("{n} other asks the same", "{n} others ask the same", len(others))):
        for one in others:
            with st.container(horizontal=True, vertical_alignment="center", key=f"alike-{one.id}"):
                draw(meta(one.author, in_short(shown(one.text), one.kind, 200)))
                out = Act.GROUP in MAY[who.role] and st.button(_("Not the same"), key=f"out-{one.id}", type="tertiary")
                if out and acts_questions.take_out(who, one.id):
                    st.rerun()


def _notes(who: Signed, row: Row) -> None:
    st.subheader(_("Notes for colleagues"))
    for one in data_questions.notes(who, row.id):
        draw(meta(one.by, moment(one.at)), said(one.text))
    if Act.NOTE not in MAY[who.role]:
        return
    key = f"note-{row.id}-{len(data_questions.notes(who, row.id))}"
    text = text_box(_("A note, never public"), key, height=80)
    draw(meta(_(NO_INTELLIGENCE)))
    if st.button(_("Keep the note"), key=f"note-do-{row.id}") and acts_questions.note(who, row.id, text):
        st.rerun()

"""How one question ends without an answer from here: somebody else's answer, private, the control room; and back."""

import streamlit as st

from dashboard import acts_questions, data_questions
from dashboard.asked import go
from dashboard.boxes import line_box
from dashboard.folded import folded
from dashboard.parts import draw, meta, shown
from dashboard.words import _
from domain.listening.standing import Standing
from domain.people import MAY, Act, Signed

Row = data_questions.QuestionRow
OPENED_AGAIN = ("private", "referred", "set_aside", "answered_by_other", "withdrawn")


def standing(who: Signed, row: Row) -> None:
    """What the thread says of it so far, and what a person says to that."""
    if Act.CORRECT not in MAY[who.role]:
        return
    if row.state == "answered":
        with st.container(horizontal=True, key=f"standing-{row.id}"):
            _button(_("That was only a holding reply"), f"holding-{row.id}", acts_questions.was_only_holding, who, row)
    elif row.state == "waiting" and row.standing is Standing.HOLDING:
        draw(meta(_("We wrote, but that is no answer yet: it waits on.")))
        with st.container(horizontal=True, key=f"standing-{row.id}"):
            _button(_("That was the answer"), f"answered-{row.id}", acts_questions.was_the_answer, who, row)
    elif row.state == "waiting" and row.standing is Standing.OTHER:
        name = row.standing_author or _("Somebody else")
        draw(meta(_("{author} seems to have answered:").format(author=name)), folded(shown(row.standing_text or "")))
        with st.container(horizontal=True, key=f"standing-{row.id}"):
            _button(_("That answers it"), f"other-{row.id}", acts_questions.confirm_other, who, row)
            _button(_("It does not"), f"not-other-{row.id}", acts_questions.deny_other, who, row)


def hand_on(who: Signed, row: Row) -> None:
    """Not for a public reply: private messages, or the control room."""
    if Act.REFER not in MAY[who.role]:
        return
    with st.popover(_("Hand on…"), help=_("Not for a public reply: the control room, or private messages")):
        draw(meta(_("Nothing of what happened is kept here: that belongs in the control room's own record.")))
        reference = line_box(_("The control room's reference"), f"reference-{row.id}", placeholder="0123 24/11/2026")
        handed = st.button(_("Handed to the control room"), key=f"refer-{row.id}")
        if handed and acts_questions.refer_control_room(who, row.id, reference, ""):
            go(None)
            st.rerun()
        st.divider()
        reason = line_box(_("Or: how does it go on in private?"), f"private-{row.id}")
        private = st.button(_("Goes on in private"), key=f"private-do-{row.id}")
        if private and acts_questions.refer_private(who, row.id, reason):
            go(None)
            st.rerun()


def ask_aside(row: Row) -> None:
    """The button that opens the box of `set_aside`; a key opens it too."""
    shows = f"aside-open-{row.id}"
    if st.button(_("No answer is owed…"), key=f"aside-ask-{row.id}", shortcut="S", wrap=True):
        st.session_state[shows] = not st.session_state.get(shows)


def set_aside(who: Signed, row: Row) -> None:
    """No answer is owed, and why."""
    if row.state != "waiting" or not st.session_state.get(f"aside-open-{row.id}"):
        return
    reason = line_box(_("Why?"), f"aside-{row.id}", placeholder=_("answered by phone; not a question; …"))
    if st.button(_("Set aside"), key=f"aside-do-{row.id}") and acts_questions.set_aside(who, row.id, reason):
        go(None)
        st.rerun()


def open_again(who: Signed, row: Row) -> None:
    """Undo how it ended, where that can be undone."""
    if row.state in OPENED_AGAIN and Act.REFER in MAY[who.role]:
        _button(_("Open again"), f"again-{row.id}", acts_questions.open_again, who, row)


def _button(label: str, key: str, act: acts_questions.OnOne, who: Signed, row: Row) -> None:
    if st.button(label, key=key) and act(who, row.id):
        st.rerun()

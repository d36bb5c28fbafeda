"""Approvals: what colleagues wrote, as the public will see it; approve it or return it with a word."""

from datetime import datetime

import streamlit as st

from dashboard import acts, data
from dashboard.parts import count_of, draw, meta, moment, number, said
from dashboard.times import choose_time
from dashboard.words import _
from domain.people import MAY, Act, Scope, Signed


def page(who: Signed, scope: Scope | None) -> None:
    """Draw one card for each message that this person may approve."""
    if Act.APPROVE not in MAY[who.role]:
        st.write(_("Posts are approved by comms and supervisors. Yours show their state under Plan."))
        return
    rows = data.awaiting_approval(who, scope)
    if not rows:
        st.success(_("Nothing waits for your approval."))
        return
    st.write(_("{posts} by colleagues wait for you.").format(posts=count_of(len(rows), _("post"), _("posts"))))
    for row in rows:
        with st.container(border=True, key=f"approval-{row.id}"):
            _card(who, row)


def _card(who: Signed, row: data.PlanRow) -> None:
    kind = _("answer to the public") if row.answer else _("post")
    draw(meta(kind, _("by {author}").format(author=row.author), row.campaign, moment(row.due_at, zone=True)))
    same = [one for one in row.accounts if one.text == row.text]
    if same:
        draw(f'<div class="bl-preview">{said(row.text)}</div>', meta(*(_named(one, row.text) for one in same)))
    for one in row.accounts:
        if one.text != row.text:
            draw(f'<div class="bl-preview">{said(one.text)}</div>', meta(_named(one, one.text)))
    late = not row.answer and row.due_at <= data.now()
    due_at = None
    if late:
        st.warning(_("Its time has passed. Choose a new one; it is never sent at once."))
        due_at = choose_time(f"late-{row.id}")
    _decide(who, row, due_at, ready=not late or due_at is not None)


def _decide(who: Signed, row: data.PlanRow, due_at: datetime | None, *, ready: bool) -> None:
    with st.container(horizontal=True):
        if st.button(_("Approve"), key=f"approve-{row.id}", type="primary", disabled=not ready) and acts.approve(
            who, row.id, row.version, due_at
        ):
            st.rerun()
        with st.popover(_("Return…")):
            note = st.text_input(_("What should be changed?"), key=f"note-{row.id}")
            if st.button(_("Return it"), key=f"return-{row.id}") and acts.return_(who, row.id, note or ""):
                st.rerun()


def _named(one: data.Planned, text: str) -> str:
    can = data.capabilities(one.platform)
    return f"{one.account} ({can.label}, {number(can.count_text(text))} / {number(can.max_text)})"

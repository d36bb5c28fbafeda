"""Approvals: what colleagues wrote, as the public will see it; approve it or return it with a word."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dashboard import acts, data, data_polls, data_questions, pictures, poll_words
from dashboard.boxes import line_box
from dashboard.differences import differences
from dashboard.parts import draw, lead, meta, moment, number, said, say, shown, talk
from dashboard.small_print import kind, small_print
from dashboard.times import choose_time
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed
from domain.posts import Attached


def page(who: Signed, scope: Scope | None) -> None:
    """Draw one card for each message that this person may approve."""
    if Act.APPROVE not in MAY[who.role]:
        say(_("Posts are approved by comms and supervisors. Yours show their state under Plan."))
        return
    rows = data.awaiting_approval(who, scope)
    if not rows:
        say(_("Nothing waits for your approval."), "good")
        return
    draw(lead(counted("{n} text by a colleague waits for you.", "{n} texts by colleagues wait for you.", len(rows))))
    for place, row in enumerate(rows):
        with st.container(border=True, key=f"approval-{row.id}", gap="xsmall"):
            _card(who, row, first=place == 0)


def _card(who: Signed, row: data.PlanRow, *, first: bool) -> None:
    by = _("Answer to the public by {author}") if row.answer else _("Post by {author}")
    late = not row.answer and row.due_at <= data.now()
    when = _("as soon as it is approved") if row.answer else moment(row.due_at, zone=True)
    draw(meta(by.format(author=row.author), kind(row.category), row.campaign, when))
    small_print(row)
    _asked(who, row)
    same = [one for one in row.accounts if one.text == row.text]
    if same:
        _preview(same, row.text, row.media)
    for one in row.accounts:
        if one.text != row.text:
            _preview([one], one.text, row.media)
    pictures.play(row.media, f"approval-{row.id}")
    draw(*(poll_words.going_out(*poll) for poll in data_polls.going_out([row.id]).values()))
    draw(differences(row))
    due_at = None
    if late:
        say(_("Its time has passed. Choose a new one; it is never sent at once."), "waiting")
        due_at = choose_time(f"late-{row.id}")
    _decide(who, row, due_at, ready=not late or due_at is not None, first=first)


def _asked(who: Signed, row: data.PlanRow) -> None:
    """What the public asked, where this is the answer to it."""
    asked = data_questions.question(who, row.question_id) if row.question_id else None
    if asked:
        author = asked.author or _("Someone on {platform}").format(platform=data.label(asked.platform))
        draw(talk(author, moment(asked.asked_at), shown(asked.text), ours=False, asked=True))


def _preview(accounts: list[data.Planned], text: str, media: Sequence[Attached]) -> None:
    shown = f'<div class="bl-preview">{said(text)}{pictures.figures(media)}</div>'
    draw(shown, *(meta(*_named(one, text)) for one in accounts))


def _named(one: data.Planned, text: str) -> tuple[str, str, str]:
    can = data.capabilities(one.platform)
    return one.account, can.label, f"{number(can.count_text(text))} / {number(can.max_text)}"


def _decide(who: Signed, row: data.PlanRow, due_at: datetime | None, *, ready: bool, first: bool) -> None:
    """The two buttons, of the version that was read: a press on an older one does nothing but show the new words."""
    with st.container(horizontal=True):
        approve = st.button(
            _("Approve"),
            key=f"approve-{row.id}-{row.version}",
            type="primary" if first else "secondary",
            disabled=not ready,
        )
        back = st.popover(_("Return…"))
    if approve and acts.approve(who, row.id, row.version, due_at):
        st.rerun()
    with back:
        note = line_box(_("What should be changed?"), f"note-{row.id}")
        if st.button(_("Return it"), key=f"return-{row.id}-{row.version}") and acts.return_(who, row.id, note):
            st.rerun()

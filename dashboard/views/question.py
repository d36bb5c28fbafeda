"""One question: its conversation, and the place to answer it or to say that no answer is owed.

The list calls `page(who, scope, row)`, and nothing else of this file. `page` calls `question_work.panel` once, below
the conversation and the box to answer: claim, assign, put off, notes, set aside, hand on, what was heard.
"""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from dashboard import data, data_questions
from dashboard.asked import at_it, author, go, marks, under
from dashboard.folded import folded
from dashboard.hide_box import hide_box
from dashboard.issue_box import issue_box
from dashboard.parts import draw, link, meta, moment, say, shown, talk
from dashboard.views import question_answer, question_work
from dashboard.words import _, counted
from domain.people import Scope, Signed

BEFORE, AFTER = 20, 40
"""Pieces of a long conversation that are drawn before and after what asks."""


def page(who: Signed, scope: Scope | None, row: data_questions.QuestionRow) -> None:
    """Draw one question."""
    _moves(_neighbours(who, scope, row))
    draw(marks(row), meta(row.account, row.team or row.district, data.label(row.platform)))
    if row.surface != "thread":
        draw(meta(under(row)))
    if row.language == "cy" and row.state == "waiting":
        say(_("Asked in Welsh: answer in Welsh. The Welsh saved replies come first."))
    _conversation(who, row)
    if row.url:  # what is no longer public has none
        draw(link(_("See it where it is public"), data.public_link(row.url, row.platform, row.account)))
    draw(at_it(who, row))
    if row.state == "waiting" and not row.on_its_way and not row.awaits_approval:
        question_answer.box(who, row)
    elif row.closed_by or row.reason:
        draw(meta(row.closed_by, row.reason, moment(row.closed_at)))
    question_work.panel(who, scope, row)
    alike = (one.id for one in data_questions.alike(who, row.id))
    issue_box(who, [row.id, *alike], row.account_id, row.topic)
    hide_box(who, row.reply_id, row.platform)


def _moves(neighbours: Sequence[UUID | None]) -> None:
    before, after = neighbours
    with st.container(horizontal=True, key="q-moves-row"):
        if st.button(_("List"), icon=":material/arrow_back:", type="tertiary", shortcut="L"):
            go(None)
            st.rerun()
        if st.button(_("Previous"), type="tertiary", shortcut="K", disabled=before is None):
            go(before)
            st.rerun()
        if st.button(_("Next"), type="tertiary", shortcut="J", disabled=after is None):
            go(after)
            st.rerun()


def _neighbours(who: Signed, scope: Scope | None, row: data_questions.QuestionRow) -> tuple[UUID | None, UUID | None]:
    """The one before and the one after in the queue."""
    ids = list(data_questions.in_order(who, scope))
    if row.id not in ids:
        return None, None
    at = ids.index(row.id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _conversation(who: Signed, row: data_questions.QuestionRow) -> None:
    """Our post first, then everything that answers another here; of a very long one what stands round the question."""
    pieces = data_questions.thread(who, row.id)
    post, talked = [one for one in pieces if one.kind == "post"], [one for one in pieces if one.kind != "post"]
    asks = next((at for at, one in enumerate(talked) if one.asks), 0)
    first, last = max(0, asks - BEFORE), asks + 1 + AFTER
    draw(*(_piece(row, one) for one in post))
    if first:
        draw(meta(counted("{n} earlier comment is not shown here.", "{n} earlier comments are not shown here.", first)))
    draw(*(_piece(row, one) for one in talked[first:last]))
    if left := len(talked[last:]):
        draw(meta(counted("{n} later comment is not shown here.", "{n} later comments are not shown here.", left)))


def _piece(row: data_questions.QuestionRow, piece: data_questions.ThreadRow) -> str:
    """One thing said; what is gone says so, what is hidden says so, and rough words are folded."""
    who_said = _("{account} (us)").format(account=row.account) if piece.by_us else piece.author
    notes = [moment(piece.at), _("edited") if piece.edited_at else "", _("hidden from others") if piece.hidden else ""]
    words = _("No longer public.") if piece.gone_at else shown(piece.text)
    return talk(
        who_said or author(row),
        " · ".join(note for note in notes if note),
        words,
        ours=piece.by_us,
        asked=piece.asks,
        drawn="" if piece.by_us or piece.gone_at else folded(words, piece.heard),
    )

"""What the list of questions and the page of one say alike: the clock, who asked, where, why, and who is at it."""

from datetime import timedelta
from uuid import UUID

import streamlit as st

from dashboard import data, data_questions
from dashboard.folded import is_folded
from dashboard.heard_words import lane_badges, mark
from dashboard.parts import coloured, day_name, meta, moment, one_line, shown, time_left
from dashboard.reason_words import phrase
from dashboard.words import _, counted, later
from domain.clock import LONDON
from domain.listening.standing import Standing
from domain.people import Signed

OPEN = "question"
IN_MINUTES = timedelta(hours=3)
"""A promise shorter than this is counted in minutes."""

BECAME = {
    "answered": ("good", later("answered")),
    "answered_by_other": ("good", later("answered by somebody else")),
    "withdrawn": ("muted", later("no longer needed, says who asked")),
    "private": ("muted", later("goes on in private")),
    "referred": ("muted", later("with the control room")),
    "set_aside": ("muted", later("set aside")),
    "gone": ("muted", later("no longer public, or no longer a question")),
}


def go(question_id: UUID | None) -> None:
    """Open a question, or go back to the list."""
    if question_id:
        st.query_params[OPEN] = str(question_id)
    else:
        st.query_params.pop(OPEN, None)


def clock(row: data_questions.QuestionRow) -> str:
    """How long a question may still wait, or what became of it."""
    if row.state in BECAME:
        colour, words = BECAME[row.state]
        return coloured(_(words), colour)
    if row.on_its_way:
        return coloured(_("an answer is on its way"), "good")
    if row.awaits_approval:
        return coloured(_("an answer awaits approval"), "waiting")
    return coloured(*time_left(row.due_at, data.now(), minutes=row.due_at - row.waiting_since <= IN_MINUTES))


def marks(row: data_questions.QuestionRow) -> str:
    """The clock and all labels in one line, ready to be drawn."""
    return f'<div class="bl-marks">{clock(row)}{badges(row)}</div>'


def badges(row: data_questions.QuestionRow) -> str:
    """Lanes, whether it is asked again, what was written so far, and how many ask the same."""
    marks = [lane_badges(row.lanes)]
    if row.state == "waiting":
        if row.asked_again:
            marks.append(mark("↻", "waiting", _("asked again after an answer")))
        if row.standing is Standing.HOLDING:
            marks.append(mark("…", "waiting", _("holding reply only")))
        if row.standing is Standing.OTHER:
            marks.append(mark("?", "unknown", _("answered by somebody else?")))
        if row.alike > 1:
            marks.append(mark("≡", "ink", counted("{n} asks this", "{n} ask the same", row.alike)))
    return "".join(marks)


def author(row: data_questions.QuestionRow) -> str:
    """Who asked, as far as the platform says."""
    return row.author or _("Someone on {platform}").format(platform=data.label(row.platform))


def where(row: data_questions.QuestionRow) -> str:
    """Whose question it is."""
    return row.team or row.district or _("The force's own accounts")


def under(row: data_questions.QuestionRow) -> str:
    """Where it was asked."""
    if row.post:
        return _("Under our post: {post}").format(post=one_line(shown(row.post)))
    return _("Written to {account} of their own accord").format(account=row.account)


def why(row: data_questions.QuestionRow) -> str:
    """Why it is here, in one phrase; abuse is not quoted, nor what is nearly all that was written."""
    whole = bool(row.reasons) and len(row.reasons[0][1]) * 2 > len(row.text)
    return phrase(row.reasons, quote=not whole and not is_folded(row.text, row.kind))


def at_it(who: Signed, row: data_questions.QuestionRow) -> str:
    """Who has it in hand, who is writing, whose it is and when it comes back; ready to be drawn, "" for nobody."""
    if row.state != "waiting":
        return ""
    return "".join(meta(line) for line in _lines(who, row))


def _lines(who: Signed, row: data_questions.QuestionRow) -> list[str]:
    lines = []
    if row.writing:
        lines.append(_("✎ {name} is writing an answer").format(name=row.writing))
    if row.claimed_by and row.claimed_until:
        until = f"{row.claimed_until.astimezone(LONDON):%H:%M}"
        mine = row.claimed_by_id == who.person_id
        says = _("In your hands until {at}") if mine else _("{name} has it in hand until {at}")
        lines.append(says.format(name=row.claimed_by, at=until))
    if to := row.assigned_to or row.assigned_team:
        lines.append(
            _("Assigned to you") if row.assigned_to_id == who.person_id else _("Assigned to {name}").format(name=to)
        )
    if row.snoozed_until:
        back = _("Put off until {day}: {reason}. Due {due}")
        day = day_name(row.snoozed_until.astimezone(LONDON))
        lines.append(back.format(day=day, reason=row.snooze_reason.rstrip("."), due=moment(row.due_at)))
    if row.acknowledged_by:
        lines.append(_("Acknowledged by {name}").format(name=row.acknowledged_by))
    return lines

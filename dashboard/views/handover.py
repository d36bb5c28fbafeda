"""Hand-over: what this shift leaves behind, to read, to print, and with a note for the next."""

from collections.abc import Sequence
from datetime import UTC

import streamlit as st

from dashboard import acts_duty, data_duty
from dashboard.boxes import text_box
from dashboard.links import link_to
from dashboard.parts import coloured, draw, lead, meta, moment, one_line, said, say
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed

SHOWN = 10  # questions of a list on the page; the sheet has more


def page(who: Signed, scope: Scope | None) -> None:
    """The summary of the shift, the sheet to print, and the box for a note."""
    one = data_duty.summary(who, scope)
    _counts(one)
    st.download_button(
        _("Download the sheet to print"), data_duty.sheet(one), f"handover-{one.at.astimezone(UTC):%Y-%m-%d-%H%M}.html",
        "text/html", key="handover-sheet",
    )  # fmt: skip
    _questions(_("Danger"), one.danger[:SHOWN], one)
    _more(len(one.danger) - SHOWN)
    _questions(_("Still open, the first to be due first"), one.open[:SHOWN], one)
    _more(data_duty.others(one, SHOWN))
    _posts(one)
    _notes(who, scope, one)


def _counts(one: data_duty.ShiftSummary) -> None:
    since = _("Since {at}").format(at=moment(one.since, zone=True))
    came = counted("{n} question came in", "{n} questions came in", one.came_in)
    done = _("{answered} answered, {closed} closed otherwise").format(
        answered=f"{one.answered:,}", closed=f"{one.closed_otherwise:,}"
    )
    draw(lead(f"{since}: {came}; {done}."))
    if not one.waiting:
        say(_("Nobody is waiting for an answer here."), "good")
        return
    waits = counted("{n} waits for an answer", "{n} wait for an answer", one.waiting)
    late = counted("{n} past the promise", "{n} past the promise", one.overdue) if one.overdue else ""
    put_off = counted("{n} put off", "{n} put off", one.put_off) if one.put_off else ""
    say("; ".join(part for part in (waits, late, put_off) if part) + ".", "waiting" if one.overdue else "muted")


def _questions(head: str, rows: Sequence[data_duty.QuestionFacts], one: data_duty.ShiftSummary) -> None:
    if not rows:
        return
    st.header(head)
    for fact in rows:
        with st.container(border=True, key=f"open-{head}-{fact.id}", gap="xsmall"):
            colour = "danger" if fact.lane == "danger" or fact.due_at < one.at else "muted"
            when = data_duty.due(fact, one.at) if fact.outcome is None else _("closed")
            has = ""
            if fact.claimed_by and fact.claimed_until and fact.claimed_until > one.at:
                has = _("{who} has it until {at}").format(who=fact.claimed_by, at=moment(fact.claimed_until))
            elif fact.assignee:
                has = _("given to {who}").format(who=fact.assignee)
            draw(coloured(when, colour), meta(data_duty.question_place(fact), fact.team or fact.district, has))
            if fact.seen_by and fact.seen_at:
                seen = _("Acknowledged by {who}, {at}").format(who=fact.seen_by, at=moment(fact.seen_at))
                draw(meta(seen))
            if fact.post:
                draw(meta(_("Under our post: {post}").format(post=one_line(fact.post))))
            link_to("questions", _("Open"), question=str(fact.id))


def _more(number: int) -> None:
    if number > 0:
        draw(meta(counted("And {n} more.", "And {n} more.", number)))


def _posts(one: data_duty.ShiftSummary) -> None:
    """Our own posts that need somebody, and holds."""
    number = sum(one.posts.values())
    if not number and not one.holds:
        return
    st.header(_("Our posts"))
    if number:
        say(counted("{n} post of ours needs somebody.", "{n} posts of ours need somebody.", number), "waiting")
        link_to("attention", _("Attention"))
    for hold in one.holds:
        on_hold = _("On hold since {at}: {why}").format(at=moment(hold.since), why=hold.reason)
        draw(meta(on_hold))


def _notes(who: Signed, scope: Scope | None, one: data_duty.ShiftSummary) -> None:
    st.header(_("Notes"))
    for note in one.notes:
        draw(meta(note.name, note.team, moment(note.at)), said(note.text, long=True))
    if not one.notes:
        draw(meta(_("No note was left in the last day.")))
    if Act.HAND_OVER not in MAY[who.role]:
        return
    text = text_box(_("A note for the next shift, for colleagues only"), "handover-note")
    place = one.place or _("the whole force")
    draw(meta(_("For {place}. No names of the public, and no intelligence.").format(place=place)))
    if st.button(_("Leave the note"), type="primary", key="handover-leave") and acts_duty.hand_over(
        who, scope or who.scope, text
    ):
        for key in ("handover-note", "typed handover-note"):
            st.session_state.pop(key, None)
        st.rerun()

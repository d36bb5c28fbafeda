"""Holds: stop everything within two presses; what stands, what it stopped, and what is to be decided afterwards."""

from collections.abc import Sequence

import streamlit as st

from dashboard import acts, data, hold_words
from dashboard.parts import coloured, draw, lead, meta, moment, say
from dashboard.views.holds_form import choose_again, form
from dashboard.views.holds_review import review_list
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed


def page(who: Signed, scope: Scope | None) -> None:
    """The red button first, then what stands, what waits, what is planned and what is over."""
    if Act.HOLD in MAY[who.role]:
        form(who)
    else:
        draw(meta(_("A supervisor places and lifts holds.")))
    standing = data.holds_in_force(who)
    if not standing:
        say(_("No hold is in force. What is due goes out."), "good")
    for hold in standing:
        with st.container(border=True, key=f"hold-{hold.id}", gap="xsmall"):
            _standing(who, hold)
    review_list(who, scope)
    _planned(who, data.holds_planned(who, scope))
    _over(who, data.holds_lifted(who, scope))


def _standing(who: Signed, hold: data.HoldRow) -> None:
    draw(coloured(_("■ On hold: {where}").format(where=hold_words.where(hold)), "danger"))
    say(hold_words.placed(hold))
    draw(meta(hold_words.kinds(hold)))
    if hold.review_due:
        say(hold_words.review(hold), "waiting")
    else:
        draw(meta(hold_words.review(hold)))
    stopped = data.stopped(who, hold.id)
    draw(meta(_stops(stopped)))
    if Act.LIFT not in MAY[who.role]:
        draw(meta(_("A supervisor lifts it.")))
        return
    with st.container(horizontal=True):
        with st.popover(_("Lift…")):
            draw(lead(_lifting(stopped)))
            if st.button(_("Lift the hold"), key=f"lift-{hold.id}") and acts.lift(who, hold.id):
                st.rerun()
        with st.popover(_("Ask again later…")):
            choose_again(str(hold.id), who, hold.id)


def _stops(stopped: data.Stopped) -> str:
    """What it stops, and what fell due under it."""
    queued = _("Nothing is queued under it.")
    if stopped.queued:
        queued = counted("{n} post is queued under it", "{n} posts are queued under it", stopped.queued)
        queued += _(", the first due {at}.").format(at=moment(stopped.next_due_at))
    return f"{queued} {_fell(stopped)}".strip()


def _fell(stopped: data.Stopped) -> str:
    if not stopped.fell_due:
        return ""
    return counted("{n} post fell due under it.", "{n} posts fell due under it.", stopped.fell_due)


def _lifting(stopped: data.Stopped) -> str:
    """What lifting it will do, before it is done."""
    goes_on = _("Nothing is queued under it.")
    if stopped.queued:
        goes_on = counted(
            "{n} queued post goes out at its time, unless its time has passed.",
            "{n} queued posts go out at their times, except those whose time has passed.",
            stopped.queued,
        )
    return " ".join((goes_on, _("What fell due meanwhile never goes out by itself: you decide below.")))


def _planned(who: Signed, planned: Sequence[data.HoldRow]) -> None:
    if not planned:
        return
    st.header(_("Planned"), anchor="planned")
    for hold in planned:
        with st.container(border=True, key=f"hold-{hold.id}", gap="xsmall"):
            begins = _("◷ Begins {at}: {where}").format(
                at=moment(hold.begins_at, zone=True), where=hold_words.where(hold)
            )
            draw(coloured(begins, "waiting"))
            placed = _("{reason}. Placed {at}, by {who}.").format(
                reason=hold.reason.rstrip("."), at=moment(hold.placed_at), who=hold.placed_by or _("the service")
            )
            say(placed)
            draw(meta(hold_words.kinds(hold)), meta(hold_words.review(hold)))
            if Act.LIFT in MAY[who.role]:
                if st.button(_("Call it off"), key=f"lift-{hold.id}") and acts.lift(who, hold.id):
                    st.rerun()
            else:
                draw(meta(_("A supervisor lifts it.")))


def _over(who: Signed, lifted: Sequence[data.HoldRow]) -> None:
    if not lifted:
        return
    with st.expander(_("Lifted holds")):
        for hold in lifted:
            draw(_was(who, hold))


def _was(who: Signed, hold: data.HoldRow) -> str:
    """One hold that is over: where, why, from when to when, by whom, and how many fell due."""
    by = _("placed by {who}").format(who=hold.placed_by or _("the service"))
    lifted = _("lifted by {who}").format(who=hold.lifted_by) if hold.lifted_by else ""
    if hold.begins_at:
        when = _("called off before it began")
    else:
        when = f"{hold_words.until(hold)} ({hold_words.lasted(hold.since, hold.lifted_at or data.now())})"
    fell = _fell(data.stopped(who, hold.id)) or _("Nothing fell due under it.")
    return lead(f"{hold_words.where(hold)}: {hold.reason}") + meta(when, by, lifted, fell)

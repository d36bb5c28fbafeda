"""Holds, the review list: what fell due under a hold is sent now, given a new time or dropped, one by one or all."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.parts import draw, lead, meta, moment, one_line, plain, said, say
from dashboard.times import choose_time
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed

SHOWN = 50  # rows at once; the rest follow as these are decided


def review_list(who: Signed, scope: Scope | None) -> None:
    """What waits after holds, each to be chosen; the buttons say how many they are about."""
    rows, number = data.review_list(who, scope)
    st.header(_("To be decided"), anchor="review")
    if not rows:
        draw(meta(_("Nothing waits that fell due under a hold.")))
        return
    draw(
        lead(
            counted(
                "{n} post fell due under a hold. It does not go out by itself: send it, re-time it or drop it.",
                "{n} posts fell due under a hold. None goes out by itself: send them, re-time them or drop them.",
                number,
            )
        )
    )
    if not MAY[who.role] & {Act.RETIME, Act.CANCEL}:
        draw(meta(_("Comms or a supervisor decides this.")))
    if number > SHOWN:
        draw(meta(_("The {n} longest due are shown; the rest follow as these are decided.").format(n=SHOWN)))
    if held := sum(row.still_held is not None for row in rows):
        stays = counted(
            "{n} is still on hold: lift that first, or give it a later time.",
            "{n} are still on hold: lift that first, or give them a later time.",
            held,
        )
        say(stays, "waiting")
    chosen = _choose(rows[:SHOWN])
    _decide(who, chosen)


def _choose(rows: Sequence[data.ReviewRow]) -> list[UUID]:
    """The rows, each with a box to choose it by; those that are chosen, in the order in which they were due."""
    everything = len(rows) > 1 and st.checkbox(counted("Choose {n}", "Choose all {n}", len(rows)), key="review-all")
    chosen = []
    for row in rows:
        with st.container(border=True, key=f"review-row-{row.id}", gap="xsmall"):
            name = plain(f"{row.account} · {data.label(row.platform)}")
            ticked = everything or st.checkbox(name, key=f"review-{row.id}")
            if everything:
                draw(lead(f"✓ {row.account} · {data.label(row.platform)}"))
            place = row.team or row.district or _("whole force")
            due = _("was due {at}").format(at=moment(row.due_at))
            still = "" if row.still_held is None else _("■ still on hold: {why}").format(why=row.still_held)
            draw(meta(place, due, still or row.reason), said(one_line(row.text, 240)))
        if ticked:
            chosen.append(row.id)
    return chosen


def _decide(who: Signed, chosen: list[UUID]) -> None:
    if not MAY[who.role] & {Act.RETIME, Act.CANCEL}:
        return
    none = not chosen
    with st.container(horizontal=True, key="review-acts"):
        if Act.RETIME in MAY[who.role]:
            send = counted("Send {n} now", "Send {n} now", len(chosen)) if chosen else _("Send now")
            if st.button(send, key="review-send", disabled=none) and acts.send_all(who, chosen):
                st.rerun()
            with st.popover(_("A new time…"), disabled=none):
                at = choose_time("review-time")
                then = st.button(_("Send them then"), key="review-then", disabled=at is None)
                if then and at and acts.retime_all(who, chosen, at):
                    st.rerun()
        with st.popover(_("Drop…"), disabled=none):
            drop = counted("Drop {n} for good", "Drop {n} for good", len(chosen))
            if st.button(drop, key="review-drop") and acts.drop_all(who, chosen):
                st.rerun()
    first = _("Of several on one account the first goes out then, the others after it in their old order, apart.")
    draw(meta(_("Choose what to decide on.") if none else first))

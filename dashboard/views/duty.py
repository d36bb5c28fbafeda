"""Duty: who is on duty now and next, and is called when somebody may be in danger."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboard import acts_duty, data_duty
from dashboard.parts import coloured, draw, lead, meta, moment, plain, say
from dashboard.times import choose_time
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed

FAULTS = 20  # of a sheet that are shown
SHIFT = timedelta(hours=8)


def page(who: Signed, scope: Scope | None) -> None:
    """Who is on duty now, who comes next, and for those who may, the way to change that."""
    now, later = data_duty.duties(who, scope)
    draw(lead(_("Who is on duty is told at once when a comment sounds like danger.")))
    if not now:
        none = _("Nobody is on duty here now. Danger goes to the supervisors, else to the addresses for alerts.")
        say(none, "waiting")
    _list(who, now)
    st.header(_("Next"), anchor="next")
    if later:
        _list(who, later)
    else:
        draw(meta(_("Nobody is down for the next two weeks.")))
    if Act.DUTY in MAY[who.role]:
        with st.expander(_("Put somebody on duty")):
            _add(who)
        with st.expander(_("Bring in a rota (CSV)")):
            _bring_in(who)
    else:
        draw(meta(_("Comms or a supervisor says who is on duty.")))
    _digest(who)


def _list(who: Signed, rows: Sequence[data_duty.DutyRow]) -> None:
    for row in rows:
        with st.container(border=True, key=f"duty-{row.id}", gap="xsmall"):
            place = row.team or row.district or _("whole force")
            draw(coloured(row.name, "ink"), meta(place, _("{since} to {until}").format(
                since=moment(row.starts_at, zone=True), until=moment(row.ends_at, zone=True)
            )))  # fmt: skip
            if Act.DUTY in MAY[who.role] and who.scope.covers(row.district_id, row.team_id):
                off = st.button(_("Take off"), key=f"off-{row.id}", type="tertiary")
                if off and acts_duty.take_off(who, row.id):
                    st.rerun()


def _add(who: Signed) -> None:
    places = data_duty.places(who)
    names = [place.name or _("The whole force") for place in places]
    chosen = st.selectbox(_("Where"), range(len(places)), format_func=names.__getitem__, key="duty-where")
    if chosen is None:
        return
    where = places[chosen].scope
    able = data_duty.able(where)
    if not able:
        say(_("Nobody on the roster sees all of it."), "waiting")
        return
    who_is = st.selectbox(
        _("Who"), able, format_func=lambda one: f"{one.name} · {_(one.role.value)}", key="duty-who",
        help=_("Those who see all of it, and may act on what they are told."),
    )  # fmt: skip
    draw(meta(_("From")))
    starts_at = choose_time("duty-from")
    draw(meta(_("Until")))
    ends_at = choose_time("duty-until", (starts_at + SHIFT) if starts_at else None)
    ready = bool(who_is and starts_at and ends_at)
    pressed = st.button(_("Put on duty"), type="primary", key="duty-add", disabled=not ready)
    if pressed and who_is and starts_at and ends_at and acts_duty.put_on(who, who_is.id, where, starts_at, ends_at):
        st.rerun()


def _bring_in(who: Signed) -> None:
    draw(meta(_("Columns: person, where, from, to. “person” is an e-mail address; “where” is force, district:KEY or"
                " team:KEY; times as 2026-11-25 06:00, in London.")))  # fmt: skip
    file = st.file_uploader(_("The file"), type=["csv"], key="duty-file")
    if file is None:
        return
    content = file.getvalue()
    says, faults = acts_duty.bring_in(who, content, dry_run=True)
    if faults:
        say(counted("{n} fault, and nothing is changed:", "{n} faults, and nothing is changed:", len(faults)), "danger")
        for fault in faults[:FAULTS]:
            st.text(fault)
        if len(faults) > FAULTS:
            draw(meta(counted("And {n} more.", "And {n} more.", len(faults) - FAULTS)))
        return
    if not says:
        return
    draw(lead(says))
    if st.button(_("Bring it in"), type="primary", key="duty-bring"):
        acts_duty.bring_in(who, content, dry_run=False)
        st.rerun()


def _digest(who: Signed) -> None:
    gets = data_duty.gets_digest(who)
    if gets is None:
        return
    st.header(_("Your daily digest"), anchor="digest")
    draw(meta(_("Once a day by e-mail, where the force has set a time: what waits, what is late, what happened.")))
    label = _("Stop sending it to me") if gets else _("Send it to me again")
    if st.button(plain(label), key="digest") and acts_duty.digest(who, wanted=not gets):
        st.rerun()

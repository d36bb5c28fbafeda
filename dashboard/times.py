"""Choosing a London time: the missing hour is refused, the doubled one asks which."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from dashboard import data
from dashboard.parts import moment, say
from dashboard.words import _
from domain.clock import LONDON, WallTimeFault, from_london


def choose_time(key: str, default: datetime | None = None) -> datetime | None:
    """A day and a time in London; the moment in UTC, or None when what was chosen is no one moment (and is said)."""
    start = st.session_state.setdefault(f"{key}-start", default or _next_quarter()).astimezone(LONDON)
    day_at, time_at = st.columns(2)
    with day_at:
        day = st.date_input(
            _("Day"), value=start.date(), key=f"{key}-day", format="DD/MM/YYYY", persist_state="session"
        )
    with time_at:
        at = st.time_input(
            _("Time (London)"),
            value=start.time(),
            key=f"{key}-time",
            step=timedelta(minutes=5),
            persist_state="session",
        )
    if not isinstance(day, date) or not isinstance(at, time):
        say(_("Choose a day and a time."), "danger")
        return None
    return _moment(datetime.combine(day, at), key)


def _moment(wall: datetime, key: str) -> datetime | None:
    try:
        chosen = from_london(wall)
    except WallTimeFault as fault:
        if not _is_doubled(wall):
            say(str(fault), "danger")
            return None
        which = st.radio(
            _("That hour comes twice that night. Which one?"),
            [_("The first (BST)"), _("The second (GMT)")],
            key=f"{key}-fold",
            horizontal=True,
            persist_state="session",
        )
        chosen = from_london(wall, second=which == _("The second (GMT)"))
    st.caption(moment(chosen, zone=True))
    return chosen


def _is_doubled(wall: datetime) -> bool:
    first, later = (wall.replace(tzinfo=LONDON, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and later is not None and first > later


def _next_quarter() -> datetime:
    """An hour from now, on the quarter."""
    at = data.now() + timedelta(hours=1)
    return at - timedelta(minutes=at.minute % 15) + timedelta(minutes=15)

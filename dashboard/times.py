"""Choosing a London time: the missing hour is refused, the doubled one asks which."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from dashboard import data
from dashboard.parts import day_name, moment, say
from dashboard.words import _
from domain.clock import LONDON, WallTimeFault, from_london, is_doubled


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
    return _moment(datetime.combine(day, at), start, key)


def _moment(wall: datetime, start: datetime, key: str) -> datetime | None:
    second = _which(wall, start, key) if is_doubled(wall) else False
    if second is None:
        return None
    try:
        chosen = from_london(wall, second)
    except WallTimeFault:
        says = _("{time} on {day} does not exist: the clocks go forward over it. Choose another time.")
        say(says.format(time=f"{wall:%H:%M}", day=day_name(wall)), "danger")
        return None
    st.caption(moment(chosen, zone=True))
    return chosen


def _which(wall: datetime, start: datetime, key: str) -> bool | None:
    """Whether the second of a doubled hour is meant, None until somebody says. What was there before stays chosen."""
    first, second = _("The first (BST)"), _("The second (GMT)")
    known = start.replace(tzinfo=None, second=0, microsecond=0, fold=0) == wall.replace(fold=0)
    said = st.radio(
        _("That hour comes twice that night. Which one?"),
        [first, second],
        index=start.fold if known else None,
        key=f"{key}-fold",
        horizontal=True,
        persist_state="session",
    )
    if said is None:
        say(_("Choose which of the two is meant."), "waiting")
        return None
    return said == second


def _next_quarter() -> datetime:
    """An hour from now, on the quarter."""
    at = data.now() + timedelta(hours=1)
    return at - timedelta(minutes=at.minute % 15) + timedelta(minutes=15)

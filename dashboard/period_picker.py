"""Choosing the days that a page's numbers are counted over; in the address as `time=`, as commands write it."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from dashboard import data
from dashboard.parts import MONTHS, say
from dashboard.words import _, counted
from domain import period as periods
from domain.clock import london_day
from domain.period import DAY, Period, PeriodFault

ADDRESS = "time"
OWN = "own"
DEFAULT = "7d"


def period(key: str = ADDRESS, default: str = DEFAULT) -> Period:
    """The days that were chosen, never beyond today; says it when today is among them."""
    today = london_day(data.now())
    names = _names(today)
    word = _taken_over(key, default, names, today)
    chosen = st.selectbox(_("Time"), [*names], format_func=names.__getitem__, key=f"{key}-choice", width=240)
    if chosen == OWN:
        word = _own(key, word, today)
    elif chosen != word:
        word = chosen
    st.session_state[key] = word
    _say_in_address(key, word, default)
    return until_today(periods.said(word, today), today)


def until_today(span: Period, today: date) -> Period:
    """A span without its days to come; one that lies all ahead stays as it is."""
    return Period(span.first, min(span.last, today)) if span.first <= today else span


def unfinished(span: Period) -> str | None:
    """What to say where today is in it, or where days of it are still to come; None where it is over."""
    today = london_day(data.now())
    if span.first > today:
        return _("None of these days has begun.")
    return _("Today is not over: its numbers still grow.") if span.last >= today else None


def named(span: Period) -> str:
    """A span as people read it: "16 to 22 Nov 2026"."""
    first, last = span.first, span.last
    if first == last:
        return day(last)
    if span.is_months and first.month == last.month and first.year == last.year:
        return f"{_(MONTHS[last.month - 1])} {last.year}"
    if first.year != last.year:
        return _("{first} to {last}").format(first=day(first), last=day(last))
    start = str(first.day) if first.month == last.month else f"{first.day} {_(MONTHS[first.month - 1])}"
    return _("{first} to {last}").format(first=start, last=day(last))


def day(one: date) -> str:
    """A day with its year: "22 Nov 2026"."""
    return f"{one.day} {_(MONTHS[one.month - 1])} {one.year}"


def before_named(span: Period) -> str:
    """What a span is set against, as a headline says it: "the 7 days before"."""
    if not span.is_months:
        return counted("the day before", "the {n} days before", span.days)
    return _("the time before ({time})").format(time=named(span.before()))


def address_word(span: Period) -> str:
    """A span as an address writes it."""
    return f"{span.first.isoformat()}..{span.last.isoformat()}"


def _names(today: date) -> dict[str, str]:
    """What may be chosen, by its word in the address."""
    this, last = today.replace(day=1), today.replace(day=1) - DAY
    quarter = (today.month + 2) // 3
    return {
        "7d": _("7 days"),
        "28d": _("28 days"),
        "90d": _("90 days"),
        f"{this:%Y-%m}": _("This month: {month}").format(month=_(MONTHS[this.month - 1])),
        f"{last:%Y-%m}": _("Last month: {month}").format(month=_(MONTHS[last.month - 1])),
        f"{today.year}-Q{quarter}": _("This quarter"),
        f"{today.year}": _("This year: {year}").format(year=today.year),
        OWN: _("Own dates"),
    }


def _taken_over(key: str, default: str, names: Mapping[str, str], today: date) -> str:
    """What the address says where it is new, otherwise what was chosen last; sets the choice to it."""
    told = st.query_params.get(ADDRESS)
    word = str(st.session_state.get(key, default))
    if told and told != st.session_state.get(f"{key}-told"):
        try:
            periods.said(told, today)
            word = told
        except PeriodFault as fault:
            say(str(fault), "waiting")
        st.session_state[f"{key}-choice"] = word if word in names else OWN
    elif f"{key}-choice" not in st.session_state:
        st.session_state[f"{key}-choice"] = word if word in names else OWN
    return word


def _own(key: str, word: str, today: date) -> str:
    """Two days of one's own; until both are chosen, what was there stays."""
    before = until_today(periods.said(word, today), today)
    chosen = st.date_input(
        _("From and to"), (before.first, before.last), key=f"{key}-days", format="DD/MM/YYYY", width=240
    )
    if isinstance(chosen, tuple) and len(chosen) == 2:
        return address_word(Period(min(chosen), max(chosen)))
    st.caption(_("Choose the last day too."))
    return address_word(before)


def _say_in_address(key: str, word: str, default: str) -> None:
    st.session_state[f"{key}-told"] = word
    if st.query_params.get(ADDRESS, default) != word:
        st.query_params[ADDRESS] = word

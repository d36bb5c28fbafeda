"""Spending: what a platform charged beside the force's budget, where the month is heading, and what stops when."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import charts, compare_words, data, data_compare, period_picker
from dashboard.data_compare import Purse
from dashboard.parts import day_name, dollars, draw, figure, lead, meta, say
from dashboard.spending_words import PURPOSES, operation
from dashboard.words import _, counted
from domain.forecast import LEAST_DAYS
from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.purse import Purpose

MONTHS = 12
CENTS, TENTHS = "%.2f", "%.3f"


def page(who: Signed, scope: Scope | None) -> None:
    """Draw each platform that charges."""
    purses = data_compare.purses()
    if not purses:
        say(_("No platform charges for anything here."), "good")
        return
    first, last, grain = _span()
    for purse in purses:
        if len(purses) > 1:
            st.header(data.label(purse.platform))
        _month(purse)
        _stopped(purse)
        if (scope or who.scope) != Scope():
            draw(meta(_("From here on: only what the accounts that you look at cost.")))
        _over_time(who, purse, first, last, grain, scope)
        _bought(who, purse, first, last, scope)
    _means(purses)


def _span() -> tuple[date, date, Grain]:
    """From which UTC day to which, and by which spans."""
    today = data_compare.utc_today()
    names = {Grain.DAY: _("This month by day"), Grain.MONTH: _("The last 12 months")}
    chosen = st.segmented_control(
        _("Show"), [one.value for one in names], default=Grain.DAY.value, required=True, key="spans",
        format_func=lambda name: names[Grain(name)], bind="query-params", persist_state="session",
    )  # fmt: skip
    first = today.replace(day=1)
    if chosen != Grain.MONTH:
        return first, today, Grain.DAY
    for _back in range(MONTHS - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    return first, today, Grain.MONTH


def _month(purse: Purse) -> None:
    """The month so far, its end at this pace, and the price of a link."""
    draw(lead(_sentence(purse)), meta(
        _("The whole force's money on {platform}; days and months are UTC, by which {platform} charges.").format(
            platform=data.label(purse.platform)
        ), _link(purse),
    ))  # fmt: skip
    told = purse.forecast
    cards = (
        (_("Spent this month"), dollars(purse.month), [_beside(purse.month, purse.limits.month_micros)], _(
            "What was bought and sent from the first of this UTC month until now, at the dated price list."
        )),
        (_("Spent today"), dollars(purse.day), [_beside(purse.day, purse.limits.day_micros)], _(
            "The UTC day begins at 00:00 GMT, in summer at 01:00 BST."
        )),
        (_("Month's forecast"), dollars(_cents(told.expected)) if told else _("too early to say"), _range(purse), _(
            "What was spent until yesterday, and for each day from today on the mean of the last seven full UTC days. "
            "The range takes the cheapest and the dearest of those days instead. It is an estimate, not a promise."
        )),
    )  # fmt: skip
    for column, (label, value, beside, means) in zip(st.columns(len(cards)), cards, strict=True):
        with column:
            figure(label, value, beside, means)


def _sentence(purse: Purse) -> str:
    limit, told = purse.limits.month_micros, purse.forecast
    spent = _("{spent} has been spent this month").format(spent=dollars(purse.month))
    spent += _(" of {limit}.").format(limit=dollars(limit)) if limit is not None else _("; no budget is set.")
    if limit is not None and purse.month >= limit:
        return spent + " " + _("The month's budget is used up.")
    if told is None:
        return spent + " " + _("It is too early for a forecast: that takes {n} full days.").format(n=LEAST_DAYS)
    if purse.reached_on:
        return (
            spent
            + " "
            + _("At the pace of the last {days} the budget is used up on {day}.").format(
                days=counted("{n} day", "{n} days", told.pace.days), day=day_name(purse.reached_on)
            )
        )
    return (
        spent
        + " "
        + _("At the pace of the last {days} it will be about {sum} at the end.").format(
            days=counted("{n} day", "{n} days", told.pace.days), sum=dollars(_cents(told.expected))
        )
    )


def _beside(spent: int, limit: int | None) -> str:
    if limit is None:
        return _("no budget set")
    share = f"{100 * spent / limit:.0f}" if limit else "100"
    return _("{share} % of {limit}").format(share=share, limit=dollars(limit))


def _range(purse: Purse) -> list[str]:
    told = purse.forecast
    if told is None:
        return [_("it takes {n} full UTC days").format(n=LEAST_DAYS)]
    return [
        _("from {low} to {high}").format(low=dollars(_cents(told.low)), high=dollars(_cents(told.high))),
        counted("{n} day still to come, with today", "{n} days still to come, with today", told.days_left),
    ]


def _cents(micros: int) -> int:
    """A reckoned sum to the cent: more would claim more than is known."""
    return round(micros, -4)


def _link(purse: Purse) -> str | None:
    """The price of a link, said where it is paid."""
    without, with_link = data_compare.price_of_post(purse.platform)
    if without is None or with_link is None:
        return None
    return _("A post costs {without}, with a link {price}.").format(without=dollars(without), price=dollars(with_link))


def _stopped(purse: Purse) -> None:
    """What the budget leaves out now, and what would be next."""
    if purse.limits.day_micros is None and purse.limits.month_micros is None:
        draw(meta(_("Nothing stops by itself: no budget is set. Only a cap set at the platform stops it.")))
        return
    if not purse.stopped:
        say(_("Nothing is left out: there is money for everything."), "good")
        return
    if Purpose.PUBLISHING in purse.stopped:
        say(_("The budget is used up: nothing is published on {platform} until there is money again.").format(
            platform=data.label(purse.platform)
        ), "danger")  # fmt: skip
    names = ", ".join(_(PURPOSES[one]) for one in purse.stopped)
    say(_("Left out now to save money: {names}.").format(names=names), "waiting")
    goes_on = ", ".join(_(PURPOSES[one]) for one in Purpose if one not in purse.stopped)
    if goes_on:
        draw(meta(_("There is still money for: {names}.").format(names=goes_on)))


def _over_time(who: Signed, purse: Purse, first: date, last: date, grain: Grain, scope: Scope | None) -> None:
    """What each day or month cost."""
    st.subheader(_("Day by day") if grain is Grain.DAY else _("Month by month"))
    days = {row.day: row.micros for row in data_compare.spent_by_day(who, purse.platform, first, last, scope)}
    if not days:
        draw(meta(_("Nothing was bought.")))
        return
    spans = list(Period(min(days), last).cut(grain))
    rows = [(span, sum(days.get(day.first, 0) for day in span.cut(Grain.DAY))) for span in spans]
    points = tuple(
        charts.Point(span.first, _name(span, grain), micros / 1_000_000, finished=span.last < last)
        for span, micros in rows
    )
    line = (charts.Line(_("US dollars"), points),)
    charts.line(line, f"spending-{purse.platform}-{grain}", _("What was spent, in US dollars"))
    cells = [{
        _("From (UTC)"): span.first.isoformat(), _("To (UTC)"): span.last.isoformat(), _("US dollars"): micros / 1e6,
    } for span, micros in rows]  # fmt: skip
    compare_words.figures(
        cells, f"spending-{purse.platform}-by-{grain}", folded=True, notes=_notes(), formats={_("US dollars"): CENTS},
        chart=lambda: charts.line_of(line, _("US dollars · {platform}").format(platform=data.label(purse.platform))),
    )  # fmt: skip


def _name(span: Period, grain: Grain) -> str:
    return day_name(span.first) if grain is Grain.DAY else f"{period_picker.named(span)}"


def _bought(who: Signed, purse: Purse, first: date, last: date, scope: Scope | None) -> None:
    """By operation and by account, the dearest first."""
    st.subheader(_("What it was spent on"))
    operations = data_compare.spent_by_operation(who, purse.platform, first, last, scope)
    if not operations:
        draw(meta(_("Nothing was bought.")))
        return
    compare_words.figures([{
        _("What"): operation(row.operation), _("Units"): row.units, _("US dollars"): row.micros / 1e6,
        _("US dollars each, now"): None if row.price is None else row.price / 1e6,
    } for row in operations], f"spending-{purse.platform}-by-operation", notes=_notes(), formats={
        _("US dollars"): CENTS, _("US dollars each, now"): TENTHS,
    })  # fmt: skip
    accounts = data_compare.spent_by_account(who, purse.platform, first, last, scope)
    total = sum(row.micros for row in accounts)
    compare_words.figures(
        [_account(row, total) for row in accounts],
        f"spending-{purse.platform}-by-account",
        notes=_notes(),
        formats={_("US dollars"): CENTS},
        folded=True,
        title=counted("{n} account that cost something", "{n} accounts that cost something", len(accounts)),
    )


def _account(row: data_compare.AccountSpend, total: int) -> Mapping[str, Any]:
    return {
        _("Account"): row.account,
        _("Team"): row.team or row.district or _("The force's own accounts"),
        _("US dollars"): row.micros / 1e6,
        _("Share, %"): round(100 * row.micros / total, 1) if total else None,
    }


def _means(purses: Sequence[Purse]) -> None:
    with st.expander(_("How this is worked out")):
        for head, says in _notes():
            draw(lead(head), meta(says))
        for purse in purses:
            if purse.limits.reserve_micros:
                draw(meta(_("{sum} of each budget are kept for publishing alone.").format(
                    sum=dollars(purse.limits.reserve_micros)
                )))  # fmt: skip


def _notes() -> list[tuple[str, str]]:
    return [
        (_("Money"), _(
            "US dollars at the platform's dated price list, as we count what we bought; its own invoice decides. "
            "What is read twice in a UTC day is paid once. What was refused is not paid."
        )),
        (_("Days"), _("UTC days, by which the platform charges: they begin at 00:00 GMT, in summer at 01:00 BST.")),
        (_("When money runs short"), _(
            "Reading stops in an order: first the numbers of older posts, last what the public writes. Publishing "
            "goes on to the end of the budget."
        )),
    ]  # fmt: skip

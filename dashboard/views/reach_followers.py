"""Followers in Reach, three ways told apart: by town from the platform, of our own accounts, and from files."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data, data_brought, data_numbers, data_reach, definitions
from dashboard.charts import Line, Point
from dashboard.data_reach import Grain, Look
from dashboard.links import link_to
from dashboard.parts import MONTHS, change, draw, lead, meta, moment, number
from dashboard.period_picker import named
from dashboard.tables import table
from dashboard.words import _, counted
from domain.metrics import METRICS
from domain.people import Scope
from domain.period import Period

FIGURES = "figures"


def followers(look: Look) -> None:
    """Each way in a tab of its own: none of them is ever added to another."""
    st.header(_("Followers"))
    ways = {_("By town, from the platform"): _by_town, _("Of our own accounts"): _own, _("From files"): _from_files}
    tabs = st.tabs(list(ways), key="followers", bind="query-params")
    for tab, draw_it in zip(tabs, ways.values(), strict=True):
        if tab.open:
            with tab:
                draw_it(look)


def _by_town(look: Look) -> None:
    rows = data_numbers.followers_by_town(look.who, look.period.last, look.scope)
    if not rows:
        draw(
            lead(_("No platform tells where the followers of these pages live.")),
            *map(meta, definitions.silent("towns", look.period.last, look.platform)),
        )
        return
    most = max(rows, key=lambda row: (row.district_id is not None, row.followers or 0))
    draw(
        lead(_("{place}: {followers} followers of {page} live there.").format(
            place=most.district, followers=number(most.followers), page=most.account
        )),
        meta(_("{platform} tells it of the towns with the most followers only, and never who.").format(
            platform=data.label(most.source)
        ), _("as of {at}").format(at=moment(most.as_of))),
    )  # fmt: skip
    table([_town(row) for row in rows], "followers-by-town", notes=_town_notes(look))
    _strays([row for row in rows if row.district_id is None and row.towns])


def _town(row: data_numbers.TownShare) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Lives in"): row.district,
        _("Followers"): row.followers,
        _("Share of the page, %"): row.share,
        _("Of the page's followers"): row.total,
        _("Per 1,000 residents"): row.per_1000,
        _("Source"): data.label(row.source),
        _("As of"): moment(row.as_of),
    }


def _strays(rows: Sequence[data_numbers.TownShare]) -> None:
    """Towns that belong to no district, and the way to say where they do."""
    towns = sorted({town for row in rows for town, _count in row.towns})
    if not towns:
        return
    says = counted("{n} town belongs to no district", "{n} towns belong to no district", len(towns))
    with st.expander(says):
        draw(*(meta(f"{town}: {number(count)}") for row in rows for town, count in row.towns))
        link_to(FIGURES, _("Say where a town belongs: Figures from files"))


def _town_notes(look: Look) -> list[tuple[str, str]]:
    return [
        *definitions.notes("towns", named(look.period), look.period.last, look.platform),
        (_("Share of the page"), _("Followers there as a share of all followers of the page that day.")),
        (_("Other"), _("Towns that belong to no district of ours.")),
    ]


def _own(look: Look) -> None:
    """Followers of the accounts in sight over time, and by district at the end of the period."""
    points = [one for one in data_reach.followers_line(look, Grain.WEEK)]
    told = [one for one in points if one.followers is not None]
    if not told:
        draw(lead(_("Nobody has told the followers of these accounts yet.")))
        return
    first, last = told[0], told[-1]
    says = _growth(look, first, last)
    draw(lead(says), meta(
        _(METRICS["followers"].means), _("as of {at}").format(at=moment(last.as_of))
    ))  # fmt: skip
    lines = [Line(_("Followers"), tuple(_point(one) for one in points))]
    title = _("Followers of our own accounts, {time}").format(time=named(Period(points[0].first, points[-1].last)))
    charts.line(lines, "line-followers", f"{title}. {says}", zero=True)
    if look.place == Scope() and not look.is_narrow:
        rows = data_numbers.followers_by_district(look.who, look.period.last, look.scope, look.platform)
        sheet = [_district(row) for row in rows]
    else:
        sheet = [_week(one) for one in points]
    table(
        sheet, "followers-of-accounts", chart=lambda: charts.line_of(lines, title, says),
        notes=definitions.notes("followers", named(look.period), look.period.last, look.platform),
    )  # fmt: skip


def _growth(look: Look, first: data_reach.FollowersPoint, last: data_reach.FollowersPoint) -> str:
    """From one day to another; a difference only of the accounts that told it on both."""
    now = _("{followers} followers at the end of {day}, told by {told} of {accounts} accounts.").format(
        followers=number(last.followers), day=named(Period(last.last, last.last)), told=number(last.told),
        accounts=number(last.accounts),
    )  # fmt: skip
    grown = None if first is last else data_reach.growth(look, first, last)
    if grown is None or grown.change is None:
        return now
    facts = {"change": change(grown.change), "day": named(Period(first.last, first.last)), "both": number(grown.both)}
    if first.told == last.told == grown.both:
        return now + " " + _("That is {change} since the end of {day}.").format(**facts)
    return now + " " + _("Of the {both} told on both days that is {change} since the end of {day}.").format(**facts)


def _point(one: data_reach.FollowersPoint) -> Point:
    return Point(one.first, f"{one.first.day} {_(MONTHS[one.first.month - 1])}", one.followers, not one.is_unfinished)


def _district(row: data_numbers.DistrictFollowers) -> dict[str, Any]:
    return {
        _("District"): row.district,
        _("Followers of its accounts"): row.followers,
        _("Told by"): _("{told} of {of}").format(told=row.told, of=row.accounts),
        _("Per 1,000 residents"): row.per_1000,
        _("Share, %"): row.share,
        _("As of"): moment(row.as_of),
    }


def _week(one: data_reach.FollowersPoint) -> dict[str, Any]:
    return {
        _("At the end of"): one.last,
        _("Followers"): one.followers,
        _("Told by"): _("{told} of {of}").format(told=one.told, of=one.accounts),
        _("As of"): moment(one.as_of),
    }


def _from_files(look: Look) -> None:
    """What files tell of the same days, beside the rest and never added to it; with the file and its day."""
    towns = data_brought.by_town(look.who, look.period.last, look.scope)
    rows = [
        row for row in data_brought.figures(look.who, look.period, look.scope)
        if look.account_id in (None, row.account_id) and look.platform in (None, row.platform)
        and not (look.own and row.district)
    ]  # fmt: skip
    if not (towns or rows):
        draw(lead(_("No file tells of these days.")))
    else:
        draw(
            lead(counted("{n} figure stands in files.", "{n} figures stand in files.", len(towns) + len(rows))),
            meta(_("As a platform's own export told them; never added to what was collected.")),
        )
    if towns:
        table([_brought_town(row) for row in towns], "brought-by-town", notes=_town_notes(look))
    if rows:
        table([_brought(row) for row in rows], "brought-figures", folded=True)
    link_to(FIGURES, _("See them day by day, or bring more: Figures from files"))


def _brought_town(row: data_brought.BroughtTowns) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Number"): _(row.label),
        _("Lives in"): row.district,
        _("Told"): row.value,
        _("Share of the page, %"): row.share,
        _("Per 1,000 residents"): row.per_1000,
        _("File"): row.file,
        _("As of"): row.as_of,
    }


def _brought(row: data_brought.BroughtRow) -> dict[str, Any]:
    return {
        _("Account"): row.account,
        _("Platform"): data.label(row.platform),
        _("Number"): _(row.label),
        _("Told"): row.value,
        _("From"): row.first,
        _("To"): row.last,
        _("File"): row.file,
        _("As of"): row.as_of,
    }

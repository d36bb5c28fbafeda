"""The parts of what Reach looks at: districts on a map and in a table, teams, accounts, and the reach of each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import charts, data, data_reach, definitions
from dashboard.data_reach import Look
from dashboard.parts import day_name, draw, lead, meta, moment, number
from dashboard.period_picker import named
from dashboard.tables import table
from dashboard.views import reach_where
from dashboard.words import _, counted
from domain.metrics import METRICS
from domain.people import Scope
from domain.posts import account_reach

PAGES = "reach-of-pages"
BARS = 15


@dataclass(frozen=True)
class Row:
    """One part, as the bars, the map and the ways into it need it; `to` is where a choice of it leads."""

    name: str
    value: int | None
    id: UUID | None
    to: tuple[Any, str] | None
    sheet: dict[str, Any]
    posts: int


def parts(look: Look) -> None:
    """The parts of this place side by side, and the ways into each."""
    if look.account_id:
        return
    name = str(st.session_state.get("measure") or "views")
    title, rows = _rows(look, name)
    st.header(title)
    if not rows:
        draw(lead(_("No account is in sight here.")))
        return
    by_district = look.place == Scope() and not look.own
    ranked = sorted(rows, key=lambda row: (by_district and not row.id, row.value is None, -(row.value or 0)))
    draw(
        lead(_most([row for row in ranked if row.id or not by_district], name)),
        meta(named(look.period), _(METRICS[name].means)),
    )
    if by_district and charts.has_map():
        left, right = st.columns([5, 6], vertical_alignment="center")
        with left:
            _map(look, rows, name)
        with right:
            _bars(ranked, name, look)
    else:
        _bars(ranked, name, look)
    _closer(look, rows)
    _table(look, rows, ranked, name)


def _table(look: Look, rows: Sequence[Row], ranked: Sequence[Row], name: str) -> None:
    label = f"{_(METRICS[name].label)}, {named(look.period)}"
    table(
        [row.sheet for row in rows], f"{name}-by-part",
        chart=lambda: charts.bars_of(_drawn(ranked), label),
        notes=[*definitions.notes(name, named(look.period), look.period.last, look.platform),
               (_("Per 1,000"), _("Residents of the district, as the roster has them."))],
    )  # fmt: skip


def _rows(look: Look, name: str) -> tuple[str, list[Row]]:
    """What the parts of this place are called, and the parts."""
    choices = reach_where.may_choose(look.who)
    if look.place == Scope() and not look.own:
        return _("District by district"), [_district(row, name, choices) for row in data_reach.districts(look)]
    if look.place.team_id or look.own:
        return _("Account by account"), [_part(row, name, choices) for row in data_reach.parts(look, data.Part.ACCOUNT)]
    return _("Team by team"), [_part(row, name, choices) for row in data_reach.parts(look, data.Part.TEAM)]


def _district(row: data_reach.DistrictLikes, name: str, choices: dict[UUID, str]) -> Row:
    to = (reach_where.to_part, reach_where.OWN) if row.district_id is None else None
    if row.district_id in choices:
        to = (reach_where.to_scope, choices[row.district_id])
    sheet = {
        _("District"): row.district,
        _("Views"): row.views,
        _("Views per 1,000"): data_reach.views_per_1000(row),
        _("Engagement"): row.engagement,
        _("Likes"): row.likes,
        _("Likes per 1,000"): row.per_1000,
        _("Posts"): row.posts,
        _("Accounts"): row.accounts,
        _("As of"): row.as_of,
    }
    return Row(row.district, getattr(row, name), row.district_id, to, sheet, row.posts)


def _part(row: data_reach.PartNumbers, name: str, choices: dict[UUID, str]) -> Row:
    to = (reach_where.to_scope, choices[row.id]) if row.id in choices else None
    if row.platform and row.id:
        to = (reach_where.to_part, str(row.id))
    sheet = {
        _("Name"): row.name,
        **({_("Platform"): data.label(row.platform)} if row.platform else {}),
        _("Views"): row.views,
        _("Engagement"): row.engagement,
        _("Likes"): row.likes,
        _("Replies"): row.replies,
        _("Shares"): row.shares,
        _("Posts"): row.posts,
        _("Accounts"): row.accounts,
        _("As of"): row.as_of,
    }
    shown = f"{row.name} ({data.label(row.platform)})" if row.platform else row.name
    return Row(shown, getattr(row, name), row.id, to, sheet, row.posts)


def _most(ranked: Sequence[Row], name: str) -> str:
    """What the bars show: who has the most, with its posts, and who does not tell."""
    first, told = next(iter(ranked), None), [row for row in ranked if row.value is not None]
    if not first or not told:
        silent = any(row.posts for row in ranked)
        return _("Nothing is told for these days.") if silent else _("No post came out in these days.")
    says = _("{name}: {value} {number}.") if len(told) == 1 else _("{name} has the most: {value} {number}.")
    words = [says.format(name=first.name, value=number(first.value), number=_(METRICS[name].label).lower())]
    untold = sum(row.value is None and row.posts > 0 for row in ranked)
    if untold:
        words.append(counted("{n} is not told.", "{n} are not told.", untold))
    if idle := len(ranked) - len(told) - untold:
        words.append(counted("{n} had no post.", "{n} had no post.", idle))
    return " ".join(words)


def _bars(ranked: Sequence[Row], name: str, look: Look) -> None:
    about = _("{number} by part, {time}").format(number=_(METRICS[name].label), time=named(look.period))
    charts.bars(_drawn(ranked), f"bars-{name}", about)
    if len(ranked) > BARS:
        st.caption(counted("{n} more is in the table.", "{n} more are in the table.", len(ranked) - BARS))


def _drawn(ranked: Sequence[Row]) -> list[tuple[str, charts.Told]]:
    """The rows that have a bar, with their number or why they have none."""
    return [(row.name, charts.told(row.value, row.posts)) for row in ranked[:BARS]]


def _map(look: Look, rows: Sequence[Row], name: str) -> None:
    lies = data.boundaries()
    values = {lies[row.id]: (row.name, charts.told(row.value, row.posts)) for row in rows if row.id in lies}
    ways = {lies[row.id]: row.to for row in rows if row.id in lies and row.to}
    said = ", ".join(f"{district} {charts.said(value)}" for district, value in values.values())

    def choose(boundary: str) -> None:
        if way := ways.get(boundary):
            way[0](way[1])

    label = _(METRICS[name].label)
    charts.draw_map(values, label, f"map-{name}", _("Map of {number} by district: {all}").format(
        number=label.lower(), all=said
    ), choose)  # fmt: skip
    st.caption(charts.map_key(values) + " " + _("Click a district to look closer."))


def _closer(look: Look, rows: Sequence[Row]) -> None:
    """The ways into the parts, for keyboards, screen readers and thumbs."""
    ways = {row.name: row.to for row in rows if row.to}
    if not ways:
        return
    key = f"closer-{look.place.district_id}-{look.place.team_id}-{look.own}"

    def go() -> None:
        if way := ways.get(str(st.session_state.get(key))):
            way[0](way[1])

    st.selectbox(
        _("Look closer at"), list(ways), index=None, placeholder=_("Choose one"), key=key, on_change=go, width=320
    )


def pages(look: Look) -> None:
    """Reach of whole pages, each in each window on its own."""
    name = account_reach(7)
    st.header(_("Reach of each page"), anchor=PAGES)
    rows = sorted(data_reach.pages_reached(look), key=lambda row: (-row.days, -row.people))
    silent = definitions.silent(name, look.period.last, look.platform)
    if not rows:
        draw(lead(_("No platform tells how many people a page reached in these days.")), *map(meta, silent))
        return
    draw(
        lead(_("Each page stands alone: who follows two of them is reached by both.")),
        meta(_(METRICS[name].means)), *map(meta, silent),
    )  # fmt: skip
    table(
        [_page(row) for row in rows], "reach-by-page", folded=True,
        notes=definitions.notes(name, named(look.period), look.period.last, look.platform),
    )  # fmt: skip


def _page(row: data_reach.AccountReached) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Platform"): data.label(row.platform),
        _("Belongs to"): row.team or row.district or _("The force's own accounts"),
        _("People reached"): row.people,
        _("In days"): row.days,
        _("Up to"): day_name(row.ends_on),
        _("As of"): moment(row.as_of),
    }

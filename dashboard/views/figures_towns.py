"""Figures from files, the towns: those that belong to no district yet, and those of which somebody said where."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts_brought, data_brought
from dashboard.data_brought import PlacedTown, TownPage, TownToPlace
from dashboard.parts import draw, lead, meta, moment, number
from dashboard.period_picker import day
from dashboard.tables import table
from dashboard.words import _, counted
from domain.metrics import METRICS
from domain.people import MAY, Act, Scope, Signed

SHARE = "follower_share"


def towns(who: Signed) -> None:
    """Draw the towns to be placed, the way to place them, and what was said so far."""
    st.header(_("Towns"), anchor="towns")
    waiting, placed = data_brought.towns_to_place(who), data_brought.placed_towns()
    if not waiting:
        draw(lead(_("Every town that is named belongs somewhere.")))
    else:
        draw(
            lead(counted("{n} town belongs to no district yet.", "{n} towns belong to no district yet.", len(waiting))),
            meta(
                _("They count as “Other” until somebody says where they belong. That counts at once."),
                _("It can be taken back."),
            ),
        )
        if Act.PLACE_TOWN in MAY[who.role]:
            _place(who, waiting, data_brought.districts(who))
        table([_row(one) for one in waiting], "towns-to-place")
    _placed(who, placed)


def _place(who: Signed, waiting: Sequence[TownToPlace], districts: Mapping[UUID, str]) -> None:
    """One town after the other, the largest first."""
    if not districts:
        return
    by_name = {one.town: one for one in waiting}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        town = st.selectbox(_("Town"), list(by_name), key="town", width=320)
        where = st.selectbox(
            _("Belongs to"), list(districts), format_func=districts.__getitem__, key=f"town-home-{town}", index=None,
            placeholder=_("Choose a district"), width=260,
        )  # fmt: skip
        placing = st.button(_("Place it"), key="town-place", disabled=where is None)
        if placing and town and acts_brought.place(who, town, where):
            st.rerun()
        nobody = who.scope == Scope() and st.button(_("It is outside our area"), key="town-none")
        if nobody and town and acts_brought.place(who, town, None):
            st.rerun()
    if town:
        draw(meta(*(_said(page) for page in by_name[town].pages[:4])))


def _placed(who: Signed, placed: Sequence[PlacedTown]) -> None:
    """What was said so far, each with the way back."""
    if not placed:
        return
    with st.expander(counted("{n} town was placed here", "{n} towns were placed here", len(placed))):
        for one in placed:
            with st.container(horizontal=True, vertical_alignment="center", key=f"placed-{one.town}"):
                draw(meta(one.town, one.district or _("none of ours"), one.said_by, moment(one.said_at)))
                covers = Act.PLACE_TOWN in MAY[who.role] and who.scope.covers(one.district_id, None)
                back = covers and st.button(_("Take back"), key=f"forget-{one.town}", type="tertiary")
                if back and acts_brought.forget(who, one.town):
                    st.rerun()


def _row(one: TownToPlace) -> dict[str, Any]:
    return {
        _("Town"): one.town,
        _("Followers"): one.followers,
        _("Named by"): "; ".join(_said(page) for page in one.pages),
    }


def _said(page: TownPage) -> str:
    """What one page tells of a town: "Ashby Town Police: 1,204 (Followers by town), 22 Nov 2026"."""
    value = f"{page.value:g} %" if page.metric == SHARE else number(int(page.value))
    return f"{page.account}: {value} ({_(METRICS[page.metric].label)}), {day(page.on)}"

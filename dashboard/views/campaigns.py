"""Campaigns: what each was for, and what its posts did, side by side."""

from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import data_campaigns
from dashboard.data_campaigns import CampaignRow, CampaignState
from dashboard.parts import DASH, coloured, day_name, dollars, draw, lead, meta, moment, number, plain
from dashboard.tables import export
from dashboard.views import campaign
from dashboard.words import _, counted, later
from domain.metrics import METRICS
from domain.people import Scope, Signed

OPEN = "campaign"
STATES = {
    "running": later("Running"), "coming": later("To come"), "over": later("Over"), "all": later("All"),
}  # fmt: skip
SIGNS = {
    CampaignState.RUNNING: ("good", later("● Running")),
    CampaignState.COMING: ("waiting", later("◷ To come")),
    CampaignState.OVER: ("muted", later("■ Over")),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the list, or the one campaign that is open."""
    chosen = _asked_for()
    row = data_campaigns.one(who, scope, chosen) if chosen else None
    if row:
        if st.button(_("List"), icon=":material/arrow_back:", type="tertiary", shortcut="L"):
            st.query_params.pop(OPEN, None)
            st.rerun()
        st.header(plain(row.name), anchor=False)
        draw(standing(row))
        campaign.page(who, scope, row)
        return
    if OPEN in st.query_params:
        say_missing()
    _list(who, scope)


def say_missing() -> None:
    """The address names a campaign that is not there."""
    draw(lead(_("There is no such campaign. Campaigns come from the roster.")))


def _asked_for() -> UUID | None:
    try:
        return UUID(st.query_params.get(OPEN, ""))
    except ValueError:
        return None


def _list(who: Signed, scope: Scope | None) -> None:
    draw(lead(_("A campaign's numbers are those of the posts written here under its name, and nothing else.")))
    state, page = _choose()
    rows = data_campaigns.campaigns(who, scope, state, page)
    if not rows:
        draw(meta(_("None here. Campaigns are named in the roster; a post is counted under one when it is written.")))
        return
    for row in rows:
        _card(row)
    export([sheet(row) for row in rows], "campaigns")


def _choose() -> tuple[CampaignState | None, int]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            _("Show"), list(STATES), default="running", required=True, format_func=lambda one: _(STATES[one]),
            key="campaigns", bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        state = None if chosen == "all" else CampaignState(chosen or "running")
        last = max(1, -(-data_campaigns.how_many(state) // data_campaigns.AT_ONCE))
        page = 1
        if last > 1:
            words = _("Page (of {n})").format(n=number(last))
            page = int(st.number_input(words, 1, last, key=f"campaigns-page-{chosen}", width=160))
    return state, page


def _card(row: CampaignRow) -> None:
    with st.container(border=True, key=f"campaign-{row.id}", gap="xsmall"):
        draw(standing(row))
        st.subheader(plain(row.name), anchor=False)
        draw(meta(row.goal or row.purpose or None))
        draw(_figures(row))
        draw(meta(raised(row) if row.sums.posts else None, cost(row)))
        if st.button(_("Open"), key=f"open-{row.id}"):
            st.query_params[OPEN] = str(row.id)
            st.rerun()


def _figures(row: CampaignRow) -> str:
    plan = row.planned
    coming = counted("{n} planned", "{n} planned", plan.all - plan.public) if plan.all > plan.public else None
    if not row.sums.posts:
        return lead(_("No post of it is public yet.")) + meta(coming)
    said = counted("{n} post", "{n} posts", row.sums.posts)
    where = counted("on {n} account", "on {n} accounts", row.accounts)
    told = [f"{_(METRICS[name].label)} {number(getattr(row.sums, name))}" for name in ("views", "engagement", "likes")]
    as_of = _("as of {at}").format(at=moment(row.sums.as_of)) if row.sums.as_of else None
    return lead(f"{said} {where}") + meta(*told, as_of, coming)


def standing(row: CampaignRow) -> str:
    """Whether it runs, and from when to when."""
    colour, words = SIGNS[row.state]
    return coloured(_(words), colour) + meta(span(row))


def span(row: CampaignRow) -> str:
    """From when to when, as far as the roster says."""
    first = f"{day_name(row.starts_on)} {row.starts_on.year}" if row.starts_on else None
    last = f"{day_name(row.ends_on)} {row.ends_on.year}" if row.ends_on else None
    if first and last:
        return _("{first} to {last}").format(first=first, last=last)
    if first:
        return _("since {first}").format(first=first) if row.state is not CampaignState.COMING else first
    return _("until {last}").format(last=last) if last else _("without dates")


def raised(row: CampaignRow) -> str:
    """How many questions its posts raised, and how many of them were answered in time."""
    if not row.raised.asked:
        return _("no questions under its posts")
    asked = counted("{n} question under its posts", "{n} questions under its posts", row.raised.asked)
    return asked + ", " + _("{n} answered in time").format(n=number(row.raised.in_time))


def cost(row: CampaignRow) -> str:
    """What it cost, as people wrote it down, and what X took for its posts: two currencies, never added."""
    parts = [pounds(row.cost_pence)] if row.cost_pence is not None else []
    parts += [_("{dollars} for sending its posts").format(dollars=dollars(row.micros))] if row.micros else []
    return _("cost: {what}").format(what=" + ".join(parts)) if parts else _("cost not written down")


def pounds(pence: int | None) -> str:
    """Pence as people read money."""
    return DASH if pence is None else f"£{pence / 100:,.2f}"


def sheet(row: CampaignRow) -> dict[str, Any]:
    """One campaign as a row of a file."""
    return {
        _("Campaign"): row.name,
        _("State"): _(STATES[row.state.value]),
        _("Begins"): row.starts_on,
        _("Ends"): row.ends_on,
        _("Goal"): row.goal or row.purpose,
        _("Audience"): row.audience,
        _("Posts"): row.sums.posts,
        _("No longer public"): row.sums.gone,
        _("Accounts"): row.accounts,
        **{_(METRICS[name].label): getattr(row.sums, name) for name in ("views", "engagement", "likes", "clicks")},
        _("Views told for"): row.sums.views_told,
        _("Planned"): row.planned.all,
        _("Questions"): row.raised.asked,
        _("Answered"): row.raised.answered,
        _("Answered in time"): row.raised.in_time,
        _("Cost, pounds"): None if row.cost_pence is None else row.cost_pence / 100,
        _("Staff hours"): None if row.staff_minutes is None else round(row.staff_minutes / 60, 2),
        _("Sending its posts, US dollars"): row.micros / 1_000_000,
        _("What was learnt"): row.lessons,
        _("As of"): row.sums.as_of,
    }

"""Reach: how far our words went, from the whole force down to one post, and where each number comes from."""

import streamlit as st

from dashboard import data, data_numbers, data_reach, definitions
from dashboard.headlines import beside
from dashboard.parts import DASH, choose_platform, day_name, draw, figure, meta, moment, number
from dashboard.period_picker import named, period, unfinished
from dashboard.views import overview_tables, reach_followers, reach_parts, reach_posts, reach_trend, reach_where
from dashboard.words import _, counted
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.posts import PlatformName, account_reach

WINDOW = 7
HEADLINE = ("views", "engagement", "posts")


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the page for what this person looks at."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        span = period()
        platform = choose_platform(data.platforms())
    look = reach_where.where(who, scope, span, PlatformName(platform) if platform else None)
    draw(meta(named(span), unfinished(span)))
    reach_where.crumbs(look)
    _headline(look)
    reach_trend.trend(look)
    reach_parts.parts(look)
    reach_followers.followers(look)
    reach_parts.pages(look)
    reach_posts.behind(look)
    overview_tables.fresh(who, scope, look.platform)


def _headline(look: data_reach.Look) -> None:
    """People that the page with the most reached, then what may be added up."""
    behind = (reach_posts.ANCHOR, _("The posts behind it"))
    first, *others = st.columns(1 + len(HEADLINE))
    with first:
        _reach(look)
    for column, one in zip(others, _figures(look), strict=True):
        with column:
            figure(
                _(METRICS[one.name].label), number(one.value), beside(one, look.period),
                definitions.means(one.name, look.period.last, look.platform), behind,
            )  # fmt: skip


def _reach(look: data_reach.Look) -> None:
    name = account_reach(WINDOW)
    account = reach_where.account_of(look)
    platform = account.platform if account else look.platform
    about = definitions.means(name, look.period.last, platform)
    pages = [one for one in data_reach.pages_reached(look) if one.days == WINDOW]
    if not pages:
        why = definitions.silent(name, look.period.last, platform) if platform else []
        why = why or [_("not told for a week of this time")]
        figure(_(METRICS[name].label), DASH, why, about)
        return
    most = max(pages, key=lambda one: one.people)
    facts = [_("people, by {page}, in the 7 days to {day}").format(page=most.account, day=day_name(most.ends_on))]
    if len(pages) > 1:
        facts.append(
            counted("the most of {n} page; never added up", "the most of {n} pages; never added up", len(pages))
        )
    facts.append(_("as of {at}").format(at=moment(most.as_of)))
    figure(_(METRICS[name].label), number(most.people), facts, about, (reach_parts.PAGES, _("Each page by itself")))


def _figures(look: data_reach.Look) -> list[data_numbers.Figure]:
    found = {one.name: one for one in data_reach.headline(look)}
    return [found[name] for name in HEADLINE]

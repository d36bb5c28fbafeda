"""Overview: how far our words went, by district, and what these figures do not tell."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data
from dashboard.parts import (
    change,
    choose_platform,
    draw,
    figure,
    lead,
    link,
    meta,
    moment,
    number,
    one_line,
    said,
    shown,
)
from dashboard.tables import table
from dashboard.views import overview_tables
from dashboard.words import _, counted, later
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.reach import DEFINITIONS

HEADLINE = ("views", "engagement", "followers", "posts")
SCOPE = "scope"  # the key of the scope picker in the frame
MOSTLY = {
    "likes": later("Mostly likes"),
    "replies": later("Mostly replies"),
    "shares": later("Mostly shares"),
    "clicks": later("Mostly clicks"),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the page for what this person looks at."""
    days, platform = _choose()
    since, until = data.days_back(days)
    _headline(data.headline(who, since, until, scope, platform), days)
    _districts(data.likes_by_district(who, since, until, scope, platform), scope, {one.id for one in _choices(who)})
    _best(data.best_posts(who, since, until, scope, platform))
    overview_tables.followers(who, scope, platform)
    overview_tables.parts(who, since, until, scope, platform)
    overview_tables.reach(data.reach_by_post(who, since, until, scope, platform))
    overview_tables.page_reach(data.reach_by_account(who, scope, platform))
    overview_tables.waiting(who, scope, platform)
    overview_tables.fresh(who, scope, platform)


def _choose() -> tuple[int, PlatformName | None]:
    names = {7: _("7 days"), 28: _("28 days"), 90: _("90 days")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.segmented_control(
            _("Period"), list(names), default=7, required=True, format_func=names.__getitem__, key="days",
            bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        platform = choose_platform(data.platforms())
    return int(days or 7), PlatformName(platform) if platform else None


def _choices(who: Signed) -> Sequence[Any]:
    """The districts that this person may choose to look at."""
    return [district for district in data.scopes(who) if district.whole]


def _headline(figures: Sequence[data.Figure], days: int) -> None:
    by_name = {one.name: one for one in figures}
    for column, name in zip(st.columns(len(HEADLINE)), HEADLINE, strict=True):
        with column:
            means = DEFINITIONS.get(name)
            about = _(means.means) if means else _("Posts of ours that came out in the period, on any platform.")
            figure(
                _(means.name) if means else _("Posts"), number(by_name[name].value), _beside(by_name[name], days), about
            )


def _beside(one: data.Figure, days: int) -> list[str]:
    """What belongs to a figure, each on its own line: the change, how much of it is told, and its age."""
    if one.value is None:
        return [_("not told")]
    lines = []
    if more := change(one.change):
        lines.append(_("{change} on the {days} days before").format(change=more, days=days))
    if one.told < one.of:
        told, of = number(one.told), number(one.of)
        about = _("told for {told} of {of} accounts") if one.name == "followers" else _("told for {told} of {of} posts")
        lines.append(about.format(told=told, of=of))
    if one.as_of:
        lines.append(_("as of {at}").format(at=moment(one.as_of)))
    return lines


def _districts(rows: Sequence[data.DistrictLikes], scope: Scope | None, may_choose: set[Any]) -> None:
    st.header(_("Likes by district"))
    draw(lead(_most_liked(rows)))
    map_side, bar_side = st.columns([5, 6], vertical_alignment="center")
    with map_side:
        _map(rows, scope, may_choose)
    with bar_side:
        ranked = sorted(rows, key=lambda row: (row.district_id is None, row.likes is None, -(row.likes or 0)))
        charts.bars([(row.district, row.likes) for row in ranked], "bars-likes", _("Likes by district, as bars"))
    table([_district(row) for row in rows], "likes-by-district")
    if gone := sum(row.gone for row in rows):
        st.caption(counted(
            "{n} post that is no longer public is left out.", "{n} posts that are no longer public are left out.", gone
        ))  # fmt: skip


def _most_liked(rows: Sequence[data.DistrictLikes]) -> str:
    told = [row for row in rows if row.likes is not None and row.district_id]
    if not told:
        return _("No likes are told for this period.")
    first = max(told, key=lambda row: row.likes or 0)
    if not first.likes:
        return _("No post of this period has a like so far.")
    likes, posts = counted("{n} like", "{n} likes", first.likes), counted("{n} post", "{n} posts", first.posts)
    says = _("{district}: {likes} on {posts}.") if len(told) == 1 else _("{district} had the most: {likes} on {posts}.")
    return says.format(district=first.district, likes=likes, posts=posts)


def _district(row: data.DistrictLikes) -> dict[str, Any]:
    return {
        _("District"): row.district,
        _("Likes"): row.likes,
        _("Per 1,000 people"): row.per_1000,
        _("Views"): row.views,
        _("Engagement"): row.engagement,
        _("Posts"): row.posts,
        _("Accounts"): row.accounts,
        _("As of"): moment(row.as_of),
    }


def _map(rows: Sequence[data.DistrictLikes], scope: Scope | None, may_choose: set[Any]) -> None:
    shapes = data.shapes()
    if shapes is None:
        st.caption(_("No map: no file of district boundaries is set (BLUELAMP_BOUNDARIES)."))
        return
    lies = data.boundaries()
    values = {lies[row.district_id]: (row.district, row.likes) for row in rows if row.district_id in lies}
    described = ", ".join(f"{name} {number(value)}" for name, value in values.values())
    by_boundary = {boundary: id_ for id_, boundary in lies.items() if id_ in may_choose}

    def choose(boundary: str) -> None:
        if boundary in by_boundary:
            st.session_state[SCOPE] = f"d-{by_boundary[boundary]}"

    charts.district_map(
        shapes, values, _("Likes"), f"map-likes-{scope}", _("Map of likes by district: {all}").format(all=described),
        choose if len(by_boundary) > 1 else None,
    )  # fmt: skip
    st.caption(_("Darker is more. Grey with a dashed line: not told.")
               + (" " + _("Click a district to look at it alone.") if len(by_boundary) > 1 else ""))  # fmt: skip
    if scope and len(by_boundary) > 1:
        st.button(_("Look at all districts"), on_click=_look_at_all, type="tertiary")


def _look_at_all() -> None:
    st.session_state[SCOPE] = ""


def _best(posts: Sequence[data.PostRow]) -> None:
    st.header(_("Posts that drew the most engagement"))
    if not posts:
        draw(lead(_("No post of this period has been measured yet.")))
    for post in posts:
        with st.container(border=True, key=f"best-{post.id}", gap="xsmall"):
            where = data.public_link(post.url, post.platform, post.account)
            draw(
                meta(post.account, data.label(post.platform), post.team, moment(post.posted_at)),
                said(one_line(shown(post.text), 240)),
                meta(_why(post), *_numbers(post)),
                link(_("See it where it is public"), where),
            )


def _numbers(post: data.PostRow) -> list[str]:
    """What is told of a post, each in words; what is not told is not there, but for views, which people look for."""
    said = [
        None if post.likes is None else counted("{n} like", "{n} likes", post.likes),
        None if post.replies is None else counted("{n} reply", "{n} replies", post.replies),
        None if post.shares is None else counted("{n} share", "{n} shares", post.shares),
        _("views not told") if post.views is None else counted("{n} view", "{n} views", post.views),
    ]
    return [words for words in said if words]


def _why(post: data.PostRow) -> str | None:
    """What its engagement is made of, where one part is more than half."""
    parts = {name: getattr(post, name) or 0 for name in MOSTLY}
    most = max(parts, key=lambda name: parts[name])
    return _(MOSTLY[most]) if 2 * parts[most] > sum(parts.values()) else None

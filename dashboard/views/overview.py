"""Overview: how far our words went, by district, and what these figures do not tell."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data, data_numbers, definitions
from dashboard.headlines import beside
from dashboard.links import link_to
from dashboard.parts import choose_platform, draw, figure, lead, link, meta, moment, number, one_line, said, shown
from dashboard.period_picker import address_word, named, period, unfinished
from dashboard.tables import table
from dashboard.views import overview_tables
from dashboard.words import _, counted, later
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName

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
    with st.container(horizontal=True, vertical_alignment="bottom"):
        span = period()
        chosen = choose_platform(data.platforms())
    platform = PlatformName(chosen) if chosen else None
    draw(meta(named(span), unfinished(span)))
    _headline(data_numbers.headline(who, span, scope, platform), span, platform)
    link_to("reach", _("Look closer, down to each post: Reach"), time=address_word(span))
    likes = data_numbers.likes_by_district(who, span, scope, platform)
    _districts(likes, scope, {one.id for one in _choices(who)}, span, platform)
    _best(data_numbers.best_posts(who, span, scope, platform))
    overview_tables.followers(who, span, scope, platform)
    overview_tables.waiting(who, scope, platform)
    overview_tables.fresh(who, scope, platform)


def _choices(who: Signed) -> Sequence[Any]:
    """The districts that this person may choose to look at."""
    return [district for district in data.scopes(who) if district.whole]


def _headline(figures: Sequence[data_numbers.Figure], span: Period, platform: PlatformName | None) -> None:
    by_name = {one.name: one for one in figures}
    for column, name in zip(st.columns(len(HEADLINE)), HEADLINE, strict=True):
        with column:
            one = by_name[name]
            about = definitions.means(name, span.last, platform)
            figure(_(METRICS[name].label), number(one.value), beside(one, span), about)


def _districts(
    rows: Sequence[data_numbers.DistrictLikes], scope: Scope | None, may_choose: set[Any], span: Period,
    platform: PlatformName | None,
) -> None:  # fmt: skip
    st.header(_("Likes by district"))
    draw(lead(_most_liked(rows)))
    ranked = sorted(rows, key=lambda row: (row.district_id is None, row.likes is None, -(row.likes or 0)))
    bars = [(row.district, charts.told(row.likes, row.posts)) for row in ranked]
    map_side, bar_side = st.columns([5, 6], vertical_alignment="center")
    with map_side:
        _map(rows, scope, may_choose)
    with bar_side:
        charts.bars(bars, "bars-likes", _("Likes by district, as bars"))
    title = _("Likes by district, {time}").format(time=named(span))
    table(
        [_district(row) for row in rows], "likes-by-district", chart=lambda: charts.bars_of(bars, title),
        notes=definitions.notes("likes", named(span), span.last, platform),
    )  # fmt: skip
    if gone := sum(row.gone for row in rows):
        st.caption(counted(
            "{n} post that is no longer public is left out.", "{n} posts that are no longer public are left out.", gone
        ))  # fmt: skip


def _most_liked(rows: Sequence[data_numbers.DistrictLikes]) -> str:
    told = [row for row in rows if row.likes is not None and row.district_id]
    if not told:
        return _("No likes are told for this period.")
    first = max(told, key=lambda row: row.likes or 0)
    if not first.likes:
        return _("No post of this period has a like so far.")
    likes, posts = counted("{n} like", "{n} likes", first.likes), counted("{n} post", "{n} posts", first.posts)
    says = _("{district}: {likes} on {posts}.") if len(told) == 1 else _("{district} had the most: {likes} on {posts}.")
    return says.format(district=first.district, likes=likes, posts=posts)


def _district(row: data_numbers.DistrictLikes) -> dict[str, Any]:
    return {
        _("District"): row.district,
        _("Likes"): row.likes,
        _("Per 1,000 residents"): row.per_1000,
        _("Views"): row.views,
        _("Engagement"): row.engagement,
        _("Posts"): row.posts,
        _("Accounts"): row.accounts,
        _("As of"): moment(row.as_of),
    }


def _map(rows: Sequence[data_numbers.DistrictLikes], scope: Scope | None, may_choose: set[Any]) -> None:
    if not charts.has_map():
        st.caption(_("No map: no file of district boundaries is set (BLUELAMP_BOUNDARIES)."))
        return
    lies = data.boundaries()
    values = {lies[row.district_id]: (row.district, charts.told(row.likes, row.posts))
              for row in rows if row.district_id in lies}  # fmt: skip
    described = ", ".join(f"{name} {charts.said(value)}" for name, value in values.values())
    by_boundary = {boundary: id_ for id_, boundary in lies.items() if id_ in may_choose}

    def choose(boundary: str) -> None:
        if boundary in by_boundary:
            st.session_state[SCOPE] = f"d-{by_boundary[boundary]}"

    charts.draw_map(
        values, _("Likes"), f"map-likes-{scope}", _("Map of likes by district: {all}").format(all=described),
        choose if len(by_boundary) > 1 else None,
    )  # fmt: skip
    st.caption(charts.map_key(values)
               + (" " + _("Click a district to look at it alone.") if len(by_boundary) > 1 else ""))  # fmt: skip
    if scope and len(by_boundary) > 1:
        st.button(_("Look at all districts"), on_click=_look_at_all, type="tertiary")


def _look_at_all() -> None:
    st.session_state[SCOPE] = ""


def _best(posts: Sequence[data_numbers.PostRow]) -> None:
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


def _numbers(post: data_numbers.PostRow) -> list[str]:
    """What is told of a post, each in words; what is not told is not there, but for views, which people look for."""
    said = [
        None if post.likes is None else counted("{n} like", "{n} likes", post.likes),
        None if post.replies is None else counted("{n} reply", "{n} replies", post.replies),
        None if post.shares is None else counted("{n} share", "{n} shares", post.shares),
        None if post.clicks is None else counted("{n} click", "{n} clicks", post.clicks),
        _("views not told") if post.views is None else counted("{n} view", "{n} views", post.views),
    ]
    return [words for words in said if words]


def _why(post: data_numbers.PostRow) -> str | None:
    """What its engagement is made of, where one part is more than half."""
    parts = {name: getattr(post, name) or 0 for name in MOSTLY}
    most = max(parts, key=lambda name: parts[name])
    return _(MOSTLY[most]) if 2 * parts[most] > sum(parts.values()) else None

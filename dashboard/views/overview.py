"""Overview: how far our words went, by district, and what these figures do not tell."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data
from dashboard.parts import (
    TROUBLE,
    ago,
    change,
    count_of,
    draw,
    figure,
    link,
    meta,
    moment,
    number,
    one_line,
    said,
    table,
)
from dashboard.words import _
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.reach import DEFINITIONS

HEADLINE = ("views", "engagement", "followers", "posts")


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the page for what this person looks at."""
    days, platform = _choose()
    since, until = data.days_back(days)
    _headline(data.headline(who, since, until, scope, platform), days)
    _districts(who, scope, platform, days)
    _best(data.best_posts(who, since, until, scope, platform))
    _reach(data.reach_by_post(who, since, until, scope, platform))
    _followers(who, scope, platform)
    _waiting(who, scope)
    _fresh(who, scope, platform)


def _choose() -> tuple[int, PlatformName | None]:
    names = {7: _("7 days"), 28: _("28 days"), 90: _("90 days")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.segmented_control(
            _("Period"), list(names), default=7, required=True, format_func=names.__getitem__, key="days",
            bind="query-params", persist_state="session",
        )  # fmt: skip
        labels = data.platforms()
        platform = st.selectbox(
            _("Platform"), ["", *labels], format_func=lambda p: labels.get(p) or _("All platforms"), key="platform",
            bind="query-params", persist_state="session", width=220,
        )  # fmt: skip
    return int(days or 7), PlatformName(platform) if platform else None


def _headline(figures: Sequence[data.Figure], days: int) -> None:
    by_name = {one.name: one for one in figures}
    for column, name in zip(st.columns(len(HEADLINE)), HEADLINE, strict=True):
        one, means = by_name[name], DEFINITIONS.get(name)
        with column:
            label = means.name if means else _("Posts")
            more = change(one.value, one.before) if name != "followers" else _signed(one.change)
            beside = [_("{change} on the {days} days before").format(change=more, days=days) if more else ""]
            if one.value is None:
                beside = [_("not told")]
            elif one.told < one.of:
                beside.append(_("told for {told} of {of}").format(told=number(one.told), of=number(one.of)))
            if one.as_of:
                beside.append(_("as of {at}").format(at=moment(one.as_of)))
            figure(label, number(one.value), " · ".join(part for part in beside if part), _means(name))


def _signed(value: int | None) -> str | None:
    return None if value is None else f"{value:+,}"


def _means(name: str) -> str:
    if name == "posts":
        return _("Posts of ours that came out in the period, on any platform.")
    return _(DEFINITIONS[name].means)


def _districts(who: Signed, scope: Scope | None, platform: PlatformName | None, days: int) -> None:
    since, until = data.days_back(days)
    rows = data.likes_by_district(who, since, until, scope, platform)
    st.header(_("Likes by district"))
    told = [row for row in rows if row.likes is not None and row.district_id]
    if not told:
        st.write(_("No likes are told for this period."))
    else:
        first = max(told, key=lambda row: row.likes or 0)
        st.write(
            _("{district} had the most: {likes} likes on {posts}.").format(
                district=first.district, likes=number(first.likes), posts=count_of(first.posts, _("post"), _("posts"))
            )
        )
    figures, map_side = st.columns([1, 1])
    with map_side:
        _map(rows)
    with figures:
        table([_district(row) for row in rows], "likes-by-district")
    gone = sum(row.gone for row in rows)
    if gone:
        st.caption(_("{posts} that are no longer public are left out.").format(posts=count_of(gone, "post", "posts")))


def _district(row: data.DistrictLikes) -> dict[str, Any]:
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


def _map(rows: Sequence[data.DistrictLikes]) -> None:
    shapes = data.shapes()
    if shapes is None:
        st.caption(_("No map: no file of district boundaries is set (BLUELAMP_BOUNDARIES)."))
        return
    lies = data.boundaries()
    values = {lies[row.district_id]: (row.district, row.likes) for row in rows if row.district_id in lies}
    described = ", ".join(f"{name} {number(value)}" for name, value in values.values())
    charts.district_map(
        shapes, values, _("Likes"), "map-likes", _("Map of likes by district: {all}").format(all=described)
    )
    st.caption(_("Darker is more. Grey with a dashed line: not told."))


def _best(posts: Sequence[data.PostRow]) -> None:
    st.header(_("Posts that drew the most engagement"))
    if not posts:
        st.write(_("No post of this period has been measured yet."))
    for post in posts:
        with st.container(border=True):
            where = data.public_link(post.url, post.platform, post.account)
            numbers = [
                _("{n} likes").format(n=number(post.likes)),
                _("{n} replies").format(n=number(post.replies)),
                _("{n} shares").format(n=number(post.shares)),
            ]
            if post.views is not None:
                numbers.append(_("{n} views").format(n=number(post.views)))
            draw(
                meta(post.account, data.label(post.platform), post.team, moment(post.posted_at)),
                said(one_line(post.text, 200)),
                meta(*numbers),
                link(_("See it where it is public"), where),
            )


def _reach(posts: Sequence[data.PostRow]) -> None:
    st.header(_("Reach, post by post"))
    st.caption(_(DEFINITIONS["reach"].means))
    rows = [
        {
            _("Post"): one_line(post.text, 80),
            _("Account"): post.account,
            _("Posted"): moment(post.posted_at),
            _("Reach"): post.reach,
            _("As of"): moment(post.as_of),
        }
        for post in posts
        if post.reach is not None
    ]
    table(rows, "reach", folded=bool(rows))


def _followers(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    st.header(_("Followers by district"))
    st.caption(_(DEFINITIONS["followers"].means))
    rows = data.followers_by_district(who, data.today(), scope, platform)
    table(
        [
            {
                _("District"): row.district,
                _("Followers of its accounts"): row.followers,
                _("Told by"): f"{row.told} / {row.accounts}",
                _("Per 1,000 residents"): row.per_1000,
                _("As of"): moment(row.as_of),
            }
            for row in rows
        ],
        "followers-by-district",
    )
    towns = data.followers_by_town(who, data.today(), scope)
    if towns:
        with st.expander(_("Where the followers of each page live, as far as it is told")):
            table([_town(row) for row in towns], "followers-by-town")


def _town(row: data.TownShare) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Lives in"): row.district,
        _("Followers"): row.followers,
        _("Share of the page, %"): None if row.share is None else round(100 * row.share, 1),
        _("Per 1,000 residents"): row.per_1000,
        _("As of"): moment(row.as_of),
    }


def _waiting(who: Signed, scope: Scope | None) -> None:
    st.header(_("Who is waiting for us"))
    rows = data.waiting_by_team(who, scope)
    if not rows:
        st.write(_("Nobody is waiting for an answer."))
        return
    total, late = sum(row.waiting for row in rows), sum(row.late for row in rows)
    st.write(
        _("{questions} wait, {late} of them longer than 72 hours.").format(
            questions=count_of(total, _("question"), _("questions")), late=number(late)
        )
    )
    table(
        [
            {
                _("Team"): row.team or row.district or _("Whole force"),
                _("Waiting"): row.waiting,
                _("Late"): row.late,
                _("Due today"): row.due_today,
                _("Longest since"): moment(row.oldest),
            }
            for row in rows
        ],
        "waiting-by-team",
        folded=True,
    )


def _fresh(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    st.header(_("How fresh these figures are"))
    rows, now = data.freshness(who, scope, platform), data.now()
    visits = [row.visited_at for row in rows if row.visited_at]
    if not visits:
        st.write(_("Nothing has been collected yet."))
    else:
        st.write(
            _("Last collected {newest}; the account that waited longest, {oldest}.").format(
                newest=ago(max(visits), now), oldest=ago(min(visits), now)
            )
        )
    lines = {
        f"{one.account or data.label(one.platform)}: {_why_missing(one)}" for one in data.missing(who, scope, platform)
    }
    if lines:
        with st.expander(_("What is missing, and why ({n})").format(n=len(lines))):
            for line in sorted(lines):
                st.text(line)


def _why_missing(one: data.Missing) -> str:
    known = TROUBLE.get(one.says)
    if known:
        return _(known)
    return one.says or {
        "never": _("never collected yet."),
        "stale": _("not collected for more than 36 hours."),
    }.get(one.kind, one.kind)

"""The posts behind the numbers of Reach: every one of them, page by page, in any order, as a file."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import data, data_reach, definitions
from dashboard.data_reach import Look, Order, PostRow
from dashboard.exports import exports
from dashboard.parts import DASH, draw, lead, link, meta, moment, number, one_line, said, shown
from dashboard.period_picker import named
from dashboard.tables import columns
from dashboard.words import _, counted, later
from domain.metrics import METRICS

ANCHOR = "posts-behind"
AT_ONCE = 25
ORDERS = {
    Order.VIEWS: later("Most views first"),
    Order.ENGAGEMENT: later("Most engagement first"),
    Order.LIKES: later("Most likes first"),
    Order.REACH: later("Most people reached first"),
    Order.NEWEST: later("Newest first"),
}


def behind(look: Look) -> None:
    """How many posts there are, the list in an order of one's choice, and one of them in full."""
    st.header(_("The posts behind these numbers"), anchor=ANCHOR)
    many, gone = data_reach.how_many_posts(look)
    says = counted("{n} post came out in these days.", "{n} posts came out in these days.", many)
    if gone:
        says += " " + counted(
            "{n} more is no longer public and is left out of every number.",
            "{n} more are no longer public and are left out of every number.", gone,
        )  # fmt: skip
    draw(lead(says), meta(named(look.period)))
    if not many:
        return
    order, page = _choose(many)
    rows = data_reach.posts(look, order, AT_ONCE, (page - 1) * AT_ONCE)
    _table(rows)
    exports(
        "posts", _later(look, order),
        notes=[note for name in ("views", "reach", "engagement")
               for note in definitions.notes(name, named(look.period), look.period.last, look.platform)],
    )  # fmt: skip


def _choose(many: int) -> tuple[Order, int]:
    last = -(-many // AT_ONCE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order = st.selectbox(
            _("Order"), list(ORDERS), format_func=lambda one: _(ORDERS[one]), key="order", width=260,
            bind="query-params", persist_state="session",
        )  # fmt: skip
        page = 1
        if last > 1:
            page = int(st.number_input(
                _("Page (of {n})").format(n=number(last)), 1, last, min(int(st.session_state.get("page", 1)), last),
                width=160,
            ))  # fmt: skip
    return Order(order), page


def _table(rows: Sequence[PostRow]) -> None:
    heads = _heads()
    names = ("text", "account", "posted_at", "views", "engagement", "likes", "reach", "as_of")
    shown_rows = [
        {heads[name]: one_line(shown(row.text), 80) if name == "text" else getattr(row, name) for name in names}
        | {heads["url"]: _public(row)}
        for row in rows
    ]
    seen = st.column_config.LinkColumn(display_text=_("Where it is public"))
    chosen = st.dataframe(
        shown_rows, hide_index=True, width="stretch", placeholder=DASH, key="posts", on_select="rerun",
        selection_mode="single-row", column_config=columns(shown_rows) | {heads["url"]: seen},
    )  # fmt: skip
    st.caption(_("Choose a row to read the whole post."))
    picked = chosen.get("selection", {}).get("rows", [])
    if picked and picked[0] < len(rows):
        _one(rows[picked[0]])


def _one(post: PostRow) -> None:
    """One post in full, with everything that is told of it."""
    with st.container(border=True, key=f"post-{post.id}", gap="xsmall"):
        draw(
            meta(post.account, data.label(post.platform), post.team or post.district, moment(post.posted_at)),
            said(shown(post.text), long=True),
            meta(*(_told(post, name) for name in ("views", "reach", "likes", "replies", "shares", "clicks"))),
            meta(_("as of {at}").format(at=moment(post.as_of)) if post.as_of else _("never looked at yet")),
            link(_("See it where it is public"), _public(post)),
        )  # fmt: skip


def _told(post: PostRow, name: str) -> str:
    value = getattr(post, name)
    return f"{_(METRICS[name].label)} {_('not told') if value is None else number(value)}"


def _public(post: PostRow) -> str:
    return data.public_link(post.url, post.platform, post.account)


def _later(look: Look, order: Order) -> Any:
    """All the posts as rows of a file, asked for when it is wanted; its headings are put into words now."""
    ask, heads = data_reach.posts_later(look, order), _heads()

    def rows() -> list[dict[str, Any]]:
        return [{head: getattr(post, name) for name, head in heads.items()} for post in ask()]

    return rows


def _heads() -> dict[str, str]:
    return {
        "posted_at": _("Posted"), "account": _("Account"), "platform": _("Platform"), "team": _("Team"),
        "district": _("District"), "text": _("Post"), "views": _("Views"), "reach": _("Reach"),
        "engagement": _("Engagement"), "likes": _("Likes"), "replies": _("Replies"), "shares": _("Shares"),
        "clicks": _("Clicks"), "as_of": _("As of"), "url": _("Address"),
    }  # fmt: skip

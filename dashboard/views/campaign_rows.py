"""What stands behind a campaign's numbers: over time, by district and platform, post by post, planned, asked."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data, data_campaigns
from dashboard.charts import Line, Point
from dashboard.data_campaigns import BehindRow, CampaignPart, CampaignRow, CampaignSpan, Order, PostRow
from dashboard.exports import exports
from dashboard.links import link_to
from dashboard.parts import MONTHS, STATES, draw, lead, meta, moment, number, one_line, said, shown
from dashboard.period_picker import named
from dashboard.tables import table
from dashboard.words import _, counted, later
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.period import Period

POSTS, PLANNED, QUESTIONS = "campaign-posts", "campaign-planned", "campaign-questions"
SHOWN = 100
MEASURES = ("views", "engagement", "likes", "posts")
ANSWERS = {
    "waiting": later("waits"), "answered": later("answered"), "answered_by_other": later("answered by another"),
    "withdrawn": later("taken back"), "private": later("in private messages"), "referred": later("handed on"),
    "set_aside": later("set aside"), "gone": later("no longer there"),
}  # fmt: skip


def trend(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """Its posts over time: days or weeks without a post are a gap, never nothing."""
    points = data_campaigns.spans(who, scope, row.id)
    if len(points) < 2:
        return
    st.header(_("Over time"))
    name = st.segmented_control(
        _("Number"), MEASURES, default="views", required=True, key=f"campaign-measure-{row.id}", wrap=True,
        format_func=lambda one: _(METRICS[one].label),
    )  # fmt: skip
    name = str(name or "views")
    label = _(METRICS[name].label)
    title = _("{number}, {time}").format(number=label, time=named(Period(points[0].first, points[-1].last)))
    most = max(points, key=lambda one: _value(one, name) or 0)
    draw(lead(_most(most, name)), meta(title, _("of the posts that came out then, by their newest numbers")))
    lines = [Line(label, tuple(_point(one, name) for one in points))]
    charts.line(lines, f"campaign-line-{row.id}-{name}", title)
    exports(
        f"campaign-{name}-over-time", [_span(one, name) for one in points],
        chart=lambda: charts.line_of(lines, f"{row.name}: {title}", title), notes=[(label, _(METRICS[name].means))],
    )  # fmt: skip


def _value(one: CampaignSpan, name: str) -> int | None:
    """The number of a span; a span without posts has none."""
    found: int | None = getattr(one.sums, name) if one.sums.posts else None
    return found


def _most(one: CampaignSpan, name: str) -> str:
    if not _value(one, name):
        return _("Nothing is told for these days.")
    time = named(Period(one.first, one.last))
    says = _("Most {number} with the posts of {time}: {value}.")
    return says.format(number=_(METRICS[name].label).lower(), time=time, value=number(_value(one, name)))


def _point(one: CampaignSpan, name: str) -> Point:
    label = f"{one.first.day} {_(MONTHS[one.first.month - 1])}"
    return Point(one.first, label, _value(one, name), not one.is_unfinished)


def _span(one: CampaignSpan, name: str) -> dict[str, Any]:
    return {
        _("From"): one.first,
        _("To"): one.last,
        _(METRICS[name].label): _value(one, name),
        _("Posts in that time"): one.sums.posts,
        _("As of"): one.sums.as_of,
    }


def parts(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """Its numbers by district, as it was on the day of each post, and platform."""
    found = data_campaigns.parts(who, scope, row.id)
    if not found:
        return
    st.header(_("Where"))
    notes = [(_(METRICS[name].label), _(METRICS[name].means)) for name in MEASURES]
    table([_part(one) for one in found], "campaign-where", notes=notes)


def _part(one: CampaignPart) -> dict[str, Any]:
    return {
        _("District"): one.district or _("The force's own accounts"),
        _("Platform"): data.label(one.platform),
        _("Posts"): one.sums.posts,
        **{_(METRICS[name].label): getattr(one.sums, name) for name in ("views", "engagement", "likes", "clicks")},
        _("Views told for"): one.sums.views_told,
        _("As of"): moment(one.sums.as_of),
    }


def posts(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """Every post, with its reach where that is told: people, post by post, and never added up."""
    st.header(_("The posts behind these numbers"), anchor=POSTS)
    if not row.sums.posts and not row.sums.gone:
        draw(lead(_("No post of this campaign is public yet.")))
        return
    draw(lead(_("Reach is people, counted by the platform for each post. It is never added up over posts.")))
    found = data_campaigns.posts(who, scope, row.id, Order.VIEWS, data_campaigns.MOST_IN_A_FILE)
    shape = {
        _("Seen"): st.column_config.LinkColumn(display_text=_("Where it is public")),
        _("Post"): st.column_config.TextColumn(width="medium"),
    }
    rows = [post_row(one) for one in found[:SHOWN]]
    st.dataframe(rows, hide_index=True, width="stretch", placeholder="–", key="campaign-posts", column_config=shape)
    if len(found) > SHOWN:
        draw(meta(counted("{n} more is in the file.", "{n} more are in the file.", len(found) - SHOWN)))
    notes = [(_(METRICS[name].label), _(METRICS[name].means)) for name in ("views", "reach", "engagement")]
    exports("campaign-posts", lambda: [post_row(one) for one in found], notes=notes)


def post_row(one: PostRow) -> dict[str, Any]:
    """One post as a row."""
    return {
        _("Post"): one_line(shown(one.text), 80),
        _("Account"): one.account,
        _("Posted"): moment(one.posted_at),
        **{_(METRICS[name].label): getattr(one, name) for name in ("views", "engagement", "likes", "clicks", "reach")},
        _("District"): one.district,
        _("As of"): moment(one.as_of),
        _("No longer public"): moment(one.gone_at) if one.gone_at else None,
        _("Seen"): data.public_link(one.url, one.platform, one.account),
    }


def planned(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """What is planned and not public."""
    st.header(_("What is planned"), anchor=PLANNED)
    found = data_campaigns.planned(who, scope, row.id)
    if not found:
        draw(lead(_("Nothing more is planned for it.")))
        return
    for one in found:
        word = _(STATES[str(one.state or one.stage)][2])
        draw(said(one_line(one.text, 120)), meta(moment(one.due_at, zone=True), one.account, word, one.author))
    link_to("plan", _("Plan"))


def questions(who: Signed, scope: Scope | None, row: CampaignRow) -> None:
    """What the public asked under its posts."""
    st.header(_("Questions it raised"), anchor=QUESTIONS)
    if not row.raised.asked:
        draw(lead(_("Nobody has asked anything under its posts so far.")))
        return
    found = data_campaigns.questions(who, scope, row.id)
    for one in found[:10]:
        draw(said(one_line(shown(one.text), 160)), meta(moment(one.asked_at), one.account, _(ANSWERS[one.state])))
        link_to("questions", _("Open the question"), question=str(one.id))
    if len(found) > 10:
        draw(meta(counted("{n} more is in the file.", "{n} more are in the file.", len(found) - 10)))
    exports("campaign-questions", _sheet(found))


def _sheet(found: Sequence[BehindRow]) -> list[dict[str, Any]]:
    return [
        {
            _("Asked"): one.asked_at,
            _("Due"): one.due_at,
            _("Closed"): one.closed_at,
            _("State"): _(ANSWERS[one.state]),
            _("Account"): one.account,
            _("Words"): one.text,
            _("Address"): one.url,
        }
        for one in found
    ]

"""The line of Reach: one number span by span, a sentence that says what it shows, its gaps and its breaks."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data_numbers, data_reach, definitions
from dashboard.charts import Line, Mark, Point
from dashboard.data_reach import Grain, Look, SeriesPoint
from dashboard.exports import exports
from dashboard.parts import MONTHS, change, draw, lead, meta, moment, number
from dashboard.period_picker import named
from dashboard.words import _, counted, later
from domain.metrics import METRICS, told_alike
from domain.period import Period

MEASURES = ("views", "engagement", "likes", "posts")
GRAINS = {Grain.WEEK: later("By week"), Grain.DAY: later("By day"), Grain.MONTH: later("By month")}


def choose_measure(key: str = "measure") -> str:
    """Which number the line, the bars and the map show; in the address."""
    chosen = st.segmented_control(
        _("Number"), MEASURES, default="views", required=True, key=key, wrap=True, bind="query-params",
        persist_state="session", format_func=lambda name: _(METRICS[name].label),
    )  # fmt: skip
    return str(chosen or "views")


def trend(look: Look) -> None:
    """The number over time, as a sentence, a line and a file."""
    st.header(_("Over time"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = choose_measure()
        grain = st.segmented_control(
            _("Counted"), list(GRAINS), default=Grain.WEEK, required=True, key="by", bind="query-params",
            persist_state="session", format_func=lambda one: _(GRAINS[one]), wrap=True,
        )  # fmt: skip
    points = data_reach.line(look, Grain(grain or Grain.WEEK))
    if not any(value(one, name) is not None for one in points):
        draw(lead(_("Nothing is told for these days.")))
        return
    span = Period(points[0].first, points[-1].last)
    title = _("{number}, {time}").format(number=_(METRICS[name].label), time=named(span))
    missing = data_numbers.missing(look.who, look.scope, look.platform)
    breaks = [*definitions.marks(name, look.platform, span), *definitions.gone(name, missing, span)]
    draw(lead(sentence(points, name, breaks)), meta(title, _counted_by(name), _as_of(points)))
    lines = [Line(_(METRICS[name].label), tuple(_point(one, name, Grain(grain)) for one in points))]
    about = f"{title}. {sentence(points, name, breaks)}"
    gap = _gap(points, name)
    charts.line(lines, f"line-{name}-{grain}", about, breaks, gap=gap)
    for mark in breaks:
        draw(meta(mark.says + ": " + _("what stands before and after does not compare.")))
    exports(
        f"{name}-by-{grain}", _rows(points, name),
        chart=lambda: charts.line_of(lines, title, about, breaks, gap=gap),
        notes=definitions.notes(name, named(span), span.last, look.platform),
    )  # fmt: skip


def value(one: SeriesPoint, name: str) -> int | None:
    """The number of a span; None where nothing was told, or where there was no post to tell it of."""
    found: int | None = getattr(one.sums, name)
    return found


def sentence(points: Sequence[SeriesPoint], name: str, breaks: Sequence[Mark] = ()) -> str:
    """What the line shows: the last whole span beside the one before it, both with their posts, unless one breaks."""
    over = [one for one in points if not one.is_unfinished and not one.is_cut]
    if len(over) < 2 or value(over[-1], name) is None:
        told = [one for one in points if value(one, name) is not None]
        return _("{time}: {said}.").format(time=_time(told[-1]), said=_said(told[-1], name))
    last, before = over[-1], over[-2]
    says = _("{time}: {said}.").format(time=_time(last), said=_said(last, name))
    if any(before.first < mark.day <= last.last for mark in breaks):
        return says + " " + _("The time before it is counted otherwise and does not compare.")
    if (earlier := value(before, name)) is None:
        why = _("not told") if before.sums.posts else _("no post")
        return says + " " + _("Before it, {time}: {why}.").format(time=_time(before), why=why)
    if not told_alike(_told(last, name), last.sums.posts, _told(before, name), before.sums.posts):
        return says + " " + _("The time before it told another part of its posts and does not compare.")
    difference = change((value(last, name) or 0) - earlier)
    return (
        says
        + " "
        + _("Before it, {time}: {said}; that is {change}.").format(
            time=_time(before), said=_said(before, name), change=difference
        )
    )


def _told(one: SeriesPoint, name: str) -> int:
    """Of how many posts of a span a number is told."""
    return int(getattr(one.sums, "posts" if name == "posts" else f"{name}_told"))


def _gap(points: Sequence[SeriesPoint], name: str) -> str:
    """What a gap is: spans without a post, spans of which nobody tells the number, or both."""
    gaps = [one for one in points if value(one, name) is None]
    if all(one.sums.posts for one in gaps):
        return _("not told")
    return _("not told, or no post known") if any(one.sums.posts for one in gaps) else _("no post known")


def _said(one: SeriesPoint, name: str) -> str:
    if name == "posts":
        return counted("{n} post", "{n} posts", one.sums.posts)
    return counted(
        "{value} {number} of {n} post", "{value} {number} of {n} posts", one.sums.posts,
        value=number(value(one, name)), number=_(METRICS[name].label).lower(),
    )  # fmt: skip


def _time(one: SeriesPoint) -> str:
    return named(Period(one.first, one.last))


def _counted_by(name: str) -> str:
    """What stands under which day, said once: later views of an old post belong to the post's own day."""
    if name == "posts":
        return _("by the day they came out")
    return _("of the posts that came out then, by their newest numbers")


def _as_of(points: Sequence[SeriesPoint]) -> str | None:
    newest = max((one.sums.as_of for one in points if one.sums.as_of), default=None)
    return _("as of {at}").format(at=moment(newest)) if newest else None


def _point(one: SeriesPoint, name: str, grain: Grain) -> Point:
    month = _(MONTHS[one.first.month - 1])
    label = f"{month} {one.first.year}" if grain is Grain.MONTH else f"{one.first.day} {month}"
    return Point(one.first, label, value(one, name), not one.is_unfinished)


def _rows(points: Sequence[SeriesPoint], name: str) -> list[dict[str, Any]]:
    """The spans as rows of a file."""
    heads = (
        _("From"), _("To"), _(METRICS[name].label), _("Told for"), _("Posts in that time"), _("No longer public"),
        _("Over"), _("As of"),
    )  # fmt: skip
    no_post, yes, no = _("no post"), _("yes"), _("no")
    return [
        dict(zip(heads, (
            one.first, one.last, value(one, name) if one.sums.posts else no_post, _told(one, name),
            one.sums.posts, one.sums.gone, no if one.is_unfinished else yes, one.sums.as_of,
        ), strict=True))
        for one in points
    ]  # fmt: skip

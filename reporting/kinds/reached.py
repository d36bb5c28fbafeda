"""Chapters of what was published and seen: headline figures, month by month, and reach, which is never added up."""

from collections.abc import Sequence
from uuid import UUID

from domain.metrics import METRICS, breaks
from domain.period import Period
from reporting import charts
from reporting.document import Block, Cell, Chart, Column, Fact, Facts, Kind, Prose, Section, Table
from reporting.kinds.told import Told
from reporting.words import later
from store.reports.reach import AccountReached

SHOWN = ("posts", "views", "engagement", "likes", "replies", "shares", "followers")


def headline(t: Told, heading: str) -> Section:
    """The headline figures with what each counts, and the course of the months where there are several."""
    course: list[Block] = [month_table(t)] if len(t.months) > 1 else []
    if sum(told is not None for _month, told in _by_month(t, "views")) > 1:
        course.insert(0, month_chart(t, "views"))
    return Section(heading, (Prose(_lead(t)), facts(t), *meanings(t), *course))


def facts(t: Told) -> Facts:
    """The headline figures, each beside that of the same time before."""
    return Facts(t.w._("Headline figures"), tuple(_fact(t, name) for name in SHOWN if t.figure(name)))


def meanings(t: Told) -> tuple[Block, ...]:
    """What the headline figures count, in a sentence each."""
    _ = t.w._
    said = [f"{t.metric(name)}: {_(METRICS[name].means)}" for name in ("views", "engagement", "followers")]
    return (Prose(" ".join(said), quiet=True),)


def reach(t: Told) -> Section:
    """People reached, account by account: a sum over accounts or weeks would count people twice."""
    _ = t.w._
    windows = sorted({one.days for one in t.g.reach})
    columns = (
        Column(_("Account")), Column(_("Platform")), Column(_("District")),
        *(Column(_("People within {n} days").format(n=days), Kind.COUNT) for days in windows),
        Column(_("Up to"), Kind.DAY),
    )  # fmt: skip
    table = Table(
        _("People reached, account by account"), columns, _reached(t, windows),
        _("No platform told how many people an account reached in this period."),
        _("A platform counts each person once, for that account and those days alone."),
    )  # fmt: skip
    means = _(
        "Reach is how many people saw something at least once, as a platform estimates it. It is never added up over"
        " accounts, posts or weeks: whoever saw two of them would be counted twice."
    )
    return Section(_("Reach"), (Prose(means), table), level=2)


def _reached(t: Told, windows: Sequence[int]) -> list[tuple[Cell, ...]]:
    """One row an account, its windows side by side; the force's own first."""
    by_account: dict[UUID, list[AccountReached]] = {}
    for one in sorted(t.g.reach, key=lambda one: (one.district is not None, one.district or "", one.account)):
        by_account.setdefault(one.account_id, []).append(one)
    rows: list[tuple[Cell, ...]] = []
    for told in by_account.values():
        first, people = told[0], {one.days: one.people for one in told}
        place = t.place(first.district, first.district)
        days = [people.get(days) for days in windows]
        rows.append((first.account, t.label(first.platform), place, *days, max(one.ends_on for one in told)))
    return rows


def month_table(t: Told) -> Table:
    """Posts, views and engagement month by month, from the first month of which anything was told."""
    _ = t.w._
    names = ("posts", "views", "engagement", "likes", "replies", "shares")
    columns = (Column(_("Month")), *(Column(t.metric(name), Kind.COUNT) for name in names))
    rows = []
    for month in t.months:
        told = {one.name: one.value for one in month.headline}
        if not told["posts"] and not any(month.period.first <= day <= month.period.last for day in t.g.collected):
            told["posts"] = None  # nobody looked: that is not none
        rows.append((t.w.month(month.period.first), *(told.get(name) for name in names)))
    known = next((at for at, row in enumerate(rows) if any(cell is not None for cell in row[1:])), 0)
    note = _("Nothing was told of the months before {month}.").format(month=rows[known][0]) if known else ""
    return Table(_("Month by month"), columns, rows[known:], _("There is no month in this period."), note)


def month_chart(t: Told, name: str) -> Chart:
    """One figure over the months, with gaps where it was not told."""
    _ = t.w._
    points = _by_month(t, name)
    title = _("{figure} by month").format(figure=t.metric(name))
    said = "; ".join(f"{t.w.month(one.first)} {t.w.cell(value, Kind.COUNT)}" for one, value in points)
    about = _("Line chart. {title}: {all}.").format(title=title, all=said)
    line = charts.Line(
        t.metric(name),
        tuple(charts.Point(one.first, t.short_month(one), value, one.last <= t.g.until) for one, value in points),
    )
    return Chart(title, about, charts.line([line], about=about, breaks=_marks(t, name), words=t.chart_words))


def _marks(t: Told, name: str) -> list[charts.Mark]:
    """The days of the period on which a platform in use put another number in this one's place."""
    used = {one.platform for one in t.g.followers_by_account}
    says = t.w._("{platform} counts differently from {day}")
    return [
        charts.Mark(one.day, says.format(platform=t.label(one.platform), day=t.w.day(one.day)))
        for one in breaks(name, None, t.g.period)
        if one.platform in used
    ]


def _by_month(t: Told, name: str) -> list[tuple[Period, int | None]]:
    return [(month.period, next((one.value for one in month.headline if one.name == name), None)) for month in t.months]


def _lead(t: Told) -> str:
    _, views, posts = t.w._, t.figure("views"), t.figure("posts")
    span = t.w.span(t.g.period)
    if not posts or not posts.value:
        return _("Nothing was published in {span}.").format(span=span)
    if views is None or views.value is None:
        return _("How often posts were shown in {span} was not told.").format(span=span)
    return _("Posts of {span} were shown {views} times. That counts times, not people.").format(
        span=span, views=t.w.cell(views.value, Kind.COUNT)
    )


OF_POSTS, OF_ACCOUNTS = later("told for {told} of {of} posts"), later("told by {told} of {of} accounts")


def _fact(t: Told, name: str) -> Fact:
    _, one = t.w._, t.figure(name)
    assert one is not None
    beside = []
    if one.unlike:
        beside.append(_("not compared with the time before: it was counted or told otherwise"))
    elif name == "followers" and one.change is not None:
        beside.append(_("{change} over the period, of accounts told at both ends").format(change=f"{one.change:+,}"))
    elif one.before_of and name != "followers":
        beside.append(_("before: {number}").format(number=t.w.cell(one.before, Kind.COUNT)))
    if one.told < one.of and name != "posts":
        said = _(OF_ACCOUNTS if name == "followers" else OF_POSTS)
        beside.append(said.format(told=f"{one.told:,}", of=f"{one.of:,}"))
    if name == "followers" and one.as_of:
        beside.append(_("as of {day}").format(day=t.w.day(one.as_of.date())))
    return Fact(t.metric(name), one.value, tuple(beside))

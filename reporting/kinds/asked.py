"""Chapters of the two-way work: what was asked, how the promise was kept, both ways by team, you said we did."""

from reporting import charts
from reporting.document import Block, Chart, Column, Entry, Fact, Facts, Kind, Prose, Section, Table
from reporting.kinds.told import Told, summed
from store.reports.issues import IssueRow
from store.reports.polls import PollRow

MOST_TOPICS = 8
MOST_TOLD = 12  # issues told in full


def topics(t: Told, level: int = 1) -> Section:
    """What people asked about, online and at meetings."""
    _ = t.w._
    kept = any(one.before is not None for one in t.g.topics)  # columns without one figure tell nothing
    columns = (
        Column(_("About")), Column(_("Asked online"), Kind.COUNT), Column(_("Raised at meetings"), Kind.COUNT),
        Column(_("Together"), Kind.COUNT), Column(_("Before"), Kind.COUNT, _("not kept")),
        Column(_("Change"), Kind.COUNT, _("not kept")),
    )[: 6 if kept else 4]  # fmt: skip
    rows = [
        (t.topic(one.topic), one.online, one.offline, one.total, one.before, one.change)[: len(columns)]
        for one in t.g.topics
    ]
    table = Table(
        _("Questions and issues by topic"), columns, rows, _("Nobody asked anything in this period."),
        _("Topics are heard by a program and corrected by people. What was no question after all is left out."),
    )  # fmt: skip
    return Section(_("What people asked"), (*([_topic_chart(t)] if rows and level == 1 else []), table), level=level)


def _topic_chart(t: Told) -> Chart:
    _ = t.w._
    bars = [(t.topic(one.topic), one.total) for one in t.g.topics[:MOST_TOPICS]]
    title = _("What people asked about most")
    about = _("Bar chart. {title}: {all}.").format(title=title, all="; ".join(f"{name} {n:,}" for name, n in bars))
    return Chart(title, about, charts.bars(bars, about=about, words=t.chart_words))


def two_way(t: Told, level: int = 1) -> Section:
    """What the public wrote, what was answered and what was posted, team by team."""
    _ = t.w._
    columns = (
        Column(_("District")), Column(_("Team")), Column(_("Comments of the public"), Kind.COUNT),
        Column(_("Needed an answer"), Kind.COUNT), Column(_("Answered"), Kind.COUNT),
        Column(_("In time"), Kind.COUNT), Column(_("Answered, of those"), Kind.PERCENT, _("none asked")),
        Column(_("Our posts"), Kind.COUNT), Column(_("Answers a post"), Kind.DECIMAL, _("no posts")),
    )  # fmt: skip
    rows = [
        (t.place(one.district_id, one.district), one.team or _("no team"), one.comments, one.asked, one.answers,
         one.in_time, one.answered_percent, one.posts, one.answers_a_post) for one in t.g.two_way
    ]  # fmt: skip
    names = ("comments", "asked", "answers", "posts")
    titles = (_("Comments of the public"), _("Needed an answer"), _("Answered"), _("Our posts"))
    facts = tuple(Fact(title, summed(t.g.two_way, name)) for name, title in zip(names, titles, strict=True))
    table = Table(_("Both ways, team by team"), columns, rows, _("Nobody wrote, and nothing was posted."))
    return Section(_("Two-way communication"), (Facts(_("Both ways"), facts), table), level=level)


def promise(t: Told, level: int = 1) -> Section:
    """How the promise to the public was kept: within 72 hours, or sooner where more was promised."""
    _ = t.w._
    means = _(
        "The public is promised an answer within 72 hours, and sooner where the force says so. A question counts for"
        " the day on which it was asked. Automatic and holding replies are no answers."
    )
    by_month = [_by_month(t)] if len(t.g.kept_by_month) > 1 else []
    said: list[Block] = [promise_facts(t)] if t.g.kept else [Prose(_("Nobody asked anything in this period."))]
    return Section(_("The promise to the public"), (Prose(means), *said, *by_month), level=level)


def promise_facts(t: Told) -> Facts:
    """The figures of the promise."""
    _, one = t.w._, t.g.kept[0]
    owed = _("{in_time} of {owed} that were due").format(in_time=f"{one.in_time:,}", owed=f"{one.owed:,}")
    few = _("too few answers to say")
    return Facts(
        _("The promise to the public"),
        (
            Fact(_("Answered in time"), one.in_time_percent, (owed,), Kind.PERCENT, _("none due")),
            Fact(_("Questions asked"), one.asked),
            Fact(_("Half were answered within"), one.median_hours, (), Kind.HOURS, few),
            Fact(_("Nine in ten within"), one.p90_hours, (), Kind.HOURS, few),
            Fact(_("Answered late"), one.late),
            Fact(_("Still waiting, and late"), one.overdue),
        ),
    )


def _by_month(t: Told) -> Table:
    _ = t.w._
    columns = (
        Column(_("Month")), Column(_("Questions asked"), Kind.COUNT), Column(_("Were due"), Kind.COUNT),
        Column(_("In time"), Kind.COUNT), Column(_("In time, of those due"), Kind.PERCENT, _("none due")),
        Column(_("Answered late"), Kind.COUNT), Column(_("Still waiting, and late"), Kind.COUNT),
        Column(_("Half within"), Kind.HOURS, _("no answer")),
    )  # fmt: skip
    months = {f"{one.period.first:%Y-%m}": t.w.month(one.period.first) for one in t.months}
    rows = [
        (months.get(one.month or "", one.month), one.asked, one.owed, one.in_time, one.in_time_percent, one.late,
         one.overdue, one.median_hours) for one in t.g.kept_by_month
    ]  # fmt: skip
    return Table(_("The promise month by month"), columns, rows, _("Nobody asked anything in this period."))


def said_did(t: Told, level: int = 1) -> Section:
    """You said, we did: what may be public in full, the rest counted."""
    _ = t.w._
    ended = [one for one in t.g.issues if one.public and (one.outcome or one.cannot_because)]
    shown: list[Block] = [_entry(t, one) for one in ended[:MOST_TOLD]]
    points = [_("Only what the force has marked as public stands here.")]
    if len(ended) > MOST_TOLD:
        points.append(t.w.counted("{n} more is on the page.", "{n} more are on the page.", len(ended) - MOST_TOLD))
    if not shown:
        shown = [Prose(_("Nothing that may be public has come to an end in this period."))]
    return Section(_("You said, we did"), (issue_facts(t), *shown, Prose(" ".join(points), quiet=True)), level=level)


def polls(t: Told) -> list[Section]:
    """Polls and consultations of the period, each with how many took part; nothing where there were none."""
    _ = t.w._
    if not t.g.polls:
        return []
    columns = (
        Column(_("Question")), Column(_("How")), Column(_("From"), Kind.DAY), Column(_("Up to"), Kind.DAY),
        Column(_("Took part"), Kind.COUNT), Column(_("Answers")), Column(_("What came of it")),
    )  # fmt: skip
    rows = [
        (one.question, one.account or one.method, one.opens_on, one.closes_on, one.answered, _votes(t, one),
         one.feedback or one.decision or _("not told yet")) for one in t.g.polls
    ]  # fmt: skip
    says = _("Who takes part has chosen to: the sample is self-selected, and stands for nobody else.")
    return [
        Section(_("Polls and consultations"), (Prose(says), Table(_("Polls and consultations"), columns, rows, "")))
    ]


def _votes(t: Told, one: PollRow) -> str:
    return "; ".join(f"{choice.text}: {t.w.cell(choice.votes, Kind.COUNT)}" for choice in one.options)


def issue_facts(t: Told) -> Facts:
    """How many issues were raised, closed, and are overdue."""
    _, period, rows = t.w._, t.g.period, t.g.issues
    raised = sum(period.since <= one.opened_at < period.until for one in rows)
    closed = sum(one.closed_at is not None and period.since <= one.closed_at < period.until for one in rows)
    cannot = sum(bool(one.cannot_because) for one in rows)
    overdue = sum(one.state.value == "overdue" for one in rows)
    return Facts(
        _("You said, we did"),
        (
            Fact(_("Issues raised"), raised),
            Fact(_("Issues closed"), closed),
            Fact(_("Cannot be changed, with the reason"), cannot),
            Fact(_("Overdue when this was drawn"), overdue),
        ),
    )


def _entry(t: Told, one: IssueRow) -> Entry:
    _ = t.w._
    parts = [(_("You said:"), one.said), (_("We did:"), one.action), (_("What came of it:"), one.outcome),
             (_("It cannot be changed, because:"), one.cannot_because)]  # fmt: skip
    where = one.team or one.district or t.w._("Whole force")
    return Entry(f"{one.title} ({where})", tuple((name, said) for name, said in parts if said))

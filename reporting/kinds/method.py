"""The last chapter of every report: what each figure counts, what is missing and why, and where figures come from."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from domain.clock import LONDON
from domain.metrics import METRICS, Source, breaks
from domain.period import Period
from domain.posts import PlatformName
from reporting.document import Column, Points, Prose, Section, Table
from reporting.kinds.told import Told
from store.reports.freshness import Health

TOLD = ("views", "reach", "engagement", "likes", "replies", "shares", "clicks", "followers")
MOST_SPANS = 12
MOST_MISSING = 60


def chapter(t: Told) -> list[Section]:
    """Definitions, gaps and sources."""
    _ = t.w._
    return [
        Section(_("How the figures are meant"), (Prose(_rules(t)), _definitions(t))),
        Section(_("What is missing"), (Points(tuple(_gaps(t))),), level=2),
        Section(_("Sources"), (Prose(_as_of(t)), _sources(t)), level=2),
    ]


def _rules(t: Told) -> str:
    return t.w._(
        "Days, weeks and months are those of London. What a platform does not tell is said to be not told; it is never"
        " counted as nothing. A post's figures are those of the newest look at it, also after the period. No figure"
        " here says what caused it."
    )


def _definitions(t: Told) -> Table:
    _ = t.w._
    rows = [(t.metric(name), _(METRICS[name].means)) for name in TOLD if name in METRICS]
    rows += [
        (_("Needed an answer"), _("Comments of the public that ask something, as heard and as corrected by people.")),
        (_("Answered in time"), _("A person of the force answered when it was due or before.")),
    ]
    return Table(_("What each figure counts"), (Column(_("Figure")), Column(_("What it counts"))), rows, "")


def _gaps(t: Told) -> Iterator[str]:
    _, g = t.w._, t.g
    if g.until < g.period.last:
        yield _("The period is not over: figures go up to {day}.").format(day=t.w.day(g.until))
    if days := _without(t):
        spans = [t.w.span(one) for one in _spans(days)]
        listed = "; ".join(spans[:MOST_SPANS]) + (" …" if len(spans) > MOST_SPANS else "")
        yield _("On {days} of {all} days no account's figures were read: {list}.").format(
            days=len(days), all=max((g.until - g.period.first).days + 1, 0), list=listed
        )
    yield from breaks_in(t)
    told = _missing(t)
    yield from told[:MOST_MISSING]
    if len(told) > MOST_MISSING:
        yield t.w.counted("{n} more gap is on the pages.", "{n} more gaps are on the pages.", len(told) - MOST_MISSING)
    if not (days or told or g.until < g.period.last):
        yield _("Figures were read on every day of the period, of every account, and nothing is known to be missing.")


def breaks_in(t: Told) -> Iterator[str]:
    """The days from which a platform told a number under another name: before and after do not compare."""
    used = {one.platform for one in t.g.followers_by_account}
    for name in TOLD:
        if name not in METRICS or METRICS[name].made_of:
            continue
        for one in breaks(name, None, t.g.period):
            if one.platform in used:
                yield t.w._(
                    "{figure}: {platform} counts it differently since {day}. Before and after do not compare."
                ).format(figure=t.metric(name), platform=t.label(one.platform), day=t.w.day(one.day))


def _without(t: Told) -> list[date]:
    """Days of the period, up to the day it was drawn, on which nothing was read."""
    read, days = set(t.g.collected), (t.g.until - t.g.period.first).days + 1
    return [day for n in range(days) if (day := t.g.period.first + timedelta(days=n)) not in read]


def _spans(days: Sequence[date]) -> list[Period]:
    """Days that follow each other as one span."""
    found: list[Period] = []
    for day in days:
        if found and found[-1].last + timedelta(days=1) == day:
            found[-1] = Period(found[-1].first, day)
        else:
            found.append(Period(day, day))
    return found


def _missing(t: Told) -> list[str]:
    """What is not told or not collected: figures that miss of the same account since the same day in one sentence."""
    together: dict[tuple[str, PlatformName, str | None, date | None], list[str]] = {}
    for one in t.g.missing:
        since = one.since.astimezone(LONDON).date() if one.since else None
        found = together.setdefault((one.kind, one.platform, one.account, since), [])
        if one.metric:
            found.append(t.metric(one.metric))
    return [_sentence(t, *key, ", ".join(figures)) for key, figures in together.items()]


def _sentence(t: Told, kind: str, platform: PlatformName, account: str | None, since: date | None, figures: str) -> str:
    _ = t.w._
    whole = {
        "metric": (_("{platform} does not tell: {figures}."), _("{platform} does not tell since {day}: {figures}.")),
        "withheld": (
            _("{platform} does not tell of {account}: {figures}."),
            _("{platform} does not tell of {account} since {day}: {figures}."),
        ),
        Health.NEVER.value: (_("{account} on {platform} has not been collected yet."),) * 2,
        Health.STALE.value: (
            _("{account} on {platform} cannot be collected."),
            _("{account} on {platform} was last collected on {day}."),
        ),
    }  # fmt: skip
    trouble = (_("{account} on {platform} cannot be collected."),
               _("{account} on {platform} cannot be collected since {day}."))  # fmt: skip
    says = whole.get(kind, trouble)[since is not None]
    day = t.w.day(since) if since else ""
    return says.format(platform=t.label(platform), account=account or "", day=day, figures=figures)


def _as_of(t: Told) -> str:
    newest = max((one.as_of for one in t.g.headline if one.as_of), default=None)
    drawn = t.w.moment(t.g.drawn_at)
    if newest is None:
        return t.w._("Figures were drawn on {drawn}. No post of the period had been measured by then.").format(
            drawn=drawn
        )
    return t.w._("Figures were drawn on {drawn}. The newest look at a post of the period was on {newest}.").format(
        drawn=drawn, newest=t.w.moment(newest)
    )


def _sources(t: Told) -> Table:
    """What each platform calls a figure, while it told it in the period."""
    _ = t.w._
    used = {one.platform for one in t.g.followers_by_account}
    columns = (Column(_("Figure")), Column(_("Platform")), Column(_("Called there")), Column(_("Told")))
    rows = [
        (t.metric(name), t.label(one.platform), one.name, _told_when(t, one))
        for name in TOLD
        if name in METRICS
        for one in METRICS[name].sources
        if one.platform in used and one.since <= t.g.period.last and (one.until is None or one.until > t.g.period.first)
    ]
    return Table(_("What platforms call the figures"), columns, rows, _("No account was in the roster then."))


def _told_when(t: Told, one: Source) -> str:
    """Whether a platform tells a figure all through the period, else since or until when."""
    _ = t.w._
    parts = []
    if one.since > t.g.period.first:
        parts.append(_("since {day}").format(day=t.w.short_day(one.since)))
    if one.until and one.until <= t.g.period.last:
        parts.append(_("until {day}").format(day=t.w.short_day(one.until)))
    return ", ".join(parts) or _("all the time")

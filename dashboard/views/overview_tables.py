"""The lower half of Overview: followers by district, who waits, and how fresh the figures are."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import charts, data, data_numbers, data_questions, definitions
from dashboard.parts import TROUBLE, ago, draw, lead, meta, moment, number, say
from dashboard.period_picker import named
from dashboard.tables import table
from dashboard.words import _, counted
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName


def followers(who: Signed, span: Period, scope: Scope | None, platform: PlatformName | None) -> None:
    """Followers by district at the end of these days: a sentence, the bars, the table, and where followers live."""
    st.header(_("Followers by district"))
    rows = data_numbers.followers_by_district(who, span.last, scope, platform)
    told, accounts = sum(row.told for row in rows), sum(row.accounts for row in rows)
    draw(lead(_("{told} of {accounts} accounts tell their followers.").format(
        told=number(told), accounts=number(accounts)
    )), meta(_(METRICS["followers"].means)))  # fmt: skip
    ranked = sorted(rows, key=lambda row: (row.district_id is None, row.followers is None, -(row.followers or 0)))
    bars = [(row.district, row.followers) for row in ranked]
    charts.bars(bars, "bars-followers", _("Followers by district, as bars"))
    day = named(Period(span.last, span.last))
    title = _("Followers of the accounts of each district, {day}").format(day=day)
    table(
        [_followers(row) for row in rows], "followers-by-district", folded=True,
        chart=lambda: charts.bars_of(bars, title), notes=definitions.notes("followers", day, span.last, platform),
    )  # fmt: skip
    towns = data_numbers.followers_by_town(who, span.last, scope)
    if towns:
        with st.expander(_("Where the followers of each page live, as far as it is told")):
            table(
                [_town(row) for row in towns], "followers-by-town", folded=False,
                notes=definitions.notes("towns", day, span.last, platform),
            )  # fmt: skip


def _followers(row: data_numbers.DistrictFollowers) -> dict[str, Any]:
    return {
        _("District"): row.district,
        _("Followers of its accounts"): row.followers,
        _("Told by"): _("{told} of {of}").format(told=row.told, of=row.accounts),
        _("Per 1,000 residents"): row.per_1000,
        _("As of"): moment(row.as_of),
    }


def _town(row: data_numbers.TownShare) -> dict[str, Any]:
    return {
        _("Page"): row.account,
        _("Lives in"): row.district,
        _("Followers"): row.followers,
        _("Share of the page, %"): row.share,
        _("Per 1,000 residents"): row.per_1000,
        _("As of"): moment(row.as_of),
    }


def waiting(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """Who waits for an answer, team by team."""
    st.header(_("Who is waiting for us"))
    rows = data_questions.waiting_by_team(who, scope, platform)
    if not rows:
        say(_("Nobody is waiting for an answer."), "good")
        return
    late = sum(row.late for row in rows)
    words = counted("{n} question waits", "{n} questions wait", sum(row.waiting for row in rows))
    words += _(", {late} of them longer than 72 hours").format(late=number(late)) if late else ""
    draw(lead(words + "."))
    table([_waiting(row) for row in rows], "waiting-by-team", folded=True)


def _waiting(row: data_questions.WaitingCount) -> dict[str, Any]:
    return {
        _("Team"): row.team or row.district or _("The force's own accounts"),
        _("Waiting"): row.waiting,
        _("Late"): row.late,
        _("Due today"): row.due_today,
        _("Longest since"): moment(row.oldest),
    }


def fresh(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """When it was last collected, and what is missing and why."""
    st.header(_("How fresh these figures are"))
    rows, now = data_numbers.freshness(who, scope, platform), data.now()
    visits = [row.visited_at for row in rows if row.visited_at]
    if not visits:
        draw(lead(_("Nothing has been collected yet.")))
    else:
        draw(
            lead(
                _("Last collected {newest}; the account that waited longest, {oldest}.").format(
                    newest=ago(max(visits), now), oldest=ago(min(visits), now)
                )
            )
        )
    gaps = _gaps(data_numbers.missing(who, scope, platform))
    if gaps:
        title = counted("What is missing, and why ({n})", "What is missing, and why ({n})", len(gaps))
        with st.expander(title):
            draw(*gaps)


def _gaps(missing: Sequence[data_numbers.Missing]) -> list[str]:
    """A line for each reason; what is withheld of one account for the same reason stands together."""
    reasons: dict[tuple[object, ...], list[data_numbers.Missing]] = {}
    for one in missing:
        reasons.setdefault((one.kind, one.platform, one.account_id, one.says), []).append(one)
    return [_gap(some[0], [one.metric for one in some if one.metric]) for some in reasons.values()]


def _gap(one: data_numbers.Missing, metrics: Sequence[str]) -> str:
    names = ", ".join(map(_metric, metrics)) if one.kind == "withheld" else None
    return meta(one.account or data.label(one.platform), names, _why_missing(one), _since(one))


def _metric(name: str) -> str:
    return _(METRICS[name].label if name in METRICS else name)


def _since(one: data_numbers.Missing) -> str | None:
    return _("since {at}").format(at=moment(one.since)) if one.since else None


def _why_missing(one: data_numbers.Missing) -> str:
    known = TROUBLE.get(one.says)
    if known:
        return _(known)
    return one.says or {
        "never": _("never collected yet."),
        "stale": _("not collected for more than 36 hours."),
    }.get(one.kind, one.kind)

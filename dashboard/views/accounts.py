"""Accounts: how they began, which are silent, how their followers grew, and how fresh what we know of them is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from dashboard import compare_words, data, data_compare, period_picker
from dashboard.data_compare import DormantRow, FirstDays, Health, Known, LaunchRow, Silence
from dashboard.parts import choose_platform, draw, lead, meta, moment, number, say
from dashboard.views import overview_tables
from dashboard.words import _, counted, later
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.posts import PlatformName

SILENT_AFTER = 30
SINCE = timedelta(days=28)
STATES = {
    Health.WELL: later("collected"),
    Health.TROUBLE: later("in trouble"),
    Health.NEVER: later("never collected"),
    Health.STALE: later("not collected for more than 36 hours"),
    Health.RETIRED: later("left the roster"),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the accounts."""
    chosen = choose_platform(data.platforms())
    platform = PlatformName(chosen) if chosen else None
    if not data_compare.accounts(who, scope, platform):
        say(_("There is no account here. Look at another part of the force."))
        return
    _new(data_compare.launches(who, scope, platform))
    _silent(who, scope, platform)
    _growth(who, scope, platform)
    _fresh(who, scope, platform)


def _new(rows: Sequence[LaunchRow]) -> None:
    """How accounts began, where anybody looked at that time."""
    st.header(_("New accounts"))
    seen, others = (
        [row for row in rows if row.known is Known.SEEN],
        [row for row in rows if row.known is not Known.SEEN],
    )
    passed = [row for row in seen if row.passed_after is not None and row.passed_after <= 7]
    if passed:
        best = min(passed, key=lambda row: row.passed_after or 0)
        draw(lead(counted(
            "{n} account passed 1,000 followers within 7 days.", "{n} accounts passed 1,000 followers within 7 days.",
            len(passed),
        ) + " " + _("The quickest: {account}, in {days}.").format(
            account=best.account, days=counted("{n} day", "{n} days", best.passed_after or 0)
        )))  # fmt: skip
    elif seen:
        draw(lead(counted(
            "Of {n} account we saw the beginning.", "Of {n} accounts we saw the beginning.", len(seen)
        )))  # fmt: skip
    else:
        draw(lead(_("No account began here within the last year, as far as anybody looked at that time.")))
    draw(meta(_(
        "Days are counted from an account's first known post. It counts as new only when its followers were read "
        "within 3 days of that post. An older account that had been silent for a month would look new too."
    )))  # fmt: skip
    if seen:
        compare_words.figures([_launch(row) for row in seen], "new-accounts", notes=_notes())
    if others:
        title = counted("{n} account that is not new, or whose beginning is not known",
                        "{n} accounts that are not new, or whose beginning is not known",
                        len(others))  # fmt: skip
        compare_words.figures([_unknown(row) for row in others], "old-accounts", folded=True, title=title)


def _launch(row: LaunchRow) -> dict[str, Any]:
    cells: dict[str, Any] = _named(row) | {_("First post"): _day(row.began_on), _("First look"): _day(row.looked_on)}
    cells[_("Followers then")] = row.followers
    for days, first in ((7, row.week), (30, row.month)):
        cells[_("Followers after {days} days").format(days=days)] = _followers(first)
        cells[_("Posts in {days} days").format(days=days)] = first.posts if first else None
        cells[_("Replies in {days} days").format(days=days)] = first.replies if first else None
    cells[_("Passed 1,000 in")] = _passed(row)
    return cells


def _followers(first: FirstDays | None) -> str:
    if first is None or not first.over:
        return _("not over yet")
    return _("nobody looked then") if first.followers is None else number(first.followers)


def _passed(row: LaunchRow) -> str:
    if row.passed_after is not None:
        return counted("{n} day", "{n} days", row.passed_after)
    if row.followers is not None and row.followers >= 1000:
        return _("had them at the first look")
    return _("not in 30 days") if row.month and row.month.over else _("not yet")


def _unknown(row: LaunchRow) -> dict[str, Any]:
    why = {
        Known.TOO_LATE: _("not known: first look was on {day}, and it had posted before").format(
            day=_day(row.looked_on)
        ),
        Known.LONG_AGO: _("began on {day}, more than a year ago").format(day=_day(row.began_on)),
        Known.NO_POST: _("no post of it is known"),
        Known.NO_LOOK: _("its followers were never told"),
    }
    return _named(row) | {_("Beginning"): why[row.known], _("Followers at the first look"): row.followers}


def _named(row: LaunchRow | DormantRow) -> dict[str, Any]:
    return {
        _("Account"): row.account,
        _("Platform"): data.label(row.platform),
        _("Team"): row.team or row.district or _("The force's own accounts"),
    }


def _day(day: date | None) -> str | None:
    return period_picker.day(day) if day else None


def _silent(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """Accounts without a post for long."""
    st.header(_("Silent accounts"))
    days = st.number_input(
        _("Without a post for more than so many days"), 1, 3650, SILENT_AFTER, key="silent", bind="query-params",
        persist_state="session", width=320,
    )  # fmt: skip
    rows = data_compare.dormant(who, int(days or SILENT_AFTER), scope, platform)
    sure = [row for row in rows if row.silence is Silence.SILENT]
    if not rows:
        say(counted("Every account posted in the last day.", "Every account posted in the last {n} days.", int(days)),
            "good")  # fmt: skip
        return
    draw(lead(counted(
        "{n} account has been silent for more than", "{n} accounts have been silent for more than", len(sure)
    ) + " " + counted("{n} day.", "{n} days.", int(days))))  # fmt: skip
    if unsure := len(rows) - len(sure):
        draw(meta(counted(
            "Of {n} more it is not known.", "Of {n} more it is not known.", unsure,
        )))  # fmt: skip
    compare_words.figures([_silence(row) for row in rows], "silent-accounts")


def _silence(row: DormantRow) -> dict[str, Any]:
    says = {
        Silence.SILENT: _("silent"),
        Silence.EMPTY: _("no post of it is known"),
        Silence.NOT_KNOWN: _("not known: last collected {at}").format(at=moment(row.visited_at))
        if row.visited_at
        else _("not known: never collected"),
    }
    return _named(row) | {
        _("Silent"): says[row.silence],
        _("Days"): row.days,
        _("Last post"): _day(row.last_post_on),
        _("Followers"): row.followers,
    }


def _growth(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """Followers now beside those of any day."""
    st.header(_("Followers since"))
    today = data_compare.utc_today()
    since = st.date_input(
        _("Since"), today - SINCE, max_value=today, format="DD/MM/YYYY", key="followers-since", persist_state="session",
        width=220,
    )  # fmt: skip
    if not isinstance(since, date):
        return
    now = data_compare.followers(who, today, scope, platform)
    then = data_compare.followers(who, since, scope, platform)
    rows = [_grown(one, then.get(id_)) for id_, one in now.items()]
    known, day = sum(1 for row in rows if row[_("Change")] is not None), period_picker.day(since)
    says = _("Of {known} of {all} accounts it is known how many followers they had on {day}.").format(
        known=number(known), all=number(len(rows)), day=day
    )
    if not known:
        says = _("How many followers the accounts had on {day} is not known: nobody had looked by then.").format(
            day=day
        )
    draw(lead(says), meta(_(METRICS["followers"].means)))
    changed = sorted(rows, key=lambda row: (row[_("Change")] is None, -(row[_("Change")] or 0), row[_("Account")]))
    compare_words.figures(changed, "followers-since", notes=_notes(), folded=True)


def _grown(one: Any, before: Any) -> dict[str, Any]:
    had = before.followers if before else None
    change = one.followers - had if one.followers is not None and had is not None else None
    return {
        _("Account"): one.account,
        _("Platform"): data.label(one.platform),
        _("Team"): one.team or one.district or _("The force's own accounts"),
        _("Followers"): one.followers,
        _("As of"): moment(one.as_of),
        _("Followers then"): had,
        _("As of then"): moment(before.as_of) if before else None,
        _("Change"): change,
        _("Change, %"): round(100 * change / had, 1) if change is not None and had else None,
    }


def _fresh(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    """How fresh it is, what is not told, and account by account."""
    overview_tables.fresh(who, scope, platform)
    rows = data_compare.accounts(who, scope, platform)
    cells = [{
        _("Account"): row.account, _("Platform"): data.label(row.platform),
        _("Team"): row.team or row.district or _("The force's own accounts"), _("State"): _(STATES[row.state]),
        _("Last collected"): moment(row.visited_at), _("Last news"): moment(row.news_at),
        _("Posts in 30 days"): row.posts_30d, _("Followers"): row.followers,
        _("Followers as of"): moment(row.followers_as_of),
    } for row in rows]  # fmt: skip
    compare_words.figures(cells, "accounts", folded=True)


def _notes() -> list[tuple[str, str]]:
    return [(_("Followers"), _(METRICS["followers"].means))]

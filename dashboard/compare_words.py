"""What Compare and What works say alike: measures, ranges, what was left out and why, and the chart of ranges."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard import data, data_compare
from dashboard.exports import exports
from dashboard.parts import DASH, number, on_a_phone
from dashboard.words import _, counted, later
from domain.fair import LEAST_RANKED, LEAST_USUAL, Middle
from domain.metrics import METRICS, breaks, ended
from domain.period import Period
from domain.posts import PlatformName
from reporting.charts import Spec
from reporting.ranges import Ranged, ranges

Measure = data_compare.Measure

MEASURES: Mapping[Measure, tuple[str, str]] = {
    Measure.VIEWS: (later("Views"), later("views")),
    Measure.ENGAGEMENT: (later("Engagement"), later("engagement")),
    Measure.PER_1000_FOLLOWERS: (later("Engagement per 1,000 followers"), later("engagement per 1,000 followers")),
}
"""How a measure is called, at the head of something and within a sentence."""


def choose_one_platform() -> PlatformName:
    """The platform to compare on: one, for what is counted on another is something else. In the address."""
    names = data.platforms()
    chosen = st.segmented_control(
        _("Platform"), list(names), default=next(iter(names)), required=True, key="on-platform", bind="query-params",
        format_func=names.__getitem__, persist_state="session",
    )  # fmt: skip
    return PlatformName(chosen or next(iter(names)))


def choose_measure() -> Measure:
    """What is measured of each post; in the address."""
    chosen = st.selectbox(
        _("Measured by"), [one.value for one in MEASURES], format_func=lambda name: _(MEASURES[Measure(name)][0]),
        key="measured", bind="query-params", persist_state="session", width=280,
    )  # fmt: skip
    return Measure(chosen or Measure.VIEWS)


def means(by: Measure) -> str:
    """What a measure counts."""
    told = METRICS["views" if by is Measure.VIEWS else "engagement"].means
    if by is not Measure.PER_1000_FOLLOWERS:
        return _(told)
    return (
        _(told)
        + " "
        + _("For each thousand followers of the account about the day of the post (by a look at most 30 days from it).")
    )


def amount(value: float | None) -> str:
    """A middle as people read it: at most three figures of it that count, whole where it is large."""
    if value is None:
        return DASH
    return number(round(value)) if value >= 100 else f"{value:.3g}"


def times(value: float | None) -> str:
    """How many times the usual, to two decimals."""
    return DASH if value is None else f"{value:.2f}"


def span(middle: Middle | None, said: Any = amount) -> str:
    """The 95 % range in words: "8 to 20"; a dash where there are too few posts for one."""
    if middle is None or middle.low is None:
        return DASH
    return _("{low} to {high}").format(low=said(middle.low), high=said(middle.high))


def how() -> tuple[tuple[str, str], ...]:
    """How posts are compared, for whoever wants to know, on the page and in files."""
    return (
        (_("Same age"), _(
            "Each post counts as it stood at about a week of age: by the look nearest to seven days after it was "
            "posted, between five days and a fortnight. So old posts are not favoured."
        )),
        (_("Middle post"), _(
            "The median: half of the posts drew more, half drew less. One post that everybody shared does not move it."
        )),
        (_("Range"), _(
            "If posts like these were made again and again, the true middle would lie in such a range in 95 of 100 "
            "cases, as far as posts do not hang together. No shape of the numbers is assumed."
        )),
        (_("Few posts"), _(
            "Under {n} posts nothing is ranked and no difference is told."
        ).format(n=LEAST_RANKED)),
    )  # fmt: skip


def left_out(out: data_compare.LeftOut, untold: int, platform: PlatformName) -> list[str]:
    """Why posts are not in it, with how many; nothing where none was left out."""
    label = data.label(platform)
    told = (
        (out.young, counted("{n} is younger than five days", "{n} are younger than five days", out.young)),
        (out.unseen, counted(
            "{n} that nobody looked at between five days and a fortnight after it was posted",
            "{n} that nobody looked at between five days and a fortnight after they were posted", out.unseen,
        )),
        (untold, _("{n} of which {platform} does not tell it").format(n=number(untold), platform=label)),
        (out.gone, counted("{n} is no longer public", "{n} are no longer public", out.gone)),
    )  # fmt: skip
    return [says for count, says in told if count]


def few_of_account(few: int, nothing: int) -> list[str]:
    """Why posts cannot be set beside what is usual for their account, with how many."""
    told = (
        (few, _("{n} of accounts with fewer than {least} such posts: too few to know what is usual").format(
            n=number(few), least=LEAST_USUAL
        )),
        (nothing, _("{n} of accounts whose usual is 0").format(n=number(nothing))),
    )  # fmt: skip
    return [says for count, says in told if count]


def broken(by: Measure, platform: PlatformName, *periods: Period) -> list[str]:
    """What a reader must know before comparing: that a platform changed what it counts within or between periods."""
    name, label = "views" if by is Measure.VIEWS else "engagement", data.label(platform)
    whole = Period(min(one.first for one in periods), max(one.last for one in periods))
    says = [
        _("{platform} changed what it counts here on {day}: posts from before and after do not compare.").format(
            platform=label, day=f"{one.day.day} {one.day:%B %Y}"
        )
        for one in breaks(name, platform, whole)
    ]
    if (over := ended(name, platform, whole.last)) and over.until:
        since = f"{over.until.day} {over.until:%B %Y}"
        says.append(_("{platform} does not tell this since {day}.").format(platform=label, day=since))
    return says


def range_chart(rows: Sequence[Ranged], key: str, about: str, usual: tuple[float, str] | None = None) -> None:
    """The chart of middles with their ranges."""
    dark = st.context.theme.type == "dark"
    st.vega_lite_chart(chart_of(tuple(rows), usual, "", about, dark), width="stretch", theme=None, key=key)


@lru_cache(maxsize=300)
def chart_of(
    rows: tuple[Ranged, ...], usual: tuple[float, str] | None, title: str = "", about: str = "", dark: bool = False
) -> Spec:
    """The same as a specification: for the page, and titled and light for a file."""
    return ranges(rows, usual=usual, title=title, about=about, dark=dark)


def figures(
    rows: Sequence[Mapping[str, Any]],
    name: str,
    *,
    chart: Any = None,
    notes: Sequence[tuple[str, str]] = (),
    folded: bool | None = None,
    title: str = "",
    formats: Mapping[str, str] | None = None,
) -> None:
    """A table with its files; folded on a phone, or where asked. `formats`: how numbers of a column are written."""
    if not rows:
        st.caption(_("Nothing to show here."))
        return
    fold = on_a_phone() if folded is None else folded
    numeric = {key for row in rows for key, value in row.items() if isinstance(value, int | float)}
    kinds = dict.fromkeys(numeric, "localized") | dict(formats or {})
    columns = {key: st.column_config.NumberColumn(format=kind) for key, kind in kinds.items()}
    with st.expander(title or _("The figures as a table")) if fold else st.container(gap="xsmall"):
        st.dataframe(rows, hide_index=True, width="stretch", placeholder=DASH, column_config=columns)
        exports(name, rows, chart=chart, notes=notes)

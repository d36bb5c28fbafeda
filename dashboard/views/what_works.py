"""What works: what posts that have something in common drew, beside what is usual for their own account."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import streamlit as st

from dashboard import compare_words, data, data_compare, period_picker, time_words
from dashboard.compare_words import MEASURES, span, times
from dashboard.data_compare import EffectRow, Measure, TimeRow, Works
from dashboard.parts import draw, lead, meta, say
from dashboard.words import _, counted
from domain.fair import LEAST_RANKED, Middle
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from domain.works import Feature
from reporting.ranges import Ranged

DEFAULT = "90d"
USUAL = 1.0


class Look(NamedTuple):
    """What is looked at."""

    who: Signed
    scope: Scope | None
    by: Measure
    period: Period
    platform: PlatformName


def page(who: Signed, scope: Scope | None) -> None:
    """Draw what went with what."""
    look = _choose(who, scope)
    found = data_compare.what_works(who, look.by, look.period, look.platform, scope)
    for says in compare_words.broken(look.by, look.platform, look.period):
        say(says, "waiting")
    _headline(look, found)
    if found.posts:
        told, drawn = _by_feature(found)
        for feature in drawn:
            _feature(look, feature, told[feature], found.unknown[feature])
        _silent([(feature, rows) for feature, rows in told.items() if feature not in drawn])
    _best_times(look)
    _how(look)


def _choose(who: Signed, scope: Scope | None) -> Look:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = period_picker.period("works-time", DEFAULT)
        by = compare_words.choose_measure()
        platform = compare_words.choose_one_platform()
    return Look(who, scope, by, period, platform)


def _by_feature(found: Works) -> tuple[dict[Feature, list[EffectRow]], list[Feature]]:
    """The groups of each feature, and the features of which there is something to draw: two groups at least."""
    told = {feature: [row for row in found.rows if row.feature is feature] for feature in Feature}
    return told, [feature for feature, rows in told.items() if len(rows) > 1 and any(row.shown for row in rows)]


def _headline(look: Look, found: Works) -> None:
    clear = [row for row in found.rows if row.shown and _beside(row.times)]
    sentence = _clearest(look, clear) if clear else _("No group of posts is clearly above or below the usual.")
    if not found.posts:
        sentence = _("Not enough data: there is no post that can be set beside what is usual for its account.")
    posts = counted("{n} post compared", "{n} posts compared", found.posts)
    accounts = counted("of {n} account", "of {n} accounts", found.accounts)
    draw(lead(sentence), meta(f"{posts} {accounts}", period_picker.named(look.period), data.label(look.platform)))
    why = compare_words.left_out(found.out.left_out, found.out.untold, look.platform)
    why += compare_words.few_of_account(found.out.few, found.out.nothing)
    if why:
        draw(meta(_("Left out: {why}.").format(why="; ".join(why))))
    told, drawn = _by_feature(found)
    if groups := sum(row.shown for feature in drawn for row in told[feature]):
        say(_caution(groups), "waiting")


def _clearest(look: Look, clear: Sequence[EffectRow]) -> str:
    """The group farthest from the usual, told as what went together."""
    row = max(clear, key=lambda one: max(one.times.median, 1 / max(one.times.median, 0.01)))
    words = _("Farthest from the usual: the group “{group}”, with {times} times the usual {what} (95 % range {range}).")
    return words.format(
        group=time_words.said(row.feature, row.value),
        times=times(row.times.median),
        what=_(MEASURES[look.by][1]),
        range=span(row.times, times),
    )


def _caution(groups: int) -> str:
    went = _("This shows what went together, not what made the difference.")
    return " ".join((went, _by_chance(groups), _("Try it again before you rely on it.")))


def _by_chance(ranges: int) -> str:
    """How often such a range misses, beside how many are shown."""
    return counted(
        "Of 20 such ranges about 1 misses the truth by chance alone, and {n} is shown here.",
        "Of 20 such ranges about 1 misses the truth by chance alone, and {n} are shown here.", ranges,
    )  # fmt: skip


def _feature(look: Look, feature: Feature, rows: Sequence[EffectRow], unknown: int) -> None:
    """One thing that posts have in common: the chart, the table, and who is hidden."""
    title = _(time_words.FEATURES[feature])
    st.header(title)
    _chart(look, feature, [row for row in rows if row.shown], title)
    few = "; ".join(
        f"{time_words.said(feature, row.value)} ({counted('{n} post', '{n} posts', row.times.n)})"
        for row in rows if not row.shown
    )  # fmt: skip
    if few:
        draw(meta(_("Too few posts to say: {groups}.").format(groups=few)))
    if unknown and feature in time_words.UNKNOWN:
        draw(meta(counted(*time_words.UNKNOWN[feature], unknown)))


def _silent(told: Sequence[tuple[Feature, Sequence[EffectRow]]]) -> None:
    """What nothing can be said of, and why."""
    if not told:
        return
    st.header(_("Too little is known of these"))
    for feature, rows in told:
        says = _("not enough data: no group has {n} posts.").format(n=LEAST_RANKED)
        if len(rows) == 1 and rows[0].shown:
            says = _("where it is known, all these posts are alike ({group}).").format(
                group=time_words.said(feature, rows[0].value)
            )
        draw(meta(f"{_(time_words.FEATURES[feature])}: {says}"))


def _chart(look: Look, feature: Feature, rows: Sequence[EffectRow], title: str) -> None:
    drawn = tuple(_ranged(row) for row in rows)
    usual = (USUAL, _("Usual for the account"))
    about = _("How many times the usual of their account posts had, group by group, with 95 % ranges")
    compare_words.range_chart(drawn, f"works-{feature}", about, usual)
    heading = f"{title} · {_(MEASURES[look.by][0])} · {data.label(look.platform)} · {period_picker.named(look.period)}"
    compare_words.figures(
        [_cells(row) for row in rows], f"what-works-{feature}", notes=_notes(look), folded=True,
        chart=lambda: compare_words.chart_of(drawn, usual, heading),
    )  # fmt: skip


def _ranged(row: EffectRow) -> Ranged:
    says = _("{times} × · {posts}").format(
        times=times(row.times.median), posts=counted("{n} post", "{n} posts", row.times.n)
    )
    ends = (row.times.low, row.times.high) if row.times.low is not None and row.times.high is not None else None
    return Ranged(time_words.said(row.feature, row.value), says, row.times.median, ends)


def _cells(row: EffectRow) -> dict[str, Any]:
    return {
        _("Posts"): time_words.said(row.feature, row.value),
        _("Times the usual"): round(row.times.median, 2),
        _("95 % range"): span(row.times, times),
        _("Beside the usual"): _beside(row.times) or _("no clear difference"),
        _("Number of posts"): row.times.n,
        _("Of so many accounts"): row.accounts,
    }


def _beside(middle: Middle) -> str:
    """Whether the whole range lies on one side of the usual, in a word; "" where it does not."""
    if middle.low is None or middle.high is None:
        return ""
    return _("above") if middle.low > USUAL else _("below") if middle.high < USUAL else ""


def _best_times(look: Look) -> None:
    """When the posts of an account, or of all in sight, did better or worse than usual."""
    st.header(_("Times of the week"))
    account = _account(look)
    rows = data_compare.best_times(look.who, look.by, look.period, look.platform, look.scope, account)
    slots = [row for row in rows if row.weekday is not None and row.block is not None]
    told = sorted((row for row in slots if row.times), key=lambda row: -(row.times.median if row.times else 0))
    if not told:
        draw(meta(_("Not enough data: at no time of the week were {n} posts made that can be compared.").format(
            n=LEAST_RANKED
        )))  # fmt: skip
        return
    few = len(slots) - len(told)
    draw(lead(counted(
        "At {n} time of the week there are enough posts to say how they did.",
        "At {n} times of the week there are enough posts to say how they did.", len(told),
    )))  # fmt: skip
    if few:
        draw(meta(counted(
            "At {n} other time there are fewer than ten: not enough data.",
            "At {n} other times there are fewer than ten: not enough data.", few,
        )))  # fmt: skip
    draw(meta(_by_chance(len(told))))
    compare_words.figures([_time(row) for row in told], "times-of-the-week", notes=_notes(look), folded=False)


def _account(look: Look) -> UUID | None:
    accounts = [one for one in data.accounts(look.who, look.scope) if one.platform is look.platform]
    names = {one.id: one.account for one in accounts}
    return st.selectbox(
        _("Account"), list(names), index=None, format_func=lambda id_: names[id_], placeholder=_("All accounts"),
        key=f"times-of-{look.platform}", width=320,
    )  # fmt: skip


def _time(row: TimeRow) -> dict[str, Any]:
    return {
        _("When (London)"): time_words.time_of_week(row),
        _("Times the usual"): round(row.times.median, 2) if row.times else None,
        _("95 % range"): span(row.times, times),
        _("Beside the usual"): (_beside(row.times) if row.times else "") or _("no clear difference"),
        _("Number of posts"): row.posts,
    }


def _how(look: Look) -> None:
    with st.expander(_("How this is worked out")):
        for head, says in _notes(look):
            draw(lead(head), meta(says))


def _notes(look: Look) -> list[tuple[str, str]]:
    return [
        (_("Counted"), compare_words.means(look.by)),
        (_("Usual"), _(
            "The median of the account's own posts of the same time on the same platform. Each post is told in times "
            "of it, so that big pages do not decide."
        )),
        *compare_words.how(),
        (_("Not a cause"), _(
            "Posts differ in many things at once: a picture may stand beside every appeal for a missing person. What "
            "went together is shown; what made the difference is not known."
        )),
        (_("Whose posts"), _("Only the force's own, never anybody else's.")),
    ]  # fmt: skip

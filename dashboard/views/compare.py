"""Compare: teams, districts or accounts beside each other, post by post, in two periods, on one platform."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import streamlit as st

from dashboard import compare_words, data, data_compare, period_picker
from dashboard.compare_words import MEASURES, amount, span
from dashboard.data_compare import ComparedRow, Comparison, Measure, Places, Stretch
from dashboard.parts import DASH, draw, lead, meta, moment, one_line, say, shown
from dashboard.words import _, counted, later
from domain.fair import LEAST_RANKED, Middle
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from reporting.ranges import Ranged

PLACES = {Places.TEAM: later("Teams"), Places.DISTRICT: later("Districts"), Places.ACCOUNT: later("Accounts")}
AGAINST = {"before": later("The time before it"), "year": later("A year earlier, the same weekdays")}
A_YEAR = timedelta(weeks=52)
DEFAULT = "28d"


class Look(NamedTuple):
    """What is looked at."""

    who: Signed
    scope: Scope | None
    places: Places
    by: Measure
    period: Period
    against: Period
    platform: PlatformName


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the comparison."""
    look = _choose(who, scope)
    found = data_compare.compare(who, look.places, look.by, look.period, look.against, look.platform, scope)
    for says in compare_words.broken(look.by, look.platform, look.period, look.against):
        say(says, "waiting")
    _sentence(look, found)
    _ranked(look, found)
    _too_few(look, found.too_few)
    _left_out(look, found)
    _behind(look, [*found.ranked, *found.too_few])
    _how(look)


def _choose(who: Signed, scope: Scope | None) -> Look:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = period_picker.period("compare-time", DEFAULT)
        against = st.selectbox(
            _("Set against"), list(AGAINST), format_func=lambda name: _(AGAINST[name]), key="against",
            bind="query-params", persist_state="session", width=280,
        )  # fmt: skip
        by = compare_words.choose_measure()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        platform = compare_words.choose_one_platform()
        places = st.segmented_control(
            _("Beside each other"), [one.value for one in PLACES], default=Places.TEAM.value, required=True,
            key="places", format_func=lambda name: _(PLACES[Places(name)]), bind="query-params",
            persist_state="session",
        )  # fmt: skip
    earlier = period.before() if against != "year" else Period(period.first - A_YEAR, period.last - A_YEAR)
    return Look(who, scope, Places(places or Places.TEAM), by, period, earlier, platform)


def _sentence(look: Look, found: Comparison) -> None:
    times = meta(
        _("{period} (full dots)").format(period=period_picker.named(look.period)),
        _earlier(look, found),
        _("{platform} only").format(platform=data.label(look.platform)),
    )
    if not found.ranked:
        draw(lead(_("Nowhere are there {n} posts that can be compared.").format(n=LEAST_RANKED)), times)
        return
    first, last = found.ranked[0], found.ranked[-1]
    draw(lead(_extremes(look, first, last)), times)
    if len(found.ranked) > 1 and _overlap(first.now.middle, last.now.middle):
        draw(meta(_("All these ranges overlap: the order may be chance.")))
    elif any(_overlap(a.now.middle, b.now.middle) for a, b in zip(found.ranked, found.ranked[1:], strict=False)):
        draw(meta(_("Where ranges overlap, the order may be chance.")))


def _earlier(look: Look, found: Comparison) -> str:
    """The time that it is set against, and whether there is anything of it to set."""
    period = period_picker.named(look.against)
    if any(row.before.middle and row.before.middle.ranked for row in found.ranked):
        return _("{period} (hollow dots)").format(period=period)
    return _("{period}: nowhere enough posts to set against").format(period=period)


def _extremes(look: Look, first: ComparedRow, last: ComparedRow) -> str:
    what, high = _(MEASURES[look.by][1]), amount(_median(first.now))
    if first is last:
        return _("The middle post of {name} had {high} {what}; of no other place are there enough posts.").format(
            name=first.name, high=high, what=what
        )
    return _("The middle post had between {low} {what} ({last}) and {high} ({first}).").format(
        low=amount(_median(last.now)), what=what, last=last.name, high=high, first=first.name
    )


def _overlap(one: Middle | None, other: Middle | None) -> bool:
    if not one or not other or one.low is None or other.low is None or one.high is None or other.high is None:
        return True
    return one.low <= other.high and other.low <= one.high


def _median(stretch: Stretch) -> float | None:
    return stretch.middle.median if stretch.middle else None


def _ranked(look: Look, found: Comparison) -> None:
    if not found.ranked:
        return
    rows = [_ranged(row) for row in found.ranked]
    about = _("The middle post of each place with the range it may lie in, and the same before")
    compare_words.range_chart(rows, f"compare-{look.places}", about)
    title = f"{_(MEASURES[look.by][0])} · {data.label(look.platform)} · {period_picker.named(look.period)}"
    compare_words.figures(
        [_cells(look, row) for row in found.ranked], "compare", notes=_notes(look),
        chart=lambda: compare_words.chart_of(tuple(rows), None, title),
    )  # fmt: skip


def _ranged(row: ComparedRow) -> Ranged:
    now, before = row.now.middle, row.before.middle
    says = counted("{n} post", "{n} posts", row.now.compared)
    return Ranged(
        row.name, f"{amount(_median(row.now))} · {says}", _median(row.now) or 0.0, _ends(now),
        _median(row.before) if before and before.ranked else None, _ends(before) if before and before.ranked else None,
    )  # fmt: skip


def _ends(middle: Middle | None) -> tuple[float, float] | None:
    if middle is None or middle.low is None or middle.high is None:
        return None
    return middle.low, middle.high


def _cells(look: Look, row: ComparedRow) -> dict[str, Any]:
    cells: dict[str, Any] = {_("Name"): row.name}
    if look.places is Places.TEAM:
        cells[_("District")] = row.district or DASH
    cells |= {
        _("Middle post"): _rounded(row.now),
        _("95 % range"): span(row.now.middle),
        _("Posts compared"): row.now.compared,
        _("All posts"): row.now.posts,
        _("Middle post before"): _rounded(row.before),
        _("95 % range before"): span(row.before.middle),
        _("Posts compared before"): row.before.compared,
    }
    if look.places is Places.DISTRICT and look.by is not Measure.PER_1000_FOLLOWERS:
        cells[_("All posts, per 1,000 residents")] = row.now.per_1000
        cells[_("The same before")] = row.before.per_1000
    return cells


def _rounded(stretch: Stretch) -> float | None:
    median = _median(stretch)
    return None if median is None else round(median, 2)


def _too_few(look: Look, rows: Sequence[ComparedRow]) -> None:
    """By name: nothing here is ranked."""
    if not rows:
        return
    title = counted("{n} place with too few posts to rank", "{n} places with too few posts to rank", len(rows))
    cells = [_cells(look, row) for row in rows]
    compare_words.figures(cells, "too-few-posts", notes=_notes(look), folded=True, title=title)


def _left_out(look: Look, found: Comparison) -> None:
    for span_, untold in ((look.period, found.now), (look.against, found.before)):
        why = compare_words.left_out(untold.left_out, untold.untold, look.platform)
        if why:
            draw(meta(_("Left out of {period}: {why}.").format(period=period_picker.named(span_), why="; ".join(why))))


def _behind(look: Look, rows: Sequence[ComparedRow]) -> None:
    """The posts that a number was made of."""
    with_posts = {str(row.id): row for row in rows if row.now.compared}
    if not with_posts:
        return
    st.header(_("The posts behind"))
    chosen = st.selectbox(
        _("Of which place"), list(with_posts), index=None, placeholder=_("Choose one"), key=f"behind-{look.places}",
        format_func=lambda key: with_posts[key].name, width=320,
    )  # fmt: skip
    if chosen is None:
        return
    row = with_posts[chosen]
    posts = data_compare.compared_posts(look.who, look.places, row.id, look.by, look.period, look.platform, look.scope)
    draw(meta(counted("{n} post", "{n} posts", len(posts)), period_picker.named(look.period)))
    cells = [{
        _("Post"): one_line(shown(post.text), 80), _("Account"): post.account, _("Posted"): moment(post.posted_at),
        _(MEASURES[look.by][0]): None if post.value is None else round(post.value, 2),
    } for post in posts]  # fmt: skip
    compare_words.figures(cells, "posts-behind", notes=_notes(look), folded=False)


def _how(look: Look) -> None:
    with st.expander(_("How this is compared")):
        for head, says in _notes(look):
            draw(lead(head), meta(says))


def _notes(look: Look) -> list[tuple[str, str]]:
    notes = [(_("Counted"), compare_words.means(look.by)), *compare_words.how()]
    notes.append((_("Followers"), _(
        "Places with more followers are seen more. Engagement per 1,000 followers says it for pages of any size."
    )))  # fmt: skip
    if look.places is Places.DISTRICT:
        notes.append((_("Per 1,000 residents"), _(
            "All that the posts of the district drew, by their newest numbers, for each thousand residents. The "
            "force's own accounts stand apart and have no residents of their own."
        )))  # fmt: skip
    elif look.places is Places.TEAM:
        notes.append((_("Residents"), _("The roster tells residents of districts, not of teams.")))
    return notes

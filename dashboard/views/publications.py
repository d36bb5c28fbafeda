"""Publications: what went out, is on its way or did not; open one for its whole story."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import data, stories, story_words
from dashboard.parts import (
    STATES,
    choose_platform,
    draw,
    lead,
    link,
    meta,
    moment,
    one_line,
    said,
    say,
)
from dashboard.tables import export
from dashboard.views import publication_story
from dashboard.words import _, counted, later
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State

OPEN, OF, MANY = "id", "post", "many"
AT_ONCE, MOST = 30, 500
SHOW: dict[str, tuple[str, tuple[State, ...]]] = {
    "all": (later("All"), ()),
    "out": (later("Went out"), (State.PUBLISHED,)),
    "coming": (later("On its way"), (State.QUEUED, State.PUBLISHING)),
    "open": (later("Needs somebody"), (State.UNKNOWN, State.FAILED, State.WAITING)),
    "stopped": (later("Stopped"), (State.CANCELLED,)),
    "down": (later("Taken down"), ()),
}
SPANS = {7: later("7 days"), 28: later("28 days"), 90: later("90 days"), 365: later("A year")}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the story that the address names, or the list."""
    which = _named(OPEN)
    found = stories.story(who, which) if which else None
    if found:
        if st.button(_("← All publications"), type="tertiary"):
            st.query_params.pop(OPEN, None)
            st.rerun()
        publication_story.draw_story(who, found)
        return
    if OPEN in st.query_params:
        say(_("That publication is not there, or it is not one of yours to see."), "waiting")
    _list(who, scope)


def _list(who: Signed, scope: Scope | None) -> None:
    message = _named(OF)
    show, days, platform, words = _choose()
    if message and st.button(_("Only one post is shown: show all")):
        st.query_params.pop(OF, None)
        st.rerun()
    many = _how_many()
    since = None if message else data.days_back(days)[0]
    rows = stories.publications(
        who, scope, platform, SHOW[show][1], since,
        words=words, taken_down=show == "down", message_id=message, limit=many + 1,
    )  # fmt: skip
    draw(lead(_summary(rows[:many], more=len(rows) > many)))
    for row in rows[:many]:
        _card(row)
    if len(rows) > many and many < MOST and st.button(_("Show more")):
        st.query_params[MANY] = str(many + AT_ONCE)
        st.rerun()
    if rows:
        export([_sheet(row) for row in rows[:many]], "publications")


def _choose() -> tuple[str, int, PlatformName | None, str]:
    show = st.segmented_control(
        _("Show"), list(SHOW), default="all", required=True, format_func=lambda key: _(SHOW[key][0]),
        key="publications-show", bind="query-params", persist_state="session", wrap=True,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox(
            _("Due in the last"), list(SPANS), index=1, format_func=lambda key: _(SPANS[key]), width=180,
            key="publications-days", bind="query-params", persist_state="session",
        )  # fmt: skip
        platform = choose_platform(data.platforms())
        words = st.text_input(
            _("Words in the post"), key="publications-words", bind="query-params", persist_state="session", width=260
        )
    return str(show), int(days), PlatformName(platform) if platform else None, words or ""


def _summary(rows: Sequence[stories.PublicationRow], *, more: bool) -> str:
    if not rows:
        return _("There is nothing like that.")
    if more:
        return counted("The last {n} of them, the latest first.", "The last {n} of them, the latest first.", len(rows))
    return counted("{n} publication.", "{n} publications, the latest first.", len(rows))


def _card(row: stories.PublicationRow) -> None:
    with st.container(border=True, key=f"publication-{row.id}", gap="xsmall"):
        where = row.team or row.district or _("whole force")
        when = moment(row.published_at or row.due_at)
        kind = _("answer") if row.answer else None
        draw(story_words.state_badge(row), meta(when, row.account, data.label(row.platform), where, row.author, kind))
        draw(said(one_line(row.text, 200)))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_("The whole story"), key=f"open-{row.id}"):
                st.query_params[OPEN] = str(row.id)
                st.rerun()
            if row.url and not row.gone_at:
                draw(see_it(row))


def see_it(row: stories.PublicationRow) -> str:
    """The link to where it is public."""
    label = data.label(row.platform)
    where = data.public_link(row.url or "", row.platform, row.account)
    return link(_("See it on {platform}").format(platform=label), where)


def _sheet(row: stories.PublicationRow) -> dict[str, Any]:
    return {
        _("Due"): moment(row.due_at, zone=True),
        _("Published"): moment(row.published_at, zone=True),
        _("State"): _(STATES["held" if row.held else str(row.state)][2]),
        _("Taken down"): str(row.take_down or ""),
        _("Account"): row.account,
        _("Platform"): data.label(row.platform),
        _("Team"): row.team or "",
        _("Text"): row.text,
        _("By"): row.author,
        _("Attempts"): row.attempts,
        _("Address"): row.url or "",
        _("Number"): str(row.id),
    }


def _named(parameter: str) -> UUID | None:
    try:
        return UUID(st.query_params.get(parameter, ""))
    except ValueError:
        return None


def _how_many() -> int:
    asked = st.query_params.get(MANY, "")
    return min(int(asked), MOST) if asked.isdecimal() and int(asked) > 0 else AT_ONCE

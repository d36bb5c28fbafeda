"""Questions: who is waiting for an answer from us, the longest first, and the place to answer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.boxes import line_box, text_box
from dashboard.parts import (
    PROMISE,
    beginning,
    choose_platform,
    coloured,
    draw,
    lead,
    link,
    meta,
    moment,
    number,
    one_line,
    plain,
    said,
    say,
    shown,
    talk,
    time_left,
)
from dashboard.tables import export
from dashboard.words import _, counted, later
from domain.people import MAY, Act, Scope, Signed
from domain.posts import PlatformName

AT_ONCE = 20
LONGEST = 600  # signs of a question in the list; the whole of it stands in its conversation
OPEN, MANY = "question", "many"
STATES = {
    "waiting": later("Waiting"),
    "answered": later("Answered"),
    "set_aside": later("Set aside"),
    "gone": later("Gone"),
}
BECAME = {
    "answered": ("good", later("answered")),
    "set_aside": ("muted", later("set aside")),
    "gone": ("muted", later("no longer public, or no longer a question")),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the queue, or the one question that is open."""
    chosen = _asked_for()
    row = data.question(who, chosen) if chosen else None
    if row:
        with st.container(key=f"question-{row.id}"):
            _one(who, scope, row)
        return
    if OPEN in st.query_params:
        say(_("That question is not there, or it is not one of yours to see."), "waiting")
    _queue(who, scope)


def _asked_for() -> UUID | None:
    try:
        return UUID(st.query_params.get(OPEN, ""))
    except ValueError:
        return None


def _go(question_id: UUID | None) -> None:
    if question_id:
        st.query_params[OPEN] = str(question_id)
    else:
        st.query_params.pop(OPEN, None)


def _queue(who: Signed, scope: Scope | None) -> None:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("Show"), list(STATES), default="waiting", required=True, format_func=lambda key: _(STATES[key]),
            key="state", bind="query-params", persist_state="session", wrap=True,
        )  # fmt: skip
        platform = choose_platform(data.platforms())
    only = PlatformName(platform) if platform else None
    many = _how_many()
    rows = data.questions(who, scope, only, str(state), many + 1)
    with place:
        _summary(who, scope, only) if state == "waiting" else draw(lead(_("The newest first.") if rows else _("None.")))
    for place_in_list, row in enumerate(rows[:many]):
        _card(row, first=place_in_list == 0)
    if len(rows) > many and st.button(_("Show more")):
        st.query_params[MANY] = str(many + AT_ONCE)
        st.rerun()
    if rows:
        export([_sheet(row) for row in rows[:many]], "questions")


def _how_many() -> int:
    asked = st.query_params.get(MANY, "")
    return min(int(asked), 500) if asked.isdecimal() and int(asked) > 0 else AT_ONCE


def _summary(who: Signed, scope: Scope | None, platform: PlatformName | None) -> None:
    rows = data.waiting_by_team(who, scope, platform)
    waiting, late, today = (sum(getattr(row, name) for row in rows) for name in ("waiting", "late", "due_today"))
    if not waiting:
        say(_("Nobody is waiting for an answer here."), "good")
        return
    words = [counted("{n} question waits for an answer", "{n} questions wait for an answer", waiting)]
    words += [_("{n} longer than 72 hours").format(n=number(late))] if late else []
    words += [_("{n} due today").format(n=number(today))] if today else []
    draw(lead("; ".join(words) + "."))


def _card(row: data.QuestionRow, *, first: bool) -> None:
    with st.container(border=True, key=f"card-{row.id}", gap="xsmall"):
        draw(
            _clock(row),
            meta(_author(row), row.team or row.district, data.label(row.platform), moment(row.asked_at)),
            said(beginning(shown(row.text), LONGEST)),
            meta(_under(row)),
        )
        words, why = _("Open"), _("The conversation, and the box to answer")
        if st.button(words, key=f"open-{row.id}", help=why, shortcut="J" if first else None):
            _go(row.id)
            st.rerun()


def _clock(row: data.QuestionRow) -> str:
    if row.state in BECAME:
        colour, words = BECAME[row.state]
        return coloured(_(words), colour)
    if row.on_its_way:
        return coloured(_("an answer is on its way"), "good")
    if row.awaits_approval:
        return coloured(_("an answer awaits approval"), "waiting")
    return coloured(*time_left(row.waiting_since, data.now(), PROMISE))


def _author(row: data.QuestionRow) -> str:
    return row.author or _("Someone on {platform}").format(platform=data.label(row.platform))


def _under(row: data.QuestionRow) -> str:
    if row.post:
        return _("Under our post: {post}").format(post=one_line(shown(row.post)))
    return _("Written to {account} of their own accord").format(account=row.account)


def _sheet(row: data.QuestionRow) -> dict[str, Any]:
    return {
        _("Asked"): moment(row.asked_at),
        _("By"): _author(row),
        _("Text"): shown(row.text),
        _("Team"): row.team or row.district,
        _("Platform"): data.label(row.platform),
        _("Hours left"): row.hours_left,
        _("Address"): row.url,
    }


def _one(who: Signed, scope: Scope | None, row: data.QuestionRow) -> None:
    _moves(_neighbours(who, scope, row))
    draw(_clock(row), meta(row.account, row.team or row.district, data.label(row.platform)))
    if row.surface != "thread":
        draw(meta(_under(row)))
    for piece in data.thread(who, row.id):
        who_said = _("{account} (us)").format(account=row.account) if piece.by_us else piece.author
        draw(
            talk(
                who_said or _author(row),
                moment(piece.at),
                _("No longer public.") if piece.gone_at else shown(piece.text),
                ours=piece.by_us,
                asked=piece.asks,
            )
        )
    if row.url:  # what is no longer public has none
        draw(link(_("See it where it is public"), data.public_link(row.url, row.platform, row.account)))
    if row.state == "waiting" and not row.on_its_way and not row.awaits_approval:
        _close_it(who, row)
    elif row.closed_by or row.reason:
        draw(meta(row.closed_by, row.reason, moment(row.closed_at)))


def _neighbours(who: Signed, scope: Scope | None, row: data.QuestionRow) -> tuple[UUID | None, UUID | None]:
    """The one before and the one after in the queue."""
    ids = [one.id for one in data.questions(who, scope, None, "waiting", 500)]
    if row.id not in ids:
        return None, None
    at = ids.index(row.id)
    return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


def _moves(neighbours: Sequence[UUID | None]) -> None:
    before, after = neighbours
    with st.container(horizontal=True):
        if st.button(_("List"), icon=":material/arrow_back:", type="tertiary", shortcut="L"):
            _go(None)
            st.rerun()
        if st.button(_("Previous"), type="tertiary", shortcut="K", disabled=before is None):
            _go(before)
            st.rerun()
        if st.button(_("Next"), type="tertiary", shortcut="J", disabled=after is None):
            _go(after)
            st.rerun()


def _close_it(who: Signed, row: data.QuestionRow) -> None:
    if Act.ANSWER not in MAY[who.role]:
        say(_("The team and comms answer the public. You may read along."))
        return
    _answer(who, row)
    _set_aside(who, row)


def _answer(who: Signed, row: data.QuestionRow) -> None:
    can = data.capabilities(row.platform)
    text = text_box(_("Your answer, public, as {account}").format(account=plain(row.account)), f"answer-{row.id}")
    used = can.count_text(text)
    draw(meta(f"{number(used)} / {number(can.max_text)}") if used <= can.max_text else coloured(
        _("{used} / {most}: too long").format(used=number(used), most=number(can.max_text)), "danger"
    ))  # fmt: skip
    if st.button(_("Answer publicly as {account}").format(account=plain(row.account)), type="primary", wrap=True):
        if not text.strip():
            say(_("Write an answer first."), "danger")
        elif acts.answer(who, row.id, text):
            _go(None)
            st.rerun()


def _set_aside(who: Signed, row: data.QuestionRow) -> None:
    shows = f"aside-open-{row.id}"
    if st.button(_("No answer is owed…"), key=f"aside-ask-{row.id}", shortcut="S"):
        st.session_state[shows] = not st.session_state.get(shows)
    if not st.session_state.get(shows):
        return
    reason = line_box(_("Why?"), f"aside-{row.id}", placeholder=_("answered by phone; not a question; …"))
    if st.button(_("Set aside"), key=f"aside-do-{row.id}") and acts.set_aside(who, row.id, reason):
        _go(None)
        st.rerun()

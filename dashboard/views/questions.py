"""Questions: who is waiting for an answer from us, the longest first, and the place to answer."""

from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.parts import (
    PROMISE,
    coloured,
    count_of,
    draw,
    meta,
    moment,
    number,
    one_line,
    said,
    shown,
    talk,
    time_left,
)
from dashboard.words import _
from domain.people import Scope, Signed
from domain.posts import PlatformName

AT_ONCE = 20
OPEN = "question"


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the queue, or the one question that is open."""
    chosen = st.query_params.get(OPEN)
    row = data.question(who, UUID(chosen)) if chosen and _is_id(chosen) else None
    if row:
        _one(who, row)
    else:
        _queue(who, scope)


def _queue(who: Signed, scope: Scope | None) -> None:
    states = {"waiting": _("Waiting"), "answered": _("Answered"), "set_aside": _("Set aside")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("Show"), list(states), default="waiting", required=True, format_func=states.__getitem__, key="state",
            bind="query-params", persist_state="session",
        )  # fmt: skip
        labels = data.platforms()
        platform = st.selectbox(
            _("Platform"), ["", *labels], format_func=lambda p: labels.get(p) or _("All platforms"), key="platform",
            bind="query-params", persist_state="session", width=220,
        )  # fmt: skip
    only = PlatformName(platform) if platform else None
    many = int(st.session_state.setdefault("questions_shown", AT_ONCE))
    rows = data.questions(who, scope, only, str(state), many + 1)
    if state == "waiting":
        _summary(who, scope)
    elif not rows:
        st.write(_("None."))
    for row in rows[:many]:
        _card(row)
    if len(rows) > many and st.button(_("Show more")):
        st.session_state["questions_shown"] = many + AT_ONCE
        st.rerun()


def _summary(who: Signed, scope: Scope | None) -> None:
    rows = data.waiting_by_team(who, scope)
    waiting, late, today = (sum(getattr(row, name) for row in rows) for name in ("waiting", "late", "due_today"))
    if not waiting:
        st.success(_("Nobody is waiting for an answer here."))
        return
    words = [_("{questions} wait for an answer").format(questions=count_of(waiting, _("question"), _("questions")))]
    words += [_("{n} longer than 72 hours").format(n=number(late))] if late else []
    words += [_("{n} due today").format(n=number(today))] if today else []
    st.write("; ".join(words) + ".")


def _card(row: data.QuestionRow) -> None:
    with st.container(border=True, key=f"card-{row.id}"):
        where = row.team or row.district
        draw(
            _clock(row),
            meta(_author(row), where, data.label(row.platform), moment(row.asked_at)),
            said(row.text),
            meta(_under(row)),
        )
        if st.button(_("Open"), key=f"open-{row.id}", help=_("The conversation, and the box to answer")):
            st.query_params[OPEN] = str(row.id)
            st.rerun()


def _clock(row: data.QuestionRow) -> str:
    if row.state != "waiting":
        return coloured(_(row.state.replace("_", " ")), "good" if row.state == "answered" else "muted")
    if row.on_its_way:
        return coloured(_("an answer is on its way"), "good")
    if row.awaits_approval:
        return coloured(_("an answer awaits approval"), "waiting")
    return coloured(*time_left(row.waiting_since, data.now(), PROMISE))


def _author(row: data.QuestionRow) -> str:
    return row.author or _("Someone on {platform}").format(platform=data.label(row.platform))


def _under(row: data.QuestionRow) -> str:
    if row.post:
        return _("Under our post: {post}").format(post=one_line(row.post))
    return _("Written to {account} of their own accord").format(account=row.account)


def _one(who: Signed, row: data.QuestionRow) -> None:
    if st.button(_("Back to the list"), icon=":material/arrow_back:", type="tertiary"):
        _close()
    draw(_clock(row), meta(row.account, row.team or row.district, data.label(row.platform)))
    for piece in data.thread(who, row.id):
        who_said = _("{account} (us)").format(account=row.account) if piece.by_us else piece.author
        draw(
            talk(
                who_said or _("Someone"),
                moment(piece.at),
                _("No longer public.") if piece.gone_at else shown(piece.text),
                ours=piece.by_us,
                asked=piece.asks,
            )
        )
    if row.url:
        st.link_button(
            _("See it where it is public"), data.public_link(row.url, row.platform, row.account), type="tertiary"
        )
    if row.state == "waiting" and not row.on_its_way and not row.awaits_approval:
        _answer(who, row)
        _set_aside(who, row)
    elif row.closed_by or row.reason:
        draw(meta(row.closed_by, row.reason, moment(row.closed_at)))


def _answer(who: Signed, row: data.QuestionRow) -> None:
    can = data.capabilities(row.platform)
    text = st.text_area(
        _("Your answer, public, as {account}").format(account=row.account), key=f"answer-{row.id}", height=140
    )
    used = can.count_text(text or "")
    colour = "danger" if used > can.max_text else "muted"
    draw(f'<span class="bl-{colour}">{number(used)} / {number(can.max_text)}</span>')
    if st.button(_("Answer publicly as {account}").format(account=row.account), type="primary"):
        if not (text or "").strip():
            st.error(_("Write an answer first."))
        elif acts.answer(who, row.id, text or ""):
            _close()


def _set_aside(who: Signed, row: data.QuestionRow) -> None:
    with st.popover(_("No answer is owed…")):
        reason = st.text_input(_("Why?"), key=f"aside-{row.id}", placeholder=_("answered by phone; not a question; …"))
        if st.button(_("Set aside"), key=f"aside-do-{row.id}") and acts.set_aside(who, row.id, reason or ""):
            _close()


def _close() -> None:
    st.query_params.pop(OPEN, None)
    st.rerun()


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

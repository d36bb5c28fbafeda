"""Attention: what is unknown, failed, late, held or in trouble; each a sentence and its next step."""

from collections.abc import Callable

import streamlit as st

from dashboard import acts, data
from dashboard.parts import TROUBLE, ago, coloured, draw, meta, moment, one_line, said
from dashboard.times import choose_time
from dashboard.words import _, later
from domain.people import Scope, Signed

Kind = data.Kind

HEADS = {
    Kind.UNKNOWN: ("unknown", later("May be out")),
    Kind.NO_PUBLISHER: ("danger", later("Nothing is being published")),
    Kind.FAILED: ("danger", later("Not sent")),
    Kind.WAITING: ("waiting", later("Waits for a decision")),
    Kind.LATE: ("waiting", later("Late")),
    Kind.HOLD: ("danger", later("On hold")),
    Kind.TROUBLE: ("danger", later("Account in trouble")),
    Kind.BUDGET: ("waiting", later("Money")),
    Kind.STALE: ("waiting", later("Old numbers")),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw one card for each matter, the most pressing first."""
    notices = data.attention(who, scope)
    if not notices:
        st.success(_("Nothing needs you here."))
        return
    for place, notice in enumerate(notices):
        with st.container(border=True, key=f"notice-{notice.kind}-{notice.subject_id or place}"):
            colour, head = HEADS[notice.kind]
            draw(coloured(_(head), colour), meta(notice.account, _platform(notice), notice.team or notice.district))
            if notice.text and notice.subject == "publication":
                draw(said(one_line(notice.text, 240)))
            st.write(sentence(notice))
            _steps(who, notice)


def _platform(notice: data.Notice) -> str | None:
    return data.label(notice.platform) if notice.platform else None


def sentence(notice: data.Notice) -> str:
    """What happened, what is certain, and what comes next."""
    if notice.kind is Kind.UNKNOWN:
        looked = (
            _("Looked {n} times, last {at}: not found so far.").format(
                n=notice.looks, at=ago(notice.looked_at, data.now())
            )
            if notice.looks
            else _("We are looking.")
        )
        return f"{_('This may have gone out. Do not send it again before someone has looked.')} {looked}"
    if notice.kind is Kind.WAITING:
        return _("Due {at}. {why} Send it now, give it a new time, or drop it.").format(
            at=moment(notice.due_at, zone=True), why=notice.detail
        )
    if notice.kind is Kind.LATE:
        again = _(" It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
        return (
            _("Due {at} and not out yet.").format(at=moment(notice.due_at, zone=True)) + _trouble(notice, " ") + again
        )
    if notice.kind is Kind.HOLD:
        return _("{why}. Since {at}, by {who}.").format(why=notice.text, at=moment(notice.since), who=notice.detail)
    return PLAIN[notice.kind](notice)


def _trouble(notice: data.Notice, before: str = "") -> str:
    known = TROUBLE.get(notice.detail_kind)
    words = _(known) if known else notice.detail
    return before + words if words else ""


PLAIN: dict[data.Kind, Callable[[data.Notice], str]] = {
    Kind.NO_PUBLISHER: lambda n: _("Posts are due and no publisher is running. Last seen {at}.").format(
        at=ago(n.since, data.now())
    ),
    Kind.FAILED: lambda n: (
        _("Due {at}; surely not public.").format(at=moment(n.due_at, zone=True))
        + (f" {n.detail}" if n.detail else _trouble(n, " "))
    ),
    Kind.TROUBLE: lambda n: _trouble(n) + _(" Since {at}.").format(at=moment(n.since)),
    Kind.BUDGET: lambda n: n.detail or _(TROUBLE["OutOfCredit"]),
    Kind.STALE: lambda n: _("Last collected {at}.").format(at=moment(n.since)) if n.since else _("Never collected."),
}


def _steps(who: Signed, notice: data.Notice) -> None:
    if notice.subject_id is None:
        return
    if notice.kind is Kind.UNKNOWN:
        _unknown(who, notice)
    elif notice.kind is Kind.WAITING:
        _waiting(who, notice)
    elif notice.kind is Kind.FAILED:
        with st.container(horizontal=True):
            _button(_("Send it again"), f"again-{notice.subject_id}", lambda id_: acts.queue_again(who, id_), notice)
            _button(_("Close the matter"), f"close-{notice.subject_id}", lambda id_: acts.cancel(who, id_), notice)
    elif notice.kind is Kind.HOLD:
        _button(_("Lift the hold"), f"lift-{notice.subject_id}", lambda id_: acts.lift(who, id_), notice)


def _unknown(who: Signed, notice: data.Notice) -> None:
    with st.popover(_("I have looked…")):
        link = st.text_input(_("It is there: paste its link"), key=f"link-{notice.subject_id}")
        if st.button(_("It is public"), key=f"there-{notice.subject_id}") and notice.platform and notice.subject_id:
            found = data.id_in_link(who, notice.account_id, notice.platform, link or "")
            if found is None:
                st.error(_("That is no link to a post there. Copy it from the post itself."))
            elif acts.confirm_published(who, notice.subject_id, found, link or ""):
                st.rerun()
        st.divider()
        _button(
            _("It is not there: send it"), f"absent-{notice.subject_id}", lambda id_: acts.queue_again(who, id_), notice
        )
        why = st.text_input(_("Nobody can tell: why?"), key=f"why-{notice.subject_id}")
        _button(_("Give it up"), f"give-{notice.subject_id}", lambda id_: acts.give_up(who, id_, why or ""), notice)


def _waiting(who: Signed, notice: data.Notice) -> None:
    with st.container(horizontal=True):
        _button(_("Send it now"), f"now-{notice.subject_id}", lambda id_: acts.send_now(who, id_), notice)
        with st.popover(_("Another time…")):
            at = choose_time(f"retime-{notice.subject_id}")
            if at:
                _button(_("Send it then"), f"then-{notice.subject_id}", lambda id_: acts.retime(who, id_, at), notice)
        _button(_("Drop it"), f"drop-{notice.subject_id}", lambda id_: acts.drop(who, id_), notice)


def _button(label: str, key: str, act: Callable[..., bool], notice: data.Notice) -> None:
    if st.button(label, key=key) and notice.subject_id and act(notice.subject_id):
        st.rerun()

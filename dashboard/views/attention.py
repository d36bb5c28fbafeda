"""Attention: what is unknown, failed, late, held or in trouble; each a sentence and its next step."""

from collections.abc import Callable

import streamlit as st

from dashboard import acts, data
from dashboard.boxes import line_box
from dashboard.parts import TROUBLE, ago, coloured, draw, meta, moment, one_line, said, say
from dashboard.times import choose_time
from dashboard.words import _, counted, later
from domain.people import MAY, Act, Scope, Signed

Kind = data.Kind
Step = Callable[[Signed, data.Notice], None]

HEADS = {
    Kind.UNKNOWN: ("unknown", later("? May be out")),
    Kind.NO_PUBLISHER: ("danger", later("■ Nothing is being published")),
    Kind.FAILED: ("danger", later("✗ Not sent")),
    Kind.WAITING: ("waiting", later("◷ Waits for a decision")),
    Kind.LATE: ("waiting", later("◷ Late")),
    Kind.HOLD: ("danger", later("■ On hold")),
    Kind.TROUBLE: ("danger", later("✗ Account in trouble")),
    Kind.BUDGET: ("waiting", later("◷ Money")),
    Kind.STALE: ("waiting", later("◷ Old numbers")),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw one card for each matter, the most pressing first."""
    notices = data.attention(who, scope)
    if not notices:
        say(_("Nothing needs you here."), "good")
        return
    say(counted("{n} matter needs somebody.", "{n} matters need somebody, the most pressing first.", len(notices)))
    for place, notice in enumerate(notices):
        with st.container(border=True, key=f"notice-{notice.kind}-{notice.subject_id or place}", gap="xsmall"):
            _card(who, notice)


def _card(who: Signed, notice: data.Notice) -> None:
    colour, head = HEADS[notice.kind]
    platform = data.label(notice.platform) if notice.platform else None
    where = None if notice.kind is Kind.NO_PUBLISHER else notice.team or notice.district or _("whole force")
    draw(coloured(_(head), colour), meta(notice.account, platform, where))
    if notice.text and notice.subject == "publication":
        draw(said(one_line(notice.text, 240)))
    say(sentence(notice))
    step = STEPS.get(notice.kind)
    if step and notice.subject_id:
        step(who, notice)


def sentence(notice: data.Notice) -> str:
    """What happened, what is certain, and what comes next."""
    return SENTENCES[notice.kind](notice)


def _unknown_says(notice: data.Notice) -> str:
    may_be = _("This may have gone out. Do not send it again before someone has looked.")
    if not notice.looks:
        return " ".join((may_be, _("We are looking.")))
    looked = counted("We looked once", "We looked {n} times", notice.looks)
    last = _("last {at}: not found so far.").format(at=ago(notice.looked_at, data.now()))
    return f"{may_be} {looked}, {last}"


def _waiting_says(notice: data.Notice) -> str:
    due = _("Due {at}.").format(at=moment(notice.due_at, zone=True))
    return " ".join(part for part in (due, notice.detail, _("Send it now, give it a new time, or drop it.")) if part)


def _late_says(notice: data.Notice) -> str:
    due = _("Due {at} and not out yet.").format(at=moment(notice.due_at, zone=True))
    again = _("It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return " ".join(part for part in (due, _trouble(notice), again) if part)


def _failed_says(notice: data.Notice) -> str:
    due = _("Due {at}; surely not public.").format(at=moment(notice.due_at, zone=True))
    return f"{due} {notice.detail or _trouble(notice)}".strip()


def _hold_says(notice: data.Notice) -> str:
    until = _(" To be looked at again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return _("{why}. Since {at}, by {who}.").format(
        why=notice.text.rstrip("."), at=moment(notice.since), who=notice.detail
    ) + until  # fmt: skip


def _account_says(notice: data.Notice) -> str:
    since = _("Since {at}.").format(at=moment(notice.since)) if notice.since else ""
    again = _("It is tried again {at}.").format(at=moment(notice.until)) if notice.until else ""
    return " ".join(part for part in (_trouble(notice), since, again) if part)


def _stale_says(notice: data.Notice) -> str:
    last = _("Last collected {at}.").format(at=moment(notice.since)) if notice.since else _("Never collected.")
    more = _("If it stays so, see that the collector runs, and what bluelamp check says of this account.")
    return f"{last} {more}"


def _trouble(notice: data.Notice) -> str:
    known = TROUBLE.get(notice.detail_kind)
    return _(known) if known else notice.detail


SENTENCES: dict[data.Kind, Callable[[data.Notice], str]] = {
    Kind.UNKNOWN: _unknown_says,
    Kind.NO_PUBLISHER: lambda n: _(
        "Posts are due and no publisher is running. Last seen {at}. Start bluelamp again, or ask who keeps it."
    ).format(at=ago(n.since, data.now())),
    Kind.FAILED: _failed_says,
    Kind.WAITING: _waiting_says,
    Kind.LATE: _late_says,
    Kind.HOLD: _hold_says,
    Kind.TROUBLE: _account_says,
    Kind.BUDGET: _account_says,
    Kind.STALE: _stale_says,
}


def _may(who: Signed, *wanted: Act) -> bool:
    """Whether the role allows any of it; otherwise the page says who decides."""
    if any(act in MAY[who.role] for act in wanted):
        return True
    draw(meta(_("Comms or a supervisor decides this.")))
    return False


def _unknown(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.CONFIRM_PUBLISHED):
        return
    with st.popover(_("I have looked…")):
        _it_is_there(who, notice)
        st.divider()
        _button(who, _("It is not there: send it"), "absent", acts.queue_again, notice, Act.QUEUE_AGAIN)
        if Act.GIVE_UP in MAY[who.role]:
            st.divider()
            why = line_box(_("Nobody can tell: why?"), f"why-{notice.subject_id}")
            give_up = _("Give it up")
            _button(who, give_up, "give", lambda by, id_: acts.give_up(by, id_, why), notice, Act.GIVE_UP)


def _it_is_there(who: Signed, notice: data.Notice) -> None:
    link = line_box(_("It is there: paste its link"), f"link-{notice.subject_id}")
    pressed = st.button(_("It is public"), key=f"there-{notice.subject_id}")
    if not (pressed and notice.platform and notice.subject_id):
        return
    found = data.id_in_link(who, notice.account_id, notice.platform, link)
    if found is None:
        say(_("That is no link to a post there. Copy it from the post itself."), "danger")
    elif acts.confirm_published(who, notice.subject_id, found, link):
        st.rerun()


def _waiting(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.RETIME, Act.CANCEL):
        return
    with st.container(horizontal=True):
        _button(who, _("Send it now"), "now", acts.send_now, notice, Act.RETIME)
        if Act.RETIME in MAY[who.role]:
            with st.popover(_("Another time…")):
                if at := choose_time(f"retime-{notice.subject_id}"):
                    then = _("Send it then")
                    _button(who, then, "then", lambda by, id_: acts.retime(by, id_, at), notice, Act.RETIME)
        _button(who, _("Drop it"), "drop", acts.drop, notice, Act.CANCEL)


def _failed(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.QUEUE_AGAIN, Act.CANCEL):
        return
    with st.container(horizontal=True):
        _button(who, _("Send it again"), "again", acts.queue_again, notice, Act.QUEUE_AGAIN)
        _button(who, _("Close the matter"), "close", acts.cancel, notice, Act.CANCEL)


def _hold(who: Signed, notice: data.Notice) -> None:
    if Act.LIFT not in MAY[who.role]:
        draw(meta(_("A supervisor lifts it.")))
        return
    _button(who, _("Lift the hold"), "lift", acts.lift, notice, Act.LIFT)


STEPS: dict[data.Kind, Step] = {
    Kind.UNKNOWN: _unknown,
    Kind.WAITING: _waiting,
    Kind.FAILED: _failed,
    Kind.HOLD: _hold,
}


def _button(who: Signed, label: str, key: str, act: Callable[..., bool], notice: data.Notice, needs: Act) -> None:
    """A button for those whose role allows the act; the desk asks again."""
    if needs not in MAY[who.role]:
        return
    if st.button(label, key=f"{key}-{notice.subject_id}") and act(who, notice.subject_id):
        st.rerun()

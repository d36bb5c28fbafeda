"""Attention: what is unknown, failed, late, held or in trouble; each a sentence and its next step."""

from collections.abc import Callable

import streamlit as st

from dashboard import acts, acts_hidings, acts_questions, attention_words, data
from dashboard.boxes import line_box
from dashboard.folded import folded
from dashboard.links import link_to
from dashboard.parts import coloured, draw, lead, link, meta, one_line, said, say, shown
from dashboard.times import choose_time
from dashboard.words import _, counted, later
from domain.listening.words import Kind as ListenedKind
from domain.people import MAY, Act, Scope, Signed
from domain.publication import TakeDownState
from domain.questions import HidingState

AT_ONCE, MOST, MANY = 40, 400, "many"  # cards

Kind = data.Kind
Step = Callable[[Signed, data.Notice], None]

HEADS = {
    Kind.DANGER: ("danger", later("■ Danger: not yet seen")),
    Kind.UNKNOWN: ("unknown", later("? May be out")),
    Kind.NO_PUBLISHER: ("danger", later("■ Nothing is being published")),
    Kind.CLOCK: ("danger", later("■ Nothing is being published: the clock")),
    Kind.NO_LISTENER: ("danger", later("■ Nobody is listening")),
    Kind.FAILED: ("danger", later("✗ Not sent")),
    Kind.WAITING: ("waiting", later("◷ Waits for a decision")),
    Kind.TAKE_DOWN: ("danger", later("■ To be taken down")),
    Kind.HIDING: ("danger", later("■ Hiding a comment")),
    Kind.LATE: ("waiting", later("◷ Late")),
    Kind.HOLD: ("danger", later("■ On hold")),
    Kind.TROUBLE: ("danger", later("✗ Account in trouble")),
    Kind.BUDGET: ("waiting", later("◷ Money")),
    Kind.SILENT: ("waiting", later("◷ Silent account")),
    Kind.STALE: ("waiting", later("◷ Old numbers")),
    Kind.FEEDBACK: ("waiting", later("◷ Feedback owed")),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw one card for each matter, the most pressing first."""
    notices, service = data.attention(who, scope), data.service()
    if notices:
        say(counted("{n} matter needs somebody.", "{n} matters need somebody, the most pressing first.", len(notices)))
    else:
        say(_("Nothing needs you here."), "good")
    draw(meta(" ".join(attention_words.at_work(service, data.now()))))
    shown = _how_many()
    for place, notice in enumerate(notices[:shown]):
        with st.container(border=True, key=f"notice-{notice.kind}-{notice.subject_id or place}", gap="xsmall"):
            _card(who, notice)
    if len(notices) > shown and st.button(_("Show more")):
        st.query_params[MANY] = str(shown + AT_ONCE)
        st.rerun()


def _how_many() -> int:
    asked = st.query_params.get(MANY, "")
    return min(int(asked), MOST) if asked.isdecimal() and int(asked) > 0 else AT_ONCE


def _card(who: Signed, notice: data.Notice) -> None:
    colour, head = HEADS[notice.kind]
    platform = data.label(notice.platform) if notice.platform else None
    where = None if notice.subject == "worker" else notice.team or notice.district or _("whole force")
    draw(coloured(_(head), colour), meta(notice.account, platform, where))
    if notice.text and notice.subject in ("publication", "poll"):
        draw(said(one_line(notice.text, 240)))
    if notice.text and notice.subject == "hiding":
        draw(folded(shown(notice.text), ListenedKind.ABUSE))
    say(attention_words.sentence(notice))
    if notice.kind is Kind.UNKNOWN and notice.platform and notice.account:
        there = data.profile(notice.platform, notice.account, notice.external_account)
        draw(link(_("Look at the account on {platform}").format(platform=data.label(notice.platform)), there))
    step = STEPS.get(notice.kind)
    if step and notice.subject_id:
        step(who, notice)
    if notice.subject == "publication":
        link_to("publications", _("Its whole story"), id=str(notice.subject_id))


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
        _send_again(who, _("It is not there: send it"), "absent", notice)
        if Act.GIVE_UP in MAY[who.role]:
            st.divider()
            why = line_box(_("Nobody can tell: why?"), f"why-{notice.subject_id}")
            give_up = _("Give it up")
            _button(who, give_up, "give", lambda by, id_: acts.give_up(by, id_, why), notice, Act.GIVE_UP)


def _send_again(who: Signed, label: str, key: str, notice: data.Notice) -> None:
    """A button for this try only: pressed on a page that knows of an earlier one, it does nothing."""
    seen = notice.attempts
    _button(who, label, f"{key}-{seen}", lambda by, id_: acts.queue_again(by, id_, seen), notice, Act.QUEUE_AGAIN)


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
        if Act.CANCEL in MAY[who.role]:
            with st.popover(_("Drop…")):
                _button(who, _("Drop it for good"), "drop", acts.drop, notice, Act.CANCEL)


def _failed(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.QUEUE_AGAIN, Act.CANCEL):
        return
    with st.container(horizontal=True):
        _send_again(who, _("Send it again"), "again", notice)
        _button(who, _("Close the matter"), "close", acts.cancel, notice, Act.CANCEL)


def _hold(who: Signed, notice: data.Notice) -> None:
    if Act.LIFT not in MAY[who.role]:
        draw(meta(_("A supervisor lifts it.")))
        return
    with st.container(horizontal=True):
        with st.popover(_("Lift…")):
            draw(lead(_("What is still to come goes out at its time. What fell due waits for a decision.")))
            _button(who, _("Lift the hold"), "lift", acts.lift, notice, Act.LIFT)
        link_to("holds", _("What it stops: Holds"))


def _take_down(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.APPROVE_TAKE_DOWN, Act.TAKE_DOWN):
        return
    with st.container(horizontal=True):
        if notice.detail_kind == TakeDownState.ASKED:
            label = _("Agree: delete it now")
            _button(who, label, "agree", acts.approve_take_down, notice, Act.APPROVE_TAKE_DOWN)
        if notice.detail_kind == TakeDownState.REFUSED:
            _button(who, _("Close the matter"), "drop-down", acts.drop_take_down, notice, Act.TAKE_DOWN)
        else:
            _button(who, _("Do not take it down"), "drop-down", acts.drop_take_down, notice, Act.TAKE_DOWN)


def _hiding(who: Signed, notice: data.Notice) -> None:
    if not _may(who, Act.HIDE):
        return
    with st.container(horizontal=True):
        if notice.detail_kind in (HidingState.REFUSED, HidingState.HIDDEN):
            _button(who, _("Close the matter"), "close-hiding", acts_hidings.close_hiding, notice, Act.HIDE)
        link_to("hidden", _("Hidden comments"))


def _danger(who: Signed, notice: data.Notice) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _button(who, _("Acknowledge"), "seen", acts_questions.acknowledge, notice, Act.ACKNOWLEDGE)
        link_to("questions", _("Read it and act"), question=str(notice.subject_id))


def _feedback(who: Signed, notice: data.Notice) -> None:
    link_to("polls", _("Tell them what came of it"), poll=str(notice.subject_id))


STEPS: dict[data.Kind, Step] = {
    Kind.UNKNOWN: _unknown,
    Kind.WAITING: _waiting,
    Kind.FAILED: _failed,
    Kind.TAKE_DOWN: _take_down,
    Kind.HOLD: _hold,
    Kind.DANGER: _danger,
    Kind.HIDING: _hiding,
    Kind.FEEDBACK: _feedback,
}


def _button(who: Signed, label: str, key: str, act: Callable[..., bool], notice: data.Notice, needs: Act) -> None:
    """A button for those whose role allows the act; the desk asks again."""
    if needs not in MAY[who.role]:
        return
    if st.button(label, key=f"{key}-{notice.subject_id}") and act(who, notice.subject_id):
        st.rerun()

"""Write: one message, for which accounts, for when; what each platform makes of it; and who is asked to approve."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.parts import coloured, count_of, dollars, draw, meta, moment, number, one_line, said
from dashboard.times import choose_time
from dashboard.words import _
from domain.people import Act, Scope, Signed, may

EDITING = "draft"


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the composer, and below it this person's drafts."""
    accounts = [one for one in data.accounts(who, scope) if may(who, Act.WRITE, one.district_id, one.team_id)]
    if not accounts:
        st.write(_("There is no account here that you may write for. Look at another part of the force."))
        return
    drafts = data.drafts(who)
    draft = next((one for one in drafts if str(one.id) == st.query_params.get(EDITING)), None)
    if draft and draft.note:
        st.warning(_("Returned: {note}").format(note=draft.note))
    _compose(who, accounts, draft)
    _drafts(who, drafts, draft)


def _compose(who: Signed, accounts: Sequence[Any], draft: data.PlanRow | None) -> None:
    key = f"write-{draft.id if draft else 'new'}-{st.session_state.get('written', 0)}"
    text = st.text_area(_("What do you want to say?"), value=draft.text if draft else "", height=160, key=f"{key}-text")
    by_id = {one.id: one for one in accounts}
    before = {one.account_id: one.text for one in draft.accounts if one.account_id in by_id} if draft else {}
    chosen = st.multiselect(
        _("Accounts"), list(by_id), default=list(before), format_func=lambda id_: _account_name(by_id[id_]),
        key=f"{key}-accounts", placeholder=_("Choose one or more"),
    )  # fmt: skip
    words = _previews(text or "", [by_id[id_] for id_ in chosen], before, key)
    st.subheader(_("When"))
    due_at = choose_time(key, draft.due_at if draft and draft.due_at > data.now() else None)
    campaign = _campaign(key)
    if due_at is None:
        return
    message = acts.Words(text=text or "", accounts=words, due_at=due_at, campaign_id=campaign)
    _checks(who, message)
    _buttons(who, message, draft)


def _account_name(one: Any) -> str:
    return f"{one.team or one.district or _('Whole force')} · {data.label(one.platform)} · {one.account}"


def _previews(text: str, chosen: Sequence[Any], before: dict[UUID, str], key: str) -> dict[UUID, str | None]:
    """A card for each account, as the public will see it; words of its own where they are varied."""
    words: dict[UUID, str | None] = {}
    for one in chosen:
        with st.container(border=True, key=f"{key}-card-{one.id}"):
            own = before.get(one.id, text) != text and before.get(one.id)
            vary = st.toggle(_("Vary the words for {account}").format(account=one.account), value=bool(own),
                             key=f"{key}-vary-{one.id}")  # fmt: skip
            if vary:
                own_text = st.text_area(
                    _("Words for {account}").format(account=one.account), value=before.get(one.id) or text,
                    key=f"{key}-words-{one.id}",
                )  # fmt: skip
                words[one.id] = own_text or ""
            else:
                words[one.id] = None
            _preview(one, words[one.id] if vary else text)
    return words


def _preview(one: Any, text: str | None) -> None:
    can, shown = data.capabilities(one.platform), text or ""
    used = can.count_text(shown)
    cost = data.price(one.platform, shown)
    draw(
        meta(_("{platform}, as {account}").format(platform=can.label, account=one.account)),
        f'<div class="bl-preview">{said(shown) if shown else meta(_("Nothing written yet"))}</div>',
        coloured(f"{number(used)} / {number(can.max_text)}", "danger" if used > can.max_text else "muted"),
        meta(_("Sending this costs {price}.").format(price=dollars(cost)) if cost else None),
    )


def _campaign(key: str) -> UUID | None:
    choices = {one.id: one.name for one in data.campaigns()}
    return st.selectbox(
        _("Campaign"),
        [None, *choices],
        format_func=lambda id_: choices[id_] if id_ else _("None"),
        key=f"{key}-campaign",
    )


def _checks(who: Signed, message: acts.Words) -> None:
    if not message.text.strip() and not any(message.accounts.values()):
        return
    wrong = acts.look_over(who, message)
    for sentence in wrong:
        draw(f'<div class="bl-danger">✗ <span class="bl-ink">{escape(sentence)}</span></div>')
    if not wrong:
        draw(f'<div class="bl-good">✓ {escape(_("Nothing stands against it."))}</div>')


def _buttons(who: Signed, message: acts.Words, draft: data.PlanRow | None) -> None:
    at = moment(message.due_at, zone=True)
    where = count_of(len(message.accounts), _("account"), _("accounts"))
    with st.container(horizontal=True):
        send = st.button(_("Send for approval: {where}, {at}").format(where=where, at=at), type="primary")
        keep = st.button(_("Keep as a draft"))
    insist = acts.may_insist("submit") and st.button(_("The words are meant to be the same: send all the same"))
    if keep:
        _done(acts.edit(who, draft.id, message, draft.version) if draft else acts.save_draft(who, message))
    elif send or insist:
        if draft is None:
            _done(acts.submit(who, message, insist=bool(insist)))
        elif acts.edit(who, draft.id, message, draft.version):
            _done(acts.submit_draft(who, draft.id, insist=bool(insist)))


def _done(done: bool) -> None:
    """A fresh sheet after an act that was done; after a refusal all that was typed stays."""
    if done:
        st.session_state["written"] = int(st.session_state.get("written", 0)) + 1
        st.query_params.pop(EDITING, None)
        st.rerun()


def _drafts(who: Signed, drafts: Sequence[data.PlanRow], draft: data.PlanRow | None) -> None:
    others = [one for one in drafts if draft is None or one.id != draft.id]
    if not others:
        return
    st.subheader(_("Your drafts"))
    for one in others:
        with st.container(border=True):
            draw(said(one_line(one.text, 140)), meta(_when(one.due_at), _("Returned: {note}").format(note=one.note)
                                                     if one.note else None))  # fmt: skip
            with st.container(horizontal=True):
                if st.button(_("Work on it"), key=f"work-{one.id}"):
                    st.query_params[EDITING] = str(one.id)
                    st.rerun()
                if st.button(_("Throw away"), key=f"throw-{one.id}", type="tertiary") and acts.withdraw(who, one.id):
                    st.rerun()


def _when(at: datetime) -> str:
    return _("for {at}").format(at=moment(at, zone=True))

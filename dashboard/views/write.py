"""Write: one message, for which accounts, for when; what each platform makes of it; and who is asked to approve."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import acts, data, data_polls, pictures, poll_words
from dashboard.boxes import text_box
from dashboard.links import link_to
from dashboard.parts import coloured, dollars, draw, meta, moment, number, one_line, plain, said, say
from dashboard.small_print import files
from dashboard.times import choose_time
from dashboard.views import write_more, write_times
from dashboard.words import _, counted
from domain.people import Act, Scope, Signed, may
from domain.posts import Attached

EDITING = "draft"
FEW = 8  # so many accounts are shown side by side to be tapped; more are searched for


def page(who: Signed, scope: Scope | None) -> None:
    """Draw the composer, and below it this person's drafts."""
    drafts = data.drafts(who)
    draft = next((one for one in drafts if str(one.id) == st.query_params.get(EDITING)), None)
    seen = data.accounts(who, None if draft else scope)  # a draft keeps its accounts, wherever one looks
    accounts = [one for one in seen if may(who, Act.WRITE, one.district_id, one.team_id)]
    if not accounts:
        say(_("There is no account here that you may write for. Look at another part of the force."))
        return
    if draft:
        _heading(draft)
    elif EDITING in st.query_params:
        say(_("That draft is not there any more, or it is not yours."), "waiting")
    _compose(who, accounts, draft)
    _drafts(who, drafts, draft)


def _heading(draft: data.PlanRow) -> None:
    for options, minutes in data_polls.going_out([draft.id]).values():
        draw(poll_words.going_out(options, minutes))
        link_to("polls", _("Its answers are changed under Polls"))
    if draft.note:
        say(_("Returned: {note}").format(note=draft.note), "waiting")
    if st.button(_("Leave this draft as it was"), icon=":material/arrow_back:", type="tertiary"):
        st.query_params.pop(EDITING, None)
        st.rerun()


def _compose(who: Signed, accounts: Sequence[Any], draft: data.PlanRow | None) -> None:
    key = f"write-{draft.id if draft else 'new'}-{st.session_state.get('written', 0)}"
    text = text_box(_("What do you want to say?"), f"{key}-text", draft.text if draft else "", height=160)
    media = pictures.choose(who, key, draft.media if draft else ())
    by_id = {one.id: one for one in accounts}
    before = {one.account_id: one.text for one in draft.accounts if one.account_id in by_id} if draft else {}
    chosen = _choose(by_id, list(before), f"{key}-accounts")
    own = {id_: words for id_, words in before.items() if draft and words != draft.text}
    words = _previews(text, media, [by_id[id_] for id_ in chosen], own, key)
    due_at = choose_time(key, draft.due_at if draft and draft.due_at > data.now() else None)
    hint_at = st.container()
    more = write_more.choose(who, key, draft)
    if due_at is None:
        return
    if draft:
        st.session_state.setdefault(f"{key}-seen", draft.version)
    message = acts.Words(
        text=text, accounts=words, due_at=due_at, media=tuple((one.digest, one.alt) for one in media), **vars(more)
    )
    _checks(who, message)
    _buttons(who, message, draft, f"{key}-seen")
    with hint_at:
        write_times.hint(who, list(words), due_at)


def _choose(by_id: Mapping[UUID, Any], before: Sequence[UUID], key: str) -> Sequence[UUID]:
    if len(by_id) <= FEW:
        return st.pills(
            _("Accounts"), list(by_id), selection_mode="multi", default=list(before), key=key, persist_state="session",
            format_func=lambda id_: plain(f"{data.label(by_id[id_].platform)} · {by_id[id_].account}"),
        )  # fmt: skip
    return st.multiselect(
        _("Accounts"), list(by_id), default=list(before), key=key, persist_state="session",
        format_func=lambda id_: _account_name(by_id[id_]), placeholder=_("Choose one or more: a team, a name"),
    )  # fmt: skip


def _account_name(one: Any) -> str:
    return f"{one.team or one.district or _('Whole force')} · {data.label(one.platform)} · {one.account}"


def _previews(
    text: str, media: Sequence[Attached], chosen: Sequence[Any], own: Mapping[UUID, str], key: str
) -> dict[UUID, str | None]:
    """A card for each account, as the public will see it, two side by side; words of its own where they are varied."""
    words: dict[UUID, str | None] = {}
    for start in range(0, len(chosen), 2):
        for one, place in zip(chosen[start : start + 2], st.columns(2), strict=False):
            with place, st.container(border=True, key=f"{key}-card-{one.id}", gap="xsmall"):
                words[one.id] = _card(one, text, media, own.get(one.id), f"{key}-{one.id}")
    return words


def _card(one: Any, text: str, media: Sequence[Attached], own: str | None, key: str) -> str | None:
    """One preview; its own words when they are varied, otherwise None."""
    preview = st.container()
    varied: str | None = None
    if st.toggle(_("Vary the words"), value=own is not None, key=f"{key}-vary", persist_state="session"):
        label = _("Words for {account}").format(account=plain(one.account))
        varied = text_box(label, f"{key}-words", text if own is None else own)
    with preview:
        _preview(one, text if varied is None else varied, media)
    return varied


def _preview(one: Any, text: str, media: Sequence[Attached]) -> None:
    can = data.capabilities(one.platform)
    used, cost = can.count_text(text), data.price(one.platform, text, media)
    shown = said(text, long=True) if text.strip() else meta(_("Nothing written yet"))
    count = f"{number(used)} / {number(can.max_text)}"
    if used > can.max_text:
        over = counted("{n} too many", "{n} too many", used - can.max_text)
        count = coloured(f"{count}: {over}", "danger")
    else:
        count = meta(count, _("Sending this costs {price}.").format(price=dollars(cost)) if cost else None)
    draw(
        meta(can.label, one.account, one.team),
        f'<div class="bl-preview">{shown}{pictures.figures(media, alts=False)}</div>',
        count,
    )


def _checks(who: Signed, message: acts.Words) -> None:
    if not message.text.strip() and not any(message.accounts.values()) and not message.media:
        return
    wrong = acts.look_over(who, message)
    for sentence in wrong:
        say(sentence, "danger")
    if not wrong:
        say(_("Nothing stands against it."), "good")


def _buttons(who: Signed, message: acts.Words, draft: data.PlanRow | None, seen: str) -> None:
    label = _("Send for approval")
    if message.accounts:
        where = counted("{n} account", "{n} accounts", len(message.accounts))
        label = _("Send for approval: {where}, {at}").format(where=where, at=moment(message.due_at, zone=True))
    with st.container(horizontal=True):
        send = st.button(label, type="primary", wrap=True, key="send")
        keep = st.button(_("Keep as a draft"))
    insist = acts.insisted()
    if send or keep or insist:
        if draft is None:
            _done(acts.save_draft(who, message) if keep else acts.submit(who, message, insist))
        elif _kept(who, message, draft, seen):
            _done(keep or acts.submit_draft(who, draft.id, message, insist))
    acts.offer_to_insist(who, message)


def _kept(who: Signed, message: acts.Words, draft: data.PlanRow, seen: str) -> bool:
    """Keep the words of a draft, unless somebody changed it since it was opened here (`seen` is the key of that)."""
    version = int(st.session_state[seen])
    done = acts.edit(who, draft.id, message, version)
    st.session_state[seen] = version + 1 if done else version
    return done


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
    st.header(_("Drafts"))
    for one in others:
        with st.container(border=True, key=f"draft-{one.id}", gap="xsmall"):
            _draft(who, one)


def _draft(who: Signed, one: data.PlanRow) -> None:
    by = None if one.author_id == who.person_id else _("by {author}, who has left").format(author=one.author)
    if one.note:
        say(_("Returned: {note}").format(note=one.note), "waiting")
    when = _("for {at}").format(at=moment(one.due_at, zone=True))
    draw(said(one_line(one.text, 140)), meta(when, files(one.media), by))
    with st.container(horizontal=True):
        if st.button(_("Work on it"), key=f"work-{one.id}"):
            st.query_params[EDITING] = str(one.id)
            st.rerun()
        if st.button(_("Throw away"), key=f"throw-{one.id}", type="tertiary") and acts.withdraw(who, one.id):
            st.rerun()

"""One publication's whole story: what is certain, what to do, who did what, each attempt, and its export."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard import acts, data, pictures, stories, story_words
from dashboard.boxes import text_box
from dashboard.parts import coloured, dollars, draw, link, meta, moment, number, said, say, shown, talk
from dashboard.story_words import exact
from dashboard.views import attention
from dashboard.words import _, counted
from domain.people import MAY, Act, Signed
from domain.posts import Attached
from domain.publication import State, TakeDownState

Kind = data.Kind
STEPS = {State.UNKNOWN: Kind.UNKNOWN, State.FAILED: Kind.FAILED, State.WAITING: Kind.WAITING}
"""Under which kind of notice Attention has the buttons for a state."""


def draw_story(who: Signed, found: stories.Story) -> None:
    """All of it, the most pressing first."""
    row = found.row
    where = row.team or row.district or _("whole force")
    draw(story_words.state_badge(row), meta(row.account, data.label(row.platform), where))
    colour, sentence = story_words.certain(found)
    say(sentence, colour)
    if row.trouble and row.state is not State.PUBLISHED:
        draw(meta(row.trouble))
    _words(found)
    _buttons(who, found)
    _take_down(who, found)
    _section(_("What happened"), _events(found))
    _section(_("Images and video"), [_picture(one) for one in found.pictures])
    _section(_("Holds that stood over it"), [_hold(one) for one in found.holds])
    _section(_("In figures"), _figures(found))
    _export(who, found)


def _words(found: stories.Story) -> None:
    row = found.row
    if found.in_reply_to:
        asked = shown(found.asked) if found.asked else _("(its words are not kept any more)")
        draw(talk(_("A member of the public"), "", asked, ours=False, asked=True))
    media = [
        Attached(one.digest, one.kind, one.mime, one.size, one.width, one.height, one.alt, one.seconds)
        for one in found.pictures
    ]
    draw(f'<div class="bl-preview">{said(row.text)}{pictures.figures(media, alts=False)}</div>')
    if row.state is State.UNKNOWN:
        there = data.profile(row.platform, row.account, found.external_account)
        draw(link(_("Look at the account on {platform}").format(platform=data.label(row.platform)), there))
    if row.url and not row.gone_at:
        seen = data.public_link(row.url, row.platform, row.account)
        draw(link(_("See it on {platform}").format(platform=data.label(row.platform)), seen))


def _buttons(who: Signed, found: stories.Story) -> None:
    """What can be done about it now: the same as on Attention, and stopping what waits in the queue."""
    row = found.row
    if kind := STEPS.get(row.state):
        notice = data.Notice(
            kind, "publication", row.id, platform=row.platform, account_id=row.account_id, account=row.account
        )
        attention.STEPS[kind](who, notice)
    stoppable = row.state is State.QUEUED and Act.CANCEL in MAY[who.role]
    if stoppable and _press(_("Stop it: it does not go out"), "stop", lambda: acts.cancel(who, row.id)):
        st.rerun()


def _take_down(who: Signed, found: stories.Story) -> None:
    """Where the last wish to take it down stands, and the way to a new one."""
    newest = found.take_downs[0] if found.take_downs else None
    if newest:
        with st.container(border=True, key="take-down", gap="xsmall"):
            colour, sentence = story_words.take_down(newest, data.now())
            draw(coloured(_("Taking it down"), colour))
            say(sentence)
            _decide(who, found, newest)
    wanted = newest.state in (TakeDownState.ASKED, TakeDownState.ORDERED, TakeDownState.GONE) if newest else False
    if found.row.state is State.PUBLISHED and not wanted and not found.row.gone_at and Act.TAKE_DOWN in MAY[who.role]:
        _ask(who, found)


def _decide(who: Signed, found: stories.Story, newest: stories.TakeDownRow) -> None:
    which, state = found.row.id, newest.state
    if state is TakeDownState.ASKED and Act.APPROVE_TAKE_DOWN in MAY[who.role]:
        if newest.asked_by_id == who.person_id:
            draw(meta(_("You asked for it: somebody else must agree.")))
        elif _press(_("Agree: delete it now"), "agree", lambda: acts.approve_take_down(who, which)):
            st.rerun()
    open_ = state in (TakeDownState.ASKED, TakeDownState.ORDERED, TakeDownState.REFUSED) and not newest.deleted_at
    if open_ and Act.TAKE_DOWN in MAY[who.role]:
        label = _("Close the matter") if state is TakeDownState.REFUSED else _("Do not take it down")
        if _press(label, "drop-take-down", lambda: acts.drop_take_down(who, which)):
            st.rerun()


def _ask(who: Signed, found: stories.Story) -> None:
    row, label = found.row, data.label(found.row.platform)
    with st.popover(_("Take it down…")):
        warns = _("It is deleted from {platform}, and nothing brings it back. What others copied or quoted stays.")
        say(warns.format(platform=label))
        reason = text_box(_("Why?"), f"why-down-{row.id}", height=80)
        everywhere = False
        if found.others:
            also = counted("Also on {n} other account", "Also on {n} other accounts", found.others)
            everywhere = bool(st.checkbox(also, key=f"everywhere-{row.id}"))
        second = acts.rules().take_downs_need_second_person
        words = _("Ask a second person to agree") if second else _("Delete it now")
        with st.container(key="danger-take-down"):
            pressed = st.button(words, key=f"down-{row.id}", type="primary")
        if pressed and acts.take_down(who, row.id, reason, everywhere):
            st.rerun()


def _press(label: str, key: str, act: Callable[[], bool]) -> bool:
    return st.button(label, key=key) and act()


def _section(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title, anchor=False)
        draw(f'<div class="bl-story">{"".join(lines)}</div>')


def _events(found: stories.Story) -> list[str]:
    """Every line of the trail and every attempt, in the order they happened."""
    events = sorted([*found.events, *found.exports], key=lambda row: row.at)
    return [_attempt(one) if one.kind == "attempt" else _act(one) for one in events]


def _act(row: stories.StoryRow) -> str:
    user = _("machine user {name}").format(name=row.system_user) if row.system_user else None
    return _line(exact(row.at), escape(story_words.line(row)), meta(story_words.detail(row), user))


def _attempt(row: stories.StoryRow) -> str:
    colour, sentence = story_words.attempt(row)
    more = meta(row.detail or None) + meta(row.answer or None) + meta(*story_words.around(row))
    return _line(exact(row.at), coloured(sentence, colour), more)


def _picture(one: stories.PictureRow) -> str:
    size = _("{w} × {h} pixels, {bytes} bytes").format(w=one.width, h=one.height, bytes=number(one.size))
    given = _("given to the platform {at}").format(at=moment(one.uploaded_at)) if one.uploaded_at else None
    file = meta(one.mime, size, given, f"SHA-256 {one.digest[:16]}…")
    return _line(str(one.place + 1), f"<bdi>{escape(one.alt) or escape(_('no alt text'))}</bdi>", file)


def _hold(one: stories.HoldOver) -> str:
    until = _("lifted {at} by {who}").format(at=moment(one.lifted_at), who=one.lifted_by) if one.lifted_at else None
    by = _("placed by {who}").format(who=one.placed_by or _("Bluelamp"))
    fell = _("it fell due under this one") if one.stopped_it else None
    return _line(moment(one.since), f"<bdi>{escape(one.reason)}</bdi>", meta(by, until or _("in force"), fell))


def _figures(found: stories.Story) -> list[str]:
    row, message = found.row, found.message
    rows = (
        (_("Written by"), row.author),
        (_("Approved by"), row.approved_by or row.approved_under),
        (_("Version"), str(row.version)),
        (_("Due"), moment(row.due_at, zone=True)),
        (_("Not by itself after"), moment(row.expires_at, zone=True)),
        (_("Goes before others"), message.urgent),
        (_("Campaign"), row.campaign),
        (_("Poll"), "; ".join(row.poll["options"]) if row.poll else None),
        (_("Its number there"), row.external_id),
        (_("Our number"), str(row.id)),
        (_("Cost"), dollars(found.micros) if found.micros else _("nothing")),
    )
    return [_line(name, f"<bdi>{escape(value)}</bdi>") for name, value in rows if value]


def _line(at: str, sentence: str, more: str = "") -> str:
    """One line of a story: when, and ready-made, escaped pieces."""
    return f'<div class="bl-when">{escape(at)}</div><div>{sentence}{more}</div>'


def _export(who: Signed, found: stories.Story) -> None:
    """The story as files, made when asked for: each making is a line of the trail."""
    if Act.EXPORT not in MAY[who.role]:
        return
    st.subheader(_("For a complaint or an inquiry"), anchor=False)
    which, kept = found.row.id, f"evidence {found.row.id}"
    draw(meta(_("Everything on this page as a sheet to print and as data. The trail says who exported it, and when.")))
    if st.button(_("Export this story"), key=f"export-{which}") and (made := acts.hand_out(who, which)):
        st.session_state[kept] = made
        st.rerun()
    if made := st.session_state.get(kept):
        data_, paper, digest = made
        name = f"publication-{str(which)[:8]}"
        with st.container(horizontal=True):
            st.download_button(_("The sheet (HTML)"), paper, f"{name}.html", "text/html", key="evidence-html")
            st.download_button(_("The data (JSON)"), data_, f"{name}.json", "application/json", key="evidence-json")
        draw(meta(_("SHA-256 over the facts: {digest}").format(digest=digest)))

"""Hidden comments: what is hidden by which rule, who did it, when and why, what became of objections; show it again."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import acts_hidings, data, data_hidings, hiding_words
from dashboard.boxes import text_box
from dashboard.data_hidings import AbuseRow, HidingRow
from dashboard.folded import folded
from dashboard.hide_box import hide_box
from dashboard.links import link_to
from dashboard.parts import choose_platform, draw, lead, link, meta, moment, one_line, said, say, shown
from dashboard.tables import export
from dashboard.words import _, counted, later
from domain.listening.words import Kind
from domain.people import MAY, Act, Scope, Signed
from domain.posts import PlatformName
from domain.questions import HidingState

AT_ONCE, MOST, MANY = 20, 500, "many"
NOW = (HidingState.ORDERED, HidingState.HIDDEN, HidingState.SHOW_ORDERED, HidingState.REFUSED)
SHOW: dict[str, tuple[str, tuple[HidingState, ...]]] = {
    "now": (later("Hidden"), NOW),
    "heard": (later("Heard as abuse"), ()),
    "objected": (later("Objected to"), ()),
    "shown": (later("Shown again"), (HidingState.SHOWN,)),
    "all": (later("All"), ()),
}
EMPTY = {
    "now": later("No comment is hidden. One is hidden from the page of its question, or here under Heard as abuse."),
    "heard": later("Nothing was heard as abuse within two weeks that nobody has decided about."),
    "objected": later("Nobody has objected. What people say against a hiding is written down beside it."),
    "shown": later("Nothing was shown again."),
    "all": later("No comment was ever hidden."),
}


def page(who: Signed, scope: Scope | None) -> None:
    """Draw what is hidden, or what was chosen, the last ordered first; the house rules below."""
    show, platform, words = _choose()
    many = _how_many()
    if show == "heard":
        _heard(who, scope, platform, words, many)
    else:
        _hidden(who, scope, show, platform, words, many)
    _rules()


def _hidden(who: Signed, scope: Scope | None, show: str, platform: PlatformName | None, words: str, many: int) -> None:
    rows = data_hidings.hidings(
        who, scope, platform, SHOW[show][1], words=words, appeals=show == "objected", limit=many + 1
    )
    _lead(rows[:many], show, chosen=bool(platform or words), more=len(rows) > many)
    for row in rows[:many]:
        with st.container(border=True, key=f"hiding-{row.id}", gap="xsmall"):
            _card(who, row)
    _more(len(rows), many)
    if rows:
        export([_sheet(row) for row in rows[:many]], "hidden-comments")


def _heard(who: Signed, scope: Scope | None, platform: PlatformName | None, words: str, many: int) -> None:
    """What may break a rule: most abuse asks nothing, and so has no page of its own. A person decides, never we."""
    rows = data_hidings.heard_as_abuse(who, scope, platform, words, many + 1)
    _lead(rows[:many], "heard", chosen=bool(platform or words), more=len(rows) > many)
    if rows:
        draw(meta(_("Listening may be wrong, and what is rude may be right. Nothing is hidden unless you do it.")))
    for row in rows[:many]:
        with st.container(border=True, key=f"heard-{row.reply_id}", gap="xsmall"):
            where = row.team or row.district or _("whole force")
            draw(meta(row.account, data.label(row.platform), where, moment(row.written_at)))
            draw(folded(shown(row.text), Kind.ABUSE), _under(row))
            _round(row)
            hide_box(who, row.reply_id, row.platform)
    _more(len(rows), many)


def _more(found: int, many: int) -> None:
    if found > many and many < MOST and st.button(_("Show more")):
        st.query_params[MANY] = str(many + AT_ONCE)
        st.rerun()


def _choose() -> tuple[str, PlatformName | None, str]:
    show = st.segmented_control(
        _("Show"), list(SHOW), default="now", required=True, format_func=lambda key: _(SHOW[key][0]),
        key="hidden-show", bind="query-params", persist_state="session", wrap=True,
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        platform = choose_platform(data.platforms())
        words = st.text_input(
            _("Words in the comment"), key="hidden-words", bind="query-params", persist_state="session", width=260
        )
    return str(show), PlatformName(platform) if platform else None, words or ""


def _lead(rows: Sequence[HidingRow | AbuseRow], show: str, *, chosen: bool, more: bool) -> None:
    if not rows:
        say(_("There is nothing like that.") if chosen else _(EMPTY[show]), "ink" if chosen else "good")
    elif more:
        draw(lead(counted("The last {n} comment.", "The last {n} comments.", len(rows))))
    else:
        draw(lead(counted("{n} comment.", "{n} comments, the last first.", len(rows))))


def _card(who: Signed, row: HidingRow) -> None:
    where = row.team or row.district or _("whole force")
    draw(hiding_words.badge(row), meta(row.account, data.label(row.platform), where, moment(row.written_at)))
    draw(
        folded(shown(row.text), says=_("What was written. Open to read it."))
        if row.text
        else meta(_("Its words are not kept any more."))
    )
    draw(_under(row))
    draw(f'<div class="bl-story">{_line(_("Rule"), row.rule_text or row.rule)}{_line(_("Why"), row.reason)}'
         f"{_line(_('By'), f'{row.hidden_by}, {moment(row.ordered_at)}')}</div>")  # fmt: skip
    colour, sentence = hiding_words.certain(row)
    say(sentence, colour)
    if row.appeal:
        draw(meta(_("Objections")), said(row.appeal))
    _round(row, public=row.gone_at is None)
    if Act.HIDE in MAY[who.role]:
        _buttons(who, row)


def _round(row: HidingRow | AbuseRow, *, public: bool = True) -> None:
    """The question in it, and where it can be seen."""
    if row.question_id:
        link_to("questions", _("Its question still waits for an answer"), question=str(row.question_id))
    if row.url and public:
        label = _("See it on {platform}").format(platform=data.label(row.platform))
        draw(link(label, data.public_link(row.url, row.platform, row.account)))


def _under(row: HidingRow | AbuseRow) -> str:
    return meta(_("Under our post: {post}").format(post=one_line(shown(row.post)))) if row.post else ""


def _line(name: str, words: str) -> str:
    return f'<div class="bl-when">{escape(name)}</div><div><bdi>{escape(words)}</bdi></div>'


def _buttons(who: Signed, row: HidingRow) -> None:
    with st.container(horizontal=True, key=f"hiding-acts-{row.id}"):
        if row.state in (HidingState.ORDERED, HidingState.HIDDEN) and not row.gone_at:
            with st.popover(_("Show it again…")):
                _say_and_do(_("Why? The reason is kept."), _("Show it again"), f"show-{row.id}",
                            lambda why: acts_hidings.show_again(who, row.id, why))  # fmt: skip
        refused = row.trouble and row.state in (HidingState.REFUSED, HidingState.HIDDEN) and not row.gone_at
        close = _("Close the matter")
        if refused and st.button(close, key=f"close-{row.id}") and acts_hidings.close_hiding(who, row.id):
            st.rerun()
        with st.popover(_("An objection…")):
            _say_and_do(_("Who objected, how, and what became of it?"), _("Keep it"), f"appeal-{row.id}",
                        lambda note: acts_hidings.note_appeal(who, row.id, note))  # fmt: skip
        with st.popover(_("Its history…")):
            _history(who, row)


def _say_and_do(label: str, button: str, key: str, act: Callable[[str], bool]) -> None:
    words = text_box(label, f"words-{key}", height=80)
    if st.button(button, key=key) and act(words):
        st.rerun()


def _history(who: Signed, row: HidingRow) -> None:
    """What happened, line by line, and the whole as evidence."""
    lines = [
        f'<div class="bl-when">{escape(moment(event.at))}</div>'
        f"<div>{escape(hiding_words.line(event))}{meta(event.detail)}</div>"
        for event in data_hidings.history(who, row.id)
    ]
    draw(f'<div class="bl-story">{"".join(lines)}</div>')
    kept = f"evidence {row.id}"
    if Act.EXPORT in MAY[who.role] and st.button(_("Export this story"), key=f"export-{row.id}"):
        st.session_state[kept] = acts_hidings.hand_out(who, row.id)
    if made := st.session_state.get(kept):
        text, digest = made
        name = f"hidden-comment-{str(row.id)[:8]}.json"
        st.download_button(_("The data (JSON)"), text, name, "application/json", key=f"json-{row.id}")
        draw(meta(_("SHA-256 over the facts: {digest}").format(digest=digest)))


def _sheet(row: HidingRow) -> dict[str, Any]:
    return {
        _("Comment"): row.text,
        _("Written"): moment(row.written_at, zone=True),
        _("Account"): row.account,
        _("Platform"): data.label(row.platform),
        _("Team"): row.team or "",
        _("Rule"): row.rule_text,
        _("Key"): row.rule,
        _("Why"): row.reason,
        _("By"): row.hidden_by,
        _("Ordered"): moment(row.ordered_at, zone=True),
        _("State"): _(hiding_words.STATES[row.state][2]),
        _("Hidden"): moment(row.done_at, zone=True),
        _("Shown again"): moment(row.shown_at, zone=True),
        _("Shown by"): row.shown_by or "",
        _("Why shown"): row.shown_reason,
        _("Objections"): row.appeal,
        _("Trouble"): row.trouble,
        _("Number"): str(row.id),
    }


def _rules() -> None:
    with st.expander(_("The house rules")):
        draw(meta(_("Criticism of the police, complaints and unwelcome questions break none of them: they stay.")))
        for rule in data_hidings.house_rules():
            draw(said(rule.english), meta(rule.welsh))


def _how_many() -> int:
    asked = st.query_params.get(MANY, "")
    return min(int(asked), MOST) if asked.isdecimal() and int(asked) > 0 else AT_ONCE

"""What was heard in one question: why we think so, in words one can check, and one click where it was wrong."""

import streamlit as st

from dashboard import acts_questions, data_questions
from dashboard.folded import is_folded
from dashboard.heard_words import KINDS, LANGUAGES, TOPICS, lane_word, language
from dashboard.parts import draw, meta
from dashboard.reason_words import sentence
from dashboard.words import _
from domain.listening.words import Lane
from domain.people import MAY, Act, Signed

Row = data_questions.QuestionRow


def why(row: Row) -> None:
    """Draw what was heard and the reasons for it."""
    if row.kind is None:
        return
    topic = _(TOPICS[row.topic]) if row.topic else None
    with st.expander(_("Why it is here")):
        draw(meta(_(KINDS[row.kind]), topic, language(row.language)))
        quote = not is_folded(row.text, row.kind)
        draw(*(meta(f"{sentence(code, words, quote=quote)}.") for code, words in row.reasons))
        if row.corrected:
            draw(meta(_("Corrected by a colleague.")))


def correct(who: Signed, row: Row) -> None:
    """One click for each thing that was heard wrongly."""
    if Act.CORRECT not in MAY[who.role] or row.kind is None:
        return
    with st.popover(_("Heard wrongly…")):
        draw(meta(_("What you correct stands, and teaches us how well we listen.")))
        if row.state == "waiting":
            if st.button(_("It needs no answer"), key=f"needs-none-{row.id}"):
                _correct(who, row, "needs_answer", "no")
        elif not row.needs_answer and st.button(_("It needs an answer"), key=f"needs-one-{row.id}"):
            _correct(who, row, "needs_answer", "yes")
        _choice(who, row, "kind", _("It is"), {kind.value: _(word) for kind, word in KINDS.items()}, row.kind)
        topics = {topic.value: _(word) for topic, word in TOPICS.items()}
        _choice(who, row, "topic", _("It is about"), topics, row.topic or "other")
        languages = {code: _(word) for code, word in LANGUAGES.items()}
        _choice(who, row, "language", _("It is in"), {row.language: language(row.language), **languages}, row.language)
        _lanes(who, row)


def _choice(who: Signed, row: Row, field: str, label: str, words: dict[str, str], now: str) -> None:
    """A box that corrects as soon as something else is chosen."""
    options = list(words)
    chosen = st.selectbox(
        label, options, index=options.index(str(now)), format_func=words.__getitem__, key=f"{field}-{row.id}-{now}"
    )
    if chosen and chosen != str(now):
        _correct(who, row, field, chosen)


def _lanes(who: Signed, row: Row) -> None:
    lanes = [lane.value for lane in Lane]
    now = [lane.value for lane in row.lanes]
    key = f"lanes-{row.id}-{'-'.join(now)}"
    chosen = st.multiselect(_("Its lanes"), lanes, default=now, format_func=lane_word, key=key)
    if st.button(_("Keep these lanes"), key=f"lanes-do-{row.id}", disabled=set(chosen) == set(now)):
        _correct(who, row, "lanes", ",".join(chosen))


def _correct(who: Signed, row: Row, field: str, value: str) -> None:
    if acts_questions.correct(who, row.reply_id, field, value):
        st.rerun()

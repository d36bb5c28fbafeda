"""Saved replies and signposts beside the box to answer: chosen, filled in, and put into it."""

from typing import Any

import streamlit as st

from dashboard import acts_answers, data_answers, data_questions
from dashboard.components.autosave import Unkept
from dashboard.data_answers import Answering, SavedReplyRow
from dashboard.parts import say
from dashboard.words import _, later
from domain.people import Signed

LANGUAGES = {"en": later("English"), "cy": later("Welsh")}


def choose(who: Signed, row: data_questions.QuestionRow, told: Answering, box: str) -> None:
    """Draw both; what is chosen goes to the end of what stands in the box, and is kept with it."""
    welsh = told.known.language == "cy"
    if left := st.session_state.pop(f"{box} left", None):
        say(_("Write what belongs there: {fields}").format(fields=", ".join(f"{{{one}}}" for one in left)), "waiting")
    with st.expander(_("Saved replies and signposts")):
        options = _options(told, welsh)
        if options:
            st.selectbox(
                _("Saved reply"), list(options), index=None, key=f"{box}-saved", on_change=_put_saved,
                args=(who, row, told, box, options), placeholder=_("Choose one: it is put into your answer"),
            )  # fmt: skip
        else:
            say(_("No saved reply is offered here. Those who keep them write them under Saved replies."))
        posts = {one.label: one.words("cy" if welsh else "en") for one in data_answers.signposts()}
        st.pills(
            _("Signposts"), list(posts), key=f"{box}-post", on_change=_put_post, args=(who, row, box, posts)
        )  # fmt: skip


def _options(told: Answering, welsh: bool) -> dict[str, tuple[SavedReplyRow, str]]:
    """What can be chosen, by what it is called: in the language of the question first."""
    first, second = ("cy", "en") if welsh else ("en", "cy")
    found: dict[str, tuple[SavedReplyRow, str]] = {}
    for language in (first, second):
        for one in told.offered:
            words = one.text_cy if language == "cy" else one.text
            if words:
                name = f"{one.title} · {_(LANGUAGES[language])}"
                place = one.team or one.district
                name = f"{name} · {place}" if name in found and place else name
                found[name] = (one, words)
    return found


def _put_saved(
    who: Signed, row: data_questions.QuestionRow, told: Answering, box: str, options: dict[str, tuple[Any, str]]
) -> None:
    chosen = st.session_state.get(f"{box}-saved")
    if chosen not in options:
        return
    st.session_state[f"{box}-saved"] = None
    words, left = data_answers.fill(options[chosen][1], told.fields | {"reference": row.reference})
    if left:
        st.session_state[f"{box} left"] = left
    _put(who, row, box, words)


def _put_post(who: Signed, row: data_questions.QuestionRow, box: str, posts: dict[str, str]) -> None:
    chosen = st.session_state.get(f"{box}-post")
    if chosen not in posts:
        return
    st.session_state[f"{box}-post"] = None
    _put(who, row, box, posts[chosen])


def _put(who: Signed, row: data_questions.QuestionRow, box: str, words: str) -> None:
    """Put words at the end of the box, and keep them like typed ones."""
    before = str(st.session_state.get(box) or "").rstrip()
    st.session_state[box] = f"{before} {words}" if before else words
    try:
        st.session_state[f"{box} says"] = acts_answers.keep_words(who, row.id, st.session_state[box])
        st.session_state[f"{box} fault"] = ""
    except Unkept as no:
        st.session_state[f"{box} fault"] = str(no)

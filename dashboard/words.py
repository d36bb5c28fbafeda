"""The one catalogue of the interface's sentences: English in the code, other languages beside it (gettext)."""

import gettext
from functools import cache
from importlib.resources import files

import streamlit as st


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    folder = str(files("dashboard") / "locale")
    return gettext.translation("bluelamp", folder, languages=[language], fallback=True)


def _(sentence: str) -> str:
    """The sentence in the reader's language; English where nobody has translated it yet."""
    return _catalogue(str(st.session_state.get("language", "en"))).gettext(sentence)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a sentence that suits the number `n`."""
    return _catalogue(str(st.session_state.get("language", "en"))).ngettext(one, many, n)


def later(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is translated only when shown."""
    return sentence

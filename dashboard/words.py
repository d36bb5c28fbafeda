"""The one catalogue of the interface's sentences: English in the code, other languages beside it (gettext)."""

import gettext
from functools import cache
from importlib.resources import files
from pathlib import Path

import streamlit as st

LOCALE = Path(str(files("dashboard"))) / "locale"


@cache
def _catalogue(folder: Path, language: str) -> gettext.NullTranslations:
    return gettext.translation("bluelamp", folder, languages=[language], fallback=True)


def _here() -> gettext.NullTranslations:
    return _catalogue(LOCALE, str(st.session_state.get("language", "en")))


def _(sentence: str) -> str:
    """The sentence in the reader's language; English where nobody has translated it yet."""
    return _here().gettext(sentence)


def counted(one: str, many: str, n: int, **more: str) -> str:
    """A sentence about `n` things in the form that suits the number, which stands where it says {n}; more likewise."""
    return _here().ngettext(one, many, n).format(n=f"{n:,}", **more)


def later(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is translated only when shown."""
    return sentence

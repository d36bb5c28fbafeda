"""Boxes to type in. What a person typed is kept for their session, whatever becomes of the page."""

from typing import Any

import streamlit as st


def text_box(label: str, key: str, default: str = "", *, height: int = 140, **options: Any) -> str:
    """A box for a text of some lines."""
    _begin(key, default)
    return st.text_area(label, key=key, height=height, on_change=_keep, args=(key,), **options) or ""


def line_box(label: str, key: str, default: str = "", **options: Any) -> str:
    """A box for one line."""
    _begin(key, default)
    return st.text_input(label, key=key, on_change=_keep, args=(key,), **options) or ""


def _begin(key: str, default: str) -> None:
    """Where the box was not on the page for a while, what was typed before; otherwise it begins with the default."""
    st.session_state.setdefault(key, st.session_state.get(_kept(key), default))


def _keep(key: str) -> None:
    """Called with every change, even where the same press leads to another page: Streamlit itself would forget it."""
    st.session_state[_kept(key)] = st.session_state[key]


def _kept(key: str) -> str:
    return f"typed {key}"

"""A box whose words are kept as they are typed: Streamlit's own, with a small script beside it that hands them over."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

import streamlit as st

from dashboard.words import _

PAUSE, LONGEST = 700, 3_000  # milliseconds: of not typing, and of typing on, after which the words are handed over
FOCUS = "r"  # the key that leads to the box


def kept_box(label: str, key: str, begins_with: str, kept: Callable[[str], str], height: int = 140) -> str:
    """The box and, under it, when its words were kept. `kept` keeps them and tells that, or raises Unkept.

    `begins_with` is what was kept before; it counts only when the box comes on the page.
    """
    says, fault = f"{key} says", f"{key} fault"
    if key not in st.session_state:
        st.session_state[key] = begins_with

    def typed() -> None:
        try:
            st.session_state[says], st.session_state[fault] = kept(st.session_state[key]), ""
        except Unkept as no:
            st.session_state[fault] = str(no)

    st.text_area(label, key=key, height=height, on_change=typed)
    told = {
        "box": key,
        "key": FOCUS,
        "pause": PAUSE,
        "longest": LONGEST,
        "writing": _("Writing…"),
        "kept": st.session_state.get(says, ""),
        "fault": st.session_state.get(fault, ""),
    }
    html, css, script = _source()
    beside = st.components.v2.component("bluelamp.autosave", html=html, css=css, js=script)
    beside(key=f"{key}-beside", data=told, height="content")
    return str(st.session_state[key] or "")


class Unkept(Exception):
    """The words could not be kept; the text says so to who writes."""


@cache
def _source() -> tuple[str, str, str]:
    here = files("dashboard.components")
    css, script = ((here / f"autosave.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
    return '<div role="status" aria-live="polite"></div>', css, script

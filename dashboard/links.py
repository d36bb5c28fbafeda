"""Ways from one page to another: within the visit, for a plain link would begin a new one."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

PAGES = "_pages"
HOME = "questions"  # the page at the address without a word: Streamlit tells no word of it


def remember(pages: Iterable[Any]) -> None:
    """Say once a run which pages there are (of st.Page), by their word in the address."""
    st.session_state[PAGES] = {page.url_path or HOME: page for page in pages}


def link_to(path: str, words: str, **query: str) -> None:
    """A link to a page of the menu, with what its address is to say; nothing where the page stands alone."""
    if page := st.session_state.get(PAGES, {}).get(path):
        st.page_link(page, label=words, query_params=query or None)


def go_to(path: str, **query: str) -> None:
    """Go to a page of the menu at once, with what its address is to say; nothing where the page stands alone."""
    if page := st.session_state.get(PAGES, {}).get(path):
        st.switch_page(page, query_params=query or None)

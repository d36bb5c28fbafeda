"""Who is using the pages: in practice one of the made-up people, otherwise who the sign-in service says."""

import streamlit as st

from dashboard import data
from dashboard.words import _
from domain.people import Signed


def signed_in(practice: bool, only_person: str | None) -> Signed | None:
    """The person at the screen; None when nobody is, and then the page has said what to do."""
    if practice:
        return _practising()
    email = only_person or _from_identity_provider()
    if email is None:
        return None
    person = data.person(email)
    if person is None:
        st.error(_("{email} is not in the roster. Ask your administrator to add you.").format(email=email))
    return person


def sign_out(practice: bool) -> None:
    """Let go of who is signed in."""
    st.session_state.pop("person", None)
    if not practice:
        st.logout()


def _practising() -> Signed | None:
    people = data.people()
    if chosen := st.session_state.get("person"):
        return data.person(chosen)
    st.title(_("Who are you today?"))
    st.write(_("This is practice: the people are made up, and nothing is public. Each sees what their role may see."))
    by_email = {person.email: person for person in people}
    email = st.selectbox(
        _("Person"),
        [*by_email],
        format_func=lambda key: _named(by_email[key]),
        key="who_select",
    )
    if st.button(_("Sign in"), type="primary") and email:
        st.session_state["person"] = email
        st.rerun()
    return None


def _named(person: data.PersonRow) -> str:
    return f"{person.name} · {person.role} · {person.team or person.district or _('whole force')}"


def _from_identity_provider() -> str | None:
    if st.user.get("is_logged_in"):
        return str(st.user.get("email", "")).lower() or None
    st.title(_("Bluelamp"))
    if st.button(_("Sign in"), type="primary"):
        st.login()
    return None

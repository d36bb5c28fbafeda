"""Who is using the pages: in practice one of the made-up people, otherwise who the sign-in service says."""

from enum import StrEnum
from ipaddress import ip_address

import streamlit as st

from dashboard import data
from dashboard.parts import say
from dashboard.words import _
from domain.people import Signed

CHOSEN = "person"


class Way(StrEnum):
    """How people come in."""

    PRACTICE = "practice"  # one of the made-up people is chosen
    SERVICE = "service"  # a sign-in service says who it is
    ONE_PERSON = "one person"  # a named person, on this machine only
    CLOSED = "closed"  # nobody could tell who is using the pages


def way_in(practice: bool, service: bool, host: str, only_person: str | None) -> Way:
    """How people come in here: a sign-in service always goes before the one named person."""
    if practice:
        return Way.PRACTICE
    if service:
        return Way.SERVICE
    return Way.ONE_PERSON if only_person and _is_loopback(host) else Way.CLOSED


def service_is_set_up() -> bool:
    """Whether Streamlit's secrets name a sign-in service."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def signed_in(way: Way, only_person: str | None) -> Signed | None:
    """The person at the screen; None when nobody is, and then the page has said what to do."""
    if way is Way.PRACTICE:
        return _practising()
    if way is Way.CLOSED:
        say(
            _(
                "Nobody can sign in: no sign-in service is set up. Set one up (docs/running.md), or name the one "
                "person who uses the dashboard on this machine in BLUELAMP_DASHBOARD_PERSON and keep "
                "BLUELAMP_DASHBOARD_HOST on 127.0.0.1."
            ),
            "danger",
        )
        return None
    email = only_person if way is Way.ONE_PERSON else _from_service()
    person = data.person(email) if email else None
    if email and person is None:
        say(_("{email} is not in the roster. Ask your administrator to add you.").format(email=email), "danger")
        sign_out_button(way)
    return person


def sign_out_button(way: Way) -> None:
    """The way out, where somebody came in."""
    if way is not Way.ONE_PERSON and st.button(_("Sign out"), type="tertiary"):
        st.session_state.clear()  # what one person typed is not the next one's to read
        if way is Way.SERVICE:
            st.logout()
        st.rerun()


def _practising() -> Signed | None:
    if (chosen := st.session_state.get(CHOSEN)) and (person := data.person(chosen)):
        return person
    st.title(_("Who are you today?"))
    st.write(_("This is practice: the people are made up, and nothing is public. Each sees what their role may see."))
    by_email = {person.email: person for person in data.people()}
    with st.container(width=640):
        email = st.selectbox(
            _("Person"), [*by_email], format_func=lambda key: _named(by_email[key]), key="who_select", index=None,
            placeholder=_("Type a name, a role or a place"),
        )  # fmt: skip
        if st.button(_("Sign in"), type="primary"):
            if email:
                st.session_state[CHOSEN] = email
                st.rerun()
            say(_("Choose who you are first."), "danger")
    return None


def _named(person: data.PersonRow) -> str:
    return f"{person.name} · {_(person.role.value)} · {person.team or person.district or _('whole force')}"


def _from_service() -> str | None:
    """The e-mail address that the sign-in service vouches for."""
    if not st.user.get("is_logged_in"):
        st.title(_("Bluelamp"))
        if st.button(_("Sign in"), type="primary"):
            st.login()
        return None
    email = str(st.user.get("email") or "").strip()
    if not email or st.user.get("email_verified") is False:
        say(_("The sign-in service vouches for no e-mail address of yours. Ask your administrator."), "danger")
        sign_out_button(Way.SERVICE)
        return None
    return email


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

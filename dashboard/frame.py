"""The pieces of the frame: banners that stand only while they are true, the scope picker, and who is signed in."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard import data, who
from dashboard.parts import banner, moment
from dashboard.words import _
from domain.people import Scope, Signed

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def refusal(practice: bool, host: str, only_person: str | None) -> str | None:
    """Why these pages may not be shown: nobody could tell who is using them."""
    if practice or "auth" in _secrets():
        return None
    if only_person and host in LOOPBACK:
        return None
    return _(
        "Nobody can sign in: no sign-in service is set up. Set one up (docs/running.md), or name the one person who "
        "uses the dashboard on this machine in BLUELAMP_DASHBOARD_PERSON and keep BLUELAMP_DASHBOARD_HOST on 127.0.0.1."
    )


def practice_banner() -> None:
    """Across the top of every page while practising."""
    banner("practice", _("Practice: nothing is public"), _("The county, its people and every post are made up."))


def banners(person: Signed, scope: Scope | None) -> None:
    """What everybody must know before they read on: holds, a publisher that stands still, old numbers."""
    for hold in data.holds_in_force(person):
        where = hold.message or hold.account or hold.team or hold.district or _("the whole force")
        banner(
            "hold",
            _("Posts are on hold: {where}").format(where=where),
            _("{reason}. Since {at}, by {who}.").format(
                reason=hold.reason, at=moment(hold.placed_at), who=hold.placed_by
            ),
        )
    kinds = {notice.kind for notice in data.attention(person, scope)}
    if data.Kind.NO_PUBLISHER in kinds:
        banner("stopped", _("Nothing is being published: the publisher is not running, and posts are due."))
    if data.Kind.STALE in kinds:
        banner("old", _("Some numbers are older than 36 hours. Attention says which, and why."))


def scope_picker(person: Signed) -> Scope | None:
    """The part of the force to look at, remembered in the address; None is all that the person may see."""
    choices: dict[str, Scope | None] = {"": None}
    names = {"": _("All that I see")}
    for district in data.scopes(person):
        if district.whole:
            choices[f"d-{district.id}"] = Scope(district_id=district.id)
            names[f"d-{district.id}"] = district.name
        for team in district.teams:
            choices[f"t-{team.id}"] = Scope(district_id=district.id, team_id=team.id)
            names[f"t-{team.id}"] = f"{district.name} › {team.name}"
    with st.sidebar:
        st.html(f"<strong>{escape(data.force_name())}</strong>")
        if len(choices) == 1:
            return None
        chosen = st.selectbox(
            _("Looking at"),
            list(choices),
            format_func=lambda key: names[key],
            key="scope",
            bind="query-params",
            persist_state="session",
        )
    return choices.get(chosen or "")


def menu(pages: Mapping[str, Sequence[st.Page]]) -> None:
    """The pages in their groups, below the force's name."""
    with st.sidebar:
        for group, listed in pages.items():
            st.caption(group)
            for page in listed:
                st.page_link(page, width="stretch")


def person_box(person: Signed, practice: bool) -> None:
    """Who is signed in, and the way out."""
    with st.sidebar:
        st.caption(f"{person.name} · {person.role}")
        if st.button(_("Sign out"), type="tertiary"):
            who.sign_out(practice)
            st.rerun()


def _secrets() -> dict[str, object]:
    try:
        return dict(st.secrets)
    except FileNotFoundError:
        return {}

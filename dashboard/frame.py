"""The pieces of the frame: banners that stand only while they are true, the scope picker, and who is signed in."""

from html import escape
from uuid import UUID

import streamlit as st

from dashboard import data, who
from dashboard.parts import banner, draw, meta, moment
from dashboard.words import _
from domain.people import Scope, Signed

SCOPE = "scope"


def practice_banner() -> None:
    """Across the top of every page while practising."""
    banner("practice", _("Practice: nothing is public"), _("The county, its people and every post are made up."))


def banners(person: Signed, scope: Scope | None) -> None:
    """What everybody must know before they read on: holds, a publisher that stands still, old numbers."""
    for hold in data.holds_in_force(person):
        where = hold.message or hold.account or hold.team or hold.district or _("the whole force")
        until = _("To be looked at again {at}.").format(at=moment(hold.review_at)) if hold.review_at else ""
        more = _("{reason}. Since {at}, by {who}. Lift it under Attention.").format(
            reason=hold.reason.rstrip("."), at=moment(hold.placed_at), who=hold.placed_by
        )
        banner("hold", _("Posts are on hold: {where}").format(where=where), f"{more} {until}".strip())
    kinds = {notice.kind for notice in data.attention(person, scope)}
    if data.Kind.NO_PUBLISHER in kinds:
        banner("stopped", _("Nothing is being published: the publisher is not running, and posts are due."))
    if data.Kind.STALE in kinds:
        banner("old", _("Some numbers are older than 36 hours. Attention says which, and why."))


def person_box(person: Signed, way: who.Way) -> None:
    """The force, who is signed in, and the way out."""
    with st.sidebar:
        draw(
            f'<div class="bl-force">{escape(data.force_name())}</div>',
            meta(person.name, _(person.role.value)),
        )
        who.sign_out_button(way)


def scope_picker(person: Signed) -> Scope | None:
    """The part of the force to look at, remembered in the address; None is all that the person may see."""
    choices: dict[str, Scope | None] = {"": None}
    names = {"": _("All that I see")}
    for district in data.scopes(person):
        if district.whole:
            choices[word_for(district.id)] = Scope(district_id=district.id)
            names[word_for(district.id)] = district.name
        for team in district.teams:
            choices[f"t-{team.id}"] = Scope(district_id=district.id, team_id=team.id)
            names[f"t-{team.id}"] = f"{district.name} › {team.name}"
    if len(choices) <= 2:
        return None
    with st.sidebar:
        chosen = st.selectbox(
            _("Looking at"), list(choices), format_func=names.__getitem__, key=SCOPE,
            bind="query-params", persist_state="session",
        )  # fmt: skip
    return choices.get(chosen or "")


def word_for(district_id: UUID) -> str:
    """A district in the address."""
    return f"d-{district_id}"

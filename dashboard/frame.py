"""The pieces of the frame: banners that stand only while they are true, the scope picker, and who is signed in."""

import logging
from collections.abc import Callable
from datetime import timedelta
from html import escape
from uuid import UUID

import streamlit as st

from dashboard import data, hold_words, links, who
from dashboard.exports import LOOKING_AT
from dashboard.links import link_to
from dashboard.parts import banner, draw, meta, moment, say
from dashboard.words import _, counted
from domain.people import MAY, Act, Scope, Signed

View = Callable[[Signed, Scope | None], None]

log = logging.getLogger("bluelamp.dashboard")

SCOPE = "scope"
NOT_SEEN = "_scope-not-seen"  # the page whose link named a part of the force that this person does not see
HOLDS = "holds"
MANY = 3  # holds that are told one by one


def page(path: str, view: View, person: Signed, scope: Scope | None) -> None:
    """A page; where it fails, a sentence of ours: Streamlit's own would send people to strangers with it."""
    try:
        view(person, scope)
    except Exception:
        log.exception("the page %s could not be drawn", path)
        say(_("This page could not be drawn to its end. Try again; if it stays so, tell whoever runs Bluelamp: the "
              "reason is in the dashboard's log."), "danger")  # fmt: skip


def practice_banner() -> None:
    """Across the top of every page while practising."""
    banner("practice", _("Practice: nothing is public"), _("The county, its people and every post are made up."))


def banners(person: Signed, scope: Scope | None, here: str = "") -> None:
    """What everybody must know before they read on: holds, a publisher that stands still, old numbers.

    `here` is the word of this page in the address.
    """
    _holds(person, here)
    _link(here)
    kinds = {notice.kind for notice in data.notices(person, scope)}
    if data.Kind.NO_PUBLISHER in kinds:
        banner("stopped", _("Nothing is being published: the publisher is not running, and posts are due."))
    if data.Kind.CLOCK in kinds:
        banner("stopped", _("Nothing is being published: the publisher does not trust its clock. Attention says more."))
    if data.Kind.NO_LISTENER in kinds:
        banner("stopped", _("Nobody is listening: comments wait to be heard. Attention says more."))
    if data.Kind.STALE in kinds:
        banner("old", _("Some numbers are older than 36 hours. Attention says which, and why."))


def _link(here: str) -> None:
    """That a link meant another part of the force, for as long as its page stands and nothing else is chosen."""
    if st.session_state.setdefault(NOT_SEEN, None) is None:
        return
    st.session_state[NOT_SEEN] = st.session_state[NOT_SEEN] or here or links.HOME
    if st.session_state[NOT_SEEN] != (here or links.HOME):
        st.session_state[NOT_SEEN] = None
        return
    banner("old", _("This link is about a part of the force that you do not see."), _("Here is what you may see."))


def _holds(person: Signed, here: str) -> None:
    """Each hold in force, and those that begin within a day; the way to lift them for those who may."""
    standing, soon = data.holds_in_force(person), data.now() + timedelta(days=1)
    for hold in standing[:MANY]:
        more = (hold_words.placed(hold), hold_words.kinds(hold), hold_words.review(hold))
        on_hold = _("Posts are on hold: {where}").format(where=hold_words.where(hold))
        banner("hold", on_hold, " ".join(part for part in more if part))
    if (others := len(standing) - MANY) > 0:
        banner("hold", counted("And {n} more hold.", "And {n} more holds.", others))
    planned = [one for one in data.holds_planned(person, None) if one.begins_at and one.begins_at <= soon]
    for hold in planned[:MANY]:
        begins = _("A hold begins {at}: {where}").format(
            at=moment(hold.begins_at, zone=True), where=hold_words.where(hold)
        )
        banner("old", begins, hold.reason)
    if (standing or planned) and here != HOLDS and Act.LIFT in MAY[person.role]:
        link_to(HOLDS, _("Lift it, or see what it stops: Holds"))


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
    if asked := st.query_params.get(SCOPE):
        st.session_state[NOT_SEEN] = None if asked in names.values() else ""
    everything = [_("Whole force")] if person.scope == Scope() else list(names.values())[1:2]
    st.session_state[LOOKING_AT] = "".join(everything)
    if len(choices) <= 2:
        return None
    with st.sidebar:
        chosen = st.selectbox(
            _("Looking at"), list(choices), format_func=names.__getitem__, key=SCOPE,
            bind="query-params", persist_state="session",
        )  # fmt: skip
    if chosen:
        st.session_state[LOOKING_AT] = names[chosen]
    return choices.get(chosen or "")


def word_for(district_id: UUID) -> str:
    """A district in the address."""
    return f"d-{district_id}"

"""Where Reach looks: force, district, team, the force's own accounts, or one account; in the address, and back."""

from collections.abc import Callable
from html import escape
from typing import Any
from uuid import UUID

import streamlit as st

from dashboard import data, data_reach
from dashboard.data_reach import Look
from dashboard.exports import LOOKING_AT
from dashboard.parts import draw, plain
from dashboard.words import _
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName

OF = "of"  # in the address: one account's id, or OWN
OWN = "force"
SCOPE = "scope"  # the key of the scope picker in the frame
KEPT = "reach-of"


def where(who: Signed, scope: Scope | None, period: Period, platform: PlatformName | None) -> Look:
    """What the address and the frame say: an account or the force's own only as long as the frame's choice stands."""
    told, kept = st.query_params.get(OF, ""), st.session_state.get(KEPT)
    word, chosen_in = kept if kept else (told, scope)
    if chosen_in != scope:
        word = ""
    st.session_state[KEPT] = (word, scope)
    _say_in_address(word)
    sees_force = (scope or who.scope) == Scope()
    return Look(who, period, scope, platform, own=word == OWN and sees_force, account_id=_id(word))


def to_scope(word: str) -> None:
    """Look at a part of the force ("" is all), as the frame's picker names them."""
    st.session_state[SCOPE] = word
    st.session_state.pop(KEPT, None)
    st.query_params.pop(OF, None)


def to_part(word: str) -> None:
    """Look at one account, or at the force's own (OWN)."""
    st.session_state[KEPT] = (word, st.session_state.get(KEPT, ("", None))[1])


def account_of(look: Look) -> data_reach.PartNumbers | None:
    """The account that is looked at; None where none is, or it is not in sight."""
    rows = data_reach.parts(look, data.Part.ACCOUNT) if look.account_id else ()
    return next((row for row in rows if row.id == look.account_id), None)


def may_choose(who: Signed) -> dict[UUID, str]:
    """The districts and teams that the frame lets this person look at, with their words there."""
    found = {}
    for district in data.scopes(who):
        if district.whole:
            found[district.id] = f"d-{district.id}"
        found |= {team.id: f"t-{team.id}" for team in district.teams}
    return found


def crumbs(look: Look) -> None:
    """The way back: every place above this one as a button, this one as a word."""
    steps = _steps(look)
    if len(steps) < 2:
        return
    st.session_state[LOOKING_AT] = " › ".join(name for name, _act, _words in steps[1:])
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="crumbs"):
        for at, (name, act, words) in enumerate(steps[:-1]):
            st.button(f"{plain(name)} ›", key=f"crumb-{at}", on_click=act, args=words, type="tertiary")
        draw(f"<strong>{escape(steps[-1][0])}</strong>")


def _steps(look: Look) -> list[tuple[str, Callable[..., Any], tuple[str, ...]]]:
    choices = may_choose(look.who)
    steps: list[tuple[str, Callable[..., Any], tuple[str, ...]]] = []
    if look.who.scope == Scope():
        steps.append((data.force_name(), to_scope, ("",)))
    for district in data.scopes(look.who):
        if district.id == look.place.district_id:
            if district.id in choices:
                steps.append((district.name, to_scope, (choices[district.id],)))
            steps += [(team.name, to_scope, (choices[team.id],)) for team in district.teams
                      if team.id == look.place.team_id]  # fmt: skip
    if look.own:
        steps.append((_("The force's own accounts"), to_part, (OWN,)))
    if look.account_id:
        account = account_of(look)
        steps.append((account.name if account else _("An account that is not in sight"), to_part, ("",)))
    return steps


def _say_in_address(word: str) -> None:
    if word:
        if st.query_params.get(OF) != word:
            st.query_params[OF] = word
    elif OF in st.query_params:
        del st.query_params[OF]


def _id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None

"""Holds, the form: what to stop, why, from when, and when to ask whether it is still needed."""

from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.acts import Over
from dashboard.boxes import line_box
from dashboard.hold_words import KINDS
from dashboard.parts import draw, meta, moment, one_line, plain
from dashboard.times import choose_time
from dashboard.words import _, later
from domain.people import Scope, Signed
from domain.publication import Stage

OPEN = "holds-open"
WHY = "holds-why"
ONE_POST = "post"
POSTS_WITHIN = timedelta(days=31)  # how far ahead one post is offered to be held

ASK_AGAIN: dict[str, timedelta | None] = {
    later("After 4 hours"): timedelta(hours=4),
    later("After 1 hour"): timedelta(hours=1),
    later("After a day"): timedelta(days=1),
    later("At a time…"): None,
    later("Never"): timedelta(0),
}
ALL, ONLY, ALL_BUT = later("All kinds of posts"), later("Only one kind"), later("All but some kinds")


def form(who: Signed) -> None:
    """The red button; pressed, why and what, and the button that does it. Mostly a reason and one more press."""
    if st.session_state.get(OPEN):
        with st.container(border=True, key="danger-form"):
            _asked(who)
        return
    with st.container(key="danger-hold"):
        if st.button(_("Hold posts…"), type="primary", key="holds-begin"):
            st.session_state[OPEN] = True
            st.rerun()


def _asked(who: Signed) -> None:
    why = line_box(_("Why? It stands across the top of every page."), WHY, placeholder=_("Major incident"))
    over, name = _where(who)
    with st.expander(_("Begin later, spare some kinds, when to ask again")):
        kinds = _kinds()
        clear, starts_at = _begins()
        asked, review_at = _asks(starts_at)
    wanted = None
    if over and kinds is not None and clear and asked:
        wanted = Over(**{**vars(over), **kinds, "starts_at": starts_at})
    says = _("Hold {what} from {at}") if starts_at else _("Hold {what} now")
    label = plain(says.format(what=name, at=moment(starts_at, zone=True)))
    with st.container(horizontal=True):
        pressed = st.button(label, type="primary", key="holds-confirm", disabled=wanted is None)
        left = st.button(_("Leave it"), key="holds-leave")
    if left or (pressed and wanted and acts.hold(who, wanted, why, review_at)):
        _close()


def _close() -> None:
    """Fold the form; the next one begins empty."""
    for key in (OPEN, WHY, f"typed {WHY}"):
        st.session_state.pop(key, None)
    st.rerun()


def _where(who: Signed) -> tuple[Over | None, str]:
    """What to stop, everything that the person may stop unless they say otherwise; and how the button names it."""
    choices = _places(who)
    chosen = st.selectbox(_("What"), list(choices), format_func=lambda key: _begun(choices[key][1]), key="holds-what")
    if chosen != ONE_POST:
        return choices[chosen]
    first = data.today()
    rows = data.plan(who, None, first, first + POSTS_WITHIN)
    posts = {row.id: row for row in rows if row.stage in (Stage.APPROVED, Stage.AWAITING_APPROVAL)}
    if not posts:
        draw(meta(_("No post is planned within the next month.")))
        return None, _("one post")
    which = st.selectbox(
        _("Post"), list(posts), key="holds-post",
        format_func=lambda key: f"{moment(posts[key].due_at)} · {one_line(posts[key].text, 60)}",
    )  # fmt: skip
    return Over(scheduled_post_id=which), _("one post")


def _places(who: Signed) -> dict[str, tuple[Over, str]]:
    """Everything, the districts, the teams and the accounts that this person may hold, by a word for each."""
    found: dict[str, tuple[Over, str]] = {}
    mine = who.scope
    if mine == Scope():
        found["force"] = (Over(), _("the whole force"))
    for district in data.scopes(who):
        if district.whole:
            found[f"d-{district.id}"] = (Over(district_id=district.id), _("all of {place}").format(place=district.name))
        for team in district.teams:
            place = _("all of {place}").format(place=team.name)
            found[f"t-{team.id}"] = (Over(team_id=team.id), place)
    for account in data.accounts(who, None):
        found[f"a-{account.id}"] = (Over(account_id=account.id), f"{account.account} · {data.label(account.platform)}")
    first = f"t-{mine.team_id}" if mine.team_id else f"d-{mine.district_id}" if mine.district_id else "force"
    found = {first: found[first], **found} if first in found else found
    found[ONE_POST] = (Over(), _("one post…"))
    return found


def _kinds() -> dict[str, object] | None:
    """Which kinds of posts, as fields of Over; None while it is not clear."""
    which = st.selectbox(_("Kinds of posts"), (ALL, ONLY, ALL_BUT), format_func=_, key="holds-kinds")
    kinds: dict[str, object] = {}
    if which == ONLY:
        kinds["category"] = st.selectbox(_("The kind to stop"), list(KINDS), format_func=_kind, key="holds-only")
    elif which == ALL_BUT:
        chosen = st.multiselect(_("The kinds that still go out"), list(KINDS), format_func=_kind, key="holds-spares")
        kinds["spares"] = tuple(chosen)
        if not chosen:
            draw(meta(_("Choose at least one kind that still goes out.")))
            return None
    if which != ALL:
        draw(meta(_("A post of which nobody said the kind is stopped, unless only one kind is.")))
    kinds["answers_too"] = st.toggle(_("Stop answers to the public too"), value=True, key="holds-answers")
    return kinds


def _begins() -> tuple[bool, datetime | None]:
    """Whether that is clear, and when it begins: None at once."""
    if not st.toggle(_("Begin later"), key="holds-later"):
        return True, None
    at = choose_time("holds-from")
    return at is not None, at


def _asks(starts_at: datetime | None) -> tuple[bool, datetime | None]:
    """Whether that is clear, and when to ask whether the hold is still needed: None never."""
    said = st.selectbox(_("Ask whether it is still needed"), list(ASK_AGAIN), format_func=_, key="holds-ask")
    draw(meta(_("A hold never ends by itself: somebody lifts it.")))
    pause = ASK_AGAIN[said]
    if pause is None:
        at = choose_time("holds-review", starts_at)
        return at is not None, at
    return True, (starts_at or data.now()) + pause if pause else None


def _kind(word: str) -> str:
    return _(KINDS[word])


def _begun(words: str) -> str:
    """With a capital, as it stands in a list."""
    return words[:1].upper() + words[1:]


def choose_again(key: str, who: Signed, which: UUID) -> None:
    """A new review time for a hold that stands."""
    at = choose_time(f"again-{key}")
    if at and st.button(_("Ask again then"), key=f"again-do-{key}") and acts.review(who, which, at):
        st.rerun()

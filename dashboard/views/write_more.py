"""Write, the small print of a post: its kind and campaign, whether it is urgent, and what becomes of it when late."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import streamlit as st

from dashboard import acts, data
from dashboard.boxes import line_box
from dashboard.hold_words import KINDS
from dashboard.parts import say
from dashboard.words import _
from domain.people import MAY, Act, Signed

LONGEST = 10_080  # minutes: a week


@dataclass(frozen=True)
class More:
    """What was chosen. `late_after` None: as the force's rule is."""

    category: str
    campaign_id: UUID | None
    urgent: str
    late_after: timedelta | None


def choose(who: Signed, key: str, draft: data.PlanRow | None) -> More:
    """Two small pickers in sight; what few posts need is folded away."""
    left, right = st.columns(2)
    with left:
        category = _kind(key, draft.category if draft else "")
    with right:
        campaign = _campaign(key, draft.campaign if draft else None)
    before = int(draft.late_after.total_seconds() // 60) if draft else acts.late_minutes()
    own = before if before != acts.late_minutes() else None
    urgent_before = bool(st.session_state.get(f"{key}-urgent", draft and draft.urgent))  # never urgent out of sight
    with st.expander(_("Urgent, and what if it is late"), expanded=urgent_before or own is not None):
        urgent = _urgent(who, key, draft.urgent if draft else "")
        minutes = st.number_input(
            _("If it is late by more than so many minutes, ask me instead of sending it"), 1, LONGEST, value=own,
            placeholder=_("{n}, the force's rule").format(n=acts.late_minutes()), key=f"{key}-late", step=5,
            persist_state="session",
        )  # fmt: skip
    return More(category, campaign, urgent, timedelta(minutes=minutes) if minutes else None)


def _kind(key: str, before: str) -> str:
    choices = {"": _("No kind")} | {name: _(label).capitalize() for name, label in KINDS.items()}
    known = list(choices)
    return st.selectbox(
        _("Kind of post"), known, index=known.index(before) if before in known else 0,
        format_func=choices.__getitem__, key=f"{key}-kind", persist_state="session",
        help=_("A hold can stop some kinds and spare others."),
    )  # fmt: skip


def _campaign(key: str, before: str | None) -> UUID | None:
    choices = {one.id: one.name for one in data.campaigns()}
    known = list(choices.values())
    return st.selectbox(
        _("Campaign"), list(choices), index=known.index(before) if before in known else None, placeholder=_("None"),
        format_func=choices.__getitem__, key=f"{key}-campaign", persist_state="session",
    )  # fmt: skip


def _urgent(who: Signed, key: str, before: str) -> str:
    """Why it goes before all others that are due; "" when it does not, a blank when nobody has said why."""
    if Act.URGENT not in MAY[who.role]:
        return before
    label = _("Urgent: it goes before all others that are due")
    if not st.toggle(label, value=bool(before), key=f"{key}-urgent", persist_state="session"):
        return ""
    reason = line_box(_("Why is it urgent?"), f"{key}-why", before)
    if not reason.strip():
        say(_("Say why. Whoever approves it reads the reason, and it is kept."), "waiting")
    return reason or " "

"""What the buttons of duty and hand-over do: one desk act each, as the person signed in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import streamlit as st

from dashboard import data
from dashboard.acts import DID, do
from dashboard.parts import say
from domain.clock import utc_now
from domain.people import Scope, Signed
from scheduler import desk
from scheduler.desk_rules import Refused


def put_on(who: Signed, person_id: UUID, where: Scope, starts_at: datetime, ends_at: datetime) -> bool:
    """Put somebody on duty."""
    return do(lambda: desk.put_on_duty(data.store(), who, person_id, where, starts_at, ends_at, utc_now))


def take_off(who: Signed, duty_id: UUID) -> bool:
    """Take a duty away."""
    return do(lambda: desk.take_off_duty(data.store(), who, duty_id, utc_now))


def bring_in(who: Signed, content: bytes, *, dry_run: bool) -> tuple[str, Sequence[str]]:
    """Put on duty whom a sheet names, or only try: what came of it, and the faults that stopped all of it."""
    try:
        came = desk.bring_in_duties(data.store(), who, content, utc_now, dry_run=dry_run)
    except Refused as no:
        say(str(no), "danger")
        return "", ()
    if not came.faults and not dry_run:
        data.forget()
        st.session_state[DID] = came.says
    return came.says, [str(fault) for fault in came.faults]


def digest(who: Signed, *, wanted: bool) -> bool:
    """Turn one's own daily digest on or off."""
    return do(lambda: desk.digest(data.store(), who, utc_now, wanted=wanted))


def hand_over(who: Signed, where: Scope, text: str) -> bool:
    """Leave a note for the next shift."""
    return do(lambda: desk.hand_over(data.store(), who, where, text, utc_now))

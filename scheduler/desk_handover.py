"""The desk, hand-over: a note for the next shift."""

from domain.clock import Clock
from domain.people import Act, Scope, Signed
from domain.posts import storable
from scheduler.desk_rules import Done, Refused, allow_area
from store import audit, handovers
from store.db import Store

LONGEST = 4_000  # characters


def hand_over(store: Store, who: Signed, where: Scope, text: str, now: Clock) -> Done:
    """Leave a note for the next shift of a team, a district or the whole force."""
    note = storable(text).strip()
    if not note:
        raise Refused("Write the note first.")
    if len(note) > LONGEST:
        raise Refused(f"The note has {len(note):,} characters; {LONGEST:,} are the most.")
    with store.writing() as db:
        allow_area(who, Act.HAND_OVER, where, "there")
        area = (None, where.team_id) if where.team_id else (where.district_id, None)
        made = handovers.add(db, who.person_id, area, note, now())
        audit.write(db, who, Act.HAND_OVER, "handover", made, now())
        return Done("Your note stands in the summary for the next shift.", made)

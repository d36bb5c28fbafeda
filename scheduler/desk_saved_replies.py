"""The desk, saved replies: write one, change it, review it as a second person, retire it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain import saved_replies as words_of
from domain.clock import LONDON, Clock
from domain.listening.words import Topic
from domain.people import Act, Scope, Signed
from domain.posts import storable
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow_area, missing
from store import audit, saved_replies
from store.db import Store
from store.tables import District, SavedReply, Team


def keep_saved_reply(
    store: Store,
    who: Signed,
    title: str,
    text: str,
    text_cy: str,
    topic: Topic | None,
    area: Scope,
    review_by: date,
    now: Clock,
    which: UUID | None = None,
    seen: datetime | None = None,
) -> Done:
    """Keep a saved reply, or new words of one (`which`, as changed at `seen`); a second person is to review it."""
    with store.writing(durable=True) as db:
        at = now()
        area, where = _area(db, area)
        allow_area(who, Act.SAVED_REPLY, area, where)
        title, text, text_cy = (storable(one).strip() for one in (title, text, text_cy))
        if wrong := words_of.faults(title, text, text_cy, review_by, at.astimezone(LONDON).date()):
            raise Refused(" ".join(wrong))
        values: dict[str, Any] = {
            "title": title, "text": text, "text_cy": text_cy, "topic": topic, "district_id": area.district_id,
            "team_id": area.team_id, "owner_id": who.person_id, "review_by": review_by, "changed_at": at,
            "reviewed_by_id": None, "reviewed_at": None,
        }  # fmt: skip
        if which is None:
            which = uuid4()
            db.add(SavedReply(id=which, **values))
            db.flush()
        else:
            _may_change(db, who, which)
            if not saved_replies.change(db, which, seen or at, **values):
                raise Refused(MOVED_ON)
        audit.write(db, who, Act.SAVED_REPLY, "saved_reply", which, at, f"written: {title}")
        return Done("Kept. It is offered as soon as a second person has reviewed it.", which)


def review_saved_reply(store: Store, who: Signed, which: UUID, seen: datetime, review_by: date, now: Clock) -> Done:
    """A second person has read it, as it was changed at `seen`: it is offered until the day of its next review."""
    with store.writing(durable=True) as db:
        at, row = now(), _may_change(db, who, which)
        if row.owner_id == who.person_id:
            raise Refused("These are your own words. Someone else must review them.")
        today = at.astimezone(LONDON).date()
        if wrong := words_of.faults(row.title, row.text, row.text_cy, review_by, today):
            raise Refused(" ".join(wrong))
        done = {"reviewed_by_id": who.person_id, "reviewed_at": at, "review_by": review_by}
        if not saved_replies.change(db, which, seen, **done):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.SAVED_REPLY, "saved_reply", which, at, f"reviewed until {review_by:%Y-%m-%d}")
        return Done("Reviewed. It is offered from now on.", which)


def retire_saved_reply(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """It is offered no more; what was written with it stays as it is."""
    with store.writing(durable=True) as db:
        at, row = now(), _may_change(db, who, which)
        if not saved_replies.change(db, which, row.changed_at, retired_at=at):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.SAVED_REPLY, "saved_reply", which, at, "retired")
        return Done("Retired. It is offered no more.", which)


def _may_change(db: Session, who: Signed, which: UUID) -> SavedReply:
    row = saved_replies.get(db, which)
    if row is None:
        raise missing("saved reply")
    allow_area(who, Act.SAVED_REPLY, Scope(row.district_id, row.team_id), "")
    return row


def _area(db: Session, area: Scope) -> tuple[Scope, str]:
    """The area with its district, and its name in a refusal."""
    if area.team_id:
        team = db.get(Team, area.team_id)
        if team is None:
            raise missing("team")
        return Scope(team.district_id, team.id), f"for {team.name}"
    if area.district_id:
        district = db.get(District, area.district_id)
        if district is None:
            raise missing("district")
        return area, f"for {district.name}"
    return area, "for the whole force"

"""The desk, holds: stop everything within a scope, and lift that again. A hold never ends by itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from domain.clock import Clock
from domain.people import Act, Scope, Signed
from scheduler.desk_rules import Done, Refused, allow, allow_area, count, missing
from store import audit, holds, messages, overdue
from store.db import Store
from store.tables import Account, Hold, Team


@dataclass(frozen=True)
class Over:
    """What a hold stops: everything that fits each scope that is named; with none, everything of the force."""

    district_id: UUID | None = None
    team_id: UUID | None = None
    account_id: UUID | None = None
    scheduled_post_id: UUID | None = None
    category: str | None = None
    answers_too: bool = True


def hold(store: Store, who: Signed, over: Over, reason: str, now: Clock, review_at: datetime | None = None) -> Done:
    """Put a hold in force. When this returns, not one more publication within its scope is claimed (T12)."""
    if not reason.strip():
        raise Refused("Say why: the reason stands on every page while the hold does.")
    with store.writing(durable=True) as db:
        at = now()
        _may(db, who, Act.HOLD, over)
        row = Hold(**vars(over), reason=reason.strip(), placed_by_id=who.person_id, placed_at=at, review_at=review_at)
        on_their_way = holds.place(db, row)
        audit.write(db, who, Act.HOLD, "hold", row.id, at, reason.strip())
        gone = f" {count(on_their_way, 'post')} {'was' if on_their_way == 1 else 'were'} already on the way."
        return Done("In force." + (gone if on_their_way else " Nothing was on its way."), row.id)


def lift(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """Lift a hold. What is not yet due goes on; what fell due meanwhile waits for a person, never a backlog."""
    with store.writing(durable=True) as db:
        at, row = now(), db.get(Hold, which, populate_existing=True)
        if row is None:
            raise missing("hold")
        _may(db, who, Act.LIFT, Over(row.district_id, row.team_id, row.account_id, row.scheduled_post_id, row.category))
        overdue.fall_due(db, at)
        if not holds.lift(db, which, who.person_id, at):
            raise Refused("It was lifted already.")
        audit.write(db, who, Act.LIFT, "hold", which, at)
        waiting = overdue.waiting_after_holds(db)
        left = f" {count(waiting, 'post')} fell due meanwhile: decide for each whether to send, re-time or drop it."
        return Done("Lifted." + (left if waiting else ""), which)


def _may(db: Session, who: Signed, act: Act, over: Over) -> None:
    """The narrowest scope that is named decides who may."""
    if over.scheduled_post_id:
        message = messages.get(db, over.scheduled_post_id)
        if message is None:
            raise missing("post")
        allow(who, act, [one.account for one in messages.chosen(db, message)])
    elif over.account_id:
        account = db.get(Account, over.account_id)
        if account is None:
            raise missing("account")
        allow(who, act, [account])
    elif over.team_id:
        district = db.exec(select(Team.district_id).where(col(Team.id) == over.team_id)).one_or_none()
        allow_area(who, act, Scope(district, over.team_id), "for that team")
    else:
        where = "for that district" if over.district_id else "for the whole force"
        allow_area(who, act, Scope(over.district_id), where)

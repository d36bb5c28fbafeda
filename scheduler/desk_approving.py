"""The desk, approving: a second person lets a message go, or returns it with a word."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import Act, Signed
from domain.publication import Stage
from scheduler import desk_checks
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, allow, count, missing
from store import audit, messages, publications
from store.db import Store
from store.messages import Chosen
from store.tables import ScheduledPost


def approve(
    store: Store,
    who: Signed,
    which: UUID,
    rules: Rules,
    now: Clock,
    seen: int | None = None,
    due_at: datetime | None = None,
) -> Done:
    """Let a message go (T1): what was read (version `seen`) goes out, at its time or at a new one (`due_at`)."""
    with store.writing(durable=True) as db:
        at, message = now(), _waiting(db, which)
        chosen = messages.chosen(db, message)
        accounts = [one.account for one in chosen]
        allow(who, Act.APPROVE, accounts)
        if who.person_id in messages.writers(db, message):
            raise Refused("These are your own words. Someone else must approve them.")
        due = _due(message, at, due_at)
        if due_at:
            allow(who, Act.RETIME, accounts)
        desk_checks.must_still_be_asked(db, message)
        desk_checks.must_be_sendable(db, message, rules, due, message.insisted)
        changes = {"approved_at": at, "approved_by_id": who.person_id, "changed_at": at, "due_at": due}
        read = seen or message.version
        if not messages.advance(db, which, Stage.AWAITING_APPROVAL, Stage.APPROVED, read, **changes):
            raise Refused(MOVED_ON)
        let_go(db, which, chosen)
        audit.write(db, who, Act.APPROVE, "scheduled_post", which, at, f"version {read}, due {due:%Y-%m-%dT%H:%MZ}")
        return Done(_says(db, message, chosen, due, at), which)


def return_(store: Store, who: Signed, which: UUID, note: str, now: Clock) -> Done:
    """Give a message back to its author with a word why."""
    with store.writing(durable=True) as db:
        at, message = now(), _waiting(db, which)
        allow(who, Act.RETURN, [one.account for one in messages.chosen(db, message)])
        if not note.strip():
            raise Refused("Say in a few words what is to be changed.")
        changes = {"note": note.strip(), "changed_at": at, "earlier": messages.as_read(db, message)}
        if not messages.advance(db, which, Stage.AWAITING_APPROVAL, Stage.DRAFT, message.version, **changes):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.RETURN, "scheduled_post", which, at, note.strip())
        return Done("Returned to its author with your word.", which)


def let_go(db: Session, which: UUID, chosen: Sequence[Chosen]) -> list[UUID]:
    """The publications are born, in the transaction that approves; before this the publisher cannot see anything."""
    message = messages.get(db, which)
    assert message is not None
    return [publications.born(db, message, one.account, one.text) for one in chosen]


def _waiting(db: Session, which: UUID) -> ScheduledPost:
    message = messages.get(db, which)
    if message is None:
        raise missing("post")
    if message.stage is not Stage.AWAITING_APPROVAL:
        raise Refused(
            f"It is not waiting for approval (it is: {message.stage.replace('_', ' ')}). Load the page again."
        )
    return message


def _due(message: ScheduledPost, now: datetime, due_at: datetime | None) -> datetime:
    """When it is to go out: an answer at once unless it has a time to come, a post at its time, which must be."""
    if message.question_id:
        return max(message.due_at, now)
    due = due_at or message.due_at
    if late := desk_checks.past(due, now):
        raise Refused(f"{late} A late approval never sends a post at once.")
    return due


def _says(db: Session, message: ScheduledPost, chosen: Sequence[Chosen], due: datetime, now: datetime) -> str:
    where = f"Approved: {count(len(chosen), 'account')}, {in_london(due)}."
    hold = desk_checks.hold_over(db, message, chosen, now)
    if hold:
        return f"{where} A hold is in force ({hold.reason}): until it is lifted, nothing of it leaves."
    if (hold := desk_checks.hold_over(db, message, chosen, due)) and hold.starts_at:
        begins = f"A hold begins {in_london(hold.starts_at)} ({hold.reason})"
        return f"{where} {begins}: unless it is lifted by then, this waits for a decision."
    return where

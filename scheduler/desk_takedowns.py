"""The desk, take-downs: ask that a published post is deleted from its platform, agree to it, or drop it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import Act, Signed
from domain.publication import State, TakeDownState
from scheduler.desk_rules import MOVED_ON, Done, Refused, Rules, allow, count, missing
from store import audit, publications, takedowns
from store.db import Store
from store.tables import Account, Publication, TakeDown

ASKED_ALREADY = "Somebody has asked for that already. Load the page again."
NOT_PUBLIC = {
    State.QUEUED: "It has not gone out yet: stop it instead.",
    State.PUBLISHING: "It is being sent at this moment. Wait until it is known what became of it.",
    State.UNKNOWN: "Nobody knows yet whether it is public. Look at the account and confirm it with its link first.",
    State.FAILED: "It is not known to be public. If you see it there, confirm it with its link first.",
    State.WAITING: "It has not gone out: drop it instead.",
    State.CANCELLED: "It was stopped and is not known to be public. Take down what you see there on the platform.",
}


def take_down(
    store: Store, who: Signed, which: UUID, reason: str, rules: Rules, now: Clock, everywhere: bool = False
) -> Done:
    """Have a published post deleted from its platform; `everywhere`: on all accounts where its message is public.

    Ordered at once, or asked for where the force's rules want a second person.
    """
    if not reason.strip():
        raise Refused("Say why it is to be taken down. The reason is kept.")
    with store.writing(durable=True) as db:
        at, chosen = now(), _published(db, who, which, everywhere)
        ordered = not rules.take_downs_need_second_person
        for one in chosen:
            _add(db, who, one, reason.strip(), at, ordered)
        if ordered:
            return Done(f"Ordered: {_where(chosen)} deleted now. This page says when it is really gone.", which)
        return Done(f"Asked for: {_where(chosen)} deleted as soon as a second person agrees.", which)


def approve_take_down(store: Store, who: Signed, which: UUID, now: Clock, everywhere: bool = False) -> Done:
    """Agree, as the second person, that it is deleted; `everywhere`: on all accounts for which that was asked."""
    with store.writing(durable=True) as db:
        at = now()
        asked = _wanted(db, who, Act.APPROVE_TAKE_DOWN, which, (TakeDownState.ASKED,), everywhere)
        if any(row.asked_by_id == who.person_id for row in asked):
            raise Refused("You asked for this yourself. Someone else must agree.")
        for row in asked:
            if not takedowns.approve(db, row.id, who.person_id, at):
                raise Refused(MOVED_ON)
            audit.write(db, who, Act.APPROVE_TAKE_DOWN, "publication", row.publication_id, at)
        return Done(f"Agreed: {_where(asked)} deleted now. This page says when it is really gone.", which)


def drop_take_down(store: Store, who: Signed, which: UUID, now: Clock, everywhere: bool = False) -> Done:
    """It is not to be taken down any more, or was refused and the matter is closed."""
    with store.writing(durable=True) as db:
        at = now()
        wanted = _wanted(db, who, Act.TAKE_DOWN, which, takedowns.UNDONE, everywhere)
        if any(row.deleted_at for row in wanted):
            raise Refused("The platform has already said that it is deleted. Nothing can bring it back.")
        for row in wanted:
            if not takedowns.drop(db, row.id):
                raise Refused(MOVED_ON)
            audit.write(db, who, Act.CANCEL, "publication", row.publication_id, at, "take-down dropped")
        tried = any(row.tries for row in wanted)
        more = " It was tried before: look whether it is still there." if tried else " It stays where it is."
        return Done(f"Dropped.{more}", which)


def _published(db: Session, who: Signed, which: UUID, everywhere: bool) -> Sequence[Publication]:
    """What is to be taken down: this one, or all that are public of its message and not taken down yet."""
    first = publications.get(db, which)
    if first is None:
        raise missing("publication")
    found = publications.of_message(db, first.scheduled_post_id) if everywhere else [first]
    public = [one for one in found if one.state is State.PUBLISHED]
    if everywhere:
        done = takedowns.of_message(db, first.scheduled_post_id, (*takedowns.OPEN, TakeDownState.GONE))
        public = [one for one in public if one.id not in done and not takedowns.gone_since(db, one)]
    allow(who, Act.TAKE_DOWN, [db.get_one(Account, one.account_id) for one in public or [first]])
    if not public:
        raise Refused("None of it is public any more." if everywhere else NOT_PUBLIC[first.state])
    if not everywhere and (since := takedowns.gone_since(db, first)):
        raise Refused(f"It is no longer there: we saw that {in_london(since)}.")
    return public


def _add(db: Session, who: Signed, one: Publication, reason: str, now: datetime, ordered: bool) -> None:
    try:
        takedowns.add(db, one.id, reason, who.person_id, now, ordered=ordered)
    except IntegrityError:
        raise Refused(ASKED_ALREADY) from None
    audit.write(db, who, Act.TAKE_DOWN, "publication", one.id, now, reason)


def _wanted(
    db: Session, who: Signed, act: Act, which: UUID, states: Sequence[TakeDownState], everywhere: bool
) -> list[TakeDown]:
    """The newest take-downs in these states: of this publication, or of all of its message."""
    first = publications.get(db, which)
    if first is None:
        raise missing("publication")
    here = takedowns.of_message(db, first.scheduled_post_id, states) if everywhere else [which]
    newest = {one.publication_id: one for key in here if (one := takedowns.newest(db, key)) and one.state in states}
    of = [db.get_one(Publication, key) for key in newest] or [first]
    allow(who, act, [db.get_one(Account, one.account_id) for one in of])
    if not newest:
        raise Refused(f"No take-down of it is open. {MOVED_ON}")
    return list(newest.values())


def _where(chosen: Sequence[object]) -> str:
    return "the post is" if len(chosen) == 1 else f"{count(len(chosen), 'post')} are"

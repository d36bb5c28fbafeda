"""The desk, resolving: what to do about one publication that waits, failed, is not wanted, or may be public."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.clock import Clock, in_london
from domain.people import Act, Signed
from domain.posts import Published
from domain.publication import Stage, State
from scheduler import desk_checks
from scheduler.desk_rules import MOVED_ON, Done, Refused, allow, missing
from store import audit, holds, overdue, proofs, publications
from store.db import Store
from store.messages import Chosen
from store.tables import Account, Publication, ScheduledPost

TWICE = "A newer copy of this post is already there for this account. Use that one."


def cancel(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """Stop one account's publication before it leaves, or close the matter of one that failed."""
    with store.writing(durable=True) as db:
        _get(db, who, Act.CANCEL, which)
        _move(db, which, (State.QUEUED, State.FAILED), State.CANCELLED, "Only what is queued or failed can be stopped.")
        audit.write(db, who, Act.CANCEL, "publication", which, now())
        return Done("Stopped. It does not go out on this account.", which)


def drop(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """A waiting publication is not wanted any more."""
    with store.writing(durable=True) as db:
        _get(db, who, Act.CANCEL, which)
        _move(db, which, State.WAITING, State.CANCELLED, "Only what waits for a decision can be dropped.")
        audit.write(db, who, Act.CANCEL, "publication", which, now(), "dropped")
        return Done("Dropped. It does not go out on this account.", which)


def retime(store: Store, who: Signed, which: UUID, due_at: datetime, now: Clock, *, even_held: bool = True) -> Done:
    """A waiting publication goes out at a new time (UTC); unless `even_held`, not while a hold stops it."""
    with store.writing(durable=True) as db:
        at = now()
        one, account, message = _get(db, who, Act.RETIME, which)
        if late := desk_checks.past(due_at, at):
            raise Refused(late)
        _must_be_wanted(db, one, message)
        if not even_held:
            _no_hold(db, one, account, at)
        _again(db, which, State.WAITING, message, due_at)
        audit.write(db, who, Act.RETIME, "publication", which, at, f"due {due_at:%Y-%m-%dT%H:%MZ}")
        return Done(f"It goes out {in_london(due_at)}.", which)


def send_now(store: Store, who: Signed, which: UUID, now: Clock) -> Done:
    """A waiting publication goes out at once."""
    with store.writing(durable=True) as db:
        at = now()
        one, account, message = _get(db, who, Act.RETIME, which)
        _must_be_wanted(db, one, message)
        _no_hold(db, one, account, at)
        _again(db, which, State.WAITING, message, at)
        audit.write(db, who, Act.RETIME, "publication", which, at, "now")
        return Done("It goes out now.", which)


def queue_again(store: Store, who: Signed, which: UUID, now: Clock, seen: int | None = None) -> Done:
    """Send again what failed, or what a person has looked for and found not to be there (T10).

    `seen` is how many tries the page told of: of a later one that person knows nothing.
    """
    with store.writing(durable=True) as db:
        at = now()
        one, account, message = _get(db, who, Act.QUEUE_AGAIN, which)
        _must_be_wanted(db, one, message)
        _no_hold(db, one, account, at)
        _not_said_since(db, one, account, message, at)
        was, doubted = one.state, one.look_since is not None
        _again(db, which, (State.FAILED, State.UNKNOWN), message, at, one.attempts if seen is None else seen)
        if was is State.UNKNOWN:
            publications.give_back(db, which, one.attempts)
        audit.write(db, who, Act.QUEUE_AGAIN, "publication", which, at, "not there" if was is State.UNKNOWN else "")
        return Done("It is looked for, and sent if it is not there." if doubted else "It is sent again now.", which)


def confirm_published(store: Store, who: Signed, which: UUID, proof: Published, now: Clock) -> Done:
    """A person has seen that it is public, and says where; `proof` is read from the link they pasted."""
    with store.writing(durable=True) as db:
        at = now()
        one, account, _ = _get(db, who, Act.CONFIRM_PUBLISHED, which)
        if one.state is State.PUBLISHED:
            raise Refused("It is known to be public already.")
        if one.state not in (State.UNKNOWN, State.FAILED):
            raise Refused(f"Only what is unknown or failed can be confirmed; it is {one.state}. " + MOVED_ON)
        if proofs.owner(db, account.id, proof.external_id):
            raise Refused("That link belongs to another post of ours. Open the right one and paste its link.")
        if not proofs.published(db, which, proof, at, how=f"seen by a person: {proof.url}"):
            raise Refused(MOVED_ON)
        audit.write(db, who, Act.CONFIRM_PUBLISHED, "publication", which, at, proof.url)
        return Done("Noted as public.", which)


def give_up(store: Store, who: Signed, which: UUID, reason: str, now: Clock) -> Done:
    """Nobody can tell whether it is public: close the matter as failed. What it may have cost stays spent.

    Should any of these words be sent again, they are looked for first.
    """
    if not reason.strip():
        raise Refused("Say why you give it up. The reason is kept.")
    with store.writing(durable=True) as db:
        one, _, message = _get(db, who, Act.GIVE_UP, which)
        since = overdue.lost_since(db, one)
        message.look_since = min(since, message.look_since or since)  # for a new version or a copy
        why = {
            "look_since": since,
            "trouble": f"Given up: {reason.strip()}",
            "trouble_kind": "GivenUp",
            "next_look_at": None,
        }
        _move(db, which, State.UNKNOWN, State.FAILED, "Only what is unknown can be given up.", **why)
        audit.write(db, who, Act.GIVE_UP, "publication", which, now(), reason.strip())
        return Done("Given up. It may be public all the same: look at the account.", which)


def _get(db: Session, who: Signed, act: Act, which: UUID) -> tuple[Publication, Account, ScheduledPost]:
    one = publications.get(db, which)
    if one is None:
        raise missing("publication")
    account = db.get_one(Account, one.account_id)
    allow(who, act, [account])
    return one, account, db.get_one(ScheduledPost, one.scheduled_post_id, populate_existing=True)


def _move(
    db: Session,
    which: UUID,
    origin: State | Collection[State],
    to: State,
    otherwise: str,
    number: int | None = None,
    /,
    **values: object,
) -> None:
    if not publications.move(db, which, origin, to, number, **values):
        one = publications.get(db, which)
        raise Refused(f"{otherwise} It is {one.state if one else 'gone'} now. Load the page again.")


def _again(
    db: Session,
    which: UUID,
    origin: State | Collection[State],
    message: ScheduledPost,
    due_at: datetime,
    number: int | None = None,
) -> None:
    """Back to the queue with fresh times and no marks of the past."""
    fresh = {
        "due_at": due_at,
        "not_before": due_at,
        "expires_at": due_at + timedelta(seconds=message.late_after_s),
        "transients": 0,
        "next_look_at": None,
        "trouble": "",
        "trouble_kind": "",
    }
    try:
        _move(db, which, origin, State.QUEUED, "It cannot be sent from where it is.", number, **fresh)
    except IntegrityError:
        raise Refused(TWICE) from None


def _no_hold(db: Session, one: Publication, account: Account, now: datetime) -> None:
    answer = one.in_reply_to is not None
    if hold := holds.over_account(db, account, one.category, answer, now, one.scheduled_post_id):
        raise Refused(f"A hold is in force ({hold.reason}). Lift it first, or choose a later time.")


def _not_said_since(db: Session, one: Publication, account: Account, message: ScheduledPost, at: datetime) -> None:
    """Raise Refused when the same words are out, or on their way, by another post: a copy of this one, say."""
    if message.insisted:
        return
    if said := desk_checks.repeats(db, message, [Chosen(account, one.text, None)], at):
        raise Refused(f"{' '.join(said)} It would go out twice. Close the matter here.")


def _must_be_wanted(db: Session, one: Publication, message: ScheduledPost) -> None:
    """Raise Refused when the message was taken back, or the question it answers is closed or answered by another."""
    if message.withdrawn_at:
        raise Refused("The post was withdrawn. Write a new one.")
    if message.stage is not Stage.APPROVED:
        raise Refused(f"The post is {message.stage.replace('_', ' ')}: it must be approved before it is sent.")
    desk_checks.must_still_be_asked(db, message)

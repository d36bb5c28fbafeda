"""Publish one due publication: at most once, whatever dies in between.

    claim (one transaction)  →  call the platform (no transaction)  →  settle (one transaction)

A crash before the claim: still queued. After it: `publishing`, until the sweep calls it
`unknown`. Nothing but proof, a person, or the force's own rule leads on from there.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.cadence import Direction
from domain.errors import PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.posts import Published
from domain.publication import State
from platforms.port import Outlet
from platforms.wire import no_later_than
from scheduler import uploads
from scheduler.means import Means
from scheduler.restored import is_out_already
from scheduler.verdicts import told, verdict
from store import accounts, audit, messages, overdue, proofs, publications
from store.publications import Claim
from store.tables import Account
from store.turns import Due

log = logging.getLogger(__name__)

OUR_FAULT = timedelta(minutes=5)  # before something that we cannot even prepare is tried again
CLOSED = "The question was closed while this answer waited. Drop this answer."
RETIRED = "The account has left the roster."


def publish(means: Means, one: Due) -> bool | None:
    """Publish one; True when it is out, False when it is not, None when somebody was first and nothing was done."""
    try:
        one = uploads.named(means, one)
        outlet = _ready(means, one)
        if outlet and is_out_already(means, outlet, one):
            return True
        ready = uploads.done(means, outlet, one) if outlet else None
        mine = _claim(means, ready) if ready else None
    except PlatformError as error:
        _not_now(means, one, error)
        return False
    if outlet is None or ready is None or mine is None:
        return None if outlet else False
    try:
        with no_later_than(_last_start(means, mine), means.elapsed):
            proof = outlet.publish(ready.message, key=str(one.publication.id))
    except Exception as error:  # whatever it was, the claim must be settled
        _settle(means, one, mine, error)
        return False
    _proven(means, one, proof)
    return True


def set_back(means: Means, one: Due) -> None:
    """A fault of ours before the claim cost nothing; the publication is left alone for a while and says so."""
    again = means.now() + OUR_FAULT
    with means.store.writing(durable=True) as db:
        publications.postpone(db, one.publication.id, again, "It could not be prepared: a fault of ours.", "Fault")


def _ready(means: Means, one: Due) -> Outlet | None:
    """The line to its account, once all that can be asked before the claim is asked; None when it may not leave."""
    if one.question_closed:
        _divert(means, one, State.WAITING, CLOSED, "Closed")
        return None
    outlet = None if one.account.retired_at else means.connect(one.account)
    why = RETIRED if outlet is None else " ".join(outlet.check(one.message))
    if outlet and not why and one.message.in_reply_to:
        why = outlet.obstacle(one.message) or ""
    if why:
        _divert(means, one, State.FAILED, why, "Rejected")
        return None
    return outlet


def _divert(means: Means, one: Due, to: State, why: str, kind: str) -> None:
    """Out of the queue without a call, and why."""
    with means.store.writing(durable=True) as db:
        _take_out(db, one, to, why, kind, means.now())


def _take_out(db: Session, one: Due, to: State, why: str, kind: str, now: datetime) -> None:
    """No attempt will tell of it, so the trail does."""
    if publications.move(db, one.publication.id, State.QUEUED, to, trouble=why, trouble_kind=kind):
        audit.write(db, None, to, "publication", one.publication.id, now, why)


def _not_now(means: Means, one: Due, error: PlatformError) -> None:
    """An error before the claim: nothing can have happened, so the worst is a refusal."""
    now = means.now()
    where = verdict(error, uploads.tries(one), now)  # a look that failed is no try
    with means.store.writing(durable=True) as db:
        uploads.fell_through(db, one, error, counts=where.counts)
        if where.to is State.FAILED:
            _take_out(db, one, State.FAILED, str(error), type(error).__name__, now)
            return
        again = where.not_before or now + OUR_FAULT
        publications.postpone(db, one.publication.id, again, str(error), type(error).__name__)
        _tell_others(db, one.account, error, again, now)


def _claim(means: Means, one: Due) -> Claim | None:
    """Take it; None when somebody was first. Raises OutOfCredit when our own purse is empty."""
    if means.doubt():  # its time may not have come, or be long over
        return None
    operation = means.capabilities(one.account.platform).price_of(one.message)
    try:
        with means.store.writing(durable=True) as db:
            limits = means.limits(one.account.platform)
            return publications.claim(db, one, operation, limits, means.now(), means.worker)
    except IntegrityError as fault:
        if not publications.in_another_hand(fault):
            raise
        log.debug("%s is in another hand", one.account.handle)
    return None


def _last_start(means: Means, mine: Claim) -> float:
    """Until when, in elapsed seconds, the call must have begun to leave: a process that was stopped may wake too late.

    Raises Transient when it is too late already, for the sweep may have been here since.
    """
    at = means.elapsed()
    left = means.last_start - (means.now() - mine.started_at)
    if left <= timedelta(0):
        raise Transient("stopped for too long between claim and call; nothing was sent")
    return at + min(left, means.last_start).total_seconds()


def _proven(means: Means, one: Due, proof: Published) -> None:
    with means.store.writing(durable=True) as db:
        proofs.published(db, one.publication.id, proof, means.now())
    log.info("published on %s: %s", one.account.handle, proof.external_id)


def _settle(means: Means, one: Due, mine: Claim, error: Exception) -> None:
    """Write down how a call without proof ended, in one transaction with what follows from it."""
    if not isinstance(error, PlatformError):
        log.exception("a fault of ours while publishing %s", one.publication.id)
    now = means.now()
    where = verdict(error, one.publication.transients, now)
    kind = type(error).__name__
    values: dict[str, object] = {"trouble": told(error), "trouble_kind": kind}
    if where.not_before:
        values["not_before"] = where.not_before
    if where.counts:
        values["transients"] = one.publication.transients + 1
    with means.store.writing(durable=True) as db:
        to = where.to
        if isinstance(error, Rejected) and overdue.ever_unknown(db, one.publication.id):
            to = State.UNKNOWN  # refused, perhaps as a double of what an earlier try did: evidence, so look
        if to is State.UNKNOWN:
            values |= {"unknown_at": now, "next_look_at": now, "looks": 0, "looked_at": None}
        uploads.fell_through(db, one, error)
        if publications.settle(db, mine, to, _outcome(to, kind), now, **values):
            messages.stop_withdrawn(db, one.publication.id, now)
            _tell_others(db, one.account, error, where.not_before or now, now)
        else:
            log.warning("too late to say of %s: %s", one.publication.id, told(error))


def _outcome(to: State, kind: str) -> str:
    """The word of an attempt: what became unknown is so named, whatever the error was called."""
    return "unknown" if to is State.UNKNOWN else kind


def _tell_others(db: Session, account: Account, error: Exception, until: datetime, now: datetime) -> None:
    """What this error means beyond the one publication: a platform that wants a pause, an account in trouble."""
    if isinstance(error, RateLimited) and error.whole_app:
        until = min(until, now + accounts.LONGEST_WAIT)
        accounts.pause(db, account.platform, Direction.WRITING, until, str(error))
    if isinstance(error, TokenExpired):
        accounts.tell_trouble(db, account, "TokenExpired", str(error), now)

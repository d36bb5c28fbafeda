"""Look for what may be public. Found is proof; not found proves nothing before the window is over."""

import logging
from datetime import datetime, timedelta

from sqlmodel import Session

from domain.errors import PlatformError, RateLimited
from domain.posts import Published
from domain.publication import State
from scheduler.means import Means
from store import audit, overdue, proofs, publications
from store.overdue import Lost

log = logging.getLogger(__name__)

LOOKS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=3))  # after the attempt ended; then the window
AFTERWARDS = timedelta(hours=1)  # between looks once the window is over and a person decides
LOOK_FOR = timedelta(days=1)
FAILED_LOOK = timedelta(minutes=1)


def reconcile(means: Means) -> int:
    """Look for every unknown one whose look is due; tell how many were found."""
    with means.store.reading() as db:
        lost = overdue.to_look_for(db, means.now())
    return sum(look_for(means, one) for one in lost)


def look_for(means: Means, one: Lost) -> bool:
    """Look for one on its platform; True when it is there."""
    now, which = means.now(), one.publication.id
    with means.store.writing() as db:
        if not overdue.take_look(db, which, now, now + FAILED_LOOK):
            return False
        taken = proofs.taken(db, which)
    try:
        proof = means.connect(one.account).find(one.message, since=one.since, taken=taken)
    except PlatformError as error:
        _could_not_look(means, one, error)
        return False
    return _found(means, one, proof) if proof else _not_found(means, one, now)


def _found(means: Means, one: Lost, proof: Published) -> bool:
    now = means.now()
    with means.store.writing(durable=True) as db:
        return proofs.published(db, one.publication.id, proof, now, how=f"found by looking: {proof.url}")


def _could_not_look(means: Means, one: Lost, error: PlatformError) -> None:
    log.warning("cannot look at %s: %s", one.account.handle, error)
    if isinstance(error, RateLimited) and error.reset_at:
        with means.store.writing() as db:
            overdue.look_at(db, one.publication.id, max(error.reset_at, means.now() + FAILED_LOOK))


def _not_found(means: Means, one: Lost, asked_at: datetime) -> bool:
    """Look again until the window is over; after it a person decides, or the rule of the force does."""
    since = one.publication.unknown_at or one.since
    with means.store.writing(durable=True) as db:
        if asked_at - since >= means.window and _may_go_again(means, one, asked_at):
            _send_again(db, one, asked_at)
        else:
            again_at = next_look(since, asked_at, means.window)
            overdue.looked(db, one.publication.id, one.publication.attempts, asked_at, again_at)
    return False


def next_look(since: datetime, now: datetime, window: timedelta) -> datetime | None:
    """When to look again for something unknown since then; None when only a person can help."""
    steps = [step for step in LOOKS if step < window] + [window]
    within = next((since + step for step in steps if since + step > now), None)
    if within or now >= since + LOOK_FOR:
        return within
    return now + AFTERWARDS


def _may_go_again(means: Means, one: Lost, now: datetime) -> bool:
    """Whether it may go again without a person: never what was refused (perhaps as a double), never too late."""
    rule = means.resend_unknown or means.capabilities(one.account.platform).safe_to_repeat
    return rule and one.publication.trouble_kind != "Rejected" and now < one.publication.expires_at


def _send_again(db: Session, one: Lost, now: datetime) -> None:
    """Looked for until the window was over and not there: queued again, and the try, which never was, not billed."""
    which = one.publication.id
    values = {"not_before": now, "next_look_at": None, "looked_at": now, "looks": one.publication.looks + 1}
    number = one.publication.attempts  # a person may have sent it again while we looked: that try is not ours
    if publications.move(db, which, State.UNKNOWN, State.QUEUED, number, **values):
        publications.give_back(db, which, number)
        audit.write(
            db, None, "queue_again", "publication", which, now, "looked for until the window was over: not there"
        )

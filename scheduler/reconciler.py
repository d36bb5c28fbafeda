"""Look for what may be public. Found is proof; not found proves nothing before the window is over."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import PlatformError, RateLimited
from domain.posts import Published
from domain.publication import State
from scheduler.means import Means
from store import audit, messages, overdue, proofs, publications
from store.overdue import Lost

log = logging.getLogger(__name__)

LOOKS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=3))  # after the attempt ended; then the window
AFTERWARDS = timedelta(hours=1)  # between looks once the window is over and a person decides
LOOK_FOR = timedelta(days=1)
EYES = 4  # accounts that are looked at side by side
FAILED_LOOK = timedelta(minutes=1)  # at most, until a look that could not see is tried again


def reconcile(means: Means, stopping: Callable[[], bool] = lambda: False) -> int:
    """Look for every unknown one whose look is due until `stopping`; tell how many were found.

    A few accounts side by side: after a bad minute hundreds may be lost, and each look may wait for its timeout.
    """
    with means.store.reading() as db:
        lost = overdue.to_look_for(db, means.now())
    by_account: dict[UUID, list[Lost]] = {}
    for one in lost:
        by_account.setdefault(one.account.id, []).append(one)

    def look_at(mine: list[Lost]) -> int:
        return sum(look_for(means, one) for one in mine if not stopping())

    if len(by_account) < 2:  # the usual case needs no threads
        return sum(map(look_at, by_account.values()))
    with ThreadPoolExecutor(EYES, thread_name_prefix="reconciler") as eyes:
        return sum(eyes.map(look_at, by_account.values()))


def look_for(means: Means, one: Lost) -> bool:
    """Look for one on its platform; True when it is there."""
    now, which = means.now(), one.publication.id
    with means.store.writing() as db:
        if not overdue.take_look(db, which, now, now + failed_look(means)):
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
        found = proofs.published(db, one.publication.id, proof, now, how=f"found by looking: {proof.url}")
        if found:
            audit.write(db, None, "found", "publication", one.publication.id, now, proof.url)
        return found


def _could_not_look(means: Means, one: Lost, error: PlatformError) -> None:
    log.warning("cannot look at %s: %s", one.account.handle, error)
    if isinstance(error, RateLimited) and error.reset_at:
        with means.store.writing() as db:
            overdue.look_at(db, one.publication.id, max(error.reset_at, means.now() + failed_look(means)))


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


def failed_look(means: Means) -> timedelta:
    """Until a look that could not see is tried again: soon enough for a short window."""
    return min(FAILED_LOOK, means.window / 2)


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
        messages.stop_withdrawn(db, which, now)

"""Take published posts off their platforms: delete, then look until they are really gone.

    claim (one transaction)  →  delete (no transaction)  →  write it down  →  look  →  write it down

Everything here may be repeated: who dies anywhere in between has done no harm, and another
goes on two minutes later. Holds stop what goes out, never what is taken back.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from domain.errors import OutOfCredit, PlatformError, RateLimited, Rejected, TokenExpired
from scheduler.means import Means
from scheduler.verdicts import NO_MONEY, NO_RESET, RECONNECT, told
from store import accounts, budget, takedowns
from store.tables import Account
from store.takedowns import InHand

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4  # accounts
PAUSES = (*(timedelta(seconds=n) for n in (15, 30, 60)), *(timedelta(minutes=n) for n in (2, 5, 15, 30)))
LONGEST_PAUSE = timedelta(hours=1)
FOUND = "found gone when the account was read"
STILL_THERE = "The platform says that it is deleted, but it can still be seen. We look again."


def take_down_due(means: Means, stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Try all that is due, accounts side by side, and tell what became of it; once `stopping`, begin no more."""
    closed = notice_gone(means)
    with means.store.reading() as db:
        due = takedowns.due(db, means.now())
    queues: dict[UUID, list[tuple[UUID, Account]]] = defaultdict(list)
    for one, account in due:
        queues[account.id].append((one.id, account))
    if not queues:
        return Counter(gone=closed) if closed else Counter()

    def work(queue: Sequence[tuple[UUID, Account]]) -> list[str]:
        return [take_down(means, which, account) for which, account in queue if not stopping()]

    with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(queues)), "take-down") as pool:
        done = Counter(what for some in pool.map(work, queues.values()) for what in some if what)
    return done + Counter(gone=closed)


def notice_gone(means: Means) -> int:
    """Close the take-downs whose posts the collector has found to be gone meanwhile; tell how many."""
    with means.store.reading() as db:
        seen = takedowns.seen_gone(db)
    if not seen:
        return 0
    with means.store.writing(durable=True) as db:
        return sum(takedowns.gone(db, which, means.now(), FOUND) for which in seen)


def take_down(means: Means, which: UUID, account: Account) -> str:
    """One try: "gone", "refused", "later", or "" when somebody else was first."""
    price = means.capabilities(account.platform).price_of_delete
    with means.store.writing(durable=True) as db:
        mine = takedowns.claim(db, which, account, price, means.now())
    if mine is None:
        return ""
    try:
        outlet = means.connect(account)
        if mine.deletes:
            outlet.delete(mine.external_id)
    except Exception as error:  # whatever it was, nothing is lost by trying again
        return _not_deleted(means, mine, error)
    if mine.deletes:
        with means.store.writing(durable=True) as db:
            takedowns.deleted(db, mine, means.now())
    try:
        gone = outlet.is_gone(mine.external_id)
    except Exception as error:
        return _later(means, mine, error)
    return _gone(means, mine) if gone else _still_there(means, mine)


def _gone(means: Means, mine: InHand) -> str:
    with means.store.writing(durable=True) as db:
        takedowns.gone(db, mine.publication_id, means.now())
    log.info("taken down on %s: %s", mine.account.handle, mine.external_id)
    return "gone"


def _still_there(means: Means, mine: InHand) -> str:
    now = means.now()
    look = means.capabilities(mine.account.platform).price_of_look
    with means.store.writing(durable=True) as db:
        if look:
            budget.settle(db, mine.account, {look: (mine.external_id,)}, now)
        takedowns.later(db, mine, now + _pause(mine.number), STILL_THERE, "StillThere", looked_at=now)
    return "later"


def _not_deleted(means: Means, mine: InHand, error: Exception) -> str:
    """It was not deleted, or nobody knows: what was refused for what it is asks a person, the rest is tried again."""
    if not isinstance(error, Rejected):
        return _later(means, mine, error, unbilled=mine.deletes)
    now = means.now()
    log.warning("%s: taking down %s was refused: %s", mine.account.handle, mine.external_id, error)
    with means.store.writing(durable=True) as db:
        takedowns.give_back(db, mine)
        takedowns.refused(db, mine, str(error), type(error).__name__, now)
    return "refused"


def _later(means: Means, mine: InHand, error: Exception, unbilled: bool = False) -> str:
    """Again after a pause, for as long as nobody drops it."""
    now = means.now()
    if isinstance(error, PlatformError):
        log.warning("%s: taking down %s has to wait: %s", mine.account.handle, mine.external_id, error)
    else:
        log.error("a fault of ours while taking down %s", mine.publication_id, exc_info=error)
    with means.store.writing(durable=True) as db:
        if unbilled and isinstance(error, PlatformError):
            takedowns.give_back(db, mine)
        takedowns.later(db, mine, again_at(error, mine.number, now), told(error), type(error).__name__)
        if isinstance(error, TokenExpired):
            accounts.tell_trouble(db, mine.account, "TokenExpired", str(error), now)
    return "later"


def again_at(error: Exception, number: int, now: datetime) -> datetime:
    """When what may be repeated is tried again, after try `number` met this."""
    match error:
        case RateLimited():
            return max(error.reset_at or now + NO_RESET, now + PAUSES[0])
        case TokenExpired():
            return now + RECONNECT
        case OutOfCredit():
            return now + NO_MONEY
        case _:
            return now + _pause(number)


def _pause(number: int) -> timedelta:
    """After try `number`: short at first, for timelines lag by seconds, in the end hourly."""
    return PAUSES[number - 1] if number <= len(PAUSES) else LONGEST_PAUSE

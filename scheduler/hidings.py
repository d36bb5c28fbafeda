"""Hide comments of the public by order, and show them again: say so, and go on until the platform says that it is so.

    claim (one transaction)  →  tell the platform, and make sure (no transaction)  →  write it down

Everything here may be repeated: who dies anywhere in between has done no harm, and another goes on two minutes later.
Holds stop what goes out, never what is hidden or shown.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from domain.errors import PlatformError, Rejected, TokenExpired
from scheduler.means import Means
from scheduler.takedowns import again_at
from scheduler.verdicts import told
from store import accounts, hidings
from store.hidings import InHand
from store.tables import Account

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4  # accounts


def hide_due(means: Means, stopping: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Try all that is due, accounts side by side, and tell what became of it; once `stopping`, begin no more."""
    notice_gone(means)
    with means.store.reading() as db:
        due = hidings.due(db, means.now())
    queues: dict[UUID, list[tuple[UUID, Account]]] = defaultdict(list)
    for one, account in due:
        queues[account.id].append((one.id, account))
    if not queues:
        return Counter()

    def work(queue: Sequence[tuple[UUID, Account]]) -> list[str]:
        return [hide(means, which, account) for which, account in queue if not stopping()]

    with ThreadPoolExecutor(min(SIDE_BY_SIDE, len(queues)), "hide") as pool:
        return Counter(what for some in pool.map(work, queues.values()) for what in some if what)


def notice_gone(means: Means) -> int:
    """Close what was to be done to comments that the collector has found to be gone meanwhile; tell how many."""
    with means.store.reading() as db:
        if not hidings.to_do_for_the_gone(db):
            return 0
    with means.store.writing(durable=True) as db:
        return hidings.seen_gone(db, means.now())


def hide(means: Means, which: UUID, account: Account) -> str:
    """One try: "hidden", "shown", "refused", "later", or "" when somebody else was first or spoke a newer word."""
    price = means.capabilities(account.platform).price_of_hide
    with means.store.writing(durable=True) as db:
        mine = hidings.claim(db, which, account, price, means.now())
    if mine is None:
        return ""
    try:
        means.connect(account).hide(mine.external_id, mine.hidden)
    except Exception as error:  # whatever it was, nothing is lost by trying again
        return _not_done(means, mine, error)
    with means.store.writing(durable=True) as db:
        kept = hidings.done(db, mine, means.now())
    what = "hidden" if mine.hidden else "shown"
    log.info("%s on %s: %s", what, account.handle, mine.external_id)
    return what if kept else ""


def _not_done(means: Means, mine: InHand, error: Exception) -> str:
    """What was refused for what it is asks a person; the rest is tried again, for as long as nobody takes it back."""
    now, what = means.now(), "hiding" if mine.hidden else "showing again"
    if isinstance(error, PlatformError):
        log.warning("%s: %s %s: %s", mine.account.handle, what, mine.external_id, error)
    else:
        log.error("a fault of ours while %s %s", what, mine.which, exc_info=error)
    with means.store.writing(durable=True) as db:
        if isinstance(error, PlatformError):
            hidings.give_back(db, mine)
        if isinstance(error, Rejected):
            kept = hidings.refused(db, mine, str(error), type(error).__name__, now)
        else:
            kept = hidings.later(db, mine, again_at(error, mine.number, now), told(error), type(error).__name__)
        if isinstance(error, TokenExpired):
            accounts.tell_trouble(db, mine.account, "TokenExpired", str(error), now)
    if not kept:
        return ""
    return "refused" if isinstance(error, Rejected) else "later"

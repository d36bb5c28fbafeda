"""A cycle visits every due account once, many side by side; trouble, or a long wait, stops that account only."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from uuid import UUID

from collector.looks import collect_audience, collect_names, collect_numbers, look_again
from collector.polls import collect_polls
from collector.visit import Pen, Stopped, Visit
from collector.walks import collect_posts, collect_replies
from domain.clock import Clock
from domain.errors import OutOfCredit, PlatformError, Rejected
from domain.posts import PlatformName
from domain.purse import Limits
from platforms.port import Capabilities, Source
from store import accounts
from store.accounts import LostClaim
from store.db import Store
from store.tables import Account

log = logging.getLogger(__name__)

STEPS = (collect_posts, collect_replies, collect_names, collect_audience, collect_numbers, collect_polls, look_again)
WALKS = {collect_posts.__name__, collect_replies.__name__}
BATCH = 50  # where nobody said what a platform takes at once

Step = Callable[[Visit], None]
Connect = Callable[[Account], Source]
Capable = Callable[[PlatformName], Capabilities]
Limited = Callable[[PlatformName], Limits]
Told = Callable[[Account, Counter[str]], None]
Visited = Future[tuple[Account | None, Counter[str]]]


@dataclass
class Round:
    """What the visits of one cycle share. `ours` are the ids of our accounts, as they are when it begins."""

    store: Store
    connect: Connect
    now: Clock
    limits: Limited
    pen: Pen
    ours: Mapping[PlatformName, frozenset[str]]
    capabilities: Capable | None
    names: bool
    back_days: int


def run_cycle(
    store: Store,
    connect: Connect,
    now: Clock,
    limits: Limited,
    workers: int = 8,
    only: Collection[UUID] | None = None,
    *,
    told: Told | None = None,
    stop: threading.Event | None = None,
    capabilities: Capable | None = None,
    names: bool = False,
    back_days: int = 29,
) -> Counter[str]:
    """Visit the due accounts, the longest overdue first, so many side by side; tell what came in.

    `told` hears of each visit as it ends; `stop` ends the cycle after the pages in hand;
    `names` asks for the names of those who ask something; `back_days` is how far a first visit reads.
    """
    pen = Pen(stop or threading.Event())
    crew = Crew(Round(store, connect, now, limits, pen, {}, capabilities, names, back_days), workers)
    total: Counter[str] = Counter()
    try:
        for visit in as_completed(crew.work(only)):
            account, came = visit.result()
            if account is not None:
                total += came
                (told or _nobody)(account, came)
    finally:
        crew.leave()
    return total


class Crew:
    """So many hands, each with one account at a time; an account that hangs keeps one hand busy and no other."""

    def __init__(self, shared: Round, workers: int) -> None:
        self._shared = shared
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="collector")
        self._lock = threading.Lock()
        self._waiting: set[UUID] = set()

    def work(self, only: Collection[UUID] | None = None) -> list[Visited]:
        """Line up the accounts that are due and not yet in line, the longest overdue first; returns at once."""
        with self._shared.store.reading() as db:
            due, ours = accounts.due(db, self._shared.now(), only), accounts.ours(db)
        shared = replace(self._shared, ours=ours)
        with self._lock:
            fresh = [one for one in due if one not in self._waiting]
            self._waiting.update(fresh)
        return [self._pool.submit(self._take, shared, one) for one in fresh]

    def leave(self) -> None:
        """Finish what is in line; when asked to stop, only the pages in hand."""
        self._pool.shutdown(wait=True)

    def _take(self, shared: Round, account_id: UUID) -> tuple[Account | None, Counter[str]]:
        try:
            return _take(shared, account_id)
        finally:
            with self._lock:
                self._waiting.discard(account_id)


def _nobody(account: Account, came: Counter[str]) -> None:
    """Nobody wants to hear of it."""


def _take(shared: Round, account_id: UUID) -> tuple[Account | None, Counter[str]]:
    """Take one account in hand and visit it; None when another hand was first."""
    account = None
    try:
        if not shared.pen.stop.is_set():
            with shared.store.writing() as db:
                account = accounts.claim(db, account_id, shared.now())
        return account, _visit(shared, account) if account else Counter()
    except Exception:  # the store itself failed: this costs the visit, and the claim runs out by itself
        log.exception("a visit could not be written down")
        return account, Counter(accounts=1, troubled=1)


def _visit(shared: Round, account: Account) -> Counter[str]:
    """All steps of one visit. Whatever goes wrong is this account's alone, and is written on it."""
    came: Counter[str] = Counter(accounts=1)
    try:
        visit = _connected(shared, account, came)
        for step in STEPS:
            _step(visit, step)
        _put_back(visit)
    except Stopped:
        with shared.store.writing() as db:
            accounts.give_back(db, account, shared.now())
    except LostClaim as lost:
        log.warning("%s", lost)
    except PlatformError as error:
        _postpone(shared, account, type(error).__name__, error)
        came["troubled"] += 1
    except Exception:
        log.exception("%s postponed by an error of our own", account.handle)
        _postpone(shared, account, "Bug", RuntimeError("an error of our own; the log says which"))
        came["troubled"] += 1
    return came


def _connected(shared: Round, account: Account, came: Counter[str]) -> Visit:
    able = shared.capabilities(account.platform) if shared.capabilities else None
    return Visit(
        store=shared.store,
        account=account,
        source=shared.connect(account),
        now=shared.now,
        limits=shared.limits(account.platform),
        pen=shared.pen,
        came=came,
        batch=able.batch if able else BATCH,
        tells=able.tells if able else frozenset(),
        back_days=shared.back_days,
        ours=shared.ours[account.platform],
        names=shared.names,
        billed=able is not None and able.billed,
    )


def _step(visit: Visit, step: Step) -> None:
    """One step; what the platform refuses for what it is does not cost the other steps."""
    if visit.pen.stop.is_set():
        raise Stopped
    try:
        step(visit)
    except Rejected as refused:
        log.warning("%s: %s refused: %s", visit.account.handle, step.__name__, refused)
        visit.refused[step.__name__] = refused


def _put_back(visit: Visit) -> None:
    """The visit is over: say when the next one is, and what this one had to leave out."""
    if visit.refused.keys() >= WALKS:  # nothing at all could be read
        raise next(iter(visit.refused.values()))
    now, account = visit.now(), visit.account
    news = visit.came["posts"] + visit.came["replies"]
    with visit.store.writing() as db:
        accounts.visited(db, account, now, news, visit.more, visit.busy)
        for refused in visit.refused.values():
            accounts.tell_trouble(db, account, type(refused).__name__, str(refused), now)
        if visit.left_out:
            accounts.tell_trouble(db, account, OutOfCredit.__name__, visit.left_out[0], now)


def _postpone(shared: Round, account: Account, kind: str, error: Exception) -> None:
    log.warning("%s postponed: %s: %s", account.handle, kind, error)
    with shared.store.writing() as db:
        accounts.postpone(db, account, kind, error, shared.now())

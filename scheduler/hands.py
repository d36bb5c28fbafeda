"""Hands: the threads that publish side by side, never two on one account."""

import logging
import threading
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from scheduler.means import Means
from scheduler.publisher import publish, set_back
from store import turns, workers
from store.turns import Due

log = logging.getLogger(__name__)

PLAN = 100  # publications looked for at once
FRESH_FOR = timedelta(milliseconds=200)  # then a plan is made anew: what goes first need not wait for the rest of it
REST = timedelta(seconds=1)  # for an account on which a claim came second, so that nobody asks again and again


class Hands:
    """A bounded pool of seats. A seat takes one due publication after another until none is left."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._pool = ThreadPoolExecutor(means.seats, thread_name_prefix="publisher")
        self._lock = threading.Condition()
        self._plan: deque[Due] = deque()
        self._looked_at = means.now()
        self._accounts: set[UUID] = set()
        self._resting: dict[UUID, datetime] = {}
        self._working = 0
        self._stopping = False
        self.told: Counter[str] = Counter()

    def work(self) -> None:
        """See what is due, seat as many as there are free seats and work, and return at once."""
        with self._lock:
            if self._stopping:
                return
            if not self._plan:
                self._look()
            for _ in range(min(self._means.seats - self._working, len(self._plan))):
                self._working += 1
                self._pool.submit(self._sit).add_done_callback(_say_fault)

    def rest(self) -> None:
        """Wait until every seat has run out of work."""
        with self._lock:
            self._lock.wait_for(lambda: not self._working)

    def leave(self) -> None:
        """Claim nothing more, finish the calls in hand, settle, and let the threads go (T13)."""
        with self._lock:
            self._stopping = True
            self._plan.clear()
        self._pool.shutdown(wait=True)
        log.info("in all: %s", ", ".join(f"{number} {what}" for what, number in self.told.items()) or "nothing was due")

    def _sit(self) -> None:
        try:
            while one := self._take():
                self._publish(one)
        finally:
            with self._lock:
                self._working -= 1
                self._lock.notify_all()

    def _publish(self, one: Due) -> None:
        out: bool | None = False
        try:
            out = publish(self._means, one)
        except Exception:  # round each unit of work: one poisoned publication must not stop the others
            log.exception("could not work on publication %s", one.publication.id)
            set_back(self._means, one)
        finally:
            with self._lock:
                self._accounts.discard(one.account.id)
                if out is None:
                    self._resting[one.account.id] = self._means.now() + REST
                self.told[_WORDS[out]] += 1

    def _take(self) -> Due | None:
        """The next of the plan whose account is free; a new look when the plan is empty or no longer fresh."""
        with self._lock:
            looked = False
            while not self._stopping:
                if not looked and (not self._plan or self._stale()):
                    self._look()
                    looked = True
                if not self._plan:
                    return None
                one = self._plan.popleft()
                if one.account.id not in self._accounts:
                    self._accounts.add(one.account.id)
                    return one
        return None

    def _stale(self) -> bool:
        """Also when the clock was put back since."""
        return not timedelta(0) <= self._means.now() - self._looked_at < FRESH_FOR

    def _look(self) -> None:
        """Make the plan anew. Several workers share the accounts out, so that they seldom reach for the same one."""
        now = self._looked_at = self._means.now()
        self._resting = {one: until for one, until in self._resting.items() if now < until <= now + REST}
        busy = self._accounts | self._resting.keys()
        with self._means.store.reading() as db:
            share = workers.share(db, self._means.worker, now)
            self._plan = deque(turns.due(db, now, busy, PLAN, share))


_WORDS = {True: "published", False: "not published", None: "taken by another"}


def _say_fault(seat: Future[None]) -> None:
    """A seat that broke down (the database is away, say) is taken again at the next tick; its reason must be heard."""
    if fault := seat.exception():
        log.error("a seat broke down", exc_info=fault)


def publish_due(means: Means) -> Counter[str]:
    """Publish all that is due now, several accounts side by side; tell what became of it."""
    hands = Hands(means)
    try:
        hands.work()
        hands.rest()
    finally:
        hands.leave()
    return hands.told

"""One visit to one account: what its steps share, and how they keep what they fetched."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from sqlmodel import Session

from domain.clock import Clock
from domain.errors import OutOfCredit, Rejected
from domain.purse import Limits, Purpose
from platforms.port import Source
from store import accounts, budget, bulk
from store.db import Store
from store.tables import Account

PAGES = 50
"""Pages of one walk in one visit; then the others have their turn, and this account is due again at once."""

ITEMS_BEFORE_REST = 300  # about a thousand rows: a post is one in each of three tables
REST = 0.002  # seconds


class Stopped(Exception):
    """The process is asked to stop: the page in hand is kept, the rest waits."""


class Pen:
    """Who may write to SQLite now: one of the collector's threads. In between it rests, for the publisher's claims.

    A moment in which nobody wrote anyway, because all waited for a platform, is as good as a rest.
    """

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.lock = threading.Lock()
        self.items = 0
        self.put_down = monotonic()

    @contextmanager
    def taken(self, items: int) -> Iterator[None]:
        """Hold the pen for one transaction of so many items."""
        with self.lock:
            rested = monotonic() - self.put_down
            if self.items + items > ITEMS_BEFORE_REST and rested < REST:
                self.stop.wait(REST - rested)  # the one rest there is: without it a claim waits as long as pages come
                rested = REST
            self.items = items if rested >= REST else self.items + items
            yield
            self.put_down = monotonic()


@dataclass
class Visit:
    """An account in hand: `came` counts what came in, `left_out` says what got no money, `refused` what failed."""

    store: Store
    account: Account
    source: Source
    now: Clock
    limits: Limits
    pen: Pen
    came: Counter[str]
    batch: int
    tells: frozenset[str]
    back_days: int
    ours: frozenset[str]
    names: bool
    billed: bool = False
    more: bool = False
    busy: int = 0
    left_out: list[str] = field(default_factory=list)
    refused: dict[str, Rejected] = field(default_factory=dict)

    @property
    def form(self) -> bulk.Forms:
        """How the store's database takes values."""
        return bulk.forms_of(self.store.engine.dialect.name)


@contextmanager
def keeping(visit: Visit, bought: Mapping[str, tuple[str, ...]], items: int = 0, **cursors: str) -> Iterator[Session]:
    """The transaction that keeps a page: the claim renewed, what was bought paid for, the cursor moved; all or none."""
    until = visit.now() + accounts.LEASE
    with visit.pen.taken(items) if visit.store.sqlite else _free(), visit.store.writing() as db:
        accounts.remember(db, visit.account, until, **cursors)
        budget.settle(db, visit.account, bought, visit.now())
        yield db
    visit.account.claimed_until = until
    for name, cursor in cursors.items():
        setattr(visit.account, name, cursor)


def affordable(visit: Visit, purpose: Purpose) -> bool:
    """Whether our own purse has anything for this; if not, the visit remembers what it left out."""
    if visit.limits.day_micros is None and visit.limits.month_micros is None:
        return True
    try:
        with visit.store.reading() as db:
            budget.ask(db, visit.account, purpose, visit.limits, visit.now())
    except OutOfCredit as refused:
        visit.left_out.append(str(refused))
        return False
    return True


def bought_ids(bought: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Every resource that was paid for, whatever the operation."""
    return frozenset(resource for resources in bought.values() for resource in resources)


def go_on(visit: Visit) -> None:
    """Between two requests: leave when the process is asked to stop."""
    if visit.pen.stop.is_set():
        raise Stopped


@contextmanager
def _free() -> Iterator[None]:
    yield

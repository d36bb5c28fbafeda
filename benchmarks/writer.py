"""The collector writing flat out on SQLite, eight accounts side by side as in its cycle, until it is told to stop."""

import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any

from benchmarks import rows
from benchmarks.orders import Order, Told
from benchmarks.ours import connector, visit, walk
from benchmarks.pace import Watch
from benchmarks.places import accounts_of
from collector.visit import Pen, Stopped
from domain.clock import utc_now
from domain.posts import FetchedPost, Page
from store.db import Store
from store.tables import Account

HANDS = 8  # as many as the collector has
FULL = 333  # posts of the largest transaction there may be: a post is three rows, and they may be a thousand


class Shelf:
    """A platform that costs nothing at all: full pages of new posts as fast as they can be made. Nothing is as fast."""

    def __init__(self, account: int) -> None:
        self._account, self._newest = account, rows.this_morning(utc_now())

    def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
        """Posts that nobody has seen; there are always more."""
        start = int(cursor or 0)
        made = [rows.post(self._account, at, self._newest) for at in range(start, start + FULL)]
        bought = {"post.read": tuple(one.external_id for one in made)}
        return Page(made, cursor=str(start + FULL), more=True, bought=bought)


def writer(order: Order) -> Told:
    """Collect until our standard input is closed; `extra` is "http" (pages of 100 over HTTP) or "shelf"."""
    store, stop, watch = Store(order.database), threading.Event(), Watch()
    waiting: SimpleQueue[Account] = SimpleQueue()
    for account in accounts_of(store)[1:]:
        waiting.put(account)
    connect: Any = connector(order.server) if order.extra == "http" else lambda account: Shelf(int(account.external_id))
    pen, came = Pen(stop), Counter[str]()
    with watch, ThreadPoolExecutor(HANDS) as hands:
        done = [hands.submit(_collect, store, waiting, connect, pen, came) for _ in range(HANDS)]
        print("writing", flush=True)
        sys.stdin.read()
        stop.set()
    for one in done:
        one.result()
    return order.told(watch, kept=came["posts"])


def _collect(store: Store, waiting: "SimpleQueue[Account]", connect: Any, pen: Pen, came: "Counter[str]") -> None:
    """One hand of the collector: account after account, as long as there are any."""
    while not pen.stop.is_set():
        try:
            account = waiting.get_nowait()
        except Empty:
            return
        mine = visit(store, account, connect(account), pen)
        try:
            walk(mine)
        except Stopped:
            return
        finally:
            came.update(mine.came)

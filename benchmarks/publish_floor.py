"""What others do: the same calls from a bare pool of threads, and the same jobs from a queue that others made."""

import asyncio
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from uuid import uuid4

import procrastinate

from benchmarks import publish_queue
from benchmarks.orders import Order
from benchmarks.places import plain_url
from domain.clock import utc_now
from domain.posts import Outgoing, PlatformName
from platforms import registry
from platforms.port import Line

SEATS = 16  # as many as a publisher of ours has


def floor(order: Order) -> dict[str, float]:
    """No store at all: so many calls by a pool of threads, the lines kept; begins at the moment that `extra` says."""
    publish, run = _publisher(order.server), uuid4().hex[:8]
    with ThreadPoolExecutor(SEATS) as pool:
        list(pool.map(lambda number: publish(number, f"Warm {number} of {run}"), range(2 * SEATS)))
        begins = _wait(order.extra)
        list(pool.map(lambda number: publish(number, f"Beat surgery {number} of {run} at noon"), range(order.rows)))
    return {"rows": order.rows, "seconds": time.time() - begins}


def peer_filled(order: Order) -> dict[str, float]:
    """procrastinate's tables and so many jobs: the same posts, one at a time for each account."""
    app = _app(order)
    with app.open():
        app.schema_manager.apply_schema()
        for number in range(order.rows):
            task = app.tasks["publish" if order.server else "nothing"]
            lock = {"lock": str(number % publish_queue.ACCOUNTS)} if order.server else {}
            task.configure(**lock).defer(number=number, text=f"Beat surgery {number} at noon")
    return {"rows": order.rows}


def peer(order: Order) -> dict[str, float]:
    """A worker of procrastinate with as many jobs side by side as we have seats, until there are none left."""
    concurrency, _, begins_at = order.extra.partition("@")
    done: Counter[str] = Counter()
    app = _app(order, lambda: done.update(done=1))
    if order.server:
        publish = _publisher(order.server)
        with ThreadPoolExecutor(SEATS) as pool:
            list(pool.map(lambda number: publish(number, f"Warm {number} of {uuid4().hex}"), range(2 * SEATS)))

    async def work() -> float:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(SEATS))
        async with app.open_async():
            begins = _wait(begins_at)
            await app.run_worker_async(
                concurrency=int(concurrency), wait=False, install_signal_handlers=False, fetch_job_polling_interval=0.1
            )
            return time.time() - begins

    seconds = asyncio.run(work())
    return {"rows": done["done"], "seconds": seconds}


def _app(order: Order, done: Callable[[], None] = lambda: None) -> Any:
    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    app = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=plain_url(order.database), max_size=SEATS + 4)
    )
    publish = _publisher(order.server) if order.server else None

    @app.task(name="publish")
    def publish_one(number: int, text: str) -> None:
        assert publish
        publish(number, text)
        done()

    @app.task(name="nothing")
    async def nothing(number: int, text: str) -> None:
        done()

    return app


@cache
def _publisher(server: str) -> Callable[[int, str], None]:
    """Publish a text on the account of that number; each account's line is made once, and is in one hand at a time."""
    connect = registry.connector({PlatformName.X: server}, "v25.0", utc_now)
    hands = [threading.Lock() for _ in range(publish_queue.ACCOUNTS)]

    @cache
    def line(number: int) -> Any:
        ident = publish_queue.external_id(number)
        return connect(Line(PlatformName.X, ident, publish_queue.handle(number)), publish_queue.secret(ident))

    def publish(number: int, text: str) -> None:
        with hands[number % publish_queue.ACCOUNTS]:
            line(number % publish_queue.ACCOUNTS).publish(Outgoing(text), key="")

    return publish


def _wait(begins_at: str) -> float:
    """Until that moment (seconds since 1970), so that several processes begin at once; "" is now."""
    begins = float(begins_at or time.time())
    time.sleep(max(0.0, begins - time.time()))
    return begins

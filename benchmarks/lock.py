"""How long the publisher waits for the one write lock of SQLite while the collector writes flat out."""

import json
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from benchmarks.orders import Order
from benchmarks.places import furnished, make_tables
from domain.clock import utc_now
from domain.people import Role
from domain.publication import Stage
from domain.purse import Limits
from store import publications
from store.db import Store
from store.tables import Account, Person, Publication, ScheduledPost
from store.turns import Due

TURNS = (0.010, 0.030)  # seconds between claims: drawn anew each time, so that nothing falls into step
SPARE = 400  # accounts, so that the collector does not run out of them
FIRST = 20  # claims before the collector begins: statements are prepared, pages are read


def claims(order: Order) -> dict[str, Any]:
    """So many claims, each durable, each timed from asking for the lock to being on disk; milliseconds."""
    store, (_, *accounts) = furnished(order.database, max(order.rows + FIRST, SPARE))
    due = _queue(store, accounts[: order.rows + FIRST])
    _claim_all(store, due[:FIRST])
    with written_meanwhile(order) as written:
        waits = _claim_all(store, due[FIRST:])
    return {"rows": order.rows, "waits": [round(wait, 3) for wait in waits], **written}


def _claim_all(store: Store, due: list[Due]) -> list[float]:
    waits, dice = [], random.Random(20)
    for one in due:
        time.sleep(dice.uniform(*TURNS))
        start = time.perf_counter()
        with store.writing(durable=True) as db:
            mine = publications.claim(db, one, "post.create", Limits(), utc_now())
        waits.append((time.perf_counter() - start) * 1_000)
        assert mine is not None
    return waits


@contextmanager
def written_meanwhile(order: Order) -> Iterator[dict[str, float]]:
    """Beside us the collector writes, in a process of its own; afterwards this tells how fast it was."""
    told: dict[str, float] = {}
    if order.extra == "idle":
        yield told
        return
    if order.extra == "apart":  # the same work beside us, on a database of its own: what is left is not the lock's
        order = replace(order, database=f"{order.database}-apart", extra="http")
        make_tables(order.database)
        furnished(order.database, SPARE)[0].close()
    words = replace(order, case="writer").words
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin and other.stdout
        try:
            assert other.stdout.readline().strip() == "writing"
            yield told
        finally:
            other.stdin.close()
        said = json.loads(other.stdout.read())
        told |= {"written": said["kept"], "written_seconds": said["seconds"]}


def _queue(store: Store, accounts: list[Account]) -> list[Due]:
    """One publication that is due on each account."""
    now = utc_now()
    author = Person(email="officer@marlshire-police.example", name="An Officer", role=Role.OFFICER)
    message = ScheduledPost(
        author_id=author.id, text="Beat surgery at noon", stage=Stage.APPROVED,
        due_at=now, created_at=now, changed_at=now,
    )  # fmt: skip
    times = {"due_at": now, "not_before": now, "expires_at": now + timedelta(hours=2)}
    words = {"scheduled_post_id": message.id, "text": message.text, "fingerprint": "beat surgery at noon"}
    queued = [Publication(account_id=account.id, **words, **times) for account in accounts]
    for some in ([author], [message], queued):
        with store.writing() as db:
            db.add_all(some)
    return [Due(one, account, False) for one, account in zip(queued, accounts, strict=True)]

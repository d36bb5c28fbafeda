"""One attack from beginning to end: furnish, let work, strike, wait until all is at rest, judge."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from domain.clock import utc_now
from store.db import Store
from tests.chaos import judge, place
from tests.chaos.crew import Crew, crew, freeze, strike
from tests.chaos.judge import Verdict
from tests.chaos.place import Sandbox
from tests.chaos.plan import Plan, due_after, storms

Trouble = Callable[[Crew, threading.Event], None]

EVERY = 0.25  # seconds between looks whether all is at rest


@dataclass
class Told:
    """What came of an attack."""

    verdict: Verdict
    seconds: float
    kills: int
    stops: int
    gone: int
    rested: bool
    tries: dict[str, int]
    struck: dict[str, int] = field(default_factory=dict)  # by kind, on both platforms
    calls: int = 0
    log: str = ""

    @property
    def sound(self) -> bool:
        """Whether every promise was kept."""
        return self.rested and not self.verdict.wrong and not self.gone

    def __str__(self) -> str:
        wrong = {kind: (len(found), found[:3]) for kind, found in self.verdict.wrong.items()}
        return (
            f"{self.verdict.states} wrong={wrong} rested={self.rested} kills={self.kills} stops={self.stops}"
            f" gone={self.gone} in {self.seconds:.1f} s, tries={self.tries}, struck={sum(self.struck.values())}"
            f" of {self.calls}\n{self.log[-3_000:]}"
        )


def attack(plan: Plan, database: str, folder: Path, trouble: Trouble | None = None) -> Told:
    """Carry out the plan on a database with every table and no row. `trouble` does more harm while it lasts."""
    store = Store(database)
    try:
        rows, author = place.furnish(store, plan.accounts)
        secrets = place.write_secrets(folder, plan.accounts)
        with place.sandbox(folder, plan.accounts, "--same-words") as there:
            for storm in storms(plan):
                there.order("storm", **storm)
            with crew(plan, place.settings(plan, database, there, secrets), folder / "workers.log") as made:
                began = time.monotonic()
                first = utc_now() + timedelta(seconds=0.3 + plan.posts * place.EACH)
                place.approve(store, rows, author, _due(plan, first))
                rested = _endure(plan, store, made, first, trouble)
            return _told(plan, store, there, made, rested, began, folder)
    finally:
        store.close()


def _due(plan: Plan, first: datetime) -> list[tuple[str, datetime]]:
    words = place.unique_words(plan.posts, plan.seed)
    return [(text, first + timedelta(seconds=due_after(plan, number))) for number, text in enumerate(words)]


def _endure(plan: Plan, store: Store, made: Crew, first: datetime, trouble: Trouble | None) -> bool:
    """Strike until the plan is carried out and all is at rest; False when that does not come in time."""
    over = threading.Event()
    harm: list[Callable[[], None]] = (
        [lambda: strike(plan, made, over, partial(judge.busy, store))] if plan.kills else []
    )
    harm += [lambda: freeze(plan, made, over, first)] if plan.stops else []
    harm += [lambda: trouble(made, over)] if trouble else []
    threads = [threading.Thread(target=one, daemon=True) for one in harm]
    for thread in threads:
        thread.start()
    end, rested = time.monotonic() + plan.within, False
    while not rested and time.monotonic() < end:
        over.wait(EVERY)
        if not any(thread.is_alive() for thread in threads):
            made.look_round()
            rested = judge.at_rest(store, timedelta(seconds=plan.times.window))
    over.set()
    for thread in threads:
        thread.join(30)
    return rested


def _told(plan: Plan, store: Store, there: Sandbox, made: Crew, rested: bool, began: float, folder: Path) -> Told:
    log = folder / "workers.log"
    counted: Counter[str] = Counter()
    for storm in there.tell("storms")["storms"]:
        counted.update(storm["counted"])
    calls = counted.pop("write calls", 0) + counted.pop("read calls", 0)
    counted.pop("read lag", 0)
    return Told(
        verdict=judge.judge(store, there.accepted()),
        seconds=time.monotonic() - began,
        kills=made.kills,
        stops=made.stops,
        gone=made.gone,
        rested=rested,
        tries=judge.tries(store),
        struck=dict(counted),
        calls=calls,
        log=log.read_text(errors="replace") if log.exists() else "",
    )

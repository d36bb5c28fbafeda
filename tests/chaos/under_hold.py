"""A hold placed in the midst of a burst: what leaves after the desk has answered?"""

import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import OperationalError
from sqlmodel import SQLModel

from domain.clock import utc_now
from domain.people import Role, Scope, Signed
from domain.publication import State
from scheduler import desk
from scheduler.desk import Over
from store.db import Store
from store.tables import Account, Attempt, Person, Publication
from tests.chaos import place
from tests.chaos.crew import Crew, crew
from tests.chaos.place import Sandbox
from tests.chaos.plan import Plan, storms

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]

OVER = (State.PUBLISHED, State.CANCELLED)
LONGEST = 60.0  # seconds until a burst is at rest under a hold


@dataclass
class Round:
    """One hold: when the desk answered, what it said was on its way, and what came of the burst."""

    said: str
    on_its_way: int
    placed_after: float  # seconds after the burst began
    took: float  # seconds until the desk answered
    before: int  # public when the desk answered
    after: list[str] = field(default_factory=list)  # public later than that
    claimed_after: int = 0
    stopped: int = 0  # of the burst, never left
    gone: int = 0  # workers that left by themselves

    @property
    def sound(self) -> bool:
        """Nothing was claimed any more, and what arrived had been named."""
        return not self.claimed_after and len(self.after) <= self.on_its_way and not self.gone


@dataclass
class Burst:
    """A house with workers at work, for one burst after another."""

    plan: Plan
    store: Store
    there: Sandbox
    made: Crew
    rows: list[Account]
    author: UUID
    supervisor: Signed

    def round(self, number: int, at_most: float) -> Round:
        """A burst, due at once, and a hold over everything at a random moment of the next `at_most` seconds."""
        dice = random.Random(self.plan.seed * 1_000 + number)
        words, due_at = place.unique_words(self.plan.posts, number), utc_now()
        place.approve(self.store, self.rows, self.author, [(text, due_at) for text in words])
        threading.Event().wait(wait := dice.uniform(0.0, at_most))
        told = self._held(wait, {*words})
        self.made.look_round()
        told.gone = self.made.gone
        self._clear()
        return told

    def _held(self, wait: float, words: set[str]) -> Round:
        began = time.monotonic()
        done = desk.hold(self.store, self.supervisor, Over(), "A major incident", utc_now)
        answered_at, took = utc_now(), time.monotonic() - began
        claimed = self._attempts()
        self._rest()
        accepted = [one for one in self.there.accepted() if one["said"] in words]
        later = [one["said"] for one in accepted if datetime.fromisoformat(one["at"]) > answered_at]
        told = Round(done.says, _number(done.says), wait, took, len(accepted) - len(later), later)
        told.claimed_after = len(self._attempts() - claimed)
        told.stopped = len(words) - len(accepted)
        assert done.id
        desk.lift(self.store, self.supervisor, done.id, utc_now)
        return told

    def _attempts(self) -> set[tuple[UUID, int]]:
        with self.store.reading() as db:
            return {
                (which, number) for which, number in db.execute(select(_attempt.c.publication_id, _attempt.c.number))
            }

    def _rest(self) -> None:
        """Until nothing is queued or in a hand: then nothing can leave any more."""
        moving = select(func.count()).where(_p.c.state.in_((State.QUEUED, State.PUBLISHING)))
        end, tick = time.monotonic() + LONGEST, threading.Event()
        while time.monotonic() < end:
            with self.store.reading() as db:
                if not db.execute(moving).scalar_one():
                    return
            tick.wait(0.05)
        raise AssertionError("the burst did not come to rest under the hold")

    def _clear(self) -> None:
        """What the hold stopped is dropped, and the attempts forgotten, so that the next burst finds a clean house."""
        for again in (True, True, True, False):
            try:
                with self.store.writing() as db:
                    db.execute(update(_p).where(_p.c.state.not_in(OVER)).values(state=State.CANCELLED))
                    db.execute(delete(_attempt))
                return
            except OperationalError:  # a worker had set out to move the same rows
                if not again:
                    raise


def _number(said: str) -> int:
    found = re.search(r"(\d[\d,]*) posts? (?:was|were)", said)
    return int(found[1].replace(",", "")) if found else 0


@contextmanager
def burst(plan: Plan, database: str, folder: Path) -> Iterator[Burst]:
    """A house on a database with every table and no row, with its workers and a supervisor."""
    store = Store(database)
    try:
        rows, author = place.furnish(store, plan.accounts)
        chief = Person(email="chief@force.example", name="Chief", role=Role.SUPERVISOR)
        with store.writing() as db:
            db.add(chief)
        signed = Signed(chief.id, chief.email, chief.name, chief.role, Scope())
        secrets = place.write_secrets(folder, plan.accounts)
        with place.sandbox(folder, plan.accounts, "--same-words") as there:
            for storm in storms(plan):
                there.order("storm", **storm)
            with crew(plan, place.settings(plan, database, there, secrets), folder / "workers.log") as made:
                yield Burst(plan, store, there, made, rows, author, signed)
    finally:
        store.close()

"""Every crash point times every server outcome, twice over, on a virtual clock: nothing twice, nothing lost."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, SQLModel, col, update

from domain.errors import Ambiguous, RateLimited, Rejected, TokenExpired, Transient
from domain.people import Role
from domain.posts import Outgoing, PlatformName, Published
from domain.publication import Stage, State
from domain.purse import Limits
from scheduler import publisher
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import look_for
from scheduler.verdicts import Verdict, verdict
from store import overdue, publications
from store.db import Store
from store.tables import Account, Person, Publication, ScheduledPost
from tests.conftest import Ticking
from tests.scheduler.board import Board, Killed, Notice, capabilities

LAG, LATE, WINDOW = timedelta(minutes=2), timedelta(minutes=3), timedelta(minutes=10)
UNTOUCHED = "no crash"
IN_CALL = ("before the call leaves", "when the call was accepted", "while looking")
IN_STORE = tuple(f"{moment} transaction {n}" for n in range(1, 5) for moment in ("before the end of", "after"))
CRASHES = (UNTOUCHED, *IN_CALL, *IN_STORE)
OUTCOMES = (
    "accepted",
    "accepted, hangs up",
    "accepted, timeline lags",
    "accepted late, hangs up",
    "hangs up",
    "answers nonsense",
    "limited",
    "token",
    "no route",
    "refused",
)
ACCEPTED = {"accepted", "accepted, hangs up", "accepted, timeline lags", "answers nonsense"}
ERRORS: dict[str, Callable[[], Exception]] = {
    "accepted, hangs up": lambda: Ambiguous("no answer"),
    "accepted, timeline lags": lambda: Ambiguous("no answer"),
    "accepted late, hangs up": lambda: Ambiguous("no answer"),
    "hangs up": lambda: Ambiguous("no answer"),
    "answers nonsense": lambda: KeyError("id"),
    "limited": lambda: RateLimited("429"),
    "token": lambda: TokenExpired("401"),
    "no route": lambda: Transient("no route"),
    "refused": lambda: Rejected("403"),
}
Case = tuple[tuple[str, str], ...]


@dataclass
class Fate:
    """What is to happen to the attempts of one publication; past the plan all goes well."""

    plan: deque[tuple[str, str]] = field(default_factory=deque)
    crash: str = UNTOUCHED
    outcome: str = "accepted"
    transactions: int = 0

    def next_attempt(self) -> None:
        self.crash, self.outcome = self.plan.popleft() if self.plan else (UNTOUCHED, "accepted")
        self.transactions = 0

    def strikes(self, point: str) -> None:
        """The process dies at this point, if it is the one, and only once."""
        if self.crash == point:
            self.crash = UNTOUCHED
            raise Killed


@dataclass
class Mortal:
    """A store whose process may die at the end of a transaction."""

    store: Store
    fate: Fate
    sqlite: bool = True

    def reading(self) -> Any:
        return self.store.reading()

    @contextmanager
    def writing(self, *, durable: bool = False) -> Iterator[Session]:
        self.fate.transactions += 1
        number = self.fate.transactions
        with self.store.writing(durable=durable) as db:
            yield db
            self.fate.strikes(f"before the end of transaction {number}")
        self.fate.strikes(f"after transaction {number}")


@dataclass
class Fickle:
    """An Outlet onto the board that does what fate says."""

    board: Board
    account: Account
    fate: Fate

    def check(self, message: Outgoing) -> list[str]:
        return []

    def obstacle(self, message: Outgoing) -> str | None:
        return None

    def publish(self, message: Outgoing, key: str) -> Published:
        self.fate.strikes("before the call leaves")
        outcome = self.fate.outcome
        if outcome in ACCEPTED or outcome == "accepted late, hangs up":
            later = {"accepted, timeline lags": LAG, "accepted late, hangs up": LATE}.get(outcome, timedelta(0))
            ident = str(len(self.board.public))
            self.board.public.append(Notice(self.account.external_id, ident, message, self.board.now() + later))
        self.fate.strikes("when the call was accepted")
        if outcome in ERRORS:
            raise ERRORS[outcome]()
        return Published(ident, "")

    def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
        self.fate.strikes("while looking")
        return self.board.connect(self.account).find(message, since, taken)

    def delete(self, external_id: str) -> None:
        raise NotImplementedError


class Harness:
    """One store for all cases; each case is a publication of its own on an account of its own."""

    def __init__(self, now: Ticking, resend: bool) -> None:
        self.now, self.fate = now, Fate()
        self.store = Store("sqlite://")
        SQLModel.metadata.create_all(self.store.engine)
        self.board = Board(now)
        self.means = Means(
            Mortal(self.store, self.fate),  # type: ignore[arg-type]
            lambda account: Fickle(self.board, account, self.fate),
            lambda platform: replace(capabilities(platform), price_of=lambda message: ""),
            now,
            lambda platform: Limits(),
            window=WINDOW,
            resend_unknown=resend,
        )
        self.author = Person(email="officer@force.example", name="Officer", role=Role.OFFICER)
        with self.store.writing() as db:
            db.add(self.author)

    def run(self, case: Case) -> str:
        """Live through one case; tell how it ended."""
        self.fate.plan = deque(case)
        self.board.public.clear()
        which = self._approved()
        for _ in range(60):
            one = self._state(which)
            if one.state is State.QUEUED:
                self.fate.next_attempt()
            try:
                if not self._step(one):
                    break
            except Killed:
                self.now.forward(minutes=11)  # longer than the lease, until somebody starts it again
        return self._verdict(self._state(which))

    def _approved(self) -> UUID:
        at = self.now()
        account = Account(
            platform=PlatformName.FACEBOOK, external_id=str(uuid4()), handle="a", next_fetch_at=at,
            next_audience_at=at,
        )  # fmt: skip
        message = ScheduledPost(
            author_id=self.author.id, text="Words", stage=Stage.APPROVED, due_at=at, late_after_s=14_400,
            created_at=at, changed_at=at,
        )  # fmt: skip
        with self.store.writing() as db:
            db.add_all([account, message])
            db.flush()
            return publications.born(db, message, account, message.text)

    def _state(self, which: UUID) -> Publication:
        with self.store.reading() as db:
            return db.get_one(Publication, which)

    def _step(self, one: Publication) -> bool:
        """What the service would do next about it; False when it would do nothing more."""
        if one.state is State.PUBLISHING:
            with self.store.writing() as db:
                overdue.sweep(db, self.now(), self.means.lease)
            return True
        if one.state is State.QUEUED:
            self.now.at = max(self.now(), one.not_before)
            with self.store.reading() as db:
                candidates = publications.due(db, self.now())
            for candidate in candidates:
                publish(self.means, candidate)
            return True
        if one.state is State.UNKNOWN and one.next_look_at and self.now() < one.due_at + timedelta(hours=2):
            self.now.at = max(self.now(), one.next_look_at)
            with self.store.reading() as db:
                lost = overdue.to_look_for(db, self.now())
            for missed in lost:
                if missed.publication.id == one.id:
                    look_for(self.means, missed)
            return True
        return False

    def _verdict(self, one: Publication) -> str:
        out = len(self.board.public)
        if out > 1:
            return "twice"
        if one.state is State.PUBLISHED:
            return "published" if out and self.board.public[0].id == one.external_id else "not really published"
        return f"{one.state}, {'public' if out else 'not public'}"


def cases(second: tuple[tuple[str, str], ...]) -> Iterator[Case]:
    return product(product(CRASHES, OUTCOMES), second)


THEN = ((UNTOUCHED, "accepted, hangs up"), ("when the call was accepted", "hangs up"))
AND_WELL = ((UNTOUCHED, "accepted"),)
START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def ends(resend: bool, second: tuple[tuple[str, str], ...]) -> Counter[str]:
    """How every crash point of the first attempt with every outcome ends, followed by these second attempts."""
    harness = Harness(Ticking(START), resend)
    told = Counter(harness.run(case) for case in product(product(CRASHES, OUTCOMES), second))
    harness.store.close()
    return told


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of faults on purpose need no log."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_sent_again_after_the_window_nothing_is_twice_and_nothing_is_lost() -> None:
    told = ends(True, THEN)
    assert set(told) <= {"published", "failed, not public"}, told
    assert told["failed, not public"] > 0  # a definite refusal


def test_left_to_a_person_nothing_is_twice_and_only_what_is_not_public_waits() -> None:
    told = ends(False, AND_WELL)
    assert set(told) <= {"published", "failed, not public", "unknown, not public"}, told


def test_the_harness_sees_a_naive_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(error: Exception, transients: int, now: datetime) -> Verdict:
        right = verdict(error, transients, now)
        return Verdict(State.QUEUED, now + timedelta(seconds=5)) if right.to is State.UNKNOWN else right

    monkeypatch.setattr(publisher, "verdict", naive)
    assert ends(False, AND_WELL)["twice"] > 20


def test_the_harness_sees_a_sweep_that_queues_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(db: Session, now: datetime, lease: timedelta) -> int:
        died = update(Publication).where(col(Publication.state) == State.PUBLISHING)
        db.execute(died.values(state=State.QUEUED))
        return 0

    monkeypatch.setattr(overdue, "sweep", naive)
    assert ends(False, AND_WELL)["twice"] > 5

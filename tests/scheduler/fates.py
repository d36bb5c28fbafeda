"""Every fate of an attempt: where the process dies, and what the platform does."""

import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, SQLModel

from domain.errors import Ambiguous, RateLimited, Rejected, TokenExpired, Transient
from domain.people import Role
from domain.posts import Attached, Outgoing, PlatformName, Published, Uploaded
from domain.publication import Stage, State
from domain.purse import Limits
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import look_for
from store import overdue, publications, turns
from store.db import Store
from store.tables import Account, Person, Publication, ScheduledPost
from tests.conftest import Ticking
from tests.scheduler.board import Board, Killed, Notice, capabilities

LAG, LATE, WINDOW = timedelta(minutes=2), timedelta(minutes=3), timedelta(minutes=10)
UNTOUCHED = "no crash"
IN_CALL = ("before the call leaves", "when the call was accepted", "while looking")
IN_STORE = tuple(f"{moment} transaction {n}" for n in range(1, 7) for moment in ("before the end of", "after"))
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
Attempted = tuple[str, str]  # where the process dies, and what the platform does
FATES: tuple[Attempted, ...] = tuple(product(CRASHES, OUTCOMES))
Ends = Counter[str]
REFUSED = "not public, and refused after a try of which nobody knew: perhaps as a double, so a person looks"


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

    def upload(self, one: Attached, file: Path) -> Uploaded:
        raise NotImplementedError

    def prepared(self, one: Attached, given: Uploaded) -> Uploaded:
        raise NotImplementedError


@dataclass(frozen=True)
class Moment:
    """The rows of the store, the time, and what is public."""

    rows: bytes
    at: datetime
    public: tuple[Notice, ...]


class Harness:
    """One publication on one account, and the world as it stands: it can be set back to an earlier moment."""

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
        self.which = self._approved()
        self.begun = self.moment()

    def close(self) -> None:
        self.store.close()

    def moment(self) -> Moment:
        """All there is to know of this moment."""
        with self._line() as line:
            return Moment(line.serialize(), self.now.at, tuple(self.board.public))

    def alike(self) -> str:
        """Everything that matters of this moment: the rows but their ids, the times as seen from now."""
        with self._line() as line:
            names = [name for name in SQLModel.metadata.tables if line.execute(f"SELECT 1 FROM {name}").fetchone()]
        with self.store.reading() as db:
            rows = {name: db.execute(SQLModel.metadata.tables[name].select()).all() for name in names}
        told = {
            name: sorted(str([self._seen(value) for value in row]) for row in found) for name, found in rows.items()
        }
        return str((told, [self._seen(one.at) for one in self.board.public]))

    def _seen(self, value: object) -> object:
        if isinstance(value, datetime):
            return (value - self.now.at).total_seconds()
        return None if isinstance(value, UUID) else value

    def back_to(self, moment: Moment) -> None:
        with self._line() as line:
            line.deserialize(moment.rows)
        self.now.at = moment.at
        self.board.public[:] = moment.public

    def live(self, attempted: Attempted) -> str | None:
        """Live through one attempt and what follows from it; how it ended, or None before another attempt."""
        self.fate.plan.append(attempted)
        begun = False
        for _ in range(60):
            one = self._state()
            if one.state is State.QUEUED:
                if begun:
                    return None
                begun = True
                self.fate.next_attempt()
            try:
                if not self._step(one):
                    break
            except Killed:
                self.now.forward(minutes=11)  # longer than the lease, until somebody starts it again
        return self._verdict(self._state())

    @contextmanager
    def _line(self) -> Iterator[sqlite3.Connection]:
        held = self.store.engine.raw_connection()
        try:
            assert isinstance(held.driver_connection, sqlite3.Connection)
            yield held.driver_connection
        finally:
            held.close()

    def _approved(self) -> UUID:
        at = self.now()
        account = Account(
            platform=PlatformName.FACEBOOK, external_id=str(uuid4()), handle="a", next_fetch_at=at,
            next_audience_at=at,
        )  # fmt: skip
        message = ScheduledPost(
            author_id=uuid4(), text="Words", stage=Stage.APPROVED, due_at=at, late_after_s=14_400,
            created_at=at, changed_at=at,
        )  # fmt: skip
        author = Person(email="officer@force.example", name="Officer", role=Role.OFFICER)
        message.author_id = author.id
        with self.store.writing() as db:
            db.add(author)
            db.flush()
            db.add_all([account, message])
            db.flush()
            return publications.born(db, message, account, message.text)

    def _state(self) -> Publication:
        with self.store.reading() as db:
            return db.get_one(Publication, self.which)

    def _step(self, one: Publication) -> bool:
        """What the service would do next about it; False when it would do nothing more."""
        if one.state is State.PUBLISHING:
            with self.store.writing() as db:
                overdue.sweep(db, self.now(), self.means.lease)
            return True
        if one.state is State.QUEUED:
            self.now.at = max(self.now(), one.not_before)
            with self.store.reading() as db:
                candidates = turns.due(db, self.now())
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
        if one.state is State.UNKNOWN and one.trouble_kind == "Rejected" and not out:
            return REFUSED
        return f"{one.state}, {'public' if out else 'not public'}"


START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

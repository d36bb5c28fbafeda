"""A small force in which anything may happen in any order, and the promises that must hold whatever did."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import SQLModel, select

from domain.people import Role, Scope, Signed
from domain.posts import PlatformName, Published
from domain.publication import Stage, State
from domain.purse import Limits
from scheduler import desk
from scheduler.desk import Over, Refused, Rules, Words
from scheduler.means import Means
from scheduler.publisher import publish
from scheduler.reconciler import look_for
from store import overdue, turns
from store.db import Store
from store.tables import Account, Attempt, District, Hold, Person, Publication, ScheduledPost, Team
from tests.conftest import Ticking
from tests.scheduler.board import Board, Killed, capabilities
from tests.scheduler.fates import CRASHES, LATE, OUTCOMES, UNTOUCHED, WINDOW, Fate, Fickle, Mortal

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RULES = Rules(check=lambda account, message: [], capabilities=capabilities)


def signed(name: str, role: Role) -> Signed:
    return Signed(uuid4(), f"{name}@force.example", name, role, Scope())


@dataclass(frozen=True)
class Step:
    """One thing that happens: what, to which of them, how long, and how calls fare."""

    act: str
    pick: int
    minutes: float
    fate: tuple[str, str]
    yes: bool


OFTEN = {
    "somebody_writes": 5, "somebody_approves": 2, "somebody_thinks_again": 1, "somebody_decides": 1,
    "somebody_looks_and_says_what_they_see": 1, "somebody_sends_a_failed_one_again": 1, "somebody_holds": 1,
    "somebody_lifts": 2, "the_publisher_works": 8, "the_minute_passes": 2, "the_reconciler_looks": 2, "time_passes": 1,
}  # fmt: skip
STEPS = st.builds(
    Step,
    act=st.sampled_from([act for act, times in OFTEN.items() for _ in range(times)]),
    pick=st.integers(0, 999),
    minutes=st.sampled_from([0.1, 0.1, 1, 1, 5, 11, 125]),
    fate=st.tuples(st.sampled_from([UNTOUCHED, UNTOUCHED, *CRASHES]), st.sampled_from(["accepted", *OUTCOMES])),
    yes=st.booleans(),
)


NOT_THERE = (State.QUEUED, State.WAITING, State.FAILED, State.CANCELLED)


def _key(one: Publication) -> tuple[UUID, str]:
    return one.account_id, one.text


class AnyOrder:
    """A small force with two accounts, an impatient desk, a mortal publisher, and a fickle platform."""

    def __init__(self) -> None:
        self.now, self.fate = Ticking(START), Fate()
        self.store = Store("sqlite://")
        event.listen(self.store.engine, "connect", lambda line, _: line.execute("PRAGMA synchronous=OFF"))
        SQLModel.metadata.create_all(self.store.engine)
        self.board = Board(self.now)
        self.means = Means(
            Mortal(self.store, self.fate),  # type: ignore[arg-type]
            lambda account: Fickle(self.board, account, self.fate),
            lambda platform: replace(capabilities(platform), price_of=lambda message: ""),
            self.now,
            lambda platform: Limits(),
            window=WINDOW,
        )
        self.officer, self.comms = signed("officer", Role.OFFICER), signed("comms", Role.COMMS)
        self.supervisor = signed("supervisor", Role.SUPERVISOR)
        self.accounts = self._settle_in()
        self.number = 0
        self.given_up: set[UUID] = set()
        self.approved: set[str] = set()  # words that were approved at some time

    def _settle_in(self) -> list[UUID]:
        district = District(key="north", name="North")
        team = Team(key="ashby", name="Ashby", district_id=district.id)
        accounts = [
            Account(
                platform=PlatformName.FACEBOOK, external_id=str(n), handle=f"page {n}", district_id=district.id,
                team_id=team.id, next_fetch_at=START, next_audience_at=START,
            )
            for n in range(2)
        ]  # fmt: skip
        with self.store.writing() as db:
            db.add(district)
            db.flush()
            db.add(team)
            db.flush()
            db.add_all(accounts)
            for one in (self.officer, self.comms, self.supervisor):
                db.add(Person(id=one.person_id, email=one.email, name=one.name, role=one.role))
        return [one.id for one in accounts]

    def take(self, step: Step) -> None:
        getattr(self, step.act)(step)
        self.promises()

    def promises(self) -> None:
        """What must be true whatever happened."""
        for one, there in self._public():
            assert len(there) <= 1, ("twice", one.state, one.text)
            if one.state is State.PUBLISHED:
                assert there == [one.external_id], ("called published, and is not there", one.text)
            if one.state in NOT_THERE and one.id not in self.given_up:
                assert not there, ("public all the same", one.state, one.text)
        assert {notice.message.text for notice in self.board.public} <= self.approved
        with self.store.reading() as db:
            tries = Counter(db.exec(select(Attempt.publication_id)).all())
        assert all(tries[one.id] == one.attempts for one in self._all()), "an attempt without its line"

    def somebody_writes(self, step: Step) -> None:
        self.number += 1
        due, category = self.now() + timedelta(minutes=step.minutes), "appeal" if step.pick % 3 == 0 else ""
        chosen = dict.fromkeys(self.accounts if step.yes else self.accounts[:1])
        words = Words(
            f"Words {self.number}", chosen, due_at=due, category=category, urgent="A child is missing" * (step.yes)
        )  # fmt: skip
        which = desk.write_and_submit(self.store, self.officer, words, RULES, self.now).id
        if step.pick % 4 and self._tried(desk.approve, self.comms, which, RULES, self.now, 1):
            self.approved.add(words.text)

    def somebody_approves(self, step: Step) -> None:
        message = self._message(step.pick, Stage.AWAITING_APPROVAL)
        if message and self._tried(desk.approve, self.comms, message.id, RULES, self.now, message.version):
            self.approved.add(message.text)

    def somebody_thinks_again(self, step: Step) -> None:
        message, act = self._message(step.pick, *Stage), ("edit", "withdraw", "copy")[step.pick % 3]
        if message and act == "edit":
            self._tried(desk.edit, self.officer, message.id, RULES, self.now)
        elif message and act == "withdraw":
            self._tried(desk.withdraw, self.officer, message.id, self.now)
        elif message:
            self._tried(desk.copy, self.officer, message.id, self.accounts, RULES, self.now)

    def somebody_decides(self, step: Step) -> None:
        one = self._publication(step.pick, State.WAITING, State.QUEUED, State.FAILED)
        act = ("send_now", "retime", "drop", "cancel")[step.pick % 4]
        if one and act == "retime":
            self._tried(desk.retime, self.comms, one.id, self.now() + timedelta(minutes=step.minutes), self.now)
        elif one:
            self._tried(getattr(desk, act), self.comms, one.id, self.now)

    def somebody_looks_and_says_what_they_see(self, step: Step) -> None:
        """A careful person: looks when nothing can come late any more, and believes their eyes."""
        one = self._publication(step.pick, State.UNKNOWN)
        if one is None or not one.unknown_at or self.now() < one.unknown_at + LATE:
            return
        if there := self._seen(one):
            proof = Published(there[0], "https://board.example/1")
            self._tried(desk.confirm_published, self.supervisor, one.id, proof, self.now)
        elif step.yes:
            self._tried(desk.queue_again, self.supervisor, one.id, self.now)
        elif self._tried(desk.give_up, self.supervisor, one.id, "Nobody knows", self.now):
            self.given_up.add(one.id)

    def somebody_sends_a_failed_one_again(self, step: Step) -> None:
        one = self._publication(step.pick, State.FAILED)
        if one and one.id not in self.given_up:
            self._tried(desk.queue_again, self.supervisor, one.id, self.now)

    def somebody_holds(self, step: Step) -> None:
        account = self.accounts[step.pick % 2] if step.pick % 4 > 1 else None
        begins = self.now() + timedelta(minutes=7) if step.yes else None
        over = Over(account_id=account, starts_at=begins, spares=("appeal",) * (step.pick % 2))
        self._tried(desk.hold, self.supervisor, over, "Major incident", self.now)

    def somebody_lifts(self, step: Step) -> None:
        for hold in self._holds():
            self._tried(desk.lift, self.supervisor, hold.id, self.now)

    # What the service does, and what becomes of it.

    def the_publisher_works(self, step: Step) -> None:
        self.now.forward(minutes=min(step.minutes, 5))
        with self.store.reading() as db:
            found = turns.due(db, self.now())
        for one in found:
            self.fate.plan.clear()
            self.fate.plan.append(step.fate)
            self.fate.next_attempt()
            before = len(self.board.public)
            held = self._held_now(one.publication)
            try:
                publish(self.means, one)
            except Killed:
                self.now.forward(minutes=1)
                break
            finally:
                self.fate.crash = UNTOUCHED
                assert not (held and len(self.board.public) > before), "it left under a hold"

    def the_minute_passes(self, step: Step) -> None:
        self._tidy()
        self.now.forward(minutes=1)

    def the_reconciler_looks(self, step: Step) -> None:
        self.fate.plan.append(step.fate)
        self.fate.next_attempt()
        try:
            self._look()
        except Killed:
            self.now.forward(minutes=1)
        finally:
            self.fate.plan.clear()
            self.fate.crash = UNTOUCHED

    def time_passes(self, step: Step) -> None:
        self.now.forward(minutes=step.minutes)

    # The rest.

    def long_afterwards(self) -> None:
        """Hours later, with everything well and every hold lifted, nothing is left half-way."""
        for hold in self._holds():
            self._tried(desk.lift, self.supervisor, hold.id, self.now)
        for _ in range(12):
            self._tidy()
            self._look()
            with self.store.reading() as db:
                found = turns.due(db, self.now())
            for one in found:
                self.fate.plan.clear()
                self.fate.next_attempt()
                publish(self.means, one)
            self.now.forward(minutes=15)
        assert {one.state for one in self._all()} <= {
            State.PUBLISHED, State.FAILED, State.CANCELLED, State.WAITING, State.UNKNOWN,
        }  # fmt: skip
        assert not [one.text for one, there in self._public() if one.state is State.UNKNOWN and there], "not found"
        self.promises()

    def _tidy(self) -> None:
        with self.store.writing() as db:
            overdue.sweep(db, self.now(), self.means.lease)
            overdue.expire(db, self.now())
            overdue.fall_due(db, self.now())

    def _look(self) -> None:
        with self.store.reading() as db:
            lost = overdue.to_look_for(db, self.now())
        for one in lost:
            look_for(self.means, one)

    def _tried(self, act: Any, who: Signed, *words: Any) -> bool:
        try:
            act(self.store, who, *words)
        except Refused as no:
            assert str(no)
            return False
        return True

    def _all(self) -> list[Publication]:
        with self.store.reading() as db:
            return list(db.exec(select(Publication)))

    def _publication(self, pick: int, *states: State) -> Publication | None:
        found = sorted((one for one in self._all() if one.state in states), key=lambda one: (one.text, one.due_at))
        return found[pick % len(found)] if found else None

    def _message(self, pick: int, *stages: Stage) -> ScheduledPost | None:
        with self.store.reading() as db:
            found = sorted(
                (one for one in db.exec(select(ScheduledPost)) if one.stage in stages), key=lambda one: one.created_at
            )  # fmt: skip
        return found[pick % len(found)] if found else None

    def _public(self) -> list[tuple[Publication, list[str]]]:
        """Each publication, and the ids of what became public of its words: a copy has the same words."""
        there: dict[tuple[UUID, str], list[str]] = defaultdict(list)
        for notice in self.board.public:
            there[self.accounts[int(notice.account)], notice.message.text].append(notice.id)
        ours = self._all()
        known = {(one.account_id, one.text, one.external_id) for one in ours if one.state is State.PUBLISHED}
        return [
            (
                one,
                [
                    ident
                    for ident in there[one.account_id, one.text]
                    if (*_key(one), ident) not in known or ident == one.external_id
                ],
            )
            for one in ours
        ]

    def _seen(self, which: Publication) -> list[str]:
        """What a person finds who looks for it now."""
        late = {notice.id for notice in self.board.public if notice.at > self.now()}
        return [ident for one, there in self._public() if one.id == which.id for ident in there if ident not in late]

    def _holds(self) -> list[Hold]:
        with self.store.reading() as db:
            return sorted(
                (one for one in db.exec(select(Hold)) if one.lifted_at is None), key=lambda one: (one.placed_at, one.id)
            )  # fmt: skip

    def _held_now(self, one: Publication) -> bool:
        """By the words of the hold alone, not by the product's own reckoning."""
        return any(
            (hold.starts_at is None or hold.starts_at <= self.now())
            and hold.account_id in (None, one.account_id)
            and not (hold.spares and one.category == "appeal")
            for hold in self._holds()
        )

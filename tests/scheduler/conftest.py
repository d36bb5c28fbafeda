"""A small made-up force, its people at the desk, and a notice board for a platform."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from config.prices import read_prices
from domain.money import Price
from domain.people import Role, Scope, Signed
from domain.posts import PlatformName, Surface
from domain.publication import State
from domain.purse import Limits
from platforms import registry
from platforms.port import Line, Outlet
from sandbox.server import Server, serve
from sandbox.world import World
from scheduler import desk
from scheduler.desk import Rules, Words
from scheduler.means import Means
from store import budget
from store.db import Store
from store.tables import Account, Attempt, District, Person, Post, Publication, Question, Reply, Team
from tests.conftest import Ticking
from tests.scheduler.board import Board, capabilities

RULES = Rules(check=lambda account, message: [], capabilities=capabilities)


@dataclass
class Force:
    """Rows and people that every test of the line uses."""

    store: Store
    now: Ticking
    people: dict[str, Signed]
    accounts: dict[str, Account]
    districts: dict[str, UUID]
    rules: Rules = RULES

    def __getitem__(self, name: str) -> Account:
        return self.accounts[name]

    def words(self, text: str = "Beat surgery at noon", *names: str, minutes: float = 10, **other: object) -> Words:
        accounts = {self[name].id: None for name in (names or ("ashby",))}
        return Words(text, accounts, due_at=self.now() + timedelta(minutes=minutes), **other)  # type: ignore[arg-type]

    def submitted(self, text: str = "Beat surgery at noon", *names: str, **other: object) -> UUID:
        words = self.words(text, *names, **other)  # type: ignore[arg-type]
        return desk.write_and_submit(self.store, self.people["officer"], words, self.rules, self.now).id

    def approved(self, text: str = "Beat surgery at noon", *names: str, **other: object) -> list[Publication]:
        """The publications of a message that was written by one and approved by another."""
        which = self.submitted(text, *names, **other)
        desk.approve(self.store, self.people["comms"], which, self.rules, self.now)
        return self.publications(which)

    def due(self, text: str = "Beat surgery at noon", *names: str) -> list[Publication]:
        """The same, and its time has come."""
        found = self.approved(text, *names)
        self.now.forward(minutes=10)
        return found

    def publications(self, message: UUID | None = None) -> list[Publication]:
        wanted = select(Publication)
        if message:
            wanted = wanted.where(Publication.scheduled_post_id == message)
        with self.store.reading() as db:
            return list(db.exec(wanted.order_by(Publication.due_at, Publication.id)))  # type: ignore[arg-type]

    def the(self, which: UUID | None = None) -> Publication:
        """The one publication there is, or this one, as it is now."""
        found = self.publications()
        if which is None:
            (one,) = found
            return one
        return next(one for one in found if one.id == which)

    def states(self) -> list[State]:
        return [one.state for one in self.publications()]

    def attempts(self) -> list[Attempt]:
        with self.store.reading() as db:
            return list(db.exec(select(Attempt).order_by(Attempt.started_at, Attempt.number)))  # type: ignore[arg-type]

    def spent(self) -> int:
        with self.store.reading() as db:
            return budget.spent(db, PlatformName.X, self.now()).day

    def question(self, name: str = "page", post_id: str = "p1", comment_id: str = "c1") -> UUID:
        """A member of the public asks something under a post of that account."""
        account = self[name]
        post = Post(
            account_id=account.id, external_id=post_id, text="Surgery", url="https://board.example/p1",
            created_at=self.now(),
        )  # fmt: skip
        reply = Reply(
            account_id=account.id, post_id=post.id, external_id=comment_id, thread=post_id, parent=post_id,
            surface=Surface.THREAD, author="Pat", text="What time does it start?", created_at=self.now(),
        )  # fmt: skip
        asked = Question(reply_id=reply.id, account_id=account.id, waiting_since=self.now())
        for row in (post, reply, asked):
            with self.store.writing() as db:
                db.add(row)
        return asked.id

    def asked(self, which: UUID) -> Question:
        with self.store.reading() as db:
            return db.get_one(Question, which)


@pytest.fixture
def force(store: Store, now: Ticking) -> Force:
    """Two districts, two teams, three accounts on a strict platform and one page; six people."""
    north, south = District(key="north", name="North"), District(key="south", name="South")
    ashby = Team(key="ashby", name="Ashby Town", district_id=north.id)
    brook = Team(key="brook", name="Brook", district_id=south.id)
    placed = {
        "ashby": ("4401", PlatformName.X, north.id, ashby.id),
        "brook": ("4402", PlatformName.X, south.id, brook.id),
        "county": ("4403", PlatformName.X, None, None),
        "page": ("4404", PlatformName.FACEBOOK, north.id, ashby.id),
    }
    accounts = {
        name: Account(
            platform=platform, external_id=external_id, handle=name, district_id=district, team_id=team,
            next_fetch_at=now(), next_audience_at=now(),
        )
        for name, (external_id, platform, district, team) in placed.items()
    }  # fmt: skip
    people = {
        "officer": _person("officer", Role.OFFICER),
        "comms": _person("comms", Role.COMMS),
        "supervisor": _person("supervisor", Role.SUPERVISOR),
        "administrator": _person("administrator", Role.ADMINISTRATOR),
        "north officer": _person("north officer", Role.OFFICER, Scope(north.id)),
        "north comms": _person("north comms", Role.COMMS, Scope(north.id)),
        "north supervisor": _person("north supervisor", Role.SUPERVISOR, Scope(north.id)),
    }
    with store.writing() as db:
        db.add_all([north, south])
        db.flush()
        db.add_all([ashby, brook])
        db.flush()
        db.add_all(accounts.values())
        for one in people.values():
            db.add(Person(id=one.person_id, email=one.email, name=one.name, role=one.role))
        price = Price(PlatformName.X, "post.create", 15_000, date(2026, 1, 1))
        budget.keep_prices(db, [price])
    return Force(store, now, people, accounts, {"north": north.id, "south": south.id})


def _person(name: str, role: Role, scope: Scope | None = None) -> Signed:
    return Signed(uuid4(), f"{name.replace(' ', '.')}@force.example", name.title(), role, scope or Scope())


@pytest.fixture
def board(now: Ticking) -> Board:
    return Board(now)


@pytest.fixture
def means(store: Store, board: Board, now: Ticking) -> Means:
    return Means(store, board.connect, capabilities, now, limits=lambda platform: Limits(), seats=4)


@pytest.fixture
def change(means: Means) -> Callable[..., Means]:
    """The same means with something else."""
    return lambda **other: replace(means, **other)


@pytest.fixture
def world(force: Force) -> World:
    lines = [
        {"type": "account", "platform": one.platform.value, "id": one.external_id, "handle": one.handle}
        | {"name": one.handle, "team": "Ashby Town", "district": "North"}
        for one in force.accounts.values()
    ]
    return World.from_lines(lines, force.now)


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    running = serve(world)
    yield running
    running.close()


@pytest.fixture
def line(force: Force, means: Means, server: Server) -> Means:
    """The means of the line with the real adapters plugged into the sandbox."""
    addresses = {PlatformName.X: server.x_address, PlatformName.FACEBOOK: server.graph_address}
    plug = registry.connector(addresses, "v25.0", force.now)

    def connect(account: Account) -> Outlet:
        ident = account.external_id
        secret = {"bearer_token": f"practice-x-{ident}-bearer", "page_token": f"practice-page-{ident}"}
        if account.platform is PlatformName.X:
            secret.pop("page_token")
        else:
            secret.pop("bearer_token")
        return plug(Line(account.platform, ident, account.handle), secret)

    with force.store.writing() as db:
        budget.keep_prices(db, read_prices())
    force.rules = Rules(lambda account, message: registry.check(account.platform, message), registry.capabilities)
    return replace(means, connect=connect, capabilities=registry.capabilities)

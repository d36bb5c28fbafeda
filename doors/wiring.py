"""Wiring: turns settings into the parts that a process works with."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from config import logs
from config.by_platform import addresses, answers_anyone
from config.prices import read_prices
from config.secrets import Secret, SecretFault, resolve
from config.settings import Settings
from config.signposts import read_signposts
from domain.clock import Clock, utc_now
from domain.errors import TokenExpired
from domain.posts import PlatformName
from platforms import registry
from platforms.port import Line, Outlet, Source
from scheduler.desk import Rules
from store import numbers, schema
from store.budget import keep_prices
from store.db import Store
from store.tables import Account

MIGRATE = "Run: bluelamp migrate"


class Plugged(Source, Outlet, Protocol):
    """An account that is plugged in: its Source and its Outlet in one object."""


Connect = Callable[[Account], Plugged]


class DoorFault(Exception):
    """A door that stays shut: why, and what to do; the text says both."""

    def __init__(self, says: str, do: str) -> None:
        super().__init__(f"{says} {do}")
        self.says, self.do = says, do


@dataclass(frozen=True)
class House:
    """What is behind every door: what it was told, where things are kept, and the clock."""

    settings: Settings
    store: Store
    clock: Clock


def open_house(settings: Settings, clock: Clock = utc_now) -> House:
    """The house, its log set up and its database ready to use. Raises DoorFault."""
    logs.set_up(settings.log_level)
    store = reach_store(settings)
    if not schema.is_current(store):
        not_newer(store)
        store.close()
        raise DoorFault("The database is not up to date with this version.", MIGRATE)
    return House(settings, store, clock)


@contextmanager
def inside(settings: Settings, clock: Clock = utc_now) -> Iterator[House]:
    """An open house for one command, closed behind it. Raises DoorFault."""
    house = open_house(settings, clock)
    try:
        yield house
    finally:
        house.store.close()


def not_newer(store: Store) -> None:
    """Raise DoorFault when the database was brought further than this version knows."""
    if schema.is_newer(store):
        store.close()
        raise DoorFault("The database belongs to a newer version of Bluelamp than this one.", "Install that version.")


def connector(house: House, *, reads: bool = True) -> Connect:
    """What plugs an account in, for collector, publisher and check alike: a fresh line for each call.

    `reads`: numbers are read through it, and so it is told which of them are not told any more.

    So a token that was replaced counts at once, and no line is ever in two threads; the connections beneath are
    shared. Raises TokenExpired when there is no secret that can be used.
    """
    told = house.settings
    make = registry.connector(addresses(told), told.graph_version, house.clock, told.answer_timeout_seconds)

    def connect(account: Account) -> Plugged:
        secret = secret_of(house.settings, account)
        return make(_line(house, account, reads), {**secret.fields, "expires_on": secret.expires_on})

    return connect


def secret_of(settings: Settings, account: Account) -> Secret:
    """The secret of an account, read anew. Raises TokenExpired, for that is what a secret that is not there means."""
    try:
        return resolve(account.token_ref, settings.secrets, os.environ)
    except SecretFault as fault:
        raise TokenExpired(str(fault)) from None


def rules(settings: Settings) -> Rules:
    """What the desk demands of words, for every door at which people act."""
    posts = read_signposts(settings.signposts)
    return Rules(
        obstacle=lambda account, asked: registry.obstacle(
            account.platform, asked, account.handle, answers_anyone(settings, account.platform)
        ),
        own_words=tuple(words for one in posts for words in (one.en, one.cy)),
        check=lambda account, message: registry.check(account.platform, message),
        capabilities=registry.capabilities,
        answers_need_second_person=settings.answers_need_second_person,
        late_after=timedelta(minutes=settings.publish_late_minutes),
        take_downs_need_second_person=settings.take_downs_need_second_person,
    )


def stock_prices(house: House) -> None:
    """Bring the price table in line with the price list of this version, before anything is bought."""
    with house.store.writing() as db:
        keep_prices(db, read_prices())


def worker_name(kind: str) -> str:
    """A name that no other process has, for its heartbeat."""
    return f"{kind} {socket.gethostname()} {os.getpid()} {uuid4().hex[:8]}"


def reach_store(settings: Settings, *, new: bool = False) -> Store:
    """The store, once it has answered. `new`: make the file of a SQLite database if there is none. Raises DoorFault."""
    try:
        store = Store(settings.database) if new else _there(settings.database)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise DoorFault("The database's address cannot be read.", "Set BLUELAMP_DATABASE.") from None
    except OSError as error:
        raise database_fault(error) from None
    try:
        schema.current(store)
    except DBAPIError as error:
        store.close()
        raise database_fault(error) from None
    return store


def database_fault(error: DBAPIError | OSError) -> DoorFault:
    """What is wrong with the database, without its password."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = logs.redact(" ".join(str(cause).split())).rstrip(".") or type(cause).__name__
    return DoorFault(f"The database cannot be used: {said}.", "See that it runs, and BLUELAMP_DATABASE.")


def _line(house: House, account: Account, reads: bool = True) -> Line:
    dead: Mapping[PlatformName, frozenset[str]] = {}
    if reads:
        with house.store.reading() as db:
            dead = numbers.dead(db, house.clock())
    return Line(
        platform=account.platform,
        external_id=account.external_id,
        handle=account.handle,
        watch_threads=account.watch_threads and house.settings.x_search,
        dead_metrics=dead.get(account.platform, frozenset()),
        answers_anyone=answers_anyone(house.settings, account.platform),
    )


def _there(url: str) -> Store:
    """A store that is already there: asking about one must not leave an empty file behind."""
    file = make_url(url).database
    if url.startswith("sqlite") and file not in (None, "", ":memory:") and not Path(str(file)).exists():
        raise DoorFault("There is no database yet.", MIGRATE)
    return Store(url)

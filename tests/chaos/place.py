"""The place of an attack: the sandbox as a process of its own, and a store in which everything is approved and due."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import requests
from alembic import command
from sqlmodel import Session

from domain.clock import utc_now
from domain.people import Role
from domain.posts import PlatformName
from domain.publication import Stage
from sandbox import practice
from sandbox.items import Account as Public
from store import publications, schema
from store.db import Store
from store.tables import Account, Person, Publication, ScheduledPost
from tests.chaos.plan import Plan

FIRST_ID = 70_000
EACH = 0.0008  # seconds that a message takes to be written, at most


@dataclass
class Sandbox:
    """A running sandbox: where it is, and its own address."""

    x_address: str
    graph_address: str
    control: str
    pid: int

    def tell(self, what: str) -> Any:
        """Something that is true there."""
        return self._asked("GET", what, None)

    def order(self, what: str, **said: object) -> Any:
        """Tell it to do something."""
        return self._asked("POST", what, said)

    def accepted(self) -> list[dict[str, str]]:
        """Every post that was ever public, with its words and its moment."""
        return list(self.tell("accepted")["accepted"])

    def _asked(self, method: str, what: str, said: object) -> Any:
        with requests.Session() as line:
            line.trust_env = False
            answer = line.request(method, f"{self.control}/{what}", json=said, timeout=60)
            answer.raise_for_status()
            return answer.json()


@contextmanager
def sandbox(folder: Path, accounts: int, *options: str) -> Iterator[Sandbox]:
    """A sandbox with so many accounts, half of them on each platform, that takes any number of calls."""
    world = folder / "world.jsonl"
    world.write_text("".join(json.dumps(_line(public)) + "\n" for public in publics(accounts)))
    words = [sys.executable, "-m", "sandbox", "--world", str(world), "--no-caps", "--no-windows", *options]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=_own_environment()) as running:
        assert running.stdout
        try:
            said = running.stdout.readline()
            found = re.findall(r"http://\S+?/(?:x|graph)\b", said)
            if len(found) != 2:
                raise RuntimeError(f"the sandbox did not start: {said}")
            yield Sandbox(found[0], found[1], f"{found[0].removesuffix('/x')}/_sandbox", running.pid)
        finally:
            running.terminate()


def publics(accounts: int) -> list[Public]:
    """The accounts as the platforms know them."""
    return [
        Public(
            "x" if number % 2 else "facebook", str(FIRST_ID + number), f"beat_{number}", f"Beat {number}",
            team="Ashby Town", district="North",
        )
        for number in range(accounts)
    ]  # fmt: skip


def _line(public: Public) -> dict[str, str]:
    told = ("platform", "id", "handle", "name", "team", "district")
    return {"type": "account", **{name: getattr(public, name) for name in told}}


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")}


def write_secrets(folder: Path, accounts: int) -> Path:
    """The practice tokens, readable by nobody else."""
    secrets = folder / "secrets"
    secrets.mkdir(mode=0o700)
    for public in publics(accounts):
        file = secrets / practice.secret_name(public)
        file.touch(mode=0o600)
        file.write_text(practice.secret(public))
    return secrets


def settings(plan: Plan, database: str, there: Sandbox, secrets: Path) -> dict[str, str]:
    """The environment of a worker."""
    return {
        "BLUELAMP_DATABASE": database,
        "BLUELAMP_SECRETS": str(secrets),
        "BLUELAMP_X_ADDRESS": there.x_address,
        "BLUELAMP_GRAPH_ADDRESS": there.graph_address,
        "BLUELAMP_PRACTICE": "true",
        "BLUELAMP_PUBLISH_LEASE_MINUTES": str(plan.times.lease / 60),
        "BLUELAMP_RECONCILE_AFTER_MINUTES": str(plan.times.window / 60),
        "BLUELAMP_ANSWER_TIMEOUT_SECONDS": str(plan.times.answer),
        "BLUELAMP_RESEND_UNKNOWN": str(plan.resend).lower(),
        "BLUELAMP_LOG_LEVEL": "WARNING",
    }


def stamp(store: Store) -> None:
    """Mark the tables as those of this version."""
    config = schema._config()
    with store.engine.connect() as line:
        config.attributes["connection"] = line
        command.stamp(config, "head")


def furnish(store: Store, accounts: int) -> tuple[list[Account], UUID]:
    """The accounts and somebody who writes; the tables are marked as current."""
    stamp(store)
    now = utc_now()
    author = Person(email="writer@force.example", name="Writer", role=Role.OFFICER)
    rows = [
        Account(
            platform=PlatformName(public.platform), external_id=public.id, handle=public.handle,
            token_ref=practice.secret_name(public), next_fetch_at=now, next_audience_at=now,
        )
        for public in publics(accounts)
    ]  # fmt: skip
    with store.writing() as db:
        db.add(author)
        db.add_all(rows)
    return rows, author.id


def approve(store: Store, rows: list[Account], author: UUID, due: list[tuple[str, datetime]]) -> None:
    """An approved message for each of these words and times, on one account after another."""
    now = utc_now()
    messages = [
        ScheduledPost(
            author_id=author, text=text, stage=Stage.APPROVED, due_at=due_at, created_at=now, changed_at=now,
            approved_at=now, approved_under="chaos",
        )
        for text, due_at in due
    ]  # fmt: skip
    with store.writing(durable=True) as db:
        db.add_all(messages)
        db.flush()
        born = _Births(db)
        for number, message in enumerate(messages):
            publications.born(born, message, rows[number % len(rows)], message.text)  # type: ignore[arg-type]
        db.add_all(born.rows)


class _Births:
    """Stands in for a session that writes a row at a time: all of them are written at once, which is much quicker."""

    def __init__(self, db: Session) -> None:
        self.rows: list[Publication] = []
        self.execute = db.execute

    def add(self, row: Publication) -> None:
        """Keep it for later."""
        self.rows.append(row)

    def flush(self) -> None:
        """Nothing yet."""


def unique_words(posts: int, seed: int) -> list[str]:
    """Texts of which no two are alike."""
    return [f"Beat surgery number {number} of round {seed}: come and talk to us" for number in range(posts)]

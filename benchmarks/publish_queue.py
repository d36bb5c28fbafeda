"""Posts that are due: a store with accounts and their secrets, and as many approved publications as are wanted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import func, insert
from sqlmodel import col, select

from benchmarks import rows
from config.prices import read_prices
from domain.clock import utc_now
from domain.people import Role
from domain.posts import PlatformName, fingerprint
from domain.publication import Stage, State
from store import budget, schema
from store.db import Store
from store.tables import Account, Attempt, Person, Publication, ScheduledPost

ACCOUNTS = 200
LATEST = timedelta(hours=2)


def handle(number: int) -> str:
    """An account's name on the platform."""
    return f"marl_{number}"


def external_id(number: int) -> str:
    """An account's number on the platform."""
    return str(rows.FIRST_ACCOUNT + number)


def secret(ident: str) -> dict[str, str]:
    """What the sandbox lets an account in with."""
    return {
        "consumer_key": "practice-app",
        "consumer_secret": "practice-app-secret",
        "access_token": f"practice-x-{ident}",
        "access_token_secret": f"practice-x-{ident}-secret",
    }


@contextmanager
def secrets() -> Iterator[Path]:
    """A folder with the secret of every account."""
    with TemporaryDirectory(prefix="bluelamp-bench-secrets-") as name:
        for number in range(ACCOUNTS):
            file = Path(name) / handle(number)
            file.touch(mode=0o600)
            file.write_text("".join(f'{key} = "{value}"\n' for key, value in secret(external_id(number)).items()))
        yield Path(name)


def furnished(url: str, *, not_read: bool = True) -> Store:
    """A store of this version with prices and accounts; `not_read`: the collector has nothing to do there."""
    store, now = Store(url), utc_now()
    schema.migrate(store)
    with store.writing() as db:
        budget.keep_prices(db, read_prices())
        for number in range(ACCOUNTS):
            words = {"external_id": external_id(number), "handle": handle(number), "token_ref": handle(number)}
            later = now + timedelta(days=1 if not_read else 0)
            db.add(Account(platform=PlatformName.X, **words, next_fetch_at=later, next_audience_at=later))
        db.add(Person(email="officer@marlshire-police.example", name="An Officer", role=Role.OFFICER))
    return store


def fill(store: Store, moments: Sequence[datetime], on: int = ACCOUNTS) -> None:
    """One approved post for each moment, on so many accounts in turn, each with words of its own."""
    with store.reading() as db:
        accounts = db.scalars(select(Account.id).order_by(col(Account.external_id))).all()[:on]
        author, now, run = db.scalars(select(Person.id)).one(), utc_now(), uuid4().hex[:8]
    messages, queued = [], []
    for number, at in enumerate(moments):
        text = f"Beat surgery {number} of {run} at noon"
        message = uuid4()
        times = {"due_at": at, "created_at": now, "changed_at": now, "approved_at": now}
        messages.append({"id": message, "author_id": author, "text": text, "stage": Stage.APPROVED, **times})
        due = {"due_at": at, "not_before": at, "expires_at": at + LATEST}
        words = {"text": text, "fingerprint": fingerprint(text), "account_id": accounts[number % on]}
        queued.append({"id": uuid4(), "scheduled_post_id": message, **words, **due})
    with store.writing() as db:
        db.execute(insert(ScheduledPost), messages)
        db.execute(insert(Publication), queued)


def left(store: Store) -> int:
    """How many are not yet out."""
    with store.reading() as db:
        going = col(Publication.state).in_((State.QUEUED, State.PUBLISHING))
        return int(db.scalar(select(func.count()).select_from(Publication).where(going)) or 0)


def last_recorded(store: Store) -> datetime:
    """When the last attempt was written down as over. Raises RuntimeError unless each is published at the first try."""
    with store.reading() as db:
        states = db.execute(select(Publication.state, Publication.attempts, func.count()).group_by("state", "attempts"))
        if wrong := [tuple(row) for row in states if row[:2] != (State.PUBLISHED, 1)]:
            raise RuntimeError(f"not every post went out at once: {wrong}")
        return max(db.scalars(select(Attempt.finished_at).where(col(Attempt.finished_at).is_not(None))))  # type: ignore[type-var]


def due_moments(store: Store, since: datetime) -> dict[str, datetime]:
    """When each text was due that was due then or later."""
    with store.reading() as db:
        found = select(Publication.text, Publication.due_at).where(col(Publication.due_at) >= since)
        return {text: at for text, at in db.execute(found)}

"""The publishing queue: born, claim, settle, move. Each function is one transaction's worth; none talks to a network.

A publication moves only by a compare-and-swap that names where it came from: whoever's
UPDATE touches no row came second, and must not act. The statements are built once, for
they are the busiest of the house.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import (
    BindParameter,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from domain import money
from domain.posts import fingerprint
from domain.publication import MOVES, Priority, State
from domain.purse import Limits, Purpose
from store import budget, polls, quick, uploads
from store.db import Utc
from store.holds import held, pass_gate
from store.tables import Account, Attempt, Publication, ScheduledPost
from store.turns import Due, closed

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]

_NOW = bindparam("now", type_=Utc)
_WHICH: BindParameter[UUID] = bindparam("which")


@dataclass(frozen=True)
class Claim:
    """The right to make one call. `number` is the fence: only the newest attempt may speak."""

    publication_id: UUID
    account: Account
    number: int
    started_at: datetime
    operation: str
    micros: int


def born(db: Session, message: ScheduledPost, account: Account, text: str) -> UUID:
    """One approved message on one account joins the queue."""
    row = Publication(
        scheduled_post_id=message.id,
        account_id=account.id,
        version=message.version,
        text=text,
        fingerprint=fingerprint(text),
        in_reply_to=message.in_reply_to,
        thread=message.thread,
        category=message.category,
        priority=Priority.FIRST if message.urgent or message.in_reply_to else Priority.NORMAL,
        attachments=uploads.count(db, message.id),
        due_at=message.due_at,
        not_before=message.due_at,
        expires_at=message.due_at + timedelta(seconds=message.late_after_s),
        look_since=message.look_since,
        campaign_id=message.campaign_id,
        poll=polls.as_kept(polls.asked(db, message.id)),
    )
    db.add(row)
    db.flush()
    return row.id


_CLAIM = (
    update(_p)
    .where(
        _p.c.id == _WHICH,
        _p.c.state == State.QUEUED,
        _p.c.not_before <= _NOW,
        _p.c.expires_at > _NOW,
        ~held(_p, _NOW),
        ~closed(),
    )
    .values(state=State.PUBLISHING, claimed_at=_NOW, attempts=_p.c.attempts + 1, trouble="", trouble_kind="")
    .returning(_p.c.attempts)
)
_START = insert(_attempt)


def claim(db: Session, one: Due, operation: str, limits: Limits, now: datetime, worker: str = "") -> Claim | None:
    """Take it (T4), its price reserved; None when someone was first, its time moved, or a hold covers it.

    `worker` is the process that tries, for the attempt's record.
    Raises OutOfCredit, and IntegrityError when the account is in another hand: both undo the transaction.
    """
    pass_gate(db)
    claimed = quick.rows(db, _CLAIM, {"which": one.publication.id, "now": now})
    if not claimed:
        return None
    ((number,),) = claimed
    micros = 0
    if operation:
        if limits.day_micros is not None or limits.month_micros is not None:
            budget.ask(db, one.account, Purpose.PUBLISHING, limits, now, _price(db, one.account, operation, now))
        micros = budget.pay(db, one.account, operation, 1, now)
    quick.rows(
        db,
        _START,
        {
            "id": uuid4(),
            "publication_id": one.publication.id,
            "number": number,
            "started_at": now,
            "finished_at": None,
            "outcome": "started",
            "detail": "",
            "answer": "",
            "worker": worker,
            "operation": operation,
            "micros": micros,
        },
    )
    return Claim(one.publication.id, one.account, number, now, operation, micros)


def in_another_hand(fault: IntegrityError) -> bool:
    """Whether a claim failed because somebody publishes on the account at this moment, and not by a fault of ours."""
    said = getattr(fault.orig, "diag", None)  # of PostgreSQL; SQLite names the column
    return "one_publishing_per_account" in (said.constraint_name or "") if said else _ITS_COLUMN in str(fault.orig)


_ITS_COLUMN = f": {_p.name}.{_p.c.account_id.name}"


def _price(db: Session, account: Account, operation: str, now: datetime) -> int:
    known = budget.prices(db, account.platform)
    return money.cost(known, operation, 1, budget.utc_day(now), platform=account.platform) if known else 0


_NEWEST = (_p.c.id == _WHICH) & (_p.c.state == State.PUBLISHING) & (_p.c.attempts == bindparam("number"))


def settle(db: Session, mine: Claim, to: State, outcome: str, now: datetime, **values: object) -> bool:
    """End an attempt that brought no proof (T6). False when a newer word was spoken; then nothing changes.

    `values` are columns of the publication; its `trouble` is also the attempt's detail. What surely did
    not happen is not billed: only an unknown one stays paid.
    """
    if to not in MOVES[State.PUBLISHING]:
        raise ValueError(f"no way from publishing to {to}")
    swap = update(_p).where(_NEWEST).values(state=to, **values).returning(_p.c.id)
    if db.execute(swap, {"which": mine.publication_id, "number": mine.number}).scalar_one_or_none() is None:
        return False
    close(db, mine.publication_id, mine.number, outcome, str(values.get("trouble", "")), now)
    if to is not State.UNKNOWN:
        give_back(db, mine.publication_id, mine.number)
    return True


def move(
    db: Session,
    which: UUID,
    origin: State | Collection[State],
    to: State,
    number: int | None = None,
    /,
    **values: object,
) -> bool:
    """Move from `origin` to `to`; False when it is no longer there, and then nothing happened.

    `number` is the newest attempt that the mover knows of: a later one is not theirs to judge.
    """
    origins = [origin] if isinstance(origin, State) else list(origin)
    for start in origins:
        if to not in MOVES[start]:
            raise ValueError(f"no way from {start} to {to}")
    still = update(_p).where(_p.c.id == which, _p.c.state.in_(origins))
    if number is not None:
        still = still.where(_p.c.attempts == number)
    swap = still.values(state=to, **values).returning(_p.c.id)
    return db.execute(swap).scalar_one_or_none() is not None


def postpone(db: Session, which: UUID, until: datetime, trouble: str, kind: str) -> bool:
    """Not now, though never claimed: it stays queued and says why."""
    later = update(_p).where(_p.c.id == which, _p.c.state == State.QUEUED, _p.c.not_before <= until)
    swap = later.values(not_before=until, trouble=trouble, trouble_kind=kind).returning(_p.c.id)
    return db.execute(swap).scalar_one_or_none() is not None


def need_not_look(db: Session, which: UUID, since: datetime) -> None:
    """It was looked for since then, and is not there: from now on it is as any other."""
    looked = update(_p).where(_p.c.id == which, _p.c.state == State.QUEUED, _p.c.look_since == since)
    db.execute(looked.values(look_since=None))


_CLOSE = (
    update(_attempt)
    .where(_attempt.c.publication_id == _WHICH, _attempt.c.number == bindparam("which_number"))
    .values(outcome=bindparam("said"), detail=bindparam("details"), finished_at=_NOW)
)


def close(db: Session, which: UUID, number: int, outcome: str, detail: str, now: datetime) -> None:
    """Write down how an attempt ended."""
    db.execute(_CLOSE, {"which": which, "which_number": number, "said": outcome, "details": detail, "now": now})


def give_back(db: Session, which: UUID, number: int) -> None:
    """Return to the purse what an attempt reserved, once; for a call that surely did nothing."""
    unpaid = (
        select(_attempt.c.operation, _attempt.c.micros, _attempt.c.started_at, _p.c.account_id)
        .join(_p, _p.c.id == _attempt.c.publication_id)
        .where(_attempt.c.publication_id == which, _attempt.c.number == number, _attempt.c.operation != "")
    )
    for operation, micros, started_at, account_id in db.execute(unpaid).all():
        budget.refund(db, db.get_one(Account, account_id), operation, 1, micros, started_at)
        db.execute(
            update(_attempt)
            .where(_attempt.c.publication_id == which, _attempt.c.number == number)
            .values(operation="", micros=0)
        )


def get(db: Session, which: UUID) -> Publication | None:
    """One publication as it is now."""
    return db.get(Publication, which, populate_existing=True)


def of_message(db: Session, scheduled_post_id: UUID) -> Sequence[Publication]:
    """All publications of a message, over and live, as they are now."""
    wanted = select(Publication).where(_p.c.scheduled_post_id == scheduled_post_id).order_by(_p.c.due_at, _p.c.id)
    return db.scalars(wanted, execution_options={"populate_existing": True}).all()

"""The publishing queue: due, claim, settle, proof. Each function is one transaction's worth; none talks to a network.

A publication moves only by a compare-and-swap that names where it came from: whoever's
UPDATE touches no row came second, and must not act. The statements are built once, for
they are the busiest of the house.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from domain import money
from domain.cadence import Direction
from domain.posts import Attached, Outgoing, fingerprint
from domain.publication import MOVES, Priority, State
from domain.purse import Limits, Purpose
from store import budget, quick, uploads
from store.db import Utc
from store.holds import Moment, held, pass_gate
from store.tables import Account, Attempt, Pause, Publication, Question, ScheduledPost
from store.workers import ALONE, Share

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]
_pause = SQLModel.metadata.tables[str(Pause.__tablename__)]
_post = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_question = SQLModel.metadata.tables[str(Question.__tablename__)]

_NOW = bindparam("now", type_=Utc)
_WHICH: BindParameter[UUID] = bindparam("which")
_TURN = (_p.c.priority, _p.c.not_before, _p.c.due_at, _p.c.id)
_POSITIVE = 0x7FFFFFFF


@dataclass(frozen=True)
class Due:
    """A candidate: what the publisher needs to know before it claims."""

    publication: Publication
    account: Account
    question_closed: bool  # somebody answered or set aside what this answers
    files: tuple[Attached, ...] = ()  # what goes out with it, once it is read
    given: tuple[str, ...] = ()  # the platform's ids of `files`, once it has them

    @property
    def message(self) -> Outgoing:
        """What the platform is to hear."""
        one = self.publication
        return Outgoing(one.text, one.in_reply_to, one.thread, self.files, self.given)


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
    )
    db.add(row)
    db.flush()
    return row.id


def due(
    db: Session, now: datetime, busy: Collection[UUID] = (), limit: int = 100, share: Share = ALONE
) -> Sequence[Due]:
    """What may go out now, of each account what comes first: what has priority, then the longest overdue.

    Accounts that are `busy`, in this process or in another, are left out: never two calls on one account.
    On PostgreSQL rows that somebody has in hand at this moment are skipped, and the accounts of this
    worker's own `share` come before those of others.
    """
    told = {"now": now, "busy": list(busy), "most": limit, "part": share.part, "of": share.of}
    found = db.execute(_due(share.of > 1), told)
    return [Due(one, account, bool(shut)) for one, account, shut in found]


@cache
def _due(shared: bool) -> Select[Publication, Account, bool]:
    """The statement of due(), built once; `shared` only on PostgreSQL."""
    turn = func.row_number().over(partition_by=_p.c.account_id, order_by=_TURN)
    ready = select(_p.c.id, turn.label("turn")).where(
        _ready(_NOW),
        _p.c.not_before <= _NOW,
        _p.c.expires_at > _NOW,
        _p.c.account_id.not_in(bindparam("busy", expanding=True)),
    )
    ranked = ready.join(_account, _account.c.id == _p.c.account_id).where(_well(_NOW)).subquery()
    priority, *rest = _TURN
    others = func.mod(func.uuid_hash(_p.c.account_id).op("&")(_POSITIVE), bindparam("of", type_=Integer))
    mine_first = [others != bindparam("part", type_=Integer)] if shared else []
    return (
        select(Publication, Account, _closed())
        .join(Account, Account.id == Publication.account_id)  # type: ignore[arg-type]
        .where(_p.c.id.in_(select(ranked.c.id).where(ranked.c.turn == 1)))
        .order_by(priority, *mine_first, *rest)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, key_share=True, of=Publication)
    )


def next_due(db: Session, now: datetime) -> datetime | None:
    """When the next publication that is not yet due will be."""
    later = select(func.min(_p.c.not_before)).where(_p.c.state == State.QUEUED, _p.c.not_before > now)
    return db.execute(later).scalar_one_or_none()


def _closed() -> ColumnElement[bool]:
    """Whether somebody answered or set aside what it answers: asked in due() and again inside the claim's UPDATE."""
    asked = _post.join(_question, _question.c.id == _post.c.question_id)
    shut = exists().select_from(asked).where(_post.c.id == _p.c.scheduled_post_id, _question.c.outcome.is_not(None))
    return shut.correlate(_p)


_CLAIM = (
    update(_p)
    .where(
        _p.c.id == _WHICH,
        _p.c.state == State.QUEUED,
        _p.c.not_before <= _NOW,
        _p.c.expires_at > _NOW,
        ~held(_p, _NOW),
        ~_closed(),
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


def _ready(now: Moment) -> ColumnElement[bool]:
    """Queued, not held, and nobody publishes on its account."""
    other = _p.alias("other")
    publishing: ColumnElement[str] = literal_column("'publishing'")  # as the index has it, or SQLite does not use that
    in_hand = exists().where(other.c.account_id == _p.c.account_id, other.c.state == publishing)
    return (_p.c.state == State.QUEUED) & ~held(_p, now) & ~in_hand.correlate(_p)


def _well(now: Moment) -> ColumnElement[bool]:
    """The account's platform has not asked us to wait with writing."""
    paused = exists().where(
        _pause.c.platform == _account.c.platform, _pause.c.direction == Direction.WRITING, _pause.c.until > now
    )
    return ~paused.correlate(_account)

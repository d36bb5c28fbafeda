"""Publications that time has caught up with: died in a hand, too late, due under a hold, or lost and looked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session, SQLModel

from domain.posts import Outgoing
from domain.publication import State
from store import audit
from store.holds import cause, held
from store.tables import Account, Attempt, Publication

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_account = SQLModel.metadata.tables[str(Account.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]

DIED = "The service stopped while sending. It may be public: look before sending again."
TOO_LATE = "Its time has passed before it could go out."
FELL_DUE = "It fell due while a hold was in force."


@dataclass(frozen=True)
class Lost:
    """A publication that may be public: what to look for, since when, and what is known."""

    publication: Publication
    account: Account
    since: datetime  # when the first attempt began whose end nobody knows

    @property
    def message(self) -> Outgoing:
        """What the platform may have heard."""
        one = self.publication
        return Outgoing(one.text, in_reply_to=one.in_reply_to, thread=one.thread)


@dataclass(frozen=True)
class InTurn:
    """A publication among many that are decided together."""

    id: UUID
    account_id: UUID
    account: str
    text: str
    due_at: datetime
    answer: bool


def sweep(db: Session, now: datetime, lease: timedelta) -> int:
    """Claims older than any call can last become unknown (T8), never queued: nobody knows how far they came."""
    died = (_p.c.state == State.PUBLISHING) & (_p.c.claimed_at < now - lease)
    _in_one_order(db, died)
    swap = (
        update(_p)
        .where(died)
        .values(state=State.UNKNOWN, unknown_at=now, next_look_at=now, looks=0, trouble=DIED, trouble_kind="Died")
    )
    lost = db.execute(swap.returning(_p.c.id, _p.c.attempts)).all()
    for which, number in lost:
        mine = (_attempt.c.publication_id == which) & (_attempt.c.number == number)
        db.execute(update(_attempt).where(mine).values(outcome="unknown", detail=DIED, finished_at=now))
        audit.write(db, None, "unknown", "publication", which, now, DIED)
    return len(lost)


def expire(db: Session, now: datetime) -> int:
    """What is too late to go out by itself waits for a person (T11)."""
    return _wait(db, _p.c.expires_at <= now, TOO_LATE, "TooLate", now)


def fall_due(db: Session, now: datetime) -> int:
    """What falls due under a hold waits for a person (T12), so that lifting it releases no backlog."""
    which = (_p.c.due_at <= now) & held(_p, now)
    return _wait(db, which, FELL_DUE, "Held", now, held_by_id=cause(_p, now))


def _wait(
    db: Session, which: ColumnElement[bool], trouble: str, kind: str, now: datetime, **more: ColumnElement[UUID]
) -> int:
    _in_one_order(db, (_p.c.state == State.QUEUED) & which)
    swap = update(_p).where(_p.c.state == State.QUEUED, which)
    marks = {"trouble": trouble, "trouble_kind": kind, **more}
    moved = db.execute(swap.values(state=State.WAITING, **marks).returning(_p.c.id)).all()
    for (one,) in moved:
        audit.write(db, None, "waiting", "publication", one, now, trouble)
    return len(moved)


def _in_one_order(db: Session, which: ColumnElement[bool]) -> None:
    """Before many rows move at once on PostgreSQL: two who took them in different orders would wait for each other."""
    if db.get_bind().dialect.name == "postgresql":
        db.execute(select(_p.c.id).where(which).order_by(_p.c.id).with_for_update()).all()


def to_look_for(db: Session, now: datetime, limit: int = 100) -> Sequence[Lost]:
    """The unknown ones whose next look is due, the longest unknown first."""
    began = (
        select(func.min(_attempt.c.started_at))
        .where(_attempt.c.publication_id == Publication.id, _attempt.c.outcome.in_(("unknown", "started")))
        .scalar_subquery()
    )
    wanted = (
        select(Publication, Account, began)
        .join(Account, Account.id == Publication.account_id)  # type: ignore[arg-type]
        .where(_p.c.state == State.UNKNOWN, _p.c.next_look_at <= now)
        .order_by(_p.c.unknown_at)
        .limit(limit)
    )
    return [Lost(one, account, _earliest(one, began_at)) for one, account, began_at in db.execute(wanted)]


def _earliest(one: Publication, began_at: datetime | None) -> datetime:
    """From when on it may be public; one that a backup brought back may be since then, whatever its times say."""
    began_at = began_at or one.claimed_at or one.due_at
    return min(began_at, one.look_since) if one.look_since else began_at


def take_look(db: Session, which: UUID, now: datetime, again_at: datetime) -> bool:
    """Take a look upon oneself; False when somebody else does. Should it fail, it is due again at `again_at`."""
    mine = update(_p).where(_p.c.id == which, _p.c.state == State.UNKNOWN, _p.c.next_look_at <= now)
    return db.execute(mine.values(next_look_at=again_at).returning(_p.c.id)).scalar_one_or_none() is not None


def looked(db: Session, which: UUID, number: int, now: datetime, again_at: datetime | None) -> bool:
    """A look that could see, and did not find what attempt `number` may have left; that proves nothing yet."""
    still = update(_p).where(_p.c.id == which, _p.c.state == State.UNKNOWN, _p.c.attempts == number)
    done = still.values(looks=_p.c.looks + 1, looked_at=now, next_look_at=again_at).returning(_p.c.id)
    return db.execute(done).scalar_one_or_none() is not None


def look_at(db: Session, which: UUID, at: datetime) -> None:
    """Set the time of the next look."""
    db.execute(update(_p).where(_p.c.id == which, _p.c.state == State.UNKNOWN).values(next_look_at=at))


def ever_unknown(db: Session, which: UUID) -> bool:
    """Whether an earlier attempt ended without anybody knowing how."""
    lost = select(_attempt.c.id).where(_attempt.c.publication_id == which, _attempt.c.outcome == "unknown").limit(1)
    return db.execute(lost).first() is not None


def lost_since(db: Session, one: Publication) -> datetime:
    """Since when it may be public: the first try of which nobody knows how it ended."""
    lost = (_attempt.c.publication_id == one.id) & (_attempt.c.outcome == "unknown")
    return _earliest(one, db.execute(select(func.min(_attempt.c.started_at)).where(lost)).scalar_one_or_none())


def waiting_after(db: Session, hold_id: UUID) -> int:
    """How many publications wait for a person because they fell due under this hold."""
    held_up = select(func.count()).where(
        _p.c.held_by_id == hold_id, _p.c.state == State.WAITING, _p.c.trouble_kind == "Held"
    )
    return int(db.execute(held_up).scalar_one())


def in_turn(db: Session, which: Collection[UUID]) -> Sequence[InTurn]:
    """These publications in the order in which they were due; what is not there any more is left out."""
    asked = list(set(which))
    answer = _p.c.in_reply_to.is_not(None).label("answer")
    columns = (_p.c.id, _p.c.account_id, _account.c.handle, _p.c.text, _p.c.due_at, answer)
    wanted = select(*columns).join(_account, _account.c.id == _p.c.account_id)
    found: list[InTurn] = []
    for start in range(0, len(asked), 500):  # a statement takes only so many values
        rows = db.execute(wanted.where(_p.c.id.in_(asked[start : start + 500])))
        found += [InTurn(*row) for row in rows]
    return sorted(found, key=lambda one: (one.due_at, str(one.id)))

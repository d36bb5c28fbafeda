"""How the service itself stands: which workers were last heard, and how old the queue is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from domain.publication import State
from store.tables import Publication, Worker


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A process that has said it is alive. `alive`: lately enough; `trouble`: why it does nothing all the same."""

    name: str
    kind: str
    began_at: datetime | None
    beat_at: datetime
    alive: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Queue:
    """How many publications wait though their time has come, when the longest overdue was due, and the next to come."""

    due: int
    oldest: datetime | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Service:
    """The workers, those last heard first, and the queue."""

    workers: tuple[WorkerRow, ...]
    queue: Queue

    def of(self, kind: str) -> tuple[WorkerRow, ...]:
        """The workers of a kind that are alive."""
        return tuple(one for one in self.workers if one.kind == kind and one.alive)


def service(db: Session, now: datetime) -> Service:
    """The workers that have not said goodbye, and the queue of the whole force."""
    rows = db.scalars(select(Worker).where(col(Worker.holder) == "").order_by(col(Worker.beat_at).desc()))
    workers = tuple(
        WorkerRow(one.name, one.kind, one.began_at, one.beat_at, one.until > now, one.trouble) for one in rows
    )
    return Service(workers, queue(db, now))


def queue(db: Session, now: datetime) -> Queue:
    """What waits though its time has come, and when the next is due."""
    at = col(Publication.due_at)  # not when it is tried next: what was put off is late all the same
    come = and_(col(Publication.state) == State.QUEUED, at <= now)
    number, oldest = db.execute(select(func.count(), func.min(at)).where(come)).one()
    later = select(func.min(at)).where(col(Publication.state) == State.QUEUED, at > now)
    return Queue(number, oldest, db.scalar(later))

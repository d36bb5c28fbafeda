"""What a database that comes back from a backup must forget and doubt: what was due since may be public."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel

from domain.clock import in_london
from domain.publication import Stage, State
from store import audit, holds
from store.tables import Attempt, Hold, Publication, ScheduledPost, Upload, Worker

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_m = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_attempt = SQLModel.metadata.tables[str(Attempt.__tablename__)]

MAYBE_OUT = "It was due after the backup that this database comes from was made: it may be public. Look before sending."
ON_THE_WAY = "It was being sent when the backup that this database comes from was made: it may be public."

CLOCK_WAS_OFF = timedelta(hours=2)  # by so much the clock of the machine that made the backup may have been ahead


@dataclass(frozen=True)
class Reopened:
    """What became of the queue: how many may be public, and how many are looked for before they are sent."""

    unknown: int
    looked_for_first: int


def reopen(db: Session, made_at: datetime, now: datetime, system_user: str) -> Reopened:
    """Doubt all that may have gone out since `made_at`, and hold everything until a person has looked.

    What was due becomes `unknown`: the reconciler looks first, a person decides second. What is still to come may have
    been sent earlier by somebody since, and what was not yet approved may have been since: before it leaves it is
    looked for on its platform, from `made_at` on and some time before.
    """
    unknown = _doubt(db, _p.c.state == State.PUBLISHING, ON_THE_WAY, now)
    unknown += _doubt(db, (_p.c.state == State.QUEUED) & (_p.c.not_before <= now), MAYBE_OUT, now)
    live = _p.c.state.in_((State.QUEUED, State.WAITING, State.FAILED, State.UNKNOWN))
    since = made_at - CLOCK_WAS_OFF
    db.execute(update(_m).where(_m.c.stage != Stage.WITHDRAWN).values(look_since=since))
    asked = db.execute(update(_p).where(live).values(look_since=since).returning(_p.c.state)).scalars().all()
    for gone in (Worker, Upload):
        db.execute(delete(gone))
    when = in_london(made_at)
    hold = Hold(
        reason=f"Restored from the backup of {when}. Look what was approved, changed or stopped since; then lift this",
        placed_at=now,
    )
    holds.place(db, hold)
    audit.write(db, None, "restore", "database", None, now, f"from the backup of {when}, by {system_user}")
    return Reopened(unknown, list(asked).count(State.QUEUED))


def _doubt(db: Session, which: object, trouble: str, now: datetime) -> int:
    values = {"unknown_at": now, "next_look_at": now, "looks": 0, "looked_at": None}
    swap = update(_p).where(which).values(  # type: ignore[arg-type]
        state=State.UNKNOWN, trouble=trouble, trouble_kind="Restored", **values
    )  # fmt: skip
    moved = db.execute(swap.returning(_p.c.id, _p.c.attempts)).all()
    for one, number in moved:
        mine = (_attempt.c.publication_id == one) & (_attempt.c.number == number) & (_attempt.c.outcome == "started")
        db.execute(update(_attempt).where(mine).values(outcome="unknown", detail=trouble, finished_at=now))
        audit.write(db, None, "unknown", "publication", one, now, trouble)
    return len(moved)

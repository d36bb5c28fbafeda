"""Orders of reports and what became of each: given, due, taken in hand, tried again, ended, stopped.

What two watches do at once, one of them does: each move is a compare-and-swap that names where it came from.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from domain.period import Period
from store.tables import ReportOrder, ReportRun

_AS_IT_IS = {"synchronize_session": False}


def get(db: Session, order_id: UUID) -> ReportOrder | None:
    """An order as it is now, locked."""
    return db.get(ReportOrder, order_id, with_for_update=True, populate_existing=True)


def run(db: Session, run_id: UUID) -> ReportRun | None:
    """A run as it is now, locked."""
    return db.get(ReportRun, run_id, with_for_update=True, populate_existing=True)


def due(db: Session, today: date) -> Sequence[ReportOrder]:
    """The orders whose London day has come, the longest due first."""
    standing = select(ReportOrder).where(col(ReportOrder.stopped_at).is_(None), col(ReportOrder.next_on) <= today)
    return db.exec(standing.order_by(col(ReportOrder.next_on), col(ReportOrder.id))).all()


def begin(db: Session, order: ReportOrder, about: Period, next_on: date, now: datetime) -> bool:
    """Write down that a due report is to be made, and when the next is; False when another watch was quicker."""
    still = [
        col(ReportOrder.id) == order.id,
        col(ReportOrder.next_on) == order.next_on,
        col(ReportOrder.stopped_at).is_(None),
    ]
    moved = db.execute(update(ReportOrder).where(*still).values(next_on=next_on).execution_options(**_AS_IT_IS))
    if not moved.rowcount:  # type: ignore[attr-defined]
        return False
    add_run(db, order, about, None, now)
    return True


def add_run(db: Session, order: ReportOrder, about: Period, made_by: UUID | None, now: datetime) -> ReportRun:
    """A report of this order is to be made now."""
    fresh = ReportRun(
        order_id=order.id, kind=order.kind, first=about.first, last=about.last, language=order.language,
        made_by_id=made_by, made_at=now, next_try_at=now,
    )  # fmt: skip
    db.add(fresh)
    db.flush()
    return fresh


def to_try(db: Session, now: datetime) -> Sequence[tuple[ReportRun, ReportOrder]]:
    """What is to be tried by now, the longest waiting first, each with its order. A stopped order's is not."""
    joined = select(ReportRun, ReportOrder).join(ReportOrder, col(ReportOrder.id) == col(ReportRun.order_id))
    waiting = joined.where(col(ReportRun.next_try_at) <= now, col(ReportOrder.stopped_at).is_(None))
    return db.exec(waiting.order_by(col(ReportRun.next_try_at), col(ReportRun.first), col(ReportRun.id))).all()


def take(db: Session, one: ReportRun, until: datetime) -> bool:
    """Take a run in hand until then; False when another watch was quicker."""
    still = [col(ReportRun.id) == one.id, col(ReportRun.tries) == one.tries, col(ReportRun.next_try_at).is_not(None)]
    taken = update(ReportRun).where(*still).values(tries=one.tries + 1, next_try_at=until)
    return bool(db.execute(taken.execution_options(**_AS_IT_IS)).rowcount)  # type: ignore[attr-defined]


def mailing(db: Session, run_id: UUID, tries: int, now: datetime) -> bool:
    """From now on the mail server may have it; False when it may have had it before, or another has it in hand."""
    still = [col(ReportRun.id) == run_id, col(ReportRun.tries) == tries, col(ReportRun.mailing_at).is_(None)]
    begun = update(ReportRun).where(*still).values(mailing_at=now)
    return bool(db.execute(begun.execution_options(**_AS_IT_IS)).rowcount)  # type: ignore[attr-defined]


def settle(
    db: Session,
    run_id: UUID,
    tries: int,
    *,
    files: Sequence[str] = (),
    trouble: str = "",
    next_try_at: datetime | None = None,
    ended_at: datetime | None = None,
    mailed: bool | None = None,
) -> bool:
    """How a try ended. `mailed` False: the mail server surely did not take it. False when another has it in hand."""
    values: dict[str, object] = {"trouble": trouble, "next_try_at": next_try_at, "ended_at": ended_at}
    if files:
        values["files"] = list(files)
    if mailed is False:
        values["mailing_at"] = None
    still = [col(ReportRun.id) == run_id, col(ReportRun.tries) == tries]
    settled = update(ReportRun).where(*still).values(**values)
    return bool(db.execute(settled.execution_options(**_AS_IT_IS)).rowcount)  # type: ignore[attr-defined]


def again(db: Session, one: ReportRun, who: UUID, now: datetime) -> bool:
    """A person has it tried again, in their name: also when nobody knows whether it was mailed. False: too late."""
    still = [col(ReportRun.id) == one.id, col(ReportRun.tries) == one.tries, col(ReportRun.ended_at).is_(None)]
    values = {"next_try_at": now, "mailing_at": None, "tries": one.tries + 1, "trouble": "", "made_by_id": who}
    begun = update(ReportRun).where(*still).values(**values)
    return bool(db.execute(begun.execution_options(**_AS_IT_IS)).rowcount)  # type: ignore[attr-defined]

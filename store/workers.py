"""Workers: processes of ours that say they are alive, and the one seat that only one of them may fill."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel, col, delete, select

from store.db import Utc
from store.tables import Worker


class Share(NamedTuple):
    """Which part of the accounts a worker takes first, of how many parts; any other it takes afterwards."""

    part: int
    of: int


ALONE = Share(0, 1)

_worker = SQLModel.metadata.tables[str(Worker.__tablename__)]


def beat(db: Session, name: str, kind: str, now: datetime, until: datetime, trouble: str = "") -> None:
    """Say that this process is alive, and what troubles it; past `until` (UTC) it counts as gone."""
    again = {"beat_at": now, "until": until, "trouble": trouble}
    row = {"name": name, "kind": kind, "holder": "", "began_at": now, **again}
    db.execute(_insert(db)(_worker).values(row).on_conflict_do_update(index_elements=["name"], set_=again))


def take_seat(db: Session, kind: str, name: str, now: datetime, until: datetime) -> bool:
    """Sit down on the one seat of this kind, or stay there; False when somebody else sits on it.

    A row with a lease and not a lock of the operating system: a stopped process would hold that for ever.
    """
    row = {"name": f"seat of {kind}", "kind": kind, "holder": name, "beat_at": now, "until": until}
    put = _insert(db)(_worker).values(row)
    free = or_(_worker.c.holder == name, _worker.c.until <= now)
    mine = {"holder": name, "beat_at": now, "until": until}
    sat = put.on_conflict_do_update(index_elements=["name"], set_=mine, where=free).returning(_worker.c.name)
    return db.execute(sat).scalar_one_or_none() is not None


def leave(db: Session, name: str) -> None:
    """This process goes: its heartbeat and its seat are free at once."""
    db.execute(delete(Worker).where(or_(col(Worker.name) == name, col(Worker.holder) == name)))


def forget(db: Session, before: datetime) -> None:
    """Delete the heartbeats of processes that died before then without saying goodbye."""
    db.execute(delete(Worker).where(col(Worker.until) < before, col(Worker.holder) == ""))


def alive(db: Session, kind: str, now: datetime) -> Sequence[Worker]:
    """The processes of this kind that have said so lately."""
    return db.exec(
        select(Worker).where(col(Worker.kind) == kind, col(Worker.holder) == "", col(Worker.until) > now)
    ).all()


def share(db: Session, name: str, now: datetime) -> Share:
    """The part of the work that the process `name` takes first: as many parts as there are processes of its kind.

    For PostgreSQL: on SQLite only one works at a time. Whose clock is not trusted does not count.
    """
    if not name or db.get_bind().dialect.name == "sqlite":
        return ALONE
    names = db.execute(_AT_WORK, {"me": name, "now": now}).scalars().all()
    return Share(names.index(name), len(names)) if name in names else ALONE


_kind = select(_worker.c.kind).where(_worker.c.name == bindparam("me")).scalar_subquery()
_AT_WORK = (
    select(_worker.c.name)
    .where(
        _worker.c.kind == _kind,
        _worker.c.holder == "",
        _worker.c.trouble == "",
        _worker.c.until > bindparam("now", type_=Utc),
    )
    .order_by(_worker.c.name)
)


def _insert(db: Session):  # type: ignore[no-untyped-def]
    return insert_sqlite if db.get_bind().dialect.name == "sqlite" else insert_postgresql

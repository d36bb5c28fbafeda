"""What platforms were given beforehand for a publication (T14): what they call the files that go out with it.

Each function is one transaction's worth; none talks to a network.
"""

from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import Insert, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows

from domain import money
from domain.posts import Uploaded
from domain.publication import State
from domain.purse import Limits, Purpose
from store import budget
from store.tables import Account, Attachment, Publication, Upload

_p = SQLModel.metadata.tables[str(Publication.__tablename__)]
_upload = SQLModel.metadata.tables[str(Upload.__tablename__)]
_attachment = SQLModel.metadata.tables[str(Attachment.__tablename__)]


def count(db: Session, scheduled_post_id: UUID) -> int:
    """How many files go out with a scheduled post."""
    of_it = _attachment.c.scheduled_post_id == scheduled_post_id
    return int(db.execute(select(func.count()).select_from(_attachment).where(of_it)).scalar_one())


def given(db: Session, which: UUID) -> dict[int, tuple[str, Uploaded]]:
    """What the platform was given for this publication: digest, and what the platform says of it, by place."""
    found = db.exec(rows(Upload).where(col(Upload.publication_id) == which))
    return {one.place: (one.digest, Uploaded(one.external_id, one.expires_at, one.ask_again_at)) for one in found}


def take(db: Session, which: UUID, now: datetime, until: datetime) -> bool:
    """Keep a publication from all others until then, while its files are uploaded. False when somebody was first."""
    free = (_p.c.id == which) & (_p.c.state == State.QUEUED) & (_p.c.not_before <= now)
    swap = update(_p).where(free).values(not_before=until).returning(_p.c.id)
    return db.execute(swap).scalar_one_or_none() is not None


def let_go(db: Session, which: UUID, until: datetime, not_before: datetime) -> bool:
    """Give back what was taken until then, due as it was before. False when it is no longer ours."""
    mine = (_p.c.id == which) & (_p.c.state == State.QUEUED) & (_p.c.not_before == until)
    swap = update(_p).where(mine).values(not_before=not_before).returning(_p.c.id)
    return db.execute(swap).scalar_one_or_none() is not None


def must_afford(db: Session, account: Account, operation: str, limits: Limits, now: datetime) -> None:
    """Raise OutOfCredit when our own purse has nothing for an upload that is billed."""
    if operation:
        known = budget.prices(db, account.platform)
        day = budget.utc_day(now)
        micros = money.cost(known, operation, 1, day, platform=account.platform) if known else 0
        budget.ask(db, account, Purpose.PUBLISHING, limits, now, micros)


def keep(db: Session, which: UUID, place: int, digest: str, one: Uploaded, now: datetime) -> None:
    """What the platform calls the file in this place; the newest word counts."""
    values = {
        "publication_id": which,
        "place": place,
        "digest": digest,
        "external_id": one.external_id,
        "uploaded_at": now,
        "expires_at": one.expires_at,
        "ask_again_at": one.ask_again_at,
    }
    db.execute(_keep(db.get_bind().dialect.name), values)


@cache
def _keep(dialect: str) -> Insert:
    put = (insert_sqlite if dialect == "sqlite" else insert_postgresql)(_upload)
    newest = ("digest", "external_id", "uploaded_at", "expires_at", "ask_again_at")
    return put.on_conflict_do_update(
        index_elements=["publication_id", "place"], set_={name: put.excluded[name] for name in newest}
    )


def paid(db: Session, which: UUID, micros: int) -> None:
    """What giving a file cost stands with its publication, whatever becomes of the file."""
    db.execute(update(_p).where(_p.c.id == which).values(media_micros=_p.c.media_micros + micros))


def failed_try(db: Session, which: UUID) -> None:
    """A file could not be given: that counts as a try, or it would be sent again and again until its time is over."""
    db.execute(update(_p).where(_p.c.id == which, _p.c.state == State.QUEUED).values(transients=_p.c.transients + 1))


def forget(db: Session, which: UUID) -> None:
    """What the platform was given for this publication is of no more use; the next try gives it anew."""
    db.execute(delete(_upload).where(_upload.c.publication_id == which))


def forget_old(db: Session, before: datetime) -> int:
    """Platforms have themselves forgotten what they were given so long ago; tell how many.

    What went out, or may have, stays: it belongs to the story of its publication.
    """
    out = exists().where(_p.c.id == _upload.c.publication_id, _p.c.state.in_((State.PUBLISHED, State.UNKNOWN)))
    old = delete(_upload).where(_upload.c.uploaded_at < before, ~out.correlate(_upload))
    return len(db.execute(old.returning(_upload.c.place)).all())

"""Cleaned images and videos, and which scheduled posts they go out with. Their files are in store/folder.py.

A file is there whenever its row is: both come and go while the row is locked, so that nobody deletes what another
is just attaching. What belongs to no post is let go a day after it was last wanted.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from domain.posts import Attached
from domain.publication import Stage
from store import folder
from store.tables import Attachment, Media, Publication, ScheduledPost

_media = SQLModel.metadata.tables[str(Media.__tablename__)]
_attachment = SQLModel.metadata.tables[str(Attachment.__tablename__)]
_m = SQLModel.metadata.tables[str(ScheduledPost.__tablename__)]
_p = SQLModel.metadata.tables[str(Publication.__tablename__)]

UNUSED_FOR = timedelta(days=1)
"""How long a file that belongs to no post is kept: somebody may still be writing that post."""

WITHDRAWN_FOR = timedelta(days=30)
"""How long a withdrawn post keeps its files, if none of it was ever tried."""

_COLUMNS = [_media.c[name] for name in ("digest", "kind", "mime", "size", "width", "height", "seconds")]


def keep(db: Session, one: Attached, settled: Path, where: Path, now: datetime) -> None:
    """Keep a cleaned file and its row; one that is there already is wanted again from now."""
    fields = {column.name: getattr(one, column.name) for column in _COLUMNS} | {"kept_at": now}
    db.execute(_insert(db).values(fields).on_conflict_do_update(index_elements=["digest"], set_={"kept_at": now}))
    folder.keep(where, settled, one.digest, one.mime)


def want(db: Session, digests: Collection[str], now: datetime) -> set[str]:
    """Those of these files that are kept, locked so that they stay until this transaction ends."""
    wanted = update(_media).where(_media.c.digest.in_(sorted(set(digests)))).values(kept_at=now)
    return set(db.scalars(wanted.returning(_media.c.digest)))


def attach(db: Session, scheduled_post_id: UUID, pictures: Sequence[tuple[str, str]]) -> None:
    """These files, each with its alt text, in this order, and no others."""
    db.execute(delete(_attachment).where(_attachment.c.scheduled_post_id == scheduled_post_id))
    for place, (digest, alt) in enumerate(pictures):
        db.add(Attachment(scheduled_post_id=scheduled_post_id, place=place, digest=digest, alt=alt))
    db.flush()


def described(db: Session, pictures: Sequence[tuple[str, str]]) -> list[Attached]:
    """Files by their digests, each with the alt text given; those that are not kept are left out."""
    found = db.execute(select(*_COLUMNS).where(_media.c.digest.in_([digest for digest, _ in pictures])))
    known = {row.digest: row._asdict() for row in found}
    return [Attached(**known[digest], alt=alt) for digest, alt in pictures if digest in known]


def of_message(db: Session, scheduled_post_id: UUID) -> tuple[Attached, ...]:
    """What goes out with a scheduled post, in its order."""
    return of_messages(db, [scheduled_post_id]).get(scheduled_post_id, ())


def of_messages(db: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[Attached, ...]]:
    """The same of several scheduled posts; those without are left out."""
    found: dict[UUID, list[Attached]] = defaultdict(list)
    rows = (
        select(_attachment.c.scheduled_post_id, _attachment.c.alt, *_COLUMNS)
        .join(_media, _media.c.digest == _attachment.c.digest)
        .where(_attachment.c.scheduled_post_id.in_(set(ids)))
        .order_by(_attachment.c.scheduled_post_id, _attachment.c.place)
    )
    for which, *row in db.execute(rows):
        alt, *fields = row
        found[which].append(Attached(alt=alt, **dict(zip((one.name for one in _COLUMNS), fields, strict=True))))
    return {which: tuple(files) for which, files in found.items()}


def let_go_of_withdrawn(db: Session, now: datetime) -> int:
    """Take the files away from posts withdrawn 30 days ago of which nothing was ever tried; tell how many."""
    tried = exists().where(_p.c.scheduled_post_id == _m.c.id, _p.c.attempts > 0).correlate(_m)
    over = select(_m.c.id).where(_m.c.stage == Stage.WITHDRAWN, _m.c.changed_at < now - WITHDRAWN_FOR, ~tried)
    gone = delete(_attachment).where(_attachment.c.scheduled_post_id.in_(over))
    return len(db.execute(gone.returning(_attachment.c.digest)).all())


def let_go(db: Session, where: Path, now: datetime, at_most: int = 100) -> int:
    """Delete files that have belonged to no post for a day, with their rows; tell how many.

    Locked first and judged afterwards: whoever attaches one meanwhile waits, and is told that it is gone.
    """
    unused = ~exists().where(_attachment.c.digest == _media.c.digest).correlate(_media)
    old = select(_media.c.digest).where(_media.c.kept_at < now - UNUSED_FOR, unused)
    locked = db.scalars(old.limit(at_most).with_for_update(skip_locked=True)).all()
    gone = delete(_media).where(_media.c.digest.in_(locked), _media.c.kept_at < now - UNUSED_FOR, unused)
    found = db.execute(gone.returning(_media.c.digest, _media.c.mime)).all()
    for digest, mime in found:
        folder.remove(where, digest, mime)
    return len(found)


def without_row(db: Session, digests: Collection[str]) -> set[str]:
    """Those of these files that nobody has a row for."""
    return set(digests) - set(db.scalars(select(_media.c.digest).where(_media.c.digest.in_(list(digests)))))


def let_go_of_stray(db: Session, where: Path, digest: str, mime: str, now: datetime) -> bool:
    """Delete a file that has no row; False when it has one.

    Its row is taken meanwhile: whoever is just keeping the same content again waits, then puts it back.
    """
    row = {"digest": digest, "kind": mime.split("/")[0], "mime": mime, "size": 0, "width": 0, "height": 0}
    into = _insert(db).values({**row, "kept_at": now})
    if db.execute(into.on_conflict_do_nothing().returning(_media.c.digest)).first() is None:
        return False
    folder.remove(where, digest, mime)
    db.execute(delete(_media).where(_media.c.digest == digest))
    return True


def _insert(db: Session) -> Any:
    return (sqlite if db.get_bind().dialect.name == "sqlite" else postgresql).insert(_media)

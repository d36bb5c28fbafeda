"""Files of figures that people bring: kept whole, counted once, withdrawn whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from domain.towns import town_key
from store.tables import Account, BroughtFigure, FigureFile, Person

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another file that tells some of the same figures: how many, when it was made, and who brought it."""

    name: str
    as_of: date
    brought_by: str
    figures: int


def get(db: Session, file_id: UUID) -> FigureFile | None:
    """A file that was brought."""
    return db.get(FigureFile, file_id)


def same(db: Session, digest: str) -> tuple[FigureFile, str] | None:
    """The file of the same content that counts, and who brought it."""
    found = db.execute(
        select(FigureFile, col(Person.name))
        .join(Person, col(Person.id) == FigureFile.brought_by_id)
        .where(col(FigureFile.digest) == digest, col(FigureFile.withdrawn_at).is_(None))
    ).first()
    return (found[0], found[1]) if found else None


def keep(db: Session, file: FigureFile, figures: Iterable[dict[str, Any]]) -> bool:
    """Keep a file with its figures (columns of BroughtFigure); False when somebody brought the same meanwhile."""
    try:
        with db.begin_nested():
            db.add(file)
            db.flush()
    except IntegrityError:
        return False
    rows = iter(figures)
    while some := list(islice(rows, AT_ONCE)):
        db.execute(insert(BroughtFigure.__table__), [{"file_id": file.id, "stands": True, **one} for one in some])  # type: ignore[attr-defined]
    _decide(db, file.id)
    return True


def withdraw(db: Session, file_id: UUID, person_id: UUID, now: datetime) -> bool:
    """From now on its figures count no more; False when that was so already."""
    done = db.execute(
        update(FigureFile)
        .where(col(FigureFile.id) == file_id, col(FigureFile.withdrawn_at).is_(None))
        .values(withdrawn_by_id=person_id, withdrawn_at=now)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        return False
    of_file = update(BroughtFigure).where(col(BroughtFigure.file_id) == file_id)
    db.execute(of_file.values(stands=False).execution_options(synchronize_session=False))
    _decide(db, file_id)
    return True


def _decide(db: Session, file_id: UUID) -> None:
    """Say anew which figures stand, of the accounts and days of a file: each once, of the file made last."""
    spans = db.execute(
        select(col(BroughtFigure.account_id), func.min(col(BroughtFigure.first)), func.max(col(BroughtFigure.first)))
        .where(col(BroughtFigure.file_id) == file_id)
        .group_by(col(BroughtFigure.account_id))
        .order_by(col(BroughtFigure.account_id))
    ).all()
    for account_id, first, last in spans:
        # Two who bring at once wait here for each other, and the later sees both.
        db.execute(select(col(Account.id)).where(col(Account.id) == account_id).with_for_update(key_share=True))
        files = _files(db, account_id, first, last)
        if len(files) > 1 or file_id not in files:
            _decide_of(db, account_id, first, last, files)


def _decide_of(db: Session, account_id: UUID, first: date, last: date, files: Sequence[UUID]) -> None:
    """The same for one account; `files` are those that count, the newest first."""
    newer = {file_id: place for place, file_id in enumerate(files)}
    found = db.execute(_beside(account_id, first, last, "line", "column", "stands")).all()
    top: dict[tuple[Any, ...], int] = {}
    for file_id, *said in found:
        key = _key(*said[:5])
        top[key] = min(newer[file_id], top.get(key, len(files)))
    changed = [
        {"file_id": file_id, "line": line, "column": column, "stands": not stands}
        for file_id, *said, line, column, stands in found
        if (newer[file_id] == top[_key(*said)]) is not stands
    ]
    if changed:
        db.execute(update(BroughtFigure), changed)


def _files(db: Session, account_id: UUID, first: date, last: date) -> Sequence[UUID]:
    """The files that count and tell an account's figures of those days: the one made last before all others."""
    of_days = select(col(BroughtFigure.file_id)).where(
        col(BroughtFigure.account_id) == account_id, col(BroughtFigure.first).between(first, last)
    )
    return db.scalars(
        select(col(FigureFile.id))
        .where(col(FigureFile.id).in_(of_days), col(FigureFile.withdrawn_at).is_(None))
        .order_by(col(FigureFile.as_of).desc(), col(FigureFile.brought_at).desc(), col(FigureFile.id))
    ).all()


def accounts_of(db: Session, file_id: UUID) -> Sequence[Account]:
    """The accounts that a file has figures of."""
    of_file = select(col(BroughtFigure.account_id)).where(col(BroughtFigure.file_id) == file_id)
    return db.scalars(select(Account).where(col(Account.id).in_(of_file)).order_by(col(Account.handle))).all()


def overlaps(db: Session, figures: Sequence[dict[str, Any]]) -> list[Overlap]:
    """The files that count and tell some of these figures too, the newest first."""
    wanted: dict[UUID, set[tuple[Any, ...]]] = {}
    for one in figures:
        wanted.setdefault(one["account_id"], set()).add(_key(*(one[name] for name in _KEY)))
    counts: Counter[UUID] = Counter()
    for account_id, keys in wanted.items():
        days = [key[3] for key in keys]
        for file_id, *key in db.execute(_beside(account_id, min(days), max(days))):
            counts[file_id] += _key(*key) in keys
    rows = db.execute(
        select(col(FigureFile.id), col(FigureFile.name), col(FigureFile.as_of), col(Person.name))
        .join(Person, col(Person.id) == FigureFile.brought_by_id)
        .where(col(FigureFile.id).in_([file_id for file_id, number in counts.items() if number]))
        .order_by(col(FigureFile.as_of).desc(), col(FigureFile.name))
    )
    return [Overlap(name, as_of, by, counts[file_id]) for file_id, name, as_of, by in rows]


_KEY = ("metric", "town", "post", "first", "last")


def _beside(account_id: UUID, first: date, last: date, *more: str) -> Any:
    counting = select(col(FigureFile.id)).where(col(FigureFile.withdrawn_at).is_(None))
    return select(col(BroughtFigure.file_id), *(getattr(BroughtFigure, name) for name in (*_KEY, *more))).where(
        col(BroughtFigure.account_id) == account_id,
        col(BroughtFigure.first).between(first, last),
        col(BroughtFigure.file_id).in_(counting),
    )


def _key(metric: str, town: str, post: str, first: date, last: date) -> tuple[Any, ...]:
    """What a figure of an account is of; a post's is the same whenever it was told."""
    return (metric, town_key(town) if town else "", post, first, None if post else last)

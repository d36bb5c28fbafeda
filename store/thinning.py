"""Single looks at posts, thinned once a post is old: what is added up is made of other tables, and stays as it is."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from domain.cadence import worth_keeping
from store import bulk
from store.numbers import NAMES
from store.tables import Thinned

_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)  # older than any platform we read
_AS_FAR_AS = """SELECT max(created_at) FROM
    (SELECT created_at FROM post WHERE created_at > ? AND created_at <= ? ORDER BY created_at LIMIT ?) few"""
_LOOKS = f"""SELECT s.post_id, p.created_at, s.taken_at, {", ".join(f"s.{name}" for name in NAMES)}
    FROM post p JOIN metric_snapshot s ON s.post_id = p.id
    WHERE p.created_at > ? AND p.created_at <= ? ORDER BY s.post_id, s.taken_at"""
_FORGET = "DELETE FROM metric_snapshot WHERE post_id = ? AND taken_at = ?"

Look = tuple[Any, ...]


def thin(db: Session, before: datetime, at_most: int = 50) -> tuple[int, bool]:
    """Thin the looks at the next so many posts made before that moment; tells how many went, and whether more wait.

    Of each post the looks nearest to the ages of domain.cadence.METRICS_AT stay, the last, and of each number the
    last look that told it. How far it has come is kept, so that no post is read twice.
    """
    form = bulk.forms(db)
    done = db.scalar(select(col(Thinned.until))) or _BEFORE_ALL
    [(until,)] = bulk.fetch(db, _AS_FAR_AS, form.at(done), form.at(before), at_most)
    if until is None:
        return 0, False
    looks = bulk.fetch(db, _LOOKS, form.at(done), until)
    gone = [row for _, some in groupby(looks, itemgetter(0)) for row in _superfluous(form, list(some))]
    bulk.run_many(db, _FORGET, gone)
    bulk.run(db, "DELETE FROM thinned")
    bulk.run(db, "INSERT INTO thinned (until) VALUES (?)", until)
    return len(gone), True


def _superfluous(form: bulk.Forms, looks: Sequence[Look]) -> Iterator[tuple[Any, Any]]:
    """Which of the looks at one post, in order of time, are kept no longer."""
    moments = [(form.moment(taken_at), form.moment(created_at)) for _, created_at, taken_at, *_ in looks]
    kept = worth_keeping([taken_at - created_at for taken_at, created_at in moments])
    last_told = {
        number: at for at, look in enumerate(looks) for number, told in enumerate(look[3:]) if told is not None
    }
    kept.update(last_told.values())
    return ((look[0], look[2]) for at, look in enumerate(looks) if at not in kept)

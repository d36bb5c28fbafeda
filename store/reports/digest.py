"""A supervisor's day: what waits in their part of the force, what is late, what happened yesterday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from domain.clock import LONDON
from domain.people import Role, Signed
from store import silence
from store.reports import alarms
from store.reports.alarms import QuestionFacts
from store.reports.holds import holds_in_force
from store.reports.queue_order import midnight_after, promised, seen
from store.reports.scopes import within
from store.reports.shift import ANSWERED, place_of, posts_that_need_somebody
from store.silence import SilentFacts
from store.tables import Account, NoDigest, Person, Question

OLDEST = 5


@dataclass(frozen=True, slots=True)
class Day:
    """What one supervisor is told of their part of the force; yesterday is London's.

    `in_time` of `answered` yesterday were answered within the promise; `broken`: promises that ran out yesterday.
    """

    place: str
    waiting: int
    late: int
    due_today: int
    broken: int
    answered: int
    in_time: int
    oldest: Sequence[QuestionFacts]
    silent: Sequence[SilentFacts]
    posts: dict[str, int]
    holds: int


def day(db: Session, who: Signed, now: datetime) -> Day:
    """The digest of this person's own part of the force, at this moment."""
    mine, due, closed = seen(who), promised(), col(Question.closed_at)
    open_ = col(Question.outcome).is_(None)
    began, ended = _yesterday(now)
    answered = and_(col(Question.outcome).in_(ANSWERED), closed >= began, closed < ended)
    parts = {
        "waiting": open_,
        "late": and_(open_, due < now),
        "due_today": and_(open_, due >= now, due < midnight_after(now)),
        "broken": and_(due >= began, due < ended, func.coalesce(closed, now) > due),
        "answered": answered,
        "in_time": and_(answered, closed <= due),
    }
    of = select(*(func.count().filter(part).label(name) for name, part in parts.items())).select_from(Question)
    row: Any = db.execute(of.join(Account, col(Account.id) == Question.account_id).where(mine)).one()
    oldest = select(col(Question.id)).join(Account, col(Account.id) == Question.account_id).where(mine, open_)
    ids = db.scalars(oldest.order_by(col(Question.waiting_since), col(Question.id)).limit(OLDEST)).all()
    quiet = db.scalars(select(col(Account.id)).where(within(who), silence.silent(now))).all()
    return Day(
        place=place_of(db, who.scope),
        **row._mapping,
        oldest=alarms.facts(db, ids),
        silent=silence.facts(db, quiet),
        posts=posts_that_need_somebody(db, who, now),
        holds=len(holds_in_force(db, who, now)),
    )


def readers(db: Session) -> Sequence[UUID]:
    """The supervisors who get it: all but those who want none."""
    wants_none = select(col(NoDigest.person_id))
    mine = select(col(Person.id)).where(col(Person.role) == Role.SUPERVISOR, col(Person.retired_at).is_(None))
    return db.scalars(mine.where(col(Person.id).not_in(wants_none)).order_by(col(Person.email))).all()


def wants(db: Session, person_id: UUID) -> bool:
    """Whether this person gets the digest, as far as it lies with them."""
    return db.get(NoDigest, person_id) is None


def want(db: Session, person_id: UUID, wanted: bool, now: datetime) -> bool:
    """Turn it on or off for a person; False when it was so already."""
    row = db.get(NoDigest, person_id)
    if wanted == (row is None):
        return False
    if row is not None:
        db.delete(row)
    else:
        db.add(NoDigest(person_id=person_id, since=now))
    return True


def _yesterday(now: datetime) -> tuple[datetime, datetime]:
    today = now.astimezone(LONDON).date()
    return (
        datetime.combine(today - timedelta(days=1), time(), LONDON),
        datetime.combine(today, time(), LONDON),
    )

"""The shift that ends: what came in, what was done, what is open and with whom, what is held, and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlmodel import Session, col

from domain.listening.words import Lane
from domain.people import Scope, Signed
from domain.questions import Outcome
from store import duty, handovers
from store.handovers import NoteRow
from store.reports import alarms
from store.reports.alarms import QuestionFacts
from store.reports.holds import HoldRow, holds_in_force
from store.reports.pressing import pressing_publication, publication_kind
from store.reports.queue_order import promised, seen
from store.reports.scopes import within
from store.tables import Account, District, Publication, Question, Team

WITHOUT_DUTY = timedelta(hours=12)
"""So far back a summary looks where nobody said who is on duty."""

NOTES_BACK = timedelta(hours=24)  # before the shift began: what was left for it
LISTED = 50  # open questions that are named

ANSWERED = (Outcome.ANSWERED,)
"""By us: what somebody else answered is closed otherwise, as in every other count."""


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """A shift of one part of the force, as it stands at `at`. `open` are the first to be due, of `waiting` in all.

    `open` leaves out `danger`: what came in as danger meanwhile, or still waits to be seen. `posts`: how many of ours
    need somebody, by why. `overdue` of those that wait are past their promise, `put_off` come back later.
    """

    place: str
    since: datetime
    at: datetime
    came_in: int
    answered: int
    closed_otherwise: int
    waiting: int
    overdue: int
    put_off: int
    open: Sequence[QuestionFacts]
    danger: Sequence[QuestionFacts]
    posts: dict[str, int]
    holds: Sequence[HoldRow]
    notes: Sequence[NoteRow]


def shift(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, since: datetime | None = None
) -> ShiftSummary:
    """The summary for what is chosen, else for all that this person sees; from the beginning of its shift on."""
    part = scope or who.scope
    area = (None if part.team_id else part.district_id, part.team_id)
    last = duty.last_shift(db, area, now)
    begun = since or (last.starts_at if last else now - WITHOUT_DUTY)
    mine = seen(who, scope)
    everyday = func.coalesce(col(Question.lane), "") != Lane.DANGER  # danger stands in a list of its own
    dangerous = and_(
        mine,
        col(Question.lane) == Lane.DANGER,
        or_(col(Question.waiting_since) > begun, col(Question.acknowledged_at) > begun, alarms.in_danger(now)),
    )
    return ShiftSummary(
        place=place_of(db, part),
        since=begun,
        at=now,
        **_counts(db, mine, begun, now),
        open=_named(db, and_(mine, col(Question.outcome).is_(None), everyday), LISTED),
        danger=_named(db, dangerous, LISTED),
        posts=posts_that_need_somebody(db, who, now, scope),
        holds=holds_in_force(db, who, now, scope=scope),
        notes=handovers.since(db, area, begun - NOTES_BACK, now),
    )


def place_of(db: Session, part: Scope) -> str:
    """What a part of the force is called; "" for the whole of it."""
    if part.team_id:
        return db.get_one(Team, part.team_id).name
    return db.get_one(District, part.district_id).name if part.district_id else ""


def _counts(db: Session, mine: ColumnElement[bool], since: datetime, now: datetime) -> dict[str, int]:
    """What came in, was answered, was closed otherwise; what waits, is overdue, was put off."""
    open_, closed = col(Question.outcome).is_(None), col(Question.closed_at) > since
    answered = col(Question.outcome).in_(ANSWERED)
    later = and_(col(Question.snoozed_until).is_not(None), col(Question.snoozed_until) > now)
    parts = {
        "came_in": col(Question.waiting_since) > since,
        "answered": and_(closed, answered),
        "closed_otherwise": and_(closed, ~answered, ~open_),
        "waiting": open_,
        "overdue": and_(open_, promised() < now),
        "put_off": and_(open_, later),
    }
    of = select(*(func.count().filter(part).label(name) for name, part in parts.items())).select_from(Question)
    row: Any = db.execute(of.join(Account, col(Account.id) == Question.account_id).where(mine)).one()
    return dict(row._mapping)


def _named(db: Session, which: ColumnElement[bool], most: int) -> list[QuestionFacts]:
    """The first of these questions to be due."""
    wanted = select(col(Question.id)).join(Account, col(Account.id) == Question.account_id).where(which)
    ids = list(db.scalars(wanted.order_by(promised(), col(Question.id)).limit(most)))
    places = {which_: place for place, which_ in enumerate(ids)}
    return sorted(alarms.facts(db, ids), key=lambda one: places[one.id])


def posts_that_need_somebody(db: Session, who: Signed, now: datetime, scope: Scope | None = None) -> dict[str, int]:
    """How many posts of ours need somebody, by why."""
    kind = publication_kind(now)
    of = select(kind, func.count()).select_from(Publication).join(Account, col(Account.id) == Publication.account_id)
    rows = db.execute(of.where(within(who, scope), pressing_publication(now)).group_by(kind))
    return {str(word): int(number) for word, number in rows}

"""Holds as people see them: those in force, the planned, the lifted, and what waits in the review list after them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State
from store.holds import QUEUE, cause, in_force, reaches
from store.reports.scopes import Rows, account_names, naming, within
from store.tables import Account, District, Hold, Person, Publication, ScheduledPost, Team, Version


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold. What it names must all fit; all of it None: the whole force. `message`: the one post it stops.

    `spares`: the categories that go on. `begins_at`: when a planned one begins, None once it is in force. `since`: when
    it came into force, or was placed. `placed_by` None: the service. `review_due`: its review time has come; it stands
    until a person lifts it.
    """

    id: UUID
    district: str | None
    team: str | None
    account: str | None
    platform: PlatformName | None
    message: str | None
    category: str | None
    spares: tuple[str, ...]
    answers_too: bool
    reason: str
    placed_by: str | None
    placed_at: datetime
    since: datetime
    begins_at: datetime | None
    review_at: datetime | None
    review_due: bool
    lifted_at: datetime | None
    lifted_by: str | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a hold stops within what the person sees: queued under it, when the first falls due, how many fell due."""

    queued: int
    next_due_at: datetime | None
    fell_due: int


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A publication that fell due under a hold and waits for a person. `reason` is that hold's.

    `still_held`: the reason of a hold in force that would stop it now, None when nothing would.
    """

    id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    answer: bool
    category: str
    due_at: datetime
    reason: str
    still_held: str | None


def holds_in_force(db: Session, who: Signed, now: datetime, *, scope: Scope | None = None) -> list[HoldRow]:
    """The holds that stop something within the scope now, the newest first."""
    return _rows(db, now, _named().where(open_hold(who, now, scope)))


def holds_planned(db: Session, who: Signed, now: datetime, *, scope: Scope | None = None) -> list[HoldRow]:
    """The holds that are to stop something within the scope from a later time, the next to begin first."""
    later = and_(col(Hold.lifted_at).is_(None), ~in_force(now), concerns(who, scope))
    return sorted(_rows(db, now, _named().where(later)), key=lambda row: row.begins_at or row.since)


def holds_lifted(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, limit: int = 20
) -> list[HoldRow]:
    """The holds that were lifted, the last lifted first."""
    over = _named().where(col(Hold.lifted_at).is_not(None), concerns(who, scope))
    return _rows(db, now, over.order_by(None).order_by(col(Hold.lifted_at).desc(), col(Hold.id)).limit(limit))


def stopped(db: Session, who: Signed, which: UUID, *, scope: Scope | None = None) -> Stopped:
    """What one hold stops, or a planned one would stop, and what fell due under it."""
    seen = col(Publication.account_id).in_(select(col(Account.id)).where(within(who, scope)))
    covered = exists().where(col(Hold.id) == which, reaches(QUEUE).correlate(Hold.__table__, QUEUE))  # type: ignore[attr-defined]
    queued = select(func.count(), func.min(col(Publication.due_at))).where(
        seen, col(Publication.state) == State.QUEUED, covered
    )
    fell_due = select(func.count()).where(seen, col(Publication.held_by_id) == which)
    number, first = db.execute(queued).one()
    return Stopped(number, first, db.execute(fell_due).scalar_one())


def review_list(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, limit: int = 200
) -> list[ReviewRow]:
    """What fell due under holds and waits to be sent, re-timed or dropped, the longest due first."""
    why, stands = aliased(Hold), aliased(Hold)
    own = ("id", "text", "category", "due_at")
    columns: list[ColumnElement[Any]] = [
        *account_names(),
        *(col(getattr(Publication, name)).label(name) for name in own),
        col(Publication.in_reply_to).is_not(None).label("answer"),
        func.coalesce(col(why.reason), "").label("reason"),
        select(col(stands.reason)).where(col(stands.id) == cause(QUEUE, now)).scalar_subquery().label("still_held"),
    ]
    statement = (
        naming(select(*columns).select_from(Publication).join(Account, col(Account.id) == Publication.account_id))
        .outerjoin(why, col(why.id) == Publication.held_by_id)
        .where(in_review(who, scope))
        .order_by(col(Publication.due_at), col(Publication.id))
        .limit(limit)
    )
    return [ReviewRow(**row._asdict()) for row in db.execute(statement)]


def in_review(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's Publication, its Account beside it, fell due under a hold and waits for a person."""
    waits = and_(col(Publication.state) == State.WAITING, col(Publication.trouble_kind) == "Held")
    return and_(waits, within(who, scope))


def to_review(db: Session, who: Signed, *, scope: Scope | None = None) -> int:
    """How many wait in the review list."""
    count = select(func.count()).select_from(Publication).join(Account, col(Account.id) == Publication.account_id)
    return int(db.execute(count.where(in_review(who, scope))).scalar_one())


def open_hold(who: Signed, now: datetime, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's Hold is in force and covers an account in sight; one for everybody always does."""
    return and_(in_force(now), concerns(who, scope))


def concerns(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's Hold covers an account in sight, in force or not; one for everybody always does."""
    everybody = and_(
        col(Hold.district_id).is_(None),
        col(Hold.team_id).is_(None),
        col(Hold.account_id).is_(None),
        col(Hold.scheduled_post_id).is_(None),
    )
    goes_to = exists().where(
        col(Version.scheduled_post_id) == Hold.scheduled_post_id, col(Version.account_id) == Account.id
    )
    covered = (
        select(col(Account.id))
        .where(
            within(who, scope),
            or_(col(Hold.district_id).is_(None), col(Hold.district_id) == Account.district_id),
            or_(col(Hold.team_id).is_(None), col(Hold.team_id) == Account.team_id),
            or_(col(Hold.account_id).is_(None), col(Hold.account_id) == Account.id),
            or_(col(Hold.scheduled_post_id).is_(None), goes_to),
        )
        .correlate(Hold)
        .exists()
    )
    return or_(everybody, covered)


def _named() -> Rows:
    named, by, lifter = aliased(Account), aliased(Person), aliased(Person)
    columns: list[Any] = [
        Hold,
        col(District.name).label("district"),
        col(Team.name).label("team"),
        col(named.handle).label("account"),
        col(named.platform).label("platform"),
        col(ScheduledPost.text).label("message"),
        col(by.name).label("placed_by"),
        col(lifter.name).label("lifted_by"),
    ]
    return (
        select(*columns)
        .select_from(Hold)
        .outerjoin(by, col(by.id) == Hold.placed_by_id)
        .outerjoin(lifter, col(lifter.id) == Hold.lifted_by_id)
        .outerjoin(District, col(District.id) == Hold.district_id)
        .outerjoin(Team, col(Team.id) == Hold.team_id)
        .outerjoin(named, col(named.id) == Hold.account_id)
        .outerjoin(ScheduledPost, col(ScheduledPost.id) == Hold.scheduled_post_id)
        .order_by(col(Hold.placed_at).desc(), col(Hold.id))
    )


def _rows(db: Session, now: datetime, statement: Rows) -> list[HoldRow]:
    return [_row(row._asdict(), now) for row in db.execute(statement)]


def _row(found: dict[str, Any], now: datetime) -> HoldRow:
    hold: Hold = found.pop("Hold")
    begun = hold.starts_at is None or hold.began_at is not None or hold.starts_at <= (hold.lifted_at or now)
    return HoldRow(
        **found,
        id=hold.id,
        category=hold.category,
        spares=tuple(one for one in hold.spares.split(",") if one),
        answers_too=hold.answers_too,
        reason=hold.reason,
        placed_at=hold.placed_at,
        since=(hold.starts_at or hold.placed_at) if begun else hold.placed_at,
        begins_at=None if begun else hold.starts_at,
        review_at=hold.review_at,
        review_due=hold.review_at is not None and hold.review_at <= now,
        lifted_at=hold.lifted_at,
    )

"""The holds in force that concern a person, and who placed them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from store.reports.scopes import within
from store.tables import Account, District, Hold, Person, ScheduledPost, Team, Version


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold in force. What it names must all fit; all of it None: the whole force. `message`: the one post it stops.

    `review_due`: its review time has come; it stands until a person lifts it.
    """

    id: UUID
    district: str | None
    team: str | None
    account: str | None
    message: str | None
    category: str | None
    answers_too: bool
    reason: str
    placed_by: str
    placed_at: datetime
    review_at: datetime | None
    review_due: bool


def holds_in_force(db: Session, who: Signed, now: datetime, *, scope: Scope | None = None) -> list[HoldRow]:
    """The open holds that stop something within the scope, the newest first."""
    named = aliased(Account)
    statement = (
        select(Hold, col(District.name), col(Team.name), col(named.handle), col(ScheduledPost.text), col(Person.name))
        .join(Person, col(Person.id) == Hold.placed_by_id)
        .outerjoin(District, col(District.id) == Hold.district_id)
        .outerjoin(Team, col(Team.id) == Hold.team_id)
        .outerjoin(named, col(named.id) == Hold.account_id)
        .outerjoin(ScheduledPost, col(ScheduledPost.id) == Hold.scheduled_post_id)
        .where(open_hold(who, scope))
        .order_by(col(Hold.placed_at).desc(), col(Hold.id))
    )
    return [
        HoldRow(
            id=hold.id,
            district=district,
            team=team,
            account=account,
            message=message,
            category=hold.category,
            answers_too=hold.answers_too,
            reason=hold.reason,
            placed_by=person,
            placed_at=hold.placed_at,
            review_at=hold.review_at,
            review_due=hold.review_at is not None and hold.review_at <= now,
        )
        for hold, district, team, account, message, person in db.execute(statement)
    ]


def open_hold(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's Hold is in force and covers an account in sight; one for everybody always does."""
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
    return and_(col(Hold.lifted_at).is_(None), or_(everybody, covered))

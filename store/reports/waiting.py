"""How many questions wait with each team, how long, and how many of them are late."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.queue_order import OPEN, PUT_OFF, in_state, midnight_after, promised, seen
from store.reports.scopes import naming
from store.tables import Account, District, Question, Team


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many questions wait with one team: `late` past what was promised, `due_today` before London's midnight.

    `team` None: with the district's or the force's own accounts. `oldest` is the longest waiting one's moment.
    `put_off`: how many of those that wait come back later; their time runs on, so they count in all the rest.
    """

    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    waiting: int
    late: int
    due_today: int
    oldest: datetime
    put_off: int


def waiting_by_team(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[WaitingCount]:
    """How many wait with each team and how long, the longest first; teams with nobody waiting are not listed."""
    since, due = col(Question.waiting_since), promised()
    place = [col(Account.district_id), col(District.name), col(Account.team_id), col(Team.name)]
    rows = db.execute(
        naming(
            select(
                *place,
                func.count().label("waiting"),
                func.count().filter(due < now).label("late"),
                func.count().filter(and_(due >= now, due < midnight_after(now))).label("due_today"),
                func.min(since).label("oldest"),
                func.count().filter(in_state(PUT_OFF, now)).label("put_off"),
            )
            .select_from(Question)
            .join(Account, col(Account.id) == Question.account_id)
        )
        .where(seen(who, scope, platform), in_state(OPEN, now))
        .group_by(*place)
        .order_by(func.min(since))
    )
    return [WaitingCount(*row) for row in rows]

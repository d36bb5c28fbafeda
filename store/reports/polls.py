"""Polls and consultations as a person sees them: what was asked, what was answered, what is owed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlmodel import Session, col

from domain.clock import london_day
from domain.people import Scope, Signed
from domain.polls import PollState, share
from domain.posts import PlatformName
from domain.publication import OVER, Stage, State
from store.reports.scopes import Rows
from store.tables import (
    Account,
    Campaign,
    District,
    Issue,
    Person,
    Poll,
    PollOption,
    Post,
    Publication,
    ScheduledPost,
    Team,
    Version,
)

MOST = 500


@dataclass(frozen=True, slots=True)
class PollChoice:
    """One answer and how many chose it; `percent` of those who took part, None where votes or percentages are not told.

    Several answers may be chosen where people were asked by hand: percentages then add up to more than a hundred.
    """

    text: str
    votes: int | None
    percent: float | None


@dataclass(frozen=True, slots=True)
class PollRow:
    """One poll. `team` and `district` None: the whole force's. `platform`, `account` None: kept by hand.

    `answered` is how many took part (self-selected), None until told. `stage`, `publication` and `due_at` tell of the
    post that carries it; `post_gone_at`: that post is no longer public, and the last count stands. `together`: how many
    others ask the same on other accounts or in another language; their votes are never added.
    """

    id: UUID
    question: str
    method: str
    language: str
    state: PollState
    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    platform: PlatformName | None
    account_id: UUID | None
    account: str | None
    campaign_id: UUID | None
    campaign: str | None
    scheduled_post_id: UUID | None
    stage: Stage | None
    due_at: datetime | None
    publication_id: UUID | None
    publication_state: State | None
    url: str | None
    post_gone_at: datetime | None
    opens_on: date
    closes_on: date
    ends_at: datetime | None
    minutes: int | None
    options: tuple[PollChoice, ...]
    answered: int | None
    counted_at: datetime | None
    closed_at: datetime | None
    decision: str
    feedback_due_on: date
    feedback: str
    fed_back_at: datetime | None
    no_feedback_because: str
    issue_id: UUID | None
    issue: str | None
    made_by: str
    made_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    together: int


def polls(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    state: PollState | None = None,
    campaign_id: UUID | None = None,
) -> list[PollRow]:
    """Polls in a state (all with None): what is owed soonest first, then the newest."""
    mine = col(Poll.campaign_id) == campaign_id if campaign_id else true()
    found = _rows(db, _told().where(_seen(who, scope), mine).order_by(col(Poll.made_at).desc()).limit(MOST), now)
    if state is None:
        return found
    rows = [row for row in found if row.state is state]
    return sorted(rows, key=lambda row: row.feedback_due_on) if state in (PollState.OWED, PollState.OVERDUE) else rows


def poll(db: Session, who: Signed, now: datetime, poll_id: UUID) -> PollRow | None:
    """One poll; None when it is not this person's to see."""
    rows = _rows(db, _told().where(_seen(who), col(Poll.id) == poll_id), now)
    return rows[0] if rows else None


def asked_together(db: Session, who: Signed, now: datetime, poll_id: UUID) -> list[PollRow]:
    """The other polls that ask the same, on other accounts or in another language."""
    shared = select(col(Poll.together_id)).where(col(Poll.id) == poll_id).scalar_subquery()
    others = _told().where(_seen(who), col(Poll.together_id) == shared, col(Poll.id) != poll_id)
    return _rows(db, others.order_by(col(Poll.language), col(Poll.id)), now)


def poll_of_posts(db: Session, scheduled_post_ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[str, ...], int]]:
    """The answers and minutes of the polls that go out with these posts, by the post's id."""
    facts = (col(Poll.scheduled_post_id), col(Poll.minutes), col(PollOption.text))
    statement = (
        select(*facts)
        .join(PollOption, col(PollOption.poll_id) == Poll.id)
        .where(col(Poll.scheduled_post_id).in_(list(scheduled_post_ids)), col(Poll.cancelled_at).is_(None))
        .order_by(col(Poll.id), col(PollOption.place))
    )
    found: dict[UUID, tuple[tuple[str, ...], int]] = {}
    for post_id, minutes, text in db.execute(statement):
        if post_id:
            found[post_id] = ((*found.get(post_id, ((), 0))[0], text), minutes or 0)
    return found


def overdue_feedback(who: Signed, now: datetime, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's Poll was open, and who took part has not been told by the day they were promised."""
    public = exists().where(
        col(Publication.scheduled_post_id) == Poll.scheduled_post_id, col(Publication.state) == State.PUBLISHED
    )
    return and_(
        _seen(who, scope),
        col(Poll.cancelled_at).is_(None),
        col(Poll.fed_back_at).is_(None),
        col(Poll.no_feedback_because) == "",
        col(Poll.feedback_due_on) < london_day(now),
        or_(col(Poll.scheduled_post_id).is_(None), public.correlate(Poll)),
    )


def overdue_polls(db: Session, who: Signed, now: datetime, scope: Scope | None = None) -> list[PollRow]:
    """Polls whose feedback is overdue, the longest overdue first."""
    late = _told().where(overdue_feedback(who, now, scope)).order_by(col(Poll.feedback_due_on), col(Poll.id))
    return _rows(db, late, now)


def _seen(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    return and_(true(), *(_covers(part) for part in (who.scope, scope) if part))


def _covers(scope: Scope) -> ColumnElement[bool]:
    if scope.team_id:
        return col(Poll.team_id) == scope.team_id
    return col(Poll.district_id) == scope.district_id if scope.district_id else true()


def _told() -> Rows:
    """Everything that is told of a poll but its answers; a poll has one account, and one live publication at most."""
    newest = (
        select(col(Publication.id))
        .where(col(Publication.scheduled_post_id) == Poll.scheduled_post_id)
        .order_by(col(Publication.state).in_(OVER), col(Publication.version).desc(), col(Publication.id))
        .limit(1)
        .correlate(Poll)
        .scalar_subquery()
    )
    told: Rows = select(*_columns()).select_from(Poll)
    return (
        told.join(Person, col(Person.id) == Poll.made_by_id)
        .outerjoin(District, col(District.id) == Poll.district_id)
        .outerjoin(Team, col(Team.id) == Poll.team_id)
        .outerjoin(Campaign, col(Campaign.id) == Poll.campaign_id)
        .outerjoin(Issue, col(Issue.id) == Poll.issue_id)
        .outerjoin(ScheduledPost, col(ScheduledPost.id) == Poll.scheduled_post_id)
        .outerjoin(Publication, col(Publication.id) == newest)
        .outerjoin(Version, col(Version.scheduled_post_id) == Poll.scheduled_post_id)
        .outerjoin(Account, col(Account.id) == func.coalesce(col(Publication.account_id), col(Version.account_id)))
        .outerjoin(Post, col(Post.publication_id) == Publication.id)
    )


def _columns() -> list[ColumnElement[Any]]:
    """What a row tells, with the words of the post that carries the poll, as far as that has come."""
    names = [name for name in Poll.model_fields if name not in ("question", "made_by_id", "together_id")]
    columns: list[ColumnElement[Any]] = [col(getattr(Poll, name)).label(name) for name in names]
    return [
        *columns,
        func.coalesce(col(Publication.text), col(Version.text), col(ScheduledPost.text), col(Poll.question)).label(
            "question"
        ),
        col(Poll.together_id).label("together_id"),
        col(District.name).label("district"),
        col(Team.name).label("team"),
        col(Account.platform).label("platform"),
        col(Account.id).label("account_id"),
        col(Account.handle).label("account"),
        col(Campaign.name).label("campaign"),
        col(ScheduledPost.stage).label("stage"),
        col(ScheduledPost.due_at).label("due_at"),
        col(Publication.id).label("publication_id"),
        col(Publication.state).label("publication_state"),
        col(Publication.published_at).label("published_at"),
        col(Publication.url).label("url"),
        col(Post.gone_at).label("post_gone_at"),
        col(Issue.title).label("issue"),
        col(Person.name).label("made_by"),
    ]


def _rows(db: Session, statement: Rows, now: datetime) -> list[PollRow]:
    found: dict[UUID, dict[str, Any]] = {}
    for row in db.execute(statement):
        found.setdefault(row.id, row._asdict())  # a draft to which somebody added accounts has several
    choices = _choices(db, found)
    beside = _beside(db, {one["together_id"] for one in found.values() if one["together_id"]})
    return [_row(one, choices[key], beside.get(one["together_id"], 1) - 1, now) for key, one in found.items()]


def _choices(db: Session, found: dict[UUID, dict[str, Any]]) -> dict[UUID, list[PollChoice]]:
    facts = (col(PollOption.poll_id), col(PollOption.text), col(PollOption.votes))
    statement = select(*facts).where(col(PollOption.poll_id).in_(list(found))).order_by(col(PollOption.place))
    choices: dict[UUID, list[PollChoice]] = defaultdict(list)
    for poll_id, text, votes in db.execute(statement) if found else ():
        choices[poll_id].append(PollChoice(text, votes, share(votes, found[poll_id]["answered"])))
    return choices


def _beside(db: Session, together: set[UUID]) -> dict[UUID | None, int]:
    if not together:
        return {}
    counted = select(col(Poll.together_id), func.count()).where(col(Poll.together_id).in_(list(together)))
    return {row[0]: row[1] for row in db.execute(counted.group_by(col(Poll.together_id)))}


def _row(one: dict[str, Any], options: Sequence[PollChoice], together: int, now: datetime) -> PollRow:
    published_at, minutes = one.pop("published_at"), one["minutes"]
    one.pop("together_id")
    ends_at = published_at + timedelta(minutes=minutes) if published_at and minutes else None
    state = _state(one, published_at, ends_at, now)
    return PollRow(**one, state=state, ends_at=ends_at, options=tuple(options), together=together)


def _state(one: dict[str, Any], published_at: datetime | None, ends_at: datetime | None, now: datetime) -> PollState:
    today = london_day(now)
    on_platform = one["scheduled_post_id"] is not None
    if one["cancelled_at"]:
        return PollState.CANCELLED
    if one["fed_back_at"] or one["no_feedback_because"]:
        return PollState.DONE
    if on_platform and not published_at:
        dropped = one["stage"] is Stage.WITHDRAWN or one["publication_state"] is State.CANCELLED
        dropped = dropped and one["stage"] is not Stage.DRAFT
        return PollState.CANCELLED if dropped else PollState.COMING
    if one["opens_on"] > today and not on_platform and not one["closed_at"]:
        return PollState.COMING
    if one["feedback_due_on"] < today:
        return PollState.OVERDUE
    if one["closed_at"]:
        return PollState.OWED
    over = now >= ends_at if ends_at else one["closes_on"] < today
    return PollState.COUNTING if over else PollState.OPEN

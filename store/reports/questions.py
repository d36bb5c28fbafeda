"""What the public asked: who waits, for how long, and the conversation a question stands in."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.clock import LONDON
from domain.people import Scope, Signed
from domain.posts import PlatformName, Surface
from domain.publication import Stage, State
from domain.questions import PROMISE, Outcome
from store.reports.scopes import Rows, account_names, naming, within
from store.tables import Account, District, Person, Post, Publication, Question, Reply, ScheduledPost, Team

WAITING = "waiting"
"""The state of a question without an outcome; every other state is its Outcome."""

SENDING = (State.QUEUED, State.PUBLISHING, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the public. `state` is waiting, answered, set_aside or gone; `closed_by` and `reason` tell why.

    `hours_left` of the 72 promised, counted until it was closed; less than 0 when late. `post` is our post it stands
    under, in one line, None outside our threads. `on_its_way`: an answer is queued, publishing or unknown.
    """

    id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    surface: Surface
    author: str
    text: str
    url: str
    post: str | None
    post_url: str | None
    asked_at: datetime
    waiting_since: datetime
    hours_left: float
    state: str
    on_its_way: bool
    awaits_approval: bool
    closed_at: datetime | None
    closed_by: str | None
    reason: str
    account_retired: bool


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How many questions wait with one team: `late` past the 72 hours, `due_today` before London's midnight.

    `team` None: with the district's or the force's own accounts. `oldest` is the longest waiting one's moment.
    """

    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    waiting: int
    late: int
    due_today: int
    oldest: datetime


def questions(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    state: str | None = WAITING,
    question_id: UUID | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[QuestionRow]:
    """Questions in a state, the longest waiting first; closed ones, and all with `state` None, the newest first."""
    statement = _named(who, scope, platform)
    if question_id:
        statement = statement.where(col(Question.id) == question_id)
    elif state:
        statement = statement.where(_in_state(state))
    since, closed = col(Question.waiting_since), col(Question.closed_at)
    order = since if state == WAITING else closed.desc() if state else func.coalesce(closed, since).desc()
    rows = db.execute(statement.order_by(order, col(Question.id)).limit(limit).offset(offset))
    return [_question(row._asdict(), now) for row in rows]


def waiting_by_team(
    db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[WaitingCount]:
    """How many wait with each team and how long, the longest first; teams with nobody waiting are not listed."""
    since = col(Question.waiting_since)
    midnight = datetime.combine(now.astimezone(LONDON).date() + timedelta(days=1), time(), LONDON)
    late = since <= now - PROMISE
    place = [col(Account.district_id), col(District.name), col(Account.team_id), col(Team.name)]
    rows = db.execute(
        naming(
            select(
                *place,
                func.count().label("waiting"),
                func.count().filter(late).label("late"),
                func.count().filter(and_(~late, since < midnight - PROMISE)).label("due_today"),
                func.min(since).label("oldest"),
            )
            .select_from(Question)
            .join(Account, col(Account.id) == Question.account_id)
        )
        .where(within(who, scope, platform), _in_state(WAITING))
        .group_by(*place)
        .order_by(func.min(since))
    )
    return [WaitingCount(*row) for row in rows]


def _named(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Rows:
    closer = aliased(Person)
    answers = select(literal(1)).select_from(ScheduledPost).where(col(ScheduledPost.question_id) == Question.id)
    answers = answers.correlate(Question)
    sent = answers.join(Publication, col(Publication.scheduled_post_id) == ScheduledPost.id)
    columns: list[ColumnElement[Any]] = [
        *account_names(),
        col(Question.id).label("id"),
        *(col(getattr(Reply, name)).label(name) for name in ("surface", "author", "text", "url")),
        col(Reply.created_at).label("asked_at"),
        col(Post.text).label("post"),
        col(Post.url).label("post_url"),
        *(col(getattr(Question, name)).label(name) for name in ("waiting_since", "outcome", "closed_at", "reason")),
        col(closer.name).label("closed_by"),
        sent.where(col(Publication.state).in_(SENDING)).exists().label("on_its_way"),
        answers.where(col(ScheduledPost.stage) == Stage.AWAITING_APPROVAL).exists().label("awaits_approval"),
        col(Account.retired_at).is_not(None).label("account_retired"),
    ]
    statement = (
        select(*columns)
        .select_from(Question)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .join(Account, col(Account.id) == Question.account_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .outerjoin(closer, col(closer.id) == Question.closed_by_id)
    )
    return naming(statement).where(within(who, scope, platform))


def _in_state(state: str) -> ColumnElement[bool]:
    return col(Question.outcome).is_(None) if state == WAITING else col(Question.outcome) == Outcome(state)


def _question(row: dict[str, Any], now: datetime) -> QuestionRow:
    outcome: Outcome | None = row.pop("outcome")
    waited = (row["closed_at"] or now) - row["waiting_since"]
    return QuestionRow(
        **{**row, "post": None if row["post"] is None else " ".join(row["post"].split())},
        hours_left=round((PROMISE - waited) / timedelta(hours=1), 1),
        state=outcome.value if outcome else WAITING,
    )

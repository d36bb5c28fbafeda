"""Alarms: the questions of the public that somebody is to be told of just now, and what a message says of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.hours import NeverOpens, working_time_between
from domain.listening.standing import Standing
from domain.listening.words import Lane
from domain.matters import Channel, Matter, Patience
from domain.posts import PlatformName
from domain.publication import Stage
from domain.questions import Outcome
from store import promises
from store.alerts import Seen
from store.reports.queue_order import promised
from store.tables import Account, Alert, District, Draft, Person, Post, Question, Reply, ScheduledPost, Team, Trail

LONGEST_BROKEN = timedelta(days=30)
"""What broke its promise longer ago is told no more one by one: a backlog is for the list, not for the mail."""

CALLED_WITHIN = timedelta(days=3)
"""Danger that was written longer ago calls nobody: a first visit reads weeks back. Attention shows it all the same."""

UNDECIDED = (Stage.DRAFT, Stage.WITHDRAWN)
"""Stages in which an answer is not on its way."""


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What there is to tell of a question without the words, or the name, of who asks.

    `post` is the beginning of our own post that it stands under, "" elsewhere; `spot` names that place, so that what
    stands under one post is told together. `area` is whose it is: a district and a team, or neither.
    """

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    area: tuple[UUID | None, UUID | None]
    spot: str
    post: str
    asked_at: datetime
    due_at: datetime
    lane: Lane | None
    seen_by: str | None
    seen_at: datetime | None
    assignee: str | None
    assignee_id: UUID | None
    assigned_at: datetime | None
    claimed_by: str | None  # who has, or last had, it in hand
    claimed_until: datetime | None
    outcome: Outcome | None


def just_now(db: Session, now: datetime, patience: Patience) -> set[Seen]:
    """Every question that people are to be told of, whether or not they have been."""
    found: list[tuple[Matter, Select[UUID]]] = [
        (Matter.DANGER, _questions(_calls(now))),
        (Matter.DANGER_UNSEEN, _questions(_calls(now), _told_before(now - patience.unseen))),
        (Matter.DANGER_UNHEEDED, _questions(_calls(now), _told_before(now - 2 * patience.unseen))),
        (Matter.BREACH, _questions(broken(now), promised() > now - LONGEST_BROKEN)),
    ]
    seen: set[Seen] = {(kind, which) for kind, wanted in found for which in db.scalars(wanted)}
    return seen | {(Matter.ASSIGNEE_SILENT, which) for which in _neglected(db, now, patience.assignee)}


def new_danger(db: Session, now: datetime) -> Sequence[UUID]:
    """Questions in danger that nobody has been told of: cheap, for it is asked every few seconds."""
    told = exists().where(
        col(Alert.subject_id) == Question.id, col(Alert.kind) == Matter.DANGER, col(Alert.settled_at).is_(None)
    )
    return db.scalars(_questions(_calls(now), ~told)).all()


def in_danger(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question is about danger and nobody took it up; put off counts for nothing."""
    return and_(col(Question.lane) == Lane.DANGER, col(Question.outcome).is_(None), ~taken_up(now))


def _calls(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question is danger that somebody is called for."""
    return and_(in_danger(now), col(Question.waiting_since) > now - CALLED_WITHIN)


def taken_up(now: datetime) -> ColumnElement[bool]:
    """Whether somebody said that they saw a statement's Question, has it in hand, or wrote or writes to who asked.

    What was written before the comment was edited was written to other words: danger may stand in it only since.
    """
    edited = select(col(Reply.edited_at)).where(col(Reply.id) == Question.reply_id).correlate(Question)
    since = func.coalesce(edited.scalar_subquery(), col(Question.waiting_since))
    answer = exists().where(
        col(ScheduledPost.question_id) == Question.id,
        col(ScheduledPost.stage).not_in(UNDECIDED),
        col(ScheduledPost.created_at) >= since,
    )
    claimed = and_(col(Question.claimed_until).is_not(None), col(Question.claimed_until) > now)
    wrote = and_(
        col(Question.standing) == Standing.HOLDING,  # from a phone perhaps; so somebody has read it
        func.coalesce(col(Question.standing_at), since) >= since,
    )
    return or_(col(Question.acknowledged_at).is_not(None), claimed, answer, wrote)


def broken(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question waits beyond its promise, is not put off, and is no danger told otherwise."""
    later = and_(col(Question.snoozed_until).is_not(None), col(Question.snoozed_until) > now)
    danger = and_(func.coalesce(col(Question.lane), "") == Lane.DANGER, ~taken_up(now))
    return and_(col(Question.outcome).is_(None), promised() < now, ~later, ~danger)


def facts(db: Session, subjects: Collection[UUID]) -> list[QuestionFacts]:
    """What a message about these questions tells, the longest waiting first."""
    seer: Any = aliased(Person)
    assignee: Any = aliased(Person)
    claimer: Any = aliased(Person)
    team_id = func.coalesce(col(Question.assigned_team_id), col(Account.team_id))
    rows = db.execute(
        select(
            col(Question.id), col(Account.handle), col(Account.platform), col(Team.name), col(District.name),
            col(Team.id), col(Account.id), col(Reply.post_id), col(Reply.thread), col(Post.text),
            func.coalesce(col(Team.district_id), col(Account.district_id)), col(Reply.created_at), promised(),
            col(Question.lane), seer.name, col(Question.acknowledged_at), assignee.name, col(Question.assigned_to_id),
            col(Question.assigned_at), claimer.name, col(Question.claimed_until), col(Question.outcome),
        )
        .select_from(Question)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .join(Account, col(Account.id) == Question.account_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .outerjoin(Team, col(Team.id) == team_id)
        .outerjoin(District, col(District.id) == func.coalesce(col(Team.district_id), col(Account.district_id)))
        .outerjoin(seer, seer.id == Question.acknowledged_by_id)
        .outerjoin(assignee, assignee.id == Question.assigned_to_id)
        .outerjoin(claimer, claimer.id == Question.claimed_by_id)
        .where(col(Question.id).in_(list(subjects)))
        .order_by(col(Question.waiting_since), col(Question.id))
    )  # fmt: skip
    return [_facts(tuple(row)) for row in rows]


def _facts(row: tuple[Any, ...]) -> QuestionFacts:
    id_, handle, platform, team, district, team_id, account_id, post_id, thread, post, district_id, *more = row
    asked_at, due_at, lane, *people = more
    spot = f"{account_id} {post_id or thread or id_}"
    area = (district_id, team_id)
    return QuestionFacts(
        id_, handle, platform, team, district, area, spot, " ".join((post or "").split()), asked_at, due_at,
        Lane(lane) if lane else None, *people,
    )  # fmt: skip


def _questions(*where: ColumnElement[bool]) -> Select[UUID]:
    """Ids of the questions of accounts that are still ours."""
    mine = select(col(Question.id)).join(Account, col(Account.id) == Question.account_id)
    return mine.where(col(Account.retired_at).is_(None), *where)


def _told_before(moment: datetime) -> ColumnElement[bool]:
    """Whether a statement's Question was raised as danger before then, and still is."""
    return exists().where(
        col(Alert.subject_id) == Question.id,
        col(Alert.kind) == Matter.DANGER,
        col(Alert.channel) == Channel.MAIL,
        col(Alert.settled_at).is_(None),
        col(Alert.raised_at) <= moment,
    )


def _neglected(db: Session, now: datetime, span: timedelta) -> list[UUID]:
    """Questions whose assignee has done nothing about them for so long of the opening hours there."""
    who, since = col(Question.assigned_to_id), col(Question.assigned_at)
    did = exists().where(col(Trail.subject_id) == Question.id, col(Trail.person_id) == who, col(Trail.at) > since)
    wrote = exists().where(
        col(Draft.question_id) == Question.id, col(Draft.person_id) == who, col(Draft.saved_at) > since
    )
    later = and_(col(Question.snoozed_until).is_not(None), col(Question.snoozed_until) > now)
    wanted = (
        select(col(Question.id), col(Question.account_id), since)
        .join(Account, col(Account.id) == Question.account_id)
        .where(col(Question.outcome).is_(None), col(Account.retired_at).is_(None), who.is_not(None))
        .where(since <= now - span, ~did, ~wrote, ~later)
    )
    if not (rows := db.execute(wanted).all()):
        return []
    clocks = promises.clocks(db)
    return [which for which, account, at in rows if _open_for(clocks, account, at, now) >= span]


def _open_for(clocks: promises.Clocks, account_id: UUID, since: datetime, now: datetime) -> timedelta:
    try:
        return working_time_between(since, now, clocks.hours(account_id))
    except NeverOpens:
        return now - since

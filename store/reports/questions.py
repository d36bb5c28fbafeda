"""What the public asked: who waits, for how long and why, who has it in hand, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, case, func, join, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.listening.standing import Standing
from domain.listening.words import Kind, Lane, Topic
from domain.people import Scope, Signed
from domain.posts import PlatformName, Surface
from domain.publication import Stage, State
from store.queue import WRITING_FOR, stands
from store.reports.queue_order import OPEN, PUT_OFF, WAITING, Wanted, first_danger, fits, group, promised, seen
from store.reports.scopes import Rows, account_names, naming
from store.tables import Account, Draft, Person, Post, Publication, Question, Reply, ScheduledPost, Team, Verdict
from store.verdicts import lanes_of

SENDING = (State.QUEUED, State.PUBLISHING, State.UNKNOWN)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question of the public. `state` is waiting or its outcome; `closed_by`, `reason` and `reference` tell why.

    `due_at` is what was promised; `hours_left` of that, counted until it was closed, less than 0 when late. `post` is
    our post it stands under, in one line, None outside our threads. `on_its_way`: an answer is queued, publishing or
    unknown. `lane` is the most pressing of `lanes`. `standing_text` is what was written that made the standing so.
    `claimed_by` only while the claim stands; `writing`: who kept a draft within two minutes. `snoozed_until` only while
    it is to come. `alike`: how many ask the same and wait, itself among them. `reasons`: pairs of code and words.
    """

    id: UUID
    reply_id: UUID
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
    due_at: datetime
    hours_left: float
    state: str
    on_its_way: bool
    awaits_approval: bool
    closed_at: datetime | None
    closed_by: str | None
    reason: str
    reference: str
    account_retired: bool
    lane: Lane | None
    lanes: tuple[Lane, ...]
    topic: Topic | None
    kind: Kind | None
    needs_answer: bool | None
    language: str
    sure: float | None
    reasons: tuple[tuple[str, str], ...]
    corrected: tuple[str, ...]
    standing: Standing
    standing_text: str | None
    standing_author: str | None
    standing_by_us: bool | None
    asked_again: bool
    alike: int
    group_id: UUID | None
    claimed_by_id: UUID | None
    claimed_by: str | None
    claimed_until: datetime | None
    writing: str | None
    assigned_to_id: UUID | None
    assigned_to: str | None
    assigned_team_id: UUID | None
    assigned_team: str | None
    snoozed_until: datetime | None
    snooze_reason: str
    acknowledged_at: datetime | None
    acknowledged_by: str | None


def questions(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    state: str | None = WAITING,
    lane: str | None = None,
    mine: bool = False,
    gathered: bool = False,
    limit: int = 100,
    offset: int = 0,
) -> list[QuestionRow]:
    """Questions in a state: danger first, then what is due first; closed ones, and all with `state` None, newest first.

    `gathered`: of those that ask the same only the first.
    """
    want = Wanted(state, scope, platform, lane, mine)
    page = _page(who, want, now, gathered).limit(limit).offset(offset).subquery("page")
    statement = _told(who, now, page).order_by(*_order(state))
    return [_question(row._asdict(), now) for row in db.execute(statement)]


def question(db: Session, who: Signed, now: datetime, question_id: UUID) -> QuestionRow | None:
    """One question, whatever became of it; None when it is not this person's to see."""
    row = db.execute(_told(who, now).where(seen(who), col(Question.id) == question_id)).first()
    return _question(row._asdict(), now) if row else None


def in_order(db: Session, who: Signed, now: datetime, *, scope: Scope | None = None, limit: int = 1_000) -> list[UUID]:
    """The ids of the questions that wait, as the list has them: to go from one to the next."""
    page = _page(who, Wanted(WAITING, scope), now, gathered=True)
    return [row[0] for row in db.execute(page.limit(limit))]


def alike(db: Session, who: Signed, now: datetime, question_id: UUID) -> list[QuestionRow]:
    """The other questions that wait and ask the same as this one, the longest waiting first."""
    own = select(col(Question.group_id)).where(col(Question.id) == question_id).scalar_subquery()
    same = _told(who, now).where(col(Question.group_id) == own, col(Question.id) != question_id, seen(who))
    waits = same.where(col(Question.outcome).is_(None)).order_by(*_order(WAITING))
    return [_question(row._asdict(), now) for row in db.execute(waits)]


def beside(db: Session, who: Signed, now: datetime, question_id: UUID, limit: int = 60) -> list[QuestionRow]:
    """Other questions that wait on the same account, not gathered with this one; those under the same post first."""
    own = db.execute(
        select(col(Question.account_id), col(Question.group_id), col(Reply.post_id))
        .join(Reply, col(Reply.id) == Question.reply_id)
        .where(col(Question.id) == question_id)
    ).first()
    if own is None:
        return []
    account_id, group_id, post_id = own
    apart = col(Question.group_id).is_distinct_from(group_id) if group_id else col(Question.id) != question_id
    others = _told(who, now).where(seen(who), col(Question.account_id) == account_id, apart)
    waits = others.where(col(Question.outcome).is_(None), col(Question.id) != question_id)
    near = case((col(Reply.post_id) == post_id, 0), else_=1)
    return [_question(row._asdict(), now) for row in db.execute(waits.order_by(near, *_order(WAITING)).limit(limit))]


def _page(who: Signed, want: Wanted, now: datetime, gathered: bool) -> Rows:
    """The ids of the questions looked for, in their order: what the rows tell is then read for one page only."""
    ids: Rows = select(col(Question.id).label("id")).select_from(Question).join(
        Account, col(Account.id) == Question.account_id
    ).where(fits(who, want, now))  # fmt: skip
    order = _order(want.state)
    if not gathered:
        return ids.order_by(*order)
    place = func.row_number().over(partition_by=group(), order_by=order).label("place")
    placed = ids.add_columns(place, *(key.label(f"key_{n}") for n, key in enumerate(order))).subquery("placed")
    first: Rows = select(placed.c.id).where(placed.c.place == 1)
    return first.order_by(*(placed.c[f"key_{n}"] for n in range(len(order))))


def _order(state: str | None) -> tuple[Any, ...]:
    closed, since = col(Question.closed_at), col(Question.waiting_since)
    if state in (WAITING, OPEN):
        return first_danger(), promised(), col(Question.id)
    if state == PUT_OFF:
        return col(Question.snoozed_until), col(Question.id)
    return (closed if state else func.coalesce(closed, since)).desc(), col(Question.id)


_closer, _holder, _given, _acknowledged = (aliased(Person) for _ in range(4))
_team, _found = aliased(Team), aliased(Reply)


def _told(who: Signed, now: datetime, page: Subquery | None = None) -> Rows:
    """Everything that is told of a question; `page` stands first, or PostgreSQL would join all rows before it."""
    told = (
        select(*_columns(who, now))
        .select_from(Question if page is None else join(page, Question, page.c.id == Question.id))
        .join(Reply, col(Reply.id) == Question.reply_id)
        .join(Account, col(Account.id) == Question.account_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .outerjoin(Verdict, col(Verdict.reply_id) == Question.reply_id)
        .outerjoin(_closer, col(_closer.id) == Question.closed_by_id)
        .outerjoin(_holder, (col(_holder.id) == Question.claimed_by_id) & stands(now))
        .outerjoin(_given, col(_given.id) == Question.assigned_to_id)
        .outerjoin(_team, col(_team.id) == Question.assigned_team_id)
        .outerjoin(_acknowledged, col(_acknowledged.id) == Question.acknowledged_by_id)
        .outerjoin(_found, col(_found.id) == Question.standing_reply_id)
    )
    return naming(told)


def _columns(who: Signed, now: datetime) -> list[ColumnElement[Any]]:
    return [
        *account_names(),
        *(col(getattr(Question, name)).label(name) for name in _OF_QUESTION),
        *(col(getattr(Reply, name)).label(name) for name in ("surface", "author", "text", "url")),
        *(col(getattr(Verdict, name)).label(name) for name in _OF_VERDICT),
        func.coalesce(col(Question.topic), col(Verdict.topic)).label("topic"),
        col(Reply.created_at).label("asked_at"),
        col(Post.text).label("post"),
        col(Post.url).label("post_url"),
        promised().label("due_at"),
        col(_closer.name).label("closed_by"),
        col(_holder.name).label("claimed_by"),
        col(_given.name).label("assigned_to"),
        col(_team.name).label("assigned_team"),
        col(_acknowledged.name).label("acknowledged_by"),
        col(_found.text).label("standing_text"),
        col(_found.author).label("standing_author"),
        col(_found.by_us).label("standing_by_us"),
        col(Question.follows_id).is_not(None).label("asked_again"),
        col(Account.retired_at).is_not(None).label("account_retired"),
        *_beside(who, now),
    ]


_OF_QUESTION = (
    "id", "reply_id", "waiting_since", "outcome", "closed_at", "reason", "reference", "lane", "standing",
    "group_id", "claimed_by_id", "claimed_until", "assigned_to_id", "assigned_team_id", "snoozed_until",
    "snooze_reason", "acknowledged_at",
)  # fmt: skip
_OF_VERDICT = ("kind", "needs_answer", "lanes", "language", "sure", "reasons", "corrected")


def _beside(who: Signed, now: datetime) -> list[ColumnElement[Any]]:
    """What is looked up for each row: answers under way, who is writing, how many ask the same."""
    answers = select(literal(1)).select_from(ScheduledPost).where(col(ScheduledPost.question_id) == Question.id)
    answers = answers.correlate(Question)
    sent = answers.join(Publication, col(Publication.scheduled_post_id) == ScheduledPost.id)
    writer = (
        select(col(Person.name))
        .join(Draft, col(Draft.person_id) == Person.id)
        .where(col(Draft.question_id) == Question.id, col(Draft.person_id) != who.person_id)
        .where(col(Draft.saved_at) > now - WRITING_FOR, col(Draft.text) != "")
        .order_by(col(Draft.saved_at).desc())
        .limit(1)
        .correlate(Question)
    )
    other = aliased(Question)
    same = select(func.count()).select_from(other).where(col(other.group_id) == Question.group_id).correlate(Question)
    waits = same.where(col(other.outcome).is_(None))
    return [
        sent.where(col(Publication.state).in_(SENDING)).exists().label("on_its_way"),
        answers.where(col(ScheduledPost.stage) == Stage.AWAITING_APPROVAL).exists().label("awaits_approval"),
        writer.scalar_subquery().label("writing"),
        case((col(Question.group_id).is_(None), 1), else_=waits.scalar_subquery()).label("alike"),
    ]


def _question(row: dict[str, Any], now: datetime) -> QuestionRow:
    outcome, until = row.pop("outcome"), row["snoozed_until"]
    claimed = row["claimed_by"] is not None
    left = row["due_at"] - (row["closed_at"] or now)
    row |= {
        "post": None if row["post"] is None else " ".join(row["post"].split()),
        "hours_left": round(left / timedelta(hours=1), 1),
        "state": outcome.value if outcome else WAITING,
        "lanes": lanes_of(row["lanes"] or "") or ((row["lane"],) if row["lane"] else ()),
        "language": row["language"] or "",
        "reasons": tuple((code, words) for code, words in row["reasons"] or ()),
        "corrected": tuple(filter(None, (row["corrected"] or "").split(","))),
        "alike": max(row["alike"], 1),
        "claimed_by_id": row["claimed_by_id"] if claimed else None,
        "claimed_until": row["claimed_until"] if claimed else None,
        "snoozed_until": until if until and until > now else None,
    }
    return QuestionRow(**row)

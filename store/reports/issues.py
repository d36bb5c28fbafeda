"""You said, we did: the issues a person sees, their questions, who was told, and what the public may read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.issues import IssueState
from domain.listening.words import Topic
from domain.people import Role, Scope, Signed
from domain.publication import Stage, State
from store.reports.issues_told import told_at
from store.reports.publications import seen_gone
from store.reports.queue_order import seen
from store.reports.scopes import Rows
from store.tables import (
    Account,
    District,
    Issue,
    IssueQuestion,
    IssueTold,
    Person,
    Post,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Team,
)


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue. `team` and `district` None: the whole force's. `questions` belong to it, `told` of their askers know.

    `others` is how many meetings, newsletters and the like were told, `people` how many people those reached, None
    where nobody counted. `post_stage` is where the post that tells the public stands, `post_public` if it is out.
    """

    id: UUID
    title: str
    said: str
    source: str
    topic: Topic
    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    opened_at: datetime
    opened_by: str
    owner_id: UUID
    owner: str
    due_on: date
    action: str
    outcome: str
    cannot_because: str
    outcome_at: datetime | None
    scheduled_post_id: UUID | None
    post_stage: Stage | None
    post_public: bool
    post_mine: bool
    closed_at: datetime | None
    closed_by: str | None
    public: bool
    changed_at: datetime
    questions: int
    told: int
    others: int
    people: int | None
    state: IssueState


@dataclass(frozen=True, slots=True)
class IssueAsked:
    """A question of an issue. `told_at`: by hand, or by our answer after the issue said what came of it."""

    question_id: UUID
    asked_at: datetime
    author: str
    text: str
    account: str
    state: str
    told_at: datetime | None


@dataclass(frozen=True, slots=True)
class IssueToldRow:
    """Others who were told what came of an issue, and who said so."""

    at: datetime
    who: str
    people: int | None
    by: str


@dataclass(frozen=True, slots=True)
class PublicIssue:
    """What the public may read of an issue: nothing of anybody's, and no names."""

    id: UUID
    title: str
    said: str
    topic: Topic
    area: str | None
    action: str
    outcome: str
    cannot_because: str
    opened_on: datetime
    closed_on: datetime | None
    changed_at: datetime


def issues(
    db: Session,
    who: Signed,
    today: date,
    *,
    scope: Scope | None = None,
    state: IssueState | None = None,
    topic: Topic | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[IssueRow]:
    """Issues in a state, what is due first; closed ones, and all with `state` None, the latest first."""
    about = col(Issue.topic) == topic if topic else true()
    statement = _told(who).where(_seen(who, scope), _in_state(state, today), about)
    latest = func.coalesce(col(Issue.closed_at), col(Issue.opened_at)).desc()
    order = col(Issue.due_on) if state in (IssueState.OPEN, IssueState.OVERDUE) else latest
    rows = db.execute(statement.order_by(order, col(Issue.id)).limit(limit).offset(offset))
    return [_row(row._asdict(), today) for row in rows]


def issue(db: Session, who: Signed, today: date, issue_id: UUID) -> IssueRow | None:
    """One issue; None when it is not this person's to see."""
    row = db.execute(_told(who).where(_seen(who), col(Issue.id) == issue_id)).first()
    return _row(row._asdict(), today) if row else None


def issues_of(db: Session, who: Signed, today: date, question_ids: list[UUID]) -> list[IssueRow]:
    """The issues to which any of these questions belong."""
    mine = select(col(IssueQuestion.issue_id)).where(col(IssueQuestion.question_id).in_(question_ids))
    rows = db.execute(_told(who).where(_seen(who), col(Issue.id).in_(mine)).order_by(col(Issue.opened_at)))
    return [_row(row._asdict(), today) for row in rows]


def issue_questions(db: Session, who: Signed, issue_id: UUID) -> list[IssueAsked]:
    """The questions of an issue, those that this person may see, the first asked first."""
    statement = (
        select(
            col(Question.id),
            col(Reply.created_at),
            col(Reply.author),
            col(Reply.text),
            col(Account.handle),
            col(Question.outcome),
            told_at(),
        )
        .select_from(IssueQuestion)
        .join(Issue, col(Issue.id) == IssueQuestion.issue_id)
        .join(Question, col(Question.id) == IssueQuestion.question_id)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .join(Account, col(Account.id) == Question.account_id)
        .where(_seen(who), seen(who), col(Issue.id) == issue_id)
        .order_by(col(Reply.created_at), col(Question.id))
    )
    rows = db.execute(statement).all()
    asked = [(*row[:5], row[5].value if row[5] else "waiting", row[6]) for row in rows]
    return [IssueAsked(*one) for one in asked]


def issue_told(db: Session, who: Signed, issue_id: UUID) -> list[IssueToldRow]:
    """Who else was told what came of an issue, the latest first."""
    statement = (
        select(col(IssueTold.at), col(IssueTold.who), col(IssueTold.people), col(Person.name))
        .join(Issue, col(Issue.id) == IssueTold.issue_id)
        .join(Person, col(Person.id) == IssueTold.person_id)
        .where(_seen(who), col(Issue.id) == issue_id)
        .order_by(col(IssueTold.at).desc())
    )
    return [IssueToldRow(*row) for row in db.execute(statement).all()]


def public_issues(db: Session, who: Signed, *, scope: Scope | None = None) -> list[PublicIssue]:
    """What is marked public and is closed or says what we do, the latest change first."""
    names = ("action", "outcome", "cannot_because", "opened_at", "closed_at", "changed_at")
    area = func.coalesce(col(Team.name), col(District.name))
    facts = (col(Issue.id), col(Issue.title), col(Issue.said), col(Issue.topic), area)
    statement: Rows = (
        select(*facts, *(col(getattr(Issue, one)) for one in names))
        .select_from(Issue)
        .outerjoin(Team, col(Team.id) == Issue.team_id)
        .outerjoin(District, col(District.id) == Issue.district_id)
        .where(_seen(who, scope), col(Issue.public), or_(col(Issue.closed_at).is_not(None), col(Issue.action) != ""))
        .order_by(col(Issue.changed_at).desc(), col(Issue.id))
    )
    return [PublicIssue(*row) for row in db.execute(statement)]


def issue_people(db: Session, area: Scope) -> list[tuple[UUID, str]]:
    """Those who may be given an issue of this area, by name."""
    own: list[ColumnElement[bool]] = [and_(col(Person.team_id).is_(None), col(Person.district_id).is_(None))]
    if area.district_id:
        own.append((col(Person.district_id) == area.district_id) & col(Person.team_id).is_(None))
    if area.team_id:
        own.append(col(Person.team_id) == area.team_id)
    here = [or_(*own), col(Person.retired_at).is_(None), col(Person.role) != Role.ADMINISTRATOR]
    statement = select(col(Person.id), col(Person.name)).where(*here).order_by(col(Person.name), col(Person.id))
    return [(row[0], row[1]) for row in db.execute(statement)]


def _seen(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether an Issue lies in what the person may see and what was chosen."""
    return and_(true(), *(_covers(part) for part in (who.scope, scope) if part))


def _covers(scope: Scope) -> ColumnElement[bool]:
    if scope.team_id:
        return col(Issue.team_id) == scope.team_id
    return col(Issue.district_id) == scope.district_id if scope.district_id else true()


def _in_state(state: IssueState | None, today: date) -> ColumnElement[bool]:
    is_open = col(Issue.closed_at).is_(None)
    if state is IssueState.OVERDUE:
        return and_(is_open, col(Issue.due_on) < today)
    return true() if state is None else is_open if state is IssueState.OPEN else ~is_open


def _told(who: Signed) -> Rows:
    """Everything that is told of an issue."""
    owner, opener, closer = (aliased(Person) for _ in range(3))
    names = [name for name in Issue.model_fields if name not in ("opened_by_id", "closed_by_id")]
    columns: list[Any] = [col(getattr(Issue, name)).label(name) for name in names]
    columns += [col(District.name).label("district"), col(Team.name).label("team"), col(owner.name).label("owner")]
    columns += [col(opener.name).label("opened_by"), col(closer.name).label("closed_by")]
    columns += [col(ScheduledPost.stage).label("post_stage"), *_beside(who)]
    told: Rows = select(*columns).select_from(Issue)
    return (
        told.join(owner, col(owner.id) == Issue.owner_id)
        .join(opener, col(opener.id) == Issue.opened_by_id)
        .outerjoin(closer, col(closer.id) == Issue.closed_by_id)
        .outerjoin(District, col(District.id) == Issue.district_id)
        .outerjoin(Team, col(Team.id) == Issue.team_id)
        .outerjoin(ScheduledPost, col(ScheduledPost.id) == Issue.scheduled_post_id)
    )


def _beside(who: Signed) -> list[ColumnElement[Any]]:
    """What is counted for each issue: its questions, who knows, and whether its post is out."""
    link, others, out = IssueQuestion, IssueTold, Publication
    mine = select(func.count()).select_from(link).where(col(link.issue_id) == Issue.id).correlate(Issue)
    known = (
        mine.join(Question, col(Question.id) == link.question_id)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .where(told_at().is_not(None))
    )
    heard = select(func.count()).select_from(others).where(col(others.issue_id) == Issue.id).correlate(Issue)
    people = select(func.sum(col(others.people))).where(col(others.issue_id) == Issue.id).correlate(Issue)
    public = select(func.count()).select_from(out).where(col(out.scheduled_post_id) == Issue.scheduled_post_id)
    public = public.where(col(out.state) == State.PUBLISHED, seen_gone(Post).is_(None)).correlate(Issue)
    return [
        mine.scalar_subquery().label("questions"),
        known.scalar_subquery().label("told"),
        heard.scalar_subquery().label("others"),
        people.scalar_subquery().label("people"),
        (public.scalar_subquery() > 0).label("post_public"),
        func.coalesce(col(ScheduledPost.author_id) == who.person_id, False).label("post_mine"),
    ]


def _row(row: dict[str, Any], today: date) -> IssueRow:
    state = IssueState.CLOSED if row["closed_at"] else IssueState.OPEN
    if state is IssueState.OPEN and row["due_on"] < today:
        state = IssueState.OVERDUE
    return IssueRow(**row, state=state)

"""Hidden comments: what is hidden by which rule, how far it has come, what became of objections, and their history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.listening.words import Kind
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import HidingState
from store.hidings import SUBJECT, TO_DO
from store.reports.scopes import Rows, account_names, naming, within
from store.tables import Account, Hiding, Person, Post, Question, Reply, Trail, Verdict

DONE_WITHIN = timedelta(minutes=5)
"""What was ordered is done after so long, or somebody is told."""


@dataclass(frozen=True, slots=True)
class HidingRow:
    """One hiding of one comment. `rule_text` is the rule as it read then; `appeal` a line for each note.

    `question_id`: the question in the comment that still waits. `trouble` of one that is hidden: it could not be shown.
    """

    id: UUID
    reply_id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    url: str
    kind: Kind | None
    post: str | None
    written_at: datetime
    gone_at: datetime | None
    state: HidingState
    rule: str
    rule_text: str
    reason: str
    hidden_by: str
    ordered_at: datetime
    done_at: datetime | None
    shown_by: str | None
    shown_reason: str
    show_ordered_at: datetime | None
    shown_at: datetime | None
    appeal: str
    tries: int
    next_try_at: datetime
    trouble: str
    trouble_kind: str
    question_id: UUID | None


@dataclass(frozen=True, slots=True)
class AbuseRow:
    """A comment that listening heard as abuse, public and not hidden. `question_id` as in HidingRow."""

    reply_id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    url: str
    post: str | None
    written_at: datetime
    question_id: UUID | None


@dataclass(frozen=True, slots=True)
class HidingEvent:
    """One line of the history of a hiding. `who` None: the service."""

    at: datetime
    act: str
    who: str | None
    system_user: str
    detail: str


def hidings(
    db: Session,
    who: Signed,
    *,
    scope: Scope | None = None,
    states: Collection[HidingState] = (),
    platform: PlatformName | None = None,
    words: str = "",
    appeals: bool = False,
    limit: int = 100,
) -> list[HidingRow]:
    """What is or was hidden within the scope, the last ordered first. `appeals`: only what somebody objected to."""
    wanted = [within(who, scope, platform), *_holding(words)]
    if states:
        wanted.append(col(Hiding.state).in_(states))
    if appeals:
        wanted.append(col(Hiding.appeal) != "")
    return _rows(db, *wanted, limit=limit)


def heard_as_abuse(
    db: Session,
    who: Signed,
    since: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    words: str = "",
    limit: int = 100,
) -> list[AbuseRow]:
    """What was written since then and heard as abuse, and nobody has hidden or shown again; the last first."""
    decided = exists().where(col(Hiding.reply_id) == Reply.id)
    public = (col(Reply.by_us).is_(False), col(Reply.gone_at).is_(None), col(Reply.text) != "")
    wanted = [within(who, scope, platform), col(Reply.created_at) >= since, col(Verdict.kind) == Kind.ABUSE, ~decided]
    columns: list[ColumnElement[Any]] = [
        col(Reply.id).label("reply_id"),
        col(Reply.text).label("text"),
        col(Reply.url).label("url"),
        col(Reply.created_at).label("written_at"),
        col(Post.text).label("post"),
        _question(),
        *account_names(),
    ]
    found = naming(
        select(*columns)
        .select_from(Reply)
        .join(Verdict, col(Verdict.reply_id) == Reply.id)
        .join(Account, col(Account.id) == Reply.account_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
    ).where(*wanted, *public, *_holding(words))
    order = (col(Reply.created_at).desc(), col(Reply.id))
    return [AbuseRow(**row._asdict()) for row in db.execute(found.order_by(*order).limit(limit))]


def hiding(db: Session, who: Signed, which: UUID) -> HidingRow | None:
    """One of them; None when it is not there, or not this person's to see."""
    return next(iter(_rows(db, within(who), col(Hiding.id) == which, limit=1)), None)


def hiding_of(db: Session, who: Signed, reply_id: UUID) -> HidingRow | None:
    """The last hiding of a comment; None when it never was, or is not this person's to see."""
    return next(iter(_rows(db, within(who), col(Hiding.reply_id) == reply_id, limit=1)), None)


def hiding_history(db: Session, who: Signed, which: UUID) -> list[HidingEvent]:
    """What happened to one hiding, in order; nothing when it is not this person's to see."""
    seen = select(col(Hiding.id)).join(Account, col(Account.id) == Hiding.account_id).where(within(who))
    lines = (
        select(col(Trail.at), col(Trail.act), col(Person.name), col(Trail.system_user), col(Trail.detail))
        .outerjoin(Person, col(Person.id) == Trail.person_id)
        .where(col(Trail.subject) == SUBJECT, col(Trail.subject_id) == which, col(Trail.subject_id).in_(seen))
        .order_by(col(Trail.at), col(Trail.id))
    )
    return [HidingEvent(*row) for row in db.execute(lines)]


def pressing_hiding(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Hiding asks somebody: the platform refused, or it takes long. Not once it is gone there."""
    newer: Any = aliased(Hiding)
    comment: Any = aliased(Reply)
    followed = exists().where(newer.reply_id == Hiding.reply_id, newer.ordered_at > Hiding.ordered_at)
    state = col(Hiding.state)
    ordered = func.coalesce(col(Hiding.show_ordered_at), col(Hiding.ordered_at))
    gone = exists().where(comment.id == Hiding.reply_id, comment.gone_at.is_not(None))
    asks = or_(
        and_(state == HidingState.REFUSED, ~followed),
        and_(state == HidingState.HIDDEN, col(Hiding.trouble) != ""),
        and_(state.in_(TO_DO), ordered < now - DONE_WITHIN),
    )
    return and_(asks, ~gone)


def _holding(words: str) -> list[ColumnElement[bool]]:
    """Whether a statement's Reply holds these words, in capitals or not."""
    sought = words.strip().lower()
    return [func.lower(col(Reply.text)).contains(sought, autoescape=True)] if sought else []


def _question() -> ColumnElement[Any]:
    """The question in a statement's Reply that still waits."""
    waits = and_(col(Question.reply_id) == Reply.id, col(Question.outcome).is_(None))
    return select(col(Question.id)).where(waits).limit(1).scalar_subquery().label("question_id")


def _rows(db: Session, *wanted: ColumnElement[bool], limit: int) -> list[HidingRow]:
    order = (col(Hiding.ordered_at).desc(), col(Hiding.id))
    return [HidingRow(**row._asdict()) for row in db.execute(_named().where(*wanted).order_by(*order).limit(limit))]


def _named() -> Rows:
    own = [name for name in HidingRow.__dataclass_fields__ if name in Hiding.model_fields and name != "account_id"]
    shower: Any = aliased(Person)
    columns: list[ColumnElement[Any]] = [
        *(col(getattr(Hiding, name)).label(name) for name in own),
        col(Reply.text).label("text"),
        col(Reply.url).label("url"),
        col(Reply.created_at).label("written_at"),
        col(Reply.gone_at).label("gone_at"),
        col(Verdict.kind).label("kind"),
        col(Post.text).label("post"),
        col(Person.name).label("hidden_by"),
        shower.name.label("shown_by"),
        _question(),
        *account_names(),
    ]
    return naming(
        select(*columns)
        .select_from(Hiding)
        .join(Reply, col(Reply.id) == Hiding.reply_id)
        .join(Account, col(Account.id) == Hiding.account_id)
        .join(Person, col(Person.id) == Hiding.person_id)
        .outerjoin(shower, shower.id == Hiding.shown_by_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
        .outerjoin(Verdict, col(Verdict.reply_id) == Reply.id)
    )

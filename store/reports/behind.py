"""The rows behind a number of answering: every figure opens what it counted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from domain.answering import Figure
from domain.listening.words import Lane, Topic
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import Outcome
from domain.wards import ward_of
from store.reports.asked_in import asked_in, of_team, stands_as
from store.reports.queue_order import promised
from store.reports.scopes import Rows, account_names, naming, within
from store.tables import Account, Post, Question, Reply, Team


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One row of a table: a team's (with `team` None a district's own, with neither the force's), a lane's, a topic's.

    `of_one` False: of no team in particular. `unheard`: only those without a topic. `ward` "": those that name none.
    """

    of_one: bool = False
    district_id: UUID | None = None
    team_id: UUID | None = None
    lane: str | None = None
    topic: Topic | None = None
    unheard: bool = False
    ward: str | None = None


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One question that a figure counted. `hours` from asked to closed, None while it waits; nobody is named."""

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    asked_at: datetime
    due_at: datetime
    closed_at: datetime | None
    state: str
    lane: Lane | None
    topic: Topic | None
    text: str
    url: str
    hours: float | None
    ward: str | None


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One comment of the public, or one post of ours, that the two-way table counted."""

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    at: datetime
    text: str
    url: str


def behind(
    db: Session,
    who: Signed,
    now: datetime,
    since: datetime,
    until: datetime,
    figures: tuple[Figure, ...],
    *,
    narrow: Narrowed | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    limit: int = 10_000,
) -> list[BehindRow]:
    """The questions asked from `since` to before `until` that any of these figures counts, the first asked first."""
    narrow = narrow or Narrowed()
    where = [asked_in(who, since, until, scope, platform, narrow.lane), *_narrowed(narrow)]
    where.append(or_(*(stands_as(figure, now) for figure in figures)))
    if narrow.topic or narrow.unheard:
        where += [col(Question.topic) == narrow.topic if narrow.topic else col(Question.topic).is_(None)]
    ordered = told_questions().where(*where).order_by(col(Question.waiting_since), col(Question.id)).limit(limit)
    rows = [behind_row(row._asdict()) for row in db.execute(ordered)]
    return rows if narrow.ward is None else [row for row in rows if (row.ward or "") == narrow.ward]


def told_questions() -> Rows:
    """Everything that is told of a question."""
    names = ("id", "closed_at", "outcome", "lane", "topic")
    columns = [*account_names(), *(col(getattr(Question, name)).label(name) for name in names)]
    columns += [col(Question.waiting_since).label("asked_at"), promised().label("due_at")]
    columns += [col(Reply.text).label("text"), col(Reply.url).label("url")]
    columns += [col(Post.text).label("post"), col(Team.wards).label("wards")]
    return naming(
        select(*columns)
        .select_from(Question)
        .join(Account, col(Account.id) == Question.account_id)
        .join(Reply, col(Reply.id) == Question.reply_id)
        .outerjoin(Post, col(Post.id) == Reply.post_id)
    )


def comments_behind(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    narrow: Narrowed | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    limit: int = 10_000,
) -> list[WrittenRow]:
    """What the public wrote from `since` to before `until`, the first first."""
    own = [~col(Reply.by_us), col(Reply.created_at) >= since, col(Reply.created_at) < until]
    return _written(db, Reply, and_(within(who, scope, platform), *own, *_narrowed(narrow or Narrowed())), limit)


def posts_behind(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    narrow: Narrowed | None = None,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    limit: int = 10_000,
) -> list[WrittenRow]:
    """Our posts that came out from `since` to before `until` and are public still, the first first."""
    own = [col(Post.gone_at).is_(None), col(Post.created_at) >= since, col(Post.created_at) < until]
    return _written(db, Post, and_(within(who, scope, platform), *own, *_narrowed(narrow or Narrowed())), limit)


def _written(db: Session, table: type[Reply] | type[Post], where: ColumnElement[bool], limit: int) -> list[WrittenRow]:
    columns = [*account_names(), col(table.id).label("id"), col(table.created_at).label("at")]
    columns += [col(table.text).label("text"), col(table.url).label("url")]
    told: Rows = select(*columns).select_from(table).join(Account, col(Account.id) == col(table.account_id))
    ordered = naming(told).where(where).order_by(col(table.created_at), col(table.id)).limit(limit)
    rows = (row._asdict() for row in db.execute(ordered))
    return [WrittenRow(**{key: value for key, value in row.items() if key != "account_id"}) for row in rows]


def _narrowed(narrow: Narrowed) -> list[ColumnElement[bool]]:
    return [of_team(narrow.district_id, narrow.team_id)] if narrow.of_one else []


def behind_row(row: dict[str, Any]) -> BehindRow:
    outcome: Outcome | None = row.pop("outcome")
    row.pop("account_id")
    ward = ward_of(row.pop("wards") or [], row["text"], row.pop("post") or "")
    closed = row["closed_at"]
    hours = round((closed - row["asked_at"]) / timedelta(hours=1), 1) if closed else None
    return BehindRow(**row, state=outcome.value if outcome else "waiting", hours=hours, ward=ward)

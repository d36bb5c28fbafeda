"""What is planned, London day by London day; drafts; and what awaits approval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, and_, case, exists, false, func, or_, select, union
from sqlmodel import Session, col

from domain.clock import LONDON
from domain.people import MAY, Act, Scope, Signed
from domain.posts import Attached, PlatformName
from domain.publication import Stage, State
from store import media
from store.holds import QUEUE, held
from store.reports.scopes import Rows, account_names, accounts_within, naming, within
from store.tables import Account, Campaign, Person, Publication, ScheduledPost, Trail, Version


@dataclass(frozen=True, slots=True)
class Planned:
    """One account of a planned message, with the words it says there. `state` None: no publication exists yet."""

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    publication_id: UUID | None
    state: State | None
    held: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A message at one time, on the accounts in sight. `day` is London's; `answer`: it replies to the public."""

    day: date
    due_at: datetime
    id: UUID
    stage: Stage
    version: int
    text: str
    author_id: UUID
    author: str
    campaign: str | None
    category: str
    note: str
    question_id: UUID | None
    answer: bool
    changed_at: datetime
    accounts: tuple[Planned, ...]
    urgent: str  # why it goes before all others; "" when it does not
    late_after: timedelta
    media: tuple[Attached, ...]
    earlier: Mapping[str, Any] | None  # store.messages.as_read, when somebody was to approve it last


def plan(
    db: Session,
    who: Signed,
    first: date,
    last: date,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    answers: bool = False,
) -> list[PlanRow]:
    """What is planned from `first` to `last`, both London days and both included, in time order.

    Withdrawn messages and other people's drafts are left out, and answers to the public unless asked for. A
    publication that was given another time stands on its own day.
    """
    start, end = _london_midnight(first), _london_midnight(last + timedelta(days=1))
    due = func.coalesce(col(Publication.due_at), col(ScheduledPost.due_at))
    own = or_(col(ScheduledPost.stage) != Stage.DRAFT, col(ScheduledPost.author_id) == who.person_id)
    statement = _messages(due).where(
        col(ScheduledPost.id).in_(_due_between(start, end)),
        due >= start,
        due < end,
        within(who, scope, platform),
        col(ScheduledPost.stage) != Stage.WITHDRAWN,
        own,
    )
    if not answers:
        statement = statement.where(col(ScheduledPost.question_id).is_(None))
    return _rows(db, statement)


def drafts(db: Session, who: Signed) -> list[PlanRow]:
    """The person's own drafts, and those within their scope of people who left; the last changed first.

    `note` says why one was returned. A draft without accounts has none listed.
    """
    left = and_(col(Person.retired_at).is_not(None), within(who), col(Account.id).is_not(None))
    statement = _messages(col(ScheduledPost.due_at)).where(
        col(ScheduledPost.stage) == Stage.DRAFT, or_(col(ScheduledPost.author_id) == who.person_id, left)
    )
    return sorted(_rows(db, statement), key=lambda row: row.changed_at, reverse=True)


def awaiting_approval(db: Session, who: Signed, *, scope: Scope | None = None) -> list[PlanRow]:
    """What this person may approve, the soonest due first: not their own words, every account within their scope."""
    return _rows(db, _messages(col(ScheduledPost.due_at)).where(approvable(who, scope)))


def approvable(who: Signed, scope: Scope | None = None) -> ColumnElement[bool]:
    """Whether a statement's ScheduledPost awaits an approval that this person may give, for any account chosen."""
    here = col(Version.scheduled_post_id) == ScheduledPost.id
    outside = exists().where(here, col(Version.account_id).not_in(accounts_within(who)))
    chosen = exists().where(here, col(Version.account_id).in_(accounts_within(who, scope)))
    wrote = exists().where(
        col(Trail.subject_id) == ScheduledPost.id,
        col(Trail.person_id) == who.person_id,
        col(Trail.act).in_([Act.WRITE, Act.EDIT, Act.ANSWER]),
    )
    if Act.APPROVE not in MAY[who.role]:
        return false()
    return and_(
        col(ScheduledPost.stage) == Stage.AWAITING_APPROVAL,
        col(ScheduledPost.author_id) != who.person_id,
        chosen.correlate(ScheduledPost),
        ~outside.correlate(ScheduledPost),
        ~wrote.correlate(ScheduledPost),
    )


def _messages(due: Any) -> Rows:
    """Every message with every chosen account, and the publication there if the message is approved."""
    there = and_(
        col(Publication.scheduled_post_id) == ScheduledPost.id,
        col(Publication.account_id) == Account.id,
        col(Publication.state) != State.CANCELLED,
        col(ScheduledPost.stage) == Stage.APPROVED,
    )
    statement = (
        select(due.label("due_at"), *_columns())
        .select_from(ScheduledPost)
        .join(Person, col(Person.id) == ScheduledPost.author_id)
        .outerjoin(Campaign, col(Campaign.id) == ScheduledPost.campaign_id)
        .outerjoin(Version, col(Version.scheduled_post_id) == ScheduledPost.id)
        .outerjoin(Account, col(Account.id) == Version.account_id)
        .outerjoin(Publication, there)
    )
    live_first = case((col(Publication.state) == State.FAILED, 1), else_=0)
    return naming(statement).order_by(
        due, col(ScheduledPost.id), col(Account.platform), col(Account.handle), live_first
    )


def _columns() -> list[ColumnElement[Any]]:
    own = ("id", "stage", "version", "author_id", "category", "note", "question_id", "changed_at", "urgent", "earlier")
    return [
        *(col(getattr(ScheduledPost, name)).label(name) for name in own),
        col(ScheduledPost.text).label("message"),
        col(ScheduledPost.late_after_s).label("late_after_s"),
        col(Person.name).label("author"),
        col(Campaign.name).label("campaign"),
        *account_names(),
        func.coalesce(col(Publication.text), col(Version.text), col(ScheduledPost.text)).label("text"),
        col(Publication.id).label("publication_id"),
        col(Publication.state).label("state"),
        and_(col(Publication.state) == State.QUEUED, held(QUEUE, None)).label("held"),
        col(Publication.url).label("url"),
    ]


def _due_between(start: datetime, end: datetime) -> CompoundSelect[tuple[UUID]]:
    """The messages that, or a publication of which, fall due then: two looks into an index."""
    message, publication = col(ScheduledPost.due_at), col(Publication.due_at)
    return union(
        select(col(ScheduledPost.id)).where(message >= start, message < end),
        select(col(Publication.scheduled_post_id)).where(publication >= start, publication < end),
    )


def _rows(db: Session, statement: Rows) -> list[PlanRow]:
    messages: dict[tuple[UUID, datetime], list[dict[str, Any]]] = {}
    for row in db.execute(statement):
        messages.setdefault((row.id, row.due_at), []).append(row._asdict())
    files = media.of_messages(db, {which for which, _ in messages})
    return [_plan_row(rows, files.get(which, ())) for (which, _), rows in messages.items()]


def _plan_row(rows: list[dict[str, Any]], files: tuple[Attached, ...]) -> PlanRow:
    first = rows[0]
    fields = PlanRow.__dataclass_fields__.keys() & first.keys()
    return PlanRow(
        **{name: first[name] for name in fields if name != "text"},
        day=first["due_at"].astimezone(LONDON).date(),
        text=first["message"],
        answer=first["question_id"] is not None,
        accounts=tuple(_accounts(rows)),
        late_after=timedelta(seconds=first["late_after_s"]),
        media=files,
    )


def _accounts(rows: Iterable[dict[str, Any]]) -> list[Planned]:
    """One entry for each account: where a failed publication was followed by another, the other."""
    found: dict[UUID, Planned] = {}
    for row in rows:
        if row["account_id"]:
            values = {name: row[name] for name in Planned.__dataclass_fields__}
            found.setdefault(row["account_id"], Planned(**{**values, "held": bool(row["held"])}))
    return list(found.values())


def _london_midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)

"""Campaigns: what each was for, and what its posts did: the sum of its posts, each by its newest numbers."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlmodel import Session, col

from domain.answering import Figure
from domain.clock import london_day
from domain.metrics import Over, refuse_sum
from domain.people import Scope, Signed
from domain.publication import Stage, State
from store.reports.asked_in import facts, figures_of
from store.reports.scopes import Rows, within
from store.reports.spells import belonged_within, of_post
from store.reports.sums import ADDS, Sums, sums_of
from store.tables import (
    Account,
    Attempt,
    Belonging,
    Campaign,
    CampaignRecord,
    Person,
    Post,
    PostNumbers,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Version,
)


class CampaignState(StrEnum):
    """Where a campaign stands on a London day, as lists choose."""

    RUNNING = "running"
    COMING = "coming"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Planned:
    """The posts of a campaign by how far they are: one for each account. Drafts are nobody's plan yet."""

    public: int = 0
    to_come: int = 0
    awaiting: int = 0
    failed: int = 0

    @property
    def all(self) -> int:
        """What was planned in all: what was dropped is no longer part of it."""
        return self.public + self.to_come + self.awaiting + self.failed


@dataclass(frozen=True, slots=True)
class Raised:
    """Questions asked under the posts of a campaign, as they stand now; `in_time` of them answered when promised."""

    asked: int = 0
    answered: int = 0
    in_time: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign. `sums` adds up its public posts on `accounts` accounts; `x_micros` is what publishing them cost.

    `cost_pence` (without that) and `staff_minutes` are as people wrote them down; None: nobody did.
    `changed_at` is when they last did, None: never.
    """

    id: UUID
    name: str
    purpose: str
    starts_on: date | None
    ends_on: date | None
    state: CampaignState
    goal: str
    audience: str
    cost_pence: int | None
    staff_minutes: int | None
    lessons: str
    changed_at: datetime | None
    changed_by: str | None
    accounts: int
    sums: Sums
    planned: Planned
    raised: Raised
    micros: int


def campaigns_told(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    scope: Scope | None = None,
    state: CampaignState | None = None,
    limit: int = 10,
    offset: int = 0,
) -> list[CampaignRow]:
    """Campaigns in a state (all with None), those that began last first, each with the sums of its posts in sight."""
    chosen = _campaigns().where(_in_state(state, london_day(now)))
    began = func.coalesce(col(Campaign.starts_on), col(Campaign.ends_on)).desc().nulls_last()
    rows = db.execute(chosen.order_by(began, col(Campaign.name)).limit(limit).offset(offset)).all()
    return _told(db, who, now, rows, scope)


def count_campaigns(db: Session, now: datetime, state: CampaignState | None = None) -> int:
    """How many campaigns there are in a state."""
    here = select(func.count()).select_from(Campaign).where(_in_state(state, london_day(now)))
    return int(db.scalar(here) or 0)


def campaign(
    db: Session, who: Signed, now: datetime, campaign_id: UUID, *, scope: Scope | None = None
) -> CampaignRow | None:
    """One campaign; None when there is none of that id."""
    rows = db.execute(_campaigns().where(col(Campaign.id) == campaign_id)).all()
    return next(iter(_told(db, who, now, rows, scope)), None)


def posts_of(who: Signed, scope: Scope | None, *columns: Any, numbers: bool = True) -> Rows:
    """Columns over the posts of campaigns in sight (Publication, Post, `numbers`), to be narrowed and grouped."""
    statement: Rows = select(*columns).select_from(Publication).join(Post, col(Post.publication_id) == Publication.id)
    if numbers:
        statement = statement.outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
    if all(part is None or part == Scope() for part in (who.scope, scope)):
        return statement
    return statement.join(Belonging, of_post()).where(belonged_within(Belonging, who, scope))


def adding() -> list[ColumnElement[Any]]:
    """The columns that `sums_of` reads, added up over a statement's Post and PostNumbers."""
    for name in ADDS:
        refuse_sum(name, Over.POSTS, Over.ACCOUNTS, Over.DAYS)
    public = col(Post.gone_at).is_(None)
    told: list[ColumnElement[Any]] = [func.count(col(Post.id)).filter(public), func.count(col(Post.gone_at))]
    for name in ADDS:
        number = col(getattr(PostNumbers, name))
        told += [func.sum(number).filter(public), func.count(number).filter(public)]
    engaged = func.coalesce(*(col(getattr(PostNumbers, name)) for name in ("likes", "replies", "shares", "clicks")))
    return [*told, func.count(engaged).filter(public), func.max(col(PostNumbers.taken_at))]


def _campaigns() -> Select[Any]:
    record = [getattr(CampaignRecord, name) for name in ("goal", "audience", "cost_pence", "staff_minutes", "lessons")]
    own = [getattr(Campaign, name) for name in ("id", "name", "purpose", "starts_on", "ends_on", "retired_at")]
    changed: tuple[Any, ...] = (col(CampaignRecord.changed_at), col(Person.name).label("changed_by"))
    return (
        select(*(col(one) for one in own + record), *changed)
        .select_from(Campaign)
        .outerjoin(CampaignRecord, col(CampaignRecord.campaign_id) == Campaign.id)
        .outerjoin(Person, col(Person.id) == CampaignRecord.changed_by_id)
    )


def _in_state(state: CampaignState | None, today: date) -> ColumnElement[bool]:
    coming = and_(col(Campaign.retired_at).is_(None), func.coalesce(col(Campaign.starts_on) > today, False))
    ended = func.coalesce(col(Campaign.ends_on) < today, False)
    over = or_(col(Campaign.retired_at).is_not(None), ended)
    return {
        None: true(),
        CampaignState.COMING: and_(coming, ~over),
        CampaignState.OVER: over,
        CampaignState.RUNNING: and_(~coming, ~over),
    }[state]


def _state(row: Any, today: date) -> CampaignState:
    if row.retired_at or (row.ends_on and row.ends_on < today):
        return CampaignState.OVER
    return CampaignState.COMING if row.starts_on and row.starts_on > today else CampaignState.RUNNING


def _told(db: Session, who: Signed, now: datetime, rows: Sequence[Any], scope: Scope | None) -> list[CampaignRow]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    sums, today = _sums(db, who, ids, scope), london_day(now)
    plans, raised, spent = _planned(db, who, ids, scope), _raised(db, who, now, ids, scope), _spent(db, who, ids, scope)
    found = []
    for row in rows:
        said: dict[str, Any] = row._asdict()
        said.pop("retired_at")
        added, accounts = sums.get(row.id, (Sums(), 0))
        said |= {name: said[name] or "" for name in ("goal", "audience", "lessons")}
        found.append(
            CampaignRow(
                **said, state=_state(row, today), accounts=accounts, sums=added,
                planned=plans.get(row.id, Planned()), raised=raised.get(row.id, Raised()), micros=spent.get(row.id, 0),
            )
        )  # fmt: skip
    return found


def _of(ids: Collection[UUID]) -> ColumnElement[bool]:
    return col(Publication.campaign_id).in_(list(ids))


def _sums(db: Session, who: Signed, ids: Sequence[UUID], scope: Scope | None) -> dict[UUID, tuple[Sums, int]]:
    accounts = func.count(col(Post.account_id).distinct()).filter(col(Post.gone_at).is_(None))
    statement = posts_of(who, scope, col(Publication.campaign_id), accounts, *adding()).where(_of(ids))
    rows = db.execute(statement.group_by(col(Publication.campaign_id)))
    return {campaign_id: (sums_of(added), accounts) for campaign_id, accounts, *added in rows}


_OUT = {State.PUBLISHED: "public", State.FAILED: "failed"}


def _planned(db: Session, who: Signed, ids: Sequence[UUID], scope: Scope | None) -> dict[UUID, Planned]:
    """How many of their posts are how far, one for each account."""
    seen = within(who, scope)
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    out = select(col(Publication.campaign_id), col(Publication.state), func.count()).where(
        _of(ids), col(Publication.state) != State.CANCELLED
    )
    if not all(part is None or part == Scope() for part in (who.scope, scope)):
        out = out.join(Account, col(Account.id) == Publication.account_id).where(seen)
    for campaign_id, state, many in db.execute(out.group_by(col(Publication.campaign_id), col(Publication.state))):
        if campaign_id:
            found[campaign_id][_OUT.get(state, "to_come")] += many
    waits = (
        select(col(ScheduledPost.campaign_id), func.count())
        .join(Version, col(Version.scheduled_post_id) == ScheduledPost.id)
        .join(Account, col(Account.id) == Version.account_id)
        .where(col(ScheduledPost.campaign_id).in_(list(ids)), col(ScheduledPost.stage) == Stage.AWAITING_APPROVAL, seen)
        .group_by(col(ScheduledPost.campaign_id))
    )
    for campaign_id, many in db.execute(waits):
        if campaign_id:
            found[campaign_id]["awaiting"] = many
    return {key: Planned(**counts) for key, counts in found.items()}


def _raised(db: Session, who: Signed, now: datetime, ids: Sequence[UUID], scope: Scope | None) -> dict[UUID, Raised]:
    told = facts(now)
    statement = (
        posts_of(who, scope, col(Publication.campaign_id), *told, func.count(), numbers=False)
        .join(Reply, col(Reply.post_id) == Post.id)
        .join(Question, col(Question.reply_id) == Reply.id)
        .where(_of(ids))
        .group_by(col(Publication.campaign_id), *(one.name for one in told))
    )
    counts: dict[UUID, Counter[Figure]] = defaultdict(Counter)
    for campaign_id, *fact, many in db.execute(statement):
        counts[campaign_id].update(dict.fromkeys(figures_of(*fact), many))
    return {key: _of_figures(one) for key, one in counts.items()}


def _of_figures(n: Counter[Figure]) -> Raised:
    asked = n[Figure.ASKED] - n[Figure.MISTAKEN]
    return Raised(asked, n[Figure.IN_TIME] + n[Figure.LATE], n[Figure.IN_TIME], n[Figure.OPEN] + n[Figure.OVERDUE])


def _spent(db: Session, who: Signed, ids: Sequence[UUID], scope: Scope | None) -> dict[UUID, int]:
    """What calls and uploads of a campaign's publications cost, in millionths of a US dollar."""
    found: Counter[UUID] = Counter()
    calls = (
        select(col(Publication.campaign_id), func.sum(col(Attempt.micros)))
        .join(Attempt, col(Attempt.publication_id) == Publication.id)
        .join(Account, col(Account.id) == Publication.account_id)
    )
    files = select(col(Publication.campaign_id), func.sum(col(Publication.media_micros))).join(
        Account, col(Account.id) == Publication.account_id
    )
    for statement in (calls, files):
        rows = db.execute(statement.where(_of(ids), within(who, scope)).group_by(col(Publication.campaign_id)))
        found.update({campaign_id: int(micros or 0) for campaign_id, micros in rows if campaign_id})
    return dict(found)

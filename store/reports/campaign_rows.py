"""What stands behind the numbers of one campaign: its posts, what is planned, its questions; by part and over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from domain.answering import Figure
from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.posts import PlatformName
from domain.publication import Stage, State
from store.reports.asked_in import stands_as
from store.reports.behind import BehindRow, behind_row, told_questions
from store.reports.campaigns import adding, posts_of
from store.reports.posts import Order, PostRow, ordered, rows_of
from store.reports.scopes import Rows, account_names, naming, within
from store.reports.spells import belonged_within, of_post
from store.reports.sums import Sums, add, sums_of
from store.tables import (
    Account,
    Belonging,
    District,
    Person,
    Post,
    PostNumbers,
    Publication,
    Question,
    Reply,
    ScheduledPost,
    Version,
)

NOT_OUT = (State.QUEUED, State.PUBLISHING, State.WAITING, State.UNKNOWN, State.FAILED)
GRAIN_OF_WEEKS = 62  # days: a longer campaign is drawn by week


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """The sums of a campaign's posts of one district (as it was on the day; None: the force's own) and platform."""

    district_id: UUID | None
    district: str | None
    platform: PlatformName
    sums: Sums


@dataclass(frozen=True, slots=True)
class CampaignSpan:
    """The sums of a campaign's posts made from the London day `first` to `last`; without posts every number is a gap.

    `is_unfinished`: today is in it.
    """

    first: date
    last: date
    sums: Sums
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class CampaignPlanned:
    """A post of a campaign that is not public: where it stands with people (`stage`) and with the service (`state`)."""

    scheduled_post_id: UUID
    publication_id: UUID | None
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    text: str
    due_at: datetime
    stage: Stage
    state: State | None
    author: str


def campaign_posts(
    db: Session,
    who: Signed,
    campaign_id: UUID,
    *,
    scope: Scope | None = None,
    order: Order = Order.NEWEST,
    limit: int = 100,
    offset: int = 0,
) -> list[PostRow]:
    """The posts that the numbers of a campaign are added up from, and those that are gone."""
    wanted: Select[Any] = posts_of(who, scope, col(Post.id)).where(col(Publication.campaign_id) == campaign_id)
    return rows_of(db, wanted.order_by(*ordered(order)).limit(limit).offset(offset))


def campaign_by_part(db: Session, who: Signed, campaign_id: UUID, *, scope: Scope | None = None) -> list[CampaignPart]:
    """The sums of its posts by district, as it was on their day, and platform; the force's own last."""
    statement = (
        select(col(Belonging.district_id), col(District.name), col(Account.platform), *adding())
        .select_from(Publication)
        .join(Post, col(Post.publication_id) == Publication.id)
        .join(Account, col(Account.id) == Post.account_id)
        .join(Belonging, of_post())
        .outerjoin(District, col(District.id) == Belonging.district_id)
        .outerjoin(PostNumbers, col(PostNumbers.post_id) == Post.id)
        .where(col(Publication.campaign_id) == campaign_id, belonged_within(Belonging, who, scope))
        .group_by(col(Belonging.district_id), col(District.name), col(Account.platform))
        .order_by(col(District.name).nulls_last(), col(Account.platform))
    )
    return [CampaignPart(row[0], row[1], row[2], sums_of(row[3:])) for row in db.execute(statement)]


def campaign_series(
    db: Session, who: Signed, campaign_id: UUID, today: date, *, scope: Scope | None = None
) -> list[CampaignSpan]:
    """Its posts by the day or week they were made, from the first to the last; a span without posts is a gap."""
    statement = posts_of(who, scope, col(Post.day), *adding()).where(col(Publication.campaign_id) == campaign_id)
    days = {row[0]: sums_of(row[1:]) for row in db.execute(statement.group_by(col(Post.day)))}
    if not days:
        return []
    period = Period(min(days), max(days))
    grain = Grain.WEEK if period.days > GRAIN_OF_WEEKS else Grain.DAY
    return [
        CampaignSpan(span.first, span.last, _over(days, span), span.first <= today <= span.last)
        for span in period.cut(grain)
    ]


def _over(days: dict[date, Sums], span: Period) -> Sums:
    return add([sums for day, sums in days.items() if span.first <= day <= span.last] or [Sums()])


def campaign_planned(
    db: Session, who: Signed, campaign_id: UUID, *, scope: Scope | None = None, limit: int = 200
) -> list[CampaignPlanned]:
    """What is planned for it and not public: waiting for approval, for its time, for a decision, or failed."""
    waits = _waits(who, scope).where(col(ScheduledPost.campaign_id) == campaign_id)
    queued = _queued(who, scope).where(col(Publication.campaign_id) == campaign_id)
    rows = [CampaignPlanned(**row._asdict()) for one in (waits, queued) for row in db.execute(one.limit(limit))]
    return sorted(rows, key=lambda row: (row.due_at, row.account))[:limit]


def _waits(who: Signed, scope: Scope | None) -> Rows:
    text = func.coalesce(col(Version.text), col(ScheduledPost.text)).label("text")
    statement: Rows = select(
        col(ScheduledPost.id).label("scheduled_post_id"), _none("publication_id"), text,
        col(ScheduledPost.due_at).label("due_at"), col(ScheduledPost.stage).label("stage"), _none("state"),
        col(Person.name).label("author"), *account_names(),
    ).select_from(ScheduledPost)  # fmt: skip
    joined = (
        statement.join(Version, col(Version.scheduled_post_id) == ScheduledPost.id)
        .join(Account, col(Account.id) == Version.account_id)
        .join(Person, col(Person.id) == ScheduledPost.author_id)
    )
    return naming(joined).where(col(ScheduledPost.stage) == Stage.AWAITING_APPROVAL, within(who, scope))


def _queued(who: Signed, scope: Scope | None) -> Rows:
    statement: Rows = select(
        col(ScheduledPost.id).label("scheduled_post_id"), col(Publication.id).label("publication_id"),
        col(Publication.text).label("text"), col(Publication.due_at).label("due_at"),
        col(ScheduledPost.stage).label("stage"), col(Publication.state).label("state"),
        col(Person.name).label("author"), *account_names(),
    ).select_from(Publication)  # fmt: skip
    joined = (
        statement.join(ScheduledPost, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .join(Account, col(Account.id) == Publication.account_id)
        .join(Person, col(Person.id) == ScheduledPost.author_id)
    )
    return naming(joined).where(col(Publication.state).in_(NOT_OUT), within(who, scope))


def _none(name: str) -> Any:
    return func.nullif(1, 1).label(name)


def campaign_questions(
    db: Session, who: Signed, now: datetime, campaign_id: UUID, *, scope: Scope | None = None, limit: int = 200
) -> Sequence[BehindRow]:
    """The questions asked under its posts, the latest first, without those that were none after all."""
    under = (
        posts_of(who, scope, col(Question.id), numbers=False)
        .join(Reply, col(Reply.post_id) == Post.id)
        .join(Question, col(Question.reply_id) == Reply.id)
        .where(col(Publication.campaign_id) == campaign_id)
    )
    wanted = told_questions().where(col(Question.id).in_(under), ~stands_as(Figure.MISTAKEN, now))
    rows = db.execute(wanted.order_by(col(Question.waiting_since).desc(), col(Question.id)).limit(limit))
    return [behind_row(row._asdict()) for row in rows]

"""Publications: what goes out, went out or did not, and the story of one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State, TakeDownState
from store.holds import QUEUE, held
from store.reports.scopes import Rows, account_names, naming, within
from store.tables import Account, Attempt, Campaign, Person, Post, Publication, Reply, ScheduledPost, TakeDown, Trail
from store.takedowns import latest_first


@dataclass(frozen=True, slots=True)
class PublicationRow:
    """One message on one account and how far it has come. `held`: it is queued and an open hold covers it.

    `trouble` is what was last noted against it; `not_before` when it is tried next; `answer`: it replies to the public.
    `version` is that of the words; who approved it is told while the message is still that version, else by the trail.
    `approved_under` names the policy where no second person approved. `take_down`: where the last wish to take it down
    stands, None when nobody wants that (any more); `gone_at`: when somebody saw that it is no longer there.
    `poll`: the answers and minutes of the poll that goes out with it, as approved.
    """

    id: UUID
    scheduled_post_id: UUID
    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    version: int
    text: str
    answer: bool
    category: str
    campaign: str | None
    state: State
    held: bool
    due_at: datetime
    not_before: datetime
    expires_at: datetime
    published_at: datetime | None
    external_id: str | None
    url: str | None
    attempts: int
    trouble: str
    trouble_kind: str
    unknown_at: datetime | None
    looked_at: datetime | None
    looks: int
    author: str
    approved_by: str | None
    approved_under: str
    take_down: TakeDownState | None
    gone_at: datetime | None
    poll: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One event in the life of a publication: `kind` is attempt (ours) or trail (what a person or the service did).

    `who` None: the service. `detail` of an attempt is in the platform's own words, `answer` what it said when it
    took it (or, found later, what was told then); `worker` the process. `micros`: millionths of a dollar.
    """

    at: datetime
    kind: str
    act: str
    who: str | None
    system_user: str
    detail: str
    number: int | None = None
    finished_at: datetime | None = None
    operation: str = ""
    micros: int | None = None
    answer: str = ""
    worker: str = ""


def publications(
    db: Session,
    who: Signed,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    states: Collection[State] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    publication_id: UUID | None = None,
    words: str = "",
    taken_down: bool = False,
    message_id: UUID | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[PublicationRow]:
    """Publications due from `since` to before `until`, in the given states (all when none is), the latest due first.

    `words`: only those that say this, whatever the case; `taken_down`: only those that somebody wants or wanted off;
    `message_id`: only those of one scheduled post.
    """
    statement = (
        _named()
        .where(
            within(who, scope, platform),
            *_chosen(states, since, until, publication_id),
            *_said(words, taken_down, message_id),
        )
        .order_by(col(Publication.due_at).desc(), col(Publication.id))
        .limit(limit)
        .offset(offset)
    )
    return [PublicationRow(**{**row._asdict(), "held": bool(row.held)}) for row in db.execute(statement)]


def publication_story(db: Session, who: Signed, publication_id: UUID) -> list[StoryRow]:
    """What people did with a publication and its message, and every attempt, in time order.

    Empty when the person may not see it.
    """
    seen = (
        select(col(Publication.scheduled_post_id))
        .join(Account, col(Account.id) == Publication.account_id)
        .where(col(Publication.id) == publication_id, within(who))
    )
    message = db.scalar(seen)
    if message is None:
        return []
    tries = db.scalars(select(Attempt).where(col(Attempt.publication_id) == publication_id))
    acts = db.execute(
        select(Trail, col(Person.name))
        .outerjoin(Person, col(Person.id) == Trail.person_id)
        .where(col(Trail.subject_id).in_([publication_id, message]))
        .order_by(col(Trail.id))
    )
    rows = [StoryRow(act.at, "trail", act.act, name, act.system_user, act.detail) for act, name in acts]
    return sorted(
        rows + [_attempt(one) for one in tries], key=lambda row: (row.at, row.kind == "attempt", row.number or 0)
    )


def _named() -> Rows:
    approver, author = aliased(Person), aliased(Person)
    own = [name for name in PublicationRow.__dataclass_fields__ if name in Publication.model_fields]
    columns: list[ColumnElement[Any]] = [
        *account_names(),
        *(col(getattr(Publication, name)).label(name) for name in own if name != "account_id"),
        col(Publication.in_reply_to).is_not(None).label("answer"),
        and_(col(Publication.state) == State.QUEUED, held(QUEUE, None)).label("held"),
        col(Campaign.name).label("campaign"),
        col(author.name).label("author"),
        col(approver.name).label("approved_by"),
        case((_still(), col(ScheduledPost.approved_under)), else_="").label("approved_under"),
        _wanted_off().label("take_down"),
        func.coalesce(seen_gone(Post), seen_gone(Reply)).label("gone_at"),
    ]
    return (
        naming(select(*columns).select_from(Publication).join(Account, col(Account.id) == Publication.account_id))
        .join(ScheduledPost, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .join(author, col(author.id) == ScheduledPost.author_id)
        .outerjoin(approver, and_(col(approver.id) == ScheduledPost.approved_by_id, _still()))
        .outerjoin(Campaign, col(Campaign.id) == ScheduledPost.campaign_id)
    )


def _still() -> ColumnElement[bool]:
    """The message is the version that the publication is of; it may have been edited after that was stopped."""
    return col(ScheduledPost.version) == col(Publication.version)


def _chosen(
    states: Collection[State], since: datetime | None, until: datetime | None, publication_id: UUID | None
) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if states:
        chosen.append(col(Publication.state).in_(list(states)))
    if since:
        chosen.append(col(Publication.due_at) >= since)
    if until:
        chosen.append(col(Publication.due_at) < until)
    if publication_id:
        chosen.append(col(Publication.id) == publication_id)
    return chosen


def _said(words: str, taken_down: bool, message_id: UUID | None) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if words.strip():
        chosen.append(func.lower(col(Publication.text)).contains(words.strip().lower(), autoescape=True))
    if taken_down:
        chosen.append(_wanted_off().is_not(None))
    if message_id:
        chosen.append(col(Publication.scheduled_post_id) == message_id)
    return chosen


def _wanted_off() -> ColumnElement[TakeDownState | None]:
    """Where the last wish to take a statement's Publication down stands; NULL when there is none, or it was dropped."""
    mine = select(col(TakeDown.state)).where(
        col(TakeDown.publication_id) == Publication.id, col(TakeDown.state) != TakeDownState.DROPPED
    )
    return mine.order_by(*latest_first()).limit(1).correlate(Publication).scalar_subquery()


def seen_gone(table: type[Post] | type[Reply]) -> ColumnElement[datetime | None]:
    """When what a statement's Publication became was seen to be gone."""
    became = select(col(table.gone_at)).where(
        col(table.account_id) == Publication.account_id, col(table.external_id) == Publication.external_id
    )
    return became.correlate(Publication).scalar_subquery()


def _attempt(one: Attempt) -> StoryRow:
    return StoryRow(
        at=one.started_at,
        kind="attempt",
        act=one.outcome,
        who=None,
        system_user="",
        detail=one.detail,
        number=one.number,
        finished_at=one.finished_at,
        operation=one.operation,
        micros=one.micros,
        answer=one.answer,
        worker=one.worker,
    )

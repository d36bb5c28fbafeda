"""Matters: what people are to be told of just now, and the facts that a message about it tells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.matters import Matter, Patience
from domain.posts import PlatformName
from domain.publication import State, TakeDownState
from store import hearing, silence
from store.alerts import Seen
from store.reports import alarms
from store.reports.pressing import PRESSING, alive_publisher, open_failure
from store.silence import SilentFacts
from store.tables import Account, Hold, Person, Publication, ScheduledPost, TakeDown, Team, Worker

TOLD_AFTER = timedelta(minutes=2)
"""What is late, unknown or without a publisher for so long is told: until then it is being mended by itself."""

DUE_SOON = timedelta(days=1)
"""A token that a post's own try found dead is told when that post is due within this time."""

LONGEST_LATE = timedelta(days=30)
"""What is queued for longer than this after its time is told no more; it bounds what must be looked through."""

NO_TOKEN = "TokenExpired"

OF_POSTS = (Matter.UNKNOWN, Matter.FAILED, Matter.WAITING, Matter.LATE)
"""Matters whose subject is a publication."""

OF_TAKE_DOWNS = (Matter.TAKE_DOWN_ASKED, Matter.TAKE_DOWN_REFUSED)


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What there is to tell of a publication, or of taking it down. `text` are our own words, "" for an answer."""

    id: UUID
    account: str
    external_account: str
    platform: PlatformName
    team: str | None
    text: str
    state: State
    due_at: datetime
    not_before: datetime
    expires_at: datetime
    unknown_at: datetime | None
    looked_at: datetime | None
    next_look_at: datetime | None
    looks: int
    trouble_kind: str
    author: str
    email: str | None  # None: the author has left the roster
    reason: str = ""
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What there is to tell of a hold. `placed_by` None: the service."""

    id: UUID
    reason: str
    placed_by: str | None
    placed_at: datetime
    review_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What there is to tell of an account that must be connected again: how many posts are due on it, and when."""

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    since: datetime | None
    posts: int
    first_due: datetime | None


Facts = PostFacts | HoldFacts | AccountFacts | SilentFacts


def just_now(db: Session, now: datetime, patience: Patience) -> set[Seen]:
    """Every matter that people are to be told of, whether or not they have been."""
    found = {*_of_posts(db, now), *_of_take_downs(db), *_of_holds(db, now), *_of_tokens(db, now)}
    found |= alarms.just_now(db, now, patience) | {(Matter.SILENT, which) for which in silence.subjects(db, now)}
    service = _of_the_service(db, now)
    found |= {(Matter.NO_LISTENER, None)} if hearing.unheeded(db, now) else set()
    return found | ({(service, None)} if service else set())


def facts(db: Session, kind: Matter, subjects: Collection[UUID], now: datetime) -> list[Facts]:
    """What a message about these matters of one kind tells, the earliest due or placed first."""
    if kind in OF_POSTS:
        return list(_post_facts(db, col(Publication.id).in_(subjects)))
    if kind in OF_TAKE_DOWNS:
        return list(_take_down_facts(db, subjects))
    if kind is Matter.HOLD_REVIEW:
        return list(_hold_facts(db, subjects))
    if kind is Matter.SILENT:
        return list(silence.facts(db, subjects))
    return list(_account_facts(db, subjects, now)) if kind is Matter.TOKEN else []


def overdue(db: Session, now: datetime, limit: int) -> tuple[int, datetime | None, Sequence[PostFacts]]:
    """How many posts wait though their time has come, since when the longest does, and the first of them."""
    waits = and_(col(Publication.state) == State.QUEUED, col(Publication.not_before) <= now)
    number, since = db.execute(select(func.count(), func.min(col(Publication.due_at))).where(waits)).one()
    return number, since, _post_facts(db, waits, limit)


def last_heard(db: Session, kind: str) -> tuple[datetime | None, str]:
    """When a worker of this kind was last heard, and what it said it was troubled by."""
    last = (
        select(col(Worker.beat_at), col(Worker.trouble))
        .where(col(Worker.kind) == kind, col(Worker.holder) == "")
        .order_by(col(Worker.beat_at).desc())
        .limit(1)
    )
    found = db.execute(last).first()
    return (found[0], found[1]) if found else (None, "")


def became(db: Session, subjects: Collection[UUID]) -> dict[State, int]:
    """How many of these publications are in each state by now."""
    counted = select(col(Publication.state), func.count()).where(col(Publication.id).in_(subjects))
    return {State(state): number for state, number in db.execute(counted.group_by(col(Publication.state)))}


def authors(db: Session, kind: Matter, subjects: Collection[UUID]) -> dict[UUID, str]:
    """The e-mail of who wrote the post that a matter is about, by subject; nobody who has left the roster."""
    which = col(TakeDown.id) if kind in OF_TAKE_DOWNS else col(Publication.id)
    wanted = (
        select(which, col(Person.email))
        .select_from(Publication)
        .join(ScheduledPost, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .join(Person, col(Person.id) == ScheduledPost.author_id)
        .where(which.in_(subjects), col(Person.retired_at).is_(None))
    )
    if kind in OF_TAKE_DOWNS:
        wanted = wanted.join(TakeDown, col(TakeDown.publication_id) == Publication.id)
    return {subject: email for subject, email in db.execute(wanted)} if kind in OF_POSTS + OF_TAKE_DOWNS else {}


def _of_posts(db: Session, now: datetime) -> list[Seen]:
    state, due, early = col(Publication.state), col(Publication.due_at), now - TOLD_AFTER
    late = and_(state.in_((State.QUEUED, State.PUBLISHING)), due < early, due > now - LONGEST_LATE)
    kind = case(
        (and_(state == State.UNKNOWN, func.coalesce(col(Publication.unknown_at), due) < early), Matter.UNKNOWN.value),
        (and_(state == State.FAILED, open_failure(now)), Matter.FAILED.value),
        (state == State.WAITING, Matter.WAITING.value),
        (late, Matter.LATE.value),
    )
    rows = db.execute(select(kind, col(Publication.id)).where(state.in_(PRESSING), kind.is_not(None)))
    return [(Matter(word), which) for word, which in rows]


def _of_take_downs(db: Session) -> list[Seen]:
    other: Any = aliased(TakeDown)
    newer = exists().where(other.publication_id == TakeDown.publication_id, other.asked_at > col(TakeDown.asked_at))
    state = col(TakeDown.state)
    wanted = or_(state == TakeDownState.ASKED, and_(state == TakeDownState.REFUSED, ~newer))
    kinds = {TakeDownState.ASKED: Matter.TAKE_DOWN_ASKED, TakeDownState.REFUSED: Matter.TAKE_DOWN_REFUSED}
    return [
        (kinds[TakeDownState(word)], id_) for word, id_ in db.execute(select(state, col(TakeDown.id)).where(wanted))
    ]


def _of_holds(db: Session, now: datetime) -> list[Seen]:
    due = select(col(Hold.id)).where(col(Hold.lifted_at).is_(None), col(Hold.review_at) <= now)
    return [(Matter.HOLD_REVIEW, which) for which in db.scalars(due)]


def _of_tokens(db: Session, now: datetime) -> list[Seen]:
    """The account says so, or a post on it does: a token may still read when it may no longer write."""
    due = exists().where(
        col(Publication.account_id) == Account.id, col(Publication.trouble_kind) == NO_TOKEN, *_due_soon(now)
    )
    dead = or_(col(Account.trouble_kind) == NO_TOKEN, due)
    wanted = select(col(Account.id)).where(dead, col(Account.retired_at).is_(None))
    return [(Matter.TOKEN, which) for which in db.scalars(wanted)]


def _due_soon(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return col(Publication.state) == State.QUEUED, col(Publication.due_at) < now + DUE_SOON


def _of_the_service(db: Session, now: datetime) -> Matter | None:
    due = exists().where(col(Publication.state) == State.QUEUED, col(Publication.not_before) < now - TOLD_AFTER)
    alive = select(func.count(), func.count().filter(col(Worker.trouble) == "")).where(alive_publisher(now))
    at_work, trusted = db.execute(alive).one()
    if trusted or not db.scalar(select(case((due, literal(1)), else_=literal(0)))):
        return None
    return Matter.CLOCK if at_work else Matter.NO_PUBLISHER


def _named(*more: Any) -> Any:
    own = [name for name in PostFacts.__dataclass_fields__ if name in Publication.model_fields and name != "text"]
    words = case((col(Publication.in_reply_to).is_(None), col(Publication.text)), else_="")
    return (
        select(
            *(col(getattr(Publication, name)).label(name) for name in own),
            words.label("text"),
            col(Account.handle).label("account"),
            col(Account.external_id).label("external_account"),
            col(Account.platform),
            col(Team.name).label("team"),
            col(Person.name).label("author"),
            case((col(Person.retired_at).is_(None), col(Person.email))).label("email"),
            *more,
        )
        .select_from(Publication)
        .join(Account, col(Account.id) == Publication.account_id)
        .join(ScheduledPost, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .join(Person, col(Person.id) == ScheduledPost.author_id)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .order_by(col(Publication.due_at), col(Publication.id))
    )


def _post_facts(db: Session, which: ColumnElement[bool], limit: int | None = None) -> list[PostFacts]:
    return [PostFacts(**row._asdict()) for row in db.execute(_named().where(which).limit(limit))]


def _take_down_facts(db: Session, subjects: Collection[UUID]) -> list[PostFacts]:
    asker: Any = aliased(Person)
    rows = db.execute(
        _named(col(TakeDown.reason), asker.name.label("asked_by"))
        .join(TakeDown, col(TakeDown.publication_id) == Publication.id)
        .join(asker, col(asker.id) == TakeDown.asked_by_id)
        .where(col(TakeDown.id).in_(subjects))
    )
    return [PostFacts(**row._asdict()) for row in rows]


def _hold_facts(db: Session, subjects: Collection[UUID]) -> list[HoldFacts]:
    columns = [col(getattr(Hold, name)) for name in ("id", "reason", "placed_at", "review_at")]
    rows = db.execute(
        select(*columns, col(Person.name).label("placed_by"))
        .outerjoin(Person, col(Person.id) == Hold.placed_by_id)
        .where(col(Hold.id).in_(subjects))
        .order_by(col(Hold.placed_at), col(Hold.id))
    )
    return [HoldFacts(**row._asdict()) for row in rows]


def _account_facts(db: Session, subjects: Collection[UUID], now: datetime) -> list[AccountFacts]:
    due = and_(col(Publication.account_id) == Account.id, *_due_soon(now))
    rows = db.execute(
        select(
            col(Account.id),
            col(Account.handle).label("account"),
            col(Account.platform),
            col(Team.name).label("team"),
            case((col(Account.trouble_kind) == NO_TOKEN, col(Account.trouble_at))).label("since"),
            func.count(col(Publication.id)).label("posts"),
            func.min(col(Publication.due_at)).label("first_due"),
        )
        .outerjoin(Publication, due)
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .where(col(Account.id).in_(subjects))
        .group_by(col(Account.id), col(Team.name))
        .order_by(func.min(col(Publication.due_at)), col(Account.handle))
    )
    return [AccountFacts(**row._asdict()) for row in rows]

"""The whole story of one publication: what is known of it, what was done to it, by whom, and what surrounded it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.people import Signed
from domain.posts import MediaKind
from domain.publication import State, TakeDownState
from store.holds import QUEUE, reaches
from store.reports.publications import PublicationRow, StoryRow, publication_story, publications
from store.tables import Account, Attachment, Hold, Media, Person, Publication, Reply, ScheduledPost, TakeDown, Upload
from store.takedowns import latest_first

EXPORTED = "export"
"""The act of a story that was handed out: it says nothing of the publication itself."""


@dataclass(frozen=True, slots=True)
class TakeDownRow:
    """A wish to take a publication down, and how far it has come. `micros`: what deleting cost, millionths of a dollar.

    `trouble`: why it is not gone yet, in the platform's own words where it spoke; `next_try_at`: when it is tried next.
    """

    state: TakeDownState
    reason: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    tries: int
    next_try_at: datetime | None
    deleted_at: datetime | None
    looked_at: datetime | None
    gone_at: datetime | None
    micros: int
    trouble: str
    trouble_kind: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """An image or a video that goes out with it, by the SHA-256 of its content. Bytes, pixels, seconds.

    `upload`: what the platform calls it, None before it was given it.
    """

    place: int
    kind: MediaKind
    mime: str
    size: int
    width: int
    height: int
    seconds: float | None
    alt: str
    digest: str
    upload: str | None
    uploaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldOver:
    """A hold that stood over it after it was approved and before it was public. `stopped_it`: it fell due under it.

    `placed_by` None: the service.
    """

    reason: str
    placed_by: str | None
    since: datetime
    lifted_by: str | None
    lifted_at: datetime | None
    stopped_it: bool


@dataclass(frozen=True, slots=True)
class Story:
    """All of it. `external_account` is the platform's id of its account.

    `asked`: the words of the public that it answers, None when it answers nobody or they are blanked. `pictures`: none
    when the message was changed after this was stopped, for then it has others. `others`: how many other accounts its
    message is public on; `micros`: what its attempts, its files and its deletion cost.
    """

    row: PublicationRow
    message: ScheduledPost
    external_account: str
    claimed_at: datetime | None
    next_look_at: datetime | None
    in_reply_to: str | None
    asked: str | None
    events: tuple[StoryRow, ...]
    exports: tuple[StoryRow, ...]
    take_downs: tuple[TakeDownRow, ...]
    pictures: tuple[PictureRow, ...]
    holds: tuple[HoldOver, ...]
    others: int
    micros: int


def story(db: Session, who: Signed, publication_id: UUID, now: datetime) -> Story | None:
    """Everything about one publication; None when there is no such, or it is not this person's to see."""
    found = publications(db, who, publication_id=publication_id)
    if not found:
        return None
    one = db.get_one(Publication, publication_id, populate_existing=True)
    message = db.get_one(ScheduledPost, one.scheduled_post_id, populate_existing=True)
    events = publication_story(db, who, publication_id)
    downs = _take_downs(db, publication_id)
    return Story(
        row=found[0],
        message=message,
        external_account=db.get_one(Account, one.account_id).external_id,
        claimed_at=one.claimed_at,
        next_look_at=one.next_look_at if one.state is State.UNKNOWN else None,
        in_reply_to=one.in_reply_to,
        asked=_asked(db, one),
        events=tuple(row for row in events if row.act != EXPORTED),
        exports=tuple(row for row in events if row.act == EXPORTED),
        take_downs=tuple(downs),
        pictures=tuple(_pictures(db, one)) if one.version == message.version else (),
        holds=tuple(_holds(db, one, message, now)),
        others=_others(db, one),
        micros=one.media_micros + sum(row.micros or 0 for row in events) + sum(row.micros for row in downs),
    )


def _take_downs(db: Session, publication_id: UUID) -> list[TakeDownRow]:
    """The newest first."""
    asker, approver = aliased(Person), aliased(Person)
    own = [name for name in TakeDownRow.__dataclass_fields__ if name in TakeDown.model_fields]
    columns: list[ColumnElement[Any]] = [
        *(col(getattr(TakeDown, name)).label(name) for name in own),
        col(asker.name).label("asked_by"),
        col(approver.name).label("approved_by"),
    ]
    rows = db.execute(
        select(*columns)
        .join(asker, col(asker.id) == TakeDown.asked_by_id)
        .outerjoin(approver, col(approver.id) == TakeDown.approved_by_id)
        .where(col(TakeDown.publication_id) == publication_id)
        .order_by(*latest_first())
    )
    return [TakeDownRow(**row._asdict()) for row in rows]


def _pictures(db: Session, one: Publication) -> list[PictureRow]:
    same = and_(col(Upload.place) == col(Attachment.place), col(Upload.digest) == col(Attachment.digest))
    given = and_(col(Upload.publication_id) == one.id, same)
    rows = db.execute(
        select(Attachment, Media, Upload)
        .join(Media, col(Media.digest) == Attachment.digest)
        .outerjoin(Upload, given)
        .where(col(Attachment.scheduled_post_id) == one.scheduled_post_id)
        .order_by(col(Attachment.place))
    )
    return [
        PictureRow(
            place=said.place,
            kind=file.kind,
            mime=file.mime,
            size=file.size,
            width=file.width,
            height=file.height,
            seconds=file.seconds,
            alt=said.alt,
            digest=file.digest,
            upload=upload.external_id if upload else None,
            uploaded_at=upload.uploaded_at if upload else None,
        )
        for said, file, upload in rows
    ]


def _holds(db: Session, one: Publication, message: ScheduledPost, now: datetime) -> list[HoldOver]:
    """The holds over it between its approval and its publication (or now), the first first."""
    by, lifter = aliased(Person), aliased(Person)
    since = func.coalesce(col(Hold.starts_at), col(Hold.placed_at)).label("since")
    approved = message.approved_at if one.version == message.version else None
    born, until = approved or message.created_at, one.published_at or now
    covers = reaches(QUEUE).correlate(Hold.__table__, QUEUE)  # type: ignore[attr-defined]
    stood = and_(since <= until, or_(col(Hold.lifted_at).is_(None), col(Hold.lifted_at) >= born), covers)
    rows = db.execute(
        select(Hold, since, col(by.name), col(lifter.name))
        .select_from(Hold)
        .join(Publication, col(Publication.id) == one.id)
        .outerjoin(by, col(by.id) == Hold.placed_by_id)
        .outerjoin(lifter, col(lifter.id) == Hold.lifted_by_id)
        .where(or_(stood, col(Hold.id) == one.held_by_id))
        .order_by(since, col(Hold.id))
    )
    return [
        HoldOver(hold.reason, placed_by, begun, lifted_by, hold.lifted_at, hold.id == one.held_by_id)
        for hold, begun, placed_by, lifted_by in rows
    ]


def _asked(db: Session, one: Publication) -> str | None:
    if one.in_reply_to is None:
        return None
    said = select(col(Reply.text)).where(
        col(Reply.account_id) == one.account_id, col(Reply.external_id) == one.in_reply_to
    )
    return db.scalar(said) or None


def _others(db: Session, one: Publication) -> int:
    """Other publications of the message that are public and that nobody has taken down or is about to."""
    wanted = select(col(TakeDown.publication_id)).where(
        col(TakeDown.state).in_([TakeDownState.ASKED, TakeDownState.ORDERED, TakeDownState.GONE])
    )
    public = select(func.count()).where(
        col(Publication.scheduled_post_id) == one.scheduled_post_id,
        col(Publication.id) != one.id,
        col(Publication.state) == State.PUBLISHED,
        col(Publication.id).not_in(wanted),
    )
    return db.scalar(public) or 0

"""The tables of publishing: what people wrote, its publications, their attempts, and holds."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.posts import MediaKind
from domain.publication import Priority, Stage, State, TakeDownState
from store.db import Utc, word


class ScheduledPost(SQLModel, table=True):
    """What a person wrote, for when. `version` counts every change of words, time or accounts."""

    __tablename__ = "scheduled_post"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    author_id: UUID = Field(foreign_key="person.id", index=True)
    text: str
    stage: Stage = Field(default=Stage.DRAFT, sa_type=word(Stage), index=True)
    version: int = 1
    due_at: datetime = Field(sa_type=Utc, index=True)
    late_after_s: int = 7200
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id", index=True)
    category: str = ""
    question_id: UUID | None = Field(default=None, index=True)  # no foreign key: it would close a ring of tables
    created_at: datetime = Field(sa_type=Utc)
    changed_at: datetime = Field(sa_type=Utc)
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    approved_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    approved_under: str = ""  # the force's policy that let an answer out at once
    in_reply_to: str | None = None  # external id of what this answers
    thread: str | None = None  # external id of what that conversation began with
    insisted: bool = False  # a supervisor insists on the same words again within 7 days
    note: str = ""  # why it was returned
    urgent: str = ""  # why it goes before all others; "" when it does not
    earlier: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # as a second person last had it before them
    withdrawn_at: datetime | None = Field(default=None, sa_type=Utc)  # while some of it was beyond reach
    look_since: datetime | None = Field(default=None, sa_type=Utc)  # as of its publications
    holding: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # answers, but is no answer yet
    answers_group: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})  # also those that ask the same


class Media(SQLModel, table=True):
    """A cleaned file of the media folder, by the SHA-256 of its content (hex). Bytes, pixels, seconds."""

    digest: str = Field(primary_key=True)
    kind: MediaKind = Field(sa_type=word(MediaKind))
    mime: str
    size: int
    width: int
    height: int
    seconds: float | None = None
    kept_at: datetime = Field(sa_type=Utc)


class Attachment(SQLModel, table=True):
    """A file that goes out with a scheduled post, in its place (0 first), with its alt text."""

    scheduled_post_id: UUID = Field(foreign_key="scheduled_post.id", primary_key=True)
    place: int = Field(primary_key=True)
    digest: str = Field(foreign_key="media.digest", index=True)
    alt: str


class Version(SQLModel, table=True):
    """An account chosen for a scheduled post, with words of its own where they differ."""

    __tablename__ = "version"

    scheduled_post_id: UUID = Field(foreign_key="scheduled_post.id", primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    text: str | None = None


class Publication(SQLModel, table=True):
    """One scheduled post on one account: the words as approved, and how far they have come."""

    __table_args__ = (
        Index(
            "one_live_publication_per_account",
            "scheduled_post_id",
            "account_id",
            unique=True,
            sqlite_where=text("state NOT IN ('failed', 'cancelled')"),
            postgresql_where=text("state NOT IN ('failed', 'cancelled')"),
        ),
        Index(
            "one_publishing_per_account",
            "account_id",
            unique=True,
            sqlite_where=text("state = 'publishing'"),
            postgresql_where=text("state = 'publishing'"),
        ),
        Index("publications_due", "state", "not_before"),
        Index("publications_by_time", "due_at"),
        Index("publications_same_words", "account_id", "fingerprint"),
        Index(
            "publications_held_by",
            "held_by_id",
            sqlite_where=text("held_by_id IS NOT NULL"),
            postgresql_where=text("held_by_id IS NOT NULL"),
        ),
        Index(
            "publications_of_campaign",
            "campaign_id",
            "state",
            "id",
            sqlite_where=text("campaign_id IS NOT NULL"),
            postgresql_where=text("campaign_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    scheduled_post_id: UUID = Field(foreign_key="scheduled_post.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    version: int = 1  # of the scheduled post, that was approved
    state: State = Field(default=State.QUEUED, sa_type=word(State))
    text: str
    fingerprint: str
    in_reply_to: str | None = None
    thread: str | None = None
    category: str = ""
    priority: int = Priority.NORMAL  # domain.publication.Priority
    attachments: int = 0  # how many files go out with it; a post never leaves with fewer
    media_micros: int = 0  # what giving them to the platform cost, in millionths of a US dollar
    due_at: datetime = Field(sa_type=Utc)
    not_before: datetime = Field(sa_type=Utc)
    expires_at: datetime = Field(sa_type=Utc)
    attempts: int = 0
    transients: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=Utc)
    unknown_at: datetime | None = Field(default=None, sa_type=Utc)
    looked_at: datetime | None = Field(default=None, sa_type=Utc)
    next_look_at: datetime | None = Field(default=None, sa_type=Utc)
    looks: int = 0
    published_at: datetime | None = Field(default=None, sa_type=Utc)
    external_id: str | None = None
    url: str | None = None
    trouble: str = ""
    trouble_kind: str = ""
    look_since: datetime | None = Field(default=None, sa_type=Utc)  # may be public since then: look, then send
    held_by_id: UUID | None = None  # the hold it last fell due under; no foreign key: it would close a ring of tables
    campaign_id: UUID | None = None  # as approved
    poll: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # as approved: options and minutes


class Attempt(SQLModel, table=True):
    """One try to publish: written before the call, closed after it. `micros`: its cost in millionths of a US dollar."""

    __table_args__ = (UniqueConstraint("publication_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    publication_id: UUID = Field(foreign_key="publication.id", index=True)
    number: int
    started_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    outcome: str = "started"
    detail: str = ""
    answer: str = ""  # what the platform said, shortened and redacted
    worker: str = ""  # the process that tried
    operation: str = ""
    micros: int = 0


class Upload(SQLModel, table=True):
    """A file that a platform was given for a publication, by its place, until the platform forgets it (T14)."""

    publication_id: UUID = Field(foreign_key="publication.id", primary_key=True)
    place: int = Field(primary_key=True)
    digest: str
    external_id: str
    uploaded_at: datetime = Field(sa_type=Utc)
    expires_at: datetime | None = Field(default=None, sa_type=Utc)
    ask_again_at: datetime | None = Field(default=None, sa_type=Utc)  # the platform still prepares it


class TakeDown(SQLModel, table=True):
    """Somebody wants a published post off its platform: who, why, who agreed, and how far it has come.

    `micros`: what deleting it cost, in millionths of a US dollar.
    """

    __tablename__ = "take_down"
    __table_args__ = (
        Index(
            "one_open_take_down",
            "publication_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'ordered')"),
            postgresql_where=text("state IN ('asked', 'ordered')"),
        ),
        Index("take_downs_due", "state", "next_try_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    publication_id: UUID = Field(foreign_key="publication.id", index=True)
    state: TakeDownState = Field(sa_type=word(TakeDownState))
    reason: str
    asked_by_id: UUID = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Utc)
    approved_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = Field(default=None, sa_type=Utc)
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=Utc)
    deleted_at: datetime | None = Field(default=None, sa_type=Utc)  # the platform last said: deleted
    looked_at: datetime | None = Field(default=None, sa_type=Utc)  # last looked for, there or not
    gone_at: datetime | None = Field(default=None, sa_type=Utc)  # looked for, and not there
    micros: int = 0
    trouble: str = ""
    trouble_kind: str = ""


class Hold(SQLModel, table=True):
    """Nothing goes out within its scope until a person lifts it. All scope columns None: the whole force.

    `starts_at` None: in force at once, whatever any clock says; otherwise from then, and for every process whatever its
    clock says once the first of them has written `began_at`. `category`: only posts of that category;
    `spares`: all but these categories, each between commas (",appeal,warning,"). `placed_by_id` None: the service.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    scheduled_post_id: UUID | None = Field(default=None, foreign_key="scheduled_post.id")
    category: str | None = None
    spares: str = ""
    answers_too: bool = True
    reason: str
    placed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    placed_at: datetime = Field(sa_type=Utc)
    starts_at: datetime | None = Field(default=None, sa_type=Utc)
    began_at: datetime | None = Field(default=None, sa_type=Utc)
    review_at: datetime | None = Field(default=None, sa_type=Utc)
    lifted_at: datetime | None = Field(default=None, sa_type=Utc)
    lifted_by_id: UUID | None = Field(default=None, foreign_key="person.id")

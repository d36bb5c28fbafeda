"""Every table of the house. What each word means is in docs/glossary.md."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.cadence import Direction
from domain.people import Role
from domain.posts import PlatformName, Surface
from domain.publication import Stage, State
from domain.questions import Outcome
from store.db import Utc, word

_BIG_ROWID = BigInteger().with_variant(Integer, "sqlite")


def _id() -> UUID:
    return uuid4()


class Force(SQLModel, table=True):
    """The one force this store belongs to."""

    id: int = Field(default=1, primary_key=True)
    name: str
    time_zone: str = "Europe/London"
    languages: list[str] = Field(default_factory=lambda: ["en"], sa_type=JSON)
    roster_at: datetime | None = Field(default=None, sa_type=Utc)


class District(SQLModel, table=True):
    """An area of the force; `towns` are the names by which platforms tell where followers live."""

    id: UUID = Field(default_factory=_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    population: int | None = None
    towns: list[str] = Field(default_factory=list, sa_type=JSON)
    boundary: str = ""
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Team(SQLModel, table=True):
    """A neighbourhood team."""

    id: UUID = Field(default_factory=_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    district_id: UUID = Field(foreign_key="district.id", index=True)
    wards: list[str] = Field(default_factory=list, sa_type=JSON)
    contact: str = ""
    merged_into_id: UUID | None = Field(default=None, foreign_key="team.id")
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Person(SQLModel, table=True):
    """Somebody of the force who uses Bluelamp; scope as in domain.people.Scope."""

    id: UUID = Field(default_factory=_id, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=word(Role))
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Campaign(SQLModel, table=True):
    """A named push that scheduled posts belong to."""

    id: UUID = Field(default_factory=_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    purpose: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Account(SQLModel, table=True):
    """An account of a team, a district or the whole force on one platform, and when it is visited next.

    `district_id` is the team's, the district's own, or None for the force's account.
    `claimed_until` says that a collector has it in hand.
    """

    __table_args__ = (UniqueConstraint("platform", "external_id"), Index("accounts_due", "next_fetch_at"))

    id: UUID = Field(default_factory=_id, primary_key=True)
    platform: PlatformName = Field(sa_type=word(PlatformName))
    external_id: str
    handle: str
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    district_id: UUID | None = Field(default=None, foreign_key="district.id", index=True)
    token_ref: str = ""
    watch_threads: bool = False
    back_to: datetime | None = Field(default=None, sa_type=Utc)
    posts_cursor: str = ""
    replies_cursor: str = ""
    next_fetch_at: datetime = Field(sa_type=Utc)
    fetch_every_s: int = 900
    next_audience_at: datetime = Field(sa_type=Utc)
    claimed_until: datetime | None = Field(default=None, sa_type=Utc)
    visited_at: datetime | None = Field(default=None, sa_type=Utc)
    news_at: datetime | None = Field(default=None, sa_type=Utc)
    failures: int = 0
    trouble: str = ""
    trouble_kind: str = ""
    trouble_at: datetime | None = Field(default=None, sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Post(SQLModel, table=True):
    """Something public on one of our accounts, by us."""

    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index("posts_by_time", "account_id", "created_at"),
        Index("posts_in_period", "created_at", "account_id", "gone_at", "id"),  # covers the sums of a period
        Index("posts_to_measure", "account_id", "next_metrics_at"),
    )

    id: UUID = Field(default_factory=_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    publication_id: UUID | None = Field(default=None, foreign_key="publication.id")
    external_id: str
    text: str
    url: str
    created_at: datetime = Field(sa_type=Utc)
    next_metrics_at: datetime | None = Field(default=None, sa_type=Utc)
    next_look_at: datetime | None = Field(default=None, sa_type=Utc)
    read_on: date | None = None  # the UTC day it was last bought
    edited_at: datetime | None = Field(default=None, sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class PostNumbers(SQLModel, table=True):
    """The newest numbers of a post: narrow, for it changes often. None: not told."""

    __tablename__ = "post_numbers"
    __table_args__ = ({"sqlite_with_rowid": False},)  # one tree instead of two: reports read it post by post

    post_id: UUID = Field(foreign_key="post.id", primary_key=True)
    taken_at: datetime = Field(sa_type=Utc)
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    views: int | None = None
    reach: int | None = None
    clicks: int | None = None


class MetricSnapshot(SQLModel, table=True):
    """The numbers of one post at one moment. None: not told."""

    __tablename__ = "metric_snapshot"

    post_id: UUID = Field(foreign_key="post.id", primary_key=True)
    taken_at: datetime = Field(sa_type=Utc, primary_key=True)
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    views: int | None = None
    reach: int | None = None
    clicks: int | None = None


class AccountNumbers(SQLModel, table=True):
    """Followers of an account on one UTC day; the last look of the day stands."""

    __tablename__ = "account_numbers"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    day: date = Field(primary_key=True)
    followers: int | None = None
    taken_at: datetime = Field(sa_type=Utc)


class TownFollowers(SQLModel, table=True):
    """Followers of an account in one town, named as the platform names it, on one UTC day."""

    __tablename__ = "town_followers"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    day: date = Field(primary_key=True)
    town: str = Field(primary_key=True)
    followers: int


class AccountReach(SQLModel, table=True):
    """People who saw anything of an account within a window of so many days up to `ends_on`, as the platform counts.

    Never to be added: not over accounts, not over windows.
    """

    __tablename__ = "account_reach"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    days: int = Field(primary_key=True)
    ends_on: date = Field(primary_key=True)
    people: int
    taken_at: datetime = Field(sa_type=Utc)


class Withheld(SQLModel, table=True):
    """A number that the platform tells of others but not of this account, and why: too small, no permission."""

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    metric: str = Field(primary_key=True)
    says: str
    since: datetime = Field(sa_type=Utc)


class DeadMetric(SQLModel, table=True):
    """A number that a platform no longer tells: not asked for again before `ask_again_at`."""

    __tablename__ = "dead_metric"

    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)
    metric: str = Field(primary_key=True)
    says: str
    since: datetime = Field(sa_type=Utc)
    ask_again_at: datetime = Field(sa_type=Utc)


class Reply(SQLModel, table=True):
    """What the public wrote to us, or we to them. `post_id` is None outside our own threads."""

    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index("replies_of_post", "post_id", "created_at"),
        Index("replies_by_parent", "account_id", "parent"),
        Index("replies_to_look_at", "account_id", "next_look_at"),
        Index(
            "replies_unplaced",
            "account_id",
            "thread",
            sqlite_where=text("post_id IS NULL"),
            postgresql_where=text("post_id IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    post_id: UUID | None = Field(default=None, foreign_key="post.id")
    publication_id: UUID | None = Field(default=None, foreign_key="publication.id")
    external_id: str
    thread: str
    parent: str
    surface: Surface = Field(default=Surface.THREAD, sa_type=word(Surface))
    author_id: str = ""
    author: str = ""
    text: str
    url: str = ""
    created_at: datetime = Field(sa_type=Utc, index=True)
    by_us: bool = False
    next_look_at: datetime | None = Field(default=None, sa_type=Utc)
    read_on: date | None = None
    edited_at: datetime | None = Field(default=None, sa_type=Utc)
    gone_at: datetime | None = Field(default=None, sa_type=Utc)


class Question(SQLModel, table=True):
    """A reply that asks us something. Waiting while `outcome` is None."""

    __table_args__ = (
        Index(
            "questions_waiting",
            "waiting_since",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("questions_closed", "closed_at"),
    )

    id: UUID = Field(default_factory=_id, primary_key=True)
    reply_id: UUID = Field(foreign_key="reply.id", unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    waiting_since: datetime = Field(sa_type=Utc)
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome))
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    reason: str = ""


class Unread(SQLModel, table=True):
    """An item that could not be read, kept aside with its reason."""

    __table_args__ = (UniqueConstraint("account_id", "external_id"),)

    id: UUID = Field(default_factory=_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    external_id: str
    reason: str
    raw: str
    kept_at: datetime = Field(sa_type=Utc)


class ScheduledPost(SQLModel, table=True):
    """What a person wrote, for when. `version` counts every change of words, time or accounts."""

    __tablename__ = "scheduled_post"

    id: UUID = Field(default_factory=_id, primary_key=True)
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
    )

    id: UUID = Field(default_factory=_id, primary_key=True)
    scheduled_post_id: UUID = Field(foreign_key="scheduled_post.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    state: State = Field(default=State.QUEUED, sa_type=word(State))
    text: str
    fingerprint: str
    in_reply_to: str | None = None
    thread: str | None = None
    category: str = ""
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


class Attempt(SQLModel, table=True):
    """One try to publish: written before the call, closed after it. `micros`: its cost in millionths of a US dollar."""

    __table_args__ = (UniqueConstraint("publication_id", "number"),)

    id: UUID = Field(default_factory=_id, primary_key=True)
    publication_id: UUID = Field(foreign_key="publication.id", index=True)
    number: int
    started_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)
    outcome: str = "started"
    detail: str = ""
    operation: str = ""
    micros: int = 0


class Hold(SQLModel, table=True):
    """Nothing goes out within its scope until a person lifts it. All scope columns None: the whole force."""

    id: UUID = Field(default_factory=_id, primary_key=True)
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    scheduled_post_id: UUID | None = Field(default=None, foreign_key="scheduled_post.id")
    category: str | None = None
    answers_too: bool = True
    reason: str
    placed_by_id: UUID = Field(foreign_key="person.id")
    placed_at: datetime = Field(sa_type=Utc)
    review_at: datetime | None = Field(default=None, sa_type=Utc)
    lifted_at: datetime | None = Field(default=None, sa_type=Utc)
    lifted_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class Trail(SQLModel, table=True):
    """The append-only record of what people, and the service for them, did."""

    id: int | None = Field(default=None, sa_column=Column(_BIG_ROWID, primary_key=True, autoincrement=True))
    at: datetime = Field(sa_type=Utc, index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    system_user: str = ""
    act: str
    subject: str  # "publication", "scheduled_post", "question", "hold", "account", "roster"
    subject_id: UUID | None = Field(default=None, index=True)
    detail: str = ""


class Price(SQLModel, table=True):
    """What one unit of an operation costs from a day on, in millionths of a US dollar."""

    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)
    operation: str = Field(primary_key=True)
    since: date = Field(primary_key=True)
    micros: int


class Spending(SQLModel, table=True):
    """Units used on one UTC day by one account for one operation, and what they cost."""

    day: date = Field(primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    operation: str = Field(primary_key=True)
    platform: PlatformName = Field(sa_type=word(PlatformName), index=True)
    units: int
    micros: int


class Pause(SQLModel, table=True):
    """A whole platform asked us to wait: not collected (reading), or not published on (writing), before `until`."""

    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)
    direction: Direction = Field(sa_type=word(Direction), primary_key=True)
    until: datetime = Field(sa_type=Utc)
    reason: str


class Worker(SQLModel, table=True):
    """A process of ours that says it is alive; or a seat that only one may fill: `holder` says who sits on it."""

    name: str = Field(primary_key=True)
    kind: str
    holder: str = ""
    beat_at: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)

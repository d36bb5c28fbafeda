"""The tables of what is public: posts, what people wrote, and numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.clock import london_day
from domain.posts import PlatformName, Surface
from store.db import Utc, word


def _day_made(row: Any) -> date:
    return london_day(row.get_current_parameters()["created_at"])


class Post(SQLModel, table=True):
    """Something public on one of our accounts, by us."""

    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index("posts_of_day", "account_id", "day"),
        Index("posts_by_time", "account_id", "created_at"),
        Index("posts_in_period", "created_at", "account_id", "gone_at", "id"),  # covers the sums of a period
        Index("posts_to_measure", "account_id", "next_metrics_at"),
        Index(
            "posts_of_publications",
            "publication_id",
            sqlite_where=text("publication_id IS NOT NULL"),
            postgresql_where=text("publication_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    publication_id: UUID | None = Field(default=None, foreign_key="publication.id")
    external_id: str
    text: str
    url: str
    created_at: datetime = Field(sa_type=Utc)
    day: date = Field(sa_column_kwargs={"default": _day_made})  # the London day of it
    media: str = Field(
        default="", sa_column_kwargs={"server_default": ""}
    )  # what stands beside the words; "": not told
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
    __table_args__ = ({"sqlite_with_rowid": False},)  # one tree instead of two: there are twenty to a post

    post_id: UUID = Field(foreign_key="post.id", primary_key=True)
    taken_at: datetime = Field(sa_type=Utc, primary_key=True)
    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    views: int | None = None
    reach: int | None = None
    clicks: int | None = None


class Thinned(SQLModel, table=True):
    """How far the single looks at posts have been thinned: at posts made up to this moment. One row, or none yet."""

    until: datetime = Field(sa_type=Utc, primary_key=True)


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
        Index("replies_unheard", "created_at", sqlite_where=text("heard = 0"), postgresql_where=text("heard = 0")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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
    heard: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # by which version of listening; 0: not yet


class Unread(SQLModel, table=True):
    """An item that could not be read, kept aside with its reason."""

    __table_args__ = (UniqueConstraint("account_id", "external_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    external_id: str
    reason: str
    raw: str
    kept_at: datetime = Field(sa_type=Utc)

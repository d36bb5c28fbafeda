"""The tables of the roster: the force, its areas, teams, people, campaigns and accounts."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.people import Role
from domain.posts import PlatformName
from store.db import Utc, word


class Force(SQLModel, table=True):
    """The one force this store belongs to."""

    id: int = Field(default=1, primary_key=True)
    name: str
    time_zone: str = "Europe/London"
    languages: list[str] = Field(default_factory=lambda: ["en"], sa_type=JSON)
    roster_at: datetime | None = Field(default=None, sa_type=Utc)
    hours: str = Field(default="", sa_column_kwargs={"server_default": ""})  # "": never closed
    nation: str = Field(default="england", sa_column_kwargs={"server_default": "england"})  # of its bank holidays


class District(SQLModel, table=True):
    """An area of the force; `towns` are the names by which platforms tell where followers live."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(unique=True)
    name: str
    population: int | None = None
    towns: list[str] = Field(default_factory=list, sa_type=JSON)
    boundary: str = ""
    hours: str = Field(default="", sa_column_kwargs={"server_default": ""})  # "": as the force's
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Team(SQLModel, table=True):
    """A neighbourhood team."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(unique=True)
    name: str
    district_id: UUID = Field(foreign_key="district.id", index=True)
    wards: list[str] = Field(default_factory=list, sa_type=JSON)
    contact: str = ""
    hours: str = Field(default="", sa_column_kwargs={"server_default": ""})  # "": as the district's
    merged_into_id: UUID | None = Field(default=None, foreign_key="team.id")
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Person(SQLModel, table=True):
    """Somebody of the force who uses Bluelamp; scope as in domain.people.Scope."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=word(Role))
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Campaign(SQLModel, table=True):
    """A named push that scheduled posts belong to."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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

    id: UUID = Field(default_factory=uuid4, primary_key=True)
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
    token_ends_at: datetime | None = Field(default=None, sa_type=Utc)
    token_says: str = Field(default="", sa_column_kwargs={"server_default": ""})  # what it may not do
    token_asked_at: datetime | None = Field(default=None, sa_type=Utc)
    silent_since: datetime | None = Field(default=None, sa_type=Utc)  # against its habit of comments
    comments_a_day: float | None = None  # that habit; None: too few to tell
    retired_at: datetime | None = Field(default=None, sa_type=Utc)

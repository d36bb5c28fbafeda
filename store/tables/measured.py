"""The tables of numbers added up by day: by account, and by district as it was on that day; kept for ever."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from domain.posts import PlatformName
from store.db import Utc, word

FORCE_OWN = UUID(int=0)
"""Stands for no district: the force's own accounts, never spread over districts."""


class Belonging(SQLModel, table=True):
    """Where an account belonged from a London day on: whose numbers its posts of those days are."""

    __table_args__ = (UniqueConstraint("account_id", "since"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    since: date
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    district_id: UUID | None = Field(default=None, foreign_key="district.id", index=True)


class Added(SQLModel):
    """Numbers of the posts of some days, each by its newest look, added up. `told`: of how many posts it was told.

    `posts` are public, `gone` are no longer, and only counted. Nothing told is 0 of 0 told, never a number.
    """

    posts: int = 0
    gone: int = 0
    likes: int = Field(default=0, sa_type=BigInteger)
    likes_told: int = 0
    replies: int = Field(default=0, sa_type=BigInteger)
    replies_told: int = 0
    shares: int = Field(default=0, sa_type=BigInteger)
    shares_told: int = 0
    views: int = Field(default=0, sa_type=BigInteger)
    views_told: int = 0
    clicks: int = Field(default=0, sa_type=BigInteger)
    clicks_told: int = 0
    engagement_told: int = 0
    as_of: datetime | None = Field(default=None, sa_type=Utc)  # the newest look at any of them


class AccountDay(Added, table=True):
    """The posts that one account made on one London day."""

    __tablename__ = "account_day"
    __table_args__ = (Index("account_days_of_one", "belonging_id", "day"), {"sqlite_with_rowid": False})

    day: date = Field(primary_key=True)
    belonging_id: UUID = Field(foreign_key="belonging.id", primary_key=True)


class AccountMonth(Added, table=True):
    """The same by calendar month; `month` is its first day."""

    __tablename__ = "account_month"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: date = Field(primary_key=True)
    belonging_id: UUID = Field(foreign_key="belonging.id", primary_key=True)


class DistrictDay(Added, table=True):
    """The posts of one London day on the accounts that belonged to a district then; FORCE_OWN: the force's own."""

    __tablename__ = "district_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: date = Field(primary_key=True)
    district_id: UUID = Field(primary_key=True)
    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)


class DistrictMonth(Added, table=True):
    """The same by calendar month; `month` is its first day."""

    __tablename__ = "district_month"
    __table_args__ = ({"sqlite_with_rowid": False},)

    month: date = Field(primary_key=True)
    district_id: UUID = Field(primary_key=True)
    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)


class DistrictFollowers(SQLModel, table=True):
    """Followers at the end of a UTC day of the accounts that belonged to a district then, by their newest looks.

    Who follows two of them counts twice. `told` of `accounts` are in the sum; `as_of` is the oldest look in it,
    `newest_at` the newest.
    """

    __tablename__ = "district_followers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: date = Field(primary_key=True)
    district_id: UUID = Field(primary_key=True)
    platform: PlatformName = Field(sa_type=word(PlatformName), primary_key=True)
    followers: int = Field(default=0, sa_type=BigInteger)
    told: int = 0
    accounts: int = 0
    as_of: datetime | None = Field(default=None, sa_type=Utc)
    newest_at: datetime | None = Field(default=None, sa_type=Utc)

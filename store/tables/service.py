"""The tables of the service itself: the trail, money, pauses and workers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Integer
from sqlmodel import Field, SQLModel

from domain.cadence import Direction
from domain.matters import Channel
from domain.posts import PlatformName
from store.db import Utc, word

_BIG_ROWID = BigInteger().with_variant(Integer, "sqlite")


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


class Alert(SQLModel, table=True):
    """A matter that people were told of, once: `matter` names it ("unknown <id>"), `settled_at` when it was over.

    Each channel has rows of its own, so that what fails in one is not repeated in the other.
    `seen_at` is when it was last found to be so; `letter` the message that tells it, perhaps with others.
    """

    matter: str = Field(primary_key=True)
    kind: str
    channel: Channel = Field(default=Channel.MAIL, sa_type=word(Channel), sa_column_kwargs={"server_default": "mail"})
    subject_id: UUID | None = Field(default=None, index=True)
    raised_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)
    sent_at: datetime | None = Field(default=None, sa_type=Utc)
    settled_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    tries: int = 0
    next_try_at: datetime = Field(sa_type=Utc)
    letter: str = Field(default="", index=True)
    trouble: str = ""


class Worker(SQLModel, table=True):
    """A process of ours that says it is alive; or a seat that only one may fill: `holder` says who sits on it."""

    name: str = Field(primary_key=True)
    kind: str
    holder: str = ""
    beat_at: datetime = Field(sa_type=Utc)
    until: datetime = Field(sa_type=Utc)
    began_at: datetime | None = Field(default=None, sa_type=Utc)
    trouble: str = ""  # why it does nothing although it is alive: it does not trust its clock

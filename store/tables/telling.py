"""The tables of what is told onwards: what a campaign was for, polls and consultations, and reports."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from store.db import Utc


class CampaignRecord(SQLModel, table=True):
    """What people write down about a campaign of the roster. `cost_pence` leaves out what X costs; None: not said."""

    __tablename__ = "campaign_record"

    campaign_id: UUID = Field(foreign_key="campaign.id", primary_key=True)
    goal: str = ""
    audience: str = ""
    cost_pence: int | None = None
    staff_minutes: int | None = None
    lessons: str = ""
    changed_by_id: UUID = Field(foreign_key="person.id")
    changed_at: datetime = Field(sa_type=Utc)


class Poll(SQLModel, table=True):
    """A question put to the public: a poll on a platform, or a consultation that was counted by hand.

    `method` says how people were asked; who answers is self-selected, and every result says so. `answered` is how many
    took part, None until told. What came of it is owed to those who took part by `feedback_due_on`.
    `together_id` is shared by several that ask the same on other accounts or in another language.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    question: str
    method: str
    district_id: UUID | None = Field(default=None, foreign_key="district.id", index=True)
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    campaign_id: UUID | None = Field(default=None, foreign_key="campaign.id")
    scheduled_post_id: UUID | None = Field(default=None, foreign_key="scheduled_post.id", index=True)
    opens_on: date
    closes_on: date
    minutes: int | None = None  # how long a platform keeps it open
    answered: int | None = None
    counted_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(
        default=None, sa_type=Utc
    )  # the platform or a person says: these are the results
    decision: str = ""
    feedback_due_on: date
    feedback: str = ""
    fed_back_at: datetime | None = Field(default=None, sa_type=Utc)
    no_feedback_because: str = ""  # why nobody was told; with it the matter is closed too
    issue_id: UUID | None = Field(default=None, foreign_key="issue.id")
    made_by_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Utc)
    changed_at: datetime = Field(sa_type=Utc)  # by a person
    cancelled_at: datetime | None = Field(default=None, sa_type=Utc)
    language: str = "en"
    together_id: UUID | None = Field(default=None, index=True)


class PollOption(SQLModel, table=True):
    """One answer that could be chosen, and how many chose it; None until told."""

    __tablename__ = "poll_option"

    poll_id: UUID = Field(foreign_key="poll.id", primary_key=True)
    place: int = Field(primary_key=True)
    text: str
    votes: int | None = None


class ReportOrder(SQLModel, table=True):
    """A report that is made again and again: which, of whom, how often, and where it goes.

    `every` is month, quarter or year; `next_on` the London day it is made on next, about the whole span before it.
    """

    __tablename__ = "report_order"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    language: str = "en"
    formats: list[str] = Field(default_factory=list, sa_type=JSON)
    every: str
    next_on: date
    mail_to: list[str] = Field(default_factory=list, sa_type=JSON)
    folder: str = ""
    made_by_id: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Utc)
    stopped_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    stopped_at: datetime | None = Field(default=None, sa_type=Utc)


class ReportRun(SQLModel, table=True):
    """A report that is made by an order, about which days, and what became of it. `made_by_id`: who asked for it now.

    `next_try_at` is when it is tried, None once that is over: `ended_at` says that it came to where it goes, `trouble`
    what was wrong. From `mailing_at` on the mail server may have it, so that it is never mailed twice knowingly.
    """

    __tablename__ = "report_run"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    order_id: UUID | None = Field(default=None, foreign_key="report_order.id", index=True)
    kind: str
    first: date
    last: date
    language: str = "en"
    made_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = Field(sa_type=Utc)
    files: list[str] = Field(default_factory=list, sa_type=JSON)
    tries: int = 0
    next_try_at: datetime | None = Field(default=None, sa_type=Utc, index=True)
    mailing_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)
    trouble: str = ""

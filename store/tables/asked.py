"""The tables of what the public asked: what was heard, the questions, and what officers do about them."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from domain.listening.standing import Standing
from domain.listening.words import Kind, Lane, Mood, Topic
from domain.questions import HidingState, Outcome
from store.db import Utc, word


class Verdict(SQLModel, table=True):
    """What was heard in one reply of the public; what a person corrected stands, and `corrected` names it.

    `lanes` and `corrected` are words between commas (",danger,crime,"); `reasons` are pairs of code and words.
    """

    __table_args__ = (Index("verdicts_by_version", "version"),)

    reply_id: UUID = Field(foreign_key="reply.id", primary_key=True)
    version: int
    heard_at: datetime = Field(sa_type=Utc)
    language: str
    languages: str = ""  # of a bilingual text, with commas between
    kind: Kind = Field(sa_type=word(Kind))
    needs_answer: bool
    sure: float
    lanes: str = ""
    topic: Topic = Field(sa_type=word(Topic))
    mood: Mood | None = Field(default=None, sa_type=word(Mood))
    textblob: float | None = None
    reasons: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    corrected: str = ""


class Correction(SQLModel, table=True):
    """One click of a person who knew better: the force's own labelled set."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reply_id: UUID = Field(foreign_key="reply.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Utc)
    field: str
    was: str
    now: str
    version: int  # of listening, whose verdict was corrected


class Question(SQLModel, table=True):
    """A reply that needs an answer from us. Waiting while `outcome` is None; `waiting_since` is when it was asked.

    `standing` is what its thread says; `standing_set_by_id` when a person said so. `lane` is the most pressing one,
    None: everyday. `due_at` is the promise. `follows_id`: asked once more, after that one was answered.
    `group_id` is the first of several that ask the same; `group_set_by_id` when a person gathered them, or took it out.
    """

    __table_args__ = (
        Index(
            "questions_waiting",
            "waiting_since",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index("questions_closed", "closed_at"),
        Index("questions_asked", "account_id", "waiting_since"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reply_id: UUID = Field(foreign_key="reply.id", unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    waiting_since: datetime = Field(sa_type=Utc)
    outcome: Outcome | None = Field(default=None, sa_type=word(Outcome))
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    reason: str = ""
    lane: Lane | None = Field(default=None, sa_type=word(Lane))
    topic: Topic | None = Field(default=None, sa_type=word(Topic))
    due_at: datetime | None = Field(default=None, sa_type=Utc)
    standing: Standing = Field(
        default=Standing.UNANSWERED, sa_type=word(Standing), sa_column_kwargs={"server_default": "unanswered"}
    )
    standing_reply_id: UUID | None = None
    standing_at: datetime | None = Field(default=None, sa_type=Utc)
    standing_set_by_id: UUID | None = None
    follows_id: UUID | None = Field(default=None, index=True)
    group_id: UUID | None = Field(default=None, index=True)
    group_set_by_id: UUID | None = None
    claimed_by_id: UUID | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Utc)
    assigned_to_id: UUID | None = None
    assigned_team_id: UUID | None = None
    assigned_at: datetime | None = Field(default=None, sa_type=Utc)
    snoozed_until: datetime | None = Field(default=None, sa_type=Utc)
    snooze_reason: str = Field(default="", sa_column_kwargs={"server_default": ""})
    reference: str = Field(default="", sa_column_kwargs={"server_default": ""})  # of the control room
    acknowledged_at: datetime | None = Field(default=None, sa_type=Utc)
    acknowledged_by_id: UUID | None = None


class Note(SQLModel, table=True):
    """A note of an officer on a question, for colleagues; never public, and no intelligence."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    question_id: UUID = Field(foreign_key="question.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Utc)
    text: str


class Draft(SQLModel, table=True):
    """The words of an answer as somebody types them: kept as they go, and the sign of who is writing."""

    question_id: UUID = Field(foreign_key="question.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    text: str
    saved_at: datetime = Field(sa_type=Utc)


class SavedReply(SQLModel, table=True):
    """Words that a force keeps for answers, in English and Welsh, with {fields}; of a team, a district or all.

    After `review_by` it is offered no more until somebody has looked at it again.
    """

    __tablename__ = "saved_reply"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str
    text: str
    text_cy: str = ""
    topic: Topic | None = Field(default=None, sa_type=word(Topic))
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    owner_id: UUID = Field(foreign_key="person.id")
    changed_at: datetime = Field(sa_type=Utc)
    reviewed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    reviewed_at: datetime | None = Field(default=None, sa_type=Utc)
    review_by: date
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class Hiding(SQLModel, table=True):
    """A reply of the public that is hidden from others by our order, and shown again the same way.

    `rule` is the key of the force's house rule, `rule_text` what it said then, `reason` what was said of it; `appeal`
    what became of objections, a line each. `micros`: what the last order cost, in millionths of a US dollar.
    """

    __table_args__ = (
        Index("hidings_of_reply", "reply_id"),
        Index("hidings_due", "state", "next_try_at"),
        Index(
            "one_open_hiding",
            "reply_id",
            unique=True,
            sqlite_where=text("state IN ('ordered', 'hidden', 'show_ordered')"),
            postgresql_where=text("state IN ('ordered', 'hidden', 'show_ordered')"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    reply_id: UUID = Field(foreign_key="reply.id")
    account_id: UUID = Field(foreign_key="account.id")
    state: HidingState = Field(sa_type=word(HidingState))
    rule: str
    rule_text: str = ""
    reason: str
    person_id: UUID = Field(foreign_key="person.id")
    ordered_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)  # the platform said: hidden
    shown_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    shown_reason: str = ""
    show_ordered_at: datetime | None = Field(default=None, sa_type=Utc)
    shown_at: datetime | None = Field(default=None, sa_type=Utc)  # the platform said: shown again
    appeal: str = ""
    tries: int = 0
    next_try_at: datetime = Field(sa_type=Utc)
    claimed_until: datetime | None = Field(default=None, sa_type=Utc)
    micros: int = 0
    trouble: str = ""
    trouble_kind: str = ""


class Duty(SQLModel, table=True):
    """Somebody is on duty for a team, a district or the whole force, from then to then."""

    __table_args__ = (
        UniqueConstraint("person_id", "starts_at", "district_id", "team_id"),
        Index("duties_by_time", "ends_at", "starts_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    starts_at: datetime = Field(sa_type=Utc)
    ends_at: datetime = Field(sa_type=Utc)


class Handover(SQLModel, table=True):
    """A note that one shift leaves for the next."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    district_id: UUID | None = Field(default=None, foreign_key="district.id")
    team_id: UUID | None = Field(default=None, foreign_key="team.id")
    at: datetime = Field(sa_type=Utc, index=True)
    text: str


class NoDigest(SQLModel, table=True):
    """A supervisor who wants no daily digest; without a row they get it."""

    __tablename__ = "no_digest"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    since: datetime = Field(sa_type=Utc)


class Issue(SQLModel, table=True):
    """You said, we did: what people raised, what was done, what came of it, or why it cannot be changed.

    `source` says where it was raised: online, or "meeting: Ashby village hall". Open while `closed_at` is None.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str
    said: str
    source: str
    topic: Topic = Field(sa_type=word(Topic))
    district_id: UUID | None = Field(default=None, foreign_key="district.id", index=True)
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    opened_at: datetime = Field(sa_type=Utc, index=True)
    opened_by_id: UUID = Field(foreign_key="person.id")
    owner_id: UUID = Field(foreign_key="person.id")
    due_on: date
    action: str = ""
    outcome: str = ""
    cannot_because: str = ""
    outcome_at: datetime | None = Field(default=None, sa_type=Utc)  # since when it says what came of it, or why not
    scheduled_post_id: UUID | None = Field(default=None, foreign_key="scheduled_post.id")
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by_id: UUID | None = Field(default=None, foreign_key="person.id")
    public: bool = False
    changed_at: datetime = Field(sa_type=Utc)


class IssueQuestion(SQLModel, table=True):
    """A question that belongs to an issue, and when its asker was told what came of it."""

    __tablename__ = "issue_question"

    issue_id: UUID = Field(foreign_key="issue.id", primary_key=True)
    question_id: UUID = Field(foreign_key="question.id", primary_key=True, index=True)
    added_at: datetime = Field(sa_type=Utc)
    told_at: datetime | None = Field(default=None, sa_type=Utc)


class IssueTold(SQLModel, table=True):
    """Who else was told what came of an issue: a meeting, a newsletter, in words and a number where known."""

    __tablename__ = "issue_told"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    issue_id: UUID = Field(foreign_key="issue.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=Utc)
    who: str
    people: int | None = None

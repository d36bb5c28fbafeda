"""A sample of answers to read again: ten of a month, drawn the same way by everyone who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.answering import month_period
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.publication import State
from domain.questions import Outcome
from store.reports.asked_in import asked_in, questions_of
from store.reports.queue_order import promised
from store.reports.scopes import Rows, account_names, naming
from store.tables import Account, District, Note, Person, Publication, Question, Reply, ScheduledPost, Team, Verdict

SIZE = 10
MARK = "Quality sample {month}:"
"""How the note of a review begins: by it the sample knows what was read."""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One answered question. `answer` None where its words are not kept; `hours` from asking to the answer."""

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    asked_at: datetime
    due_at: datetime
    answered_at: datetime
    hours: float
    text: str
    kind: str | None
    answer: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    review: str


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, of how many, and from what it was drawn: whoever has the same seed draws the same."""

    seed: str
    of: int
    rows: Sequence[SampleRow]


def sample(db: Session, who: Signed, month: str, *, scope: Scope | None = None, size: int = SIZE) -> Sample:
    """Answers of ours to questions asked in a month ("2026-10"), of what is seen and chosen; fewer where there are."""
    answered = questions_of().add_columns(col(Question.id))
    where = [asked_in(who, *month_period(month), scope), col(Question.outcome) == Outcome.ANSWERED]
    ids = [row[0] for row in db.execute(answered.where(*where))]
    seed = f"{month} {_part(db, who, scope)}"
    drawn = sorted(ids, key=lambda one: (sha256(f"{seed} {one}".encode()).hexdigest(), str(one)))[:size]
    return Sample(seed, len(ids), _rows(db, month, drawn))


def _part(db: Session, who: Signed, scope: Scope | None) -> str:
    """The part of the force by its word in the roster: the narrower of what is seen and what is chosen."""
    parts = [part for part in (who.scope, scope) if part]
    if team := next((part.team_id for part in parts if part.team_id), None):
        return f"team:{db.get_one(Team, team).key}"
    if district := next((part.district_id for part in parts if part.district_id), None):
        return f"district:{db.get_one(District, district).key}"
    return "force"


def _rows(db: Session, month: str, drawn: Sequence[UUID]) -> list[SampleRow]:
    """What is told of each, in the order in which they were drawn."""
    names = ("id", "account", "platform", "team", "district")
    found = {row.id: row for row in db.execute(_told().where(col(Question.id).in_(drawn)))}
    reviews = _reviews(db, month, drawn)
    rows = []
    for which in drawn:
        row = found[which]
        hours = round(max(row.closed_at - row.waiting_since, timedelta(0)) / timedelta(hours=1), 1)
        rows.append(
            SampleRow(
                **{name: getattr(row, name) for name in names},
                asked_at=row.waiting_since,
                due_at=row.due_at,
                answered_at=row.closed_at,
                hours=hours,
                text=row.asked,
                kind=row.kind,
                answer=row.ours or row.sent,
                **reviews.get(which, {"reviewed_by": None, "reviewed_at": None, "review": ""}),
            )
        )
    return rows


def _told() -> Rows:
    """The question and our answer: the comment that was found to answer, else the words that we sent."""
    ours, asked = aliased(Reply), aliased(Reply)
    columns: list[Any] = [*account_names(), col(Question.id).label("id")]
    columns += [col(Question.waiting_since), promised().label("due_at"), col(Question.closed_at)]
    columns += [col(asked.text).label("asked"), col(Verdict.kind).label("kind"), col(ours.text).label("ours")]
    told: Rows = select(*columns, _sent().label("sent")).select_from(Question)
    return naming(
        told.join(Account, col(Account.id) == Question.account_id)
        .join(asked, col(asked.id) == Question.reply_id)
        .outerjoin(Verdict, col(Verdict.reply_id) == Question.reply_id)
        .outerjoin(ours, (col(ours.id) == Question.standing_reply_id) & col(ours.by_us))
    )


def _sent() -> ColumnElement[str]:
    """The words of our published answer to a question, or to another that asks the same."""
    other = aliased(Question)
    same = select(col(other.id)).where(col(other.group_id) == Question.group_id).correlate(Question)
    mine = (col(ScheduledPost.question_id) == Question.id) | (
        col(ScheduledPost.answers_group) & col(ScheduledPost.question_id).in_(same)
    )
    sent = (
        select(func.max(col(Publication.text)))
        .join(ScheduledPost, col(ScheduledPost.id) == Publication.scheduled_post_id)
        .where(mine, col(Publication.state) == State.PUBLISHED, ~col(ScheduledPost.holding))
    )
    return sent.correlate(Question).scalar_subquery()


def _reviews(db: Session, month: str, drawn: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """The latest note of a review of each, without its mark."""
    mark = MARK.format(month=month)
    notes = (
        select(col(Note.question_id), col(Person.name), col(Note.at), col(Note.text))
        .join(Person, col(Person.id) == Note.person_id)
        .where(col(Note.question_id).in_(drawn), col(Note.text).startswith(mark, autoescape=True))
        .order_by(col(Note.at))
    )
    return {
        which: {"reviewed_by": name, "reviewed_at": at, "review": text.removeprefix(mark).strip()}
        for which, name, at, text in db.execute(notes)
    }

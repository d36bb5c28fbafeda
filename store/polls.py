"""Polls and consultations: kept, changed, counted, told back. Each function is one transaction's worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from domain.clock import london_day
from domain.polls import PollAsked, PollsTold, PollTold
from domain.publication import State
from store.tables import Account, Poll, PollOption, Publication

AGAIN_AFTER = timedelta(hours=20)
SETTLES_WITHIN = timedelta(minutes=10)  # after its end, before the platform is asked for the last count
GIVES_UP_AFTER = timedelta(days=3)  # after its end: what the platform then has not called final is final all the same


@dataclass(frozen=True)
class PollDue:
    """A poll that is public on an account and is to be counted again."""

    poll_id: UUID
    external_id: str
    ends_at: datetime


def asked(db: Session, scheduled_post_id: UUID) -> PollAsked | None:
    """The poll that goes out with a scheduled post; None where none does."""
    found = select(col(Poll.id), col(Poll.minutes)).where(
        col(Poll.scheduled_post_id) == scheduled_post_id, col(Poll.cancelled_at).is_(None)
    )
    row = db.execute(found).first()
    return PollAsked(tuple(one.text for one in options(db, row[0])), int(row[1] or 0)) if row else None


def as_kept(poll: PollAsked | None) -> dict[str, Any] | None:
    """A poll as its publication keeps it."""
    return {"options": list(poll.options), "minutes": poll.minutes} if poll else None


def as_asked(kept: Mapping[str, Any] | None) -> PollAsked | None:
    """A poll as it goes out, from what its publication keeps."""
    return PollAsked(tuple(kept["options"]), int(kept["minutes"])) if kept else None


def get(db: Session, poll_id: UUID) -> Poll | None:
    """A poll as it is now, locked."""
    return db.get(Poll, poll_id, with_for_update=True, populate_existing=True)


def options(db: Session, poll_id: UUID) -> Sequence[PollOption]:
    """The answers of a poll in their order."""
    mine = select(PollOption).where(col(PollOption.poll_id) == poll_id).order_by(col(PollOption.place))
    return db.scalars(mine, execution_options={"populate_existing": True}).all()


def add(db: Session, poll: Poll, texts: Sequence[str]) -> None:
    """Keep a new poll with its answers."""
    db.add(poll)
    db.flush()
    choose(db, poll.id, texts)


def choose(db: Session, poll_id: UUID, texts: Sequence[str]) -> None:
    """These answers, and no others."""
    db.execute(delete(PollOption).where(col(PollOption.poll_id) == poll_id))
    db.add_all([PollOption(poll_id=poll_id, place=place, text=text) for place, text in enumerate(texts)])
    db.flush()


def change(db: Session, poll_id: UUID, seen: datetime, **values: Any) -> bool:
    """Change a poll that still is as it was seen; False when somebody was quicker."""
    still = [col(Poll.id) == poll_id, col(Poll.changed_at) == seen, col(Poll.cancelled_at).is_(None)]
    done = update(Poll).where(*still).values(**values).execution_options(synchronize_session=False)
    return bool(db.execute(done).rowcount)  # type: ignore[attr-defined]


def count(db: Session, poll_id: UUID, votes: Sequence[int | None]) -> None:
    """Write down how many chose each answer."""
    for place, number in enumerate(votes):
        mine = (col(PollOption.poll_id) == poll_id) & (col(PollOption.place) == place)
        db.execute(update(PollOption).where(mine).values(votes=number))


def due(db: Session, account: Account, now: datetime) -> list[PollDue]:
    """The polls of an account to be counted now: about daily while they are open, and once they are over."""
    facts = (col(Poll.id), col(Poll.minutes), col(Poll.counted_at))
    public = (
        select(*facts, col(Publication.external_id), col(Publication.published_at))
        .join(Publication, col(Publication.scheduled_post_id) == Poll.scheduled_post_id)
        .where(
            col(Publication.account_id) == account.id,
            col(Publication.state) == State.PUBLISHED,
            col(Poll.closed_at).is_(None),
            col(Poll.cancelled_at).is_(None),
            col(Poll.scheduled_post_id).is_not(None),
        )
        .order_by(col(Publication.published_at))
    )
    found = []
    for poll_id, minutes, counted_at, external_id, published_at in db.execute(public):
        ends_at = (published_at or now) + timedelta(minutes=minutes or 0)
        if external_id and _is_due(counted_at, ends_at, now):
            found.append(PollDue(poll_id, external_id, ends_at))
    return found


def _is_due(counted_at: datetime | None, ends_at: datetime, now: datetime) -> bool:
    over = ends_at + SETTLES_WITHIN
    if counted_at is None or counted_at + AGAIN_AFTER <= now:
        return True
    return counted_at < over <= now


def keep(db: Session, account: Account, asked_for: Sequence[PollDue], told: PollsTold, now: datetime) -> int:
    """Keep what a platform told of these polls; how many it told. What is gone, or long over, keeps its last count."""
    kept = 0
    for one in asked_for:
        row = get(db, one.poll_id)
        if row is None or row.closed_at or row.cancelled_at:
            continue
        poll = told.polls.get(one.external_id)
        if poll and _keep_one(db, row, one, poll, now):
            kept += 1
        if one.external_id in told.gone or now >= one.ends_at + GIVES_UP_AFTER:
            row.closed_at = row.closed_at or now
        row.counted_at = now if poll else row.counted_at
        db.add(row)
        db.flush()
    return kept


def _keep_one(db: Session, row: Poll, one: PollDue, poll: PollTold, now: datetime) -> bool:
    """The votes by the words they stand under: a platform is not trusted to keep their order."""
    by_words = {_plain(text): votes for text, votes in poll.options}
    mine = options(db, row.id)
    votes = [by_words.get(_plain(option.text)) for option in mine]
    if len(poll.options) == len(mine) and None in votes:
        votes = [told for _, told in poll.options]
    count(db, row.id, votes)
    told_all = [vote for vote in votes if vote is not None]
    row.answered = sum(told_all) if len(told_all) == len(votes) else row.answered
    _move_days(row, poll.ends_at or one.ends_at)
    if poll.closed:
        row.closed_at = now
    return True


def _move_days(row: Poll, ends_at: datetime) -> None:
    """It opened and closed on the days it really did; the feedback's day moves with them, or it would be due early."""
    opened = ends_at - timedelta(minutes=row.minutes or 0)
    closes_on = london_day(ends_at)
    row.opens_on, row.feedback_due_on = london_day(opened), row.feedback_due_on + (closes_on - row.closes_on)
    row.closes_on = closes_on


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def is_public(db: Session, poll: Poll) -> bool:
    """Whether its post is public, or may be: nothing of it is changed any more."""
    if poll.scheduled_post_id is None:
        return False
    out = (State.PUBLISHED, State.PUBLISHING, State.UNKNOWN)
    found = select(col(Publication.id)).where(
        col(Publication.scheduled_post_id) == poll.scheduled_post_id, col(Publication.state).in_(out)
    )
    return db.execute(found.limit(1)).first() is not None

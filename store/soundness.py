"""How sound the house is: what `bluelamp check` asks of accounts, queues and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from uuid import UUID

from sqlalchemy import func, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.cadence import Direction
from domain.posts import PlatformName
from domain.publication import State
from store.tables import Account, Pause, Post, Publication

MANY = 21
"""The newest posts by which an account's habit is told; fewer than FEW tell none."""

FEW = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait although their time has come, and since when the longest does."""

    number: int
    since: datetime | None


def accounts(db: Session) -> Sequence[Account]:
    """The accounts of the roster, by platform and handle."""
    mine = select(Account).where(col(Account.retired_at).is_(None))
    return db.exec(mine.order_by(col(Account.platform), col(Account.handle))).all()


def platforms_used(db: Session) -> set[PlatformName]:
    """The platforms on which the roster has accounts."""
    return set(db.exec(select(col(Account.platform)).where(col(Account.retired_at).is_(None)).distinct()))


def platforms_visited(db: Session) -> set[PlatformName]:
    """The platforms of which some account, also one that has left, has ever been collected."""
    return set(db.exec(select(col(Account.platform)).where(col(Account.visited_at).is_not(None)).distinct()))


def usual_gap(db: Session, account_id: UUID) -> timedelta | None:
    """The median time between an account's newest posts; None when there are too few to tell."""
    newest = select(col(Post.created_at)).where(col(Post.account_id) == account_id)
    times = db.exec(newest.order_by(col(Post.created_at).desc()).limit(MANY)).all()
    if len(times) < FEW:
        return None
    return timedelta(seconds=median((later - sooner).total_seconds() for later, sooner in pairwise(times)))


def last_post_at(db: Session, account_id: UUID) -> datetime | None:
    """When the account's newest post was made; None when there is none."""
    return db.exec(select(func.max(col(Post.created_at))).where(col(Post.account_id) == account_id)).one()


def unsent(db: Session, before: datetime, now: datetime) -> Waiting:
    """Publications still queued whose time came before this moment, on a platform where writing is not paused."""
    late = (
        col(Publication.state) == State.QUEUED,
        col(Publication.not_before) < before,
        col(Account.platform).not_in(_paused(Direction.WRITING, now)),
    )
    found = select(func.count(), func.min(col(Publication.not_before))).join(
        Account, col(Account.id) == col(Publication.account_id)
    )
    return Waiting(*db.exec(found.where(*late)).one())


def uncollected(db: Session, before: datetime, now: datetime) -> Waiting:
    """Accounts that were to be visited before this moment, in nobody's hand, where reading is not paused."""
    late = (
        col(Account.next_fetch_at) < before,
        col(Account.retired_at).is_(None),
        or_(col(Account.claimed_until).is_(None), col(Account.claimed_until) < now),
        col(Account.platform).not_in(_paused(Direction.READING, now)),
    )
    return Waiting(*db.exec(select(func.count(), func.min(col(Account.next_fetch_at))).where(*late)).one())


def _paused(direction: Direction, now: datetime) -> SelectOfScalar[PlatformName]:
    return select(col(Pause.platform)).where(col(Pause.direction) == direction, col(Pause.until) > now)

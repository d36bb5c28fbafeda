"""Silence: accounts that collect no comments against their habit, and tokens that end soon or lack something."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlmodel import Session, col

from domain.posts import PlatformName, TokenHealth
from store.tables import Account, Reply, Team

HABIT = timedelta(days=28)
"""So many days before the last comment tell how many come a day."""

FEW = 20
"""Fewer comments than this in those days tell no habit."""

MISSED = 10
"""An account is silent once so many comments would have come by its habit: by chance that happens once in 20,000."""

SHORTEST = timedelta(days=1)
"""Nobody is told of a shorter silence: nights and quiet Sundays are none."""

COLLECTED_WITHIN = timedelta(hours=36)
"""Silence is told of accounts that are collected; of others it is told that they are not."""

ENDS_SOON = timedelta(days=7)
ASK_EVERY = timedelta(days=1)


Habits = dict[UUID, tuple[datetime, float]]


@dataclass(frozen=True, slots=True)
class SilentFacts:
    """What there is to tell of a silent account. `token_says`: what its token may not do, "" when nothing is known."""

    id: UUID
    account: str
    platform: PlatformName
    team: str | None
    silent_since: datetime | None
    comments_a_day: float | None
    token_ends_at: datetime | None
    token_says: str


def found(db: Session, now: datetime) -> Habits:
    """The accounts that are silent, with the moment of their last comment and their habit."""
    silent: Habits = {}
    for account_id, at in _last_comments(db, now).items():
        a_day = _habit(db, account_id, at) if now - at >= SHORTEST else None
        if a_day and (now - at) / timedelta(days=1) * a_day >= MISSED:
            silent[account_id] = (at, a_day)
    return silent


def keep(db: Session, silent: Habits) -> None:
    """Write down which accounts are silent, and no others."""
    since = col(Account.silent_since)
    for account_id in db.scalars(select(col(Account.id)).where(since.is_not(None))).all():
        if account_id not in silent:
            _set(db, account_id, silent_since=None, comments_a_day=None)
    for account_id, (at, a_day) in silent.items():
        _set(db, account_id, silent_since=at, comments_a_day=a_day)


def silent(now: datetime) -> ColumnElement[bool]:
    """Whether a statement's Account is silent, or soon will be for want of a token."""
    quiet = and_(col(Account.silent_since).is_not(None), col(Account.visited_at) > now - COLLECTED_WITHIN)
    ends = and_(col(Account.token_ends_at).is_not(None), col(Account.token_ends_at) < now + ENDS_SOON)
    found = or_(func.coalesce(quiet, False), ends, col(Account.token_says) != "")
    return and_(col(Account.retired_at).is_(None), found)


def subjects(db: Session, now: datetime) -> Sequence[UUID]:
    """The accounts that people are to be told of."""
    return db.scalars(select(col(Account.id)).where(silent(now))).all()


def facts(db: Session, accounts: Collection[UUID]) -> list[SilentFacts]:
    """What a message about these accounts tells, by handle."""
    own = [col(getattr(Account, name)) for name in ("silent_since", "comments_a_day", "token_ends_at", "token_says")]
    rows = db.execute(
        select(
            col(Account.id), col(Account.handle).label("account"), col(Account.platform),
            col(Team.name).label("team"), *own,
        )
        .outerjoin(Team, col(Team.id) == Account.team_id)
        .where(col(Account.id).in_(list(accounts)))
        .order_by(col(Account.handle), col(Account.id))
    )  # fmt: skip
    return [SilentFacts(**row._asdict()) for row in rows]


def to_ask(db: Session, now: datetime, at_most: int) -> Sequence[Account]:
    """Accounts whose token has not been asked about for a day, the longest first."""
    asked = col(Account.token_asked_at)
    due = or_(asked.is_(None), asked < now - ASK_EVERY, asked > now + ASK_EVERY)
    mine = select(Account).where(col(Account.retired_at).is_(None), due)
    return db.scalars(mine.order_by(asked.is_not(None), asked, col(Account.id)).limit(at_most)).all()


def asked(db: Session, account_id: UUID, health: TokenHealth | None, ends_at: datetime | None, now: datetime) -> None:
    """Keep what a token may do and when it ends; `health` None: nobody could tell, and what was known stands."""
    if health is None:
        _set(db, account_id, token_asked_at=now)
    else:
        _set(db, account_id, token_asked_at=now, token_says=" ".join(health.faults), token_ends_at=ends_at)


def _last_comments(db: Session, now: datetime) -> dict[UUID, datetime]:
    """By account that is collected, when its last comment was written, as far back as a silence is told of."""
    public = and_(col(Reply.by_us).is_(False), col(Reply.created_at) > now - 2 * HABIT)
    wanted = select(col(Reply.account_id), func.max(col(Reply.created_at))).where(public)
    kept = wanted.join(Account, col(Account.id) == Reply.account_id).where(
        col(Account.retired_at).is_(None), col(Account.visited_at) > now - COLLECTED_WITHIN
    )
    return {account_id: at for account_id, at in db.execute(kept.group_by(col(Reply.account_id)))}


def _habit(db: Session, account_id: UUID, last: datetime) -> float | None:
    """Comments a day in the weeks before the last one; None when they are too few to tell."""
    within = (col(Reply.created_at) > last - HABIT, col(Reply.created_at) <= last)
    count = select(func.count()).where(col(Reply.account_id) == account_id, col(Reply.by_us).is_(False), *within)
    number = int(db.scalar(count) or 0)
    return number / HABIT.days if number >= FEW else None


def _set(db: Session, account_id: UUID, **values: object) -> None:
    db.execute(update(Account).where(col(Account.id) == account_id).values(**values))

"""Accounts: whose turn it is, who has them in hand, how they are, and where to go on."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlmodel import Session, col

from domain.cadence import Direction, backoff, next_visit_in
from domain.errors import RateLimited
from domain.posts import PlatformName
from store import bulk
from store.tables import Account, Pause

LEASE = timedelta(minutes=15)
"""How long an account stays in one hand without news from it; renewed with every page that is kept."""

LONGEST_WAIT = timedelta(days=31)
"""A platform that tells a later time than this (a month's cap is the longest there is) is not believed."""


class LostClaim(Exception):
    """Another collector has the account in hand by now; what was just fetched is not kept."""


def due(db: Session, now: datetime, only: Collection[UUID] | None = None) -> list[UUID]:
    """The accounts to visit now, the longest overdue first."""
    waiting = select(col(Account.id)).where(*_free(now)).order_by(col(Account.next_fetch_at), col(Account.id))
    if only is not None:
        waiting = waiting.where(col(Account.id).in_(only))
    return list(db.scalars(waiting))


def claim(db: Session, account_id: UUID, now: datetime) -> Account | None:
    """Take a due account in hand, by compare-and-swap; None when somebody was first or it is no longer due."""
    candidate = select(col(Account.id)).where(col(Account.id) == account_id, *_free(now))
    taken = (
        update(Account)
        .where(col(Account.id).in_(candidate.with_for_update(skip_locked=True)), *_free(now))
        .values(claimed_until=now + LEASE)
        .returning(Account)
        .execution_options(synchronize_session=False)
    )
    return db.scalars(taken).one_or_none()


def remember(db: Session, account: Account, until: datetime, **cursors: str) -> None:
    """Renew the claim and keep where to go on, in the transaction that keeps what was fetched. Raises LostClaim."""
    said = "".join(f", {name} = ?" for name in cursors)
    _ours(db, account, f"claimed_until = ?{said}", bulk.forms(db).at(until), *cursors.values())


def visited(db: Session, account: Account, now: datetime, news: int = 0, more: bool = False, busy: int = 0) -> None:
    """Put the account back: looked at again soon after news, seldom when quiet, at once when there is more.

    `busy`: posts whose numbers move fast; they are no news, but worth coming back for.
    """
    every = next_visit_in(timedelta(seconds=account.fetch_every_s), news + busy)
    at = bulk.forms(db).at
    _ours(
        db,
        account,
        "claimed_until = NULL, next_fetch_at = ?, fetch_every_s = ?, visited_at = ?, news_at = ?, failures = 0,"
        " trouble = '', trouble_kind = '', trouble_at = NULL",
        at(now if more else now + every),
        int(every.total_seconds()),
        at(now),
        at(now) if news else (at(account.news_at) if account.news_at else None),
    )


def tell_trouble(db: Session, account: Account, kind: str, says: str, now: datetime) -> None:
    """Show what a visit had to leave out; the account goes on being visited as it was."""
    since = account.trouble_at if account.trouble_kind == kind and account.trouble_at else now
    change = update(Account).where(col(Account.id) == account.id)
    db.execute(change.values(trouble=says, trouble_kind=kind, trouble_at=since))


def postpone(db: Session, account: Account, kind: str, error: Exception, now: datetime) -> None:
    """Not now: later by what the platform said, or by how often it went wrong. Says why."""
    at = bulk.forms(db).at
    failures = account.failures + 1
    _ours(
        db,
        account,
        "claimed_until = NULL, next_fetch_at = ?, failures = ?, trouble = ?, trouble_kind = ?, trouble_at = ?",
        at(_again_at(error, failures, now)),
        failures,
        str(error),
        kind,
        at(account.trouble_at if account.trouble_kind == kind and account.trouble_at else now),
    )
    if isinstance(error, RateLimited) and error.whole_app:
        pause(db, account.platform, Direction.READING, _again_at(error, failures, now), str(error))


def give_back(db: Session, account: Account, now: datetime) -> None:
    """Put the account back unfinished, due at once: the process is asked to stop."""
    _ours(db, account, "claimed_until = NULL, next_fetch_at = ?", bulk.forms(db).at(now))


def audience_kept(db: Session, account: Account, now: datetime) -> None:
    """The followers were looked at; the next look is on the next UTC day."""
    tomorrow = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    form = bulk.forms(db)
    bulk.run(db, "UPDATE account SET next_audience_at = ? WHERE id = ?", form.at(tomorrow), form.id(account.id))


def pause(db: Session, platform: PlatformName, direction: Direction, until: datetime, reason: str) -> None:
    """Leave off reading from a whole platform, or writing to it, until then; a later pause stands."""
    sql = bulk.insert(
        "pause",
        ("platform", "direction", "until", "reason"),
        "(platform, direction) DO UPDATE SET until = excluded.until, reason = excluded.reason"
        " WHERE excluded.until > pause.until",
    )
    bulk.run(db, sql, platform.value, direction.value, bulk.forms(db).at(until), reason)


def reach_back(db: Session, account: Account, to: datetime) -> bool:
    """Let the next visit, due at once, read as far back as this; False when one already has."""
    at, key = bulk.forms(db).at(to), bulk.forms(db).id(account.id)
    deeper = "UPDATE account SET back_to = ?, next_fetch_at = ? WHERE id = ? AND (back_to IS NULL OR back_to > ?)"
    return bool(bulk.run(db, deeper, at, at, key, at))


def ours(db: Session) -> dict[PlatformName, frozenset[str]]:
    """The external ids of all our accounts, retired ones too: what they write is never a question to us."""
    found: dict[PlatformName, set[str]] = {platform: set() for platform in PlatformName}
    for platform, external_id in db.execute(select(col(Account.platform), col(Account.external_id))):
        found[platform].add(external_id)
    return {platform: frozenset(ids) for platform, ids in found.items()}


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Due, in nobody's hand, of this roster, and its platform not paused for reading."""
    paused = exists().where(
        col(Pause.platform) == col(Account.platform), col(Pause.direction) == Direction.READING, col(Pause.until) > now
    )
    unclaimed = or_(col(Account.claimed_until).is_(None), col(Account.claimed_until) < now)
    return (col(Account.next_fetch_at) <= now, unclaimed, col(Account.retired_at).is_(None), ~paused)


def _ours(db: Session, account: Account, change: str, *values: object) -> None:
    """Change the account, if it is still in our hand: `claimed_until` as we set it last is the fence."""
    form = bulk.forms(db)
    held = form.at(account.claimed_until) if account.claimed_until else None
    sql = f"UPDATE account SET {change} WHERE id = ? AND claimed_until = ?"
    if bulk.run(db, sql, *values, form.id(account.id), held) != 1:
        raise LostClaim(f"{account.handle} is in other hands by now")


def _again_at(error: Exception, failures: int, now: datetime) -> datetime:
    told = error.reset_at if isinstance(error, RateLimited) else None
    if told is None or told <= now:
        return now + backoff(failures)
    return min(told, now + LONGEST_WAIT)

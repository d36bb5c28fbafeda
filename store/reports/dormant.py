"""Accounts on which nothing of ours has been posted for long."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from domain.clock import london_day
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.accounts import AccountRow, accounts

SILENT_AFTER = 30
"""An account is called silent after more than so many days without a post, unless somebody asks for another number."""

COLLECTED_WITHIN = timedelta(hours=36)


class Silence(StrEnum):
    """How sure it is that nothing was posted."""

    SILENT = "silent"
    EMPTY = "empty"  # no post of it is known at all
    NOT_KNOWN = "not_known"  # it was not collected lately, or never: it may have posted since


@dataclass(frozen=True, slots=True)
class DormantRow:
    """An account without a post that is still public since `last_post_on` (London day; None: none is known).

    `days` since then, up to when it was last collected; None without a post or a visit.
    """

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    silence: Silence
    last_post_on: date | None
    days: int | None
    followers: int | None
    visited_at: datetime | None


def dormant(
    db: Session,
    who: Signed,
    now: datetime,
    *,
    days: int = SILENT_AFTER,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[DormantRow]:
    """The accounts of the roster that may have been silent for more than `days`, the longest silent first."""
    rows = [_row(one, now, days) for one in accounts(db, who, now, scope=scope, platform=platform)]
    found = [row for row in rows if row is not None]
    order = list(Silence)
    return sorted(found, key=lambda row: (order.index(row.silence), -(row.days or 0), row.account.casefold()))


def _row(one: AccountRow, now: datetime, most: int) -> DormantRow | None:
    last = london_day(one.last_post_at) if one.last_post_at else None
    if last and (london_day(now) - last).days <= most:
        return None
    seen = (london_day(one.visited_at) - last).days if one.visited_at and last else None
    return DormantRow(
        one.id, one.account, one.platform, one.team, one.district, _silence(one, seen, now, most), last,
        max(seen, 0) if seen is not None else None, one.followers, one.visited_at,
    )  # fmt: skip


def _silence(one: AccountRow, seen: int | None, now: datetime, most: int) -> Silence:
    fresh = one.visited_at is not None and now - one.visited_at <= COLLECTED_WITHIN
    if seen is not None and seen > most:
        return Silence.SILENT
    return Silence.EMPTY if fresh and one.last_post_at is None else Silence.NOT_KNOWN

"""Followers of a district's accounts day by day, in the transaction that keeps a look at one of them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.clock import london_day
from store import belongings, bulk
from store.budget import utc_day
from store.tables import FORCE_OWN

_LATER = """SELECT DISTINCT f.day FROM district_followers f WHERE f.district_id = ? AND f.platform = ? AND f.day > ?
    AND f.day < coalesce((SELECT min(n.day) FROM account_numbers n
        WHERE n.account_id = ? AND n.day > ? AND n.followers IS NOT NULL), {never})"""
_SUM = """SELECT coalesce(sum(n.followers), 0), count(n.followers), count(*), min(n.taken_at), max(n.taken_at)
    FROM account a JOIN belonging b ON b.account_id = a.id AND b.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = a.id AND x.since <= ?)
    LEFT JOIN account_numbers n ON n.account_id = a.id AND n.day =
        (SELECT max(y.day) FROM account_numbers y
         WHERE y.account_id = a.id AND y.day <= ? AND y.followers IS NOT NULL)
    WHERE a.platform = ? AND coalesce(b.district_id, ?) = ? AND (a.retired_at IS NULL OR a.retired_at >= ?)"""
_COLUMNS = ("day", "district_id", "platform", "followers", "told", "accounts", "as_of", "newest_at")
_KEEP = bulk.insert(
    "district_followers",
    _COLUMNS,
    "(day, district_id, platform) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in ("followers", "told", "accounts", "as_of", "newest_at")),
)
_EVER = """SELECT DISTINCT coalesce(b.district_id, ?), a.platform
    FROM belonging b JOIN account a ON a.id = b.account_id
    UNION SELECT f.district_id, f.platform FROM district_followers f WHERE f.day = ?"""
_KNOWN = "SELECT day, district_id, platform FROM district_followers WHERE district_id = ? AND platform = ?"


def refresh(db: Session, account_id: UUID, day: date) -> None:
    """Count the followers of the district that an account belongs to, for a UTC day and what hangs on it later."""
    form, place = bulk.forms(db), belongings.of(db, account_id)
    district, on = place.on(day).district, form.day(day)
    _alone(db, {district})
    later = bulk.fetch(db, _LATER.format(never=_never(db)), district, place.platform, on, form.id(account_id), on)
    _count(db, [(one, district, place.platform) for one in (on, *(one for (one,) in later))])


def roster_changed(db: Session, joined: Iterable[UUID], now: datetime) -> None:
    """Count today anew where accounts joined, left or moved; and all days of the districts that some joined.

    Today in UTC and in London: late in a summer evening they differ, and accounts move with London's day.
    """
    form = bulk.forms(db)
    none = form.id(FORCE_OWN)
    wanted: set[tuple[Any, ...]] = set()
    for day in {utc_day(now), london_day(now)}:
        on = form.day(day)
        wanted.update((on, *row) for row in bulk.fetch(db, _EVER, none, on))
    for account_id in joined:
        place = belongings.of(db, account_id)
        for district in {spell.district for spell in place.spells}:
            wanted.update(bulk.fetch(db, _KNOWN, district, place.platform))
    _alone(db, {district for _, district, _ in wanted})
    _count(db, sorted(wanted, key=str))


def _alone(db: Session, districts: Iterable[Any]) -> None:
    """Until this transaction ends nobody else counts these districts: each would miss the other's look."""
    if db.get_bind().dialect.name == "postgresql":
        for district in sorted(districts):
            bulk.fetch(db, "SELECT pg_advisory_xact_lock(hashtextextended('followers of ' || ?::text, 0))", district)


def _count(db: Session, wanted: Iterable[tuple[Any, ...]]) -> None:
    form = bulk.forms(db)
    none = form.id(FORCE_OWN)
    rows = []
    for day, district, platform in wanted:
        ends = form.at(datetime.combine(form.date(day) + timedelta(days=1), time(), UTC))
        found = bulk.fetch(db, _SUM, day, day, platform, none, district, ends)[0]
        rows.append((day, district, platform, *found))
    bulk.run_many(db, _KEEP, rows)


def _never(db: Session) -> str:
    return "DATE '9999-12-31'" if db.get_bind().dialect.name == "postgresql" else "'9999-12-31'"

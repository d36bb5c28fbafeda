"""Numbers added up by day and month, in the transaction that changes what they are added up from.

An account's day is counted anew from its posts. What changed by it is added to the account's month and to its
district's day and month, which any number of collectors may do at once; `rebuild` counts everything anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import add, sub
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from domain.period import month_of
from store import belongings, bulk
from store.belongings import Place, Spell
from store.db import do_last
from store.tables import FORCE_OWN, Account

_TOLD = ("likes", "replies", "shares", "views", "clicks")
COUNTS = (
    "posts", "gone", *(f"{name}{told}" for name in _TOLD for told in ("", "_told")), "engagement_told",
)  # fmt: skip
ADDED = (*COUNTS, "as_of")
ADDING = ", ".join(
    (
        "count(*) FILTER (WHERE p.gone_at IS NULL)",
        "count(p.gone_at)",
        *(
            said
            for name in _TOLD
            for said in (
                f"coalesce(sum(n.{name}) FILTER (WHERE p.gone_at IS NULL), 0)",
                f"count(n.{name}) FILTER (WHERE p.gone_at IS NULL)",
            )
        ),
        "count(coalesce(n.likes, n.replies, n.shares, n.clicks)) FILTER (WHERE p.gone_at IS NULL)",
        "max(n.taken_at)",
    )
)
_POSTED = f"""SELECT p.day, {ADDING} FROM post p LEFT JOIN post_numbers n ON n.post_id = p.id
    WHERE p.account_id = ? AND p.day AMONG ? GROUP BY p.day"""
_COUNTED = f"""SELECT belonging_id, day, {", ".join(ADDED)} FROM account_day
    WHERE belonging_id AMONG ? AND day AMONG ?"""
_NOTHING: tuple[Any, ...] = (*((0,) * len(COUNTS)), None)

Sums = tuple[Any, ...]
"""Numbers in the order of ADDED, as the database at hand keeps them."""

Changes = dict[tuple[Any, ...], Sums]

_WAITING = "days to be counted anew"


class _Change(NamedTuple):
    """By how much the numbers of a day changed where an account belonged; `left`: they are no longer there at all."""

    platform: str
    day: date
    spell: Spell
    by: Sums
    left: bool = False


def later(db: Session, account_id: UUID, days: Iterable[date]) -> None:
    """The same as `refresh`, as the last thing that this transaction does.

    Whoever holds the numbers of an account or a district then waits for no row of a post any more: no deadlock.
    """
    waiting: dict[UUID, set[date]] = db.info.setdefault(_WAITING, {})
    waiting.setdefault(account_id, set()).update(days)
    do_last(db, settle)


def settle(db: Session) -> None:
    """Count anew what waits for it now, because this transaction goes on to read it."""
    _count(db, db.info.pop(_WAITING, {}))


def refresh(db: Session, account_id: UUID, days: Iterable[date]) -> None:
    """Count the posts that an account made on these London days anew, and add what changed to month and district."""
    _count(db, {account_id: days})


def keep_places(db: Session, accounts: Iterable[Account], today: date) -> list[UUID]:
    """Remember that accounts belong elsewhere from today on, and count what they posted today there; tells which."""
    left: list[_Change] = []
    moved = belongings.keep(db, accounts, today, again=lambda account_id: left.extend(_leave(db, account_id, today)))
    _count(db, {account_id: [today] for account_id in moved}, left)
    return moved


def _count(db: Session, wanted: Mapping[UUID, Iterable[date]], changes: Iterable[_Change] = ()) -> None:
    """Of several accounts at once: all are locked before any of their districts."""
    places = {account_id: belongings.of(db, account_id) for account_id in sorted(wanted) if wanted[account_id]}
    changed = list(changes)
    for account_id, place in places.items():
        changed += _changed(db, account_id, place, sorted(set(wanted[account_id])))
    _spread(db, changed)


def _changed(db: Session, account_id: UUID, place: Place, wanted: Sequence[date]) -> Iterator[_Change]:
    """Count an account's days anew, and tell what changed."""
    if not wanted:
        return
    form = bulk.forms(db)
    spell_on = {day: place.on(day) for day in wanted}
    now = _posted(db, account_id, wanted)
    ids = {spell.id: spell for spell in place.spells}
    before: dict[tuple[Any, date], Sums] = {}
    listed = [form.listed(list(ids)), form.listed([form.day(day) for day in wanted])]
    for key, day, *sums in bulk.fetch(db, _COUNTED, *listed):
        before[(key, form.date(day))] = tuple(sums)
    rows = []
    for day, spell in spell_on.items():
        old, new = before.pop((spell.id, day), _NOTHING), now.get(day, _NOTHING)
        if old != new:
            rows.append((form.day(day), spell.id, *new))
            yield _Change(place.platform, day, spell, _less(new, old))
    for (key, day), old in before.items():  # counted where it no longer belongs
        rows.append((form.day(day), key, *_NOTHING))
        yield _Change(place.platform, day, ids[key], _less(_NOTHING, old), left=True)
    bulk.run_many(db, _SET_DAY, rows)


def _leave(db: Session, account_id: UUID, day: date) -> list[_Change]:
    """Count nothing for a day where an account belongs until now, for it moves a second time on that day."""
    place, form = belongings.of(db, account_id), bulk.forms(db)
    spell = place.on(day)
    found = bulk.fetch(db, _COUNTED, form.listed([spell.id]), form.listed([form.day(day)]))
    bulk.run_many(db, _SET_DAY, [(form.day(day), spell.id, *_NOTHING) for _ in found])
    by = [_less(_NOTHING, tuple(sums)) for _key, _day, *sums in found]
    return [_Change(place.platform, day, spell, less, left=True) for less in by]


def _posted(db: Session, account_id: UUID, days: Sequence[date]) -> dict[date, Sums]:
    form = bulk.forms(db)
    wanted = form.listed([form.day(day) for day in days])
    return {form.date(day): tuple(sums) for day, *sums in bulk.fetch(db, _POSTED, form.id(account_id), wanted)}


def _spread(db: Session, changed: Iterable[_Change]) -> None:
    """Add what changed to the months of accounts, and to the days and months of their districts."""
    form = bulk.forms(db)
    months: Changes = {}
    days: Changes = {}
    district_months: Changes = {}
    every = list(changed)
    for platform, day, spell, change, _left in every:
        on, month = form.day(day), form.day(day.replace(day=1))
        district = spell.district
        for found, key in (
            (months, (month, spell.id)),
            (days, (on, district, platform)),
            (district_months, (month, district, platform)),
        ):
            found[key] = _more(found[key], change) if key in found else change
    for sql, found in ((_ADD_MONTH, months), (_ADD_DISTRICT_DAY, days), (_ADD_DISTRICT_MONTH, district_months)):
        bulk.run_many(db, sql, [(*key, *found[key]) for key in sorted(found, key=str)])  # one order: no deadlock
    for one in every:
        if one.left:
            _newest_of(db, one)


def _newest_of(db: Session, left: _Change) -> None:
    """The newest look at what stayed where a day's numbers left: a maximum cannot be taken away from."""
    form, spell, month = bulk.forms(db), left.spell, month_of(left.day)
    day, none = form.day(left.day), form.id(FORCE_OWN)
    first, last = form.day(month.first), form.day(month.last)
    bulk.run(db, _MONTH_AS_OF, spell.id, first, last, first, spell.id)
    bulk.run(db, _DISTRICT_DAY_AS_OF, day, none, spell.district, left.platform, day, spell.district, left.platform)
    there = (spell.district, left.platform)
    bulk.run(db, _DISTRICT_MONTH_AS_OF, *there, first, last, first, *there)


def _less(new: Sums, old: Sums) -> Sums:
    return (*map(sub, new[:-1], old[:-1]), new[-1])


def _more(one: Sums, other: Sums) -> Sums:
    newest = other[-1] if one[-1] is None or (other[-1] is not None and other[-1] > one[-1]) else one[-1]
    return (*map(add, one[:-1], other[:-1]), newest)


def _set(table: str, keys: tuple[str, ...]) -> str:
    change = ", ".join(f"{name} = excluded.{name}" for name in ADDED)
    return bulk.insert(table, (*keys, *ADDED), f"({', '.join(keys)}) DO UPDATE SET {change}")


def _add(table: str, keys: tuple[str, ...]) -> str:
    change = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in COUNTS)
    newer = f"""as_of = CASE WHEN {table}.as_of IS NULL OR excluded.as_of > {table}.as_of
        THEN excluded.as_of ELSE {table}.as_of END"""
    return bulk.insert(table, (*keys, *ADDED), f"({', '.join(keys)}) DO UPDATE SET {change}, {newer}")


_MONTH_AS_OF = """UPDATE account_month SET as_of = (SELECT max(d.as_of) FROM account_day d
    WHERE d.belonging_id = ? AND d.day >= ? AND d.day <= ?) WHERE month = ? AND belonging_id = ?"""
_DISTRICT_DAY_AS_OF = """UPDATE district_day SET as_of = (SELECT max(d.as_of) FROM account_day d
    JOIN belonging b ON b.id = d.belonging_id JOIN account a ON a.id = b.account_id
    WHERE d.day = ? AND coalesce(b.district_id, ?) = ? AND a.platform = ?)
    WHERE day = ? AND district_id = ? AND platform = ?"""
_DISTRICT_MONTH_AS_OF = """UPDATE district_month SET as_of = (SELECT max(d.as_of) FROM district_day d
    WHERE d.district_id = ? AND d.platform = ? AND d.day >= ? AND d.day <= ?)
    WHERE month = ? AND district_id = ? AND platform = ?"""
_SET_DAY = _set("account_day", ("day", "belonging_id"))
_ADD_MONTH = _add("account_month", ("month", "belonging_id"))
_ADD_DISTRICT_DAY = _add("district_day", ("day", "district_id", "platform"))
_ADD_DISTRICT_MONTH = _add("district_month", ("month", "district_id", "platform"))

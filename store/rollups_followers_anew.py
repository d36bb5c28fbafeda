"""Followers by district and day, counted anew from every look: to mend them, and to prove them right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from typing import Any, NamedTuple

from sqlmodel import Session

from store import belongings, bulk
from store.tables import FORCE_OWN

_DAYS = """SELECT DISTINCT n.day, coalesce(b.district_id, ?), a.platform FROM account_numbers n
    JOIN account a ON a.id = n.account_id
    JOIN belonging b ON b.account_id = a.id AND b.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = a.id AND x.since <= n.day)
    WHERE n.followers IS NOT NULL
    UNION SELECT b.since, coalesce(d.district_id, ?), a.platform FROM belonging b
    JOIN account a ON a.id = b.account_id
    JOIN belonging d ON d.account_id = b.account_id AND (d.id = b.id OR d.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = b.account_id AND x.since < b.since))
    WHERE b.since > ?
    UNION SELECT {left}, coalesce(b.district_id, ?), a.platform FROM account a
    JOIN belonging b ON b.account_id = a.id AND b.since =
        (SELECT max(x.since) FROM belonging x WHERE x.account_id = a.id AND x.since <= {left})
    WHERE a.retired_at IS NOT NULL"""
_LEFT = {"sqlite": "date(a.retired_at)", "postgresql": "(a.retired_at AT TIME ZONE 'UTC')::date"}
_SPELLS = """SELECT b.account_id, a.platform, a.retired_at, b.since, coalesce(b.district_id, ?)
    FROM belonging b JOIN account a ON a.id = b.account_id ORDER BY b.account_id, b.since"""
_LOOKS = "SELECT day, account_id, followers, taken_at FROM account_numbers WHERE followers IS NOT NULL ORDER BY day"
_COLUMNS = ("day", "district_id", "platform", "followers", "told", "accounts", "as_of", "newest_at")

Key = tuple[date, Any, str]
"""Day, district and platform."""


class _Stay(NamedTuple):
    """From which day until before which other an account counts for a district."""

    account: Any
    first: date
    ends: date


def rebuild(db: Session) -> None:
    """Count every day anew on which any account of a district told, moved or left."""
    bulk.run(db, "DELETE FROM district_followers")
    day = bulk.forms(db).day
    rows = [(day(key[0]), *key[1:], *sums) for key, sums in _anew(db, _days(db))]
    bulk.run_many(db, bulk.insert("district_followers", _COLUMNS), rows)


def wrong(db: Session) -> dict[str, int]:
    """How many rows differ from what the looks at accounts come to, or are missing."""
    date_of = bulk.forms(db).date
    listed = bulk.fetch(db, f"SELECT {', '.join(_COLUMNS)} FROM district_followers")
    kept = {(date_of(day), district, platform): tuple(sums) for day, district, platform, *sums in listed}
    newest: dict[tuple[Any, str], tuple[Any, ...]] = {}
    differ = 0
    for key, sums in _anew(db, _days(db).union(kept)):
        said = kept.get(key, newest.get(key[1:], (0, 0)))  # a day that is not kept is as the one before it
        newest[key[1:]] = said
        differ += said != sums if key in kept else said[:2] != sums[:2]
    return {"district_followers": differ}


def _days(db: Session) -> set[Key]:
    form = bulk.forms(db)
    none, dialect = form.id(FORCE_OWN), db.get_bind().dialect.name
    rows = bulk.fetch(db, _DAYS.format(left=_LEFT[dialect]), none, none, form.day(belongings.BEGINNING), none)
    return {(form.date(day), district, platform) for day, district, platform in rows}


def _anew(db: Session, wanted: Iterable[Key]) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """What the days come to, going through them and the looks side by side."""
    form, stays, newest, place = bulk.forms(db), _stays(db), dict[Any, tuple[int, Any]](), 0
    looks = bulk.fetch(db, _LOOKS)
    for key in sorted(wanted, key=lambda key: (key[0], str(key[1]), key[2])):
        while place < len(looks) and form.date(looks[place][0]) <= key[0]:
            newest[looks[place][1]] = looks[place][2:]
            place += 1
        there = [stay.account for stay in stays[key[1:]] if stay.first <= key[0] < stay.ends]
        told = [newest[account] for account in there if account in newest]
        taken = [at for _, at in told]
        yield key, (sum(n for n, _ in told), len(told), len(there), min(taken, default=None), max(taken, default=None))


def _stays(db: Session) -> dict[tuple[Any, ...], list[_Stay]]:
    """The accounts of each district and platform, and when they were there."""
    form, rows = bulk.forms(db), bulk.fetch(db, _SPELLS, bulk.forms(db).id(FORCE_OWN))
    found: dict[tuple[Any, ...], list[_Stay]] = defaultdict(list)
    for row, later in zip(rows, [*rows[1:], None], strict=True):
        account, platform, retired_at, since, district = row
        left = form.moment(retired_at).astimezone(UTC).date() if retired_at else date.max
        ends = form.date(later[3]) if later and later[0] == account else date.max
        found[district, platform].append(_Stay(account, form.date(since), min(left, ends)))
    return found

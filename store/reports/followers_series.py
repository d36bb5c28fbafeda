"""Followers over time: span by span, and the growth from one day to another. Sums of accounts are never people."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, select, union_all
from sqlmodel import Session, col

from domain.metrics import Over, refuse_sum
from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.posts import PlatformName
from store.reports.districts import KEYS, Part, share
from store.reports.followers import AccountFollowers, followers_by_account, looks_on
from store.reports.scopes import sees_districts_whole
from store.reports.series import By, Key, gathered, lines, whole_of
from store.reports.spells import Spell, spells
from store.tables import FORCE_OWN, AccountNumbers, DistrictFollowers


@dataclass(frozen=True, slots=True)
class FollowersPoint:
    """Followers at the end of a span's last day: of `told` of `accounts`, by the newest look of each until then.

    `followers` None: nobody looked within the span, or nobody was ever told: a gap. Who follows two accounts counts
    twice. `as_of` is the oldest look in it; `is_cut` and `is_unfinished` as in SeriesPoint.
    """

    first: date
    last: date
    id: UUID | None
    name: str
    platform: PlatformName | None
    followers: int | None
    told: int
    accounts: int
    as_of: datetime | None
    is_cut: bool
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Growth:
    """How followers grew from the end of the UTC day `first` to that of `last`, over accounts told at both ends only.

    `both` of `accounts` are those. None: of no account. `percent` of what it was, None of nothing.
    """

    first: date
    last: date
    before: int | None
    now: int | None
    change: int | None
    percent: float | None
    both: int
    accounts: int
    as_of: datetime | None


class _Stock(NamedTuple):
    """Followers of some accounts by their newest looks; `oldest` and `newest` of those looks."""

    followers: int = 0
    told: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None


def followers_series(
    db: Session,
    who: Signed,
    period: Period,
    grain: Grain,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    by: By = None,
    today: date | None = None,
) -> list[FollowersPoint]:
    """Followers at the end of every span of a period, line by line as in `series`, by where accounts belonged then."""
    refuse_sum("followers", Over.ACCOUNTS)
    spans = list(period.cut(grain))
    there = spells(db, who, period, scope, platform, until_left=True)
    if sees_districts_whole(who, scope) and by in (None, "district", Part.PLATFORM):
        stocks = _of_districts(db, spans, grain, there, by)
    else:
        stocks = _of_accounts(db, spans, grain, there, by)
    counts = _accounts(spans, there, by)
    points = []
    for key, id_, name, of in lines(db, who, scope, there, by):
        for number, span in enumerate(spans):
            stock, accounts = _together(stocks.get((number, key), ())), counts[key][number] if key in counts else 0
            is_gap = stock.newest is None or stock.newest.astimezone(UTC).date() < span.first
            told = _Stock() if is_gap else stock
            marks = span != whole_of(grain, span.first), today is not None and span.last >= today
            numbers = None if is_gap else told.followers, told.told, accounts, told.oldest
            points.append(FollowersPoint(span.first, span.last, id_, name, of, *numbers, *marks))
    return points


def followers_since(
    db: Session,
    who: Signed,
    first: date,
    last: date,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    account_id: UUID | None = None,
    own: bool = False,
) -> Growth:
    """How the followers grew between the ends of two UTC days: of the accounts in sight on the last that told at both.

    Of one account, or of the force's `own` only, where asked. Those that were told of once only are left out: `both`
    of `accounts` count.
    """
    refuse_sum("followers", Over.ACCOUNTS)
    now = [
        row
        for row in followers_by_account(db, who, last, scope=scope, platform=platform)
        if account_id in (None, row.account_id) and not (own and row.district_id)
    ]
    return _growth(first, last, now, _earlier(db, who, first, platform))


def growth_by_district(
    db: Session, who: Signed, first: date, last: date, *, scope: Scope | None = None
) -> dict[UUID | None, Growth]:
    """The same by the district that accounts belonged to on the last day, wherever they were before; None: no district.

    So an account that joined, left or moved to another district is no growth and no loss.
    """
    refuse_sum("followers", Over.ACCOUNTS)
    earlier = _earlier(db, who, first, None)
    there: dict[UUID | None, list[AccountFollowers]] = defaultdict(list)
    for row in followers_by_account(db, who, last, scope=scope):
        there[row.district_id].append(row)
    return {district: _growth(first, last, own, earlier) for district, own in there.items()}


def _earlier(db: Session, who: Signed, on: date, platform: PlatformName | None) -> dict[UUID, int | None]:
    """What every account had on a day, wherever it belonged then."""
    everywhere = Signed(who.person_id, who.email, who.name, who.role, Scope(), who.system_user)
    return {row.account_id: row.followers for row in looks_on(db, everywhere, on, platform=platform)}


def _growth(first: date, last: date, now: Sequence[AccountFollowers], earlier: Mapping[UUID, int | None]) -> Growth:
    both = [
        (was, row.followers, row.as_of)
        for row in now
        if row.followers is not None and (was := earlier.get(row.account_id)) is not None
    ]
    before, after = sum(was for was, _, _ in both), sum(is_ for _, is_, _ in both)
    return Growth(
        first=first,
        last=last,
        before=before if both else None,
        now=after if both else None,
        change=after - before if both else None,
        percent=share(after - before, before) if both else None,
        both=len(both),
        accounts=len(now),
        as_of=min((at for _, _, at in both if at), default=None),
    )


def _key(by: By, spell: Spell) -> Key:
    if by is None:
        return ()
    found = spell.district_id if by == "district" else KEYS[by](spell)
    return found if isinstance(found, tuple) else (found,)


def _together(stocks: Iterable[_Stock]) -> _Stock:
    told = [stock for stock in stocks if stock.told]
    if not told:
        return _Stock()
    oldest = min(stock.oldest for stock in told if stock.oldest)
    newest = max(stock.newest for stock in told if stock.newest)
    return _Stock(sum(stock.followers for stock in told), sum(stock.told for stock in told), oldest, newest)


def _accounts(spans: Sequence[Period], there: Sequence[Spell], by: By) -> dict[Key, list[int]]:
    """How many accounts there are at the end of each span, line by line."""
    ends, steps = [span.last for span in spans], defaultdict[Key, list[int]](lambda: [0] * (len(spans) + 1))
    for spell in there:
        first, last = _stay(spell)
        change = steps[_key(by, spell)]
        change[bisect_left(ends, first)] += 1
        change[bisect_left(ends, last)] -= 1 if first <= last else 0
    return {key: list(accumulate(change)) for key, change in steps.items()}


def _stay(spell: Spell) -> tuple[date, date]:
    """From which day until before which other an account counts where it belonged."""
    left = spell.retired_at.astimezone(UTC).date() if spell.retired_at else date.max
    return spell.since, max(spell.since, min(left, spell.ends or date.max))


def _of_districts(
    db: Session, spans: Sequence[Period], grain: Grain, there: Sequence[Spell], by: By
) -> dict[tuple[int, Key], list[_Stock]]:
    """What whole districts had at the end of each span, one stock for each district and platform."""
    table = DistrictFollowers
    lines_of = {(spell.district_id or FORCE_OWN, spell.platform): _key(by, spell) for spell in there}
    columns = [col(table.followers), col(table.told), col(table.as_of), col(table.newest_at)]
    keys = [col(table.district_id), col(table.platform)]
    only = col(table.district_id).in_({district for district, _ in lines_of})
    found = _newest(db, spans, grain, keys, columns, only)
    stocks = defaultdict(list)
    for source, line in lines_of.items():
        for number, stock in enumerate(_carried(spans, found.get(source, []))):
            stocks[number, line].append(stock)
    return stocks


def _of_accounts(
    db: Session, spans: Sequence[Period], grain: Grain, there: Sequence[Spell], by: By
) -> dict[tuple[int, Key], list[_Stock]]:
    """What each account had at the end of each span, under the line that it belonged to on that day."""
    table = AccountNumbers
    columns: list[Any] = [col(table.followers), literal(1), col(table.taken_at), col(table.taken_at)]
    only = and_(col(table.account_id).in_({spell.account_id for spell in there}), col(table.followers).is_not(None))
    found = _newest(db, spans, grain, [col(table.account_id)], columns, only)
    stocks = defaultdict(list)
    for spell in there:
        first, ends = _stay(spell)
        for number, stock in enumerate(_carried(spans, found.get((spell.account_id,), []))):
            if first <= spans[number].last < ends:
                stocks[number, _key(by, spell)].append(stock)
    return stocks


def _newest(
    db: Session,
    spans: Sequence[Period],
    grain: Grain,
    keys: Sequence[Any],
    columns: Sequence[Any],
    only: ColumnElement[bool],
) -> dict[Key, list[tuple[date, _Stock]]]:
    """By key, the newest row before all spans and the newest of each, in order of days."""
    table: Any = keys[0].table
    day, first, last = table.c.day, spans[0].first, spans[-1].last
    within = select(*keys, func.max(day).label("day")).where(day.between(first, last), only)
    within = within.group_by(*keys, gathered(db, day, grain))
    before = select(*keys, func.max(day).label("day")).where(day < first, only).group_by(*keys)
    newest = union_all(before, within).subquery()
    same = and_(day == newest.c.day, *(key == newest.c[key.key] for key in keys))
    found: dict[Key, list[tuple[date, _Stock]]] = defaultdict(list)
    for on, *row in db.execute(select(day, *keys, *columns).join(newest, same).order_by(day)):
        found[tuple(row[: len(keys)])].append((on, _Stock(*row[len(keys) :])))
    return found


def _carried(spans: Sequence[Period], rows: Sequence[tuple[date, _Stock]]) -> Iterator[_Stock]:
    """At the end of each span, the newest row until then."""
    place, now = 0, _Stock()
    for span in spans:
        while place < len(rows) and rows[place][0] <= span.last:
            now = rows[place][1]
            place += 1
        yield now

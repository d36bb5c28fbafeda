"""Numbers of posts span by span, by day, week or month: what a line is drawn of. A span without a number is a gap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Date, Select, cast, func, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.period import Grain, Period, month_of, week_of
from domain.posts import PlatformName
from store.reports.districts import KEYS, Part, named, places
from store.reports.scopes import sees_districts_whole
from store.reports.spells import Spell, spells
from store.reports.sums import Span, Sums, add, by_account, by_district, columns_of, of_district, of_places, sums_of
from store.tables import FORCE_OWN, Account, AccountDay, Belonging, DistrictDay, DistrictMonth

By = Part | Literal["district"] | None

Key = tuple[Any, ...]
"""Which line of the chart: ids as the sums are gathered by them."""

_WHOLE: dict[Grain, Callable[[date], Period]] = {
    Grain.DAY: lambda day: Period(day, day),
    Grain.WEEK: week_of,
    Grain.MONTH: month_of,
}
_NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The sums of one span from the London day `first` to `last`, of one line of the chart.

    A number None is a gap: nothing was told. `is_cut`: not the whole week or month; `is_unfinished`: today is in it,
    or it is still to come. `id` None and `name` "" for all together; a platform has no id.
    """

    first: date
    last: date
    id: UUID | None
    name: str
    platform: PlatformName | None
    sums: Sums
    is_cut: bool
    is_unfinished: bool


def series(
    db: Session,
    who: Signed,
    period: Period,
    grain: Grain,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    by: By = None,
    today: date | None = None,
) -> list[SeriesPoint]:
    """Every span of a period in order, line by line: all together, or by district, team, platform or account.

    Each line has every span. An account that moved within the period is one line, without what is not in sight.
    """
    found: dict[tuple[date, Key], list[Sums]] = {}
    for begins, *row in _rows(db, who, period, grain, scope, platform, by):
        key = tuple(None if part == FORCE_OWN else part for part in row[: len(_keys(by))])
        found.setdefault((whole_of(grain, begins).first, key), []).append(sums_of(row[len(key) :]))
    points = []
    there = spells(db, who, period, scope, platform)
    spans = [(span, whole_of(grain, span.first)) for span in period.cut(grain)]
    for key, id_, name, of in lines(db, who, scope, there, by):
        for span, whole in spans:
            sums = add(found.get((whole.first, key), (_NOTHING,)))
            ends = today is not None and span.last >= today
            points.append(SeriesPoint(span.first, span.last, id_, name, of, sums, span != whole, ends))
    return points


def _rows(
    db: Session, who: Signed, period: Period, grain: Grain, scope: Scope | None, platform: PlatformName | None, by: By
) -> Iterator[Any]:
    """Rows of a day within the span, the key and the sums."""
    whole = sees_districts_whole(who, scope) and by in (None, "district", Part.PLATFORM)
    spans = (by_district if whole else by_account)(period)
    if grain is not Grain.MONTH:
        spans = [Span(DistrictDay, DistrictDay.day, period) if whole else Span(AccountDay, AccountDay.day, period)]
    for span in spans:
        begins = gathered(db, col(span.column), Grain.DAY if grain is Grain.MONTH else grain)
        keys = [_column(key, span.table) for key in _keys(by)]
        statement: Select[Any] = select(begins, *keys, *columns_of(span.table)).select_from(span.table)
        if whole:
            seen = of_district(span.table, who, scope, platform)
        else:
            seen = of_places(span.table, who, scope, platform)
            table: Any = span.table
            statement = statement.join(Belonging, col(Belonging.id) == table.belonging_id)
            statement = statement.join(Account, col(Account.id) == Belonging.account_id)
        yield from db.execute(statement.where(span.within, seen).group_by(begins, *keys))


def _keys(by: By) -> tuple[str, ...]:
    """What the rows of a series are gathered by."""
    keys: dict[By, tuple[str, ...]] = {
        None: (),
        "district": ("district_id",),
        Part.TEAM: ("district_id", "team_id"),
        Part.PLATFORM: ("platform",),
        Part.ACCOUNT: ("account_id",),
    }
    return keys[by]


def _column(key: str, table: Any) -> Any:
    if table in (DistrictDay, DistrictMonth):
        return col(getattr(table, key))
    return col(Account.platform) if key == "platform" else col(getattr(Belonging, key))


def gathered(db: Session, column: Any, grain: Grain) -> Any:
    """The first day of the whole day, week or month that a day lies in."""
    if grain is Grain.DAY:
        return column
    if db.get_bind().dialect.name == "sqlite":
        said = ("start of month",) if grain is Grain.MONTH else ("weekday 0", "-6 days")
        return func.date(column, *said, type_=Date)
    return cast(func.date_trunc(grain.value, column), Date)


def lines(
    db: Session, who: Signed, scope: Scope | None, there: Sequence[Spell], by: By
) -> Iterator[tuple[Key, UUID | None, str, PlatformName | None]]:
    """The lines of the chart with key, id, name and platform, as the tables of the same numbers list them."""
    if by is None:
        yield (), None, "", None
        return
    if by == "district":
        for id_, name, _population in places(db, who, scope, {spell.district_id for spell in there}):
            yield (id_,), id_, name, None
        return
    last = {KEYS[by](spell): named(by, spell) for spell in there}
    for key, (id_, name, _district, of) in sorted(last.items(), key=lambda line: (line[1][2] or "~", line[1][1])):
        yield key if isinstance(key, tuple) else (key,), id_, name, of


def whole_of(grain: Grain, day: date) -> Period:
    """The whole day, week or month that a day lies in."""
    return _WHOLE[grain](day)

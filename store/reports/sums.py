"""The numbers of the posts of a period, added up from what is kept by day and month; posts are never read for it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true, union_all
from sqlmodel import Session, SQLModel, col

from domain.metrics import Over, engagement, refuse_sum
from domain.people import Scope, Signed
from domain.period import Period, month_of
from domain.posts import PlatformName
from store.reports.scopes import sees_districts_whole
from store.reports.spells import Spell, belonged_within, spells
from store.rollups import ADDED
from store.tables import Account, AccountDay, AccountMonth, Belonging, DistrictDay, DistrictMonth

ADDS = ("likes", "replies", "shares", "views", "clicks")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sums:
    """Numbers of some posts, added up. None: not told for any of them; `told` counts those it was told for.

    `gone` counts posts of the period that are no longer public; nothing else counts them.
    `as_of` is the newest of the looks at any of them.
    """

    posts: int = 0
    gone: int = 0
    likes: int | None = None
    likes_told: int = 0
    replies: int | None = None
    replies_told: int = 0
    shares: int | None = None
    shares_told: int = 0
    views: int | None = None
    views_told: int = 0
    clicks: int | None = None
    clicks_told: int = 0
    engagement_told: int = 0
    as_of: datetime | None = None

    @property
    def engagement(self) -> int | None:
        """Likes, replies, shares and clicks, as far as they were told."""
        return engagement(self.likes, self.replies, self.shares, self.clicks)


@dataclass(frozen=True, slots=True)
class Span:
    """Days that are read from one table: whole months, or days."""

    table: type[SQLModel]
    column: Any
    period: Period

    @property
    def within(self) -> ColumnElement[bool]:
        """Whether a row of the table lies in these days."""
        return col(self.column).between(self.period.first, self.period.last)


def by_account(period: Period) -> list[Span]:
    """The tables, by belonging, that a period is added up from: whole months, and days at its ends."""
    return _parts(period, (AccountDay, AccountDay.day), (AccountMonth, AccountMonth.month))


def by_district(period: Period) -> list[Span]:
    """The same by district and platform."""
    return _parts(period, (DistrictDay, DistrictDay.day), (DistrictMonth, DistrictMonth.month))


def total(
    db: Session, who: Signed, period: Period, scope: Scope | None = None, platform: PlatformName | None = None
) -> Sums:
    """The sums of everything in sight."""
    if sees_districts_whole(who, scope):
        statement = _added(by_district(period), (), lambda table: of_district(table, who, scope, platform))
    else:
        statement = _added(by_account(period), (), lambda table: of_places(table, who, scope, platform))
    return sums_of(db.execute(statement).one())


def sums_by_district(
    db: Session, who: Signed, period: Period, scope: Scope | None = None, platform: PlatformName | None = None
) -> dict[UUID, Sums]:
    """The sums by district id, FORCE_OWN for the force's own, where districts are seen whole."""
    statement = _added(by_district(period), ("district_id",), lambda table: of_district(table, who, scope, platform))
    return {id_: sums_of(row) for id_, *row in db.execute(statement)}


def sums_by_spell(
    db: Session, who: Signed, period: Period, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[tuple[Spell, Sums]]:
    """Every account in sight where it belonged, with the sums of its posts there; one without posts with none."""
    listed = spells(db, who, period, scope, platform)
    statement = _added(by_account(period), ("belonging_id",), lambda table: of_places(table, who, scope, platform))
    found = {id_: sums_of(row) for id_, *row in db.execute(statement)}
    return [(spell, found.get(spell.id, Sums())) for spell in listed]


def add(parts: Iterable[Sums]) -> Sums:
    """Several sums as one. What nobody told stays None."""
    whole = list(parts)
    if len(whole) == 1:
        return whole[0]
    names = Sums.__dataclass_fields__
    return Sums(**{name: _one(name, [getattr(part, name) for part in whole]) for name in names})


def sums_of(row: Sequence[Any]) -> Sums:
    """The columns of ADDED, added up, as Sums: of what no post told there is no number."""
    posts, gone, *told, engagement_told, as_of = row
    numbers: list[Any] = []
    for number, of in zip(told[::2], told[1::2], strict=True):
        numbers += [int(number) if of else None, int(of or 0)]
    some = int(posts or 0), int(gone or 0)
    fields = (*some, *numbers, int(engagement_told or 0), as_of if any(some) else None)
    return Sums(*fields)


def columns_of(table: Any) -> list[ColumnElement[Any]]:
    """The columns of ADDED of a table of sums, added up."""
    for name in ADDS:
        refuse_sum(name, Over.POSTS, Over.DAYS, Over.ACCOUNTS)
    return [(func.max if name == "as_of" else func.sum)(getattr(table, name)).label(name) for name in ADDED]


def of_district(table: Any, who: Signed, scope: Scope | None, platform: PlatformName | None) -> ColumnElement[bool]:
    """Whether a row of DistrictDay or DistrictMonth is in sight, where districts are seen whole."""
    chosen = [col(table.district_id) == part.district_id for part in (who.scope, scope) if part and part.district_id]
    if platform:
        chosen.append(col(table.platform) == platform)
    return and_(true(), *chosen)


def of_places(table: Any, who: Signed, scope: Scope | None, platform: PlatformName | None) -> ColumnElement[bool]:
    """Whether a row of AccountDay or AccountMonth is in sight."""
    if all(part in (None, Scope()) for part in (who.scope, scope)) and not platform:
        return true()
    places = select(col(Belonging.id)).join(Account, col(Account.id) == Belonging.account_id)
    return col(table.belonging_id).in_(places.where(belonged_within(Belonging, who, scope, platform)))


def _parts(period: Period, days: tuple[type[SQLModel], Any], months: tuple[type[SQLModel], Any]) -> list[Span]:
    """Whole months of a period from the one table, and the days before and after them from the other."""
    begins = period.first if period.first.day == 1 else month_of(period.first).last + _DAY
    ends = month_of(period.last).last if (period.last + _DAY).day == 1 else period.last.replace(day=1) - _DAY
    if ends < begins:
        return [Span(*days, period)]
    parts = [Span(*months, Period(begins, ends))]
    if period.first < begins:
        parts.append(Span(*days, Period(period.first, begins - _DAY)))
    if ends < period.last:
        parts.append(Span(*days, Period(ends + _DAY, period.last)))
    return parts


def _added(parts: Sequence[Span], keys: tuple[str, ...], within: Callable[[Any], ColumnElement[bool]]) -> Select[Any]:
    """Sums by keys over all parts: each part is added up by itself, and then the parts."""
    each = []
    for part in parts:
        by: list[Any] = [getattr(part.table, key) for key in keys]
        each.append(select(*by, *columns_of(part.table)).where(part.within, within(part.table)).group_by(*by))
    if len(each) == 1:
        return each[0]
    rows = union_all(*each).subquery()
    by = [rows.c[key] for key in keys]
    return select(*by, *columns_of(rows.c)).group_by(*by)


def _one(name: str, values: list[Any]) -> Any:
    told = [value for value in values if value is not None]
    if name == "as_of":
        return max(told, default=None)
    if not told:
        return Sums.__dataclass_fields__[name].default
    return sum(told)

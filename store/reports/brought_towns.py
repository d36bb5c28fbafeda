"""Brought figures by town, put to the districts; and the towns of which nobody has said where they belong."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.metrics import METRICS, Over, refuse_sum
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.towns import TownHomes, town_key
from store import town_homes
from store.reports.brought import standing, whole
from store.reports.scopes import within
from store.reports.spells import belonged_then, belonged_within
from store.reports.towns import Place, district_of_scope
from store.tables import Account, Belonging, BroughtFigure, District, Person, TownFollowers, TownHome

SHARE = "follower_share"
BY_TOWN = {"page_likes": "page_likes", "towns": "followers", SHARE: ""}
"""The numbers that are told by town, and what their whole is called; a share is a part of its whole already."""


@dataclass(frozen=True, slots=True)
class BroughtTowns:
    """What a file tells of the towns of one district, of one page. The rows of a page add up to its `total`.

    `share` is the percentage of the page; `value` is None for a number that is told as a share only. `towns` with
    what each tells. `first` and `last` differ where the file tells a month and no day.
    """

    account_id: UUID
    account: str
    platform: PlatformName
    metric: str
    label: str
    place: Place
    district_id: UUID | None
    district: str
    value: float | None
    share: float | None
    population: int | None
    per_1000: float | None
    towns: tuple[tuple[str, float], ...]
    total: float | None
    first: date
    last: date
    file: str
    layout: str
    as_of: date


@dataclass(frozen=True, slots=True)
class TownPage:
    """What one page tells of a town: `value` followers, likes, or per cent of the followers."""

    account: str
    metric: str
    value: float
    on: date
    file: str | None


@dataclass(frozen=True, slots=True)
class TownToPlace:
    """A town that is named somewhere and belongs to no district that is known; what most pages tell of it first."""

    town: str
    followers: int | None
    pages: tuple[TownPage, ...]


@dataclass(frozen=True, slots=True)
class PlacedTown:
    """A town of which somebody said where it belongs; `district` None: to none of ours."""

    town: str
    district_id: UUID | None
    district: str | None
    said_by: str
    said_at: datetime


@dataclass
class _Told:
    """The figures of one page and one number on one day."""

    of: Any
    page: Any
    towns: list[Any] = field(default_factory=list)
    total: float | None = None


def brought_by_town(
    db: Session, who: Signed, on: date, *, account_id: UUID | None = None, scope: Scope | None = None
) -> list[BroughtTowns]:
    """By page and number what was told last until `on`, district by district; a chosen scope picks its district's."""
    areas = db.execute(
        select(col(District.id), col(District.name), col(District.population))
        .where(col(District.retired_at).is_(None))
        .order_by(col(District.name))
    ).all()
    homes, chosen = town_homes.homes(db), district_of_scope(db, scope)
    rows = [row for told in _newest(db, who, on, account_id) for row in _rows(told, areas, homes)]
    return [row for row in rows if chosen is None or row.district_id == chosen]


def towns_to_place(db: Session, who: Signed) -> list[TownToPlace]:
    """The towns of the newest looks and files of which nobody has said where they belong, the largest first."""
    homes = town_homes.homes(db)
    found: dict[str, list[tuple[str, TownPage]]] = {}
    for town, page in _named(db, who):
        if not homes.is_known(town):
            found.setdefault(town_key(town), []).append((town, page))
    rows = [_to_place(told) for told in found.values()]
    return sorted(rows, key=lambda one: (-(one.followers or 0), one.town))


def placed_towns(db: Session) -> list[PlacedTown]:
    """The towns of which somebody said where they belong, by name."""
    rows = db.execute(
        select(
            col(TownHome.town), col(TownHome.district_id), col(District.name), col(Person.name), col(TownHome.said_at)
        )
        .outerjoin(District, col(District.id) == TownHome.district_id)
        .join(Person, col(Person.id) == TownHome.said_by_id)
        .order_by(col(TownHome.town))
    )
    return [PlacedTown(*row) for row in rows]


def _newest(db: Session, who: Signed, on: date, account_id: UUID | None) -> list[_Told]:
    """The figures by town of each page and number that were told last, with their whole of the same day."""
    names = {*BY_TOWN, *filter(None, BY_TOWN.values())}
    there = select(*_account()).join(Belonging, belonged_then(on, col(Account.id)))
    accounts = {row.account_id: row for row in db.execute(there.where(belonged_within(Belonging, who)))}
    wanted = [account_id] if account_id else list(accounts)
    at = standing(
        and_(
            col(BroughtFigure.account_id).in_([one for one in wanted if one in accounts]),
            col(BroughtFigure.post) == "", col(BroughtFigure.metric).in_(names), col(BroughtFigure.last) <= on,
        )
    ).subquery()  # fmt: skip
    rows = db.execute(select(at).order_by(at.c.last, at.c.first, at.c.value.desc())).all()
    wholes = {(row.account_id, row.metric, row.first, row.last): row.value for row in rows if not row.town}
    told: dict[tuple[UUID, str], _Told] = {}
    for row in rows:
        if not row.town or row.metric not in BY_TOWN:
            continue
        key = (row.account_id, row.metric)
        if key not in told or (told[key].of.first, told[key].of.last) != (row.first, row.last):
            total = (
                100.0 if row.metric == SHARE else wholes.get((row.account_id, BY_TOWN[row.metric], row.first, row.last))
            )
            told[key] = _Told(row, accounts[row.account_id], total=total)
        told[key].towns.append(row)
    return sorted(told.values(), key=lambda one: (one.page.account, one.page.platform, one.of.metric))


def _account() -> tuple[Any, ...]:
    return (col(Account.id).label("account_id"), col(Account.handle).label("account"), col(Account.platform))


def _rows(told: _Told, areas: Sequence[Any], homes: TownHomes) -> list[BroughtTowns]:
    """The rows of one page and number: its districts, what lies elsewhere, and what was put to no town."""
    towns: dict[UUID | None, list[tuple[str, float]]] = {}
    refuse_sum(told.of.metric, Over.TOWNS)
    for row in told.towns:
        towns.setdefault(homes.district(row.town), []).append((row.town, row.value))
    rows = [_row(told, Place.DISTRICT, area, towns.get(area.id, [])) for area in areas]
    if elsewhere := towns.get(None):
        rows.append(_row(told, Place.OTHER, None, elsewhere))
    named = sum(row.value for row in told.towns)
    if told.total is not None and told.total > named:
        rows.append(_row(told, Place.NOT_TOLD, None, [("", told.total - named)]))
    return rows


def _row(told: _Told, place: Place, area: Any, towns: Sequence[tuple[str, float]]) -> BroughtTowns:
    of, number = told.of, sum(value for _, value in towns) if towns else None
    shares = of.metric == SHARE
    value = None if shares else whole(number)
    population = area.population if area else None
    return BroughtTowns(
        account_id=of.account_id,
        account=told.page.account,
        platform=told.page.platform,
        metric=of.metric,
        label=METRICS[of.metric].label,
        place=place,
        district_id=area.id if area else None,
        district=area.name if area else {Place.OTHER: "Other", Place.NOT_TOLD: "Not told"}[place],
        value=value,
        share=_share(number, told.total),
        population=population,
        per_1000=round(1000 * value / population, 2) if value is not None and population else None,
        towns=() if place is Place.NOT_TOLD else tuple((town, whole(count) or 0) for town, count in towns),
        total=None if shares else whole(told.total),
        first=of.first,
        last=of.last,
        file=of.file,
        layout=of.layout,
        as_of=of.as_of,
    )


def _share(number: float | None, total: float | None) -> float | None:
    """A percentage to one decimal; None where either is not told, or there is nothing."""
    return None if number is None or not total else round(100 * number / total, 1)


def _named(db: Session, who: Signed) -> Iterable[tuple[str, TownPage]]:
    """Every town that the newest look at a page, or the newest file of it, names."""
    look = aliased(TownFollowers)
    newest = (
        select(func.max(col(look.day))).where(col(look.account_id) == Account.id).correlate(Account).scalar_subquery()
    )
    looks = (
        select(col(TownFollowers.town), col(Account.handle), col(TownFollowers.followers), col(TownFollowers.day))
        .join(Account, and_(col(Account.id) == TownFollowers.account_id, col(TownFollowers.day) == newest))
        .where(within(who), col(Account.retired_at).is_(None))
    )
    for town, account, followers, day in db.execute(looks):
        yield town, TownPage(account, "towns", followers, day, None)
    for told in _newest(db, who, date.max, None):
        for row in told.towns:
            yield row.town, TownPage(told.page.account, row.metric, row.value, row.last, row.file)


def _to_place(told: Sequence[tuple[str, TownPage]]) -> TownToPlace:
    counts = [int(page.value) for _, page in told if page.metric == "towns"]
    pages = sorted((page for _, page in told), key=lambda one: (one.metric == SHARE, -one.value))
    return TownToPlace(told[0][0], max(counts, default=None), tuple(pages))

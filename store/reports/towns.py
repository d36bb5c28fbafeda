"""Where a page's followers live: the towns that a platform tells, put to the districts they belong to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.metrics import Over, refuse_sum
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.towns import TownHomes
from store import town_homes
from store.reports.districts import per_1000, share
from store.reports.followers import in_roster_on
from store.reports.spells import belonged_then, belonged_within
from store.tables import Account, AccountNumbers, Belonging, District, Team, TownFollowers


class Place(StrEnum):
    """What a row of a page's followers stands for."""

    DISTRICT = "district"
    OTHER = "other"  # towns that belong to no district of ours, listed
    NOT_TOLD = "not_told"  # followers of the page whom the platform puts to no town


@dataclass(frozen=True, slots=True)
class TownShare:
    """The followers of one page who live in one district, with the towns they were counted from.

    `share` is the percentage of the page's `total`, None where the total was not told that day. The page's rows add
    up to the total. `followers` None: none of the district's towns was told. `on` is the UTC day, `as_of` the moment.
    """

    account_id: UUID
    account: str
    source: PlatformName
    place: Place
    district_id: UUID | None
    district: str
    followers: int | None
    share: float | None
    population: int | None
    per_1000: float | None
    towns: tuple[tuple[str, int], ...]
    total: int | None
    on: date
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class _Area:
    id: UUID
    name: str
    population: int | None


def followers_by_town(
    db: Session, who: Signed, on: date, *, account_id: UUID | None = None, scope: Scope | None = None
) -> list[TownShare]:
    """Followers by where they live, on the newest UTC day until `on` that was told, the district's rows first.

    Of one account, or of the force's own pages; only accounts within the person's scope, on that day, tell. A chosen
    scope picks the rows of its district.
    """
    refuse_sum("towns", Over.TOWNS)
    areas = [
        _Area(id_, name, people)
        for id_, name, people in db.execute(
            select(col(District.id), col(District.name), col(District.population))
            .where(col(District.retired_at).is_(None))
            .order_by(col(District.name))
        )
    ]
    pages: dict[UUID, list[Any]] = {}
    for row in db.execute(_told_towns(who, on, account_id)):
        pages.setdefault(row.account_id, []).append(row)
    homes = town_homes.homes(db)
    shares = [found for page in pages.values() for found in _page(page, areas, homes)]
    chosen = district_of_scope(db, scope)
    return [found for found in shares if chosen is None or found.district_id == chosen]


def _told_towns(who: Signed, on: date, account_id: UUID | None) -> Any:
    look = aliased(TownFollowers)
    newest = (
        select(func.max(col(look.day)))
        .where(col(look.account_id) == Account.id, col(look.day) <= on)
        .correlate(Account)
        .scalar_subquery()
    )
    then = belonged_then(col(TownFollowers.day), col(TownFollowers.account_id))
    own = and_(col(Belonging.team_id).is_(None), col(Belonging.district_id).is_(None), in_roster_on(on))
    same_day = and_(col(AccountNumbers.account_id) == Account.id, col(AccountNumbers.day) == TownFollowers.day)
    return (
        select(
            col(Account.id).label("account_id"),
            col(Account.handle).label("account"),
            col(Account.platform).label("source"),
            col(TownFollowers.day).label("on"),
            col(TownFollowers.town).label("town"),
            col(TownFollowers.followers).label("followers"),
            col(AccountNumbers.followers).label("total"),
            col(AccountNumbers.taken_at).label("as_of"),
        )
        .select_from(Account)
        .join(TownFollowers, and_(col(TownFollowers.account_id) == Account.id, col(TownFollowers.day) == newest))
        .join(Belonging, then)
        .outerjoin(AccountNumbers, same_day)
        .where(belonged_within(Belonging, who), col(Account.id) == account_id if account_id else own)
        .order_by(col(Account.handle), col(TownFollowers.followers).desc(), col(TownFollowers.town))
    )


def _page(rows: Sequence[Any], areas: Sequence[_Area], homes: TownHomes) -> list[TownShare]:
    """The rows of one page: its districts, what lies elsewhere, and what was put to no town."""
    towns: dict[UUID | None, list[tuple[str, int]]] = {}
    for row in rows:
        towns.setdefault(homes.district(row.town), []).append((row.town, row.followers))
    shares = [_share(rows[0], Place.DISTRICT, area, towns.get(area.id, [])) for area in areas]
    if elsewhere := towns.get(None):
        shares.append(_share(rows[0], Place.OTHER, None, elsewhere))
    told, total = sum(row.followers for row in rows), rows[0].total
    if total is not None and total > told:
        shares.append(_share(rows[0], Place.NOT_TOLD, None, [("", total - told)]))
    return shares


def _share(page: Any, place: Place, area: _Area | None, towns: Sequence[tuple[str, int]]) -> TownShare:
    followers = sum(count for _, count in towns) if towns else None
    population = area.population if area else None
    return TownShare(
        account_id=page.account_id,
        account=page.account,
        source=page.source,
        place=place,
        district_id=area.id if area else None,
        district=area.name if area else {Place.OTHER: "Other", Place.NOT_TOLD: "Not told"}[place],
        followers=followers,
        share=share(followers, page.total),
        population=population,
        per_1000=per_1000(followers, population),
        towns=() if place is Place.NOT_TOLD else tuple(towns),
        total=page.total,
        on=page.on,
        as_of=page.as_of,
    )


def district_of_scope(db: Session, scope: Scope | None) -> UUID | None:
    """The district of a chosen part of the force; None: of all of it."""
    if scope is None or scope.team_id is None:
        return scope.district_id if scope else None
    return db.scalar(select(col(Team.district_id)).where(col(Team.id) == scope.team_id))

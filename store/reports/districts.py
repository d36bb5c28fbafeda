"""Numbers by district, team, platform and account; the rows of each add up to what is in sight."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.scopes import OWN_ACCOUNTS, districts_within, sees_districts_whole, sees_force
from store.reports.spells import Spell, spells
from store.reports.sums import Sums, add, sums_by_district, sums_by_spell
from store.tables import FORCE_OWN, District


@dataclass(frozen=True, slots=True)
class DistrictLikes:
    """One district's posts of a period. `district_id` None: the force's own accounts, never spread over districts.

    None is not told, `told` of `posts` told their likes, `gone` posts are left out. `share` is the percentage of
    the likes in sight; `per_1000` inhabitants, None while only a part of the district is in sight.
    """

    district_id: UUID | None
    district: str
    likes: int | None
    posts: int
    told: int
    views: int | None
    engagement: int | None
    gone: int
    accounts: int
    population: int | None
    per_1000: float | None
    share: float | None
    as_of: datetime | None


class Part(StrEnum):
    """What the numbers of a period can be split by, besides districts."""

    TEAM = "team"
    PLATFORM = "platform"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class PartNumbers:
    """The numbers of a period for one team, platform or account; `id` None for a platform or for no team."""

    id: UUID | None
    name: str
    district: str | None
    platform: PlatformName | None
    posts: int
    gone: int
    likes: int | None
    replies: int | None
    shares: int | None
    views: int | None
    engagement: int | None
    accounts: int
    as_of: datetime | None


KEYS: dict[Part, Callable[[Spell], Any]] = {
    Part.TEAM: lambda spell: (spell.district_id, spell.team_id),
    Part.PLATFORM: lambda spell: spell.platform,
    Part.ACCOUNT: lambda spell: spell.account_id,
}
"""What numbers are gathered by; an account that moved is one account, where it was last."""


def likes_by_district(
    db: Session,
    who: Signed,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[DistrictLikes]:
    """Likes, views and engagement of the posts of a period by the district they were made for, the force's own last."""
    there = spells(db, who, period, scope, platform)
    sums = _sums(db, who, period, scope, platform)
    total = add(sums.values()).likes
    rows = []
    for id_, name, population in places(db, who, scope, {spell.district_id for spell in there}):
        accounts = {spell.account_id for spell in there if spell.district_id == id_}
        rows.append(_district(id_, name, population, len(accounts), sums.get(id_ or FORCE_OWN, Sums()), total))
    return rows


def _sums(
    db: Session, who: Signed, period: Period, scope: Scope | None, platform: PlatformName | None
) -> dict[UUID, Sums]:
    if sees_districts_whole(who, scope):
        return sums_by_district(db, who, period, scope, platform)
    found: dict[UUID, list[Sums]] = {}
    for spell, sums in sums_by_spell(db, who, period, scope, platform):
        found.setdefault(spell.district_id or FORCE_OWN, []).append(sums)
    return {id_: add(some) for id_, some in found.items()}


def numbers_by(
    db: Session,
    who: Signed,
    part: Part,
    period: Period,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PartNumbers]:
    """The numbers of the posts of a period by the team, platform or account they were made for, by name.

    What belongs to no team stands under its district's name, and the force's own accounts under that name.
    """
    groups: dict[Any, list[tuple[Spell, Sums]]] = {}
    for spell, sums in sums_by_spell(db, who, period, scope, platform):
        groups.setdefault(KEYS[part](spell), []).append((spell, sums))
    return sorted((_part(part, group) for group in groups.values()), key=lambda row: (row.district or "~", row.name))


def places(
    db: Session, who: Signed, scope: Scope | None, used: set[UUID | None]
) -> list[tuple[UUID | None, str, int | None]]:
    """Id, name and population of the districts in sight by name, then the force's own place if any account is its.

    A district that is retired, or that a team belonged to before, is there only while it is `used`.
    Population None while a district is seen in part.
    """
    open_ = and_(districts_within(who, scope), col(District.retired_at).is_(None))
    rows = db.execute(
        select(col(District.id), col(District.name), col(District.population))
        .where(or_(open_, col(District.id).in_([id_ for id_ in used if id_])))
        .order_by(col(District.name))
    )
    whole = sees_districts_whole(who, scope)
    found: list[tuple[UUID | None, str, int | None]] = [
        (i, name, people if whole else None) for i, name, people in rows
    ]
    if None in used and sees_force(who, scope):
        found.append((None, OWN_ACCOUNTS, None))
    return found


def per_1000(number: int | None, population: int | None) -> float | None:
    """A number per thousand inhabitants, to two decimals; None when either is not known."""
    return None if number is None or not population else round(1000 * number / population, 2)


def share(number: int | None, total: int | None) -> float | None:
    """A number as a percentage of the total, to one decimal; None when either is not known or there is nothing."""
    return None if number is None or not total else round(100 * number / total, 1)


def named(part: Part, spell: Spell) -> tuple[UUID | None, str, str | None, PlatformName | None]:
    """Id, name, district and platform of the team, platform or account that a spell is of."""
    home = spell.district or OWN_ACCOUNTS
    if part is Part.TEAM:
        return spell.team_id, spell.team or home, spell.district, None
    if part is Part.PLATFORM:
        return None, spell.platform.value, None, spell.platform
    return spell.account_id, spell.account, spell.district, spell.platform


def _district(
    id_: UUID | None, name: str, population: int | None, accounts: int, sums: Sums, total: int | None
) -> DistrictLikes:
    return DistrictLikes(
        district_id=id_,
        district=name,
        likes=sums.likes,
        posts=sums.posts,
        told=sums.likes_told,
        views=sums.views,
        engagement=sums.engagement,
        gone=sums.gone,
        accounts=accounts,
        population=population,
        per_1000=per_1000(sums.likes, population),
        share=share(sums.likes, total),
        as_of=sums.as_of,
    )


def _part(part: Part, group: Sequence[tuple[Spell, Sums]]) -> PartNumbers:
    id_, name, district, platform = named(part, group[-1][0])
    sums = add(some for _, some in group)
    return PartNumbers(
        id=id_,
        name=name,
        district=district,
        platform=platform,
        posts=sums.posts,
        gone=sums.gone,
        likes=sums.likes,
        replies=sums.replies,
        shares=sums.shares,
        views=sums.views,
        engagement=sums.engagement,
        accounts=len({spell.account_id for spell, _ in group}),
        as_of=sums.as_of,
    )

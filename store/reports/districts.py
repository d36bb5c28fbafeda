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
from domain.posts import PlatformName
from store.reports.scopes import WHOLE_FORCE, districts_within, sees_districts_whole, sees_force
from store.reports.sums import AccountSums, Sums, add, sums_by_account
from store.tables import District


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


def likes_by_district(
    db: Session,
    who: Signed,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[DistrictLikes]:
    """Likes, views and engagement of the posts from `since` to before `until`, by district, then the force's own."""
    accounts = sums_by_account(db, who, since, until, scope, platform)
    total = add(account.sums for account in accounts).likes
    rows = []
    for id_, name, population in places(db, who, scope, {account.district_id for account in accounts}):
        own = [account.sums for account in accounts if account.district_id == id_]
        rows.append(_district(id_, name, population, own, total))
    return rows


def numbers_by(
    db: Session,
    who: Signed,
    part: Part,
    since: datetime,
    until: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[PartNumbers]:
    """The numbers of the posts from `since` to before `until`, by team, platform or account, by name.

    What belongs to no team stands under its district's name, and the force's own under "Whole force".
    """
    keys: dict[Part, Callable[[AccountSums], Any]] = {
        Part.TEAM: lambda account: (account.district_id, account.team_id),
        Part.PLATFORM: lambda account: account.platform,
        Part.ACCOUNT: lambda account: account.account_id,
    }
    groups: dict[Any, list[AccountSums]] = {}
    for account in sums_by_account(db, who, since, until, scope, platform):
        groups.setdefault(keys[part](account), []).append(account)
    return sorted((_part(part, group) for group in groups.values()), key=lambda row: (row.district or "~", row.name))


def places(
    db: Session, who: Signed, scope: Scope | None, used: set[UUID | None]
) -> list[tuple[UUID | None, str, int | None]]:
    """Id, name and population of the districts in sight by name, then the force's own place if any account is its.

    A retired district is there only while it is `used`. Population None while a district is seen in part.
    """
    in_use = or_(col(District.retired_at).is_(None), col(District.id).in_([id_ for id_ in used if id_]))
    rows = db.execute(
        select(col(District.id), col(District.name), col(District.population))
        .where(and_(districts_within(who, scope), in_use))
        .order_by(col(District.name))
    )
    whole = sees_districts_whole(who, scope)
    found: list[tuple[UUID | None, str, int | None]] = [
        (i, name, people if whole else None) for i, name, people in rows
    ]
    if None in used and sees_force(who, scope):
        found.append((None, WHOLE_FORCE, None))
    return found


def per_1000(number: int | None, population: int | None) -> float | None:
    """A number per thousand inhabitants, to two decimals; None when either is not known."""
    return None if number is None or not population else round(1000 * number / population, 2)


def share(number: int | None, total: int | None) -> float | None:
    """A number as a percentage of the total, to one decimal; None when either is not known or there is nothing."""
    return None if number is None or not total else round(100 * number / total, 1)


def _district(
    id_: UUID | None, name: str, population: int | None, own: Sequence[Sums], total: int | None
) -> DistrictLikes:
    sums = add(own)
    return DistrictLikes(
        district_id=id_,
        district=name,
        likes=sums.likes,
        posts=sums.posts,
        told=sums.likes_told,
        views=sums.views,
        engagement=sums.engagement,
        gone=sums.gone,
        accounts=len(own),
        population=population,
        per_1000=per_1000(sums.likes, population),
        share=share(sums.likes, total),
        as_of=sums.as_of,
    )


def _part(part: Part, group: Sequence[AccountSums]) -> PartNumbers:
    first, sums = group[0], add(account.sums for account in group)
    home = first.district or WHOLE_FORCE
    identity: dict[Part, tuple[UUID | None, str, str | None, PlatformName | None]] = {
        Part.TEAM: (first.team_id, first.team or home, first.district, None),
        Part.PLATFORM: (None, first.platform.value, None, first.platform),
        Part.ACCOUNT: (first.account_id, first.account, first.district, first.platform),
    }
    id_, name, district, platform = identity[part]
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
        accounts=len(group),
        as_of=sums.as_of,
    )

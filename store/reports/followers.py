"""Followers: by account and district on a day, and by town where a platform tells. Never claimed as people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.metrics import Over, refuse_sum
from domain.people import Scope, Signed
from domain.posts import PlatformName
from store.reports.districts import per_1000, places, share
from store.reports.scopes import account_names
from store.reports.spells import belonged_then, belonged_within, day_after, naming_then
from store.tables import Account, AccountNumbers, Belonging

_NUMBERS: Any = aliased(AccountNumbers)  # made once: every alias has its columns worked out anew
_EARLIER: Any = aliased(AccountNumbers)


class Look(NamedTuple):
    """What one account's followers were found to be; None when never told."""

    account_id: UUID
    followers: int | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class DistrictFollowers:
    """Followers of the accounts that belong to a district; who follows two of them counts twice.

    `told` of `accounts` are in the sum; `as_of` is the oldest of the looks added up. `share` is the percentage of
    the followers in sight. `district_id` None: the force's own accounts.
    """

    district_id: UUID | None
    district: str
    followers: int | None
    told: int
    accounts: int
    population: int | None
    per_1000: float | None
    share: float | None
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class AccountFollowers:
    """Followers of one account at the end of a day, by the newest look until then; None when never told."""

    account_id: UUID
    account: str
    platform: PlatformName
    team_id: UUID | None
    team: str | None
    district: str | None
    district_id: UUID | None
    followers: int | None
    as_of: datetime | None


def followers_by_district(
    db: Session,
    who: Signed,
    on: date,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[DistrictFollowers]:
    """Followers at the end of a UTC day, by the district its accounts belonged to then, the force's own last."""
    refuse_sum("followers", Over.ACCOUNTS)
    accounts = followers_by_account(db, who, on, scope=scope, platform=platform)
    total = _told(accounts)[0]
    rows = []
    for id_, name, population in places(db, who, scope, {account.district_id for account in accounts}):
        own = [account for account in accounts if account.district_id == id_]
        rows.append(_district(id_, name, population, own, total))
    return rows


def followers_by_account(
    db: Session,
    who: Signed,
    on: date,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
) -> list[AccountFollowers]:
    """Followers at the end of a UTC day by account: the newest look until then. Retired accounts until they left.

    Team and district are those that the account belonged to then, and so is who may see it.
    """
    numbers = _NUMBERS
    place: list[Any] = [col(getattr(Belonging, name)).label(name) for name in ("team_id", "district_id")]
    told = [numbers.followers.label("followers"), numbers.taken_at.label("as_of")]
    statement = (
        naming_then(
            select(*account_names(), *place, *told)
            .select_from(Account)
            .join(Belonging, belonged_then(on, col(Account.id)))
        )
        .outerjoin(numbers, numbers_until(numbers, on))
        .where(belonged_within(Belonging, who, scope, platform), in_roster_on(on))
        .order_by(col(Account.platform), col(Account.handle))
    )
    return [AccountFollowers(**row._asdict()) for row in db.execute(statement)]


def looks_on(
    db: Session, who: Signed, on: date, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[Look]:
    """The same without any names: for sums."""
    statement = (
        select(col(Account.id), _NUMBERS.followers, _NUMBERS.taken_at)
        .select_from(Account)
        .join(Belonging, belonged_then(on, col(Account.id)))
        .outerjoin(_NUMBERS, numbers_until(_NUMBERS, on))
        .where(belonged_within(Belonging, who, scope, platform), in_roster_on(on))
    )
    return [Look(*row) for row in db.execute(statement)]


def numbers_until(numbers: Any, on: date) -> ColumnElement[bool]:
    """Joins to a statement's Account the newest row of `numbers` (AccountNumbers) that was told by a day's end."""
    look = _EARLIER
    newest: Select[Any] = (
        select(col(look.day))
        .where(col(look.account_id) == Account.id, col(look.day) <= on, col(look.followers).is_not(None))
        .order_by(col(look.day).desc())
        .limit(1)
        .correlate(Account)
    )
    return and_(numbers.account_id == Account.id, numbers.day == newest.scalar_subquery())


def in_roster_on(on: date) -> ColumnElement[bool]:
    """Whether a statement's Account had not left the roster by the end of a UTC day."""
    return or_(col(Account.retired_at).is_(None), col(Account.retired_at) >= day_after(on))


def _told(accounts: Iterable[AccountFollowers]) -> tuple[int | None, list[AccountFollowers]]:
    told = [account for account in accounts if account.followers is not None]
    return (sum(account.followers or 0 for account in told) if told else None), told


def _district(
    id_: UUID | None, name: str, population: int | None, own: Sequence[AccountFollowers], total: int | None
) -> DistrictFollowers:
    followers, told = _told(own)
    return DistrictFollowers(
        district_id=id_,
        district=name,
        followers=followers,
        told=len(told),
        accounts=len(own),
        population=population,
        per_1000=per_1000(followers, population),
        share=share(followers, total),
        as_of=min((account.as_of for account in told if account.as_of), default=None),
    )

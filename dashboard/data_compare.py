"""What the pages Compare, What works, Accounts and Spending ask of the store."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from dashboard import data
from dashboard.kept import ask_kept, limits
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from platforms import registry
from store import reports
from store.reports import (
    AccountFollowers,
    AccountRow,
    AccountSpend,
    ComparedPost,
    ComparedRow,
    Comparison,
    DaySpend,
    DormantRow,
    EffectRow,
    FirstDays,
    Health,
    Known,
    LaunchRow,
    LeftOut,
    Measure,
    NotCompared,
    OperationRow,
    Places,
    Purse,
    Silence,
    Stretch,
    TimeHint,
    TimeRow,
    Untold,
    Works,
)

__all__ = [
    "AccountFollowers",
    "AccountRow",
    "AccountSpend",
    "ComparedPost",
    "ComparedRow",
    "Comparison",
    "DaySpend",
    "DormantRow",
    "EffectRow",
    "FirstDays",
    "Health",
    "Known",
    "LaunchRow",
    "LeftOut",
    "Measure",
    "NotCompared",
    "OperationRow",
    "Places",
    "Purse",
    "Silence",
    "Stretch",
    "TimeHint",
    "TimeRow",
    "Untold",
    "Works",
]


def compare(
    who: Signed, places: Places, by: Measure, period: Period, against: Period, platform: PlatformName,
    scope: Scope | None,
) -> Comparison:  # fmt: skip
    """Teams, districts or accounts on one platform, post by post, in two periods."""
    return ask_kept(reports.compare, who, places, by, period, against, platform, _hour(), scope=scope)


def compared_posts(
    who: Signed, places: Places, id_: UUID | None, by: Measure, period: Period, platform: PlatformName,
    scope: Scope | None,
) -> Sequence[ComparedPost]:  # fmt: skip
    """The posts of one place that a comparison was made of."""
    return ask_kept(reports.compared_posts, who, places, id_, by, period, platform, _hour(), scope=scope)


def what_works(who: Signed, by: Measure, period: Period, platform: PlatformName, scope: Scope | None) -> Works:
    """What posts that have something in common drew, beside what is usual for their accounts."""
    added = registry.capabilities(platform).picture_link
    return ask_kept(reports.what_works, who, by, period, platform, _hour(), scope=scope, added_link=added)


def best_times(
    who: Signed, by: Measure, period: Period, platform: PlatformName, scope: Scope | None, account_id: UUID | None
) -> Sequence[TimeRow]:
    """When posts drew more or less than usual."""
    return ask_kept(reports.best_times, who, by, period, platform, _hour(), scope=scope, account_id=account_id)


def time_hints(who: Signed, accounts: Sequence[UUID], at: datetime) -> Sequence[TimeHint]:
    """What the accounts' own past says about posting at that time of the week."""
    return ask_kept(reports.time_hints, who, list(accounts), at, _hour())


def launches(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[LaunchRow]:
    """How accounts began."""
    return ask_kept(reports.launches, who, _hour(), scope=scope, platform=platform)


def dormant(who: Signed, days: int, scope: Scope | None, platform: PlatformName | None) -> Sequence[DormantRow]:
    """Accounts that may have been silent for more than so many days."""
    return ask_kept(reports.dormant, who, data.now(), days=days, scope=scope, platform=platform)


def followers(
    who: Signed, on: date, scope: Scope | None, platform: PlatformName | None
) -> dict[UUID, reports.AccountFollowers]:
    """Followers of each account at the end of a UTC day."""
    rows = ask_kept(reports.followers_by_account, who, on, scope=scope, platform=platform)
    return {row.account_id: row for row in rows}


def accounts(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[AccountRow]:
    """The accounts and how they are."""
    return ask_kept(reports.accounts, who, data.now(), scope=scope, platform=platform)


def purses() -> Sequence[Purse]:
    """The platforms that charge, with this month's money of the whole force."""
    return ask_kept(reports.purses, data.now(), limits())


def spent_by_day(
    who: Signed, platform: PlatformName, first: date, last: date, scope: Scope | None
) -> Sequence[DaySpend]:
    """What each UTC day cost."""
    return ask_kept(reports.spent_by_day, who, platform, first, last, scope=scope)


def spent_by_operation(
    who: Signed, platform: PlatformName, first: date, last: date, scope: Scope | None
) -> Sequence[OperationRow]:
    """What was bought, the dearest first."""
    return ask_kept(reports.spent_by_operation, who, platform, first, last, scope=scope)


def spent_by_account(
    who: Signed, platform: PlatformName, first: date, last: date, scope: Scope | None
) -> Sequence[AccountSpend]:
    """What each account cost, the dearest first."""
    return ask_kept(reports.spent_by_account, who, platform, first, last, scope=scope)


def prices(platform: PlatformName) -> dict[str, int]:
    """What one unit of each operation costs now, in micros of a US dollar."""
    return dict(ask_kept(reports.prices_now, platform, utc_today()))


def price_of_post(platform: PlatformName) -> tuple[int | None, int | None]:
    """What a post costs without a link and with one, in micros of a US dollar; None where nobody knows."""
    return data.price(platform, "A"), data.price(platform, "https://example.com")


def utc_today() -> date:
    """This UTC day: the day by which platforms charge."""
    return data.now().astimezone(UTC).date()


def _hour() -> datetime:
    """This hour, for what changes with a post's age only: an answer that is kept serves until the next."""
    return data.now().replace(minute=0)

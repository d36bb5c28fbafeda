"""The reports that compare, as `bluelamp report` prints them: posts, groups, times, beginnings, silence, spending."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlmodel import Session

from domain.fair import Middle
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from platforms import registry
from store import reports
from store.reports import FirstDays, Measure, Places, Stretch

Row = dict[str, Any]
"""A row by the names of its columns."""

COMPARE = (
    "name", "district", "platform", "measure", "ranked", "posts", "compared", "median", "low", "high",
    "before_compared", "before_median", "before_low", "before_high",
)  # fmt: skip
WORKS = ("platform", "measure", "feature", "value", "posts", "accounts", "times", "low", "high")
TIMES = ("platform", "measure", "weekday", "from_hour", "posts", "times", "low", "high")
LAUNCHES = (
    "account", "team", "district", "known", "began_on", "looked_on", "followers", "followers_7d", "posts_7d",
    "replies_7d", "followers_30d", "posts_30d", "replies_30d", "passed_after",
)  # fmt: skip
SILENT = ("account", "team", "district", "silence", "last_post_on", "days", "followers", "visited_at")
SPENDING = ("day", "platform", "operation", "units", "dollars")

COMPARE_WHOLE = ("district", "before_low", "before_high")
LAUNCHES_WHOLE = ("team", "district", "posts_7d", "replies_7d", "posts_30d", "replies_30d")
"""What a table for eyes leaves out: a terminal is not so wide."""


class Wanted(Protocol):
    """What is asked for, as doors.report has it."""

    @property
    def who(self) -> Signed: ...
    @property
    def now(self) -> datetime: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def days(self) -> Period: ...
    @property
    def scope(self) -> Scope | None: ...
    @property
    def platform(self) -> PlatformName | None: ...
    @property
    def part(self) -> dict[str, Any]: ...


def compare(db: Session, want: Wanted) -> Sequence[Row]:
    """Teams on each platform by each measure: those that can be ranked first, then those with too few posts."""
    found = []
    for platform, measure in _asked(want):
        told = reports.compare(
            db, want.who, Places.TEAM, measure, want.days, want.days.before(), platform, want.now, scope=want.scope
        )
        for row in (*told.ranked, *told.too_few):
            found.append(dict(
                name=row.name, district=row.district, platform=platform, measure=measure.value, ranked=row.ranked,
                posts=row.now.posts, **_stretch(row.now), **_stretch(row.before, "before_"),
            ))  # fmt: skip
    return found


def works(db: Session, want: Wanted) -> Sequence[Row]:
    """Groups of posts beside the usual of their accounts; of too few posts only how many."""
    found = []
    for platform, measure in _asked(want):
        link = registry.capabilities(platform).picture_link
        told = reports.what_works(
            db, want.who, measure, want.days, platform, want.now, scope=want.scope, added_link=link
        )
        for row in told.rows:
            found.append(dict(
                platform=platform, measure=measure.value, feature=row.feature.value, value=row.value,
                posts=row.times.n, accounts=row.accounts, **_times(row.times if row.shown else None),
            ))  # fmt: skip
    return found


def times(db: Session, want: Wanted) -> Sequence[Row]:
    """Times of the week (London) beside the usual; of too few posts only how many."""
    return [
        dict(platform=platform, measure=measure.value, weekday=row.weekday, from_hour=row.block, posts=row.posts,
            **_times(row.times))
        for platform, measure in _asked(want)
        for row in reports.best_times(db, want.who, measure, want.days, platform, want.now, scope=want.scope)
    ]  # fmt: skip


def launches(db: Session, want: Wanted) -> Sequence[Row]:
    """How accounts began."""
    return [
        dict(account=f"{row.platform}:{row.account}", team=row.team, district=row.district, known=row.known.value,
            began_on=row.began_on, looked_on=row.looked_on, followers=row.followers, **_first(row.week, 7),
            **_first(row.month, 30), passed_after=row.passed_after)
        for row in reports.launches(db, want.who, want.now, **want.part)
    ]  # fmt: skip


def silent(db: Session, want: Wanted) -> Sequence[Any]:
    """Accounts that may have been silent for more than 30 days."""
    return reports.dormant(db, want.who, want.now, **want.part)


def spending(db: Session, want: Wanted) -> Sequence[Any]:
    """What was bought, by UTC day and operation."""
    return reports.spending(db, want.who, _utc(want.since), until=_utc(want.until - timedelta(microseconds=1)),
                            **want.part)  # fmt: skip


def _asked(want: Wanted) -> Iterator[tuple[PlatformName, Measure]]:
    for platform in [want.platform] if want.platform else PlatformName:
        for measure in Measure:
            yield platform, measure


def _stretch(told: Stretch, before: str = "") -> dict[str, Any]:
    middle = told.middle
    return {
        f"{before}compared": told.compared,
        f"{before}median": round(middle.median, 3) if middle else None,
        f"{before}low": _rounded(middle.low) if middle else None,
        f"{before}high": _rounded(middle.high) if middle else None,
    }


def _times(middle: Middle | None) -> dict[str, Any]:
    if middle is None:
        return {"times": None, "low": None, "high": None}
    return {"times": round(middle.median, 3), "low": _rounded(middle.low), "high": _rounded(middle.high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _first(told: FirstDays | None, days: int) -> dict[str, Any]:
    names = ("followers", "posts", "replies")
    return {f"{name}_{days}d": getattr(told, name) if told else None for name in names}


def _utc(moment: datetime) -> date:
    return moment.astimezone(UTC).date()

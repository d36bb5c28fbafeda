"""The headline of a week: how often its posts were shown, and, each alone, how many people each page reached."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.districts import Part, PartNumbers, numbers_by
from store.reports.reach import AccountReached, reach_by_account
from store.reports.sums import total

WINDOW = 7


@dataclass(frozen=True, slots=True)
class WeeklyReach:
    """Times that the posts of a period were shown, which may be added up; `told` of `posts` tell it. Never people.

    `platforms` split it. `pages` are people that each page reached in the platform's own newest 7 days up to the end
    of the period: each stands alone, and no sum of them is a number of people.
    """

    period: Period
    views: int | None
    told: int
    posts: int
    before: int | None
    before_told: int
    before_posts: int
    platforms: tuple[PartNumbers, ...]
    pages: tuple[AccountReached, ...]
    as_of: datetime | None


def weekly_reach(
    db: Session, who: Signed, period: Period, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> WeeklyReach:
    """The headline of a period, a week as a rule, beside the period before."""
    now, before = (total(db, who, one, scope, platform) for one in (period, period.before()))
    pages = reach_by_account(db, who, until=period.last, scope=scope, platform=platform)
    return WeeklyReach(
        period=period,
        views=now.views,
        told=now.views_told,
        posts=now.posts,
        before=before.views,
        before_told=before.views_told,
        before_posts=before.posts,
        platforms=tuple(numbers_by(db, who, Part.PLATFORM, period, scope=scope, platform=platform)),
        pages=tuple(page for page in pages if page.days == WINDOW and page.ends_on >= period.first),
        as_of=now.as_of,
    )

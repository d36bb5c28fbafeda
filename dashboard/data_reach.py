"""What the page Reach may ask: numbers, lines and posts of one place, from the whole force down to one account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dashboard import kept
from dashboard.data import now
from dashboard.kept import ask_kept
from domain.clock import london_day
from domain.people import Scope, Signed
from domain.period import Grain, Period, month_of, week_of
from domain.posts import PlatformName
from store import reports
from store.reports import AccountReached, DistrictLikes, Figure, Part, PartNumbers, PostRow
from store.reports.districts import per_1000
from store.reports.followers_series import FollowersPoint, Growth, followers_series, followers_since
from store.reports.posts import Order, count_posts_in, posts_in
from store.reports.series import By, SeriesPoint, series
from store.reports.sums import Sums
from store.tables import FORCE_OWN

__all__ = [
    "AccountReached",
    "DistrictLikes",
    "Figure",
    "FollowersPoint",
    "Grain",
    "Growth",
    "Look",
    "Order",
    "PartNumbers",
    "PostRow",
    "SeriesPoint",
    "Sums",
    "districts",
    "followers_line",
    "growth",
    "headline",
    "how_many_posts",
    "line",
    "pages_reached",
    "parts",
    "posts",
    "posts_later",
    "views_per_1000",
]

MOST_IN_A_FILE = 50_000
LEAST = {Grain.DAY: 28, Grain.WEEK: 12 * 7, Grain.MONTH: 365}
"""How many days a line is drawn over at least."""


@dataclass(frozen=True)
class Look:
    """What somebody looks at: days, a part of the force and a platform; `own`: the force's own accounts only."""

    who: Signed
    period: Period
    scope: Scope | None = None
    platform: PlatformName | None = None
    own: bool = False
    account_id: UUID | None = None

    @property
    def place(self) -> Scope:
        """The part of the force in sight: what was chosen, or all that the person may see."""
        return self.scope or self.who.scope

    @property
    def is_narrow(self) -> bool:
        """Whether it is narrower than a part of the force: the force's own accounts, or one account."""
        return self.own or self.account_id is not None


def districts(look: Look) -> Sequence[DistrictLikes]:
    """The numbers of each district, the force's own accounts in a row of their own."""
    return ask_kept(reports.likes_by_district, look.who, look.period, scope=look.scope, platform=look.platform)


def parts(look: Look, part: Part) -> Sequence[PartNumbers]:
    """The numbers of each team or account in sight."""
    rows = ask_kept(reports.numbers_by, look.who, part, look.period, scope=look.scope, platform=look.platform)
    return [row for row in rows if row.district is None] if look.own else rows


def line(look: Look, grain: Grain) -> Sequence[SeriesPoint]:
    """The sums of each span, long enough to be a line: whole spans up to the one in which the period ends."""
    by: By = Part.ACCOUNT if look.account_id else "district" if look.own else None
    today = london_day(now())
    points = ask_kept(
        series, look.who, spans(look.period, grain, today), grain, scope=look.scope, platform=look.platform, by=by,
        today=today,
    )  # fmt: skip
    return [point for point in points if point.id == look.account_id]


def followers_line(look: Look, grain: Grain) -> Sequence[FollowersPoint]:
    """Followers at the end of each of the same spans."""
    by: By = Part.ACCOUNT if look.account_id else "district" if look.own else None
    today = london_day(now())
    points = ask_kept(
        followers_series, look.who, spans(look.period, grain, today), grain, scope=look.scope,
        platform=look.platform, by=by, today=today,
    )  # fmt: skip
    return [point for point in points if point.id == look.account_id]


def growth(look: Look, first: FollowersPoint, last: FollowersPoint) -> Growth:
    """How followers grew from one point of the line to another, over the accounts told at both."""
    return ask_kept(
        followers_since, look.who, first.last, last.last, scope=look.scope, platform=look.platform,
        account_id=look.account_id, own=look.own,
    )  # fmt: skip


def spans(period: Period, grain: Grain, today: date) -> Period:
    """The days that a line is drawn over for a period: whole spans, and never a day to come."""
    last = min(_around(period.last, grain).last, max(today, period.first))
    first = min(period.first, last - timedelta(days=LEAST[grain] - 1))
    return Period(_around(first, grain).first, last)


def headline(look: Look) -> Sequence[Figure]:
    """The headline figures of a period beside those of the period before."""
    part: dict[str, Any] = {"scope": look.scope, "platform": look.platform}
    if not look.is_narrow:
        return ask_kept(reports.headline, look.who, look.period, **part)
    return ask_kept(reports.headline_of, look.who, look.period, look.account_id, **part)


def pages_reached(look: Look) -> Sequence[AccountReached]:
    """People that each page reached in its platform's newest windows that end within the period: each alone."""
    told: dict[str, Any] = {"until": look.period.last, "scope": look.scope, "platform": look.platform}
    rows = ask_kept(reports.reach_by_account, look.who, **told)
    seen = [row for row in rows if look.account_id in (None, row.account_id) and not (look.own and row.district)]
    return [row for row in seen if row.ends_on >= look.period.first]


def posts(look: Look, order: Order, limit: int, offset: int) -> Sequence[PostRow]:
    """The posts behind the numbers, those from `offset` on."""
    return ask_kept(posts_in, look.who, look.period, order=order, limit=limit, offset=offset, **_narrowed(look))


def how_many_posts(look: Look) -> tuple[int, int]:
    """How many posts are behind the numbers, and how many are left out because they are no longer public."""
    here, gone = (
        ask_kept(count_posts_in, look.who, look.period, gone=gone, **_narrowed(look)) for gone in (False, True)
    )
    return here, gone


def posts_later(look: Look, order: Order) -> Callable[[], Sequence[PostRow]]:
    """All of them for a file, asked for when somebody wants it: then no page is being drawn."""
    store, narrowed = kept.store(), _narrowed(look)

    def ask() -> Sequence[PostRow]:
        with store.reading() as db:
            return posts_in(db, look.who, look.period, order=order, limit=MOST_IN_A_FILE, **narrowed)

    return ask


def views_per_1000(row: DistrictLikes) -> float | None:
    """Times shown for each thousand residents; None where either is not known."""
    return per_1000(row.views, row.population)


def _narrowed(look: Look) -> dict[str, Any]:
    return {
        "scope": look.scope,
        "platform": look.platform,
        "district_id": FORCE_OWN if look.own else None,
        "account_id": look.account_id,
    }


def _around(day: date, grain: Grain) -> Period:
    """The whole day, week or month that a day lies in."""
    if grain is Grain.DAY:
        return Period(day, day)
    return week_of(day) if grain is Grain.WEEK else month_of(day)

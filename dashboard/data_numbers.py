"""What Overview and the pages of numbers may ask: figures of a period or a day, how fresh they are, what is missing."""

from collections.abc import Sequence
from datetime import date

from dashboard.data import now
from dashboard.kept import ask_kept
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store import reports
from store.reports import DistrictFollowers, DistrictLikes, Figure, Freshness, Missing, PostRow, TownShare, Unlike

__all__ = ["DistrictFollowers", "DistrictLikes", "Figure", "Freshness", "Missing", "PostRow", "TownShare", "Unlike"]


def headline(who: Signed, period: Period, scope: Scope | None, platform: PlatformName | None) -> Sequence[Figure]:
    """The headline figures of a period beside those of the period before."""
    return ask_kept(reports.headline, who, period, scope=scope, platform=platform)


def likes_by_district(
    who: Signed, period: Period, scope: Scope | None, platform: PlatformName | None
) -> Sequence[DistrictLikes]:
    """Likes, views and engagement by district, the force's own accounts in a row of their own."""
    return ask_kept(reports.likes_by_district, who, period, scope=scope, platform=platform)


def followers_by_district(
    who: Signed, on: date, scope: Scope | None, platform: PlatformName | None
) -> Sequence[DistrictFollowers]:
    """Followers of the accounts of each district on a day."""
    return ask_kept(reports.followers_by_district, who, on, scope=scope, platform=platform)


def followers_by_town(who: Signed, on: date, scope: Scope | None) -> Sequence[TownShare]:
    """Where the followers of each page live, as far as a platform tells it."""
    return ask_kept(reports.followers_by_town, who, on, scope=scope)


def best_posts(who: Signed, period: Period, scope: Scope | None, platform: PlatformName | None) -> Sequence[PostRow]:
    """The three posts with the most engagement."""
    return ask_kept(reports.best_posts, who, period, n=3, scope=scope, platform=platform)


def freshness(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[Freshness]:
    """When each account was last collected."""
    return ask_kept(reports.freshness, who, now(), scope=scope, platform=platform)


def missing(who: Signed, scope: Scope | None, platform: PlatformName | None) -> Sequence[Missing]:
    """What is not told or not collected, and why."""
    return ask_kept(reports.missing, who, now(), scope=scope, platform=platform)

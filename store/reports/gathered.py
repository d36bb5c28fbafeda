"""Everything that a handed-out report tells, by the same questions as the pages, of one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from domain.clock import london_day
from domain.handed_out import Language
from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.polls import PollState
from store.reports.brought import BroughtRow, brought_figures
from store.reports.brought_towns import BroughtTowns, brought_by_town
from store.reports.districts import DistrictLikes, likes_by_district
from store.reports.followers import AccountFollowers, DistrictFollowers, followers_by_account, followers_by_district
from store.reports.followers_series import Growth, growth_by_district
from store.reports.force import force_name
from store.reports.freshness import Missing, missing
from store.reports.issues import IssueRow, issues
from store.reports.overview import Figure, headline
from store.reports.polls import PollRow, polls
from store.reports.promise_kept import KeptRow, Split, promise_kept
from store.reports.reach import AccountReached, reach_by_account
from store.reports.scopes import within
from store.reports.spending import SpendingRow, spending
from store.reports.topics import TopicRow, topics
from store.reports.towns import TownShare, followers_by_town
from store.reports.two_way import TwoWayRow, two_way
from store.tables import Account, AccountNumbers, District, Force, Team

MOST_ISSUES = 2_000


@dataclass(frozen=True)
class MonthOf:
    """One month of a longer period, cut where the period is."""

    period: Period
    headline: Sequence[Figure]


@dataclass(frozen=True)
class Gathered:
    """What a report is written from. `part` is the name of a district or team, None for the whole force.

    `collected` are the days of the period on which any account's figures were read; `until` the last London day that
    had begun when it was drawn. `districts_of` are the same for each district, where a report goes district by
    district. `issues` were open at some time in the period, `towns` are as told by `period.last`.
    """

    force: str
    languages: Sequence[str]
    part: str | None
    period: Period
    drawn_at: datetime
    headline: Sequence[Figure]
    two_way: Sequence[TwoWayRow]
    kept: Sequence[KeptRow]
    topics: Sequence[TopicRow]
    issues: Sequence[IssueRow]
    followers: Sequence[DistrictFollowers]
    likes: Sequence[DistrictLikes]
    missing: Sequence[Missing]
    collected: Sequence[date]
    spending: Sequence[SpendingRow] = ()
    brought: Sequence[BroughtRow] = ()
    brought_towns: Sequence[BroughtTowns] = ()
    polls: Sequence[PollRow] = ()
    growth: Mapping[UUID | None, Growth] = field(default_factory=dict)
    followers_by_account: Sequence[AccountFollowers] = ()
    towns: Sequence[TownShare] = ()
    reach: Sequence[AccountReached] = ()
    kept_by_month: Sequence[KeptRow] = ()
    months: Sequence[MonthOf] = ()
    districts_of: Sequence["Gathered"] = field(default_factory=tuple)

    @property
    def blind(self) -> bool:
        """Whether nothing is known of the period: no figure was read in it, no post and no question is of it."""
        posts = next((one.value for one in self.headline if one.name == "posts"), None)
        return not (self.collected or posts or self.kept)

    @property
    def until(self) -> date:
        """The last day of the period that had begun when it was drawn; before its first day where none had."""
        return min(self.period.last, london_day(self.drawn_at))


def gathered(
    db: Session, who: Signed, now: datetime, period: Period, *, scope: Scope | None = None, by_district: bool = False
) -> Gathered:
    """What one report of a period tells of what this person sees; `by_district`: each district's by itself besides."""
    whole = _one(db, who, now, period, scope)
    day_before = period.first - timedelta(days=1)
    force = db.get(Force, 1)
    return replace(
        whole,
        languages=tuple(force.languages) if force else (Language.ENGLISH.value,),
        spending=spending(db, who, period.first, until=period.last, scope=scope),
        brought=brought_figures(db, who, period, scope=scope),
        brought_towns=brought_by_town(db, who, period.last, scope=scope),
        polls=_polls(db, who, now, period, scope),
        growth=growth_by_district(db, who, day_before, period.last, scope=scope),
        followers_by_account=followers_by_account(db, who, period.last, scope=scope),
        towns=followers_by_town(db, who, period.last, scope=scope),
        reach=[one for one in reach_by_account(db, who, until=period.last, scope=scope) if one.ends_on >= period.first],
        kept_by_month=promise_kept(db, who, now, period.since, period.until, split=Split.MONTH, scope=scope),
        months=[MonthOf(one, headline(db, who, one, scope=scope)) for one in period.cut(Grain.MONTH)],
        districts_of=_districts(db, who, now, period, whole) if by_district else (),
    )


def _one(db: Session, who: Signed, now: datetime, period: Period, scope: Scope | None) -> Gathered:
    since, until, earlier = period.since, period.until, period.before().since
    return Gathered(
        force=force_name(db),
        languages=(),
        part=_part(db, who, scope),
        period=period,
        drawn_at=now,
        headline=headline(db, who, period, scope=scope),
        two_way=two_way(db, who, now, since, until, scope=scope),
        kept=promise_kept(db, who, now, since, until, scope=scope),
        topics=topics(db, who, now, since, until, earlier, scope=scope),
        issues=_issues(db, who, now, period, scope),
        followers=followers_by_district(db, who, period.last, scope=scope),
        likes=likes_by_district(db, who, period, scope=scope),
        missing=missing(db, who, now, scope=scope),
        collected=_collected(db, who, period, scope),
    )


def _districts(db: Session, who: Signed, now: datetime, period: Period, whole: Gathered) -> list[Gathered]:
    """Each district that is in sight, by name."""
    seen = [row.district_id for row in whole.likes if row.district_id]
    return [_one(db, who, now, period, Scope(district_id=one)) for one in seen]


def _part(db: Session, who: Signed, scope: Scope | None) -> str | None:
    """The name of the smallest part that is asked for or seen."""
    for one in (scope, who.scope):
        if one and one.team_id and (team := db.get(Team, one.team_id)):
            return team.name
        if one and one.district_id and (district := db.get(District, one.district_id)):
            return district.name
    return None


def _issues(db: Session, who: Signed, now: datetime, period: Period, scope: Scope | None) -> list[IssueRow]:
    found = issues(db, who, london_day(now), scope=scope, limit=MOST_ISSUES)
    return [
        one
        for one in found
        if one.opened_at < period.until and (one.closed_at is None or one.closed_at >= period.since)
    ]


def _polls(db: Session, who: Signed, now: datetime, period: Period, scope: Scope | None) -> list[PollRow]:
    """The polls and consultations that were open at some time in the period."""
    found = polls(db, who, now, scope=scope)
    return [
        one
        for one in found
        if one.opens_on <= period.last
        and one.closes_on >= period.first
        and one.state not in (PollState.COMING, PollState.CANCELLED)
    ]


def _collected(db: Session, who: Signed, period: Period, scope: Scope | None) -> list[date]:
    """The days of a period on which the figures of any account in sight were read."""
    days = (
        select(col(AccountNumbers.day))
        .join(Account, col(Account.id) == AccountNumbers.account_id)
        .where(within(who, scope), col(AccountNumbers.day).between(period.first, period.last))
        .distinct()
        .order_by(col(AccountNumbers.day))
    )
    return list(db.scalars(days))

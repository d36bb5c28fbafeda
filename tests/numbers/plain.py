"""Every number once more, from raw rows and in plain Python: nothing here asks store/reports or what is added up.

Slow and simple on purpose. What it says is what the pages must say.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from domain.people import Scope, Signed
from domain.period import Grain, Period
from domain.posts import PlatformName
from store.tables import (
    Account,
    AccountNumbers,
    Belonging,
    District,
    MetricSnapshot,
    Post,
    Team,
)

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
NAMES = ("likes", "replies", "shares", "views", "clicks")
ENGAGED = ("likes", "replies", "shares", "clicks")

Place = tuple[UUID | None, UUID | None]
"""District and team; None and None for the force's own."""


@dataclass(frozen=True)
class Told:
    """A post, the London day it was made on, and the newest number told of each kind."""

    id: UUID
    account: Account
    day: date
    at: datetime
    gone: bool
    numbers: dict[str, int | None]
    as_of: datetime | None

    @property
    def engagement(self) -> int | None:
        told = [self.numbers[name] for name in ENGAGED if self.numbers[name] is not None]
        return sum(told) if told else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class Total:
    """What some posts come to; None: told of none of them."""

    posts: int
    gone: int
    likes: int | None
    replies: int | None
    shares: int | None
    views: int | None
    clicks: int | None
    engagement: int | None
    told: dict[str, int]
    as_of: datetime | None


class Raw:
    """The raw rows of a store, all of them."""

    def __init__(self, db: Session) -> None:
        db.expire_all()
        self.accounts = {row.id: row for row in db.exec(select(Account)).all()}
        self.districts = {row.id: row for row in db.exec(select(District)).all()}
        self.teams = {row.id: row for row in db.exec(select(Team)).all()}
        self.spells: dict[UUID, list[Belonging]] = {}
        for spell in sorted(db.exec(select(Belonging)).all(), key=lambda row: row.since):
            self.spells.setdefault(spell.account_id, []).append(spell)
        self.snapshots = snapshots = dict[UUID, list[MetricSnapshot]]()
        for look in sorted(db.exec(select(MetricSnapshot)).all(), key=lambda row: row.taken_at):
            snapshots.setdefault(look.post_id, []).append(look)
        self.posts = [self._told(post, snapshots.get(post.id, [])) for post in db.exec(select(Post)).all()]
        self.followers = sorted(db.exec(select(AccountNumbers)).all(), key=lambda row: row.day)

    def _told(self, post: Post, looks: Sequence[MetricSnapshot]) -> Told:
        numbers: dict[str, int | None] = dict.fromkeys((*NAMES, "reach"))
        for look in looks:
            numbers.update({name: value for name in numbers if (value := getattr(look, name)) is not None})
        day = post.created_at.astimezone(LONDON).date()
        newest = looks[-1].taken_at if looks else None
        return Told(post.id, self.accounts[post.account_id], day, post.created_at, bool(post.gone_at), numbers, newest)

    def place(self, account_id: UUID, day: date) -> Place:
        """Where an account belonged on a day."""
        spell = [one for one in self.spells[account_id] if one.since <= day][-1]
        return spell.district_id, spell.team_id

    def sees(self, who: Signed, scope: Scope | None, platform: PlatformName | None) -> Callable[[Account, date], bool]:
        """Whether the numbers of an account on a day are in sight, and were asked for."""

        def seen(account: Account, day: date) -> bool:
            district, team = self.place(account.id, day)
            parts = [part for part in (who.scope, scope) if part]
            mine = all(team == p.team_id if p.team_id else p.district_id in (None, district) for p in parts)
            return mine and platform in (None, account.platform)

        return seen

    def posts_of(
        self, period: Period, who: Signed, scope: Scope | None = None, platform: PlatformName | None = None
    ) -> list[Told]:
        """The posts of a period that are in sight."""
        seen = self.sees(who, scope, platform)
        return [post for post in self.posts if period.first <= post.day <= period.last and seen(post.account, post.day)]

    def followers_on(self, account_id: UUID, on: date) -> AccountNumbers | None:
        """The newest number of followers that an account told by the end of a UTC day."""
        told = [row for row in self.followers if row.account_id == account_id and row.day <= on]
        return next((row for row in reversed(told) if row.followers is not None), None)

    def in_roster(self, account: Account, on: date) -> bool:
        """Whether an account had not left by the end of a UTC day."""
        ends = datetime(on.year, on.month, on.day, tzinfo=UTC) + DAY
        return account.retired_at is None or account.retired_at >= ends

    def accounts_on(
        self, on: date, who: Signed, scope: Scope | None = None, platform: PlatformName | None = None
    ) -> list[Account]:
        """The accounts in sight at the end of a UTC day."""
        seen = self.sees(who, scope, platform)
        return [one for one in self.accounts.values() if self.in_roster(one, on) and seen(one, on)]


def total(posts: Iterable[Told]) -> Total:
    """Posts added up."""
    every = list(posts)
    public = [post for post in every if not post.gone]
    told = {name: [post.numbers[name] for post in public if post.numbers[name] is not None] for name in NAMES}
    sums = {name: sum(values) if values else None for name, values in told.items()}  # type: ignore[arg-type]
    engaged = [post.engagement for post in public if post.engagement is not None]
    return Total(
        posts=len(public),
        gone=len(every) - len(public),
        **sums,
        engagement=sum(engaged) if engaged else None,
        told={**{name: len(values) for name, values in told.items()}, "engagement": len(engaged)},
        as_of=max((post.as_of for post in every if post.as_of), default=None),
    )


def compares(name: str, now: Total, before: Total, period: Period, platform: PlatformName | None) -> bool:
    """Whether a number of two times may be set against each other."""
    changed = name == "views" and platform in (None, PlatformName.FACEBOOK)
    if changed and period.before().first <= date(2025, 11, 15) <= period.last:
        return False
    parts = [one.told[name] / one.posts for one in (now, before) if one.posts]
    return len(parts) < 2 or abs(parts[0] - parts[1]) <= 0.1


def spans(period: Period, grain: Grain) -> list[tuple[date, date, bool]]:
    """First and last day of each span of a period, and whether it is cut short."""
    days = [period.first + DAY * number for number in range((period.last - period.first).days + 1)]
    keys: dict[Grain, Callable[[date], Any]] = {
        Grain.DAY: lambda day: day,
        Grain.WEEK: lambda day: day.isocalendar()[:2],
        Grain.MONTH: lambda day: (day.year, day.month),
    }
    found: dict[Any, list[date]] = {}
    for day in days:
        found.setdefault(keys[grain](day), []).append(day)
    rows = []
    for some in found.values():
        before, after = some[0] - DAY, some[-1] + DAY
        whole = keys[grain](before) != keys[grain](some[0]) and keys[grain](after) != keys[grain](some[-1])
        rows.append((some[0], some[-1], not whole))
    return rows

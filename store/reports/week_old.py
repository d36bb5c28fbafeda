"""Posts of a period as they stood at about a week of age, so that old ones are not favoured: what is compared."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from domain.fair import YOUNGEST, nearest, nearest_to_a_week
from domain.metrics import METRICS, refuse_together
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store import bulk
from store.belongings import BEGINNING
from store.reports.scopes import OWN_ACCOUNTS
from store.tables import Account, Belonging, District, Team

FOLLOWERS_WITHIN = 30
"""A post's followers are those of the look nearest to its day, at most so many days away."""

_NUMBERS = ("likes", "replies", "shares", "clicks", "views")
_ENGAGED = [_NUMBERS.index(name) for name in METRICS["engagement"].made_of if name in _NUMBERS]
_AGES = {
    "sqlite": "s.taken_at >= datetime(p.created_at, '+4 days') AND s.taken_at < datetime(p.created_at, '+15 days')",
    "postgresql": "s.taken_at >= p.created_at + interval '4 days' AND s.taken_at < p.created_at + interval '15 days'",
}
_POSTS = """SELECT p.id, p.account_id, p.day, p.created_at, p.gone_at, {words}, s.taken_at, {numbers}
    FROM post p LEFT JOIN metric_snapshot s ON s.post_id = p.id AND p.gone_at IS NULL AND {ages}
    WHERE p.account_id AMONG ? AND p.day >= ? AND p.day <= ? ORDER BY p.created_at, p.id"""
_WORDS = {False: "'', '', NULL", True: "p.text, p.media, p.publication_id"}
_FOLLOWERS = """SELECT account_id, day, followers FROM account_numbers
    WHERE account_id AMONG ? AND day >= ? AND day <= ? AND followers IS NOT NULL ORDER BY account_id, day"""


_TAKEN = 8  # the place of a look's time in a row of _POSTS; the numbers follow

_Row = tuple[Any, ...]
_Crowd = tuple[list[int], list[int]]


class Measure(StrEnum):
    """By what posts are compared: each told of one post."""

    VIEWS = "views"
    ENGAGEMENT = "engagement"
    PER_1000_FOLLOWERS = "per_1000_followers"  # engagement for each thousand followers of the account at the time


class Home(NamedTuple):
    """Where an account belonged from the London day `since` on. Team and district None: the force's own."""

    since: date
    account_id: UUID
    account: str
    platform: PlatformName
    team_id: UUID | None
    team: str | None
    district_id: UUID | None
    district: str | None

    @property
    def place(self) -> str:
        """The team, or what it belongs to without one."""
        return self.team or self.district or OWN_ACCOUNTS


class WeekOld(NamedTuple):
    """A post and its numbers at about a week. `home` is where it belonged on its day; None: not told."""

    home: Home
    key: bulk.Key
    at: datetime
    text: str
    media: str
    publication: bulk.Key | None
    views: int | None
    engagement: int | None
    followers: int | None

    def measured(self, by: Measure) -> float | None:
        """The number that it is compared by; None where it is not told."""
        if by is Measure.VIEWS:
            return self.views
        if by is Measure.ENGAGEMENT:
            return self.engagement
        return 1000 * self.engagement / self.followers if self.engagement is not None and self.followers else None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Posts that nothing is compared by, and why: each stands under the first reason that holds.

    `gone`: no longer public; `young`: not five days old; `unseen`: nobody looked between five days and a fortnight.
    """

    gone: int = 0
    young: int = 0
    unseen: int = 0


class Sample(NamedTuple):
    """The posts of a period that can be compared, those that cannot, and how many public ones each home had."""

    posts: list[WeekOld]
    left_out: LeftOut
    public: Mapping[Home, int]


def homes(
    db: Session, who: Signed, scope: Scope | None = None, platform: PlatformName | None = None
) -> dict[UUID, list[Home]]:
    """Where each account belonged, the earliest first; only accounts that were at any time in sight."""
    spells = (
        select(
            col(Belonging.since), col(Account.id), col(Account.handle), col(Account.platform), col(Team.id),
            col(Team.name), col(District.id), col(District.name),
        )
        .select_from(Account)
        .outerjoin(Belonging, col(Belonging.account_id) == Account.id)
        .outerjoin(Team, col(Team.id) == Belonging.team_id)
        .outerjoin(District, col(District.id) == Belonging.district_id)
        .order_by(col(Account.platform), col(Account.handle), col(Belonging.since))
    )  # fmt: skip
    if platform:
        spells = spells.where(col(Account.platform) == platform)
    found: dict[UUID, list[Home]] = defaultdict(list)
    for since, *rest in db.execute(spells):
        home = Home(since or BEGINNING, *rest)
        found[home.account_id].append(home)
    return {id_: own for id_, own in found.items() if any(in_sight(home, who, scope) for home in own)}


def in_sight(home: Home, who: Signed, scope: Scope | None) -> bool:
    """Whether what belonged here may be seen by the person, and was chosen."""
    return all(part is None or part.covers(home.district_id, home.team_id) for part in (who.scope, scope))


def home_on(own: Sequence[Home], day: date) -> Home:
    """Where an account belonged on a London day."""
    if len(own) == 1:
        return own[0]
    return own[max(0, bisect_right([home.since for home in own], day) - 1)]


def sample(
    db: Session,
    who: Signed,
    period: Period,
    now: datetime,
    *,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    accounts: Sequence[UUID] | None = None,
    by: Measure = Measure.PER_1000_FOLLOWERS,
    words: bool = False,
) -> Sample:
    """The posts of a period as they stood at about a week; with their words and what sent them if asked.

    Followers are looked up only where they are measured `by`.
    """
    refuse_together(METRICS["engagement"].made_of)
    known = homes(db, who, scope, platform)
    if accounts is not None:
        known = {id_: own for id_, own in known.items() if id_ in accounts}
    form = bulk.forms(db)
    own_homes = {str(form.id(id_)): own for id_, own in known.items()}
    listed = form.listed([form.id(id_) for id_ in known])
    rows = bulk.fetch(db, _sql(db, words), listed, form.day(period.first), form.day(period.last))
    crowds = _crowds_about(db, listed, period) if by is Measure.PER_1000_FOLLOWERS else {}
    posts, left_out, public = [], Counter[str](), Counter[Home]()
    for looks in _by_post(rows):
        _key, account, day, made, gone = looks[0][:5]
        home = home_on(own_homes[str(account)], form.date(day))
        if not in_sight(home, who, scope):
            continue
        public[home] += gone is None
        if look := _look(form, looks):
            posts.append(_post(form, home, look, crowds.get(str(account))))
        else:
            young = now - form.moment(made) < YOUNGEST
            left_out["gone" if gone is not None else "young" if young else "unseen"] += 1
    return Sample(posts, LeftOut(**left_out), public)


def _crowds_about(db: Session, listed: Any, period: Period) -> dict[str, _Crowd]:
    """The looks at the followers of listed accounts, round about a period."""
    form, about = bulk.forms(db), timedelta(days=FOLLOWERS_WITHIN)
    days = (form.day(period.first - about), form.day(period.last + about))
    return _crowds(form, bulk.fetch(db, _FOLLOWERS, listed, *days))


def _sql(db: Session, words: bool) -> str:
    numbers = ", ".join(f"s.{name}" for name in _NUMBERS)
    return _POSTS.format(words=_WORDS[words], numbers=numbers, ages=_AGES[db.get_bind().dialect.name])


def _by_post(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """The rows of one post at a time; they stand together."""
    for _key, looks in groupby(rows, key=itemgetter(0)):
        yield list(looks)


def _look(form: bulk.Forms, looks: Sequence[_Row]) -> _Row | None:
    """The row of the look that stands for a post at a week; None where there is none, or the post is gone."""
    if looks[0][_TAKEN] is None:
        return None
    made = form.moment(looks[0][3])
    place = nearest_to_a_week([form.moment(row[_TAKEN]) - made for row in looks])
    return None if place is None else looks[place]


def _post(form: bulk.Forms, home: Home, row: _Row, crowd: _Crowd | None) -> WeekOld:
    numbers = row[_TAKEN + 1 :]
    engaged = [number for place in _ENGAGED if (number := numbers[place]) is not None]
    return WeekOld(
        home=home,
        key=row[0],
        at=form.moment(row[3]),
        text=row[5],
        media=row[6],
        publication=row[7],
        views=numbers[_NUMBERS.index("views")],
        engagement=sum(engaged) if engaged else None,
        followers=_followers(crowd, form.date(row[2])) if crowd else None,
    )


def _crowds(form: bulk.Forms, rows: Sequence[_Row]) -> dict[str, _Crowd]:
    """Followers of accounts by day, in order, as far as they were told."""
    found: dict[str, _Crowd] = {}
    for account, day, followers in rows:
        days, told = found.setdefault(str(account), ([], []))
        days.append(form.date(day).toordinal())
        told.append(followers)
    return found


def _followers(crowd: _Crowd, day: date) -> int | None:
    """What an account's followers were found to be about that day."""
    place = nearest(crowd[0], day.toordinal(), FOLLOWERS_WITHIN)
    return None if place is None else crowd[1][place]

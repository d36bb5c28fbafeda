"""Places beside each other, post by post: how the middle post of each did, in one period and in another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from domain.fair import Middle, middle
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store.reports.districts import likes_by_district, per_1000
from store.reports.scopes import OWN_ACCOUNTS
from store.reports.week_old import Home, LeftOut, Measure, Sample, sample


class Places(StrEnum):
    """What is set beside each other."""

    TEAM = "team"
    DISTRICT = "district"
    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One place in one period, on one platform.

    `posts` are public, `middle` is of those that can be compared, None without any. `per_1000`: all that its posts
    drew, by their newest numbers, for each thousand residents; None where it has none or is not seen whole.
    """

    posts: int
    middle: Middle | None
    per_1000: float | None

    @property
    def compared(self) -> int:
        """How many posts the middle is of."""
        return self.middle.n if self.middle else 0


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A team, a district or an account in a period and in the one it is set against. `id` None: the force's own."""

    id: UUID | None
    name: str
    district: str | None
    now: Stretch
    before: Stretch

    @property
    def ranked(self) -> bool:
        """Whether it has enough posts in the period to stand in an order with others."""
        return bool(self.now.middle and self.now.middle.ranked)


@dataclass(frozen=True, slots=True)
class Untold:
    """The posts of a period that nothing is compared by: LeftOut's, and those of which the number was not told."""

    left_out: LeftOut
    untold: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Those that can be ranked, the highest middle first, and those with too few posts, by name."""

    ranked: list[ComparedRow]
    too_few: list[ComparedRow]
    now: Untold
    before: Untold


_Key = tuple[UUID | None, str, str | None]


def compare(
    db: Session,
    who: Signed,
    places: Places,
    by: Measure,
    period: Period,
    against: Period,
    platform: PlatformName,
    now: datetime,
    *,
    scope: Scope | None = None,
) -> Comparison:
    """Teams, districts or accounts on one platform, post by post; a place without a post in either is not there.

    Posts stand where their account belonged on their day.
    """
    spans = [sample(db, who, span, now, scope=scope, platform=platform, by=by) for span in (period, against)]
    whole = places is Places.DISTRICT
    residents = [_per_1000(db, who, by, span, platform, scope) if whole else {} for span in (period, against)]
    gathered = [_gather(places, by, span) for span in spans]
    keys = sorted({key for found in gathered for key in found}, key=lambda key: (key[2] or "~", key[1].casefold()))
    rows = [
        ComparedRow(
            *key, *(_stretch(found.get(key), told.get(key[0])) for found, told in zip(gathered, residents, strict=True))
        )
        for key in keys
    ]
    ranked = sorted((row for row in rows if row.ranked), key=lambda row: -_median(row))
    return Comparison(ranked, [row for row in rows if not row.ranked], *(_untold(by, span) for span in spans))


def _gather(places: Places, by: Measure, span: Sample) -> dict[_Key, tuple[int, list[float]]]:
    """The public posts and what was measured of them, place by place."""
    key: Callable[[Home], _Key] = _KEYS[places]
    public: dict[_Key, int] = defaultdict(int)
    told: dict[_Key, list[float]] = defaultdict(list)
    for home, posts in span.public.items():
        public[key(home)] += posts
    for post in span.posts:
        if (value := post.measured(by)) is not None:
            told[key(post.home)].append(value)
    return {place: (posts, told[place]) for place, posts in public.items() if posts}


def _stretch(found: tuple[int, Iterable[float]] | None, told: float | None) -> Stretch:
    posts, values = found or (0, ())
    return Stretch(posts, middle(values), told)


def _per_1000(
    db: Session, who: Signed, by: Measure, period: Period, platform: PlatformName, scope: Scope | None
) -> Mapping[UUID | None, float | None]:
    """What all posts drew for each thousand residents, by district; of a rate there is none."""
    if by is Measure.PER_1000_FOLLOWERS:
        return {}
    rows = likes_by_district(db, who, period, scope=scope, platform=platform)
    return {row.district_id: per_1000(getattr(row, by.value), row.population) for row in rows}


def _untold(by: Measure, span: Sample) -> Untold:
    return Untold(span.left_out, sum(post.measured(by) is None for post in span.posts))


def _median(row: ComparedRow) -> float:
    return row.now.middle.median if row.now.middle else 0.0


_KEYS: Mapping[Places, Callable[[Home], _Key]] = {
    Places.TEAM: lambda home: (home.team_id or home.district_id, home.place, home.district),
    Places.DISTRICT: lambda home: (home.district_id, home.district or OWN_ACCOUNTS, None),
    Places.ACCOUNT: lambda home: (home.account_id, home.account, None),
}


@dataclass(frozen=True, slots=True)
class ComparedPost:
    """A post behind a middle, and the number it is compared by; None: not told."""

    account: str
    posted_at: datetime
    text: str
    value: float | None


def compared_posts(
    db: Session,
    who: Signed,
    places: Places,
    id_: UUID | None,
    by: Measure,
    period: Period,
    platform: PlatformName,
    now: datetime,
    *,
    scope: Scope | None = None,
) -> list[ComparedPost]:
    """The posts of one place that a comparison was made of, the highest number first."""
    found = sample(db, who, period, now, scope=scope, platform=platform, by=by, words=True)
    own = [post for post in found.posts if _KEYS[places](post.home)[0] == id_]
    rows = [ComparedPost(post.home.account, post.at, post.text, post.measured(by)) for post in own]
    return sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.posted_at))

"""What posts that have something in common drew, each beside what is usual for its own account on its own platform."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from domain import works
from domain.fair import Middle, middle, usual
from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from domain.works import Feature
from store import bulk
from store.reports.week_old import LeftOut, Measure, Sample, WeekOld, sample
from store.tables import Campaign

_SENT_AS = "SELECT id, category, campaign_id FROM publication WHERE id AMONG ?"


class Beside(NamedTuple):
    """A post, and how many times the usual of its account it drew."""

    post: WeekOld
    times: float


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Posts left out, and why: LeftOut's; the number not told; too few of the account to know its usual; usual of 0."""

    left_out: LeftOut
    untold: int
    few: int
    nothing: int


@dataclass(frozen=True, slots=True)
class EffectRow:
    """Posts with one thing in common. `times` their account's usual the middle one drew; `accounts` they came from.

    `value` is a word of domain.works: a kind, the hour a block begins at, a weekday (Monday 0), a Shown, the least
    letters, "yes" or "no" for a link; of a campaign its name.
    """

    feature: Feature
    value: str
    accounts: int
    times: Middle

    @property
    def shown(self) -> bool:
        """Whether there are enough posts for the number to be shown."""
        return self.times.ranked


@dataclass(frozen=True, slots=True)
class Works:
    """What could be compared: `posts` of `accounts`, in groups; `unknown` posts by feature belong to no group."""

    rows: list[EffectRow]
    posts: int
    accounts: int
    unknown: Mapping[Feature, int]
    out: NotCompared


class SentAs(NamedTuple):
    """How a post was sent: its kind ("" nobody said), and the name of its campaign ("" none)."""

    kind: str
    campaign: str


def what_works(
    db: Session,
    who: Signed,
    by: Measure,
    period: Period,
    platform: PlatformName,
    now: datetime,
    *,
    scope: Scope | None = None,
    added_link: str = "",
) -> Works:
    """The posts of a period on one platform, gathered by what they have in common.

    `added_link`: how the link begins that the platform itself puts after the words for a picture.
    """
    found = sample(db, who, period, now, scope=scope, platform=platform, by=by, words=True)
    compared, out = beside_usual(found, by)
    sent = _sent_as(db, compared)
    groups: dict[tuple[Feature, str], list[Beside]] = defaultdict(list)
    unknown = dict.fromkeys(Feature, 0)
    for one in compared:
        for feature, value in _features(one.post, sent, added_link):
            if value is None:
                unknown[feature] += 1
            else:
                groups[(feature, value)].append(one)
    rows = [_effect(feature, value, group) for (feature, value), group in groups.items()]
    accounts = len({one.post.home.account_id for one in compared})
    return Works(sorted(rows, key=_order), len(compared), accounts, unknown, out)


def beside_usual(found: Sample, by: Measure) -> tuple[list[Beside], NotCompared]:
    """Every post beside the median of its own account; and how many cannot be, and why."""
    told: dict[UUID, list[tuple[WeekOld, float]]] = defaultdict(list)
    for post in found.posts:
        if (value := post.measured(by)) is not None:
            told[post.home.account_id].append((post, value))
    compared, few, nothing = [], 0, 0
    for posts in told.values():
        of_account = usual(value for _post, value in posts)
        if of_account is None:
            few += len(posts)
        elif not of_account:
            nothing += len(posts)
        else:
            compared += [Beside(post, value / of_account) for post, value in posts]
    untold = len(found.posts) - sum(map(len, told.values()))
    return compared, NotCompared(found.left_out, untold, few, nothing)


def gathered(group: Iterable[Beside]) -> Middle | None:
    """The middle of some posts, in times of their accounts' usual; None of none."""
    return middle(one.times for one in group)


def _effect(feature: Feature, value: str, group: Sequence[Beside]) -> EffectRow:
    times = gathered(group)
    assert times  # a group has a post
    return EffectRow(feature, value, len({one.post.home.account_id for one in group}), times)


def _features(post: WeekOld, sent: Mapping[bulk.Key, SentAs], added: str) -> Iterator[tuple[Feature, str | None]]:
    """What a post has of each feature; None where it is not known."""
    how = sent.get(post.publication) if post.publication else None
    link = works.with_link(post.text, post.media, added)
    yield Feature.KIND, (how.kind or None) if how else None
    yield Feature.BLOCK, str(works.block(post.at))
    yield Feature.WEEKDAY, str(works.weekday(post.at))
    yield Feature.MEDIA, post.media or None
    yield Feature.LENGTH, str(works.length(post.text))
    yield Feature.LINK, None if link is None else "yes" if link else "no"
    yield Feature.CAMPAIGN, (how.campaign or None) if how else None


def _sent_as(db: Session, compared: Sequence[Beside]) -> dict[bulk.Key, SentAs]:
    """How the posts that were sent from here were sent, by their publication's key."""
    form = bulk.forms(db)
    sent = [one.post.publication for one in compared if one.post.publication]
    if not sent:
        return {}
    names = {form.id(id_): name for id_, name in db.execute(select(col(Campaign.id), col(Campaign.name)))}
    rows = bulk.fetch(db, _SENT_AS, form.listed(sent))
    return {key: SentAs(kind, names.get(campaign, "")) for key, kind, campaign in rows}


def _order(row: EffectRow) -> tuple[int, int, str]:
    number = int(row.value) if row.value.isdigit() else 0
    return list(Feature).index(row.feature), number, row.value

"""When a force's own posts drew more or less than is usual for their account, by weekday and block of the day."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain import works
from domain.clock import london_day
from domain.fair import LEAST_RANKED, Middle
from domain.people import Scope, Signed
from domain.period import Period, last_days
from domain.posts import PlatformName
from store.reports.week_old import Measure, sample
from store.reports.what_works import Beside, beside_usual, gathered

HISTORY = 365
"""How many days of an account's own past a hint is drawn from."""


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Posts of one time of the week (London). `weekday` (Monday 0) or `block` None: of any.

    `posts` were made then and can be compared; `times` their account's usual, None under ten posts.
    """

    weekday: int | None
    block: int | None
    posts: int
    times: Middle | None


@dataclass(frozen=True, slots=True)
class TimeHint:
    """How an account's own posts did at the chosen time: at that time of that weekday, and at that time of any day."""

    account_id: UUID
    account: str
    platform: PlatformName
    then: TimeRow
    any_day: TimeRow


def best_times(
    db: Session,
    who: Signed,
    by: Measure,
    period: Period,
    platform: PlatformName,
    now: datetime,
    *,
    scope: Scope | None = None,
    account_id: UUID | None = None,
) -> list[TimeRow]:
    """Every time of the week at which there was a post that can be compared; then every block, then every weekday."""
    chosen = [account_id] if account_id else None
    found = sample(db, who, period, now, scope=scope, platform=platform, accounts=chosen, by=by)
    groups: dict[tuple[int | None, int | None], list[Beside]] = defaultdict(list)
    for one in beside_usual(found, by)[0]:
        day, block = works.weekday(one.post.at), works.block(one.post.at)
        for key in ((day, block), (None, block), (day, None)):
            groups[key].append(one)
    return [_row(*key, groups[key]) for key in sorted(groups, key=_order)]


def time_hints(
    db: Session, who: Signed, accounts: Sequence[UUID], at: datetime, now: datetime, by: Measure = Measure.ENGAGEMENT
) -> list[TimeHint]:
    """What each account's own past of a year says about posting at a moment; one without a post is not there."""
    found = sample(db, who, last_days(HISTORY, london_day(now)), now, accounts=accounts, by=by)
    own: dict[UUID, list[Beside]] = defaultdict(list)
    for one in beside_usual(found, by)[0]:
        own[one.post.home.account_id].append(one)
    homes = {home.account_id: home for home in found.public}
    day, block = works.weekday(at), works.block(at)
    hints = []
    for id_ in (id_ for id_ in accounts if id_ in homes):
        then = [one for one in own[id_] if works.block(one.post.at) == block]
        that_day = [one for one in then if works.weekday(one.post.at) == day]
        rows = (_row(day, block, that_day), _row(None, block, then))
        hints.append(TimeHint(id_, homes[id_].account, homes[id_].platform, *rows))
    return hints


def _row(weekday: int | None, block: int | None, group: Sequence[Beside]) -> TimeRow:
    return TimeRow(weekday, block, len(group), gathered(group) if len(group) >= LEAST_RANKED else None)


def _order(key: tuple[int | None, int | None]) -> tuple[int, int, int]:
    day, block = key
    part = 0 if day is not None and block is not None else 1 if day is None else 2
    return part, day or 0, block or 0

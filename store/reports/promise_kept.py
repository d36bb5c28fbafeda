"""How the promise to the public was kept: by team, lane and month, with how long real answers took."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Label, case, func, select, text
from sqlmodel import Session, col

from domain.answering import EVERYDAY, Figure, OpenTime, months_between, share, within_which
from domain.hours import Hours
from domain.listening.words import Lane
from domain.people import Scope, Signed
from domain.posts import PlatformName
from domain.questions import Outcome
from store.promises import clocks
from store.reports.asked_in import asked_in, facts, figures_of, questions_of
from store.reports.scopes import naming
from store.tables import Account, District, Question, Team

HOUR = timedelta(hours=1)
_LANES = tuple(one.value for one in Lane)


class Split(StrEnum):
    """What the rows are of."""

    WHOLE = "whole"
    TEAM = "team"
    LANE = "lane"
    MONTH = "month"
    TEAM_AND_MONTH = "team_and_month"


BY_TEAM = (Split.TEAM, Split.TEAM_AND_MONTH)
BY_MONTH = (Split.MONTH, Split.TEAM_AND_MONTH)


class Key(NamedTuple):
    """What one row is of; what it is not split by is None. Without team and district: the force's own accounts."""

    month: str | None = None
    district_id: UUID | None = None
    district: str | None = None
    team_id: UUID | None = None
    team: str | None = None
    lane: str | None = None


@dataclass(frozen=True, slots=True)
class KeptRow:
    """Questions asked in a period, as they stand now. The figures are those of domain.answering.

    `owed` are those whose promise is decided: answered, late, or left without our answer after it was due; `in_time`
    of them is `in_time_percent`, None of nothing. Hours are of real answers, elapsed and while somebody was there:
    half were given within `median_hours`; nine in ten within `p90_hours`, None below ten answers.
    """

    month: str | None
    district_id: UUID | None
    district: str | None
    team_id: UUID | None
    team: str | None
    lane: str | None
    asked: int
    owed: int
    in_time: int
    in_time_percent: float | None
    late: int
    overdue: int
    left_late: int
    open: int
    holding: int
    by_other: int
    withdrawn: int
    private: int
    referred: int
    set_aside: int
    gone: int
    mistaken: int
    answered: int
    median_hours: float | None
    p90_hours: float | None
    median_working_hours: float | None
    p90_working_hours: float | None

    @property
    def apart(self) -> int:
        """Those that left without our answer, for whatever reason."""
        return self.by_other + self.withdrawn + self.private + self.referred + self.set_aside + self.gone


@dataclass
class _Pile:
    counts: Counter[Figure] = field(default_factory=Counter)
    elapsed: list[float] = field(default_factory=list)
    working: list[float] = field(default_factory=list)


def promise_kept(
    db: Session,
    who: Signed,
    now: datetime,
    since: datetime,
    until: datetime,
    *,
    split: Split = Split.WHOLE,
    scope: Scope | None = None,
    platform: PlatformName | None = None,
    times: bool = True,
) -> list[KeptRow]:
    """How it was kept with questions asked from `since` to before `until`; without any there is no row.

    `times` False leaves out how long answers took: for long periods.
    """
    months = list(months_between(since, until))
    by = _by(split, months)
    where = asked_in(who, since, until, scope, platform)
    piles: dict[Key, _Pile] = defaultdict(_Pile)
    keys = _Keys(db, split, [name for name, _, _ in months])
    columns = [*by, *facts(now)]
    grouped = questions_of().add_columns(*columns, func.count()).where(where)
    for *row, many in db.execute(grouped.group_by(*(text(one.name) for one in columns))):
        counts = dict.fromkeys(figures_of(*row[len(by) :]), many)
        piles[keys.of(*row[: len(by)])].counts.update(counts)
    if times:
        _time(db, where, piles, keys, by, since, now)
    return [_row(key, piles[key]) for key in sorted(piles, key=_order)]


def _by(split: Split, months: Sequence[tuple[str, datetime, datetime]]) -> list[Label[Any]]:
    """What is counted apart: the account, the lane or the number of the month, where the rows are of those."""
    by: list[Label[Any]] = []
    if split in BY_TEAM:
        by.append(col(Question.account_id).label("account_id"))
    if split is Split.LANE:
        by.append(col(Question.lane).label("lane"))
    if split in BY_MONTH and months:
        ends = [(col(Question.waiting_since) < ends, number) for number, (_, _, ends) in enumerate(months)]
        by.append(case(*ends, else_=len(months) - 1).label("by_month"))
    return by


class _Keys:
    """What row a question belongs to, by its account and its lane or month."""

    def __init__(self, db: Session, split: Split, months: Sequence[str]) -> None:
        self.split, self.months = split, months
        self.places: dict[UUID, Key] = {}
        if split in BY_TEAM:
            names = (col(Account.id), col(District.id), col(District.name), col(Team.id), col(Team.name))
            rows = db.execute(naming(select(*names).select_from(Account)))
            self.places = {row[0]: Key(None, row[1], row[2], row[3], row[4]) for row in rows}

    def of(self, *by: Any) -> Key:
        """`by` as `_by` has them."""
        if self.split is Split.LANE:
            return Key(lane=getattr(by[0], "value", EVERYDAY))
        key = self.places[by[0]] if self.split in BY_TEAM else Key()
        return key._replace(month=self.months[by[-1]]) if self.split in BY_MONTH else key


def _time(
    db: Session,
    where: ColumnElement[bool],
    piles: dict[Key, _Pile],
    keys: _Keys,
    by: Sequence[Label[Any]],
    since: datetime,
    now: datetime,
) -> None:
    """How long each answer took, in hours."""
    columns = (*by, col(Question.account_id), col(Question.waiting_since), col(Question.closed_at))
    answered = questions_of().add_columns(*columns).where(where, col(Question.outcome) == Outcome.ANSWERED)
    there, clock = clocks(db), dict[Hours, OpenTime]()
    rows = list(db.execute(answered))
    last = max((row[-1] for row in rows), default=now)
    for *key, account_id, asked, closed in rows:
        hours = there.hours(account_id)
        if hours not in clock:
            clock[hours] = OpenTime(hours, since, last)
        pile = piles[keys.of(*key)]
        closed = max(closed, asked)  # a platform's clock may be a moment behind its own
        pile.elapsed.append((closed - asked) / HOUR)
        pile.working.append(clock[hours].between(asked, closed) / HOUR)


def _row(key: Key, pile: _Pile) -> KeptRow:
    n = pile.counts
    owed = n[Figure.IN_TIME] + n[Figure.LATE] + n[Figure.OVERDUE] + n[Figure.LEFT_LATE]
    told: dict[str, Any] = {**key._asdict(), **{one.value: n[one] for one in Figure}}
    return KeptRow(
        **told,
        owed=owed,
        in_time_percent=share(n[Figure.IN_TIME], owed),
        answered=n[Figure.IN_TIME] + n[Figure.LATE],
        median_hours=_hours(pile.elapsed, 5),
        p90_hours=_hours(pile.elapsed, 9),
        median_working_hours=_hours(pile.working, 5),
        p90_working_hours=_hours(pile.working, 9),
    )


def _hours(times: Sequence[float], of_ten: int) -> float | None:
    found = within_which(times, of_ten)
    return None if found is None else round(found, 1)


def _order(key: Key) -> tuple[Any, ...]:
    """By month, then district and team; the force's own last. The most pressing lane first, everyday questions last."""
    own = key.district_id is None and key.team_id is None
    return (
        key.month or "", own, key.district or "", key.team is not None, key.team or "", str(key.team_id or ""),
        _LANES.index(key.lane) if key.lane in _LANES else len(_LANES),
    )  # fmt: skip

"""Figures from files, as they were told: by account and span, day by day, and the files they came in.

They are never added to what was collected; a figure of several files is that of the newest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from domain.metrics import METRICS, Over, may_add
from domain.people import Scope, Signed
from domain.period import DAY, Period
from domain.posts import PlatformName
from store.reports.scopes import account_names, within
from store.reports.spells import belonged_then, belonged_within, naming_then
from store.tables import Account, Belonging, BroughtFigure, FigureFile, Person


class Basis(StrEnum):
    """What a brought number is made of."""

    DAYS = "days"
    POSTS = "posts"
    STOCK = "stock"  # what there was on one day


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """One number of one account in a period, from files. `told`: of how many days or posts.

    `value` is the sum where the number may be added up over them, or the newest of a stock; None otherwise.
    `first` and `last`: the days told of. `file` is the newest of `files`, made on `as_of`.
    """

    account_id: UUID
    account: str
    platform: PlatformName
    team: str | None
    district: str | None
    metric: str
    label: str
    basis: Basis
    value: float | None
    told: int
    first: date
    last: date
    files: int
    file: str
    layout: str
    as_of: date


@dataclass(frozen=True, slots=True)
class BroughtPoint:
    """One day's figure of a series, with the file it stands in and what that calls it."""

    first: date
    last: date
    value: float
    column: str
    file: str
    layout: str
    as_of: date


@dataclass(frozen=True, slots=True)
class BroughtBreak:
    """From `day` on the files tell a number under another name: before and after do not compare."""

    day: date
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class BroughtSeries:
    """A number of an account day by day. A day that no file tells is not in it: not told, and never 0."""

    points: tuple[BroughtPoint, ...]
    breaks: tuple[BroughtBreak, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that somebody brought. `of`: its account, None of several. `withdrawn_at`: its figures count no more."""

    id: UUID
    name: str
    layout: str
    of: str | None
    as_of: date
    note: str
    brought_by: str
    brought_at: datetime
    withdrawn_by: str | None
    withdrawn_at: datetime | None
    figures: int
    first: date
    last: date


LONGEST = 31  # days of the longest span that a figure is told for
STOCKS = ("followers", "page_likes")
"""What there is of on a day, and is not counted over days."""


def brought_figures(
    db: Session, who: Signed, period: Period, *, scope: Scope | None = None, platform: PlatformName | None = None
) -> list[BroughtRow]:
    """What files tell of accounts in a period, a row for each account, number and basis; towns stand apart."""
    places = {row.account_id: row for row in db.execute(naming_then(_named(period.last)))}
    mine = and_(_of(who, scope, platform), _in(period), col(BroughtFigure.town) == "")
    told: dict[tuple[Any, ...], list[Any]] = {}
    for row in db.execute(_sums(standing(mine).subquery())):
        told.setdefault((row.account_id, row.metric, bool(row.of_post)), []).append(row)
    stocks = _stocks(db, mine)
    rows = [_row(places[key[0]], parts, stocks.get(key[:2]), period) for key, parts in told.items()]
    return sorted(rows, key=lambda one: (one.account, one.platform, one.metric, one.basis))


def brought_series(db: Session, who: Signed, account_id: UUID, metric: str, period: Period) -> BroughtSeries:
    """A number of an account day by day in a period, with the days on which the files changed its name."""
    of_days = (col(BroughtFigure.post) == "", col(BroughtFigure.town) == "", col(BroughtFigure.metric) == metric)
    at = standing(and_(_of(who), _in(period), col(BroughtFigure.account_id) == account_id, *of_days)).subquery()
    points = tuple(
        BroughtPoint(row.first, row.last, whole(row.value) or 0, row.column, row.file, row.layout, row.as_of)
        for row in db.execute(select(at).order_by(at.c.first, at.c.last))
    )
    changed = [
        BroughtBreak(now.first, was.column, now.column)
        for was, now in pairwise(points)
        if (was.column, was.layout) != (now.column, now.layout)
    ]
    return BroughtSeries(points, tuple(changed))


def figure_files(db: Session, who: Signed, *, limit: int = 200) -> list[FileRow]:
    """The files of which a person sees any account, the newest first, the withdrawn among them."""
    own = (
        select(
            col(BroughtFigure.file_id).label("file_id"), func.count().label("figures"),
            func.min(col(BroughtFigure.first)).label("first"), func.max(col(BroughtFigure.last)).label("last"),
        )
        .join(Account, col(Account.id) == BroughtFigure.account_id)
        .where(within(who))
        .group_by(col(BroughtFigure.file_id))
        .subquery()
    )  # fmt: skip
    taker = aliased(Person)
    rows = db.execute(
        select(
            FigureFile, col(Account.handle).label("account"), col(Person.name).label("by"),
            col(taker.name).label("taker"), own.c.figures, own.c.first, own.c.last,
        )
        .join(own, own.c.file_id == col(FigureFile.id))
        .join(Person, col(Person.id) == FigureFile.brought_by_id)
        .outerjoin(Account, col(Account.id) == FigureFile.account_id)
        .outerjoin(taker, col(taker.id) == FigureFile.withdrawn_by_id)
        .order_by(col(FigureFile.brought_at).desc(), col(FigureFile.id))
        .limit(limit)
    )  # fmt: skip
    return [_file(row) for row in rows]


def standing(where: Any) -> Any:
    """The figures that count, each once: of the newest file that tells it, which is the one made last."""
    names = ("file_id", "account_id", "column", "metric", "town", "post", "first", "last", "value")
    return (
        select(
            *(getattr(BroughtFigure, name) for name in names), col(FigureFile.name).label("file"),
            col(FigureFile.layout).label("layout"), col(FigureFile.as_of).label("as_of"),
            col(FigureFile.brought_at).label("brought_at"),
        )
        .join(FigureFile, col(FigureFile.id) == BroughtFigure.file_id)
        .where(col(BroughtFigure.stands), where)
    )  # fmt: skip


def _sums(at: Any) -> Any:
    """Standing figures added up by account, number and file, those of posts apart from those of days."""
    of_post = (at.c.post != "").label("of_post")
    file = (at.c.file_id, at.c.file, at.c.layout, at.c.as_of, at.c.brought_at)
    return select(
        at.c.account_id, at.c.metric, of_post, *file, func.count().label("told"), func.sum(at.c.value).label("sum"),
        func.min(at.c.first).label("first"), func.max(at.c.last).label("last"),
    ).group_by(at.c.account_id, at.c.metric, of_post, *file)  # fmt: skip


def _stocks(db: Session, mine: Any) -> dict[Any, Any]:
    """Of what there is on a day, the figure told for the last one, by account and number."""
    of_days = and_(mine, col(BroughtFigure.post) == "", col(BroughtFigure.metric).in_(STOCKS))
    at = standing(of_days).subquery()
    rows = db.execute(select(at).order_by(at.c.last, at.c.as_of, at.c.brought_at))
    return {(row.account_id, row.metric): row for row in rows}


def _named(on: date) -> Any:
    """The accounts, and where each belonged on a day."""
    then = belonged_then(on, col(Account.id))
    return select(*account_names()).select_from(Account).join(Belonging, then)


def _of(who: Signed, scope: Scope | None = None, platform: PlatformName | None = None) -> Any:
    """Whether a figure is of an account that was in sight on its first day."""
    if platform is None and all(part in (None, Scope()) for part in (who.scope, scope)):
        return col(BroughtFigure.account_id).is_not(None)
    then = belonged_then(col(BroughtFigure.first), col(BroughtFigure.account_id))
    mine = belonged_within(Belonging, who, scope, platform)
    return select(col(Belonging.id)).join(Account, col(Account.id) == Belonging.account_id).where(then, mine).exists()


def whole(value: float | None) -> float | None:
    """A count without a point; a share with it."""
    return int(value) if value is not None and value == int(value) else value


def _in(period: Period) -> Any:
    """Told of a day of the period, or of a month that ends in it; a post by the day it was made."""
    first, last = col(BroughtFigure.first), col(BroughtFigure.last)
    of_post = and_(col(BroughtFigure.post) != "", first >= period.first)
    by_index = first.between(period.first - DAY * LONGEST, period.last)
    return and_(by_index, of_post | and_(col(BroughtFigure.post) == "", last.between(period.first, period.last)))


def _row(place: Any, parts: Sequence[Any], stock: Any, period: Period) -> BroughtRow:
    """One number of one account from what each file tells of it; `stock` is its newest figure, where it is one."""
    of, last = parts[0], max(part.last for part in parts)
    newest = max((part for part in parts if part.last == last), key=lambda part: (part.as_of, part.brought_at))
    total, first = sum(part.sum for part in parts), min(part.first for part in parts)
    if of.of_post:
        basis, value = Basis.POSTS, total if may_add(of.metric, Over.POSTS) else None
        last = min(last, period.last)
    elif stock is not None:
        basis, value, first = Basis.STOCK, stock.value, stock.first
    else:
        basis, value = Basis.DAYS, total if may_add(of.metric, Over.DAYS) else None
    return BroughtRow(
        account_id=place.account_id,
        account=place.account,
        platform=place.platform,
        team=place.team,
        district=place.district,
        metric=of.metric,
        label=METRICS[of.metric].label,
        basis=basis,
        value=whole(value),
        told=sum(part.told for part in parts),
        first=first,
        last=last,
        files=len(parts),
        file=newest.file,
        layout=newest.layout,
        as_of=newest.as_of,
    )


def _file(row: Any) -> FileRow:
    file: FigureFile = row[0]
    return FileRow(
        id=file.id,
        name=file.name,
        layout=file.layout,
        of=row.account,
        as_of=file.as_of,
        note=file.note,
        brought_by=row.by,
        brought_at=file.brought_at,
        withdrawn_by=row.taker,
        withdrawn_at=file.withdrawn_at,
        figures=row.figures,
        first=row.first,
        last=row.last,
    )

"""The questions that pages of numbers ask, beside the same by hand and of raw rows; all three must tell the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from benchmarks import report_sql as sql
from domain.people import Signed
from domain.period import DAY, Grain, Period, last_days, month_of
from store import reports
from store.reports import Order, Part
from store.reports.posts import posts_in
from store.reports.series import series
from store.tables import FORCE_OWN

Rows = list[tuple[Any, ...]]
THREE_YEARS = 1_000  # days; not whole months


@dataclass(frozen=True)
class Look:
    """Who looks, on which London day, and a district they look into."""

    who: Signed
    today: date
    district: UUID


@dataclass(frozen=True)
class Case:
    """One question over so many days. `told` makes rows of the store's answer that the two statements tell too."""

    name: str
    days: int
    ask: Callable[[Session, Look, Period], Any]
    told: Callable[[Any], Rows]
    hand: str
    raw: str

    def words(self, statement: str, look: Look, dialect: str) -> str:
        """A statement for the period and the database at hand."""
        period = last_days(self.days, look.today)
        days = {
            "first": period.first,
            "last": period.last,
            "before": period.before().first,
            "begins": month_of(period.first - DAY).last + DAY,
            "over": (period.last + DAY).replace(day=1),
        }
        marked = {name: f"'{day}'" if dialect == "sqlite" else f"DATE '{day}'" for name, day in days.items()}
        for name, at in (("since", period.since), ("until", period.until)):
            marked[name] = f"'{at:%Y-%m-%d %H:%M:%S.%f}'" if dialect == "sqlite" else f"TIMESTAMPTZ '{at.isoformat()}'"
        ident = f"'{look.district if dialect == 'postgresql' else look.district.hex}'"
        return statement.format(**marked, **SPANS[dialect], district=ident)


SPANS = {
    "sqlite": {"week": "date(day, 'weekday 0', '-6 days')", "month": "date(day, 'start of month')"},
    "postgresql": {"week": "date_trunc('week', day)::date", "month": "date_trunc('month', day)::date"},
    "duckdb": {"week": "date_trunc('week', day)", "month": "date_trunc('month', day)"},
}


def _sums(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return (row.posts, *(getattr(row, name) for name in names))


def _headline(answer: Any) -> Rows:
    by = {one.name: one for one in answer}
    names, followers = ("posts", *sql.FOUR), by["followers"]
    ends = (2, 0, followers.value, followers.before, followers.change, 0)
    spans = [(1, *(by[name].value for name in names)), (0, *(by[name].before for name in names))]
    return [*(span for span in spans if span[1]), ends]


def _districts(answer: Any) -> Rows:
    return [
        (row.district, row.population, row.accounts, *_sums(row, ("likes", "views"))) for row in answer if row.posts
    ]


def _lines(answer: Any) -> Rows:
    return [(one.id or FORCE_OWN, *_sums(one.sums, sql.ADDS)) for one in answer if one.sums.posts]


def _accounts(answer: Any) -> Rows:
    return [(row.id, row.name, row.platform.value, *_sums(row, sql.FOUR)) for row in answer if row.posts]


def _ids(answer: Any) -> Rows:
    return [(row.id,) for row in answer]


def _series(grain: Grain, by: Any = None) -> Callable[[Session, Look, Period], Any]:
    return lambda db, look, period: series(db, look.who, period, grain, by=by)


def _by(part: Part) -> Callable[[Session, Look, Period], Any]:
    return lambda db, look, period: reports.numbers_by(db, look.who, part, period)


def _simple(report: Any, **more: Any) -> Callable[[Session, Look, Period], Any]:
    return lambda db, look, period: report(db, look.who, period, **more)


_ALL = sql.ADDS
CASES = (
    Case("headline, 28 days", 28, _simple(reports.headline), _headline, sql.HEADLINE, sql.HEADLINE_RAW),
    Case("headline, a year", 365, _simple(reports.headline), _headline, sql.HEADLINE, sql.HEADLINE_RAW),
    Case(
        "by district, 28 days", 28, _simple(reports.likes_by_district), _districts,
        sql.districts(sql.DAYS), sql.DISTRICTS_RAW,
    ),
    Case(
        "by district, 3 years", THREE_YEARS, _simple(reports.likes_by_district), _districts,
        sql.districts(sql.MONTHS), sql.DISTRICTS_RAW,
    ),
    Case(
        "by team, 28 days", 28, _by(Part.TEAM),
        lambda answer: [(row.district, row.name, *_sums(row, sql.FOUR)) for row in answer if row.posts],
        sql.TEAMS, sql.TEAMS_RAW,
    ),
    Case(
        "by platform, 28 days", 28, _by(Part.PLATFORM),
        lambda answer: [(row.name, *_sums(row, sql.FOUR)) for row in answer if row.posts],
        f"SELECT platform, {sql.of(*sql.FOUR)} FROM {sql.DAYS} GROUP BY 1",
        f"{sql.RAW} SELECT platform, {sql.raw_of(*sql.FOUR)} FROM told GROUP BY 1",
    ),
    Case(
        "by account, 28 days", 28, _by(Part.ACCOUNT),
        _accounts, sql.accounts("account_day", sql.SPAN), sql.ACCOUNTS_RAW,
    ),
    Case(
        "by account, 3 years", THREE_YEARS, _by(Part.ACCOUNT),
        _accounts, sql.accounts(sql.ACCOUNT_MONTHS, "1 = 1"), sql.ACCOUNTS_RAW,
    ),
    Case(
        "weeks, 90 days", 90, _series(Grain.WEEK), _lines,
        f"SELECT '{FORCE_OWN.hex}', {sql.of(*_ALL)} FROM {sql.DAYS} GROUP BY {{week}}",
        f"{sql.RAW} SELECT '{FORCE_OWN.hex}', {sql.raw_of(*_ALL)} FROM told GROUP BY {{week}}",
    ),
    Case(
        "weeks by district, 90 days", 90, _series(Grain.WEEK, "district"), _lines,
        f"SELECT district_id, {sql.of(*_ALL)} FROM {sql.DAYS} GROUP BY {{week}}, district_id HAVING sum(posts) > 0",
        f"{sql.RAW} SELECT {sql.OWN}, {sql.raw_of(*_ALL)} FROM told GROUP BY {{week}}, {sql.OWN}",
    ),
    Case(
        "months by district, 3 years", THREE_YEARS, _series(Grain.MONTH, "district"), _lines,
        f"SELECT district_id, {sql.of(*_ALL)} FROM {sql.MONTHS} GROUP BY {{month}}, district_id HAVING sum(posts) > 0",
        f"{sql.RAW} SELECT {sql.OWN}, {sql.raw_of(*_ALL)} FROM told GROUP BY {{month}}, {sql.OWN}",
    ),
    Case(
        "followers by district", 1,
        lambda db, look, period: reports.followers_by_district(db, look.who, period.last),
        lambda answer: [(row.district, row.population, row.followers, row.told, row.accounts) for row in answer],
        sql.FOLLOWERS, sql.FOLLOWERS_RAW,
    ),
    Case("best posts, 28 days", 28, _simple(reports.best_posts, n=3), _ids, sql.BEST, sql.BEST_RAW),
    Case("reach by post, 28 days", 28, _simple(reports.reach_by_post, n=10), _ids, sql.REACHED, sql.REACHED_RAW),
    Case(
        "posts behind a district's likes", 28,
        lambda db, look, period: posts_in(
            db, look.who, period, district_id=look.district, order=Order.LIKES, limit=50
        ),
        _ids, sql.BEHIND, sql.BEHIND_RAW,
    ),
)  # fmt: skip

"""Whatever adds numbers up asks their definitions first: a sum that is forbidden is refused, in every report."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlmodel import Session

from domain import metrics
from domain.clock import london_day
from domain.metrics import METRICS, MayNotBeAdded
from domain.period import Grain, Period, last_days
from store import reports
from store.db import Store
from store.reports import Part
from tests.conftest import Ticking
from tests.store.made_up import County, county, followers, post

Report = Callable[[Session, Any, Period], object]


def split(part: Part) -> Report:
    return lambda db, who, period: reports.numbers_by(db, who, part, period)


def over_time(grain: Grain, by: Part | Literal["district"] | None) -> Report:
    return lambda db, who, period: reports.series(db, who, period, grain, by=by)


OF_POSTS: dict[str, Report] = {
    "headline": reports.headline,
    "likes by district": reports.likes_by_district,
    **{f"by {part}": split(part) for part in Part},
    **{f"by {grain} and {by}": over_time(grain, by) for grain in Grain for by in (None, "district", Part.TEAM)},
}
OF_FOLLOWERS: dict[str, Report] = {
    "headline": reports.headline,
    "followers by district": lambda db, who, period: reports.followers_by_district(db, who, period.last),
    "followers by day": lambda db, who, period: reports.followers_series(db, who, period, Grain.DAY),
}
ASKS = re.compile(r"\b(refuse_sum|refuse_together|may_add|columns_of|engagement)\(")
ADDS = re.compile(r"(?<![\w.])sum\(|func\.sum\(")
NUMBERS = re.compile(
    r"\b(PostNumbers|MetricSnapshot|AccountNumbers|AccountDay|AccountMonth|District(Day|Month|Followers)|TownFollowers"
    r"|AccountReach|BroughtFigure|metric_snapshot|post_numbers|account_numbers)\b"
)


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        made = county(db, now())
        post(db, made.on_facebook, now(), now(), likes=3, replies=1, shares=1, views=100, clicks=2)
        followers(db, made.on_x, now(), 100)
        return made


def test_every_report_that_adds_refuses_what_a_definition_forbids(
    store: Store, here: County, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = last_days(28, london_day(now()))
    for names, adding in (
        (metrics.METRICS["engagement"].made_of, OF_POSTS),
        (("views",), OF_POSTS),
        (("followers",), OF_FOLLOWERS),
    ):
        for name in names:
            with monkeypatch.context() as patch:
                patch.setitem(METRICS, name, replace(METRICS[name], adds_over=frozenset()))
                for report, told in adding.items():
                    with store.reading() as db, pytest.raises(MayNotBeAdded, match=METRICS[name].label):
                        assert not told(db, here.comms, period), (name, report)


def test_engagement_is_refused_when_its_parts_may_not_be_added_to_each_other(
    store: Store, here: County, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = last_days(28, london_day(now()))
    monkeypatch.setitem(METRICS, "shares", replace(METRICS["shares"], never_with=frozenset({"likes"})))
    for told in (reports.headline, reports.likes_by_district, reports.best_posts):
        with store.reading() as db, pytest.raises(MayNotBeAdded, match="may not be added to each other"):
            told(db, here.comms, period)


def test_no_report_adds_numbers_up_without_asking() -> None:
    silent = [
        path.name
        for path in Path(reports.__file__).parent.glob("*.py")
        if NUMBERS.search(words := path.read_text("utf-8")) and ADDS.search(words) and not ASKS.search(words)
    ]
    assert silent == []

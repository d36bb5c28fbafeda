"""A number is a definition: what it counts, over what it adds, what it is never added to, and when it changed."""

from dataclasses import replace
from datetime import date

import pytest

from domain import metrics
from domain.metrics import METRICS, Break, Counts, MayNotBeAdded, Of, Over
from domain.period import Period, last_days
from domain.posts import PlatformName
from platforms import registry

FACEBOOK, X = PlatformName.FACEBOOK, PlatformName.X
EVER = Period(date(2010, 1, 1), date(2026, 11, 24))


def test_every_definition_is_whole() -> None:
    for name, one in METRICS.items():
        assert (one.name, one.label[:1].isupper(), one.means.endswith(".")) == (name, True, True)
        assert {*one.never_with, *one.made_of} <= METRICS.keys() - {name}
        assert one.counts is not Counts.PEOPLE or (not one.adds_over and not one.adds)
        names = {source.name for source in one.sources}
        for source in one.sources:
            assert source.means.endswith(".") and (source.until is None or source.since < source.until)
            assert source.successor in names if source.successor else source.until is None or name == "page_likes"
    for platform in PlatformName:
        for name in registry.capabilities(platform).tells:
            assert metrics.source_on(name, platform, EVER.last), name


def test_times_acts_and_people_are_never_added_to_each_other() -> None:
    metrics.refuse_together(METRICS["engagement"].made_of)
    assert (metrics.engagement(1, None, 2), metrics.engagement(None, None, None)) == (3, None)
    for pair in (("views", "likes"), ("reach", "views"), ("followers", "page_likes"), ("account_reach_7", "reach")):
        for names in (pair, pair[::-1]):
            with pytest.raises(MayNotBeAdded, match="may not be added to each other"):
                metrics.refuse_together(names)


def test_a_sum_that_a_definition_forbids_is_refused_and_says_why() -> None:
    metrics.refuse_sum("views", Over.POSTS, Over.DAYS, Over.ACCOUNTS)
    metrics.refuse_sum("followers", Over.ACCOUNTS)
    assert not METRICS["followers"].adds and METRICS["views"].adds
    assert metrics.may_add("followers", Over.ACCOUNTS) and not metrics.may_add("followers", Over.DAYS)
    with pytest.raises(MayNotBeAdded, match=r"Reach may not be added up over posts and accounts\. People who saw it"):
        metrics.refuse_sum("reach", Over.POSTS, Over.ACCOUNTS)
    with pytest.raises(MayNotBeAdded, match="over days"):
        metrics.refuse_sum("towns", Over.TOWNS, Over.DAYS)


def test_a_series_breaks_on_the_day_that_a_platform_puts_another_number_in_its_place() -> None:
    views = Break(date(2025, 11, 15), FACEBOOK, "post_impressions", "post_media_view")
    assert metrics.breaks("views", FACEBOOK, EVER) == metrics.breaks("views", None, EVER) == [views]
    assert metrics.breaks("views", X, EVER) == []
    assert metrics.breaks("views", None, last_days(28, date(2025, 11, 14))) == []
    assert [one.day for one in metrics.breaks("account_reach_7", FACEBOOK, EVER)] == [date(2026, 6, 15)]
    assert metrics.breaks("followers", None, EVER) == []


def test_what_is_made_of_other_numbers_breaks_where_they_do(monkeypatch: pytest.MonkeyPatch) -> None:
    [clicks] = METRICS["clicks"].sources
    ends = replace(clicks, until=date(2026, 1, 1), successor="post_presses")
    begins = replace(clicks, name="post_presses", since=date(2025, 12, 1))
    monkeypatch.setitem(METRICS, "clicks", replace(METRICS["clicks"], sources=(ends, begins)))
    assert metrics.breaks("engagement", None, EVER) == [
        Break(date(2026, 1, 1), FACEBOOK, "post_clicks", "post_presses")
    ]


def test_what_ended_without_a_successor_is_no_break_but_an_end() -> None:
    assert metrics.breaks("page_likes", None, EVER) == []
    ended = metrics.ended("page_likes", FACEBOOK, date(2026, 1, 1))
    assert ended and ended.until == date(2025, 11, 15)
    assert metrics.ended("page_likes", FACEBOOK, date(2025, 1, 1)) is None
    assert metrics.ended("views", FACEBOOK, EVER.last) is metrics.ended("towns", X, EVER.last) is None
    assert METRICS["page_likes"].of is Of.ACCOUNT

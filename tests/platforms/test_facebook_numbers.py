"""Facebook's numbers, its dead metrics, followers by town, and second looks."""

from dataclasses import replace
from datetime import date

import pytest

from domain import metrics
from domain.errors import RateLimited, Rejected, Transient
from domain.metrics import Of, Source
from domain.posts import Metrics, PlatformName, account_reach
from platforms.facebook import CAPABILITIES
from platforms.facebook_insights import WINDOWS, asked, insights, newest_reach, newest_towns
from sandbox import graph_insights
from tests.conftest import Ticking
from tests.platforms.graph_place import (
    PAGE,
    SMALL,
    TOWNS,
    Odd,
    Visited,
    line_to,
    odd_fixture,  # noqa: F401
    visited_fixture,  # noqa: F401
)

THREAD = f"{PAGE}_100"
POSTS = [THREAD, f"{PAGE}_1", f"{PAGE}_2"]


TODAY = date(2026, 11, 24)


# What is asked for.


def test_what_is_asked_of_facebook_is_what_it_can_tell() -> None:
    assert set(insights(Of.POST)) == {"views", "reach", "clicks"}
    assert set(insights(Of.ACCOUNT)) == {"towns", *map(account_reach, WINDOWS.values())}
    assert {*insights(Of.POST), *insights(Of.ACCOUNT)} <= CAPABILITIES.tells
    for metric in asked(Of.ACCOUNT, TODAY, ()).live:
        assert metric.ours == "towns" or metric.ours == account_reach(WINDOWS[metric.period])


def test_what_is_asked_for_goes_by_the_day_and_the_old_is_asked_for_until_it_ends() -> None:
    def names(day: date) -> list[str]:
        return [metric.name for metric in asked(Of.POST, day, ()).live]

    assert names(date(2025, 11, 14)) == ["post_impressions", "post_impressions_unique", "post_clicks"]
    assert names(date(2025, 11, 15)) == ["post_media_view", "post_impressions_unique", "post_clicks"]
    assert names(TODAY) == ["post_media_view", "post_total_media_view_unique", "post_clicks"]
    assert asked(Of.POST, TODAY, ()).dead == {}
    assert [metric.name for metric in asked(Of.POST, TODAY, {"views", "reach"}).live] == ["post_clicks"]


def test_a_number_whose_metrics_have_all_ended_is_told_as_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    views = metrics.metric("views")
    old = [one for one in views.sources if one.until]
    monkeypatch.setitem(metrics.METRICS, "views", replace(views, sources=tuple(old)))
    told = asked(Of.POST, TODAY, ())
    assert [metric.ours for metric in told.live] == ["reach", "clicks"]
    assert told.dead == {"views": "Not available from Facebook since 15 November 2025 (post_impressions)."}


# Numbers of posts.


def test_the_numbers_of_a_post_cost_one_request(visited: Visited) -> None:
    numbers = visited.page.fetch_metrics([THREAD])
    assert numbers.metrics[THREAD] == Metrics(likes=7, replies=3, shares=2, views=900, reach=630, clicks=30)
    assert (dict(numbers.not_told), dict(numbers.withheld), numbers.gone) == ({}, {}, frozenset())
    assert visited.way.paths() == [THREAD]


@pytest.mark.parametrize("dead", [["post_clicks"], ["post_media_view", "post_clicks"], list(graph_insights.POST)])
def test_dead_metrics_cost_only_themselves(visited: Visited, monkeypatch: pytest.MonkeyPatch, dead: list[str]) -> None:
    for name in dead:
        monkeypatch.delitem(graph_insights.POST, name)
    numbers = visited.page.fetch_metrics(POSTS)
    expected = {metric.ours for metric in asked(Of.POST, TODAY, ()).live if metric.name in dead}
    assert set(numbers.not_told) == expected
    assert all("Not available from Facebook since 24 November 2026" in says for says in numbers.not_told.values())
    told = numbers.metrics[THREAD]
    assert (told.likes, told.replies, told.shares) == (7, 3, 2)
    assert told.views == (None if "views" in expected else 900)
    assert told.clicks is None
    assert set(numbers.metrics) == set(POSTS)


def test_what_is_known_as_dead_is_not_asked_for(visited: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(graph_insights.POST, "post_clicks")
    numbers = visited.line(dead=frozenset({"clicks"})).fetch_metrics([THREAD])
    assert numbers.metrics[THREAD].views == 900
    assert dict(numbers.not_told) == {}
    [(_, _, params)] = visited.way.asked()
    assert "post_clicks" not in params["fields"]


def test_a_small_page_has_likes_but_no_insights_and_says_why(visited: Visited) -> None:
    numbers = visited.line(SMALL).fetch_metrics([f"{SMALL}_1"])
    assert numbers.metrics[f"{SMALL}_1"] == Metrics(likes=7, replies=0, shares=0)
    assert set(numbers.withheld) == {"views", "reach", "clicks"}
    assert "fewer than 100 followers" in numbers.withheld["views"]
    assert dict(numbers.not_told) == {}  # other pages are told


def test_posts_that_are_gone_are_told(visited: Visited) -> None:
    visited.world.remove("facebook", POSTS[1])
    numbers = visited.page.fetch_metrics(POSTS)
    assert (numbers.gone, set(numbers.metrics)) == ({POSTS[1]}, {POSTS[0], POSTS[2]})


def test_one_post_in_trouble_does_not_cost_the_others(visited: Visited) -> None:
    visited.server.faults.add("html_502", "facebook", skip=1)
    numbers = visited.page.fetch_metrics(POSTS)
    assert (numbers.gone, set(numbers.metrics)) == (frozenset(), {POSTS[0], POSTS[2]})


def test_trouble_with_every_post_ends_the_look_before_all_are_asked_for(visited: Visited) -> None:
    visited.server.faults.add("html_502", "facebook", times=None, skip=1)
    with pytest.raises(Transient):
        visited.page.fetch_metrics([POSTS[0]] * 10)
    assert len(visited.way.sent) == 4


def test_nothing_is_gone_where_the_page_itself_is_not_shown(visited: Visited) -> None:
    visited.server.faults.add("forbidden", "facebook", operation="posts", code=10)
    with pytest.raises(Rejected, match="pages_read_engagement"):
        visited.page.fetch_metrics([f"{PAGE}_404"])


COUNTS = {"id": "900_1", "reactions": {"data": [], "summary": {"total_count": 4}}}


@pytest.mark.parametrize(
    ("code", "subcode"), [(10, None), (200, None), (3001, 1504028), (100, 2874008), (2874008, None)]
)
def test_insights_that_are_refused_leave_the_other_numbers(
    odd: Odd, now: Ticking, code: int, subcode: int | None
) -> None:
    odd.refuses(code, error_subcode=subcode)
    odd.says(COUNTS)
    numbers = line_to(odd, now).fetch_metrics(["900_1", "900_2"])
    assert numbers.metrics["900_2"].likes == 4
    assert set(numbers.withheld) == {"views", "reach", "clicks"}
    assert len(odd.calls) == 3  # once it is known, insights are not asked for again


def test_odd_insights_are_not_told_rather_than_zero(odd: Odd, now: Ticking) -> None:
    values = [
        {"name": "post_media_view", "period": "lifetime", "values": [{"value": None}]},
        {"name": "post_clicks", "period": "lifetime", "values": []},
        {"name": "post_total_media_view_unique", "period": "day", "values": [{"value": 3}]},
        {"name": "other", "period": "lifetime", "values": [{"value": 3}]},
        None,
    ]
    odd.says({**COUNTS, "insights": {"data": values}, "shares": {"count": "many"}, "comments": []})
    numbers = line_to(odd, now).fetch_metrics(["900_1"])
    assert numbers.metrics["900_1"] == Metrics(likes=4)


@pytest.mark.parametrize("odd_count", [2**31, 2**63, -1, "4", True])
def test_a_count_that_no_database_keeps_is_not_told(odd: Odd, now: Ticking, odd_count: object) -> None:
    odd.says({"id": "900_1", "reactions": {"summary": {"total_count": odd_count}}, "shares": {"count": 2}})
    assert line_to(odd, now).fetch_metrics(["900_1"]).metrics["900_1"] == Metrics(shares=2)


def test_no_shares_are_not_zero_where_other_numbers_are_missing(odd: Odd, now: Ticking) -> None:
    odd.says(COUNTS)
    assert line_to(odd, now).fetch_metrics(["900_1"]).metrics["900_1"].shares is None


def test_a_limit_in_the_middle_of_a_batch_is_told(visited: Visited) -> None:
    visited.server.faults.add("usage", "facebook", percent=80, skip=1)
    with pytest.raises(RateLimited):
        visited.page.fetch_metrics(POSTS)
    assert len(visited.way.sent) == 2


def test_a_metric_of_a_later_definition_needs_no_code(visited: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(graph_insights.POST, "post_seen_by", lambda item, now: 123)
    newer = Source(PlatformName.FACEBOOK, "post_seen_by", date(2026, 11, 1), period="lifetime")
    monkeypatch.setitem(metrics.METRICS, "views", replace(metrics.metric("views"), sources=(newer,)))
    assert visited.page.fetch_metrics([THREAD]).metrics[THREAD].views == 123


# Followers.


def test_followers_and_towns_are_told_as_facebook_names_them(visited: Visited) -> None:
    audience = visited.page.fetch_audience()
    assert (audience.followers, audience.towns) == (1200, TOWNS)
    assert (dict(audience.not_told), dict(audience.withheld)) == ({}, {})
    assert len(visited.way.sent) == 4


def test_how_many_people_a_page_reached_is_told_by_window_with_its_last_day(visited: Visited) -> None:
    audience = visited.page.fetch_audience()
    assert audience.reach == {7: (2_520, date(2026, 11, 23)), 28: (2_520, date(2026, 11, 23))}
    asked = [(params["metric"], params["period"]) for _, path, params in visited.way.asked() if "insights" in path]
    assert asked == [
        ("page_follows_city", "day"),
        ("page_total_media_view_unique", "week"),
        ("page_total_media_view_unique", "days_28"),
    ]


def test_a_small_page_has_no_towns_and_no_reach_and_says_why(visited: Visited) -> None:
    audience = visited.line(SMALL).fetch_audience()
    assert (audience.followers, audience.towns, dict(audience.reach)) == (60, None, {})
    assert set(audience.withheld) == {"towns", "account_reach_7", "account_reach_28"}
    assert "fewer than 100 followers" in audience.withheld["towns"]


def test_a_page_whose_token_lacks_the_permission_is_asked_for_insights_only_once(visited: Visited) -> None:
    visited.server.faults.add("forbidden", "facebook", operation="page_insights", code=10)
    audience = visited.page.fetch_audience()
    assert audience.followers == 1200
    assert set(audience.withheld) == {"towns", "account_reach_7", "account_reach_28"}
    assert "read_insights" in audience.withheld["towns"]
    assert len(visited.way.sent) == 2


def test_one_number_that_is_not_told_is_withheld_alone(visited: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(graph_insights.PAGE, "page_follows_city", lambda *asked: None)
    audience = visited.page.fetch_audience()
    assert dict(audience.withheld) == {"towns": "Facebook tells no value of this."}
    assert set(audience.reach) == {7, 28}


def test_a_reach_that_facebook_no_longer_tells_leaves_the_towns(
    visited: Visited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(graph_insights.PAGE, "page_total_media_view_unique")
    audience = visited.page.fetch_audience()
    assert (audience.towns, dict(audience.reach)) == (TOWNS, {})
    assert set(audience.not_told) == {"account_reach_7", "account_reach_28"}
    assert dict(audience.withheld) == {}
    visited.way.sent.clear()
    dead = frozenset(audience.not_told)
    assert visited.line(dead=dead).fetch_audience().towns == TOWNS
    assert len(visited.way.sent) == 2


def test_the_newest_window_counts_and_windows_are_never_added_up() -> None:
    values = [
        {"value": 40, "end_time": "2026-07-02T07:00:00+0000"},
        {"value": 70, "end_time": "2026-07-03T07:00:00+0000"},
        {"value": "many", "end_time": "2026-07-04T07:00:00+0000"},
        {"value": 99, "end_time": "soon"},
        None,
    ]
    week: list[dict[str, object]] = [{"period": "week", "values": values}, {"period": "day", "values": values}]
    assert newest_reach(week, "week") == (70, date(2026, 7, 2))
    assert newest_reach(week, "days_28") is None
    assert newest_reach([{"period": "week", "values": [{"value": 0, "end_time": "2026-07-03T07:00:00+0000"}]}], "week")
    assert newest_reach([{"period": "week", "values": "none"}], "week") is None


def test_towns_that_facebook_no_longer_tells_leave_the_followers(
    visited: Visited, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(graph_insights.PAGE, "page_follows_city")
    audience = visited.page.fetch_audience()
    assert (audience.followers, audience.towns) == (1200, None)
    assert "Not available from Facebook since" in audience.not_told["towns"]
    visited.way.sent.clear()
    visited.line(dead=frozenset({"towns"})).fetch_audience()
    assert [params.get("period") for _, _, params in visited.way.asked()] == [None, "week", "days_28"]


def test_the_newest_day_with_towns_counts_and_days_are_never_added_up() -> None:
    values = [
        {"value": {"Ashby": 5, "Borley": "x"}, "end_time": "2026-11-22T08:00:00+0000"},
        {"value": {"Ashby": 4}, "end_time": "2026-11-21T08:00:00+0000"},
        {"value": {}, "end_time": "2026-11-23T08:00:00+0000"},
        {"value": 9, "end_time": "2026-11-24T08:00:00+0000"},
        {"value": {"Ashby": 1}, "end_time": "soon"},
    ]
    assert newest_towns({"values": values}) == {"Ashby": 5}
    assert newest_towns({"values": []}) is None


def test_followers_that_are_not_told_are_none(odd: Odd, now: Ticking) -> None:
    odd.says({"id": PAGE, "data": []})
    audience = line_to(odd, now).fetch_audience()
    assert (audience.followers, audience.towns) == (None, None)
    assert set(audience.withheld) == {"followers", "towns", "account_reach_7", "account_reach_28"}

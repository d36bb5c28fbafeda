"""A Facebook page: our own posts, publishing, and how much Facebook lets us ask."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import RateLimited
from domain.posts import FetchedPost, Metrics, Outgoing, Page, TokenHealth
from platforms.facebook import PERMISSIONS
from platforms.facebook_read import media_of
from tests.conftest import Ticking
from tests.platforms.graph_place import PAGE, SMALL, Visited, back_to_fixture, visited_fixture  # noqa: F401

SAYING = Outgoing("Street surgery tonight at 6")


def read_all(fetch: Callable[[str], Page[FetchedPost]], cursor: str = "") -> tuple[list[FetchedPost], str, int]:
    """All posts, the cursor that is left, and how many pages it took."""
    found: list[FetchedPost] = []
    for count in range(1, 60):
        page = fetch(cursor)
        found, cursor = found + page.items, page.cursor
        if not page.more:
            return found, cursor, count
    raise AssertionError("the walk does not end")


# Our own posts.


def test_posts_come_with_their_numbers_and_unharmed(visited: Visited, back_to: datetime) -> None:
    [post] = [one for one in visited.page.fetch_posts("", back_to).items if one.external_id == f"{PAGE}_100"]
    assert post.text == "Beat surgery on Saturday & cake 🎂\nSee you at the hall"
    assert post.metrics == Metrics(likes=7, replies=3, shares=2)
    assert post.created_at.tzinfo is UTC
    assert visited.way.paths() == [f"{PAGE}/published_posts"]


def test_what_stands_beside_the_words_is_told_with_the_post_and_with_its_numbers(
    visited: Visited, back_to: datetime
) -> None:
    for at, kinds in enumerate((["image"], ["image", "video"]), 1):
        files = [{"id": str(n), "kind": kind, "mime": f"{kind}/x"} for n, kind in enumerate(kinds)]
        visited.world.items["facebook", f"{PAGE}_{at}"].media = files
    visited.world.items["facebook", f"{PAGE}_3"].link = "https://marlshire.example/bikes"
    posts = {one.external_id: one.media for one in read_all(lambda at: visited.page.fetch_posts(at, back_to))[0]}
    asked = [f"{PAGE}_{at}" for at in (1, 2, 3, 100)]
    assert [posts[ident] for ident in asked] == ["image", "video", "link", "text"]
    assert visited.page.fetch_metrics(asked).media == {ident: posts[ident] for ident in asked}


@pytest.mark.parametrize(
    ("attachments", "shown"),
    [
        ({"data": [{"media_type": "photo", "type": "cover_photo"}]}, "image"),
        ({"data": [{"type": "video_autoplay"}]}, "video"),
        ({"data": [{"media_type": "event", "type": "event"}]}, "other"),
        ({"data": []}, "text"),
        ({"data": [None, 7]}, ""),
        ("none", ""),
    ],
)
def test_odd_attachments_are_said_or_not_told(attachments: object, shown: str) -> None:
    assert media_of({"id": "1", "message": "Bikes", "attachments": attachments}) == shown


def test_shares_are_zero_only_where_the_other_numbers_were_told(visited: Visited, back_to: datetime) -> None:
    [post] = visited.line(SMALL).fetch_posts("", back_to).items
    assert post.metrics == Metrics(likes=7, replies=0, shares=0)


def test_a_quiet_page_costs_one_request_for_its_posts(visited: Visited, back_to: datetime, now: Ticking) -> None:
    _, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    visited.way.sent.clear()
    now.forward(minutes=15)
    read_all(lambda at: visited.page.fetch_posts(at, back_to), cursor)
    assert len(visited.way.sent) == 1


def test_a_post_that_appears_late_with_an_old_time_is_found(visited: Visited, back_to: datetime, now: Ticking) -> None:
    _, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    account = visited.world.accounts["facebook", PAGE]
    newest = visited.item(f"{PAGE}_100").at
    late = visited.world.publish("facebook", account, "From the queue", at=newest - timedelta(minutes=50))
    now.forward(minutes=15)
    again, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), cursor)
    assert late.id in [post.external_id for post in again]


def test_more_than_a_page_of_posts_in_one_second_is_read_whole(
    visited: Visited, back_to: datetime, now: Ticking
) -> None:
    account = visited.world.accounts["facebook", PAGE]
    made = {
        visited.world.publish("facebook", account, f"Imported {n}", at=now() - timedelta(hours=2)).id
        for n in range(350)
    }
    found, _, pages = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    assert made < {post.external_id for post in found}
    assert pages == 4


def test_a_place_that_has_grown_too_old_is_made_good_by_time(visited: Visited, back_to: datetime, now: Ticking) -> None:
    account = visited.world.accounts["facebook", PAGE]
    made = {
        visited.world.publish("facebook", account, f"Post {n}", at=now() - timedelta(hours=n)).id for n in range(2, 250)
    }
    first = visited.page.fetch_posts("", back_to)
    now.forward(hours=5)
    rest, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), first.cursor)
    assert made < {post.external_id for post in first.items + rest}
    assert not [params for _, _, params in visited.way.asked()[1:2] if "after" in params]


def test_a_place_that_facebook_refuses_is_made_good_by_time(visited: Visited, back_to: datetime, now: Ticking) -> None:
    account = visited.world.accounts["facebook", PAGE]
    made = {
        visited.world.publish("facebook", account, f"Post {n}", at=now() - timedelta(hours=n)).id for n in range(2, 250)
    }
    first = visited.page.fetch_posts("", back_to)
    broken = first.cursor.replace('"after":"', '"after":"??')
    rest, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), broken)
    assert made < {post.external_id for post in first.items + rest}


@pytest.mark.parametrize("crash", range(3))
def test_a_crash_at_any_page_loses_nothing_and_reads_nothing_twice(
    visited: Visited, back_to: datetime, now: Ticking, crash: int
) -> None:
    account = visited.world.accounts["facebook", PAGE]
    for n in range(2, 250):
        visited.world.publish("facebook", account, f"Post {n}", at=now() - timedelta(hours=n))
    cursor, kept = "", list[str]()
    for turn in range(3):
        page = visited.line().fetch_posts(cursor, back_to)
        if turn == crash:  # the process dies before the page is kept: the next one asks for it again
            page = visited.line().fetch_posts(cursor, back_to)
        kept, cursor = kept + [post.external_id for post in page.items], page.cursor
    assert not page.more
    assert len(kept) == len(set(kept)) == 248 + 4


def test_news_during_a_long_walk_is_found_after_it(visited: Visited, back_to: datetime, now: Ticking) -> None:
    account = visited.world.accounts["facebook", PAGE]
    for n in range(2, 250):
        visited.world.publish("facebook", account, f"Post {n}", at=now() - timedelta(hours=n))
    first = visited.page.fetch_posts("", back_to)
    now.forward(minutes=5)
    news = visited.world.publish("facebook", account, "Just now")
    rest, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), first.cursor)
    now.forward(minutes=5)
    later, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), cursor)
    assert news.id in [post.external_id for post in rest + later]


def test_going_deeper_reads_only_what_lies_deeper(visited: Visited, back_to: datetime, now: Ticking) -> None:
    account = visited.world.accounts["facebook", PAGE]
    old = visited.world.publish("facebook", account, "From last spring", at=now() - timedelta(days=200))
    found, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    assert old.id not in [post.external_id for post in found]
    deep = now() - timedelta(days=365)
    deeper, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, deep), cursor)
    assert old.id in [post.external_id for post in deeper]
    assert f"{PAGE}_1" not in [post.external_id for post in deeper]
    now.forward(minutes=15)
    again, _, pages = read_all(lambda at: visited.page.fetch_posts(at, deep), cursor)
    assert (old.id in [post.external_id for post in again], pages) == (False, 1)


def test_a_post_dated_in_the_future_hides_nothing(visited: Visited, back_to: datetime, now: Ticking) -> None:
    visited.item(f"{PAGE}_100").at = now()
    visited.world.forward = timedelta(hours=3)  # Facebook's clock runs ahead of ours
    account = visited.world.accounts["facebook", PAGE]
    visited.world.publish("facebook", account, "Ahead of time")
    _, cursor, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    visited.world.forward = timedelta(0)
    now.forward(minutes=30)
    news = visited.world.publish("facebook", account, "On time")
    found, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to), cursor)
    assert news.id in [post.external_id for post in found]


@pytest.mark.parametrize("kind", ["next_without_token", "out_of_order", "repeated"])
def test_odd_pages_lose_nothing(visited: Visited, back_to: datetime, now: Ticking, kind: str) -> None:
    account = visited.world.accounts["facebook", PAGE]
    made = {
        visited.world.publish("facebook", account, f"Post {n}", at=now() - timedelta(hours=n)).id for n in range(2, 250)
    }
    visited.server.faults.add(kind, "facebook", times=None)
    found, _, _ = read_all(lambda at: visited.page.fetch_posts(at, back_to))
    assert made < {post.external_id for post in found}
    assert len(found) == len({post.external_id for post in found})


def test_a_post_without_words_is_kept(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("unreadable_text", "facebook")
    page = visited.page.fetch_posts("", back_to)
    assert "" in [post.text for post in page.items]
    assert page.unreadable == []


# How much Facebook lets us ask.


def test_above_75_per_cent_reads_wait_and_publishing_goes_on(visited: Visited, back_to: datetime, now: Ticking) -> None:
    visited.server.faults.add("usage", "facebook", percent=76)
    visited.page.fetch_posts("", back_to)
    with pytest.raises(RateLimited) as limited:
        visited.page.fetch_posts("", back_to)
    assert (limited.value.reset_at, limited.value.whole_app) == (now() + timedelta(hours=1), False)
    assert len(visited.way.sent) == 1
    assert visited.page.publish(SAYING, "k").external_id


def test_above_95_per_cent_publishing_waits_too(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("usage", "facebook", percent=96)
    visited.page.fetch_posts("", back_to)
    with pytest.raises(RateLimited):
        visited.page.publish(SAYING, "k")
    assert len(visited.way.sent) == 1


def test_at_75_per_cent_reads_go_on(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("usage", "facebook", percent=75, times=None)
    visited.page.fetch_posts("", back_to)
    visited.page.fetch_posts("", back_to)


def test_after_an_hour_it_is_asked_again(visited: Visited, back_to: datetime, now: Ticking) -> None:
    visited.server.faults.add("usage", "facebook", percent=90)
    visited.page.fetch_posts("", back_to)
    now.forward(minutes=61)
    visited.page.fetch_posts("", back_to)
    visited.page.fetch_posts("", back_to)


def test_one_page_at_its_limit_leaves_the_others_alone(visited: Visited, back_to: datetime) -> None:
    visited.server.faults.add("usage", "facebook", percent=97)
    visited.page.fetch_posts("", back_to)
    assert visited.line(SMALL).fetch_posts("", back_to).items


def test_a_limit_that_facebook_names_is_waited_for(visited: Visited, back_to: datetime, now: Ticking) -> None:
    visited.server.faults.add("rate_limit", "facebook", reset_seconds=1800)
    with pytest.raises(RateLimited) as limited:
        visited.page.fetch_posts("", back_to)
    assert limited.value.reset_at == now() + timedelta(minutes=30)
    with pytest.raises(RateLimited):
        visited.page.publish(SAYING, "k")
    now.forward(minutes=30)
    assert visited.page.publish(SAYING, "k").external_id


# The secret.


def test_the_version_is_set_and_the_proof_is_sent(visited: Visited, back_to: datetime) -> None:
    visited.server.sandbox.graph.require_proof = True
    page = visited.line(app_secret="practice-app-secret")
    page.fetch_posts("", back_to)
    proof = page.publish(SAYING, "k")
    page.delete(proof.external_id)
    right = hmac.new(b"practice-app-secret", f"practice-page-{PAGE}".encode(), hashlib.sha256).hexdigest()
    assert all(f"appsecret_proof={right}" in str(request.url) for request in visited.way.sent)
    assert all("/v25.0/" in str(request.url) for request in visited.way.sent)


def test_health_is_well_and_tells_when_the_token_ends(visited: Visited, now: Ticking) -> None:
    visited.server.sandbox.graph.expires[PAGE] = int((now() + timedelta(days=12)).timestamp())
    assert visited.page.health() == TokenHealth((), now() + timedelta(days=12))
    soon = visited.line(expires_on=date(2026, 12, 1)).health()
    assert soon.expires_at == datetime(2026, 12, 1, tzinfo=UTC)


def test_health_tells_that_the_token_is_another_pages(visited: Visited) -> None:
    [fault] = visited.line(page_token=f"practice-page-{SMALL}").health().faults
    assert "Nether Borley Neighbourhood Team" in fault


def test_health_tells_that_the_token_is_a_persons(visited: Visited) -> None:
    [fault] = visited.line(page_token="practice-user").health().faults
    assert "not to this page" in fault


def test_health_names_what_the_token_may_not_do(visited: Visited, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.graph_calls.SCOPES", ["pages_read_engagement", "pages_manage_posts"])
    found = visited.page.health().faults
    assert [name for name in PERMISSIONS if any(name in fault for fault in found)] == [
        "pages_read_user_content",
        "pages_manage_engagement",
        "read_insights",
    ]


def test_health_tries_where_facebook_does_not_tell_what_a_token_may(visited: Visited) -> None:
    visited.server.faults.add("forbidden", "facebook", operation="debug_token")
    visited.server.faults.add("forbidden", "facebook", operation="visitor_posts", code=10)
    [fault] = visited.page.health().faults
    assert "pages_read_user_content" in fault

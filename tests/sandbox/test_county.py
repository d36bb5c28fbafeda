"""The practice county: complete, believable in its numbers, the same at every start within the hour."""

import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import phrases
from sandbox.county import lines, telling
from sandbox.lines import check

CONFIG = Path(__file__).parents[2] / "config"
ROSTER = tomllib.loads((CONFIG / "roster.example.toml").read_text("utf-8"))
HOURS = [
    datetime(2026, 11, 23, 9, 20, tzinfo=UTC),
    datetime(2026, 10, 26, 1, 59, tzinfo=UTC),
    datetime(2027, 3, 28, 17, 5, tzinfo=UTC),
]

Line = dict[str, Any]


@pytest.fixture(scope="module", params=HOURS, ids=str)
def now(request: pytest.FixtureRequest) -> datetime:
    moment: datetime = request.param
    return moment


@pytest.fixture(scope="module")
def county(now: datetime) -> list[Line]:
    return lines(now)


def of(county: list[Line], kind: str) -> list[Line]:
    return [line for line in county if line["type"] == kind]


def at(line: Line) -> datetime:
    return datetime.fromisoformat(line["at"])


def before(county: list[Line], kind: str, now: datetime) -> list[Line]:
    began = now.replace(minute=0, second=0)
    return [line for line in of(county, kind) if at(line) <= began]


def test_every_line_is_one_that_the_sandbox_reads(county: list[Line]) -> None:
    reading = check(enumerate(county, 1))
    assert not reading.faults
    assert not reading.repeated


def test_the_accounts_are_those_of_the_example_roster(county: list[Line]) -> None:
    roster = {
        (
            each["platform"],
            each["external_id"],
            each["handle"],
            each["owner"].removeprefix("team:").replace("force", ""),
        )
        for each in ROSTER["accounts"]
    }
    assert {(a["platform"], a["id"], a["handle"], a["team"]) for a in of(county, "account")} == roster
    districts = {team["key"]: team["district"] for team in ROSTER["teams"]} | {"": ""}
    assert all(districts[a["team"]] == a["district"] for a in of(county, "account"))
    assert len(roster) == 28


def test_the_places_are_those_of_the_example_roster() -> None:
    content = phrases.content("accounts")
    assert {each["key"]: each["towns"] for each in content["districts"]} == {
        each["key"]: each["towns"] for each in ROSTER["districts"]
    }
    assert [(each["key"], each["name"], each["wards"]) for each in content["teams"]] == [
        (each["key"], each["name"], each["wards"]) for each in ROSTER["teams"]
    ]
    assert all(each["contact"] in team["contact"] for each, team in zip(content["teams"], ROSTER["teams"], strict=True))


def test_the_same_hour_tells_the_same_and_another_hour_does_not(county: list[Line], now: datetime) -> None:
    assert lines(now.replace(minute=0, second=0)) == county
    assert lines(now + timedelta(hours=1)) != county


def test_a_fortnight_has_the_posts_and_the_talk_of_a_small_force(county: list[Line], now: datetime) -> None:
    posts, replies = before(county, "post", now), before(county, "reply", now)
    assert 350 <= len(posts) <= 500
    assert 700 <= len(replies) <= 1200
    assert {post["account"] for post in posts} == {account["id"] for account in of(county, "account")}
    assert len({post["text"] for post in posts}) >= 300
    assert len({reply["text"] for reply in replies}) >= 500
    assert min(at(post) for post in posts) > now - timedelta(days=15)


def test_there_are_enough_words_of_its_own() -> None:
    posts = sum(len(phrases.sheets(platform)) for platform in ("x", "facebook"))
    told = [entry for topic in phrases.content("replies").values() for kind in topic.values() for entry in kind]
    assert posts >= 120
    assert len(told) >= 250


def test_open_questions_wait_in_three_languages_and_some_too_long(now: datetime) -> None:
    tale = telling(now)
    waiting = [
        line
        for line in before(tale.told(), "reply", now)
        if line["id"] in tale.asked and line["id"] not in tale.answered
    ]
    assert 40 <= len(waiting) <= 70
    assert {line["lang"] for line in waiting} == {"en", "cy", "pl"}
    late = [line for line in waiting if now - at(line) > timedelta(hours=72)]
    assert 10 <= len(late) <= len(waiting) - 10
    assert len(tale.asked & tale.answered) >= 30


def test_both_languages_of_the_force_are_spoken(county: list[Line], now: datetime) -> None:
    for kind, fewest in (("post", 12), ("reply", 12)):
        told = Counter(line["lang"] for line in before(county, kind, now))
        assert told["cy"] >= fewest
        assert told["en"] > told["cy"]


def test_no_x_text_is_too_long(county: list[Line]) -> None:
    for line in county:
        if line["platform"] == "x" and "text" in line:
            assert phrases.weight(line["text"]) <= 280, line["text"]


def test_no_gap_is_left_unfilled(county: list[Line]) -> None:
    assert not [line["text"] for line in county if "text" in line and set("{}|") & set(line["text"])]


def test_no_two_x_accounts_say_the_same_words_within_a_week(county: list[Line]) -> None:
    posts = sorted((post for post in of(county, "post") if post["platform"] == "x"), key=at)
    seen: dict[str, Line] = {}
    for post in posts:
        words = "".join(sign for sign in post["text"].casefold() if sign.isalnum())
        other = seen.get(words)
        if other is not None and other["account"] != post["account"]:
            assert at(post) - at(other) > timedelta(days=7), post["text"]
        seen[words] = post


def test_an_x_id_says_when_it_was_made(county: list[Line]) -> None:
    for line in county:
        if line["platform"] == "x" and "at" in line:
            made = (int(line["id"]) >> 22) + 1288834974657
            assert 0 <= made - at(line).timestamp() * 1000 <= 1000


def test_a_reply_comes_after_what_it_answers(county: list[Line]) -> None:
    told = {(line["platform"], line["id"]): line for line in county if "at" in line}
    for reply in of(county, "reply"):
        for key in ("post", "parent"):
            if key in reply:
                assert at(told[reply["platform"], reply[key]]) < at(reply)


def test_the_public_names_us_on_x_except_where_threads_are_searched(county: list[Line]) -> None:
    handles = {account["id"]: account["handle"] for account in of(county, "account")}
    owners = {line["id"]: line["account"] for line in county if "account" in line and "id" in line}
    watched = {each["handle"] for each in ROSTER["accounts"] if each.get("watch_threads")}
    unnamed = 0
    for reply in of(county, "reply"):
        if reply["platform"] == "x" and not reply.get("by_us"):
            handle = handles[reply.get("account") or owners[reply["post"]]]
            named = f"@{handle}" in reply["text"]
            assert named == reply.get("mentions", True)
            assert named or handle in watched
            unnamed += not named
    assert unnamed >= 5


def test_something_arrives_every_few_minutes_in_the_first_hour_then_slower(county: list[Line], now: datetime) -> None:
    began = now.replace(minute=0, second=0)
    ahead = sorted(at(reply) - began for reply in of(county, "reply") if at(reply) > began)
    assert 14 <= sum(wait <= timedelta(hours=1) for wait in ahead) <= 32
    assert 80 <= len(ahead) <= 200
    assert ahead[-1] <= timedelta(hours=26)
    assert [post for post in of(county, "post") if at(post) > began]


def test_followers_are_told_with_towns_except_for_two_small_pages(county: list[Line]) -> None:
    followers = of(county, "followers")
    assert len(followers) == 28
    pages = [line for line in followers if line["platform"] == "facebook"]
    assert sum(line["count"] < 100 for line in pages) == 2
    ours = {town for district in ROSTER["districts"] for town in district["towns"]}
    for page in pages:
        assert ("towns" in page) == (page["count"] >= 100)
        assert sum(page.get("towns", {}).values()) <= page["count"]
    told = {town for page in pages for town in page.get("towns", {})}
    assert ours <= told
    assert told - ours
    assert not any("towns" in line for line in followers if line["platform"] == "x")


def test_people_write_outside_our_threads_too(county: list[Line], now: datetime) -> None:
    told = Counter(
        line.get("surface", "mention") for line in before(county, "reply", now) if "post" not in line and "id" in line
    )
    assert told["mention"] >= 30
    assert told["visitor"] >= 20
    assert told["tagged"] >= 8

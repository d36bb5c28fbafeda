"""Reach leads from the whole force to one post, says of each number where it comes from, and never adds up people."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import data, data_numbers, definitions, headlines, period_picker
from dashboard.charts import Mark
from dashboard.data_reach import SeriesPoint, Sums
from dashboard.views import reach_trend
from domain.clock import london_day
from domain.metrics import METRICS
from domain.people import Scope
from domain.period import Period
from store.db import Store
from store.tables import AccountReach
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, has, html, press, reads, well
from tests.store.made_up import County, followers, post


@pytest.fixture
def made(store: Store, here: County, now: Ticking) -> County:
    """A week of posts, one that is gone, followers at both ends, and what two pages reached."""
    at = now() - timedelta(days=1)
    with store.writing() as db:
        post(db, here.on_facebook, at, now(), likes=4, views=1_000)
        post(db, here.on_facebook, at - timedelta(hours=1), now(), likes=9, gone_at=now())
        post(db, here.on_x, now() - timedelta(days=9), now(), likes=3, views=200)
        post(db, here.mere_x, at, now(), likes=70)
        post(db, here.force_page, at, now(), views=30_000)
        followers(db, here.on_x, now() - timedelta(days=20), 1_150)
        followers(db, here.on_x, now(), 1_200)
        for page, people in ((here.on_facebook, 700), (here.force_page, 25_000)):
            week: dict[str, Any] = {"days": 7, "ends_on": at.date(), "taken_at": now()}
            db.add(AccountReach(account_id=page.id, people=people, **week))
    return here


def frames(at: AppTest) -> list[Any]:
    return [frame.value for frame in at.dataframe]


def row(at: AppTest, column: str, name: str) -> dict[str, Any]:
    """The row of a table of the page that has this name in this column."""
    for frame in frames(at):
        if column in frame and name in list(frame[column]):
            found: dict[str, Any] = frame[frame[column] == name].iloc[0].to_dict()
            return found
    raise AssertionError(f"no row {name}")


def test_the_whole_force_says_what_may_be_added_and_what_stands_alone(page: Open, made: County) -> None:
    at = page("reach", made.comms)
    drawn, says = html(at), reads(at)
    assert '<div class="bl-figure">25,000</div>' in drawn and "25,700" not in drawn, "people are never added up"
    assert "people, by Marlshire Police, in the 7 days to" in says and "the most of 2 pages; never added up" in says
    assert '<div class="bl-figure">31,000</div>' in drawn and "told for 2 of 3 posts" in says
    assert "Times a post was shown. One person may count many times." in drawn, "one tap away"
    assert "X calls it impression_count" in drawn and "X does not tell this." in drawn
    assert "Ashvale: 1,000 views. 1 is not told." in says, "the force's own are no district"
    assert row(at, "District", "Ashvale")["Views per 1,000"] == 50.0
    assert str(row(at, "District", "Thornmere")["Views"]) in ("nan", "None", "<NA>")
    assert "3 posts came out in these days. 1 more is no longer public and is left out of every number." in says
    assert "Today is not over: its numbers still grow." in says
    assert "Say where a town belongs" not in says and "No platform tells where the followers" in says
    own = reads(page("reach", made.comms, followers="Of our own accounts"))
    assert "1,200 followers at the end of" in own and "told by 1 of 5 accounts" in own and "That is +50" in own
    labels = [one.proto.label for one in at.get("download_button")]
    assert labels.count("XLSX") == labels.count("CSV") >= 3 and labels.count("PNG") == labels.count("SVG") >= 2


def test_the_way_leads_down_to_one_account_and_back(page: Open, made: County) -> None:
    at = page("reach", made.comms)
    assert next(one for one in at.selectbox if one.label == "Look closer at").options == [
        "Ashvale", "Thornmere", "The force's own accounts",
    ]  # fmt: skip
    closer = next(one for one in at.selectbox if one.label == "Look closer at")
    at = well(closer.set_value("The force's own accounts").run())
    assert at.query_params["of"] in ("force", ["force"]) and "1 post came out in these days." in reads(at)
    assert "Account by account" in reads(at) and "1,000" not in html(at)
    at = press(at, "Marlshire Police")
    assert "of" not in at.query_params and at.session_state["scope"] == ""

    at = page("reach", made.comms, Scope(made.ashvale.id))
    assert "Team by team" in reads(at) and "25,000" not in html(at) and has(at, "Marlshire Police")
    at = page("reach", made.comms, Scope(made.ashvale.id, made.town.id), time="28d", of=str(made.on_x.id))
    says = reads(at)
    assert '<div class="bl-figure">200</div>' in html(at) and "AshvaleTown" in says and "by account" not in says
    assert "<bdi>X does not tell this.</bdi>" in says.split("Views</div>")[0]
    well(next(one for one in at.button if one.label.startswith("Ashvale Town")).click().run())


def test_a_link_reproduces_number_time_and_grain(page: Open, made: County, now: Ticking) -> None:
    yesterday = london_day(now()) - timedelta(days=1)
    at = page("reach", made.comms, measure="Likes", by="By day", time=f"{yesterday}..{yesterday}", platform="X")
    says = reads(at)
    assert f"{period_picker.day(yesterday)}: 70 likes of 1 post." in says and "Today is not over" not in says
    assert "Thornmere: 70 likes." in says and "1 had no post." in says
    strange = reads(page("reach", made.comms, time="yesteryear"))
    assert "“yesteryear” names no time." in strange and "31,000" in strange


def test_an_officer_sees_the_team_only_and_an_account_elsewhere_is_not_in_sight(page: Open, made: County) -> None:
    says = reads(page("reach", made.officer))
    assert "1,000" in says and "30,000" not in says and "25,000" not in says and "Account by account" in says
    elsewhere = reads(page("reach", made.officer, of=str(made.mere_x.id)))
    assert "An account that is not in sight" in elsewhere and "0 posts came out" in elsewhere
    assert "30,000" not in reads(page("reach", made.officer, of="force"))


def test_an_empty_county_says_so_in_words(page: Open, here: County) -> None:
    at = page("reach", here.comms)
    says = reads(at)
    for words in ("Nothing is told for these days.", "No post came out in these days.", "0 posts came out",
                  "No platform tells how many people a page reached",  "no posts in this time",
                  "not told for a week of this time"):  # fmt: skip
        assert words in says
    assert "Nobody has told the followers" in reads(page("reach", here.comms, followers="Of our own accounts"))
    assert "No file tells of these days." in reads(page("reach", here.comms, followers="From files"))
    assert ">0<" not in html(at).replace('bl-figure">0<', "", 1), "only of posts it is known that there were none"


def test_what_a_platform_no_longer_tells_is_said_with_its_day_and_never_compared_across_a_break() -> None:
    over = {name: [one for one in told.sources if one.until and not one.successor] for name, told in METRICS.items()}
    name, ended = next((name, found[0]) for name, found in over.items() if found)
    assert ended.until
    said = definitions.silent(name, ended.until, ended.platform)
    assert said == [f"{data.label(ended.platform)} does not tell this since {period_picker.day(ended.until)}."]
    one = data_numbers.Figure("views", 10, 1, 1, 7, 1, 1, 3, True, None)
    broken = Period(date(2025, 11, 15), date(2025, 11, 21))
    unlike = replace(one, change=None, unlike=data_numbers.Unlike.COUNTED)
    assert headlines.compared(unlike, broken) == "counted otherwise on the 7 days before: not compared"
    assert headlines.compared(one, broken) == "+3 on the 7 days before, with 1 post"
    assert [mark.says for mark in definitions.marks("views", None, broken)] == [
        "Facebook counts otherwise from 15 Nov 2025"
    ]


def test_a_line_says_numbers_with_their_posts_and_compares_nothing_across_a_break() -> None:
    weeks = [Period(first, first + timedelta(days=6)) for first in (date(2026, 11, 2), date(2026, 11, 9))]
    sums = [Sums(posts=2, views=300, views_told=2), Sums(posts=1, views=1_200, views_told=1)]
    points = [
        SeriesPoint(week.first, week.last, None, "", None, some, is_cut=False, is_unfinished=False)
        for week, some in zip(weeks, sums, strict=True)
    ]
    says = "9 to 15 Nov 2026: 1,200 views of 1 post. "
    before = "Before it, 2 to 8 Nov 2026: "
    assert reach_trend.sentence(points, "views") == says + before + "300 views of 2 posts; that is +900."
    broken = reach_trend.sentence(points, "views", [Mark(date(2026, 11, 9), "counted otherwise")])
    assert broken == says + "The time before it is counted otherwise and does not compare."
    partly = [replace(points[0], sums=Sums(posts=2, views=300, views_told=1)), points[1]]
    other = "The time before it told another part of its posts and does not compare."
    assert reach_trend.sentence(partly, "views") == says + other
    untold = [replace(points[0], sums=Sums(posts=3)), points[1]]
    assert reach_trend.sentence(untold, "views") == says + before + "not told."


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-11-16", "2026-11-22", "16 to 22 Nov 2026"),
        ("2026-10-30", "2026-11-02", "30 Oct to 2 Nov 2026"),
        ("2025-12-29", "2026-01-04", "29 Dec 2025 to 4 Jan 2026"),
        ("2026-10-01", "2026-10-31", "Oct 2026"),
        ("2026-11-22", "2026-11-22", "22 Nov 2026"),
    ],
)
def test_days_are_named_as_people_read_them(first: str, last: str, said: str) -> None:
    span = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert period_picker.named(span) == said
    today = date(2026, 11, 1)
    assert period_picker.until_today(span, today).last == (min(span.last, today) if span.first <= today else span.last)

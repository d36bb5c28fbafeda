"""Compare, What works, Accounts and Spending: what they say with nothing, with little, and with enough."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard import kept
from domain.posts import PlatformName, Shown
from domain.purse import Limits
from store.db import Store
from store.tables import MetricSnapshot, Price, Spending
from tests.conftest import Ticking
from tests.dashboard.conftest import Open, reads, well
from tests.store.made_up import County, followers, post

DAY = timedelta(days=1)


def posted(db: Any, on: Any, at: datetime, media: str, **numbers: int) -> None:
    row = post(db, on, at)
    row.media = media
    db.add(MetricSnapshot(post_id=row.id, taken_at=at + 7 * DAY, **numbers))


def test_an_empty_store_says_so_and_never_zero(page: Open, here: County) -> None:
    assert "Nowhere are there 10 posts that can be compared." in reads(page("compare", here.comms))
    works = reads(page("what_works", here.comms))
    assert "Not enough data: there is no post that can be set beside what is usual" in works
    assert "Not enough data: at no time of the week were 10 posts made" in works
    accounts = reads(page("accounts", here.comms))
    assert "No account began here within the last year" in accounts
    assert "nobody had looked by then" in accounts
    spending = reads(page("spending", here.comms))
    assert "no budget is set" in spending and "too early for a forecast: that takes 3 full days" in spending


def test_places_are_ranked_from_ten_posts_on_and_each_number_opens_its_posts(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    with store.writing() as db:
        for number in range(11):
            then = now() - 8 * DAY - timedelta(hours=number)
            posted(db, here.on_x, then, Shown.IMAGE, likes=number, views=100 + number)
            posted(db, here.mere_x, then, Shown.TEXT, likes=2 * number, views=900 + number)
        posted(db, here.rural_x, now() - 9 * DAY, Shown.TEXT, likes=5_000, views=90_000)
        post(db, here.on_x, now() - DAY, now(), likes=3)
    at = page("compare", here.comms)
    says = reads(at)
    assert "The middle post had between 105 views (Ashvale Town) and 905 (Thornmere)." in says
    assert "overlap" not in says and "1 is younger than five days" in says
    ranked, few = at.dataframe[0].value, at.dataframe[1].value
    assert list(ranked["Name"]) == ["Thornmere", "Ashvale Town"] and list(few["Name"]) == ["Ashvale Rural"]
    assert list(ranked["95 % range"]) == ["901 to 909", "101 to 109"]
    choice = next(one for one in at.selectbox if one.label == "Of which place")
    well(choice.select_index(1).run())
    assert list(at.dataframe[2].value["Views"]) == list(range(110, 99, -1))
    districts = page("compare", here.comms, places="Districts", measured="Engagement").dataframe[0].value
    assert list(districts["Name"]) == ["Thornmere", "Ashvale"] and "All posts, per 1,000 residents" in districts
    assert page("compare", here.officer).dataframe[0].value["Name"].tolist() == ["Ashvale Town"]


def test_what_went_together_is_told_beside_the_usual_without_a_cause(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    start = (now() - 12 * DAY).replace(hour=9)
    with store.writing() as db:
        for number in range(32):
            pictured = number % 2
            posted(db, here.on_x, start + timedelta(minutes=number), Shown.IMAGE if pictured else Shown.TEXT,
                   views=300 + number if pictured else 100)  # fmt: skip
        posted(db, here.mere_x, start, Shown.VIDEO, views=5)
    at = page("what_works", here.comms)
    says = reads(at)
    assert "Farthest from the usual: the group “Only words”, with 0.50 times the usual views" in says
    assert "what went together, not what made the difference" in says and "32 posts compared of 1 account" in says
    assert "1 of accounts with fewer than 5 such posts" in says
    for cause in ("because", "increase", "boost", "leads to", "thanks to"):
        assert cause not in says.casefold()
    table = next(one.value for one in at.dataframe if "A picture" in list(one.value.iloc[:, 0]))
    assert table.iloc[0, 1] == 1.58 and table["Beside the usual"].tolist() == ["above", "below"]
    write = page("write", here.officer)
    chosen = next(one for one in write.button_group if one.label == "Accounts")
    well(chosen.set_value([here.on_x.id]).run())
    assert "AshvaleTown: not enough data for" in reads(write)


def test_spending_is_told_by_utc_day_with_what_stops_and_where_it_heads(
    page: Open, here: County, store: Store, now: Ticking, monkeypatch: Any
) -> None:
    today = now().astimezone(UTC).date()
    with store.writing() as db:
        db.add(Price(platform=PlatformName.X, operation="post.create_with_url", since=today, micros=200_000))
        for back in range(5):
            for operation, units, micros in (("post.read", 100, 500_000), ("post.create_with_url", 1, 200_000)):
                db.add(Spending(day=today - back * DAY, account_id=here.on_x.id, operation=operation,
                                platform=PlatformName.X, units=units, micros=micros))  # fmt: skip
    monkeypatch.setattr(kept, "limits", lambda: {PlatformName.X: Limits(day_micros=1_000_000)})
    monkeypatch.setattr("dashboard.data_compare.limits", kept.limits)
    at = page("spending", here.comms, spans="The last 12 months")
    says = reads(at)
    assert "A post costs US$0.015, with a link US$0.20." in says and "UTC" in says
    assert "Left out now to save money: numbers of older posts, numbers of posts." in says
    assert "At the pace of the last 4 days" in says
    bought = next(one.value for one in at.dataframe if "Units" in one.value)
    assert list(bought["US dollars"]) == [2.5, 1.0]
    assert list(bought["What"]) == ["Posts and replies read", "Posts and answers sent, with a link"]


def test_accounts_tell_how_they_began_which_are_silent_and_how_they_grew(
    page: Open, here: County, store: Store, now: Ticking
) -> None:
    began = now() - 10 * DAY
    with store.writing() as db:
        for days, count in ((0, 500), (4, 1_001), (7, 1_200), (10, 1_300)):
            followers(db, here.mere_x, began + days * DAY, count)
        post(db, here.mere_x, began)
        post(db, here.on_x, now() - 45 * DAY)
        followers(db, here.on_x, now() - 40 * DAY, 80)
        followers(db, here.on_x, now(), 100)
    at = page("accounts", here.comms)
    says = reads(at)
    assert "1 account passed 1,000 followers within 7 days. The quickest: ThornmereCops, in 4 days." in says
    new = at.dataframe[0].value
    assert new["Followers after 7 days"].tolist() == ["1,200"]
    assert new["Followers after 30 days"].tolist() == ["not over yet"]
    assert "1 account has been silent for more than 30 days." in says and "Of 3 more it is not known." in says
    grown = next(one.value for one in at.dataframe if "Change" in one.value)
    town = grown[grown["Account"] == "AshvaleTown"].iloc[0]
    assert (town["Followers then"], town["Change"], town["Change, %"]) == (80, 20, 25)

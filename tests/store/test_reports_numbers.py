"""What the pages say about likes, views, followers and posts is exact, and says what it does not know."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from domain.clock import london_day
from domain.people import Scope
from domain.period import Period, last_days
from domain.posts import PlatformName
from store import reports
from store.db import Store
from store.reports import Order, Part, Place
from store.tables import Account, AccountReach, District, MetricSnapshot, TownFollowers
from tests.conftest import Ticking
from tests.store.made_up import County, account, county, followers, post


def week(now: Ticking) -> Period:
    return last_days(7, london_day(now()))


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def likes(store: Store, here: County, now: Ticking, **more: object) -> dict[str, reports.DistrictLikes]:
    with store.reading() as db:
        rows = reports.likes_by_district(db, here.comms, week(now), **more)  # type: ignore[arg-type]
    return {row.district: row for row in rows}


def test_likes_are_added_by_district_and_the_forces_own_stand_apart(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=1), now(), likes=3, views=100)
        post(db, here.rural_x, now() - timedelta(days=2), now(), likes=4)
        post(db, here.mere_x, now() - timedelta(days=3), now(), likes=0)
        post(db, here.force_page, now() - timedelta(days=3), now(), likes=500, shares=2)
    rows = likes(store, here, now)
    assert list(rows) == ["Ashvale", "Thornmere", "The force's own accounts"]
    assert [row.likes for row in rows.values()] == [7, 0, 500]
    assert [row.posts for row in rows.values()] == [2, 1, 1]
    assert [row.accounts for row in rows.values()] == [3, 1, 1]
    assert rows["Ashvale"].views == 100
    assert rows["Ashvale"].per_1000 == 0.35
    assert rows["The force's own accounts"].engagement == 502
    assert rows["The force's own accounts"].district_id is None
    assert rows["The force's own accounts"].as_of == now()


def test_each_post_counts_once_by_its_newest_number(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        kept = post(db, here.on_x, now() - timedelta(days=1), now(), likes=9)
        for hours, count in ((20, 2), (10, 5), (0, 9)):
            db.add(MetricSnapshot(post_id=kept.id, taken_at=now() - timedelta(hours=hours), likes=count))
    row = likes(store, here, now)["Ashvale"]
    assert (row.likes, row.posts, row.told) == (9, 1, 1)


def test_a_platform_that_does_not_tell_is_none_and_never_zero(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=1), now(), likes=None, replies=1)
        post(db, here.on_x, now() - timedelta(days=2))
    row = likes(store, here, now)["Ashvale"]
    assert (row.likes, row.posts, row.told, row.views, row.share, row.per_1000) == (None, 2, 0, None, None, None)
    assert row.engagement == 1


def test_a_district_without_posts_is_listed_and_says_nothing(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.add(District(key="emptyshire", name="Emptyshire", population=7))
    rows = likes(store, here, now)
    assert (rows["Emptyshire"].likes, rows["Emptyshire"].posts, rows["Emptyshire"].accounts) == (None, 0, 0)
    assert (rows["Thornmere"].likes, rows["Thornmere"].posts, rows["Thornmere"].as_of) == (None, 0, None)


def test_the_force_has_no_row_where_it_has_no_account_of_its_own(store: Store, here: County, now: Ticking) -> None:
    assert list(likes(store, here, now, platform=PlatformName.X)) == ["Ashvale", "Thornmere"]


def test_posts_that_are_gone_are_left_out_and_said(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=1), now(), likes=3)
        post(db, here.on_x, now() - timedelta(days=2), now(), likes=90, gone_at=now())
    row = likes(store, here, now)["Ashvale"]
    assert (row.likes, row.posts, row.gone) == (3, 1, 1)


def test_a_period_begins_and_ends_with_londons_midnight(store: Store, here: County, now: Ticking) -> None:
    days = Period(date(2026, 3, 29), date(2026, 10, 25))  # from the day the clocks go forward to the day they go back
    with store.writing() as db:
        post(db, here.on_x, days.since, now(), likes=1)
        post(db, here.on_x, days.until - timedelta(seconds=1), now(), likes=10)
        post(db, here.rural_x, days.since - timedelta(seconds=1), now(), likes=100)
        post(db, here.rural_x, days.until, now(), likes=1_000)
    with store.reading() as db:
        (row,) = reports.likes_by_district(db, here.comms, days, scope=Scope(here.ashvale.id))
    assert (row.likes, days.days) == (11, 211)
    assert days.until - days.since == timedelta(days=211), "an hour lost in March and won in October"


def test_what_a_retired_account_posted_still_counts(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        left = account(PlatformName.X, "AshvaleOld", now(), here.town, retired_at=now())
        db.add(left)
        db.flush()
        post(db, left, now() - timedelta(days=1), now(), likes=5)
    row = likes(store, here, now)["Ashvale"]
    assert (row.likes, row.accounts) == (5, 4)


def test_totals_equal_the_sum_of_the_rows_however_they_are_split(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for number, on in enumerate([here.on_x, here.on_facebook, here.rural_x, here.mere_x, here.force_page]):
            for day in range(1, 4):
                post(db, on, now() - timedelta(days=day), now(), likes=number * day, views=day, replies=1)
    with store.reading() as db:
        whole = {f.name: f for f in reports.headline(db, here.comms, week(now))}
        districts = reports.likes_by_district(db, here.comms, week(now))
        parts = [reports.numbers_by(db, here.comms, part, week(now)) for part in Part]
    assert whole["likes"].value == 60 == sum(row.likes or 0 for row in districts)
    assert sum(row.share or 0 for row in districts) == pytest.approx(100, abs=0.2)
    for rows in parts:
        assert sum(row.likes or 0 for row in rows) == 60
        assert sum(row.posts for row in rows) == whole["posts"].value == 15
        assert sum(row.engagement or 0 for row in rows) == whole["engagement"].value == 75
    assert [row.name for row in parts[0]] == ["Ashvale Rural", "Ashvale Town", "Thornmere", "The force's own accounts"]
    assert [(row.name, row.accounts) for row in parts[1]] == [("facebook", 2), ("x", 3)]


def test_an_officer_sees_only_their_team(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for on in (here.on_x, here.rural_x, here.mere_x, here.force_page):
            post(db, on, now() - timedelta(days=1), now(), likes=1)
    with store.reading() as db:
        rows = reports.likes_by_district(db, here.officer, week(now))
        every_post = reports.posts(db, here.officer, week(now))
        elsewhere = reports.posts(db, here.officer, week(now), scope=Scope(here.thornmere.id))
    assert [(row.district, row.likes, row.accounts, row.per_1000) for row in rows] == [("Ashvale", 1, 2, None)]
    assert [row.account for row in every_post] == ["AshvaleTown"]
    assert elsewhere == []


def test_a_district_sees_its_teams_and_not_the_forces_own_accounts(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for on in (here.on_x, here.rural_x, here.mere_x, here.force_page):
            post(db, on, now() - timedelta(days=1), now(), likes=1)
    with store.reading() as db:
        rows = reports.likes_by_district(db, here.supervisor, week(now))
        team = reports.likes_by_district(db, here.supervisor, week(now), scope=Scope(here.ashvale.id, here.rural.id))
    assert [(row.district, row.likes, row.accounts) for row in rows] == [("Ashvale", 2, 3)]
    assert [(row.district, row.likes, row.accounts) for row in team] == [("Ashvale", 1, 1)]


def test_the_headline_sets_a_period_against_the_one_before(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=1), now(), likes=3, views=50, clicks=2)
        post(db, here.on_x, now() - timedelta(days=2), now(), likes=4)
        post(db, here.on_x, now() - timedelta(days=8), now(), likes=10, views=20)
        post(db, here.on_x, now() - timedelta(days=15), now(), likes=99)
    with store.reading() as db:
        figures = {f.name: f for f in reports.headline(db, here.comms, week(now))}
    assert list(figures) == ["views", "engagement", "likes", "replies", "shares", "posts", "followers"]
    assert (figures["likes"].value, figures["likes"].before, figures["likes"].change) == (7, 10, -3)
    views = figures["views"]
    assert (views.value, views.told, views.of, views.before, views.before_of) == (50, 1, 2, 20, 1)
    assert figures["engagement"].value == 9
    assert (figures["shares"].value, figures["shares"].change, figures["shares"].as_of) == (None, None, now())
    assert (figures["posts"].value, figures["posts"].before) == (2, 1)
    assert "reach" not in figures


def test_followers_are_told_by_account_and_only_what_both_ends_tell_is_a_change(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        followers(db, here.on_x, now() - timedelta(days=9), 100)
        followers(db, here.on_x, now() - timedelta(hours=12), 110)
        followers(db, here.mere_x, now() - timedelta(days=1), 1_000)
        followers(db, here.rural_x, now() - timedelta(days=1), None)
    with store.reading() as db:
        figure = reports.headline(db, here.comms, week(now))[-1]
        rows = {row.district: row for row in reports.followers_by_district(db, here.comms, now().date())}
    assert (figure.value, figure.told, figure.of, figure.before, figure.before_told) == (1_110, 2, 5, 100, 1)
    assert (figure.change, figure.adds, figure.as_of) == (10, False, now() - timedelta(days=1))
    ashvale = rows["Ashvale"]
    assert (ashvale.followers, ashvale.told, ashvale.accounts, ashvale.per_1000) == (110, 1, 3, 5.5)
    assert (rows["The force's own accounts"].followers, rows["The force's own accounts"].told) == (None, 0)


def test_followers_of_a_day_that_was_not_told_are_those_of_the_last_that_was(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        followers(db, here.mere_x, now() - timedelta(days=3), 70)
        followers(db, here.mere_x, now() - timedelta(days=1), None)
    with store.reading() as db:
        on = reports.followers_by_account(db, here.comms, now().date(), scope=Scope(here.thornmere.id))
        before = reports.followers_by_account(db, here.comms, date(2026, 11, 1), scope=Scope(here.thornmere.id))
    assert [(row.followers, row.as_of) for row in on] == [(70, now() - timedelta(days=3))]
    assert [(row.followers, row.as_of) for row in before] == [(None, None)]


def towns(store: Store, here: County, at: datetime, **by_town: int) -> None:
    with store.writing() as db:
        followers(db, here.force_page, at, 134_000)
        for town, count in by_town.items():
            name = town.replace("_", " ")
            db.add(TownFollowers(account_id=here.force_page.id, day=at.date(), town=name, followers=count))


def test_nine_thousand_of_a_hundred_and_thirty_four_thousand_are_six_point_seven_per_cent(
    store: Store, here: County, now: Ticking
) -> None:
    towns(
        store, here, now(), **{"Thornmere-on-Sea, Marlshire": 9_000, "ashvale": 8_000, "Little Ashvale, Marlshire": 500}
    )
    with store.reading() as db:
        rows = {row.district: row for row in reports.followers_by_town(db, here.comms, now().date())}
    assert (rows["Thornmere"].followers, rows["Thornmere"].share, rows["Thornmere"].per_1000) == (9_000, 6.7, 225.0)
    assert (rows["Ashvale"].followers, rows["Ashvale"].share) == (8_500, 6.3)
    assert rows["Ashvale"].towns == (("ashvale", 8_000), ("Little Ashvale, Marlshire", 500))
    assert (rows["Ashvale"].source, rows["Ashvale"].as_of) == (PlatformName.FACEBOOK, now())


def test_towns_of_no_district_are_listed_and_the_rows_add_up_to_the_page(
    store: Store, here: County, now: Ticking
) -> None:
    towns(store, here, now(), **{"Farawaytown, Elsewhere": 400, "Ashvale Heath": 30})
    with store.reading() as db:
        rows = reports.followers_by_town(db, here.comms, now().date())
    found = {row.place: row for row in rows}
    assert found[Place.OTHER].towns == (("Farawaytown, Elsewhere", 400), ("Ashvale Heath", 30))
    assert found[Place.NOT_TOLD].followers == 134_000 - 430
    assert [row.followers for row in rows if row.place is Place.DISTRICT] == [None, None]
    assert sum(row.followers or 0 for row in rows) == 134_000


def test_a_page_outside_the_scope_tells_nothing_of_its_towns(store: Store, here: County, now: Ticking) -> None:
    towns(store, here, now(), Ashvale=5)
    with store.reading() as db:
        unseen = reports.followers_by_town(db, here.supervisor, now().date(), account_id=here.force_page.id)
        chosen = reports.followers_by_town(db, here.comms, now().date(), scope=Scope(here.ashvale.id, here.town.id))
    assert unseen == []
    assert [(row.district, row.followers) for row in chosen] == [("Ashvale", 5)]


def reached(db: Session, on: Account, days: int, ends_on: date, people: int, taken_at: datetime) -> None:
    db.add(AccountReach(account_id=on.id, days=days, ends_on=ends_on, people=people, taken_at=taken_at))


def test_reach_is_told_by_account_and_window_the_newest_of_each_and_never_added(
    store: Store, here: County, now: Ticking
) -> None:
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    with store.writing() as db:
        reached(db, here.force_page, 7, sunday, 9_000, now() - timedelta(days=1))
        reached(db, here.force_page, 7, monday, 8_000, now())
        reached(db, here.force_page, 28, sunday, 30_000, now() - timedelta(days=1))
        reached(db, here.on_facebook, 7, monday, 0, now())
    with store.reading() as db:
        rows = reports.reach_by_account(db, here.comms)
        of_town = reports.reach_by_account(db, here.officer)
        on_x = reports.reach_by_account(db, here.comms, platform=PlatformName.X)
    assert [(row.account, row.days, row.people, row.ends_on, row.as_of) for row in rows] == [
        ("Ashvale Town Police", 7, 0, monday, now()),
        ("Marlshire Police", 7, 8_000, monday, now()),
        ("Marlshire Police", 28, 30_000, sunday, now() - timedelta(days=1)),
    ]
    assert [(row.account, row.team, row.district) for row in of_town] == [
        ("Ashvale Town Police", "Ashvale Town", "Ashvale")
    ]
    assert on_x == []


def test_the_reach_of_an_account_that_left_the_roster_is_told_no_more(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        reached(db, here.force_page, 7, date(2026, 11, 23), 8_000, now())
        db.get_one(Account, here.force_page.id).retired_at = now()
    with store.reading() as db:
        assert reports.reach_by_account(db, here.comms) == []


def test_the_best_posts_are_public_and_told(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=1), now(), likes=3, views=900)
        post(db, here.rural_x, now() - timedelta(days=2), now(), likes=8, reach=40)
        post(db, here.mere_x, now() - timedelta(days=3), now(), likes=99, gone_at=now())
        post(db, here.force_page, now() - timedelta(days=4))
    with store.reading() as db:
        best = reports.best_posts(db, here.comms, week(now))
        seen = reports.best_posts(db, here.comms, week(now), by=Order.VIEWS)
        reached = reports.reach_by_post(db, here.comms, week(now))
        every_post = reports.posts(db, here.comms, week(now))
    assert [(row.account, row.engagement) for row in best] == [("AshvaleRural", 8), ("AshvaleTown", 3)]
    assert [row.views for row in seen] == [900]
    assert [(row.account, row.reach) for row in reached] == [("AshvaleRural", 40)]
    assert [row.account for row in every_post] == ["AshvaleTown", "AshvaleRural", "ThornmereCops", "Marlshire Police"]
    assert [row.gone_at for row in every_post][2] == now()
    assert every_post[3].engagement is None

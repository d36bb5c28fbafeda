"""Numbers by day and month are what posts and looks add up to, whatever came in which order."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.posts import PlatformName
from store import belongings, posts, rollups, rollups_anew
from store.db import Store
from store.tables import (
    FORCE_OWN,
    AccountDay,
    AccountNumbers,
    DistrictDay,
    DistrictFollowers,
    DistrictMonth,
    Post,
    PostNumbers,
)
from tests.conftest import Ticking
from tests.store.made_up import County, county, followers, post


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def test_a_post_counts_on_its_london_day_for_its_account_and_its_district(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        kept = post(db, here.on_x, now(), now(), likes=3, views=100)
        post(db, here.force_page, now(), now(), likes=5)
        days = {row.district_id: row for row in db.exec(select(DistrictDay)).all()}
        assert {row.day for row in days.values()} == {kept.day}
        assert (days[here.ashvale.id].likes, days[here.ashvale.id].views_told, days[FORCE_OWN].likes) == (3, 1, 5)
        assert days[here.ashvale.id].as_of == now()
        assert rollups_anew.wrong(db) == {}


def test_a_late_revision_replaces_and_a_post_that_is_gone_is_counted_no_more(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        kept = post(db, here.on_x, now(), now(), likes=30)
        numbers = db.get_one(PostNumbers, kept.id)
        numbers.likes = 7
        db.flush()
        rollups.refresh(db, here.on_x.id, [kept.day])
        assert db.exec(select(DistrictMonth.likes)).all() == [7]
        assert posts.gone(db, here.on_x, [kept.external_id], now()) == 1
        rollups.settle(db)
        row = db.exec(select(DistrictMonth)).one()
        assert (row.posts, row.gone, row.likes, row.likes_told) == (0, 1, 0, 0)
        assert rollups_anew.wrong(db) == {}


def test_what_an_account_earned_stays_with_the_district_it_belonged_to(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        old = post(db, here.on_x, now() - timedelta(days=3), now(), likes=3)
        here.on_x.team_id, here.on_x.district_id = here.mere.id, here.thornmere.id
        db.add(here.on_x)
        db.flush()
        assert belongings.keep(db, [here.on_x], old.day + timedelta(days=3)) == [here.on_x.id]
        assert belongings.keep(db, [here.on_x], old.day + timedelta(days=3)) == []
        post(db, here.on_x, now(), now(), likes=4)
        rows = db.exec(select(DistrictDay.district_id, DistrictDay.likes).order_by(DistrictDay.day)).all()
        assert rows == [(here.ashvale.id, 3), (here.thornmere.id, 4)]
        assert rollups_anew.wrong(db) == {}


def test_followers_of_a_district_carry_the_newest_look_of_each_account(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        followers(db, here.on_x, now() - timedelta(days=2), 100)
        followers(db, here.rural_x, now(), 50)
        followers(db, here.on_x, now() - timedelta(days=1), 110)
        rows = db.exec(select(DistrictFollowers).order_by(DistrictFollowers.day)).all()  # type: ignore[arg-type]
        assert {row.platform for row in rows} == {PlatformName.X}
        assert [(row.followers, row.told, row.accounts) for row in rows] == [(100, 1, 2), (110, 1, 2), (160, 2, 2)]
        assert rows[-1].as_of == now() - timedelta(days=1)


def test_counting_anew_changes_nothing_and_mends_what_was_wrong(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        post(db, here.on_x, now() - timedelta(days=40), now(), likes=3)
        post(db, here.rural_x, now(), now(), likes=4, gone_at=now())
        followers(db, here.on_x, now(), 100)
        before = [db.exec(select(table)).all() for table in (AccountDay, DistrictMonth, DistrictFollowers)]
        said = [sorted(str(row.model_dump()) for row in rows) for rows in before]
        db.exec(select(DistrictMonth)).first().likes = 99  # type: ignore[union-attr]
        db.flush()
        assert rollups_anew.wrong(db) == {"district_month": 2}
        rollups_anew.rebuild(db)
        db.expire_all()
        after = [db.exec(select(table)).all() for table in (AccountDay, DistrictMonth, DistrictFollowers)]
        assert [sorted(str(row.model_dump()) for row in rows) for rows in after] == said


def test_a_store_from_before_is_added_up_once(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.add(AccountNumbers(account_id=here.on_x.id, day=now().date(), followers=9, taken_at=now()))
        db.flush()
        assert rollups_anew.is_missing(db), "followers are told, and nothing was ever posted"
        rollups_anew.rebuild(db)
        assert not rollups_anew.is_missing(db)
        db.add(Post(account_id=here.on_x.id, external_id="1", text="Old.", url="", created_at=now()))
        db.flush()
        assert rollups_anew.is_missing(db)
        rollups_anew.rebuild(db)
        assert not rollups_anew.is_missing(db)
        assert rollups_anew.wrong(db) == {}

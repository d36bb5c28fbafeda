"""Two times are set against each other only where they were told alike, and a move is no growth."""

from datetime import date, timedelta

import pytest

from domain.clock import london_day
from domain.period import Period
from domain.posts import PlatformName
from store import reports, rollups
from store.db import Store
from store.reports import Unlike
from store.reports.gathered import gathered
from store.tables import DeadMetric
from tests.conftest import Ticking
from tests.store.made_up import County, county, followers, post
from tests.store.test_reports_numbers import reached, week


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def test_a_figure_is_not_compared_where_a_number_died_or_was_told_for_another_part_of_the_posts(
    store: Store, here: County, now: Ticking
) -> None:
    def unlike() -> dict[str, tuple[int | None, Unlike | None]]:
        with store.reading() as db:
            of_all = reports.headline(db, here.comms, week(now))
            of_one = reports.headline_of(db, here.comms, week(now), here.on_facebook.id)
            assert of_one == of_all[:-1]
        return {one.name: (one.change, one.unlike) for one in of_all}

    with store.writing() as db:
        for days in (1, 2, 8, 9):
            told = {"views": 100 * days} if days != 2 else {}
            post(db, here.on_facebook, now() - timedelta(days=days), now(), likes=days, clicks=5, **told)
    assert unlike()["views"] == (None, Unlike.TOLD), "of half the posts it was not told"
    assert unlike()["engagement"] == (3 - 17, None)
    with store.writing() as db:
        db.add(DeadMetric(
            platform=PlatformName.FACEBOOK, metric="clicks", says="", since=now() - timedelta(days=2),
            ask_again_at=now(),
        ))  # fmt: skip
    assert unlike()["engagement"] == (None, Unlike.SILENT), "its clicks are told no more"
    assert unlike()["likes"] == (3 - 17, None)


def test_what_pages_reached_in_a_time_that_is_past_is_told_of_that_time(
    store: Store, here: County, now: Ticking
) -> None:
    with store.writing() as db:
        reached(db, here.force_page, 7, date(2026, 10, 31), 9_000, now() - timedelta(days=30))
        reached(db, here.force_page, 7, date(2026, 11, 23), 8_000, now())
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    with store.reading() as db:
        assert [one.people for one in gathered(db, here.comms, now(), october).reach] == [9_000]


def test_an_account_that_moves_is_no_growth_of_a_district(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        for on, before, after in ((here.on_x, 1_000, 1_010), (here.mere_x, 50, 55)):
            followers(db, on, now() - timedelta(days=9), before)
            followers(db, on, now(), after)
        followers(db, here.rural_x, now(), 300)
        here.on_x.team_id, here.on_x.district_id = here.mere.id, here.thornmere.id
        db.add(here.on_x)
        db.flush()
        rollups.keep_places(db, [here.on_x], london_day(now()))
    with store.reading() as db:
        grown = gathered(db, here.comms, now(), week(now)).growth
        ends = (week(now).first - timedelta(days=1), week(now).last)
        of_one = reports.followers_since(db, here.comms, *ends, account_id=here.on_x.id)
        assert (of_one.change, reports.followers_since(db, here.comms, *ends, own=True).change) == (10, None)
    assert {id_: (one.change, one.both, one.accounts) for id_, one in grown.items()} == {
        here.ashvale.id: (None, 0, 2), here.thornmere.id: (15, 2, 2), None: (None, 0, 1),
    }  # fmt: skip

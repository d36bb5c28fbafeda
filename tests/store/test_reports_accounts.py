"""Accounts, people and scopes are listed as they are, and what is missing is said with its reason."""

from datetime import timedelta
from typing import Any

import pytest

from domain.people import Scope
from domain.posts import PlatformName
from store import reports
from store.db import Store
from store.reports import Health
from store.tables import Account, DeadMetric, Person, Spending, Team, Withheld
from tests.conftest import Ticking
from tests.store.made_up import County, county, followers, post


@pytest.fixture
def here(store: Store, now: Ticking) -> County:
    with store.writing() as db:
        return county(db, now())


def change(store: Store, of: Account, **values: Any) -> None:
    with store.writing() as db:
        row = db.get_one(Account, of.id)
        for name, value in values.items():
            setattr(row, name, value)


def test_an_account_tells_its_followers_its_posts_and_how_it_is(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        followers(db, here.on_x, now() - timedelta(days=1), 321)
        post(db, here.on_x, now() - timedelta(days=2))
        post(db, here.on_x, now() - timedelta(days=1), gone_at=now())
        post(db, here.on_x, now() - timedelta(days=40))
    change(store, here.mere_x, trouble="Log in again.", trouble_kind="TokenExpired", trouble_at=now())
    change(store, here.rural_x, visited_at=None)
    change(store, here.on_facebook, visited_at=now() - timedelta(hours=37))
    change(store, here.force_page, retired_at=now())
    with store.reading() as db:
        rows = {row.account: row for row in reports.accounts(db, here.comms, now())}
        every = {row.account: row.state for row in reports.accounts(db, here.comms, now(), retired=True)}
    mine = rows["AshvaleTown"]
    assert (mine.followers, mine.posts_30d, mine.last_post_at) == (321, 1, now() - timedelta(days=2))
    assert (mine.team, mine.district, mine.state) == ("Ashvale Town", "Ashvale", Health.WELL)
    assert (rows["ThornmereCops"].state, rows["ThornmereCops"].trouble) == (Health.TROUBLE, "Log in again.")
    assert rows["ThornmereCops"].followers is None
    assert (rows["AshvaleRural"].state, rows["Ashvale Town Police"].state) == (Health.NEVER, Health.STALE)
    assert (set(every) - set(rows), every["Marlshire Police"]) == ({"Marlshire Police"}, Health.RETIRED)
    assert not any("token" in name for name in reports.AccountRow.__dataclass_fields__)


def test_everyone_sees_their_own_accounts_only(store: Store, here: County, now: Ticking) -> None:
    with store.reading() as db:
        seen = [len(reports.accounts(db, who, now())) for who in (here.comms, here.supervisor, here.officer)]
        fresh = [row.account for row in reports.freshness(db, here.officer, now())]
    assert seen == [5, 3, 2]
    assert fresh == ["Ashvale Town Police", "AshvaleTown"]


def test_what_is_missing_is_said_with_its_reason(store: Store, here: County, now: Ticking) -> None:
    change(store, here.mere_x, trouble="Log in again.", trouble_kind="TokenExpired", trouble_at=now())
    change(store, here.rural_x, visited_at=None)
    change(store, here.on_x, visited_at=now() - timedelta(hours=37))
    with store.writing() as db:
        gone = "Facebook does not tell this since 15 June 2026."
        times = {"since": now() - timedelta(days=9), "ask_again_at": now()}
        db.add(DeadMetric(platform=PlatformName.FACEBOOK, metric="reach", says=gone, **times))
    with store.reading() as db:
        rows = reports.missing(db, here.comms, now())
        on_x = reports.missing(db, here.officer, now(), platform=PlatformName.X)
    assert [(row.kind, row.account or row.metric) for row in rows] == [
        ("metric", "reach"),
        ("trouble", "ThornmereCops"),
        ("stale", "AshvaleTown"),
        ("never", "AshvaleRural"),
    ]
    assert rows[0].says == "Facebook does not tell this since 15 June 2026."
    assert (rows[1].says, rows[1].since) == ("Log in again.", now())
    assert (rows[2].since, rows[3].since) == (now() - timedelta(hours=37), None)
    assert [row.kind for row in on_x] == ["stale"]


def test_what_is_withheld_of_one_account_is_said_of_that_account(store: Store, here: County, now: Ticking) -> None:
    few = "Facebook tells this only of pages with 100 followers or more."
    with store.writing() as db:
        for on, metric in ((here.on_facebook, "towns"), (here.on_facebook, "reach"), (here.force_page, "towns")):
            db.add(Withheld(account_id=on.id, metric=metric, says=few, since=now()))
    with store.reading() as db:
        rows = reports.missing(db, here.comms, now())
        mine = reports.missing(db, here.officer, now())
        on_x = reports.missing(db, here.comms, now(), platform=PlatformName.X)
    assert [(row.kind, row.account, row.metric) for row in rows] == [
        ("withheld", "Ashvale Town Police", "reach"),
        ("withheld", "Ashvale Town Police", "towns"),
        ("withheld", "Marlshire Police", "towns"),
    ]
    assert (rows[0].says, rows[0].since, rows[0].team, rows[0].district) == (few, now(), "Ashvale Town", "Ashvale")
    assert ({row.account for row in mine}, on_x) == ({"Ashvale Town Police"}, [])
    change(store, here.on_facebook, retired_at=now())
    with store.reading() as db:
        assert [row.account for row in reports.missing(db, here.comms, now())] == ["Marlshire Police"]


def test_each_may_choose_between_the_parts_of_their_own_scope(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.get_one(Team, here.mere.id).retired_at = now()
    with store.reading() as db:
        comms, supervisor, officer = (
            [(d.name, d.whole, [team.name for team in d.teams]) for d in reports.scopes(db, who)]
            for who in (here.comms, here.supervisor, here.officer)
        )
    assert comms == [("Ashvale", True, ["Ashvale Rural", "Ashvale Town"]), ("Thornmere", True, [])]
    assert supervisor == [("Ashvale", True, ["Ashvale Rural", "Ashvale Town"])]
    assert officer == [("Ashvale", False, ["Ashvale Town"])]


def test_a_person_signs_in_by_e_mail_with_their_role_and_scope(store: Store, here: County, now: Ticking) -> None:
    with store.writing() as db:
        db.get_one(Person, here.comms.person_id).retired_at = now()
    with store.reading() as db:
        names = [(row.name, row.team, row.district) for row in reports.people(db)]
        reed = reports.signed(db, "Reed@Marlshire.example", system_user="sreed")
        assert reports.signed(db, "quill@marlshire.example") is None
        assert len(reports.people(db, retired=True)) == 3
    assert names == [("Jo Marsh", None, "Ashvale"), ("Sam Reed", "Ashvale Town", "Ashvale")]
    assert reed
    assert (reed.person_id, reed.system_user) == (here.officer.person_id, "sreed")
    assert reed.scope == Scope(here.ashvale.id, here.town.id)


def test_spending_is_told_by_day_and_operation_in_dollars(store: Store, here: County, now: Ticking) -> None:
    today = now().date()
    with store.writing() as db:
        for on, units in ((here.on_x, 100), (here.mere_x, 40)):
            kind = {"operation": "post.read", "platform": PlatformName.X, "micros": units * 5_000}
            db.add(Spending(day=today, account_id=on.id, units=units, **kind))
    with store.reading() as db:
        whole = reports.spending(db, here.comms, today)
        mine = reports.spending(db, here.officer, today - timedelta(days=1), until=today)
        assert reports.spending(db, here.comms, today + timedelta(days=1)) == []
    assert [(row.operation, row.units, row.micros, row.dollars) for row in whole] == [("post.read", 140, 700_000, 0.7)]
    assert [(row.units, row.dollars) for row in mine] == [(100, 0.5)]

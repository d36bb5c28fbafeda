"""Collectors of one district, the publisher, a roster and a mend at once leave every number right, and nobody stuck."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlmodel import select

from domain.posts import Audience, FetchedPost, Metrics, Numbers
from store import bulk, numbers, posts, rollups, rollups_anew, rollups_followers
from store.db import Store
from store.tables import Account, Post
from tests.conftest import Ticking
from tests.store.made_up import County, county, post

ROUNDS = 12
DAYS = 6


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_collectors_publisher_and_roster_at_once_leave_the_numbers_right(store: Store, now: Ticking) -> None:
    with store.writing() as db:
        here = county(db, now())
        for on in (here.on_x, here.rural_x):
            for day in range(DAYS):
                post(db, on, now() - timedelta(days=day), now(), likes=1)
    together = Barrier(6)
    acts = [
        lambda number: _measures(store, here.on_x, now, range(DAYS), number),
        lambda number: _measures(store, here.rural_x, now, reversed(range(DAYS)), number),
        lambda number: _publishes(store, here.on_x, now, number),
        lambda number: _moves(store, here, now, number),
        lambda number: _follows(store, here, now, number),
        lambda number: _mends(store),
    ]
    with ThreadPoolExecutor(len(acts)) as hands:
        done = [hands.submit(_again, act, together) for act in acts]
        faults = [fault for one in done if (fault := one.exception(timeout=60))]
    assert [fault for fault in faults if not isinstance(fault, BrokenBarrierError)] == []
    with store.reading() as db:
        assert rollups_anew.wrong(db) == {}
        assert len(db.exec(select(Post)).all()) == 2 * DAYS + 2 * ROUNDS


def _again(act: Callable[[int], None], together: Barrier) -> None:
    for number in range(ROUNDS):
        together.wait(timeout=60)
        try:
            act(number)
        except BaseException:
            together.abort()
            raise


def _measures(store: Store, on: Account, now: Ticking, days: object, number: int) -> None:
    """A collector's transaction: numbers of days one after another, and a post that is gone, or back."""
    with store.writing() as db:
        known = {row.created_at: row for row in db.exec(select(Post).where(Post.account_id == on.id)).all()}
        account = db.get_one(Account, on.id)
        for day in days:  # type: ignore[attr-defined]
            row = known[now() - timedelta(days=day)]
            asked = [numbers.Measured(bulk.forms(db).id(row.id), row.external_id, row.created_at)]
            told = Numbers({row.external_id: Metrics(likes=number + day, views=number)})
            numbers.keep_told(db, account, asked, told, now() + timedelta(minutes=number))
        posts.gone(db, account, [known[now() - timedelta(days=number % DAYS)].external_id], now())


def _publishes(store: Store, on: Account, now: Ticking, number: int) -> None:
    """What the publisher keeps once a post is public."""
    with store.writing(durable=True) as db:
        account = db.get_one(Account, on.id)
        at = now() - timedelta(days=number % DAYS, minutes=number + 1)
        out = FetchedPost(f"new{number}", "Out now.", "https://social.example/p", at, Metrics(likes=3))
        posts.keep(db, account, posts.ready(bulk.forms(db), account, [out], now()), now())


def _moves(store: Store, here: County, now: Ticking, number: int) -> None:
    """A roster that puts two accounts elsewhere, and back."""
    with store.writing() as db:
        team = here.mere if number % 2 else here.rural
        moved = [db.get_one(Account, one.id) for one in (here.on_facebook, here.rural_x)]
        for account in moved:
            account.team_id, account.district_id = team.id, team.district_id
        db.flush()
        rollups.keep_places(db, moved, now().date())
        rollups_followers.roster_changed(db, [one.id for one in moved], now())


def _follows(store: Store, here: County, now: Ticking, number: int) -> None:
    """A collector's two transactions: the followers of an account, and what it posted."""
    on = (here.on_x, here.rural_x, here.on_facebook)[number % 3]
    with store.writing() as db:
        account = db.get_one(Account, on.id)
        numbers.keep_audience(db, account, Audience(100 + number), now() + timedelta(minutes=number))
    with store.writing() as db:
        out = FetchedPost(f"f{number}", "Said.", "https://social.example/p", now(), Metrics(likes=1))
        posts.keep(db, account, posts.ready(bulk.forms(db), account, [out], now()), now())


def _mends(store: Store) -> None:
    """What `bluelamp add-up --mend` does."""
    with store.writing() as db:
        rollups_anew.rebuild(db)

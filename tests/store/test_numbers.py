"""The newest numbers stand, snapshots stay, and absent is not zero."""

from datetime import timedelta

import pytest
from sqlmodel import select

from domain.posts import FetchedPost, Metrics, PlatformName
from store import bulk, numbers, posts
from store.db import Store
from store.tables import Account, MetricSnapshot, Post, PostNumbers
from tests.conftest import Ticking


@pytest.fixture
def post(store: Store, now: Ticking) -> Post:
    """A post of ours that nobody has measured."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(account := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
        db.flush()
        told = [FetchedPost("1", "Lock your shed.", "", now())]
        posts.keep(db, account, posts.ready(bulk.forms(db), account, told, now()), now())
        return db.exec(select(Post)).one()


def look(store: Store, post: Post, metrics: Metrics, at: Ticking | None = None, back: timedelta = timedelta(0)) -> None:
    """Keep one look at the post's numbers."""
    assert at is not None
    with store.writing() as db:
        numbers.keep(db, [(bulk.forms(db).id(post.id), metrics)], at() - back)


def newest(store: Store) -> PostNumbers:
    """The numbers that count."""
    with store.reading() as db:
        return db.exec(select(PostNumbers)).one()


def test_a_later_look_replaces_the_newest_and_both_stay_as_snapshots(store: Store, post: Post, now: Ticking) -> None:
    look(store, post, Metrics(likes=5), now)
    now.forward(hours=1)
    look(store, post, Metrics(likes=4), now)
    assert newest(store).likes == 4
    with store.reading() as db:
        assert sorted(row.likes or 0 for row in db.exec(select(MetricSnapshot))) == [4, 5]


def test_a_look_that_comes_late_does_not_replace_a_newer_one(store: Store, post: Post, now: Ticking) -> None:
    look(store, post, Metrics(likes=9), now)
    look(store, post, Metrics(likes=3), now, back=timedelta(minutes=5))
    assert newest(store).likes == 9


def test_a_number_not_told_this_time_leaves_the_last_one_told_and_zero_is_a_number(
    store: Store, post: Post, now: Ticking
) -> None:
    look(store, post, Metrics(likes=9, views=70), now)
    now.forward(hours=1)
    look(store, post, Metrics(likes=0), now)
    kept = newest(store)
    assert (kept.likes, kept.views, kept.reach, kept.taken_at) == (0, 70, None, now())
    with store.reading() as db:
        last = db.exec(select(MetricSnapshot).where(MetricSnapshot.likes == 0)).one()
    assert last.views is None


def test_a_look_that_told_nothing_makes_no_old_number_newer(store: Store, post: Post, now: Ticking) -> None:
    look(store, post, Metrics(likes=9), now)
    taken_at = now()
    now.forward(hours=1)
    look(store, post, Metrics(), now)
    assert newest(store).taken_at == taken_at
    with store.reading() as db:
        assert len(db.exec(select(MetricSnapshot)).all()) == 1


def test_the_same_look_twice_is_one_snapshot(store: Store, post: Post, now: Ticking) -> None:
    look(store, post, Metrics(likes=9), now)
    look(store, post, Metrics(views=70), now)
    with store.reading() as db:
        assert [(row.likes, row.views) for row in db.exec(select(MetricSnapshot))] == [(9, 70)]
    assert (newest(store).likes, newest(store).views) == (9, 70)

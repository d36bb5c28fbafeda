"""Posts are kept as they are told, once, whoever keeps them first."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import insert, text
from sqlmodel import col, select

from domain.posts import FetchedPost, Metrics, PlatformName
from store import bulk, posts
from store.db import Store
from store.tables import Account, Post, PostNumbers
from tests.conftest import Ticking

WORDS = "Diolch! 👮🏽‍♀️ Zażółć “quotes” & <b>no tags</b>\nnext line 10% off? %s ?"


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account of ours."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(ours := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
    return ours


def keep(store: Store, account: Account, now: Ticking, *some: FetchedPost) -> posts.Kept:
    """Keep a page."""
    ready = posts.ready(bulk.forms_of(store.engine.dialect.name), account, some, now(), tells=("likes",))
    with store.writing() as db:
        return posts.keep(db, account, ready, now())


def test_words_and_times_arrive_unharmed(store: Store, account: Account, now: Ticking) -> None:
    at = datetime(2026, 7, 1, 10, 30, 15, 123_456, tzinfo=timezone(timedelta(hours=1)))
    keep(store, account, now, FetchedPost("1", WORDS, "https://social.example/1", at, Metrics(likes=0)))
    with store.reading() as db:
        kept = db.exec(select(Post)).one()
    assert (kept.text, kept.url, kept.created_at) == (WORDS, "https://social.example/1", at)
    assert kept.created_at.tzinfo is UTC
    assert isinstance(kept.id, UUID)
    assert kept.id.version == 7


def test_what_is_written_in_bulk_looks_just_as_what_is_written_singly(
    store: Store, account: Account, now: Ticking
) -> None:
    keep(store, account, now, FetchedPost("1", "a", "", now()))
    with store.writing() as db:
        kept = db.exec(select(Post)).one()
        same = {name: getattr(kept, name) for name in Post.model_fields} | {"external_id": "2"}
        db.execute(insert(Post).values({**same, "id": UUID(int=1)}))
        sql = "SELECT account_id, created_at, next_metrics_at, next_look_at, read_on FROM post"
        assert len(set(map(tuple, db.execute(text(sql))))) == 1
        assert len(db.exec(select(Post).where(col(Post.created_at) == now())).all()) == 2


def test_a_naive_time_is_refused(store: Store, account: Account, now: Ticking) -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        keep(store, account, now, FetchedPost("1", "a", "", datetime(2026, 7, 1)))  # noqa: DTZ001


def test_a_page_that_names_a_post_twice_keeps_it_once(store: Store, account: Account, now: Ticking) -> None:
    assert keep(store, account, now, FetchedPost("1", "a", "", now()), FetchedPost("1", "b", "", now())).new == 1


def test_the_same_page_again_writes_nothing(store: Store, account: Account, now: Ticking) -> None:
    page = [FetchedPost(str(n), "a", "", now(), Metrics(likes=n)) for n in range(250)]
    assert keep(store, account, now, *page) == posts.Kept(250, 0)
    now.forward(minutes=5)
    with store.reading() as db:
        before = sorted(map(str, db.exec(select(PostNumbers)).all()))
    assert keep(store, account, now, *page) == posts.Kept()
    with store.reading() as db:
        assert sorted(map(str, db.exec(select(PostNumbers)).all())) == before


def test_a_post_that_somebody_kept_a_moment_ago_gets_its_numbers_all_the_same(
    store: Store, account: Account, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store, account, now, FetchedPost("1", "a", "", now()))
    looked, first = posts._known, [{}]
    monkeypatch.setattr(posts, "_known", lambda *told: first.pop() if first else looked(*told))
    keep(store, account, now, FetchedPost("1", "a", "", now(), Metrics(likes=3)))
    with store.reading() as db:
        assert db.exec(select(PostNumbers)).one().likes == 3


def test_a_post_of_ours_that_is_told_again_is_no_longer_gone(store: Store, account: Account, now: Ticking) -> None:
    told = FetchedPost("1", "a", "", now())
    keep(store, account, now, told)
    with store.writing() as db:
        assert posts.gone(db, account, ["1"], now()) == 1
        assert posts.watched(db, account, now()) == []
    now.forward(hours=2)
    keep(store, account, now, told)
    with store.reading() as db:
        assert posts.watched(db, account, now()) == ["1"]
        back = db.exec(select(Post)).one()
    assert (back.next_metrics_at, back.next_look_at) == (now(), now())

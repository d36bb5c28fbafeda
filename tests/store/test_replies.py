"""Replies find the post they stand under, and what cannot be read is set aside once."""

from dataclasses import replace

import pytest
from sqlmodel import select

from domain.posts import FetchedPost, FetchedReply, PlatformName, Surface, Unreadable
from store import bulk, posts, replies, unread
from store.db import Store
from store.tables import Account, Post, Reply, Unread
from tests.conftest import Ticking


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account of ours, with one post."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(ours := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
        db.flush()
        told = [FetchedPost("p1", "Lock your shed.", "", now())]
        posts.keep(db, ours, posts.ready(bulk.forms(db), ours, told, now()), now())
    return ours


def kept(store: Store, account: Account, now: Ticking, told: FetchedReply) -> Reply:
    """Keep one reply and look at it."""
    with store.writing() as db:
        ready = replies.ready(bulk.forms(db), account, [told], now())
        replies.keep(db, account, ready, now())
        return db.exec(select(Reply)).one()


def ours(store: Store) -> Post:
    """The one post."""
    with store.reading() as db:
        return db.exec(select(Post)).one()


def test_a_reply_stands_under_its_post(store: Store, account: Account, now: Ticking) -> None:
    reply = kept(
        store, account, now, FetchedReply("1", "Ta!", "u", now(), "p1", "p1", "p1", author="Pat", author_id="7")
    )
    assert (reply.post_id, reply.surface, reply.author, reply.author_id) == (ours(store).id, Surface.THREAD, "Pat", "7")


def test_a_mention_in_an_old_thread_of_ours_belongs_to_that_thread(
    store: Store, account: Account, now: Ticking
) -> None:
    reply = kept(store, account, now, FetchedReply("1", "Ta!", "", now(), "p1", "p1", surface=Surface.MENTION))
    assert (reply.post_id, reply.surface) == (ours(store).id, Surface.THREAD)


@pytest.mark.parametrize("surface", [Surface.MENTION, Surface.VISITOR, Surface.TAGGED])
def test_what_stands_elsewhere_has_no_post(store: Store, account: Account, now: Ticking, surface: Surface) -> None:
    reply = kept(store, account, now, FetchedReply("1", "Ta!", "", now(), "t9", "", surface=surface))
    assert (reply.post_id, reply.surface) == (None, surface)


def test_a_reply_told_twice_with_other_numbers_is_untouched(store: Store, account: Account, now: Ticking) -> None:
    told = FetchedReply("1", "Ta!", "", now(), "p1", "p1", "p1")
    first = kept(store, account, now, told)
    now.forward(hours=1)
    second = kept(store, account, now, replace(told, url="https://elsewhere.example"))
    assert first == second


def test_an_item_that_cannot_be_read_is_set_aside_once(store: Store, account: Account, now: Ticking) -> None:
    bad = [Unreadable("5", "no date", '{"id":"5"}'), Unreadable("", "no id", "{"), Unreadable("", "no id", "[")]
    with store.writing() as db:
        assert unread.keep(db, account, bad, now()) == 3
        assert unread.keep(db, account, bad, now()) == 0
        assert {row.reason for row in db.exec(select(Unread))} == {"no date", "no id"}

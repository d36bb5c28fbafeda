"""Replies find the post they stand under, and what cannot be read is set aside once."""

import traceback
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from domain.cadence import SECOND_LOOK_EVERY
from domain.posts import FetchedPost, FetchedReply, PlatformName, Surface, Unreadable
from domain.questions import Outcome
from store import bulk, posts, replies, retention, unread
from store.db import Store
from store.tables import Account, Post, Question, Reply, Unread
from tests.conftest import Ticking
from tests.heard import hear_all


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


def test_where_two_platforms_use_one_id_a_reply_finds_the_post_of_its_own_account(
    store: Store, account: Account, now: Ticking
) -> None:
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(page := Account(platform=PlatformName.FACEBOOK, external_id="9", handle="ashby", **due))
        db.flush()
        early = FetchedReply("1", "Who do I ring about parking?", "", now(), "p1", "p1", "p1", author_id="7")
        replies.keep(db, page, replies.ready(bulk.forms(db), page, [early], now()), now())
        told = [FetchedPost("p1", "Beat surgery on Saturday.", "", now())]
        posts.keep(db, page, posts.ready(bulk.forms(db), page, told, now()), now())
        under = db.exec(select(Post).where(Post.account_id == page.id)).one()
        assert db.exec(select(Reply)).one().post_id == under.id
    hear_all(store, now)
    with store.reading() as db:
        assert (replies.nameless(db, page), replies.nameless(db, account)) == (["7"], [])


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


def test_a_reply_that_stands_again_is_looked_at_again(store: Store, account: Account, now: Ticking) -> None:
    told = FetchedReply("1", "Ta!", "", now(), "p1", "p1", "p1", author="Pat", author_id="7")
    kept(store, account, now, told)
    with store.writing() as db:
        replies.gone(db, account, ["1"], now())
    now.forward(hours=1)
    assert kept(store, account, now, told).next_look_at == now() + SECOND_LOOK_EVERY


def test_what_has_been_forgotten_is_not_learnt_again(store: Store, account: Account, now: Ticking) -> None:
    told = FetchedReply("1", "What time is it on?", "u", now(), "p1", "p1", "p1", author="Pat", author_id="7")
    kept(store, account, now, told)
    hear_all(store, now)
    asked_at = now()
    now.forward(days=8)
    with store.writing() as db:
        retention.forget_replies(db, asked_at, now() - timedelta(days=7), now())
    again = kept(store, account, now, told)
    assert (again.text, again.author, again.author_id, again.url) == ("", "", "", "")  # an address may hold a name
    with store.reading() as db:
        assert db.exec(select(Question)).one().outcome is Outcome.GONE


@pytest.mark.parametrize("rows", [1, 300])
def test_a_database_that_refuses_a_reply_does_not_tell_what_stands_in_it(
    store: Store, account: Account, now: Ticking, rows: int
) -> None:
    told = [FetchedReply(str(n), "I live at 4 Mill Lane", "", now(), "p1", "p1", author="Pat") for n in range(rows)]
    ready = replies.ready(bulk.forms_of(store.engine.dialect.name), account, told, now())
    nobodys = {key: (None, *row[1:]) for key, row in ready.rows.items()}
    with pytest.raises(Exception, match=r"null|NULL") as fault, store.writing() as db:
        replies.keep(db, account, ready._replace(rows=nobodys), now())
    shown = "".join(traceback.format_exception(fault.value))
    assert "Mill Lane" not in shown and "Pat" not in shown


def test_a_database_that_refuses_a_row_of_ours_does_not_tell_what_stands_in_it(
    store: Store, account: Account, now: Ticking
) -> None:
    due = {"account_id": account.id, "thread": "1", "parent": "1", "created_at": now()}
    with pytest.raises(Exception, match=r"null|NULL") as fault, store.writing() as db:
        db.add(Reply(external_id=None, text="I live at 4 Mill Lane", author="Pat", **due))  # type: ignore[arg-type]
        db.flush()
    shown = "".join(traceback.format_exception(fault.value))
    assert "Mill Lane" not in shown and "Pat" not in shown


def test_an_item_that_cannot_be_read_is_set_aside_once(store: Store, account: Account, now: Ticking) -> None:
    bad = [Unreadable("5", "no date", '{"id":"5"}'), Unreadable("", "no id", "{"), Unreadable("", "no id", "[")]
    with store.writing() as db:
        assert unread.keep(db, account, bad, now()) == 3
        assert unread.keep(db, account, bad, now()) == 0
        assert {row.reason for row in db.exec(select(Unread))} == {"no date", "no id"}

"""An account is in one hand at a time, and waits as long as it should."""

import threading
from datetime import timedelta

import pytest

from domain.cadence import Direction
from domain.errors import RateLimited, Transient
from domain.posts import PlatformName
from store import accounts, soundness
from store.accounts import LEASE, LostClaim
from store.db import Store
from store.tables import Account, Pause
from tests.conftest import Ticking


@pytest.fixture
def account(store: Store, now: Ticking) -> Account:
    """An account that is due."""
    with store.writing() as db:
        due = {"next_fetch_at": now(), "next_audience_at": now()}
        db.add(ours := Account(platform=PlatformName.X, external_id="9", handle="ashby", **due))
    return ours


def claim(store: Store, account: Account, now: Ticking) -> Account:
    """Take it in hand."""
    with store.writing() as db:
        taken = accounts.claim(db, account.id, now())
    assert taken is not None
    return taken


def stands(store: Store, account: Account) -> Account:
    """As it stands in the store."""
    with store.reading() as db:
        return db.get_one(Account, account.id)


def test_of_many_hands_one_gets_it(store: Store, account: Account, now: Ticking) -> None:
    taken: list[Account] = []

    def reach() -> None:
        with store.writing() as db:
            if mine := accounts.claim(db, account.id, now()):
                taken.append(mine)

    hands = [threading.Thread(target=reach) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(taken) == 1
    assert taken[0].claimed_until == now() + LEASE


def test_it_is_not_due_before_its_time_nor_while_its_platform_pauses_nor_when_retired(
    store: Store, account: Account, now: Ticking
) -> None:
    with store.reading() as db:
        assert accounts.due(db, now()) == [account.id]
        assert accounts.due(db, now() - timedelta(seconds=1)) == []
        assert accounts.due(db, now(), only=[]) == []
    with store.writing() as db:
        accounts.pause(db, PlatformName.X, Direction.READING, now() + timedelta(minutes=5), "asked to wait")
        accounts.pause(
            db, PlatformName.X, Direction.READING, now() + timedelta(minutes=2), "a shorter one changes nothing"
        )
        assert accounts.due(db, now() + timedelta(minutes=4)) == []
        assert accounts.claim(db, account.id, now()) is None
        assert accounts.due(db, now() + timedelta(minutes=6)) == [account.id]
        assert db.get_one(Pause, (PlatformName.X, Direction.READING)).reason == "asked to wait"
        db.get_one(Account, account.id).retired_at = now()
    with store.reading() as db:
        assert accounts.due(db, now() + timedelta(minutes=6)) == []


def test_a_hand_that_lost_it_changes_nothing(store: Store, account: Account, now: Ticking) -> None:
    slow = claim(store, account, now)
    now.forward(minutes=16)
    quick = claim(store, account, now)
    acts = (
        lambda db: accounts.remember(db, slow, now() + LEASE, posts_cursor="stale"),
        lambda db: accounts.visited(db, slow, now()),
        lambda db: accounts.postpone(db, slow, "Transient", Transient("late"), now()),
        lambda db: accounts.give_back(db, slow, now()),
    )
    for act in acts:
        with pytest.raises(LostClaim), store.writing() as db:
            act(db)
    assert stands(store, account).claimed_until == quick.claimed_until
    assert stands(store, account).posts_cursor == ""


def test_each_page_renews_the_claim_and_moves_the_cursor(store: Store, account: Account, now: Ticking) -> None:
    mine = claim(store, account, now)
    now.forward(minutes=10)
    with store.writing() as db:
        accounts.remember(db, mine, now() + LEASE, replies_cursor="here")
    kept = stands(store, account)
    assert (kept.claimed_until, kept.replies_cursor, kept.posts_cursor) == (now() + LEASE, "here", "")


def test_a_visit_leaves_when_the_next_one_is_and_when_there_was_news(
    store: Store, account: Account, now: Ticking
) -> None:
    with store.writing() as db:
        accounts.visited(db, claim_in(db, account, now), now(), news=3)
    busy = stands(store, account)
    assert (busy.next_fetch_at, busy.news_at, busy.visited_at) == (now() + timedelta(seconds=450), now(), now())
    heard = now()
    now.forward(minutes=10)
    with store.writing() as db:
        accounts.visited(db, claim_in(db, account, now), now())
    quiet = stands(store, account)
    assert (quiet.next_fetch_at, quiet.news_at) == (now() + timedelta(seconds=675), heard)


def test_a_limit_of_its_own_does_not_pause_the_others(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        limited = RateLimited("slow down", now() + timedelta(minutes=9))
        accounts.postpone(db, claim_in(db, account, now), "RateLimited", limited, now())
        assert db.get(Pause, (PlatformName.X, Direction.READING)) is None
    assert stands(store, account).next_fetch_at == now() + timedelta(minutes=9)


def test_a_limit_on_writing_stops_no_reading_and_the_other_way_round(
    store: Store, account: Account, now: Ticking
) -> None:
    later = now() + timedelta(minutes=9)
    with store.writing() as db:
        accounts.pause(db, PlatformName.X, Direction.WRITING, later, "300 posts in three hours")
        assert accounts.due(db, now()) == [account.id]
        assert soundness.uncollected(db, now() + timedelta(minutes=1), now()).number == 1
        accounts.pause(db, PlatformName.X, Direction.READING, later, "the month's reads")
        assert accounts.due(db, now()) == []
        assert soundness.uncollected(db, now() + timedelta(minutes=1), now()).number == 0


def claim_in(db, account: Account, now: Ticking) -> Account:  # type: ignore[no-untyped-def]
    """Take it in hand within a transaction."""
    taken = accounts.claim(db, account.id, now())
    assert taken is not None
    return taken

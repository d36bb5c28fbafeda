"""What may no longer be kept is forgotten, and only that."""

from datetime import timedelta

import pytest

from collector.tidy import tidy
from domain.posts import Metrics, Unreadable
from domain.questions import Outcome
from store import bulk, numbers, rollups, rollups_anew, unread
from store.db import Store
from store.tables import (
    Account,
    AccountDay,
    DistrictMonth,
    MetricSnapshot,
    PostNumbers,
    Question,
    Reply,
    Unread,
)
from tests.collector.conftest import Cycle, rows
from tests.collector.noticeboard import Board, reply
from tests.conftest import Ticking
from tests.heard import hear_all
from tests.store.made_up import county, post


def test_names_and_words_of_the_public_are_forgotten_after_the_agreed_days(
    store: Store, account: Account, cycle: Cycle, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board([], [reply(n, None, now() - timedelta(days=800, hours=n), "Where is it?") for n in range(1, 8)])
    board.replies += [
        reply(20, None, now(), "When?"),
        reply(21, None, now() - timedelta(days=800), "6 pm.", by_us=True),
    ]
    cycle(board, back_days=900)
    hear_all(store, lambda: now() - timedelta(days=799))  # they were heard while they were new
    monkeypatch.setattr("store.retention.forget_replies.__defaults__", (3,))
    assert tidy(store, now, 730, 90)["replies"] == 7
    assert len(rows(store, Reply)) == 9
    assert {row.text for row in rows(store, Reply)} == {"", "When?", "6 pm."}
    assert {row.author for row in rows(store, Reply) if not row.text} == {""}
    assert [row.outcome for row in rows(store, Question)].count(Outcome.GONE) == 7
    assert tidy(store, now, 730, 90)["replies"] == 0


def test_looks_are_thinned_after_the_agreed_days_and_nothing_that_is_added_up_moves(
    store: Store, now: Ticking, monkeypatch: pytest.MonkeyPatch
) -> None:
    ages = [0.5, 1.2, 3, 12, 23, 30, 100, 170, 400, 690, 697]  # hours
    monkeypatch.setattr("store.thinning.thin.__defaults__", (2,))
    with store.writing() as db:
        ours = county(db, now()).on_x
        made = [post(db, ours, now() - timedelta(days=100, hours=hours)) for hours in range(5)]
        made.append(young := post(db, ours, now() - timedelta(days=89)))
        for one in made:
            for at, hours in enumerate(ages):
                told = Metrics(likes=at, views=None if hours > 12 else 10 * at)  # views are told no more after 12 h
                key = bulk.forms(db).id(one.id)
                numbers.keep(db, [(key, told)], one.created_at + timedelta(hours=hours))
            rollups.refresh(db, one.account_id, [one.day])
    before = [sorted(map(str, rows(store, table))) for table in (PostNumbers, AccountDay, DistrictMonth)]
    assert tidy(store, now, 730, 90)["looks"] == 5 * (len(ages) - 5)
    left = [row for row in rows(store, MetricSnapshot) if row.post_id == made[0].id]
    hours_left = sorted((row.taken_at - made[0].created_at) / timedelta(hours=1) for row in left)
    assert hours_left == [1.2, 12, 23, 170, 697]  # of 12: the last look that told views
    assert sum(row.post_id == young.id for row in rows(store, MetricSnapshot)) == len(ages)
    assert tidy(store, now, 730, 90)["looks"] == 0
    with store.writing() as db:
        assert rollups_anew.wrong(db) == {}
        rollups_anew.rebuild(db)
    assert [sorted(map(str, rows(store, table))) for table in (PostNumbers, AccountDay, DistrictMonth)] == before
    now.forward(days=2)
    assert tidy(store, now, 730, 90)["looks"] == len(ages) - 5


def test_unreadable_items_are_deleted_after_thirty_days(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        assert unread.keep(db, account, [Unreadable("1", "no date", "{}")], now()) == 1
    now.forward(days=29)
    assert tidy(store, now, 730, 90)["unreadable"] == 0
    now.forward(days=2)
    assert tidy(store, now, 730, 90)["unreadable"] == 1
    assert rows(store, Unread) == []

"""What may no longer be kept is forgotten, and only that."""

from datetime import timedelta

import pytest

from collector.tidy import tidy
from domain.posts import Unreadable
from domain.questions import Outcome
from store import unread
from store.db import Store
from store.tables import Account, Question, Reply, Unread
from tests.collector.conftest import Cycle, rows
from tests.collector.noticeboard import Board, reply
from tests.conftest import Ticking
from tests.heard import hear_all


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
    assert tidy(store, now, 730)["replies"] == 7
    assert len(rows(store, Reply)) == 9
    assert {row.text for row in rows(store, Reply)} == {"", "When?", "6 pm."}
    assert {row.author for row in rows(store, Reply) if not row.text} == {""}
    assert [row.outcome for row in rows(store, Question)].count(Outcome.GONE) == 7
    assert tidy(store, now, 730)["replies"] == 0


def test_unreadable_items_are_deleted_after_thirty_days(store: Store, account: Account, now: Ticking) -> None:
    with store.writing() as db:
        assert unread.keep(db, account, [Unreadable("1", "no date", "{}")], now()) == 1
    now.forward(days=29)
    assert tidy(store, now, 730)["unreadable"] == 0
    now.forward(days=2)
    assert tidy(store, now, 730)["unreadable"] == 1
    assert rows(store, Unread) == []

"""A comment that is edited asks its new words: what was done about the old ones does not stand for them."""

from domain.listening.words import Lane
from domain.questions import Outcome
from store.db import Store
from store.tables import Account
from tests.conftest import Ticking
from tests.listener.test_awkward import DANGER, change, person
from tests.listener.test_listen import account, asked, heard, ours, said

__all__ = ["account"]


def test_an_answered_question_that_is_edited_to_ask_something_new_waits_again(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    now.forward(hours=1)
    heard(store, account, now, ours("2", "Hi Pat, at about 6pm today.", now, "1"))
    now.forward(hours=1)
    heard(store, account, now, said("1", "Who do I report the flooding on Elm Street to?", now))
    question = asked(store)["1"]
    assert (question.outcome, question.waiting_since) == (None, now())
    now.forward(hours=1)
    heard(store, account, now, said("1", "Thanks all, found it", now))
    assert asked(store)["1"].outcome is Outcome.GONE


def test_a_question_that_was_acknowledged_and_becomes_danger_is_not_acknowledged_as_danger(
    store: Store, account: Account, now: Ticking
) -> None:
    heard(store, account, now, said("1", "When will it reopen?", now))
    change(store, "1", acknowledged_at=now(), acknowledged_by_id=person(store))
    now.forward(hours=1)
    heard(store, account, now, said("1", DANGER, now))
    question = asked(store)["1"]
    assert (question.lane, question.acknowledged_at, question.acknowledged_by_id) == (Lane.DANGER, None, None)

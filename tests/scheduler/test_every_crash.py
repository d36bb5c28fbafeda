"""Every crash point times every server outcome, twice over, on a virtual clock: nothing twice, nothing lost."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, update

from domain.publication import State
from scheduler import publisher
from scheduler.verdicts import Verdict, verdict
from store import overdue
from store.tables import Publication
from tests.scheduler.fates import FATES, REFUSED, UNTOUCHED
from tests.scheduler.walk import walked


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of faults on purpose need no log."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


def test_there_are_more_than_fifteen_thousand_cases() -> None:
    assert len(FATES) ** 2 > 15_000


def test_sent_again_after_the_window_nothing_is_twice_and_nothing_is_lost() -> None:
    told = walked(True).ends
    assert told.total() == len(FATES) ** 2
    assert set(told) <= {"published", "failed, not public", REFUSED}, told
    assert told["failed, not public"] > 0  # a definite refusal
    assert told[REFUSED] < told.total() / 50


def test_left_to_a_person_nothing_is_twice_and_only_what_is_not_public_waits() -> None:
    told = walked(False).ends
    assert told.total() == len(FATES) ** 2
    assert set(told) <= {"published", "failed, not public", "unknown, not public", REFUSED}, told


def test_the_harness_sees_a_naive_retry(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(error: Exception, transients: int, now: datetime) -> Verdict:
        right = verdict(error, transients, now)
        return Verdict(State.QUEUED, now + timedelta(seconds=5)) if right.to is State.UNKNOWN else right

    monkeypatch.setattr(publisher, "verdict", naive)
    well = [fate for fate in FATES if fate[0] == UNTOUCHED]
    assert walked(False, well).ends["twice"] > 300


def test_the_harness_sees_a_sweep_that_queues_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(db: Session, now: datetime, lease: timedelta) -> int:
        died = update(Publication).where(col(Publication.state) == State.PUBLISHING)
        db.execute(died.values(state=State.QUEUED))
        return 0

    monkeypatch.setattr(overdue, "sweep", naive)
    accepted = [fate for fate in FATES if fate[0] == "when the call was accepted"]
    assert walked(False, accepted).ends["twice"] > 500

"""A hold placed at a random moment of a burst: from the desk's answer on, nothing that was not named leaves."""

import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from domain.clock import utc_now
from domain.people import Role, Scope, Signed
from scheduler import desk
from scheduler.desk import Done, Over
from store import db as store_db
from store import holds
from store.db import Store
from store.tables import Person
from tests.chaos.conftest import MARKS
from tests.chaos.plan import Plan
from tests.chaos.under_hold import burst

pytestmark = MARKS


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_five_holds_in_the_midst_of_a_thousand(database: str, tmp_path: Path) -> None:
    plan = Plan(workers=1 if database.startswith("sqlite") else 3, calm=True)
    with burst(plan, database, tmp_path) as house:
        rounds = [house.round(number, at_most=2.0) for number in range(5)]
    assert all(one.sound for one in rounds), rounds
    assert any(one.on_its_way for one in rounds), f"no hold met a call: {rounds}"
    assert any(one.after for one in rounds), f"nothing that was on its way ever arrived: {rounds}"
    assert all(one.stopped for one in rounds), f"a hold came when all was over: {rounds}"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_that_stands_still_in_its_claim_keeps_no_hold_from_being_placed(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_db, "ABANDONED", 300)
    house = Store(database)
    chief = Person(email="chief@force.example", name="Chief", role=Role.SUPERVISOR)
    with house.writing() as db:
        db.add(chief)
    signed = Signed(chief.id, chief.email, chief.name, chief.role, Scope())
    answers: list[Done] = []

    def place() -> None:
        answers.append(desk.hold(house, signed, Over(), "A major incident", utc_now))

    with pytest.raises(DBAPIError), house.writing() as stopped:
        holds.pass_gate(stopped)  # and here its process is stopped
        asking = threading.Thread(target=place, daemon=True)
        asking.start()
        asking.join(20)
        assert answers, "the hold still waits for a process that may never wake"
        holds.pass_gate(stopped)  # it wakes
    house.close()

"""What an account's line is told: its own, and what the settings say of its platform."""

import pytest
from sqlmodel import select

from doors.wiring import House, _line
from store.tables import Account


@pytest.mark.parametrize("enterprise", [False, True])
def test_only_x_with_an_enterprise_plan_lets_us_answer_people_who_did_not_name_us(
    house: House, enterprise: bool
) -> None:
    told = House(house.settings.model_copy(update={"x_enterprise": enterprise}), house.store, house.clock)
    with house.store.reading() as db:
        lines = [_line(told, account, True) for account in db.exec(select(Account))]
    assert {(line.platform.value, line.answers_anyone) for line in lines} == {("x", enterprise), ("facebook", False)}

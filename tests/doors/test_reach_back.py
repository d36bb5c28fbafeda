"""Reading further into the past: what it costs is said first, and it is done only when that was accepted."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from doors.reach_back import reach_back
from doors.wiring import DoorFault, House
from store.tables import Account


def back_to(house: House) -> set[datetime | None]:
    with house.store.reading() as db:
        return {account.back_to for account in db.exec(select(Account))}


def test_what_it_costs_is_said_and_nothing_is_changed_without_a_yes(house: House) -> None:
    before = back_to(house)
    said = " ".join(reach_back(house, "2024-03-01", yes=False))
    assert "costs at most US$40.00" in said  # two billed accounts, 4,000 posts each, half a cent a post
    assert "Nothing was changed" in said
    assert back_to(house) == before


def test_with_a_yes_every_account_is_read_back_to_that_day_in_london(house: House) -> None:
    said = " ".join(reach_back(house, "2024-07-01", yes=True))
    assert "will be read further back" in said
    assert back_to(house) == {datetime(2024, 6, 30, 23, 0, tzinfo=UTC)}
    assert "0 accounts will be read" in " ".join(reach_back(house, "2024-08-01", yes=True))


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "2999-01-01"])
def test_what_is_no_day_of_the_past_is_refused_with_a_sentence(house: House, day: str) -> None:
    with pytest.raises(DoorFault, match="day"):
        reach_back(house, day, yes=True)

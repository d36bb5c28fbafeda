"""The clock of a process: the platforms in use are asked for the hour, and no others."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from domain.clock import utc_now
from domain.posts import PlatformName
from doors.clocks import steady
from doors.publish import publish
from doors.wiring import DoorFault, House
from sandbox.server import Server
from store.tables import Account
from tests.platforms.test_wire import closed_port


@pytest.fixture
def here(house: House, county: Server) -> House:
    """A house whose Facebook answers; nothing answers at X's address."""
    told = {"x_address": f"http://127.0.0.1:{closed_port()}", "graph_address": county.graph_address}
    return replace(house, settings=house.settings.model_copy(update=told), clock=utc_now)


def leaves(house: House, *platforms: PlatformName) -> None:
    """The force gives up all its accounts on these."""
    with house.store.writing() as db:
        db.execute(update(Account).where(col(Account.platform).in_(platforms)).values(retired_at=utc_now()))


def test_the_platforms_in_use_tell_the_hour(here: House) -> None:
    ahead = replace(here, clock=lambda: utc_now() + timedelta(hours=1))
    hour = steady(ahead)
    hour.settle()
    assert hour.doubt() == ""
    assert abs(hour.now() - utc_now()) < timedelta(seconds=10)
    assert "ahead of the platforms'" in hour.trouble


def test_a_platform_on_which_the_force_has_no_account_is_not_asked(here: House) -> None:
    leaves(here, PlatformName.FACEBOOK)
    hour = steady(here)
    hour.settle()
    assert "No platform tells the hour" in hour.doubt()


def test_without_any_account_there_is_nobody_to_ask_and_nothing_to_doubt(here: House) -> None:
    leaves(here, *PlatformName)
    hour = steady(here)
    hour.settle()
    assert hour.doubt() == ""


def test_one_pass_without_the_hour_is_refused_with_a_sentence(here: House) -> None:
    leaves(here, PlatformName.FACEBOOK)
    with pytest.raises(DoorFault, match=r"No platform tells the hour.*bluelamp check"):
        publish(here, once=True)

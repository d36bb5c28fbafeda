"""A worker that stands still beyond its lease, and wakes when another has long taken over what it had in hand."""

import pytest

from tests.chaos.conftest import MARKS, Attack
from tests.chaos.plan import Plan, Times

pytestmark = MARKS


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_that_wakes_beyond_its_lease_publishes_nothing_twice(attacked: Attack) -> None:
    brisk = Times(answer=0.45, lease=3.6, window=3.0, late=0.5, lag=0.5)
    told = attacked(Plan(posts=500, workers=2, kills=0, stops=4, waves=4, spread=40.0, calm=True, times=brisk))
    assert told.sound, told
    assert told.verdict.states == {"published": 500}, told
    assert told.stops == 4
    assert told.tries["swept"], f"nobody was stopped in the midst of a call: {told}"

"""Workers killed at random moments while the platforms misbehave: nothing public twice, nothing lost, no false word."""

import pytest

from tests.chaos.conftest import MARKS, Attack
from tests.chaos.plan import Plan

pytestmark = MARKS

WORKERS = {"sqlite": 1, "postgresql": 3}

on_both = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def plan_for(database: str, **other: object) -> Plan:
    """The plan with as many workers as may publish there side by side."""
    return Plan(workers=WORKERS["sqlite" if database.startswith("sqlite") else "postgresql"], **other)  # type: ignore[arg-type]


@on_both
def test_a_thousand_posts_under_thirty_kills_are_public_once_each(attacked: Attack, database: str) -> None:
    told = attacked(plan_for(database))
    assert told.sound, told
    assert told.verdict.states == {"published": 1_000}, told
    assert told.kills >= 30, told
    assert sum(told.struck.values()) >= 0.13 * told.calls, told
    assert told.tries["swept"], f"no kill met a call: {told}"
    assert told.tries["sent again"], f"nothing was ever sent again: {told}"


@on_postgresql
def test_without_the_rule_only_what_never_arrived_waits_for_a_person(attacked: Attack, database: str) -> None:
    told = attacked(plan_for(database, posts=500, kills=15, resend=False, refusals=True, seed=2))
    assert told.sound, told
    assert set(told.verdict.states) == {"published", "unknown", "failed"}, told
    assert not told.tries["sent again"]
    assert told.kills >= 15, told


@on_both
def test_a_naive_retry_is_seen_to_publish_twice(attacked: Attack, database: str) -> None:
    told = attacked(plan_for(database, posts=250, kills=8, spread=3.0, sabotage="naive retry"))
    assert len(told.verdict.twice) >= 12, told

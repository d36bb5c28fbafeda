"""Every figure of every page and report equals what plain Python makes of the raw rows, in any world."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from domain.clock import london_day
from store import rollups_anew
from store.db import Store
from tests.numbers.checks import CHECKS, Look
from tests.numbers.checks_more import MORE
from tests.numbers.plain import Raw
from tests.numbers.worlds import SEEDS, World, asked, history

SHARED = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes: add it by hand
)


QUESTIONS = 2


class Forgotten(Exception):
    """Ends a transaction so that nothing of it stays."""


@contextmanager
def living(store: Store, chance: Random) -> Iterator[World]:
    """A world that has lived, in a transaction that is forgotten in the end."""
    begins, steps = history(chance)
    try:
        with store.writing() as db:
            yield World(db, begins).live(steps)
            raise Forgotten
    except Forgotten:
        pass


def every_number_is_right(store: Store, seed: int) -> None:
    chance = Random(seed)
    with living(store, chance) as world:
        raw, today = Raw(world.db), london_day(world.now)
        assert rollups_anew.wrong(world.db) == {}
        everybody_stands_where_the_rosters_said(world, raw)
        for _ in range(QUESTIONS):
            one = asked(chance)
            who, scope = world.viewer(one.viewer), world.scope(one.part)
            look = Look(world.db, raw, who, one.period(today), one.grain, scope, one.platform, today, one.by, world.now)
            for check in (*CHECKS, *MORE):
                check(look)


def everybody_stands_where_the_rosters_said(world: World, raw: Raw) -> None:
    for account in raw.accounts.values():
        for day in {spell.since for spell in raw.spells[account.id]} | {post.day for post in raw.posts}:
            district, team = raw.place(account.id, day)
            stood = f"district:{raw.districts[district].key}" if district else "force"
            stood = f"team:{raw.teams[team].key}" if team else stood
            assert world.stood_on(int(account.external_id), day) == stood


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_number_is_what_plain_python_makes_of_the_raw_rows(store: Store) -> None:
    @settings(SHARED, max_examples=12)
    @given(SEEDS)
    def said(seed: int) -> None:
        every_number_is_right(store, seed)

    said()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_same_on_postgresql(store: Store) -> None:
    @settings(SHARED, max_examples=4)
    @given(SEEDS)
    def said(seed: int) -> None:
        every_number_is_right(store, seed)

    said()

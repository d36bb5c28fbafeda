"""What the attacks share: their marks, and an attack on a fresh database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.attack import Told, attack
from tests.chaos.plan import Plan
from tests.chaos.troubles import Trouble

Attack = Callable[..., Told]

MARKS = [pytest.mark.chaos, pytest.mark.processes]
"""Of every test here. They run one after another (GROUPS in tests/conftest.py), for each needs the processors."""


@pytest.fixture
def attacked(database: str, tmp_path: Path) -> Attack:
    """Carry out a plan on a fresh database; on SQLite one worker publishes at a time."""

    def carry_out(plan: Plan, trouble: Trouble | None = None) -> Told:
        return attack(plan, database, tmp_path, trouble)

    return carry_out

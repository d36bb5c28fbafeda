"""The list of deliberate breakages is about the code that is there, and a breakage is seen."""

import pytest

from benchmarks import sabotage
from benchmarks.breakage import Breakage
from benchmarks.breakages import BREAKAGES


@pytest.mark.parametrize("one", BREAKAGES, ids=lambda one: one.name)
def test_what_is_to_be_broken_is_in_the_code_once(one: Breakage) -> None:
    assert sabotage.found(sabotage.ROOT, one) == 1
    assert one.right != one.wrong
    for test in one.tests:
        assert (sabotage.ROOT / test).exists(), test


@pytest.mark.processes
def test_a_breakage_is_seen_and_harmless_words_are_not() -> None:
    tests = ("tests/store/test_publications.py::test_a_paused_platform_is_left_alone",)
    harmless = Breakage("harmless", "store/publications.py", '"""The publishing queue:', '"""The queue:', tests)
    assert not sabotage.is_seen(harmless)

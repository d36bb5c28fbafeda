"""The benchmarks of reports and pages run, on a store of a few hundred posts; their speed is nobody's concern here."""

from pathlib import Path

import pytest

from tests import postgres
from tests.test_benchmarks import told

SMALL = ("--share", "0.001", "--days", "90", "--rounds", "1")

pytestmark = pytest.mark.processes


def test_every_report_tells_the_same_as_by_hand_and_as_the_raw_rows_do() -> None:
    small = ("--warm", "1", "--no-tenth", "--cold", "1", "--looks", "200", "--country-days", "2")
    databases = ("sqlite", "postgresql") if postgres.programs() else ("sqlite",)
    said = told(*SMALL, *small, *(word for kind in databases for word in ("--database", kind)), bench="reports")
    assert said["different"] == []
    not_measured = {goal["name"] for goal in said["goals"] if goal["value"] is None}  # type: ignore[attr-defined]
    assert not_measured == {f"the whole ÷ a tenth, {kind}" for kind in databases}
    pages = {page for page, *_ in said["ms"]["pages"]}  # type: ignore[call-overload, index]
    assert {"overview", "reach", "compare", "what_works"} <= pages


def test_pages_are_drawn_by_many_at_once_beside_constants_and_a_trivial_one(tmp_path: Path) -> None:
    few = ("--page", "overview", "--people", "2", "--no-browser", "--database", "sqlite")
    said = told(*SMALL, *few, "--folder", str(tmp_path), bench="pages")
    taken = {(who, what) for who, _, what, _ in said["ms"]["sqlite"]}  # type: ignore[call-overload, index]
    assert taken == {
        (who, what) for who in ("ours", "over constants", "trivial") for what in ("rerun", "again", "at once")
    }

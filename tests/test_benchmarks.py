"""The benchmarks run: every case, with a handful of rows. How fast they were is nobody's concern here."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.rows import PAGE
from tests import postgres
from tests.conftest import missing_part

ROWS = ("collector", "plain_collector", "upsert new", "upsert again", "plain_upsert new", "plain_upsert again")
LOOPS = ("merge_loop", "merge_loop_one_table")
SMALL = ["--rows", "100", "--rounds", "1", "--slow", "50", "--claims", "3"]

pytestmark = pytest.mark.processes


FEW = ["--posts", "100", "--delay", "0", "--queued", "50", "--spread", "10"]


def told(*words: str, bench: str = "ingest") -> dict[str, object]:
    command = [sys.executable, "-m", f"benchmarks.{bench}", "--json", *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3_000:]
    said: dict[str, object] = json.loads(done.stdout)
    return said


def test_every_case_runs_and_keeps_every_row_on_sqlite() -> None:
    said = told("--database", "sqlite", *SMALL)
    told_of = {(one["case"], one["rows"]): one["rounds"] for one in said["figures"]}  # type: ignore[attr-defined]
    assert set(told_of) == {*((case, 100) for case in ROWS)} | {
        *((case, 50) for case in (*LOOPS, "old_tool", "old_tool_one_author"))
    }
    assert all(one["kept"] == rows for (_, rows), rounds in told_of.items() for one in rounds)
    assert said["unreadable"] == {"sqlite": {"kept": PAGE - 1, "set_aside": 1}}
    waits = said["claims_ms"]
    assert {beside: len(rounds[0]) for beside, rounds in waits.items()} == {  # type: ignore[attr-defined]
        "idle": 3, "apart": 3, "http": 3, "shelf": 3,
    }  # fmt: skip
    not_measured = [goal["name"] for goal in said["goals"] if goal["met"] is None]  # type: ignore[attr-defined]
    assert not_measured == ["collector's memory, sqlite, 100 ÷ 100 rows"]  # which takes two sizes


def test_every_case_runs_on_postgresql_too() -> None:
    if not (os.environ.get("BLUELAMP_TEST_POSTGRES") or postgres.programs()):
        missing_part("The benchmarks are not tried on PostgreSQL: it is not installed.")
    said = told("--database", "postgresql", *SMALL)
    assert {one["case"] for one in said["figures"]} == {*ROWS, *LOOPS}  # type: ignore[attr-defined]
    assert said["unreadable"] == {"postgresql": {"kept": PAGE - 1, "set_aside": 1}}


def test_publishing_is_measured_on_sqlite() -> None:
    said = told("--database", "sqlite", *FEW, bench="publish")
    assert [one["case"] for one in said["drains_s"]] == [  # type: ignore[attr-defined]
        ["drain", "sqlite", 0, 1], ["floor", "", 0, 1], ["floor", "", 0, 2],
    ]  # fmt: skip
    assert [len(one["waits"]) for one in said["late_ms"]] == [10, 10]  # type: ignore[attr-defined]
    assert {one["case"][0] for one in said["a_second"]} == {"recorded 1", "recorded 16", "replayed"}  # type: ignore[attr-defined]
    not_measured = {goal["name"] for goal in said["goals"] if goal["met"] is None}  # type: ignore[attr-defined]
    assert not_measured == {"drain ÷ floor, sqlite, 50 ms, workers: 1"}


def test_publishing_is_measured_on_postgresql_and_beside_another_queue() -> None:
    if not (os.environ.get("BLUELAMP_TEST_POSTGRES") or postgres.programs()):
        missing_part("The benchmarks are not tried on PostgreSQL: it is not installed.")
    said = told("--database", "postgresql", *FEW, bench="publish")
    assert {tuple(one["case"]) for one in said["drains_s"]} == {  # type: ignore[attr-defined]
        *(("drain", "postgresql", 0, workers) for workers in (1, 2)),
        *(("procrastinate", "postgresql", 0, workers) for workers in (1, 2)),
        *(("floor", "", 0, workers) for workers in (1, 2)),
    }
    assert {one["case"][0] for one in said["a_second"]} >= {"procrastinate 1", "procrastinate 16"}  # type: ignore[attr-defined]

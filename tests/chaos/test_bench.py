"""The long attack can be carried out, and judges what it sees."""

import json
import subprocess
import sys

from tests.chaos.conftest import MARKS

pytestmark = MARKS


def test_a_planted_breakage_is_seen_and_told() -> None:
    small = ["--posts", "100", "--kills", "3", "--database", "sqlite", "--only", "planted", "--json", "--check"]
    command = [sys.executable, "-m", "benchmarks.chaos", *small]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr[-3_000:]
    (case,) = json.loads(done.stdout)["cases"]
    assert (case["kept"], case["planted"], case["database"]) == (False, True, "sqlite"), case

"""The whole of Bluelamp as a new user meets it: `bluelamp demo --once`, in a fresh folder, as real processes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

BLUELAMP = Path(sys.executable).parent / "bluelamp"


def bluelamp(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, with nothing of the caller's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")}
    return subprocess.run(
        [BLUELAMP, *words], cwd=folder, env={**kept, **env}, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[subprocess.CompletedProcess[str]]]:
    """A folder in which practice ran once, and once more, saying all it can."""
    folder = tmp_path_factory.mktemp("practice")
    return folder, [bluelamp(folder, "demo", "--once", BLUELAMP_LOG_LEVEL="DEBUG") for _ in range(2)]


def row(output: str, name: str) -> list[int]:
    """The two figures of a row of the summary: this time, in all."""
    line = next(line for line in output.splitlines() if name in line)
    return [int(figure.replace(",", "")) for figure in re.findall(r"\d[\d,]*", line)]


def test_one_pass_brings_posts_replies_questions_and_publishes(
    practised: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    _, (first, _) = practised
    said = first.stdout + first.stderr
    assert first.returncode == 0, said
    assert row(said, "Posts of ours")[0] > 300
    assert row(said, "Replies")[0] > 500
    assert row(said, "Questions")[0] > 40
    assert row(said, "answers published")[0] >= 1


def test_a_second_time_goes_on_where_the_first_stopped(
    practised: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    _, (first, second) = practised
    assert second.returncode == 0, second.stderr
    before, after = (
        row(first.stdout + first.stderr, "Posts of ours"),
        row(second.stdout + second.stderr, "Posts of ours"),
    )
    assert before[1] <= after[1] <= before[1] + 5
    assert (
        row(second.stdout + second.stderr, "answers published")[1]
        >= row(first.stdout + first.stderr, "answers published")[1]
    )


def test_no_token_is_in_any_output_or_in_the_store(
    practised: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, runs = practised
    secrets = [file.read_text() for file in (folder / "var" / "practice" / "secrets").iterdir()]
    tokens = {token for text in secrets for token in re.findall(r'"([^"]+)"', text)} - {"practice-app"}
    assert len(tokens) >= 28
    said = "".join(run.stdout + run.stderr for run in runs)
    kept = b"".join(file.read_bytes() for file in (folder / "var" / "practice").glob("bluelamp.db*"))
    assert not [token for token in tokens if token in said or token.encode() in kept]


def test_reports_of_the_practice_can_be_read_by_other_programs(
    practised: tuple[Path, list[subprocess.CompletedProcess[str]]],
) -> None:
    folder, _ = practised
    database = f"sqlite:///{folder / 'var' / 'practice' / 'bluelamp.db'}"
    asked = bluelamp(folder, "report", "publications", "--format", "json", BLUELAMP_DATABASE=database)
    assert asked.returncode == 0, asked.stderr
    assert [one for one in json.loads(asked.stdout) if one["state"] == "published"]

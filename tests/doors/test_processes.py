"""The commands as processes of their own: what a shell, a timer or a service manager sees of them."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.clock import utc_now
from sandbox import practice
from sandbox.server import Server
from store import workers
from store.db import Store
from tests.doors.conftest import stamp

pytestmark = [pytest.mark.processes, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

ROOT = Path(__file__).parents[2]


@pytest.fixture
def env(settled: Path, county: Server, database: str) -> Iterator[dict[str, str]]:
    """The environment of a process in a folder of its own, pointed at the practice county."""
    practice.write(county.world, settled / "roster.toml", settled / "secrets")
    yield {
        **{name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")},
        "PYTHONPATH": str(ROOT),
        "BLUELAMP_DATABASE": database,
        "BLUELAMP_PRACTICE": "true",
        "BLUELAMP_SECRETS": "secrets",
        "BLUELAMP_X_ADDRESS": county.x_address,
        "BLUELAMP_GRAPH_ADDRESS": county.graph_address,
    }


def run(env: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", *words], env=env, capture_output=True, text=True, timeout=120)


def test_a_county_is_loaded_checked_collected_and_reported(env: dict[str, str]) -> None:
    assert run(env, "bluelamp", "roster").returncode == 0
    checked = run(env, "bluelamp", "check", "--json")
    assert checked.returncode == 0, checked.stdout
    assert {found["state"] for found in json.loads(checked.stdout) if found["check"] == "token"} == {"ok"}
    collected = run(env, "bluelamp", "collect", "--once")
    assert collected.returncode == 0 and "28 accounts" in collected.stdout, collected.stderr
    assert "questions opened" in run(env, "bluelamp", "listen", "--once").stdout
    for name in ("likes-by-district", "followers-by-district", "reach", "accounts", "questions"):
        said = run(env, "bluelamp", "report", name, "--format", "json")
        assert said.returncode == 0 and json.loads(said.stdout), (name, said.stderr)
    assert run(env, "bluelamp", "publish", "--once").stdout == "Nothing was due.\n"
    assert "practice-x-" not in collected.stderr and "practice-page-" not in collected.stderr


def test_faults_are_sentences_without_a_traceback(env: dict[str, str], settled: Path) -> None:
    (settled / "roster.toml").write_text("[force]\n", encoding="utf-8")
    for words, env_too in (
        (("roster",), {}),
        (("report", "nonsense"), {}),
        (("collect", "--once"), {"BLUELAMP_WORKERS": "none"}),
        (("report", "accounts"), {"BLUELAMP_DATABASE": "sqlite:////proc/none/bluelamp.db"}),
        (("migrate",), {"BLUELAMP_DATABASE": "sqlite:////proc/none/bluelamp.db"}),
        (("schedule", "none.csv", "--as", "nobody@example.org"), {}),
    ):
        done = run({**env, **env_too}, "bluelamp", *words)
        assert done.returncode == 1 and done.stdout == "", words
        assert done.stderr and "Traceback" not in done.stderr, done.stderr


def test_nothing_typed_is_help_and_a_reader_that_leaves_early_is_no_fault(env: dict[str, str]) -> None:
    helped = run(env, "bluelamp")
    assert all(name in helped.stdout + helped.stderr for name in ("check", "report", "schedule", "approve", "migrate"))
    run(env, "bluelamp", "roster")
    word = f"{sys.executable} -m bluelamp report accounts --format csv | head -1"
    piped = subprocess.run(word, shell=True, env=env, capture_output=True, text=True, timeout=60)
    assert piped.stdout.startswith("id,account") and "Traceback" not in piped.stderr


@pytest.mark.parametrize("command", [("bluelamp", "collect"), ("bluelamp", "publish"), ("collector",), ("scheduler",)])
def test_asked_to_stop_a_worker_leaves_its_seat_and_ends_well(
    env: dict[str, str], database: str, command: tuple[str, ...]
) -> None:
    stamp(database)
    kind = "collector" if "collect" in command[-1] else "publisher"
    running = subprocess.Popen([sys.executable, "-m", *command], env=env, stderr=subprocess.PIPE, text=True)
    store, waiting = Store(database), threading.Event()
    for _ in range(600):
        with store.reading() as db:
            if workers.alive(db, kind, utc_now()):
                break
        waiting.wait(0.05)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    with store.reading() as db:
        assert workers.alive(db, kind, utc_now()) == []
    store.close()
    assert f"{kind} " in said and "begins" in said and "leaves" in said

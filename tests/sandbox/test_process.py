"""The sandbox as a process of its own: what it prints, keeps, writes and refuses."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from sandbox import practice, state
from sandbox.server import Sandbox
from sandbox.world import World
from tests.conftest import Ticking
from tests.sandbox.conftest import ASHBY, PAGE, SMALL, account, place
from tests.sandbox.test_lines import written

ROOT = Path(__file__).parents[2]


@contextmanager
def running(*asked: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and its address, stopped in the end as a service manager would."""
    command = [sys.executable, "-m", "sandbox", *asked]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            found = re.search(r"X at (http://127\.0\.0\.1:\d+)/x", said)
            assert found, said
            yield process, found[1]
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()


@pytest.fixture
def file(tmp_path: Path, now: Ticking) -> Path:
    return written(tmp_path / "world.jsonl", place(now()))


@pytest.mark.processes
def test_a_second_start_goes_on_where_the_first_stopped(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "deep" / "state.json"
    with running("--world", str(file), "--state", str(kept)) as (_, address):
        headers = {"authorization": f"Bearer practice-x-{ASHBY}-bearer"}
        sent = requests.post(f"{address}/x/2/tweets", json={"text": "Still here"}, headers=headers, timeout=5).json()
    with running("--world", str(file), "--state", str(kept)) as (_, address):
        told = requests.get(f"{address}/_sandbox/truth?platform=x&account={ASHBY}", timeout=5).json()
        assert told["accounts"][0]["posts"][-1]["id"] == sent["data"]["id"]
        billed = requests.get(f"{address}/_sandbox/ledger", timeout=5).json()
        assert next(iter(billed.values()))["writes"] == {"post.create": 1}
    assert [path.name for path in kept.parent.iterdir()] == ["state.json"]


@pytest.mark.processes
def test_what_cannot_begin_says_why_and_exits_2(file: Path, tmp_path: Path) -> None:
    def refused(*asked: str) -> str:
        command = [sys.executable, "-m", "sandbox", *asked]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=20, check=False)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        return done.stderr

    wrong = written(tmp_path / "wrong.jsonl", [account("x", "a", "A"), "nonsense"])
    said = refused("--world", str(wrong))
    assert "line 1: `id` must be 1 to 19 digits on X, not 'a'" in said
    assert "line 2: is not JSON" in said
    with running("--world", str(file)) as (_, address):
        assert "cannot be used" in refused("--world", str(file), "--port", address.rpartition(":")[2])
    (tmp_path / "state.json").write_text("{}")
    assert "move it away" in refused("--world", str(file), "--state", str(tmp_path / "state.json"))
    assert "go together" in refused("--world", str(file), "--roster-out", str(tmp_path / "r.toml"))


def test_all_of_the_truth_is_kept(now: Ticking, tmp_path: Path) -> None:
    sandbox = Sandbox(World.from_lines(place(now()), now, lifelike=True, name="here"))
    world = sandbox.world
    made = world.publish("x", world.accounts["x", ASHBY], "Said", urls=[{"url": "u"}], shown=(0, 4))
    world.remove("x", "1054")
    sandbox.ledger.read("post", ["1", "1"], now())
    state.save(sandbox, tmp_path / "s.json")
    again, ledger = state.load(tmp_path / "s.json", now, "here")
    second = Sandbox(again)
    second.ledger.load(ledger)
    assert state.dump(second) == state.dump(sandbox)
    assert again.items["x", made.id].shown == (0, 4)
    assert again.mint("x", now(), "") > made.id
    assert again.shelf("x", ASHBY, "posts")[-1].id == made.id
    with pytest.raises(state.Unusable, match="was kept of the world here"):
        state.load(tmp_path / "s.json", now, "elsewhere")


def test_a_world_writes_its_own_roster_and_tokens(now: Ticking, tmp_path: Path) -> None:
    world = World.from_lines([*place(now()), account("x", "333", "Force", "")], now)
    world.accounts["x", "333"].district = ""
    practice.write(world, tmp_path / "roster.toml", tmp_path / "secrets")
    told = tomllib.loads((tmp_path / "roster.toml").read_text(encoding="utf-8"))
    assert told["districts"] == [
        {
            "key": "north",
            "name": "North",
            "towns": sorted(["Ashby, England, United Kingdom", "Nether Borley, England, United Kingdom"]),
        }
    ]
    assert [team["key"] for team in told["teams"]] == ["ashby", "nether-borley"]
    owners = {(one["platform"], one["external_id"]): one["owner"] for one in told["accounts"]}
    assert owners == {
        ("x", "111"): "team:ashby",
        ("x", "222"): "team:nether-borley",
        ("x", "333"): "force",
        ("facebook", PAGE): "team:ashby",
        ("facebook", SMALL): "team:nether-borley",
    }
    assert [person["role"] for person in told["people"]] == ["officer", "comms", "supervisor", "administrator"]
    assert all(person["email"].endswith("@example.org") for person in told["people"])
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    for one in told["accounts"]:
        file = tmp_path / "secrets" / one["token"]
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        secret = tomllib.loads(file.read_text())
        assert secret.keys() == ({"page_token"} if one["platform"] == "facebook" else practice_keys())


def practice_keys() -> set[str]:
    return {"consumer_key", "consumer_secret", "access_token", "access_token_secret"}


def test_the_roster_it_writes_is_one_that_we_read(now: Ticking, tmp_path: Path) -> None:
    from config.roster import read_roster

    odd = [
        account("x", "444", "Odd", "Ward & “Park” \\ \x07 1"),
        account("facebook", "945", "Odd Page", "ward park 1"),
        {**account("x", "555", "Odder", "Łódź"), "district": "北"},
    ]
    practice.write(World.from_lines([*place(now()), *odd], now), tmp_path / "roster.toml", tmp_path / "secrets")
    assert len(read_roster(tmp_path / "roster.toml").accounts) == 7


def test_state_is_plain_json(now: Ticking, tmp_path: Path) -> None:
    state.save(Sandbox(World.from_lines(place(now()), now)), tmp_path / "s.json")
    assert json.loads((tmp_path / "s.json").read_text())["format"] == state.FORMAT


def test_secrets_take_the_names_of_a_roster_that_is_there(now: Ticking, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    known.write_text(f'[[accounts]]\nplatform = "x"\nexternal_id = "{ASHBY}"\ntoken = "OUR_OWN_NAME"\n')
    named = practice.names(known)
    practice.write(World.from_lines(place(now()), now), tmp_path / "roster.toml", tmp_path / "secrets", named)
    assert f"practice-x-{ASHBY}" in (tmp_path / "secrets" / "OUR_OWN_NAME").read_text()
    assert 'token = "OUR_OWN_NAME"' in (tmp_path / "roster.toml").read_text()
    assert practice.names(None) == {}
    with pytest.raises(practice.Unwritable, match="tells no names"):
        practice.names(tmp_path / "none.toml")

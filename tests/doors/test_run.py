"""Running the whole house: it comes up, moves aside for a port in use, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import Settings
from doors import dashboard

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

BLUELAMP = Path(sys.executable).parent / "bluelamp"


def start(folder: Path, *words: str, **env: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")}
    return subprocess.Popen(
        [BLUELAMP, *words],
        cwd=folder,
        env={**kept, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def children_of(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    return {int(child) for child, parent in (line.split() for line in listed.splitlines()) if int(parent) == pid}


def said_until(house: subprocess.Popen[str], wanted: str) -> str:
    """What it says, up to the line that holds `wanted`."""
    assert house.stdout is not None
    lines = []
    for line in house.stdout:
        lines.append(line)
        if wanted in line:
            return "".join(lines)
    pytest.fail(f"it ended without saying {wanted!r}: {''.join(lines)}")


def test_practice_comes_up_and_stops_cleanly_leaving_no_process_behind(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = taken.getsockname()[1]
        house = start(tmp_path, "demo", BLUELAMP_DASHBOARD_PORT=str(busy))
        said = said_until(house, "You can now view")
    assert f"Port {busy} is in use" in said
    assert re.search(r"Dashboard: http://127\.0\.0\.1:\d+", said)
    family = children_of(house.pid)
    assert len(family) == 6  # sandbox, collector, scheduler, listener, watch, dashboard
    house.send_signal(signal.SIGTERM)
    rest, _ = house.communicate(timeout=60)
    assert house.returncode == 0, rest
    assert "Stopped." in rest
    assert not [pid for pid in family if _is_alive(pid)]


def test_a_house_without_a_database_says_what_to_do_and_starts_nothing(tmp_path: Path) -> None:
    house = start(tmp_path, "run")
    said, _ = house.communicate(timeout=60)
    assert house.returncode == 1
    assert "bluelamp migrate" in said


def test_ports_that_are_all_in_use_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "is_free", lambda host, port: False)
    with pytest.raises(dashboard.NoPort, match="are all in use"):
        dashboard.port_for(Settings())


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

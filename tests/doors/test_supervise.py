"""What keeps the processes going: what dies is started again, and nothing is left behind."""

import os
import sys
import threading
from pathlib import Path

import pytest

from doors import supervise
from doors.supervise import Child

pytestmark = pytest.mark.processes


def until(happened: threading.Event) -> None:
    assert happened.wait(30), "it did not happen within 30 seconds"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_dies_is_started_again_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "PAUSES", (0.01,))
    told: list[str] = []
    again, stop = threading.Event(), threading.Event()

    def say(sentence: str) -> None:
        told.append(sentence)
        if len(told) == 2:
            again.set()

    child = Child("The collector", [sys.executable, "-c", "raise SystemExit(3)"])
    house = threading.Thread(target=supervise.supervise, args=([child], say, stop))
    house.start()
    until(again)
    stop.set()
    house.join(30)
    assert told[0].startswith("The collector stopped (exit status 3)")
    assert not house.is_alive()


def test_what_cannot_be_started_just_now_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "PAUSES", (0.01,))
    program = tmp_path / "program"
    told: list[str] = []
    up, stop = threading.Event(), threading.Event()

    def say(sentence: str) -> None:
        told.append(sentence)
        if len(told) == 1:  # it could not be started: now it can
            program.write_text("#!/bin/sh\nexit 3\n")
            program.chmod(0o700)
        elif len(told) == 2:
            up.set()

    house = threading.Thread(target=supervise.supervise, args=([Child("The collector", [str(program)])], say, stop))
    house.start()
    until(up)
    stop.set()
    house.join(30)
    assert told[0].startswith("The collector could not be started (No such file or directory)")
    assert told[1].startswith("The collector stopped (exit status 3)")


def test_stopping_leaves_no_process_behind(tmp_path: Path) -> None:
    up = tmp_path / "up"
    os.mkfifo(up)
    wait_for_ever = f"import signal; open({str(up)!r}, 'w').write('up'); signal.pause()"
    child = Child("A process", [sys.executable, "-c", wait_for_ever])
    stop = threading.Event()
    house = threading.Thread(target=supervise.supervise, args=([child], print, stop))
    house.start()
    assert up.read_text() == "up"
    assert child.running is not None
    pid = child.running.pid
    stop.set()
    house.join(30)
    assert not is_alive(pid)


def test_a_process_that_will_not_leave_is_made_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supervise, "PATIENCE", 0.2)
    up = tmp_path / "up"
    os.mkfifo(up)
    deaf = f"import signal; signal.signal(15, signal.SIG_IGN); open({str(up)!r}, 'w').write('up'); signal.pause()"
    child = Child("A deaf process", [sys.executable, "-c", deaf])
    running = supervise.start(child)
    assert up.read_text() == "up"
    supervise.end(running)
    assert running.poll() is not None

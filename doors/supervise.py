"""Keeps the processes of the house going, and leaves none behind."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PATIENCE = 45.0  # seconds that a process may take to leave: longer than the call in hand can last
PAUSES = (1.0, 2.0, 5.0, 15.0, 60.0)  # seconds before a process that keeps dying is started again
STEADY = 120.0  # seconds after which a process counts as having come up


@dataclass
class Child:
    """One process to keep going."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    running: subprocess.Popen[bytes] | None = None
    deaths: int = 0


def supervise(children: Sequence[Child], say: Callable[[str], None], stop: threading.Event) -> None:
    """Start every child, start again what dies, until `stop` is set; then stop them all and wait for them."""
    try:
        watchers = [threading.Thread(target=_keep, args=(child, say, stop), name=child.name) for child in children]
        for watcher in watchers:
            watcher.start()
        stop.wait()
    finally:
        stop.set()
        for child in reversed(children):
            end(child.running)
        for watcher in watchers:
            watcher.join(PATIENCE)


def stop_on_signals(stop: threading.Event) -> None:
    """SIGTERM and Ctrl-C set `stop` instead of ending the process where it stands."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def start(child: Child) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own, so that Ctrl-C reaches it only through us."""
    child.running = subprocess.Popen(
        list(child.command),
        env={**os.environ, **child.env},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_leave_with_parent if sys.platform == "linux" else None,
    )
    return child.running


def end(running: subprocess.Popen[bytes] | None) -> None:
    """Ask a process to leave, wait, and insist when it does not."""
    if running is None or running.poll() is not None:
        return
    running.terminate()
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def _keep(child: Child, say: Callable[[str], None], stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            running = start(child)
        except OSError as error:  # no memory for a process just now, say: a watcher that dies would keep nothing going
            _pause(child, f"could not be started ({error.strerror}); it is tried again", say, stop)
            continue
        if stop.is_set():  # it was asked for while the child was being started
            end(running)
            return
        steady = threading.Timer(STEADY, lambda: setattr(child, "deaths", 0))
        steady.daemon = True
        steady.start()
        code = running.wait()
        steady.cancel()
        if stop.is_set():
            return
        _pause(child, f"stopped (exit status {code}); it is started again", say, stop)


def _pause(child: Child, what: str, say: Callable[[str], None], stop: threading.Event) -> None:
    """Say what happened, and wait the longer the oftener it does."""
    pause = PAUSES[min(child.deaths, len(PAUSES) - 1)]
    child.deaths += 1
    say(f"{child.name} {what} in {pause:.0f} s.")
    stop.wait(pause)


def _leave_with_parent() -> None:
    """On Linux: be told to leave when the one who started us dies without a word."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)

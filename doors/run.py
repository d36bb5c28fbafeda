"""Keeps the whole house going: collector, scheduler and dashboard."""

import sys
import threading
from collections.abc import Callable

from config.settings import Settings
from doors import dashboard
from doors.supervise import Child, stop_on_signals, supervise

Say = Callable[[str], None]


def run(settings: Settings, say: Say, others: tuple[Child, ...] = ()) -> None:
    """Run everything until SIGTERM or Ctrl-C; what dies is started again, and nothing is left behind."""
    port, moved = dashboard.port_for(settings)
    if moved:
        say(moved)
    stop = threading.Event()
    stop_on_signals(stop)
    say(f"Dashboard: http://{settings.dashboard_host}:{port}   (Ctrl-C stops everything)")
    supervise([*others, *processes(settings, port)], say, stop)
    say("Stopped.")


def processes(settings: Settings, port: int) -> list[Child]:
    """The three processes of the house."""
    return [
        Child("The collector", [sys.executable, "-m", "collector"]),
        Child("The scheduler", [sys.executable, "-m", "scheduler"]),
        Child("The dashboard", dashboard.command(settings, port)),
    ]

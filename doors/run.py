"""Keeps the whole house going: collector, scheduler, listener, watch and dashboard."""

import sys
import threading
from collections.abc import Callable

from config.settings import Settings
from doors import dashboard
from doors.supervise import Child, stop_on_signals, supervise
from doors.wiring import open_house

Say = Callable[[str], None]


def run(settings: Settings, say: Say, others: tuple[Child, ...] = ()) -> None:
    """Run everything until SIGTERM or Ctrl-C; what dies is started again, and nothing is left behind."""
    work = [
        Child("The collector", [sys.executable, "-m", "collector"]),
        Child("The scheduler", [sys.executable, "-m", "scheduler"]),
        Child("The listener", [sys.executable, "-m", "bluelamp", "listen"]),
        Child("The watch", [sys.executable, "-m", "bluelamp", "watch"]),
    ]
    _keep(settings, say, [*others, *work])


def run_dashboard(settings: Settings, say: Say) -> None:
    """Run the dashboard alone, where collector and scheduler run elsewhere on the same PostgreSQL."""
    _keep(settings, say, [])


def _keep(settings: Settings, say: Say, children: list[Child]) -> None:
    open_house(settings).store.close()  # a database that is not ready is said now, not by processes that keep dying
    port, moved = dashboard.port_for(settings)
    if moved:
        say(moved)
    stop = threading.Event()
    stop_on_signals(stop)
    say(f"Dashboard: http://{settings.dashboard_host}:{port}   (Ctrl-C stops everything)")
    supervise([*children, Child("The dashboard", dashboard.command(settings, port))], say, stop)
    say("Stopped.")

"""The dashboard's door: which command serves the pages, on which port."""

import socket
import sys
from collections.abc import Sequence
from importlib.resources import files

from config.settings import Settings
from dashboard.look import streamlit_options
from doors.wiring import DoorFault
from scheduler.media_kinds import INPUT_BYTES

TRIES = 20


class NoPort(DoorFault):
    """No port could be had; the text says which and what to do."""


def command(settings: Settings, port: int) -> Sequence[str]:
    """The command that serves the dashboard, on this machine's loopback unless the settings say otherwise."""
    return [
        sys.executable, "-m", "streamlit", "run", str(files("dashboard") / "app.py"),
        f"--server.address={settings.dashboard_host}", f"--server.port={port}",
        "--server.headless=true", "--server.fileWatcherType=none", "--server.runOnSave=false",
        f"--server.maxUploadSize={INPUT_BYTES // 1_000_000}",
        "--browser.gatherUsageStats=false", "--client.toolbarMode=minimal", "--client.showErrorDetails=none",
        *streamlit_options(),
    ]  # fmt: skip


def port_for(settings: Settings) -> tuple[int, str]:
    """The port to serve on, and a sentence when it is not the one that was asked for. Raises NoPort."""
    wanted = settings.dashboard_port
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if is_free(settings.dashboard_host, port):
            said = "" if port == wanted else f"Port {wanted} is in use; the dashboard is on port {port} instead."
            return port, said
    raise NoPort(
        f"Ports {wanted} to {wanted + TRIES - 1} are all in use.", "Set BLUELAMP_DASHBOARD_PORT to a free one."
    )


def is_free(host: str, port: int) -> bool:
    """Whether a port can be listened on now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """Any free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

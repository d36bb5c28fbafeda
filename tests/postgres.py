"""A private PostgreSQL for a test run: started where its programs are installed, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first; None where there is none."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += [Path(place) for place in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@dataclass
class Machine:
    """A server of our own on loopback, stopped and started as told."""

    bin_folder: Path
    folder: Path
    as_user: list[str]
    port: int
    settings: tuple[str, ...]
    running: bool = False

    @property
    def url(self) -> str:
        """Where it is."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        words = " ".join(f"-c {word}" for word in (*self.settings, "listen_addresses=127.0.0.1", f"port={self.port}"))
        self._pg_ctl("-o", f"{words} -k {self.folder}", "-l", self.folder / "log", "-w", "start")
        self.running = True

    def stop(self, mode: str) -> None:
        """Stop it: fast (sessions are ended) or immediate (as if it died)."""
        self.running = False
        self._pg_ctl("-m", mode, "-w", "stop")

    def _pg_ctl(self, *words: object) -> None:
        _run(self.as_user, self.bin_folder / "pg_ctl", "-D", self.folder / "data", *words)


@contextmanager
def machine(bin_folder: Path, *settings: str) -> Iterator[Machine]:
    """A server, running, gone afterwards. As root it runs as the user postgres, as PostgreSQL demands."""
    folder = Path(tempfile.mkdtemp(prefix="bluelamp-pg-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    one = Machine(bin_folder, folder, as_user, _free_port(), (*QUICK, *settings))
    data = folder / "data"
    _run(as_user, bin_folder / "initdb", "-D", data, "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8")
    one.start()
    try:
        yield one
    finally:
        if one.running:
            one.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """The URL of such a server."""
    with machine(bin_folder) as one:
        yield one.url


def _run(as_user: list[str], *words: object) -> None:
    done = subprocess.run([*as_user, *map(str, words)], cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

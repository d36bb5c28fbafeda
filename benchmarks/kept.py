"""Stores of three years that are made once and kept in a folder, with a PostgreSQL of their own beside them."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks import big_force, big_store
from benchmarks.places import POSTGRESQL, SQLITE, plain_url
from domain.clock import london_day, utc_now
from tests import postgres

Say = Callable[[str], None]
MEMORY = ("shared_buffers=512MB", "max_wal_size=8GB")


class Place(NamedTuple):
    """A database, and whether it was made before."""

    url: str
    made: bool


class Kept:
    """The folder, and which databases it has; what is not there is made."""

    def __init__(self, folder: Path, server: postgres.Machine | None, days: int, say: Say) -> None:
        self.folder, self.server, self._days, self._say = folder, server, days, say
        ends = folder / "ends"
        if not ends.exists():
            ends.write_text((london_day(utc_now()) - timedelta(days=1)).isoformat())
        self.ends = date.fromisoformat(ends.read_text())

    @property
    def kinds(self) -> list[str]:
        """The databases that can be had."""
        return [SQLITE, POSTGRESQL] if self.server else [SQLITE]

    def urls(self, share: float) -> dict[str, str]:
        """The URL of a store of that size by kind, made where it is not there yet."""
        places = {kind: self.place(kind, f"share_{round(share * 10_000):05}") for kind in self.kinds}
        if missing := [place.url for place in places.values() if not place.made]:
            big_store.fill(missing, big_force.of_share(share, self.ends, self._days), self._say)
        return {kind: place.url for kind, place in places.items()}

    def place(self, kind: str, name: str) -> Place:
        """Where a store of that name is or is to be; on PostgreSQL an empty database is made for it."""
        if kind == SQLITE:
            return Place(f"sqlite:///{self.folder / name}.db", (self.folder / f"{name}.db").exists())
        assert self.server
        return Place(f"{self.server.url.removesuffix('/postgres')}/{name}", self._has(name))

    def chilled(self, kind: str, url: str) -> None:
        """As little of a store in memory as a process can bring about: PostgreSQL starts anew, files are let go of."""
        if kind == POSTGRESQL and self.server:
            self.server.stop("fast")
        for file in self.folder.glob("**/*" if kind == POSTGRESQL else f"{Path(url).name}*"):
            if file.is_file():
                _let_go(file)
        if kind == POSTGRESQL and self.server:
            self.server.start()

    def _has(self, name: str) -> bool:
        assert self.server
        with psycopg.connect(plain_url(self.server.url), autocommit=True) as line:
            if line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return True
            line.execute(f'CREATE DATABASE "{name}"'.encode())
        return False


@contextmanager
def kept(folder: Path, kinds: list[str], days: int, say: Say) -> Iterator[Kept]:
    """Open a folder of stores; its PostgreSQL runs meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    programs = postgres.programs() if POSTGRESQL in kinds else None
    server = _server(folder / "postgresql", programs) if programs else None
    try:
        if server:
            server.start()
        yield Kept(folder, server, days, say)
    finally:
        if server and server.running:
            server.stop("fast")


def _server(folder: Path, programs: Path) -> postgres.Machine:
    """A server in that folder, made if it is not there; as root it runs as the user postgres."""
    folder.mkdir(exist_ok=True)
    as_user: list[str] = []
    if os.geteuid() == 0:
        folder.parent.chmod(0o711)  # so that postgres finds its own folder in it
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    if not (folder / "data").exists():
        words = [*as_user, str(programs / "initdb"), "-D", str(folder / "data"), "--no-sync", "-A", "trust"]
        subprocess.run([*words, "-U", "postgres", "-E", "UTF8"], cwd="/", check=True, capture_output=True)
    port = postgres._free_port()
    return postgres.Machine(programs, folder, as_user, port, (*postgres.QUICK, *MEMORY))


def _let_go(file: Path) -> None:
    """Ask the system to keep nothing of a file in memory; where it cannot be asked, it stays."""
    if not hasattr(os, "posix_fadvise"):
        return
    line = os.open(file, os.O_RDONLY)
    os.fsync(line)
    os.posix_fadvise(line, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(line)

"""A private PostgreSQL for a test run: started where its programs are installed, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest version first; None where there is none."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else []
    places += [Path(place) for place in sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@contextmanager
def server(bin_folder: Path) -> Iterator[str]:
    """The URL of a server of our own on loopback. As root it runs as the user postgres, as PostgreSQL demands."""
    folder = Path(tempfile.mkdtemp(prefix="bluelamp-pg-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    data = folder / "data"
    settings = " ".join(f"-c {word}" for word in (*QUICK, "listen_addresses=127.0.0.1", f"port={port}"))
    _run(as_user, bin_folder / "initdb", "-D", data, "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8")
    options = f"{settings} -k {folder}"
    _run(as_user, bin_folder / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(as_user, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(as_user: list[str], *words: object) -> None:
    done = subprocess.run([*as_user, *map(str, words)], cwd="/", capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

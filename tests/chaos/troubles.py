"""What can befall a database while workers are at it, as acts that an attack carries out beside its own."""

import os
import random
import resource
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from tests.chaos.crew import Crew, ways
from tests.postgres import Machine

Trouble = Callable[[Crew, threading.Event], None]


def one_after_another(*all_of_them: Trouble) -> Trouble:
    """One trouble seldom comes alone."""

    def act(made: Crew, over: threading.Event) -> None:
        for one in all_of_them:
            one(made, over)

    return act


def restarts(server: Machine, modes: tuple[str, ...], seed: int = 1) -> Trouble:
    """PostgreSQL is stopped, is away for a while, and comes back, once for each mode (fast, immediate)."""

    def act(made: Crew, over: threading.Event) -> None:
        dice = random.Random(seed)
        for mode in modes:
            over.wait(dice.uniform(0.5, 1.5))
            server.stop(mode)
            over.wait(dice.uniform(0.3, 1.5))
            server.start()

    return act


def cuts(url: str, times: int, seed: int = 1) -> Trouble:
    """All connections to the database but this one are cut, again and again."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}".encode()

    def act(made: Crew, over: threading.Event) -> None:
        dice = random.Random(seed)
        with psycopg.connect(plain, autocommit=True) as line:
            for _ in range(times):
                over.wait(dice.uniform(0.05, 0.5))
                line.execute(cut)

    return act


def locks(file: Path, seconds: float, times: int, seed: int = 1) -> Trouble:
    """Another process keeps SQLite's one lock for so long, again and again, once something has been published."""

    def act(made: Crew, over: threading.Event) -> None:
        other = ways.Process(target=_keep_locked, args=(str(file), seconds, times, seed), daemon=True)
        other.start()
        other.join()

    return act


def _keep_locked(file: str, seconds: float, times: int, seed: int) -> None:
    dice, rest = random.Random(seed), threading.Event()
    line = sqlite3.connect(file, isolation_level=None, timeout=60)
    while not line.execute("SELECT count(*) FROM publication WHERE state = 'published'").fetchone()[0]:
        rest.wait(0.05)  # until the workers are at work: who cannot open the database at all leaves, and rightly
    for _ in range(times):
        rest.wait(dice.uniform(0.2, 1.0))
        line.execute("BEGIN IMMEDIATE")
        rest.wait(seconds)
        line.execute("ROLLBACK")
    line.close()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of its own in memory, so small that it can be filled; None where we may not mount one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "bluelamp-chaos", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def full_disk(disk: Path, seconds: float, times: int, seed: int = 1) -> Trouble:
    """The disk is filled to the last byte, and after a while there is room again."""

    def act(made: Crew, over: threading.Event) -> None:
        dice = random.Random(seed)
        filler = disk / "filler"
        for _ in range(times):
            over.wait(dice.uniform(0.3, 1.0))
            with filler.open("wb", buffering=0) as out, suppress(OSError):
                while out.write(b"\0" * 4_096):
                    pass
            over.wait(seconds)
            filler.unlink()

    return act


def no_room(seconds: float, times: int, seed: int = 1) -> Trouble:
    """As if the disk were full, without filling one: the workers may write no file beyond its first page.

    Python ignores the signal for that (SIGXFSZ), so that the write fails and not the process.
    """

    def act(made: Crew, over: threading.Event) -> None:
        dice = random.Random(seed)
        for _ in range(times):
            over.wait(dice.uniform(0.3, 1.0))
            for limit in (4_096, resource.RLIM_INFINITY):
                for one in made.workers:
                    if one.pid:
                        resource.prlimit(one.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
                if limit == 4_096:
                    over.wait(seconds)

    return act

"""Whole copies of the database, taken while it is in use, and put back where nothing is yet."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from glob import glob
from pathlib import Path

from sqlalchemy import URL, inspect

from store.db import Store


class CopyFault(Exception):
    """A copy that cannot be made or put back; the text says why and what to do."""


def copy_out(store: Store, file: Path) -> None:
    """Copy the database as it stands at one moment into a new file; whoever works on it goes on. Raises CopyFault."""
    file.touch(mode=0o600, exist_ok=False)
    if store.sqlite:
        _copy_sqlite(str(store.url.database), file)
    else:
        _run(store.url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def sound(file: Path) -> bool:
    """Whether a SQLite copy is whole."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as line:
            return bool(line.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def is_empty(store: Store) -> bool:
    """Whether the database has no tables at all."""
    return not inspect(store.engine).get_table_names()


def copy_in(store: Store, file: Path) -> None:
    """Put a copy back into an empty PostgreSQL database: all of it or none. Raises CopyFault.

    The mark that says whose version the tables are is left out, so that no process of ours opens the
    database before whoever put it back has written that mark.
    """
    listed = _run(None, "pg_restore", "--list", str(file))
    wanted = [line for line in listed.splitlines() if "TABLE DATA" not in line or " alembic_version " not in line]
    chosen = file.with_suffix(".list")
    chosen.write_text("\n".join(wanted))
    _run(
        store.url, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--use-list={chosen}", f"--dbname={store.url.database}", str(file),
    )  # fmt: skip


def _copy_sqlite(origin: str, file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{origin}?mode=ro", uri=True)) as line, closing(sqlite3.connect(file)) as to:
            line.execute("PRAGMA busy_timeout=30000")
            line.backup(to)
            to.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    except sqlite3.Error as fault:
        raise CopyFault(f"The database could not be copied ({fault}). Is there room where the backup goes?") from None


def _run(url: URL | None, program: str, *words: str) -> str:
    """Run one of PostgreSQL's own programs; its password goes by the environment, never by the command line."""
    env = dict(os.environ)
    if url is not None:
        told: dict[str, object] = {"PGHOST": url.host, "PGPORT": url.port, "PGDATABASE": url.database}
        told |= {"PGUSER": url.username, "PGPASSWORD": url.password, "PGSSLMODE": url.query.get("sslmode")}
        env |= {name: str(value) for name, value in told.items() if value}
    done = subprocess.run([_program(program), *words], env=env, capture_output=True, text=True, errors="replace")
    if done.returncode:
        says = (done.stderr.strip().splitlines() or ["no reason given"])[0]
        raise CopyFault(f"{program} could not do it: {says}.")
    return done.stdout


def _program(name: str) -> str:
    """Where one of PostgreSQL's programs is, the newest version first."""
    found = shutil.which(name) or next(iter(sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None)
    if found is None:
        raise CopyFault(f"{name} is not on this machine. Install PostgreSQL's client programs (postgresql-client).")
    return found

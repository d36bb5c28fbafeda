"""`bluelamp backup` and `bluelamp restore`: all but the secrets in one file, and back again without a post twice."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from config import logs
from config.settings import Settings
from domain.clock import Clock, in_london, utc_now
from doors import archive
from doors.archive import Manifest
from doors.person import system_user
from doors.wiring import DoorFault, House, not_newer, reach_store
from store import copies, restored, schema, workers
from store.copies import CopyFault
from store.db import Store
from store.restored import Reopened

KINDS = ("collector", "publisher", "watch")


def backup(house: House, where: Path) -> list[str]:
    """Write a backup into a new file, or into a folder under a name with the time; everybody goes on working."""
    made_at = house.clock()
    file = where / f"bluelamp-{made_at:%Y%m%d-%H%M%SZ}.tar" if where.is_dir() else where
    if file.exists():
        raise DoorFault(f"{file} is there already.", "Name a new file, or a folder.")
    if not file.parent.is_dir():
        raise DoorFault(f"There is no folder {file.parent}.", "Make it, or name another.")
    with _faults(), _beside(file) as folder:
        copy = folder / archive.DATABASE
        copies.copy_out(house.store, copy)
        kind = "sqlite" if house.store.sqlite else "postgresql"
        revision = schema.current(house.store) or ""
        told = Manifest(
            archive.FORM, made_at.isoformat(), version("bluelamp"), revision, kind, archive.digest(copy)
        )  # fmt: skip
        media = archive.pack(file, told, copy, house.settings.media)
    size = file.stat().st_size / 1_000_000
    return [
        f"{file}: {size:,.1f} MB, the database and {media:,} media files as of {in_london(made_at)}.",
        "Secrets, roster and settings are not in it: keep them apart.",
        "Whoever holds it can read all that Bluelamp keeps.",
    ]


def restore(settings: Settings, file: Path, *, replace: bool = False, clock: Clock = utc_now) -> list[str]:
    """Put a backup back where no database is (or, with `replace`, where a SQLite file is moved aside for it).

    Whatever was due since the backup opens as unknown, and a hold over the whole force stands until a person lifts it.
    """
    logs.set_up(settings.log_level)
    url = make_url(settings.database)
    beside = Path(str(url.database)).absolute() if url.get_backend_name() == "sqlite" else Path.cwd() / "restore"
    beside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _faults(), _beside(beside) as folder:
        manifest = archive.unpack(file, folder)
        copy = folder / archive.DATABASE
        if (manifest.kind == "sqlite") is not (url.get_backend_name() == "sqlite"):
            raise DoorFault(
                f"It is a backup of {'a SQLite file' if manifest.kind == 'sqlite' else 'PostgreSQL'}.",
                "Set BLUELAMP_DATABASE to one of that kind.",
            )
        put_back = _into_sqlite if manifest.kind == "sqlite" else _into_postgresql
        back, damaged = archive.unpack_media(file, settings.media)  # first: without a queue they do no harm
        said, found = put_back(settings, copy, manifest, clock(), replace)
    return [*said, *_summary(manifest, found, back, damaged)]


def _into_sqlite(
    settings: Settings, copy: Path, manifest: Manifest, now: datetime, replace: bool
) -> tuple[list[str], Reopened]:
    """Doubt the copy first, then give it the name that processes look for."""
    place, said = Path(str(make_url(settings.database).database)).absolute(), []
    if place.exists():
        _must_be_quiet(settings, place, now, replace)
    if not copies.sound(copy):
        raise DoorFault("The database in the backup is damaged.", "Take another backup.")
    store = Store(f"sqlite:///{copy}")
    try:
        not_newer(store)
        schema.migrate(store)
        with store.writing(durable=True) as db:
            found = restored.reopen(db, manifest.moment, now, system_user())
        with store.engine.connect() as line:
            line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        store.close()
    if place.exists():
        aside = place.with_name(f"{place.name}.before-{now:%Y%m%d-%H%M%SZ}")
        for ending in ("-wal", "-shm", ""):
            if (part := place.with_name(place.name + ending)).exists():
                part.rename(aside.with_name(aside.name + ending))
        said.append(f"What was there is kept as {aside}.")
    copy.rename(place)
    return said, found


def _into_postgresql(
    settings: Settings, copy: Path, manifest: Manifest, now: datetime, replace: bool
) -> tuple[list[str], Reopened]:
    """Until the last transaction the database bears no version's mark, so that no process of ours opens it."""
    store = reach_store(settings)
    try:
        if not copies.is_empty(store):
            raise DoorFault(
                "The database of BLUELAMP_DATABASE is not empty.", "Make an empty one, and name that: createdb NAME"
            )
        copies.copy_in(store, copy)
        with store.writing(durable=True) as db:
            _mark_and_migrate(db, manifest.revision)
            return [], restored.reopen(db, manifest.moment, now, system_user())
    finally:
        store.close()


def _mark_and_migrate(db: Session, revision: str) -> None:
    if not schema.knows(revision):
        raise DoorFault("The backup belongs to a newer version of Bluelamp than this one.", "Install that version.")
    schema.mark_and_migrate(db, revision)


def _must_be_quiet(settings: Settings, place: Path, now: datetime, replace: bool) -> None:
    """Raise DoorFault when the file that is there must not be moved aside."""
    if not replace:
        raise DoorFault(
            f"There is a database at {place} already.", "Move it away, or say --replace to have it kept aside."
        )
    store = Store(f"sqlite:///{place}")
    try:
        with store.reading() as db:
            alive = [kind for kind in KINDS if workers.alive(db, kind, now)]
    except SQLAlchemyError:  # damaged, or another program's: it is kept aside as it is
        alive = []
    finally:
        store.close()
    if alive:
        raise DoorFault(f"At work on that database: {', '.join(alive)}.", "Stop Bluelamp first.")


def _summary(manifest: Manifest, found: Reopened, back: int, damaged: int) -> list[str]:
    said = [
        f"Restored as of {in_london(manifest.moment)}, with {back:,} media files put back.",
        f"{found.unknown:,} posts were due since or being sent: they may be public, and are looked for first."
        if found.unknown
        else "No post was due since.",
        f"{found.looked_for_first:,} queued posts are looked for on their platform before they leave.",
        "A hold over the whole force is in place: look what was approved, changed or stopped since, then lift it.",
        "Then start Bluelamp: bluelamp run",
    ]
    return said + ([f"{damaged:,} media files in the backup are damaged and were left out."] if damaged else [])


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A folder of one's own on the same disk as the file, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=".bluelamp-", dir=file.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _faults() -> Iterator[None]:
    """What a person can mend, in a sentence."""
    try:
        yield
    except CopyFault as fault:
        raise DoorFault(str(fault), "Nothing was changed.") from None
    except OSError as fault:
        raise DoorFault(f"It could not be written or read: {fault.strerror}.", "Nothing was changed.") from None

"""The file of a backup: a tar of what it is, the copy of the database, and the media by their content."""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from doors.wiring import DoorFault

FORM = 1
MANIFEST, DATABASE = "manifest.json", "database"
_MEDIA = re.compile(r"media/([0-9a-f]{2})/([0-9a-f]{64})(\.[a-z0-9]{1,5})?")
_BLOCK = 1 << 20
_WHOLE = "Take another backup."


@dataclass(frozen=True)
class Manifest:
    """What a backup is: `made_at` just before its copy began, whose tables (`revision`), and the copy's SHA-256."""

    form: int
    made_at: str
    version: str
    revision: str
    kind: str  # "sqlite" or "postgresql"
    database: str

    @property
    def moment(self) -> datetime:
        """When it was made, UTC."""
        return datetime.fromisoformat(self.made_at)


def pack(file: Path, manifest: Manifest, copy: Path, media: Path) -> int:
    """Write a backup beside its name, then give it its name; tell how many media files it holds."""
    rough = file.with_name(f".{file.name}.part")
    rough.unlink(missing_ok=True)
    rough.touch(mode=0o600)
    note = copy.with_name(MANIFEST)
    note.write_text(json.dumps(asdict(manifest), indent=2))
    number = 0
    try:
        with rough.open("wb") as out:
            with tarfile.open(fileobj=out, mode="w") as tar:
                tar.add(note, MANIFEST)
                tar.add(copy, DATABASE)
                for one, name in _media(media):
                    tar.add(one, name)
                    number += 1
            out.flush()
            os.fsync(out.fileno())
        rough.rename(file)
    finally:
        rough.unlink(missing_ok=True)
    return number


def unpack(file: Path, folder: Path) -> Manifest:
    """Take what the backup is and the copy of its database out of it, into a folder. Raises DoorFault."""
    with _opened(file) as tar:
        try:
            told = tar.extractfile(MANIFEST)
            manifest = Manifest(**json.load(told)) if told else None
            copy = tar.getmember(DATABASE)
        except (KeyError, TypeError, ValueError, tarfile.TarError):
            manifest = None
        if manifest is None or manifest.form != FORM:
            raise DoorFault(f"{file} is no backup that this version can read.", "Name a file of `bluelamp backup`.")
        _take(tar, copy, folder / DATABASE)
    if digest(folder / DATABASE) != manifest.database:
        raise DoorFault(f"{file} is damaged: its database is not what was put into it.", _WHOLE)
    return manifest


def unpack_media(file: Path, media: Path) -> tuple[int, int]:
    """Put back the media files that are not there; tell how many were put back, and how many are damaged."""
    back = damaged = 0
    with _opened(file) as tar:
        for member in tar:
            found = _MEDIA.fullmatch(member.name)
            if not found or not member.isfile():
                continue
            place = media / found[1] / f"{found[2]}{found[3] or ''}"
            if place.exists():
                continue
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            rough = place.with_name(f".{place.name}.part")
            _take(tar, member, rough)
            if digest(rough) != found[2]:
                rough.unlink()
                damaged += 1
                continue
            rough.rename(place)
            back += 1
    return back, damaged


def digest(file: Path) -> str:
    """The SHA-256 of a file, hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _media(folder: Path) -> Iterator[tuple[Path, str]]:
    for one in sorted(folder.glob("??/*")):
        name = f"media/{one.relative_to(folder).as_posix()}"
        if _MEDIA.fullmatch(name):
            yield one, name


def _opened(file: Path) -> tarfile.TarFile:
    try:
        return tarfile.open(file)
    except (OSError, tarfile.TarError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "it is no tar file, or cut short"
        raise DoorFault(f"{file} cannot be read: {why}.", "Name a file of `bluelamp backup`.") from None


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, to: Path) -> None:
    """One plain file out of the tar, wherever the tar says it belongs."""
    source = tar.extractfile(member)
    if source is None:
        raise DoorFault("The backup holds something that is no file.", _WHOLE)
    to.unlink(missing_ok=True)
    to.touch(mode=0o600)
    try:
        with source, to.open("wb") as out:
            while block := source.read(_BLOCK):
                out.write(block)
    except tarfile.TarError:
        raise DoorFault("The backup is cut short.", _WHOLE) from None

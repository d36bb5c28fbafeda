"""The media folder: cleaned images and videos by the SHA-256 of their content, shared by all processes of a house.

`<folder>/<first two hex>/<sha256><ending>`. A file has its name only once all of it is on the disk; the same content
twice is one file. Only our own words stand in these paths: nothing of what people call their files.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "video/mp4": ".mp4"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ROUGH = "rough-"


class MediaFault(Exception):
    """A file of the media folder that is not there, or not what was put there; the text says what to do."""


def place(folder: Path, digest: str, mime: str) -> Path:
    """Where the file of that content is, or would be."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("not the hex of a SHA-256")
    return folder / digest[:2] / f"{digest}{ENDINGS[mime]}"


def checked(folder: Path, digest: str, mime: str) -> Path:
    """The file of that content, read through to see that it is whole. Raises MediaFault."""
    file = place(folder, digest, mime)
    try:
        found = digest_of(file)
    except FileNotFoundError:
        raise MediaFault(f"A picture or video ({file.name}) is missing from the media folder. {_MEND}") from None
    except OSError as fault:
        raise MediaFault(f"A picture or video ({file.name}) cannot be read: {fault.strerror}. {_MEND}") from None
    if found != digest:
        raise MediaFault(f"A picture or video ({file.name}) in the media folder is damaged. {_MEND}")
    return file


_MEND = "Put it back from a backup, or take it out of the post and add it again."


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, hex."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def rough(folder: Path) -> Iterator[Path]:
    """A folder of one's own on the same disk, for a file that is not yet what it is to be; gone afterwards."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_ROUGH, dir=folder, ignore_cleanup_errors=True) as here:
        yield Path(here)


def settle(file: Path) -> str:
    """Bring a rough file onto the disk; its digest."""
    file.chmod(0o600)
    with file.open("rb") as content:
        os.fsync(content.fileno())
    return digest_of(file)


def keep(folder: Path, settled: Path, digest: str, mime: str) -> None:
    """Give a settled file its name. Quick, for it is done while the row of the file is locked.

    One that is there already is put in its place again: it may be damaged, and its time says that it is wanted.
    """
    file = place(folder, digest, mime)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    os.utime(settled)
    settled.replace(file)
    _sync(file.parent)
    _sync(folder)


def remove(folder: Path, digest: str, mime: str) -> None:
    """Let a file go; twice does no harm."""
    place(folder, digest, mime).unlink(missing_ok=True)


def older_than(folder: Path, moment: float) -> Iterator[tuple[Path, str, str]]:
    """Files that were put there before a moment (seconds since 1970), each with its digest and MIME type."""
    mimes = {ending: mime for mime, ending in ENDINGS.items()}
    for file in folder.glob("??/*"):
        if _DIGEST.fullmatch(file.stem) and file.suffix in mimes and _changed(file) < moment:
            yield file, file.stem, mimes[file.suffix]


def sweep(folder: Path, moment: float) -> int:
    """Delete what a process that died before a moment (seconds since 1970) left half done; tell how many."""
    gone = 0
    for left in folder.glob(f"{_ROUGH}*"):
        if _changed(left) < moment:
            for file in left.glob("*"):
                file.unlink(missing_ok=True)
            left.rmdir()
            gone += 1
    return gone


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:  # another process was quicker
        return float("inf")


def _sync(folder: Path) -> None:
    """A name, too, is on the disk only once its folder is."""
    line = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(line)
    finally:
        os.close(line)

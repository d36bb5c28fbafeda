"""Files for tests: a picture and a film that platforms know by their first bytes."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from domain.posts import Attached, MediaKind

JPEG = b"\xff\xd8\xff\xe0" + b"the village hall" * 50
PNG = b"\x89PNG\r\n\x1a\n" + b"a map" * 40
MP4 = b"\x00\x00\x00\x18ftypisom" + b"a film of the beat" * 600
ALT = "Neuadd y pentref, â drws glas"
MIMES = {JPEG[:3]: "image/jpeg", PNG[:3]: "image/png", MP4[:3]: "video/mp4"}


def attached(raw: bytes = JPEG, alt: str = ALT, **more: Any) -> Attached:
    """A file as it would go out with a post."""
    mime = MIMES.get(raw[:3], "image/jpeg")
    kind = MediaKind.VIDEO if mime.startswith("video") else MediaKind.IMAGE
    one = Attached(hashlib.sha256(raw).hexdigest(), kind, mime, len(raw), 1_200, 800, alt)
    return replace(one, seconds=12.0 if kind is MediaKind.VIDEO else None, **more)


def on_disk(folder: Path, raw: bytes = JPEG) -> Path:
    """The same content as a file."""
    file = folder / hashlib.sha256(raw).hexdigest()
    file.write_bytes(raw)
    return file

"""Files that a platform was given: known by their content, not by their names; forgotten when not used in time."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.items import Json

X_ENDS = timedelta(hours=24)
FACEBOOK_ENDS = timedelta(hours=24)
PREPARES = timedelta(seconds=10)  # X and a video
CHECK_AFTER = 5  # seconds
SHOWN = 300  # pictures kept for the public's page


@dataclass(slots=True)
class Medium:
    """One file that was given for an account: all of it, or as far as it has come."""

    id: str
    account: str
    at: datetime
    ends: datetime
    mime: str = ""
    total: int = 0
    size: int = 0
    segments: int = 0
    digest: str = ""
    alt: str = ""
    ready_at: datetime | None = None  # None: not all of it is there
    broken: bool = False
    begins: bytes = b""
    so_far: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    content: bytearray = field(default_factory=bytearray)

    @property
    def video(self) -> bool:
        return self.mime.startswith("video/")

    def add(self, part: bytes) -> None:
        """One more part of it. Of a video only its beginning and its hash are kept."""
        self.so_far.update(part)
        self.size += len(part)
        self.segments += 1
        self.begins = (self.begins + part)[:64] if len(self.begins) < 64 else self.begins
        if not self.video:
            self.content += part

    def finish(self, ready_at: datetime, ends: datetime) -> None:
        self.digest, self.ready_at, self.ends = self.so_far.hexdigest(), ready_at, ends

    def shown(self) -> Json:
        """How the truth tells of it."""
        kind = "video" if self.video else "image"
        return {
            "id": self.id,
            "kind": kind,
            "mime": self.mime,
            "size": self.size,
            "digest": self.digest,
            "alt": self.alt,
        }


def mime_of(begins: bytes) -> str | None:
    """What a file is by its first bytes; None when it is nothing that a platform shows."""
    if begins.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if begins.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if begins[:4] == b"RIFF" and begins[8:12] == b"WEBP":
        return "image/webp"
    if begins[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if begins[4:8] == b"ftyp":
        return "video/quicktime" if begins[8:12] == b"qt  " else "video/mp4"
    return None


class Shelf:
    """All that the two platforms were given and have not yet forgotten, and the pictures that became public."""

    def __init__(self) -> None:
        self.given: dict[tuple[str, str], Medium] = {}
        self.pictures: dict[str, tuple[str, bytes]] = {}

    def put(self, platform: str, one: Medium, now: datetime) -> Medium:
        """Keep it; what has ended is let go."""
        for key in [key for key, other in self.given.items() if other.ends <= now]:
            del self.given[key]
        self.given[platform, one.id] = one
        return one

    def get(self, platform: str, ident: str, account: str, now: datetime) -> Medium | None:
        """What this account gave under this id, as long as the platform knows it."""
        one = self.given.get((platform, ident))
        return one if one is not None and one.account == account and one.ends > now else None

    def publish(self, many: list[Medium]) -> list[Json]:
        """They are public now: what the truth tells of them, and the pictures themselves for the public's page."""
        for one in many:
            if not one.video:
                self.pictures[one.digest] = (one.mime, bytes(one.content))
        while len(self.pictures) > SHOWN:
            del self.pictures[next(iter(self.pictures))]
        return [one.shown() for one in many]

"""What a file that somebody uploads is, by its first bytes; and what people are told of kinds that we do not take."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.posts import MediaKind
from platforms.port import MediaLimits

IMAGE_SIDE = 4_096  # pixels: more than any of the platforms shows
VIDEO_SIDE = 4_096
INPUT_BYTES = 200_000_000
"""The largest file that is looked at; the dashboard takes no larger one either (server.maxUploadSize)."""


class Unfit(Exception):
    """A file that cannot be a picture or video of a post; the text says why and what to do."""


@dataclass(frozen=True)
class Fence:
    """What every platform takes. Bytes, pixels, seconds; 0: no platform takes any."""

    image_bytes: int
    image_side: int
    video_bytes: int
    video_seconds: float


@dataclass(frozen=True)
class Clean:
    """A file as it came out of cleaning. Bytes, pixels as shown, seconds."""

    kind: MediaKind
    mime: str
    size: int
    width: int
    height: int
    seconds: float | None = None


def fence(several: Iterable[MediaLimits]) -> Fence:
    """The narrowest of what these platforms take, those left aside that take none; the composer says which do."""
    listed = list(several)
    images = [one for one in listed if one.images]
    videos = [one for one in listed if one.videos]
    return Fence(
        image_bytes=min((one.image_bytes for one in images), default=0),
        image_side=min([IMAGE_SIDE, *(one.image_side for one in images if one.image_side)]),
        video_bytes=min((min(one.video_bytes, INPUT_BYTES) for one in videos), default=0),
        video_seconds=min((one.video_seconds for one in videos), default=0),
    )


def kind_of(source: Path) -> MediaKind:
    """Whether it claims to be an image or a video that we can clean. Raises Unfit for everything else."""
    with source.open("rb") as content:
        head = content.read(64)
    if not head:
        raise Unfit("The file is empty. Choose another.")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or head[8:12] == b"WEBP":
        return MediaKind.IMAGE
    if head[4:8] == b"ftyp" and not _still(head):
        return MediaKind.VIDEO
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # QuickTime before there was ftyp
        return MediaKind.VIDEO
    raise Unfit(_why(head))


def _still(head: bytes) -> bool:
    """Whether it is a picture in the box of a video."""
    return head[8:12] in (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


def _why(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return (
            "It is a HEIC or AVIF picture, as some phones make them. Save it as JPEG and add that"
            " (iPhone: Settings, Camera, Formats, Most Compatible)."
        )
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for start, sentence in _NOT_TAKEN:
        if text.startswith(start):
            return sentence
    return "It is no picture or video that we know, whatever its name says. Add a JPEG, PNG, WebP or MP4 file."


_NOT_TAKEN = (
    (b"%pdf", "It is a PDF document, whatever its name says. Save the page as PNG or JPEG and add that."),
    (b"<svg", "It is an SVG drawing, which no platform takes. Save it as PNG and add that."),
    (b"<?xml", "It is an SVG drawing or another XML file, which no platform takes. Save it as PNG and add that."),
    (b"<", "It is a web page, whatever its name says. Add the picture itself, as JPEG or PNG."),
    (b"\x1aE\xdf\xa3".lower(), "It is a WebM or Matroska video. Save it as MP4 (H.264 and AAC) and add that."),
    (b"ii*\x00", "It is a TIFF picture. Save it as JPEG or PNG and add that."),
    (b"mm\x00*", "It is a TIFF picture. Save it as JPEG or PNG and add that."),
    (b"bm", "It is a BMP picture. Save it as PNG and add that."),
)

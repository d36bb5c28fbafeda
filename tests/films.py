"""Pictures and videos made in code, as telephones make them: with everything in them that must not go out."""

from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from PIL import Image

GPS, MAKE, MODEL, ORIENTATION, COMMENT = 0x8825, 0x010F, 0x0110, 0x0112, 0x9286
SECRETS = (b"Acme", b"Fone 9", b"51.5", b"53;28;41", b"Pat's phone", b"2026:11:01", b"GPS", b"Exif", b"XMP", b"xmp")


def letter(width: int = 120, height: int = 80) -> Image.Image:
    """A picture that looks different whichever way it is turned."""
    picture = Image.effect_mandelbrot((width, height), (-2.2, -1.1, 0.8, 1.3), 60).convert("RGB")
    picture.paste("red", (0, 0, width // 2, height // 2))
    picture.paste("blue", (width // 2, 0, width, height // 2))
    return picture


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes of itself, its owner and where it is."""
    told = Image.Exif()
    told[MAKE], told[MODEL], told[ORIENTATION] = "Acme", "Fone 9", orientation
    told[0x9C9B] = "Pat's phone".encode("utf-16le")
    told[0x0132] = "2026:11:01 10:00:00"
    told.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 41.0), 3: "W", 4: (0.0, 7.0, 28.0), 29: "2026:11:01"})
    return told


def jpeg(picture: Image.Image | None = None, orientation: int = 1, **more: object) -> bytes:
    """A photo with all that a telephone writes into it."""
    content = BytesIO()
    options = {"exif": exif(orientation), "comment": b"Pat's phone", "xmp": b"<x:xmpmeta>Acme 51.5</x:xmpmeta>"}
    (picture or letter()).save(content, "JPEG", quality=95, **{**options, **more})  # type: ignore[arg-type]
    return content.getvalue()


def saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    """A picture in a format."""
    content = BytesIO()
    picture.save(content, kind, **more)  # type: ignore[arg-type]
    return content.getvalue()


def film(
    path: Path,
    seconds: float = 1,
    *,
    codec: str = "libx264",
    sound: str = "aac",
    turned: int = 0,
    kind: str = "mp4",
    size: tuple[int, int] = (64, 48),
    extras: bool = False,
) -> Path:
    """A video with a place, a maker and a time in it; `extras`: a track of text and a chapter as well."""
    plain = path.with_name(f"plain-{path.name}")
    with av.open(str(plain), "w", format=kind) as out:
        _encode(out, codec, sound, seconds, size)
    with (
        av.open(str(plain)) as box,
        av.open(str(path), "w", format=kind, container_options={"movflags": "use_metadata_tags"}) as out,
    ):
        out.metadata.update(
            {
                "location": "+51.5000-000.1200/",
                "com.apple.quicktime.location.ISO6709": "+51.5-0.12/",
                "make": "Acme",
                "model": "Fone 9",
                "creation_time": "2026-11-01T10:00:00Z",
            }
        )
        if extras:
            out.set_chapters(
                [
                    {
                        "id": 1,
                        "start": 0,
                        "end": 500,
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": "Pat's phone"},
                    }
                ]
            )
        tracks = [out.add_stream_from_template(one) for one in box.streams]
        tracks[0].metadata["handler_name"] = "Acme Fone 9"
        if turned:
            tracks[0].set_display_rotation(turned)
        text = out.add_mux_stream("mov_text") if extras else None
        for packet in box.demux():
            if packet.dts is not None:
                packet.stream = tracks[packet.stream.index]
                out.mux(packet)
        if text:
            words = b"Pat's phone 51.5"
            packet = av.Packet(len(words).to_bytes(2, "big") + words)
            packet.pts = packet.dts = 0
            packet.duration, packet.time_base, packet.stream = 1000, Fraction(1, 1000), text
            out.mux(packet)
    plain.unlink()
    return path


def _encode(out: av.container.OutputContainer, codec: str, sound: str, seconds: float, size: tuple[int, int]) -> None:
    video = out.add_stream(codec, rate=25)
    video.width, video.height, video.pix_fmt = *size, "yuv420p"
    heard = out.add_stream(sound, rate=44100, layout="mono") if sound else None
    for number in range(int(seconds * 25)):
        picture = Image.new("RGB", size, (number * 5 % 255, 80, 160))
        picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
        frame = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
        frame.pts, frame.time_base = number, Fraction(1, 25)
        out.mux(video.encode(frame))
    out.mux(video.encode())
    if heard:
        for number in range(int(seconds * 43)):
            quiet = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            for plane in quiet.planes:
                plane.update(bytes(plane.buffer_size))
            quiet.sample_rate, quiet.pts, quiet.time_base = 44100, number * 1024, Fraction(1, 44100)
            out.mux(heard.encode(quiet))
        out.mux(heard.encode())


def with_box(content: bytes, parent: str, name: bytes, more: bytes) -> bytes:
    """The same film with one more box at the end of another, which must be moov or within it, and moov the last."""
    return with_tail(content, parent, (8 + len(more)).to_bytes(4, "big") + name + more)


def trimmed(content: bytes, track: int, start: float, seconds: float) -> bytes:
    """The same film as an editor leaves it that only hides what was cut away: all of it is still in the file."""
    at = -1
    for _ in range(track + 1):
        at = content.index(b"elst", at + 1)
    rate = int.from_bytes(content[(of := content.index(b"mdhd", at)) + 16 : of + 20], "big")
    begins = int.from_bytes(content[at + 16 : at + 20], "big") + int(start * rate)
    shown = int(seconds * 1000).to_bytes(4, "big") + begins.to_bytes(4, "big")
    return content[: at + 12] + shown + content[at + 20 :]


INTO = {b"moov": 8, b"trak": 8, b"mdia": 8, b"minf": 8, b"stbl": 8, b"stsd": 16, b"avc1": 86}
"""Boxes with boxes in them, and how far within they begin."""


def with_tail(content: bytes, parent: str, tail: bytes) -> bytes:
    """The same film with bytes that nobody asked for at the end of a box."""
    grown, at, end = bytearray(content), content.index(b"moov") - 4, len(content)
    while at < end:
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        holds = content.find(parent.encode(), at + 4, at + size) >= 0
        if holds:
            grown[at : at + 4] = (size + len(tail)).to_bytes(4, "big")
        if name == parent.encode():
            grown[at + size : at + size] = tail
            return bytes(grown)
        at += INTO[name] if holds else size
    raise AssertionError(f"no {parent}")


def boxes(content: bytes) -> Sequence[str]:
    """The names of the boxes on the top level of an MP4 file, in their order."""
    found, at = [], 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        found.append(content[at + 4 : at + 8].decode("latin-1"))
        at += size or len(content)
    return found

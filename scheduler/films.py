"""Videos: taken out of their box and put into a new one, the pictures and sounds themselves untouched.

What cameras write beside them stays behind: place, make, times, names, chapters, thumbnails, tracks of text and data,
and notes within the stream. Run in a process of its own (scheduler/cleaning.py).
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.stream import VideoStream
from PIL import Image

from domain.posts import MediaKind
from scheduler.media_kinds import VIDEO_SIDE, Clean, Fence, Unfit

HOW = "Save it as MP4 with H.264 and AAC (iPhone: Settings, Camera, Formats, Most Compatible) and add that."
DAMAGED = f"The video is damaged or only part of a file. {HOW}"
HIDDEN = (
    "Part of the video was only hidden, not cut away, and would go out with the rest."
    " Export it from your editor as a new video and add that."
)
BEGINNING = Fraction(1, 10)  # seconds of sound; AAC of Apple's makers begins with 2,112 samples
BARE = {"movflags": "+faststart", "fflags": "+bitexact"}
ASIDE = Disposition.attached_pic | Disposition.timed_thumbnails
PICTURES = frozenset({*range(1, 12), 13, 14, 15, 19, 20})  # kinds of units (H.264, table 7-1): no filler, none reserved
SETS, SEI = frozenset({7, 8, 13}), 6  # what decoders are told beforehand; a note beside the pictures
SHOWING = frozenset({0, 1, 2, 6, 45, 47, 137, 144, 147})  # kinds of notes by which pictures are shown (annex D)
CAPTION, CAPTIONS = 4, b"\xb5\x00\x31GA94\x03"  # words for who cannot hear (ATSC A/72); else that kind is anybody's
HIGH = frozenset({100, 110, 122, 144})  # profiles of which avcC says more at its end


def clean(source: Path, target: Path, fence: Fence) -> Clean:
    """Write the video into a new box, the same bytes for the same video. Raises Unfit."""
    if not fence.video_bytes:
        raise Unfit("None of the platforms here takes videos. Add pictures instead.")
    try:
        with _opened(source) as box:
            video, sound = _tracks(box)
            end = _copied(box, video, sound, target)
        return _measured(target, end, fence)
    except (av.FFmpegError, ValueError, OverflowError):
        raise Unfit(DAMAGED) from None


def poster(file: Path, side: int) -> bytes:
    """A small JPEG of the first picture of a video that was cleaned, upright, for a page."""
    with _opened(file) as box:
        frame = next(box.decode(video=0))
        picture = Image.fromarray(frame.to_ndarray(format="rgb24")).rotate(frame.rotation, expand=True)
    picture.thumbnail((side, side))
    content = BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()


def _opened(file: Path) -> InputContainer:
    """Only as MP4, and only this file: other formats would have it read lists of further files or addresses."""
    return av.open(str(file), "r", format="mp4", container_options={"protocol_whitelist": "file"})


def _tracks(box: InputContainer) -> tuple[VideoStream, AudioStream | None]:
    videos = [one for one in box.streams.video if not one.disposition & ASIDE]
    if not box.streams:
        raise Unfit(DAMAGED)
    if not videos:
        raise Unfit("There are no moving pictures in it. Add a video, or a picture.")
    if len(videos) > 1:
        raise Unfit(f"There are {len(videos)} videos in one file. Save the one you want by itself and add that.")
    video, sound = videos[0], next(iter(box.streams.audio), None)
    _must_be(video.codec_context.name, "h264", "pictures")
    if video.codec_context.pix_fmt is None:  # there is not one picture in it that can be decoded
        raise Unfit(DAMAGED)
    if video.codec_context.pix_fmt not in ("yuv420p", "yuvj420p"):
        raise Unfit(f"Its pictures are in colours that most people's players cannot show. {HOW}")
    if sound:
        _must_be(sound.codec_context.name, "aac", "sound")
    if max(video.width, video.height) > VIDEO_SIDE:
        raise Unfit(f"Its pictures are larger than {VIDEO_SIDE:,} pixels. {HOW}")
    return video, sound


def _must_be(codec: str, wanted: str, what: str) -> None:
    if codec != wanted:
        raise Unfit(f"It keeps its {what} as {codec.upper()}, which not every platform takes. {HOW}")


def _copied(box: InputContainer, video: VideoStream, sound: AudioStream | None, target: Path) -> Fraction:
    """Copy the tracks into a new box; the moment at which the pictures end, in seconds."""
    wanted: list[Stream] = [video, *([sound] if sound else [])]
    found, end, prefix = 0, Fraction(0), _prefix(video)
    with av.open(str(target), "w", format="mp4", container_options=BARE) as out:
        tracks = {one.index: out.add_stream_from_template(one) for one in wanted}  # which way up too, but no names
        tracks[video.index].codec_context.extradata = _told_beforehand(video.codec_context.extradata or b"")
        for packet in box.demux(wanted):
            if packet.dts is None:  # the end of a track
                continue
            if packet.is_corrupt:
                raise Unfit(DAMAGED)
            if packet.is_discard and packet.stream.index == video.index:
                raise Unfit(HIDDEN)
            if packet.is_discard and not _begins(packet):
                continue
            track = tracks[packet.stream.index]
            if packet.stream.index == video.index:
                found += 1
                end = max(end, ((packet.pts or 0) + (packet.duration or 0)) * packet.time_base)
                packet = _without_notes(packet, prefix)
            packet.stream = track
            out.mux(packet)
    if not found or found < video.frames:
        raise Unfit(DAMAGED)
    _without_profile(target)
    return end


def _begins(packet: "Packet[Any]") -> bool:
    """Whether it is only what a decoder of sound begins with, before the first that is heard."""
    return -BEGINNING <= (packet.pts or 0) * packet.time_base < 0


def _without_profile(file: Path) -> None:
    """A profile of colours says who made it, and may say anything: what was written of one is made an empty box."""
    with file.open("r+b") as box:
        box.seek(start := int.from_bytes(box.read(4), "big"))  # behind ftyp stands moov, for it is +faststart
        size = int.from_bytes(box.read(4), "big")
        moov = b"\0\0\0\0" + box.read(size - 4)
        for found in re.finditer(b"colrprof", moov):
            size = int.from_bytes(moov[found.start() - 4 : found.start()], "big")
            box.seek(start + found.start())
            box.write(b"free" + bytes(max(0, size - 8)))


def _prefix(video: VideoStream) -> int:
    """In how many bytes the length of each unit of the stream is told (ISO 14496-15, 5.3.3.1)."""
    told = video.codec_context.extradata
    if not told or len(told) < 7 or told[0] != 1:
        raise Unfit(DAMAGED)
    return (told[4] & 3) + 1


def _told_beforehand(told: bytes) -> bytes:
    """What decoders are told beforehand (avcC: ISO 14496-15, 5.3.3.1), and nothing between or behind it."""
    sequences, at = _listed(told, 5, 31)
    pictures, at = _listed(told, at, 255)
    bare = told[:5] + bytes([0xE0 | len(sequences)]) + b"".join(sequences)
    bare += bytes([len(pictures)]) + b"".join(pictures)
    depth = told[at : at + 3]
    if told[1] in HIGH and len(told) >= at + 4 and depth[0] >= 0xFC and min(depth[1:]) >= 0xF8:
        more, _ = _listed(told, at + 3, 255)
        bare += depth + bytes([len(more)]) + b"".join(more)
    return bare


def _listed(told: bytes, at: int, mask: int) -> tuple[list[bytes], int]:
    """The units of a list in avcC, each with its length before it, and where the list ends. Raises Unfit."""
    units, left, at = [], told[at] & mask if at < len(told) else -1, at + 1
    for _ in range(left):
        end = at + 2 + int.from_bytes(told[at : at + 2], "big")
        if not at + 2 < end <= len(told):
            raise Unfit(DAMAGED)
        if told[at + 2] & 31 in SETS:
            units.append(told[at:end])
        at = end
    if left < 0:
        raise Unfit(DAMAGED)
    return units, at


def _without_notes(packet: "Packet[Any]", prefix: int) -> "Packet[Any]":
    """The packet without what anybody may have written into the stream beside the pictures."""
    bare = av.Packet(b"".join(_units(bytes(packet), prefix)))
    bare.pts, bare.dts, bare.duration, bare.time_base = packet.pts, packet.dts, packet.duration, packet.time_base
    bare.is_keyframe = packet.is_keyframe
    return bare


def _units(content: bytes, prefix: int) -> Iterator[bytes]:
    """The units of a packet that belong to its pictures, each with its length before it. Raises Unfit."""
    at = 0
    while at < len(content):
        start = at + prefix
        end = start + int.from_bytes(content[at:start], "big")
        if not start < end <= len(content):
            raise Unfit(DAMAGED)
        kind = content[start] & 31
        if kind in PICTURES and not (kind == SEI and _is_anybodys(content[start + 1 : end])):
            yield content[at:end]
        at = end


def _is_anybodys(note: bytes) -> bool:
    """Whether a note (H.264, 7.3.2.3) holds what pictures are not shown by, or cannot be read."""
    note, at = note.replace(b"\0\0\3", b"\0\0"), 0
    while at < len(note) - 1:  # the last byte ends the note
        told = []
        for _ in range(2):  # its kind, then its length
            told.append(0)
            while at < len(note) and note[at] == 255:
                told[-1] += 255
                at += 1
            if at >= len(note):
                return True
            told[-1] += note[at]
            at += 1
        kind, size = told
        if kind not in SHOWING and not (kind == CAPTION and note.startswith(CAPTIONS, at)):
            return True
        at += size
    return False


def _measured(file: Path, end: Fraction, fence: Fence) -> Clean:
    """What came out of it, once it was seen that every picture on which others build can be decoded."""
    seconds, size = round(float(end), 3), file.stat().st_size
    if seconds > fence.video_seconds:
        raise Unfit(
            f"The video is too long: {_length(seconds)}, and {_length(fence.video_seconds)} is the most that every"
            " platform takes. Cut it and add that."
        )
    if size > fence.video_bytes:
        raise Unfit(
            f"The video is too large: {size / 1e6:,.1f} MB, and {fence.video_bytes / 1e6:,.0f} MB is the most that"
            " every platform takes. Save it smaller and add that."
        )
    with _opened(file) as box:
        video = box.streams.video[0]
        video.codec_context.skip_frame = "NONKEY"
        turned, seen = 0, 0
        for frame in box.decode(video):
            turned, seen = frame.rotation, seen + 1
        if not seen:
            raise Unfit(DAMAGED)
        upright = (video.width, video.height) if turned % 180 == 0 else (video.height, video.width)
    return Clean(MediaKind.VIDEO, "video/mp4", size, *upright, seconds)


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"

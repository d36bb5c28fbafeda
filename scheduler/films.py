"""Videos: taken out of their box and put into a new one, the pictures and sounds themselves untouched.

What cameras write beside them stays behind: place, make, times, names, chapters, thumbnails, tracks of text and data,
and notes within the stream. Run in a process of its own (scheduler/cleaning.py).
"""

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
BARE = {"movflags": "+faststart", "fflags": "+bitexact"}
ASIDE = Disposition.attached_pic | Disposition.timed_thumbnails
PICTURES = frozenset(range(1, 24)) - {12}  # kinds of units (H.264, table 7-1): not filler, not those left to anybody
SEI, USER_DATA = 6, 5  # a note beside the pictures, and the kind of note that anybody may put anything into


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
        for packet in box.demux(wanted):
            if packet.dts is None:  # the end of a track
                continue
            if packet.is_corrupt:
                raise Unfit(DAMAGED)
            track = tracks[packet.stream.index]
            if packet.stream.index == video.index:
                found += 1
                end = max(end, ((packet.pts or 0) + (packet.duration or 0)) * packet.time_base)
                packet = _without_notes(packet, prefix)
            packet.stream = track
            out.mux(packet)
    if not found or found < video.frames:
        raise Unfit(DAMAGED)
    return end


def _prefix(video: VideoStream) -> int:
    """In how many bytes the length of each unit of the stream is told (ISO 14496-15, 5.3.3.1)."""
    told = video.codec_context.extradata
    if not told or len(told) < 7 or told[0] != 1:
        raise Unfit(DAMAGED)
    return (told[4] & 3) + 1


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
        if kind in PICTURES and not (kind == SEI and _has_user_data(content[start + 1 : end])):
            yield content[at:end]
        at = end


def _has_user_data(note: bytes) -> bool:
    """Whether a note (H.264, 7.3.2.3) holds what anybody may put anything into, or cannot be read."""
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
        if told[0] == USER_DATA:
            return True
        at += told[1]
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

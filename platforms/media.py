"""What is wrong with the files of a message by a platform's MediaLimits, in sentences for whoever attached them."""

from domain.errors import UploadLost
from domain.posts import Attached, MediaKind, Outgoing
from platforms.port import MediaLimits

MB = 1_000_000
TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
    "video/mp4": "MP4",
    "video/quicktime": "QuickTime",
}


def faults(message: Outgoing, label: str, limits: MediaLimits) -> list[str]:
    """Every fault of the files, in their order; `label` is the platform's name. None without files."""
    images = [one for one in message.media if one.kind is MediaKind.IMAGE]
    videos = [one for one in message.media if one.kind is MediaKind.VIDEO]
    found = [
        *_too_many(len(images), limits.images, label, "image", "images"),
        *_too_many(len(videos), limits.videos, label, "video", "videos"),
    ]
    if images and videos and limits.images and limits.videos and not limits.together:
        found.append(f"{label} takes either images or a video in one post, not both. Choose one of them.")
    counts = {MediaKind.IMAGE: 0, MediaKind.VIDEO: 0}
    for one in message.media:
        counts[one.kind] += 1
        many = len(images if one.kind is MediaKind.IMAGE else videos) > 1
        name = f"{one.kind.capitalize()} {counts[one.kind]}" if many else f"The {one.kind}"
        if limits.images if one.kind is MediaKind.IMAGE else limits.videos:
            found += _file(one, name, label, limits)
        found += _alt(one, name, label, limits.alt)
    return found


def must_be_given(message: Outgoing) -> None:
    """Raise UploadLost where the platform has not been given every file: no post goes out without its pictures."""
    if len(message.uploaded) != len(message.media):
        raise UploadLost("Its files have not all been given to the platform; nothing was sent.")


def _too_many(count: int, most: int, label: str, one: str, many: str) -> list[str]:
    if not count or count <= most:
        return []
    if not most:
        return [f"Bluelamp cannot put {many} on {label}. Take the {one if count == 1 else many} away."]
    return [f"{label} takes at most {most} {one if most == 1 else many} in one post; this one has {count}."]


def _file(one: Attached, name: str, label: str, limits: MediaLimits) -> list[str]:
    """What is wrong with one file itself: its type, size, sides, length."""
    image = one.kind is MediaKind.IMAGE
    types, most = (limits.image_types, limits.image_bytes) if image else (limits.video_types, limits.video_bytes)
    found = []
    if one.mime not in types:
        listed = " or ".join(sorted(TYPES.get(mime, mime) for mime in types))
        found.append(f"{name} is of a type that {label} does not take ({one.mime}). Attach it as {listed}.")
    if one.size > most:
        found.append(f"{name} is too large for {label}: {_mb(one.size)}, and it takes {_mb(most)}.")
    if image and limits.image_side and max(one.width, one.height) > limits.image_side:
        sides = f"{one.width:,} by {one.height:,} pixels"
        found.append(
            f"{name} is too large for {label}: {sides}, and it takes {limits.image_side:,} on the longer side."
        )
    if not image and limits.video_seconds and (one.seconds or 0) > limits.video_seconds:
        length = f"{one.seconds:,.0f} seconds"
        found.append(f"{name} is too long for {label}: {length}, and it takes {limits.video_seconds:,.0f}.")
    return found


def _alt(one: Attached, name: str, label: str, most: int) -> list[str]:
    if not one.alt.strip():
        return [f"{name} has no alt text. Say in words what it shows, for people who cannot see it."]
    if most and len(one.alt) > most:
        return [f"The alt text of {name.lower()} is too long for {label} by {len(one.alt) - most:,} characters."]
    return []


def _mb(size: int) -> str:
    return f"{size / MB:,.1f} MB"

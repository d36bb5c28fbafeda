"""X's media endpoints of API v2, over tweepy's client: images in one request, video in segments, alt text beside them.

tweepy 4.17 knows only the old endpoints. Nothing is public by an upload, so what got no answer surely did no
harm and may be done again: nothing here is Ambiguous.
"""

import base64
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from domain.errors import Ambiguous, RateLimited, Rejected, Transient, UploadLost
from domain.posts import Attached, MediaKind, Uploaded
from platforms import x_client, x_errors
from platforms.port import MediaLimits

Json = dict[str, Any]

log = logging.getLogger(__name__)

# Source: xdevplatform/docs, x-api/media (introduction, best-practices), read November 2026. Videos: the least that X's
# pages say at that time (512 MB, 140 seconds); what an account may do beyond depends on its subscription. 8,192 pixels
# is what others report, X says nothing. Alt text: 1,000 characters, from X's OpenAPI document (AltText).
LIMITS = MediaLimits(
    images=4,
    image_types=frozenset({"image/jpeg", "image/png", "image/webp"}),
    image_bytes=5_000_000,
    image_side=8_192,
    videos=1,
    video_types=frozenset({"video/mp4", "video/quicktime"}),
    video_bytes=512_000_000,
    video_seconds=140,
    alt=1_000,
)
SEGMENT = 4_000_000  # bytes; X takes 5 MB at a time and a thousand segments
CHECK_AFTER = 5  # seconds, where X does not say
PATH = "/2/media/upload"


class _Payload(str):
    """Base64 that does not show itself: tweepy writes out what it sends for its debug log, read or not."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{len(self)} characters>"


def price_of_upload(one: Attached) -> str:
    """X bills the alt text, not the file ("media metadata")."""
    return "media.metadata" if one.alt else ""


def upload(x: x_client.Connection, one: Attached, file: Path, now: datetime) -> Uploaded:
    """Give X a file: an image in one request, a video in segments, which X then prepares for a while.

    What X has is not given again because its alt text did not arrive: `prepared` goes on from there.
    """
    told = _image(x, file) if one.kind is MediaKind.IMAGE else _video(x, one, file)
    given = _uploaded(told, now)
    try:
        return _described(x, one, given)
    except (Transient, RateLimited) as fault:
        soon = now + timedelta(seconds=CHECK_AFTER)
        again = max(soon, fault.reset_at or soon) if isinstance(fault, RateLimited) else soon
        return replace(given, ask_again_at=again)


def prepared(x: x_client.Connection, one: Attached, given: Uploaded, now: datetime) -> Uploaded:
    """Ask how far X is with a video; of an image only its alt text is missing."""
    if one.kind is MediaKind.IMAGE:
        return _described(x, one, replace(given, ask_again_at=None))
    try:
        told = _asked(x, "GET", PATH, params={"command": "STATUS", "media_id": given.external_id})
    except Rejected as fault:
        raise UploadLost(str(fault)) from None
    found = _uploaded(told, now)
    kept = Uploaded(given.external_id, found.expires_at or given.expires_at, found.ask_again_at)
    return _described(x, one, kept)


def of_media(fault: Rejected) -> bool:
    """Whether X refused a post for a file it was given: expired, not prepared, or not this account's."""
    return "media ids are invalid" in str(fault).lower()


def _described(x: x_client.Connection, one: Attached, given: Uploaded) -> Uploaded:
    """With its alt text, once X has finished with the file. Where X takes none with a video, that is no obstacle."""
    if given.ask_again_at or not one.alt:
        return given
    sent = {"id": given.external_id, "metadata": {"alt_text": {"text": one.alt}}}
    try:
        _asked(x, "POST", "/2/media/metadata", json=sent)
    except Rejected as fault:
        if one.kind is MediaKind.IMAGE:
            raise
        log.warning("X takes no alt text with this video: %s", fault)
    return given


def _image(x: x_client.Connection, file: Path) -> Json:
    return _asked(x, "POST", PATH, json={"media": _payload(file.read_bytes()), "media_category": "tweet_image"})


def _video(x: x_client.Connection, one: Attached, file: Path) -> Json:
    about = {"media_type": one.mime, "total_bytes": file.stat().st_size, "media_category": "tweet_video"}
    ident = _ident(_asked(x, "POST", f"{PATH}/initialize", json=about))
    for index, segment in enumerate(_segments(file)):
        _asked(x, "POST", f"{PATH}/{ident}/append", json={"media": _payload(segment), "segment_index": index})
    return _asked(x, "POST", f"{PATH}/{ident}/finalize")


def _segments(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while segment := opened.read(SEGMENT):
            yield segment


def _payload(raw: bytes) -> _Payload:
    return _Payload(base64.b64encode(raw).decode("ascii"))


def _asked(x: x_client.Connection, method: str, path: str, **sent: Any) -> Json:
    """One request and its JSON. A fault of X's own while uploading is Transient, whatever the method."""
    try:
        return x_errors.read(x.ask(x.api.request, method, path, **sent), writing=False)
    except Ambiguous as fault:
        raise Transient(str(fault)) from None


def _uploaded(told: Json, now: datetime) -> Uploaded:
    """What X says of a file. Raises Rejected when it could not make anything of it."""
    data, ident = _data(told), _ident(told)
    seconds = data.get("expires_after_secs")
    ends = now + timedelta(seconds=seconds) if isinstance(seconds, int) and 0 < seconds < 1 << 31 else None
    info = data.get("processing_info")
    state = info.get("state") if isinstance(info, dict) else None
    if state == "failed":
        raise Rejected("X could not prepare this file for a post. Attach it in another form.")
    if isinstance(info, dict) and state != "succeeded":
        pause = info.get("check_after_secs")
        wait = pause if isinstance(pause, int) and 0 < pause < 3_600 else CHECK_AFTER
        return Uploaded(ident, ends, now + timedelta(seconds=wait))
    return Uploaded(ident, ends)


def _data(told: Json) -> Json:
    data = told.get("data")
    if not isinstance(data, dict):
        raise Transient("X's answer says nothing of the file it was given.")
    return data


def _ident(told: Json) -> str:
    ident = _data(told).get("id")
    if not isinstance(ident, str) or not ident.isdecimal():
        raise Transient("X's answer does not say what it calls the file it was given.")
    return ident

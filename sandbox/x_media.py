"""X's media endpoints: one-shot, in segments, status and alt text, each checked as X checks it.

The answers keep to X's OpenAPI document; the words of refusals X does not publish, except "Your media IDs are invalid."
"""

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sandbox import media, x_errors
from sandbox.items import Account, Json
from sandbox.ledger import Ledger
from sandbox.media import Medium
from sandbox.wire import Request
from sandbox.world import World

IMAGE_BYTES, VIDEO_BYTES, SEGMENT_BYTES = 5_242_880, 536_870_912, 5_242_880
IMAGES = ("image/jpeg", "image/png", "image/webp")
VIDEOS = ("video/mp4", "video/quicktime")
SESSION = timedelta(seconds=1_295_999)
ALT = 1_000
INVALID = "Your media IDs are invalid."
OPERATIONS = ("upload", "upload_status", "initialize", "append", "finalize", "metadata")


class Uploads:
    """One call about a file: the world at one moment, and in whose name."""

    def __init__(self, world: World, ledger: Ledger, account: Account, now: datetime) -> None:
        self.world, self.ledger, self.account, self.now = world, ledger, account, now

    def do(self, operation: str, ident: str, request: Request) -> Json:
        if operation == "upload_status":
            return self._told(self._known(request.query().get("media_id", "")))
        sent = _sent(request)
        if operation == "upload":
            return self._one_shot(sent)
        if operation == "initialize":
            return self._initialize(sent)
        if operation == "append":
            return self._append(self._known(ident, done=False), sent)
        if operation == "finalize":
            return self._finalize(self._known(ident, done=False))
        return self._metadata(sent)

    def _known(self, ident: str, *, done: bool = True) -> Medium:
        one = self.world.files.get("x", ident, self.account.id, self.now)
        if one is None or (one.ready_at is not None) != done:
            raise x_errors.invalid("media_id", ident[:100], f"The media id [{ident[:100]}] is not known, or expired.")
        return one

    def _new(self) -> Medium:
        ident = self.world.mint("x", self.now, "")
        return self.world.files.put("x", Medium(ident, self.account.id, self.now, self.now + SESSION), self.now)

    def _one_shot(self, sent: Json) -> Json:
        if sent.get("media_category") != "tweet_image":
            raise x_errors.invalid("media_category", str(sent.get("media_category"))[:100], "Not one of [tweet_image]")
        raw = _decoded(sent)
        mime = media.mime_of(raw)
        if mime not in IMAGES:
            raise x_errors.invalid("media", "", "The media type of this file is not supported.")
        if len(raw) > IMAGE_BYTES:
            raise x_errors.invalid("media", "", f"File size exceeds {IMAGE_BYTES} bytes.")
        one = self._new()
        one.mime = mime
        one.add(raw)
        one.finish(self.now, self.now + media.X_ENDS)
        return self._told(one)

    def _initialize(self, sent: Json) -> Json:
        mime, total, category = sent.get("media_type"), sent.get("total_bytes"), sent.get("media_category")
        allowed = {"tweet_image": (IMAGES, IMAGE_BYTES), "tweet_video": (VIDEOS, VIDEO_BYTES)}
        if category not in allowed:
            raise x_errors.invalid("media_category", str(category)[:100], f"Not one of {list(allowed)}")
        types, most = allowed[category]
        if mime not in types:
            raise x_errors.invalid("media_type", str(mime)[:100], f"Not one of {list(types)}")
        if not isinstance(total, int) or not 0 < total <= most:
            raise x_errors.invalid("total_bytes", str(total)[:100], f"File size exceeds {most} bytes.")
        one = self._new()
        one.mime, one.total = mime, total
        return {"data": {"id": one.id, "media_key": _key(one), "expires_after_secs": int(SESSION.total_seconds())}}

    def _append(self, one: Medium, sent: Json) -> Json:
        index, raw = sent.get("segment_index"), _decoded(sent)
        if str(index) != str(one.segments):
            raise x_errors.invalid(
                "segment_index", str(index)[:100], f"Segments do not add up: {one.segments} expected"
            )
        if len(raw) > SEGMENT_BYTES or one.size + len(raw) > one.total:
            raise x_errors.invalid("media", "", "The segment is larger than allowed, or than what was announced.")
        one.add(raw)
        return {"data": {"expires_at": int(one.ends.timestamp())}}

    def _finalize(self, one: Medium) -> Json:
        if one.size != one.total:
            raise x_errors.invalid("id", one.id, f"Segments do not add up to provided total file size ({one.size}).")
        one.broken = media.mime_of(one.begins) != one.mime
        if one.broken and not one.video:
            raise x_errors.invalid("media", "", "The media type of this file is not supported.")
        one.finish(self.now + (media.PREPARES if one.video else timedelta(0)), self.now + media.X_ENDS)
        return self._told(one)

    def _told(self, one: Medium) -> Json:
        left = int((one.ends - self.now).total_seconds())
        told: Json = {"id": one.id, "media_key": _key(one), "size": one.size, "expires_after_secs": left}
        if one.video:
            told["processing_info"] = self._processing(one)
        return {"data": told}

    def _processing(self, one: Medium) -> Json:
        ready = one.ready_at or self.now
        if self.now >= ready:
            return {"state": "failed"} if one.broken else {"state": "succeeded", "progress_percent": 100}
        if ready - self.now > media.PREPARES / 2:
            return {"state": "pending", "check_after_secs": media.CHECK_AFTER}
        return {"state": "in_progress", "check_after_secs": media.CHECK_AFTER, "progress_percent": 50}

    def _metadata(self, sent: Json) -> Json:
        one = self._known(str(sent.get("id", "")))
        alt = (sent.get("metadata") or {}).get("alt_text")
        text = alt.get("text") if isinstance(alt, dict) else None
        if not isinstance(text, str) or not 0 < len(text) <= ALT:
            raise x_errors.invalid("metadata.alt_text.text", "", f"$.metadata.alt_text.text: 1 to {ALT} characters")
        one.alt = text
        self.ledger.wrote("media.metadata", self.now)
        return {"data": {"id": one.id, "associated_metadata": {"alt_text": {"text": text}}}}

    def of_post(self, sent: Json) -> list[Json]:
        """What goes out with a post; 400 unless each may be used now: up to four images, or one video."""
        idents = sent.get("media_ids")
        if not isinstance(idents, list) or not 1 <= len(idents) <= 4 or len(set(map(str, idents))) < len(idents):
            raise x_errors.invalid("media.media_ids", str(idents)[:100], INVALID)
        found = [self.world.files.get("x", str(ident), self.account.id, self.now) for ident in idents]
        ready = [one for one in found if one and one.ready_at and one.ready_at <= self.now and not one.broken]
        if len(ready) < len(idents) or (len(ready) > 1 and any(one.video for one in ready)):
            raise x_errors.invalid("media.media_ids", str(idents)[:100], INVALID)
        return self.world.files.publish(ready)


def _key(one: Medium) -> str:
    return f"{'7' if one.video else '3'}_{one.id}"


def keys(shown: Sequence[Json]) -> list[str]:
    """The media keys by which X names what goes with a post."""
    return [f"{'7' if one['kind'] == 'video' else '3'}_{one['id']}" for one in shown]


def _sent(request: Request) -> dict[str, Any]:
    """The fields of a call, sent as JSON or as a form."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return {**request.form(), **request.files()}
    if not request.body:
        return {}
    try:
        return dict(request.json())
    except (ValueError, TypeError):
        raise x_errors.invalid("body", "", "Invalid JSON in request body") from None


def _decoded(sent: dict[str, Any]) -> bytes:
    """The file or segment itself: raw in a form, base64 in JSON."""
    given = sent.get("media")
    if isinstance(given, bytes):
        return given
    try:
        return base64.b64decode(given or "", validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise x_errors.invalid("media", "", "The media field is not base64.") from None

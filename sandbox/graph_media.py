"""Photos of a page: given unpublished, then named by the one post that they go with.

The answers keep to Meta's documents; the words of refusals are those that others report (1366046), or our guess where
nobody does: what Facebook says to a photo that it no longer knows is not known.
"""

import json
from datetime import datetime

from sandbox import graph_errors, media
from sandbox.items import Account, Json
from sandbox.media import Medium
from sandbox.wire import Refusal
from sandbox.world import World

BYTES = 4_194_304
TYPES = ("image/jpeg", "image/png", "image/gif")
MOST = 10
UNREADABLE = (
    "Your photos couldn't be uploaded. Photos should be less than 4 MB and saved as JPG, PNG, GIF or TIFF files."
)


def give(world: World, account: Account, params: dict[str, str], files: dict[str, bytes], now: datetime) -> Medium:
    """A photo that nobody sees yet."""
    raw = files.get("source", b"")
    if not raw:
        raise graph_errors.error(324, "(#324) Requires upload file")
    mime = media.mime_of(raw)
    if mime not in TYPES or len(raw) > BYTES:
        raise _unreadable()
    if params.get("temporary", "false").lower() == "true" and params.get("published", "true").lower() != "false":
        raise graph_errors.parameter("Temporary photos must be unpublished")
    ends = now + media.FACEBOOK_ENDS
    one = Medium(
        world.mint("facebook", now, ""), account.id, now, ends, mime=mime, alt=params.get("alt_text_custom", "")
    )
    one.add(raw)
    one.finish(now, ends)
    return world.files.put("facebook", one, now)


def of_post(world: World, account: Account, params: dict[str, str], now: datetime) -> list[Json]:
    """What goes out with a post; refused unless each photo is this page's and still there."""
    found = []
    for ident in _named(params):
        one = world.files.get("facebook", ident, account.id, now)
        if one is None:
            raise graph_errors.parameter(f"Invalid attached_media: photo {ident[:50]} does not exist or has expired.")
        found.append(one)
    if len(found) > MOST:
        raise graph_errors.parameter(f"Param attached_media must have at most {MOST} elements")
    return world.files.publish(found)


def _named(params: dict[str, str]) -> list[str]:
    """The photos that a post names: attached_media[0], [1] ..., or a list of them in one parameter."""
    try:
        listed = json.loads(params.get("attached_media", "[]"))
        places = sorted(name for name in params if name.startswith("attached_media["))
        listed += [json.loads(params[name]) for name in places]
        return [str(one["media_fbid"]) for one in listed]
    except (ValueError, TypeError, KeyError):
        raise graph_errors.parameter("Param attached_media must be a list of objects with media_fbid") from None


def _unreadable() -> Refusal:
    refusal = graph_errors.error(100, "Invalid parameter", 1366046)
    told = refusal.answer.body
    if isinstance(told, dict):
        told["error"] |= {"error_user_title": "Can't Read Files", "error_user_msg": UNREADABLE}
    return refusal

"""Photos on a Facebook page: given to Facebook unpublished, with their alt text, then named by the post they go with.

No videos: `POST /{page}/videos` publishes by itself, and that a video uploaded unpublished becomes one post of the
page by one later call stands in no document of Meta's. Until somebody has tried it, Bluelamp does not offer it (T14).
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from domain.errors import Transient
from domain.posts import Attached, Uploaded
from platforms import facebook_read as read
from platforms.facebook_graph import Graph
from platforms.port import MediaLimits

NEED = "pages_manage_posts"
LASTS = timedelta(hours=23)  # Meta tells no end; others report that unpublished photos last a day

# Types and 4 MB: Meta's guide "Uploading photos" and the words of its error 1366046. How many photos a post takes, how
# many pixels and how long an alt text may be it does not say: those are our own.
LIMITS = MediaLimits(
    images=4,
    image_types=frozenset({"image/jpeg", "image/png"}),
    image_bytes=4_000_000,
    image_side=8_192,
    alt=1_000,
)


def upload(graph: Graph, one: Attached, file: Path) -> Uploaded:
    """Give Facebook a photo that nobody sees until a post names it."""
    with file.open("rb") as opened:
        part = (f"photo.{one.mime.rpartition('/')[2]}", opened, one.mime)
        said = graph.give(part, need=NEED, published="false", alt_text_custom=one.alt)
    try:
        ident = read.ident_of(said)
    except read.Unclear:
        raise Transient("Facebook's answer does not say what it calls the photo it was given.") from None
    return Uploaded(ident, graph.now() + LASTS)


def attached(uploaded: Sequence[str]) -> dict[str, str]:
    """How a post names the photos that go with it, in their order."""
    return {f"attached_media[{place}]": json.dumps({"media_fbid": ident}) for place, ident in enumerate(uploaded)}

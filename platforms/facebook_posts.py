"""The walk over a page's own posts: newest first, with what is not read yet kept as gaps of time."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from domain.errors import Rejected
from domain.posts import FetchedPost, Page
from platforms import facebook_read as read
from platforms.facebook_graph import Graph
from platforms.facebook_read import START, Place, unix

OVERLAP = timedelta(hours=1)  # posts that appear late, with times already passed


@dataclass(frozen=True)
class Gap:
    """Posts made since `since` (unix s) and not read yet, from `place` backwards; `head` begins at the newest."""

    since: int
    until: int = 0
    head: bool = True
    place: Place = START


@dataclass(frozen=True)
class Walk:
    """The newest time seen and the deepest asked for (unix s), and the gaps between, newest first."""

    top: int = 0
    floor: int = 0
    open: tuple[Gap, ...] = ()


def fetch(graph: Graph, cursor: str, back_to: datetime) -> Page[FetchedPost]:
    """One page of the newest gap, in one request."""
    walk = load(cursor, unix(back_to))
    gap, *rest = walk.open
    bounds = {"fields": read.POST, "since": str(gap.since)} | ({"until": str(gap.until)} if gap.until else {})
    answer = graph.page(graph.page_id, "published_posts", bounds, gap.place, need="pages_read_engagement")
    if answer is None:
        raise Rejected("Facebook does not show this page to its own token. Connect the page again.")
    items, aside = read.read_all(answer["data"], read.post_of)
    now = graph.now()
    if gap.head:
        newest = min(
            max(read.times_of(answer), default=0), unix(now)
        )  # a time in the future must not hide what follows
        walk = replace(walk, top=max(walk.top, newest))
    place = read.next_place(gap.place, answer, now, newest_first=True)
    left = (*((replace(gap, place=place),) if place else ()), *rest)
    return Page(items, unreadable=aside, cursor=dump(replace(walk, open=left)), more=bool(left))


def load(cursor: str, floor: int) -> Walk:
    """Where the walk stands. At rest it opens at the newest, an hour overlapping; asked for more, at the old end."""
    if not cursor:
        return Walk(floor=floor, open=(Gap(floor),))
    kept = json.loads(cursor)
    gaps = tuple(Gap(**{**gap, "place": Place(**gap["place"])}) for gap in kept["open"])
    walk = Walk(kept["top"], kept["floor"], gaps)
    if not walk.open:
        since = max(walk.top - int(OVERLAP.total_seconds()), walk.floor)
        walk = replace(walk, open=(Gap(since),))
    if floor < walk.floor:
        deeper = Gap(floor, until=walk.floor + int(OVERLAP.total_seconds()), head=False)
        walk = replace(walk, floor=floor, open=(*walk.open, deeper))
    return walk


def dump(walk: Walk) -> str:
    """The walk as a cursor."""
    return json.dumps(asdict(walk), separators=(",", ":"))

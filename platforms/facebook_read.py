"""What Facebook's answers mean: posts, comments and numbers out of its JSON. Pure."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from domain.posts import (
    BEYOND_COUNTS,
    FetchedPost,
    FetchedReply,
    Metrics,
    Shown,
    Surface,
    Unreadable,
    has_link,
    storable,
)

Json = dict[str, Any]
Item = TypeVar("Item")

COUNTED = "comments.filter(stream).summary(true).limit(0)"
NUMBERS = f"shares,reactions.summary(total_count).limit(0),{COUNTED}"
SHOWN = "attachments{media_type,type,subattachments{media_type,type}}"
POST = f"id,message,story,created_time,permalink_url,status_type,{SHOWN},{NUMBERS}"
COMMENT = "id,message,created_time,from,parent{id},comment_count,is_hidden,permalink_url,attachment"
THREADS = f"id,created_time,comments.filter(stream).order(chronological).summary(true).limit(100){{{COMMENT}}}"
VISITOR = f"id,message,story,created_time,from,permalink_url,{COUNTED}"
COUNTS = f"id,created_time,{COUNTED}"
STREAM = {"filter": "stream", "order": "chronological"}  # nested comments too, oldest first
TAGGED = "id,message,story,created_time,from,permalink_url"

_ATTACHED = {
    "photo": "[photo]",
    "sticker": "[sticker]",
    "animated_image_share": "[animated picture]",
    "share": "[link]",
}
_NONE: Json = {"data": []}
_SHOWN = {
    "video": Shown.VIDEO,
    "animated_image": Shown.IMAGE,
    "photo": Shown.IMAGE,
    "album": Shown.IMAGE,
    "profile_media": Shown.IMAGE,
    "link": Shown.LINK,
    "share": Shown.LINK,
}
"""By a word in what Facebook calls an attachment (media_type: photo, video, album, link; type: video_inline …)."""
PLACE_GOOD_FOR = timedelta(hours=1)  # Meta advises against keeping its marks


class Unclear(ValueError):
    """Why an item cannot be read, in a sentence."""


@dataclass(frozen=True)
class Place:
    """How far a list has been read: Facebook's own mark, when it gave that, and the last time read (both unix s)."""

    after: str = ""
    given_at: int = 0
    reached: int = 0

    def params(self, now: datetime, *, newest_first: bool) -> dict[str, str]:
        """What to ask for to go on: by the mark while it is fresh, else by time, that second once more."""
        if self.after and unix(now) - self.given_at < PLACE_GOOD_FOR.total_seconds():
            return {"after": self.after}
        return self.by_time(newest_first=newest_first)

    def by_time(self, *, newest_first: bool) -> dict[str, str]:
        """What to ask for to go on where the mark has been refused."""
        if not self.reached:
            return {}
        return {"until": str(self.reached + 1)} if newest_first else {"since": str(self.reached)}


START = Place()


def next_place(place: Place, answer: Json, now: datetime, *, newest_first: bool) -> Place | None:
    """Where to go on after this answer; None at the end of the list, or when nothing moves any more."""
    after = after_of(answer)
    if not after or after == place.after:
        return None
    times = times_of(answer)
    if place.reached:
        times.append(place.reached)
    edge = (min if newest_first else max)(times, default=0)
    return Place(after, unix(now), edge)


def after_of(answer: Json) -> str:
    """Facebook's mark for the next page, "" when this was the last. A `next` without a token is as good as one with."""
    paging = answer.get("paging")
    if not isinstance(paging, dict) or not isinstance(paging.get("next"), str):
        return ""
    cursors = paging.get("cursors")
    told = cursors.get("after") if isinstance(cursors, dict) else None
    if isinstance(told, str) and told:
        return told
    return parse_qs(urlsplit(paging["next"]).query).get("after", [""])[0]


def times_of(answer: Json) -> list[int]:
    """The times of the items that tell a readable one (unix s)."""
    times = []
    for item in answer["data"]:
        try:
            times.append(unix(moment(item)))
        except Unclear:
            continue
    return times


def read_all(items: Sequence[Any], read: Callable[[Json], Item | None]) -> tuple[list[Item], list[Unreadable]]:
    """Read items one by one, each id once; what cannot be read is set aside with its reason."""
    found: dict[str, Item] = {}
    aside: dict[str, Unreadable] = {}
    for raw in items:
        try:
            ident = ident_of(raw)
            if ident not in found and (item := read(raw)) is not None:
                found[ident] = item
        except Unclear as fault:
            kept = Unreadable(_name(raw), str(fault), storable(json.dumps(raw, ensure_ascii=False))[:2000])
            aside[kept.external_id] = kept
    return list(found.values()), list(aside.values())


def post_of(raw: Json) -> FetchedPost:
    """A post of ours, with the numbers that came with it. A post without words is what Facebook says of it, or ""."""
    ident = ident_of(raw)
    return FetchedPost(ident, text_of(raw), url_of(raw, ident), moment(raw), metrics_of(raw), media_of(raw))


def reply_of(raw: Json, page_id: str, thread: str, post: str | None, surface: Surface = Surface.THREAD) -> FetchedReply:
    """A comment in a thread, or what began a thread outside our own posts (its parent is then itself)."""
    ident = ident_of(raw)
    parent = raw.get("parent")
    above = parent.get("id") if isinstance(parent, dict) else None
    author = raw["from"] if isinstance(raw.get("from"), dict) else {}
    author_id = str(author.get("id") or "")
    return FetchedReply(
        external_id=ident,
        text=text_of(raw),
        url=url_of(raw, ident),
        created_at=moment(raw),
        thread=thread,
        parent=above if isinstance(above, str) and above else thread,
        post=post,
        surface=surface,
        author_id=storable(author_id),
        author=storable(str(author.get("name") or "")),
        by_us=author_id == page_id,
    )


def text_of(raw: Json) -> str:
    """The words as given; where there are none, what Facebook says it is, or a note of what is attached."""
    for name in ("message", "story"):
        words = raw.get(name)
        if words is not None and not isinstance(words, str):
            raise Unclear(f"Its {name} is no text.")
        if words:
            return storable(words)
    attached = raw.get("attachment")
    if not isinstance(attached, dict):
        return ""
    kind = str(attached.get("type") or "")
    return "[video]" if kind.startswith("video") else _ATTACHED.get(kind, "[attachment]")


def media_of(raw: Json) -> str:
    """What stands beside the words, where `SHOWN` was asked for: Facebook leaves it out when it is only words."""
    if raw.get("attachments", _NONE) == _NONE:
        words = raw.get("message")
        return Shown.LINK if isinstance(words, str) and has_link(words) else Shown.TEXT
    found = {_shown(one) for one in _all_attached(raw["attachments"])}
    return next((shown.value for shown in Shown if shown in found), "")


def _all_attached(told: Any) -> list[Json]:
    """The attachments of a post; those of an album instead of the album."""
    data = told.get("data") if isinstance(told, dict) else None
    found: list[Json] = []
    for one in data if isinstance(data, list) else []:
        if isinstance(one, dict):
            found += _all_attached(one.get("subattachments")) or [one]
    return found


def _shown(attached: Json) -> Shown:
    said = f"{attached.get('media_type') or ''} {attached.get('type') or ''}"
    return next((shown for word, shown in _SHOWN.items() if word in said), Shown.OTHER)


def metrics_of(raw: Json) -> Metrics | None:
    """Reactions, comments and shares; None when none was told. Facebook leaves out shares when there are none."""
    likes, replies = total_of(raw, "reactions"), total_of(raw, "comments")
    shares = raw.get("shares")
    shared = count_of(shares.get("count")) if isinstance(shares, dict) else None
    if likes is None and replies is None and shared is None:
        return None
    if "shares" not in raw and likes is not None and replies is not None:
        shared = 0
    return Metrics(likes=likes, replies=replies, shares=shared)


def total_of(raw: Json, name: str) -> int | None:
    """The total that the summary of an edge tells."""
    edge = raw.get(name)
    summary = edge.get("summary") if isinstance(edge, dict) else None
    return count_of(summary.get("total_count")) if isinstance(summary, dict) else None


def comment_counts(answer: Json) -> dict[str, int | None]:
    """How many comments the threads in a list have, by id; None where that is not told."""
    there = [raw for raw in answer["data"] if isinstance(raw, dict) and isinstance(raw.get("id"), str)]
    return {raw["id"]: total_of(raw, "comments") for raw in there}


def whole_threads(answer: Json) -> dict[str, list[Any]]:
    """The comments of each post in a list of `THREADS`, by the post's id; without threads that do not fit on a page."""
    threads = {}
    for raw in answer["data"]:
        if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
            continue
        edge = raw.get("comments")
        if isinstance(edge, dict) and isinstance(edge.get("data"), list) and not _goes_on(edge):
            threads[raw["id"]] = edge["data"]
    return threads


def _goes_on(edge: Json) -> bool:
    """Whether an edge told within an item has more than it shows."""
    paging = edge.get("paging")
    return len(edge["data"]) >= 100 or (isinstance(paging, dict) and bool(paging.get("next")))


def count_of(value: Any) -> int | None:
    """A number of things; None for what is no such number."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < BEYOND_COUNTS else None


def ident_of(raw: Any) -> str:
    """The id of an item."""
    if not isinstance(raw, dict):
        raise Unclear("It is no object.")
    ident = raw.get("id")
    if not isinstance(ident, str) or not ident or ident != storable(ident):
        raise Unclear("It has no id.")
    return ident


def url_of(raw: Json, ident: str) -> str:
    """Where people find it."""
    url = raw.get("permalink_url")
    return storable(url) if isinstance(url, str) and url.startswith("https://") else f"https://www.facebook.com/{ident}"


def moment(raw: Any, name: str = "created_time") -> datetime:
    """A time as Facebook writes it ("2026-11-24T09:00:00+0000"), in UTC."""
    told = raw.get(name) if isinstance(raw, dict) else None
    try:
        at = datetime.fromisoformat(told or "")
        if at.tzinfo is None:
            raise Unclear(f"Its {name} has no time zone.")
        return at.astimezone(UTC)
    except Unclear:
        raise
    except (TypeError, ValueError, OverflowError):
        raise Unclear(f"Its {name} is no time.") from None


def unix(at: datetime) -> int:
    """Seconds since 1970."""
    return int(at.timestamp())


def _name(raw: Any) -> str:
    """The id of an item that cannot be read, or a mark of it that is always the same."""
    ident = raw.get("id") if isinstance(raw, dict) else None
    if isinstance(ident, str) and ident:
        return storable(ident)
    return "unreadable-" + hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:24]

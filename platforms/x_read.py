"""From X's JSON to our words, one item at a time: what cannot be read is set aside and costs nothing else.

Both of X's vocabularies are read (tweet and post; retweet and repost): the second is
what X answers where it is asked for in it, and what it may one day answer always.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from domain.posts import BEYOND_COUNTS, FetchedPost, FetchedReply, Metrics, Shown, Surface, Unreadable, storable

Json = dict[str, Any]

LONGEST_RAW = 4_000  # characters kept of an item that could not be read
_ID = re.compile(r"[0-9]{1,19}")
_ON_X = re.compile(r"https?://(?:www\.)?(?:x|twitter)\.com/\S+/status/", re.IGNORECASE)
_BY_KEY = {"3": Shown.IMAGE, "7": Shown.VIDEO, "13": Shown.VIDEO, "16": Shown.IMAGE}
"""What a media key begins with, before its "_": photo, video, video of an advertisement, animated GIF."""


class NotReadable(ValueError):
    """Why one item cannot be read, in a few words."""


@dataclass
class Sorted:
    """The items of a page: what they are, what could not be read, and every id that came."""

    posts: list[FetchedPost] = field(default_factory=list)
    replies: list[FetchedReply] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    seen: dict[str, None] = field(default_factory=dict)  # in X's order, each once


def sort(told: Json, take: Callable[[Json, Sorted], None]) -> Sorted:
    """Read every item of a list with `take`; an item that it cannot read is set aside."""
    found = Sorted()
    for item in _listed(told):
        if (ident := _ident(item)) in found.seen:
            continue
        if ident:
            found.seen[ident] = None
        try:
            if not isinstance(item, dict):
                raise NotReadable("it is no object")
            take(item, found)
        except (NotReadable, OverflowError) as fault:
            raw = storable(json.dumps(item, ensure_ascii=False))[:LONGEST_RAW]
            found.unreadable.append(Unreadable(ident, f"X's item could not be read: {fault}.", raw))
    return found


def items(told: Json) -> dict[str, Json]:
    """The items of a list by their ids, for look-ups; those without one are left out."""
    return {ident: item for item in _listed(told) if isinstance(item, dict) and (ident := _ident(item))}


def own(item: Json, found: Sorted, account_id: str, handle: str) -> None:
    """Take an item of our own timeline: a post, or an answer of ours to someone."""
    if _referenced(item, "retweeted", "reposted"):
        return
    if _referenced(item, "replied_to"):
        found.replies.append(reply(item, account_id))
        return
    ident = first_id(item)
    url = f"https://x.com/{handle}/status/{ident}"
    found.posts.append(FetchedPost(ident, text(item), url, created_at(item), metrics(item), media(item)))


def spoken_to_us(item: Json, found: Sorted, account_id: str, posts: frozenset[str]) -> None:
    """Take something that names us or stands in a thread of ours; a bare repost says nothing to us."""
    if not _referenced(item, "retweeted", "reposted"):
        found.replies.append(reply(item, account_id, posts))


def reply(item: Json, account_id: str, posts: frozenset[str] | None = None) -> FetchedReply:
    """An item as a reply. With `posts`, those are the threads that are ours; without, the store has to know."""
    ident = first_id(item)
    thread = _some_id(item.get("conversation_id")) or ident
    parent = _referenced(item, "replied_to") or thread
    author_id = _some_id(item.get("author_id"))
    by_us = posts is None or author_id == account_id
    ours = posts is None or thread in posts
    return FetchedReply(
        ident,
        text(item),
        f"https://x.com/i/status/{ident}",
        created_at(item),
        thread,
        parent,
        post=thread if ours else None,
        surface=Surface.THREAD if ours else Surface.MENTION,
        author_id=author_id or (account_id if by_us else ""),
        by_us=by_us,
    )


def text(item: Json) -> str:
    """The whole text as X gives it (t.co links, entities); of a long post the whole, not its beginning."""
    note = item.get("note_tweet") or item.get("note_post")
    said = note.get("text") if isinstance(note, dict) else None
    said = said if isinstance(said, str) else item.get("text")
    if not isinstance(said, str):
        raise NotReadable("it has no text")
    return storable(said)


def created_at(item: Json) -> datetime:
    """When it was written, in UTC."""
    try:
        moment = datetime.fromisoformat(item.get("created_at", ""))
    except (TypeError, ValueError):
        raise NotReadable("its created_at is no time") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def metrics(item: Json) -> Metrics | None:
    """public_metrics; what is missing or no number is None. Reach and clicks X does not tell there.

    Of posts older than about December 2022 X tells 0 impressions; where someone liked
    or shared what nobody saw, that 0 is no count (seen on real posts).
    """
    told = item.get("public_metrics")
    if not isinstance(told, dict):
        return None
    likes, replies, quotes = _count(told, "like_count"), _count(told, "reply_count"), _count(told, "quote_count")
    reposts = _count(told, "retweet_count" if "retweet_count" in told else "repost_count")
    shares = None if reposts is None and quotes is None else (reposts or 0) + (quotes or 0)
    views = _count(told, "impression_count")
    if views == 0 and (likes or replies or shares):
        views = None
    return Metrics(likes=likes, replies=replies, shares=shares, views=views)


def media(item: Json) -> Shown:
    """What stands beside the words, where `attachments` and `entities` were asked for: both are left out when empty.

    Told by the media keys themselves, so that no expansion has to be bought. A link to a post on X is a quotation.
    """
    told = item.get("attachments")
    told = told if isinstance(told, dict) else {}
    if _list(told.get("poll_ids")):
        return Shown.POLL
    keys = [key for key in _list(told.get("media_keys")) if isinstance(key, str)]
    keys += [key for one in _entities(item, "urls") if isinstance(key := one.get("media_key"), str)]
    found = {_BY_KEY.get(key.partition("_")[0], Shown.OTHER) for key in keys}
    if not found and any(not _ON_X.match(link) for link in links(item)):
        return Shown.LINK
    return next((shown for shown in Shown if shown in found), Shown.TEXT)


def has_text(item: Json) -> bool:
    """Whether an item says something that can be read."""
    try:
        text(item)
    except NotReadable:
        return False
    return True


def followers(user: Mapping[str, Any]) -> int | None:
    """The followers of an account; None where X does not tell."""
    told = user.get("public_metrics")
    return _count(told, "followers_count") if isinstance(told, dict) else None


def first_id(item: Json) -> str:
    """The id under which an item was first public: an edited post has a new one, and is the same post."""
    versions = _versions(item)
    if ident := versions[0] if versions else _ident(item):
        return ident
    raise NotReadable("it has no id")


def last_id(item: Json) -> str:
    """The id of the newest version of an item."""
    versions = _versions(item)
    return versions[-1] if versions else _ident(item)


def mentions(item: Json, handle: str) -> bool:
    """Whether an item names this account."""
    names = {str(one.get("username", "")).lower() for one in _entities(item, "mentions")}
    said = re.findall(r"(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})", text(item))
    return handle.lower() in names | {name.lower() for name in said}


def links(item: Json) -> set[str]:
    """What the links of an item lead to."""
    found = [one.get(name) for one in _entities(item, "urls") for name in ("expanded_url", "unwound_url")]
    return {link for link in found if isinstance(link, str)}


def quotes(item: Json) -> bool:
    """Whether an item quotes something."""
    return bool(_referenced(item, "quoted"))


def next_token(told: Json) -> str:
    """The token of the next page of this very query; "" on the last."""
    meta = told.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    return token if isinstance(token, str) else ""


def parent_of(item: Json) -> str:
    """The id of what an item answers; "" when it answers nothing."""
    return _referenced(item, "replied_to")


def in_hundreds(idents: Iterable[str]) -> list[list[str]]:
    """Ids that X can know, each once, a hundred at a time (what one look-up takes)."""
    given = [ident for ident in dict.fromkeys(idents) if _ID.fullmatch(ident)]
    return [given[at : at + 100] for at in range(0, len(given), 100)]


def _listed(told: Json) -> Sequence[Any]:
    """The items of an answer: an empty page has no `data`, a single look-up one object."""
    data = told.get("data")
    return [data] if isinstance(data, dict) else _list(data)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _referenced(item: Json, *kinds: str) -> str:
    listed = item.get("referenced_tweets") or item.get("referenced_posts")
    if not listed:  # as most are
        return ""
    found = [one for one in _list(listed) if isinstance(one, dict) and one.get("type") in kinds]
    return _some_id(found[0].get("id")) if found else ""


def _entities(item: Json, kind: str) -> list[Json]:
    """What X found in an item's text (links, names), also beyond its beginning."""
    note = item.get("note_tweet") or item.get("note_post")
    told = [part.get("entities") for part in (item, note) if isinstance(part, dict)]
    found = [one for part in told if isinstance(part, dict) for one in _list(part.get(kind))]
    return [one for one in found if isinstance(one, dict)]


def _versions(item: Json) -> list[str]:
    listed = _list(item.get("edit_history_tweet_ids") or item.get("edit_history_post_ids"))
    found = [ident for one in listed if (ident := _some_id(one))]
    return sorted(found, key=int) if len(found) > 1 else found


def _ident(item: Any) -> str:
    return _some_id(item.get("id")) if isinstance(item, dict) else ""


def _some_id(value: Any) -> str:
    """An id, "" if it is none."""
    ident = value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    return ident if _ID.fullmatch(ident) else ""


def _count(told: Mapping[str, Any], name: str) -> int | None:
    number = told.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < BEYOND_COUNTS else None

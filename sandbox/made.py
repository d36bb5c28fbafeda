"""World lines made into accounts and public things."""

from datetime import datetime
from typing import TYPE_CHECKING

from sandbox import lines
from sandbox.items import Account, Item, Json

if TYPE_CHECKING:
    from sandbox.world import World


def account(line: Json) -> Account:
    wanted = ("platform", "id", "handle", "name", "team", "district", "population", "ward")
    return Account(**{key: line[key] for key in wanted if line.get(key) is not None})


def post(line: Json, now: datetime, lifelike: bool) -> Item:
    return Item(
        **{key: line[key] for key in ("platform", "id", "account", "text", "likes", "replies", "shares")},
        kind="post",
        author=line["account"],
        at=lines.moment(line, now),
        root=line["id"],
        views=line.get("views"),
        by_us=True,
        growing=bool(line.get("growing", lifelike)),
        lang=line.get("lang") or "und",
        feelings=dict(line.get("reactions") or {}),
        made_by_app=True,
        media=[_shown(line)] if line.get("media") else [],
    )


def _shown(line: Json) -> Json:
    """A picture or video that nobody gave us: what is told of it, without a file."""
    kind, ident = line["media"], line["id"].rpartition("_")[2]
    mime = "video/mp4" if kind == "video" else "image/jpeg"
    return {"id": ident, "kind": kind, "mime": mime, "digest": "", "size": 0, "alt": ""}


def reply(line: Json, now: datetime, world: "World") -> Item:
    """A reply in one of our threads, or (where the line has no post) something said to us elsewhere."""
    platform, opening = line["platform"], line.get("post")
    spoken_to = line["account"] if opening is None else world.items[platform, opening].account
    ours = bool(line.get("by_us"))
    outside = "mention" if platform == "x" else line.get("surface", "visitor")
    return Item(
        platform=platform,
        id=line["id"],
        kind="reply" if opening is not None else outside,
        account=spoken_to,
        author=spoken_to if ours else world.person(platform, line["author"]).id,
        text=line["text"],
        at=lines.moment(line, now),
        root=opening if opening is not None else line["id"],
        parent=(line.get("parent") or opening) if opening is not None else None,
        likes=line.get("likes") or 0,
        by_us=ours,
        growing=bool(line.get("growing", world.lifelike)),
        mentions_us=line.get("mentions") is not False,
        lang=line.get("lang") or "und",
    )

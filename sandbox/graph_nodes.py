"""How a page, a post, a comment and their edges look in an answer of the Graph API."""

from datetime import datetime

from sandbox import graph_fields, graph_insights, growth
from sandbox.graph_fields import Wanted
from sandbox.graph_paging import edge_page
from sandbox.items import Account, Item, Json
from sandbox.world import World

FEELINGS = ("LIKE", "LOVE", "WOW", "HAHA", "SAD", "ANGRY", "CARE")


def stamp(moment: datetime) -> str:
    """A time as the Graph API writes it: +0000 without a colon."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def page(world: World, account: Account, asked: list[Wanted], token: str, now: datetime) -> Json:
    known: Json = {
        "id": account.id,
        "name": account.name,
        "username": account.handle.lstrip("@"),
        "link": f"https://www.facebook.com/{account.id}",
        "about": "Practice page.",
        "category": "Police station",
        "verification_status": "not_verified",
        "is_published": True,
        "unread_message_count": 0,
    }
    if token:
        known["access_token"] = token
    followers = world.followers(account, now)
    if followers is not None:
        fans = followers - followers // 40 if world.lifelike else followers
        known |= {"followers_count": followers, "fan_count": fans, "new_like_count": followers // 500}
    return {part.called: known[part.name] for part in asked if part.name in known}


def post(world: World, item: Item, asked: list[Wanted], now: datetime, may_see: bool = True) -> Json:
    """A post on a page: the page's own, a visitor's, or one elsewhere that tags the page."""
    told: Json = {}
    for part in asked:
        value = _post_field(world, item, part, now, may_see)
        if value is not None:
            told[part.called] = value
    return told


def _post_field(world: World, item: Item, part: Wanted, now: datetime, may_see: bool) -> object:
    name = part.name
    if name == "shares":
        shares = growth.shares(item, now)
        return {"count": shares} if shares else None
    if name == "comments":
        return comments_edge(world, item, part, now, may_see)
    if name == "reactions" or name == "likes":
        return reactions_edge(item, part, now)
    if name == "insights":
        metrics = part.ways.get("metric", "")
        period = part.ways.get("period", "lifetime")
        return {"data": graph_insights.of_post(world, item, metrics, period, now)}
    if name == "from":
        return sender(world, item)
    if name == "attachments" and item.media:
        return {"data": [_shown(item)]}
    if name == "attachments":
        return {"data": [{"media_type": "link", "type": "share", "url": item.link}]} if item.link else None
    if name == "parent_id" or name == "scheduled_publish_time":
        return None
    return _post_facts(item).get(name)


def _post_facts(item: Item) -> Json:
    return {
        "id": item.id,
        "message": item.text,
        "created_time": stamp(item.at),
        "updated_time": stamp(item.at),
        "permalink_url": f"https://www.facebook.com/{item.account}/posts/{item.id.rpartition('_')[2]}",
        "status_type": _status_type(item),
        "is_published": True,
        "is_hidden": item.hidden,
        "is_expired": False,
        "privacy": {"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"},
    }


def _status_type(item: Item) -> str:
    if item.media:
        return "added_photos"
    return "mobile_status_update" if item.link is None else "shared_story"


def _shown(item: Item) -> Json:
    """The photos or the video of a post, as its attachment."""
    kinds = [
        {"media_type": "video", "type": "video_inline"} | target
        if str(one.get("mime", "")).startswith("video")
        else {"media_type": "photo", "type": "photo"} | target
        for one in item.media
        for target in ({"target": {"id": one["id"]}},)
    ]
    return kinds[0] if len(kinds) == 1 else {"media_type": "album", "type": "album", "subattachments": {"data": kinds}}


def sender(world: World, item: Item) -> Json | None:
    """Who wrote it; nothing for people who have not let the app know."""
    ours = world.accounts.get(("facebook", item.author))
    if ours is not None:
        return {"name": ours.name, "id": ours.id}
    person = world.people.get(("facebook", item.author))
    return {"name": person.name, "id": person.id} if person is not None and person.consented else None


def comment(world: World, item: Item, asked: list[Wanted], now: datetime, may_see: bool = True) -> Json:
    told: Json = {}
    facts = _comment_facts(world, item, now)
    for part in asked:
        if part.name == "from":
            value: object = sender(world, item)
        elif part.name == "comments":
            value = comments_edge(world, item, part, now, may_see)
        elif part.name in ("reactions", "likes"):
            value = reactions_edge(item, part, now)
        elif part.name == "parent":
            value = _parent(world, item, part, now)
        else:
            value = facts.get(part.name)
        if value is not None:
            told[part.called] = value
    return told


def _parent(world: World, item: Item, part: Wanted, now: datetime) -> Json | None:
    """The comment that a nested one answers; a comment on the post itself has none."""
    above = world.items.get(("facebook", item.parent or ""))
    if above is None or above.kind != "reply":
        return None
    asked = part.inside or [Wanted(name) for name in graph_fields.DEFAULT["Comment"]]
    graph_fields.check(asked, "Comment")
    return comment(world, above, asked, now)


def _comment_facts(world: World, item: Item, now: datetime) -> Json:
    nested = item.parent != item.root
    return {
        "id": item.id,
        "message": item.text,
        "created_time": stamp(item.at),
        "like_count": growth.likes(item, now),
        "comment_count": len(world.under(item, now)),
        "is_hidden": item.hidden,
        "is_private": False,
        "can_hide": not item.by_us,
        "can_comment": not nested,
        "can_like": True,
        "can_remove": True,
        "can_reply_privately": not item.by_us,
        "user_likes": False,
        "permalink_url": f"https://www.facebook.com/{item.account}/posts/{item.root.rpartition('_')[2]}"
        f"?comment_id={item.id.rpartition('_')[2]}",
        "object": {"id": item.root},
    }


def comments_of(world: World, item: Item, filter_: str, now: datetime) -> list[Item]:
    """The comments that an edge holds: all of the thread (stream), or those directly under the item."""
    if item.kind != "reply" and filter_ == "stream":
        return list(world.thread(item, now))
    return list(world.under(item, now))


def comments_edge(world: World, item: Item, part: Wanted, now: datetime, may_see: bool) -> Json:
    """`comments` asked for as a field."""
    filter_ = part.ways.get("filter", "toplevel")
    there = comments_of(world, item, filter_, now) if may_see else []
    if part.ways.get("order") == "reverse_chronological":
        there = there[::-1]
    if "since" in part.ways:
        there = [one for one in there if one.at.timestamp() >= float(part.ways["since"])]
    asked = part.inside or [Wanted(name) for name in graph_fields.DEFAULT["Comment"]]
    graph_fields.check(asked, "Comment")
    shown = there[: int(part.ways.get("limit", "25"))]
    told: Json = {"data": [comment(world, one, asked, now) for one in shown]}
    if shown:
        told["paging"] = edge_page(shown)
    if part.ways.get("summary"):
        told["summary"] = comments_summary(world, item, filter_, now)
    return told


def comments_summary(world: World, item: Item, filter_: str, now: datetime) -> Json:
    total = world.replies_to(item, now)
    if item.kind != "reply" and filter_ != "stream":
        nested = len(world.thread(item, now)) - len(world.under(item, now))
        total = max(total - nested, 0)
    return {"order": "chronological", "total_count": total, "can_comment": True}


def reactions_edge(item: Item, part: Wanted, now: datetime) -> Json:
    """`reactions` or `likes` asked for as a field; people who reacted are never listed, only counted."""
    kinds = feelings(item, now)
    only = "LIKE" if part.name == "likes" else part.ways.get("type", "").upper()
    told: Json = {"data": []}
    if part.ways.get("summary"):
        told["summary"] = {
            "total_count": kinds.get(only, 0) if only else sum(kinds.values()),
            "viewer_reaction": "NONE",
        }
    return told


def feelings(item: Item, now: datetime) -> dict[str, int]:
    """Reactions by kind, as Facebook names them."""
    told = {"LIKE": growth.likes(item, now)}
    for kind, count in growth.feelings(item, now).items():
        told[kind.upper()] = told.get(kind.upper(), 0) + count
    return told

"""How a post and a user look in an answer of X: only what was asked for."""

from datetime import datetime, timedelta

from sandbox import growth, x_media
from sandbox.items import EPOCH, Account, Item, Json, Person, micros
from sandbox.world import World
from sandbox.x_ask import Ask
from sandbox.x_auth import Signer
from sandbox.x_errors import field_refused

PRIVATE = ("non_public_metrics", "organic_metrics", "promoted_metrics")
PRIVATE_DAYS = timedelta(days=30)


def stamp(moment: datetime) -> str:
    """A time as X writes it: UTC with milliseconds."""
    since = moment - EPOCH
    return (
        f"{(EPOCH + timedelta(milliseconds=since // timedelta(milliseconds=1))).isoformat('T', 'milliseconds')[:-6]}Z"
    )


def post(world: World, item: Item, ask: Ask, now: datetime) -> Json:
    """One post with the fields asked for, besides the three that always come."""
    told: Json = {"id": item.id, "text": item.text, "edit_history_tweet_ids": [item.id]}
    for name in ask.post:
        maker = _POST.get(name)
        value = maker(world, item, now) if maker else None
        if value is not None:
            told[name] = value
    return told


def replied_to(world: World, item: Item, now: datetime) -> str | None:
    """The author of what is answered, also when that is gone."""
    if item.parent is None:
        return None
    parent = world.items.get(("x", item.parent)) or world.gone.get(("x", item.parent))
    return parent.author if parent else None


def _referenced(world: World, item: Item, now: datetime) -> list[Json] | None:
    told = [{"type": "quoted", "id": item.quoted}] if item.quoted else []
    if item.parent is not None:
        told.append({"type": "replied_to", "id": item.parent})
    return told or None


def metrics(world: World, item: Item, now: datetime) -> Json:
    """public_metrics; X tells 0 impressions where it never counted them."""
    return {
        "retweet_count": growth.shares(item, now),
        "reply_count": world.replies_to(item, now),
        "like_count": growth.likes(item, now),
        "quote_count": 0,
        "bookmark_count": 0,
        "impression_count": growth.views(item, now) or 0,
    }


def _edit_controls(world: World, item: Item, now: datetime) -> Json:
    until = item.at + timedelta(hours=1)
    return {"edits_remaining": 5, "is_edit_eligible": item.parent is None, "editable_until": stamp(until)}


def _entities(world: World, item: Item, now: datetime) -> Json | None:
    return {"urls": item.urls} if item.urls else None


def _attachments(world: World, item: Item, now: datetime) -> Json | None:
    if item.poll:
        return {"poll_ids": [item.poll["id"]]}
    return {"media_keys": x_media.keys(item.media)} if item.media else None


def _range(world: World, item: Item, now: datetime) -> list[int]:
    return list(item.shown or (0, len(item.text)))


_POST = {
    "author_id": lambda world, item, now: item.author,
    "created_at": lambda world, item, now: stamp(item.at),
    "conversation_id": lambda world, item, now: item.root,
    "in_reply_to_user_id": replied_to,
    "referenced_tweets": _referenced,
    "public_metrics": metrics,
    "lang": lambda world, item, now: item.lang,
    "possibly_sensitive": lambda world, item, now: False,
    "paid_partnership": lambda world, item, now: False,
    "reply_settings": lambda world, item, now: "everyone",
    "display_text_range": _range,
    "edit_controls": _edit_controls,
    "entities": _entities,
    "attachments": _attachments,
}


def private(world: World, item: Item, ask: Ask, who: Signer, now: datetime, told: Json) -> list[Json]:
    """Add the numbers that only an author sees for thirty days; tell the errors where they are refused."""
    refused = []
    for name in PRIVATE:
        if name not in ask.post:
            continue
        public = metrics(world, item, now)
        if who.account != item.author or now - item.at > PRIVATE_DAYS or name == "promoted_metrics":
            refused.append(field_refused(item.id, f"{name}.impression_count"))
        elif name == "non_public_metrics":
            clicks = public["impression_count"] // 50
            counted = {"url_link_clicks": clicks // 2, "user_profile_clicks": clicks // 4}
            told[name] = {"impression_count": public["impression_count"], "engagements": clicks, **counted}
        else:
            wanted = ("impression_count", "like_count", "reply_count", "retweet_count")
            told[name] = {key: public[key] for key in wanted} | {"url_link_clicks": 0, "user_profile_clicks": 0}
    return refused


def user(world: World, ident: str, ask: Ask, now: datetime) -> Json | None:
    """One user with the fields asked for, besides id, name and username; None if nobody is there."""
    found = world.accounts.get(("x", ident)) or world.people.get(("x", ident))
    if found is None:
        return None
    told: Json = {"id": found.id, "name": found.name, "username": found.handle.lstrip("@")}
    for name in ask.user - told.keys():
        value = _user_field(world, found, name, now)
        if value is not None:
            told[name] = value
    return told


def _user_field(world: World, found: Account | Person, name: str, now: datetime) -> object:
    ours = isinstance(found, Account)
    if name == "created_at":
        return stamp(world.began - timedelta(days=3_000 if ours else 900 + micros(EPOCH) % 7))
    if name == "public_metrics":
        return _user_metrics(world, found, now)
    constant: Json = {
        "verified": ours,
        "verified_type": "government" if ours else "none",
        "protected": False,
        "description": f"{found.name}. Practice account." if ours else "",
        "location": found.district if isinstance(found, Account) else None,
    }
    return constant.get(name)


def _user_metrics(world: World, found: Account | Person, now: datetime) -> Json | None:
    """public_metrics; left out where this world does not know who follows the account."""
    posts = len(world.shelf("x", found.id, "posts", now))
    followers = world.followers(found, now) if isinstance(found, Account) else 30
    if followers is None:
        return None
    counts = {"followers_count": followers, "following_count": 12, "tweet_count": posts}
    return counts | {"listed_count": 0, "like_count": 0, "media_count": 0}

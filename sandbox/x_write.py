"""X's writing endpoints: create, delete and hide, each checked as X checks it."""

import json
from datetime import datetime, timedelta
from typing import Any

from sandbox import x_ask, x_errors, x_media, x_poll, x_text
from sandbox.items import HANDLE, Account, Item, Json
from sandbox.ledger import Ledger
from sandbox.wire import Refusal
from sandbox.world import World

KNOWN = {
    "text": str,
    "reply": dict,
    "media": dict,
    "poll": dict,
    "quote_tweet_id": str,
    "reply_settings": str,
    "edit_options": dict,
    "made_with_ai": bool,
    "paid_partnership": bool,
    "community_id": str,
    "geo": dict,
    "nullcast": bool,
    "card_uri": str,
    "direct_message_deep_link": str,
    "for_super_followers_only": bool,
    "share_with_followers": bool,
}
IN_REPLY = {"in_reply_to_tweet_id": str, "exclude_reply_user_ids": list, "auto_populate_reply_metadata": bool}
WITH_MEDIA = {"media_ids": list, "tagged_user_ids": list, "title": str, "description": str, "embeddable": bool}
WHO_MAY_REPLY = ("following", "mentionedUsers", "subscribers", "verified")
SAME_WORDS = timedelta(hours=24)
MOST_HIDDEN = 725  # in one conversation; source: X API, "Hide replies"
TWICE = "You are not allowed to create a Tweet with duplicate content."
NOT_SUMMONED = "You can only reply to or quote posts where you are mentioned or are the author."
NOT_THERE = "You attempted to reply to a Tweet that is deleted or not visible to you."


def body(raw: bytes) -> Json:
    """The JSON that was sent; 400 where it is none."""
    try:
        sent = json.loads(raw or b"{}")
    except ValueError:
        raise x_errors.invalid("body", "", "Invalid JSON in request body") from None
    if not isinstance(sent, dict):
        raise x_errors.invalid("body", "", "The request body must be a JSON object")
    return sent


def _fits(sent: Json, known: dict[str, type], path: str = "$") -> None:
    for key, value in sent.items():
        if key not in known:
            said = f"{path}.{key}: is not defined in the schema and the schema does not allow additional properties"
            raise x_errors.invalid(key, str(value)[:100], said)
        if not isinstance(value, known[key]):
            said = f"{path}.{key}: {type(value).__name__} found, {known[key].__name__} expected"
            raise x_errors.invalid(key, str(value)[:100], said)


def checked(sent: Json) -> Json:
    """A body of POST /2/tweets that X would read; 400 otherwise."""
    _fits(sent, KNOWN)
    if "reply" in sent:
        _fits(sent["reply"], IN_REPLY, "$.reply")
        x_ask.ident("in_reply_to_tweet_id", str(sent["reply"].get("in_reply_to_tweet_id", "")))
    if "quote_tweet_id" in sent:
        x_ask.ident("quote_tweet_id", sent["quote_tweet_id"])
    if sent.get("reply_settings", WHO_MAY_REPLY[0]) not in WHO_MAY_REPLY:
        said = f"$.reply_settings: does not have a value in the enumeration {list(WHO_MAY_REPLY)}"
        raise x_errors.invalid("reply_settings", sent["reply_settings"], said)
    if sum(key in sent for key in ("media", "poll", "quote_tweet_id", "card_uri")) > 1:
        raise x_errors.invalid("body", "", "media, poll, quote_tweet_id and card_uri are mutually exclusive")
    if "media" in sent:
        _fits(sent["media"], WITH_MEDIA, "$.media")
    if "poll" in sent:
        _fits(sent["poll"], x_poll.IN_POLL, "$.poll")
        x_poll.checked(sent["poll"])
    if "media" not in sent or sent.get("text", ""):
        _text_fits(sent.get("text", ""))
    return sent


def _text_fits(text: str) -> None:
    if not text.strip():
        raise x_errors.invalid("text", text, "Your Tweet text must not be empty.")
    if (weight := x_text.weight(text)) > x_text.LONGEST:
        raise x_errors.invalid("text", text[:100], f"Your Tweet text is too long ({weight} of {x_text.LONGEST}).")
    if len(x_text.CASHTAG.findall(text)) > 1:
        raise x_errors.forbidden("You may use at most one cashtag in a post.")


class Writer:
    """One writing call: the world at one moment, in whose name, and where it is billed."""

    def __init__(self, world: World, ledger: Ledger, account: Account, now: datetime, prefix: bool) -> None:
        self.world, self.ledger, self.account, self.now, self.prefix = world, ledger, account, now, prefix

    def create(self, sent: Json) -> Json:
        """A post, or an answer to one that called for us."""
        checked(sent)
        text: str = sent.get("text", "")
        parent = self._parent(sent["reply"]["in_reply_to_tweet_id"]) if "reply" in sent else None
        quoted = self._parent(sent["quote_tweet_id"]) if "quote_tweet_id" in sent else None
        self._new(text, parent)
        files = x_media.Uploads(self.world, self.ledger, self.account, self.now)
        media = files.of_post(sent["media"]) if "media" in sent else []
        item = self._put(text, parent, quoted.id if quoted else None, media)
        if "poll" in sent:
            item.poll = x_poll.made(sent["poll"], item.id, self.account, self.now, self.world.lifelike)
        price = "post.create_summoned" if parent else "post.create"
        self.ledger.wrote("post.create_with_url" if x_text.links(text) else price, self.now)
        return {"data": {"id": item.id, "text": item.text, "edit_history_tweet_ids": [item.id]}}

    def _put(self, text: str, parent: Item | None, quoted: str | None, media: list[Json]) -> Item:
        leading = self._leading(parent, text) if parent and self.prefix else ""
        given, urls = x_text.given_out(leading + text)
        more: dict[str, Any] = {"urls": urls, "quoted": quoted, "shown": (len(leading), len(given)), "at": self.now}
        if media:
            more |= {"media": media, "id": self.world.mint("x", self.now, "")}
            kind = "video" if media[0]["kind"] == "video" else "photo"
            link = f"https://x.com/{self.account.handle.lstrip('@')}/status/{more['id']}/{kind}/1"
            given, shown = x_text.with_media(given, link, x_media.keys(media)[0])
            more["urls"] = [*urls, shown]
        if parent is None:
            item = self.world.publish("x", self.account, given, **more)
        else:
            item = self.world.reply(parent, self.account.id, given, by_us=True, **more)
        item.said = text
        return item

    def _leading(self, parent: Item, text: str) -> str:
        """X puts the handle of the one who is answered before the text, unless it is oneself or stands there."""
        person = self.world.people.get(("x", parent.author)) or self.world.accounts.get(("x", parent.author))
        if person is None or person.id == self.account.id:
            return ""
        handle = person.handle.lstrip("@")
        return "" if text.lower().startswith(f"@{handle.lower()}") else f"@{handle} "

    def _parent(self, ident: str) -> Item:
        """What is answered or quoted; 403 unless its author called for us."""
        parent = self.world.item("x", ident, self.now)
        if parent is None:
            raise x_errors.forbidden(NOT_THERE)
        named = self.account.handle.lstrip("@").lower() in (name.lower() for name in HANDLE.findall(parent.text))
        spoken_to = parent.kind != "post" and parent.mentions_us and parent.account == self.account.id
        quoted = self.world.items.get(("x", parent.quoted or ""))
        about_us = quoted is not None and quoted.author == self.account.id
        if not (parent.author == self.account.id or named or spoken_to or about_us):
            raise x_errors.forbidden(NOT_SUMMONED)
        return parent

    def _new(self, text: str, parent: Item | None) -> None:
        for item in reversed(self.world.shelf("x", self.account.id, "posts", self.now)):
            if self.world.same_words or self.now - item.at > SAME_WORDS:
                return
            if (item.said or item.text) == text and item.parent == (parent.id if parent else None):
                raise x_errors.forbidden(TWICE)

    def delete(self, ident: str) -> Json:
        item = self.world.item("x", x_ask.ident("id", ident), self.now)
        if item is None:
            gone = x_errors.missing("tweet", "id", ident)
            raise Refusal(404, {**gone, "status": 404})
        if item.author != self.account.id:
            raise x_errors.forbidden("You are not authorized to delete this Tweet.")
        self.world.remove("x", ident)
        self.ledger.wrote("interaction.delete", self.now)
        return {"data": {"deleted": True}}

    def hide(self, ident: str, sent: Json) -> Json:
        """Hide or show again an answer in a conversation that we opened."""
        _fits(sent, {"hidden": bool})
        if "hidden" not in sent:
            raise x_errors.invalid("hidden", "", "$.hidden: is missing but it is required")
        item = self.world.item("x", x_ask.ident("id", ident), self.now)
        if item is None:
            raise Refusal(404, {**x_errors.missing("tweet", "id", ident), "status": 404})
        opening = self.world.items.get(("x", item.root))
        if item.parent is None or opening is None or opening.author != self.account.id:
            raise x_errors.forbidden("You are not permitted to hide this reply.")
        if sent["hidden"] and sum(one.hidden for one in self.world.thread(opening, self.now)) >= MOST_HIDDEN:
            raise x_errors.forbidden("You have hidden as many replies in this conversation as you may.")
        item.hidden = sent["hidden"]
        self.world.changes += 1
        self.ledger.wrote("content.manage", self.now)
        return {"data": {"hidden": item.hidden}}

"""What is written through the Graph API: posts, comments, edits and deletions, each by the page that owns it."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox import graph_errors, graph_media, graph_paging
from sandbox.items import Account, Item, Json
from sandbox.world import World

SAME_WORDS = timedelta(hours=24)
LINK = re.compile(r"https?://\S+\.\S+")


@dataclass
class GraphWriter:
    """One writing call: the page whose token it is (None for a person's token), what it sends, and when."""

    world: World
    page: str | None
    params: dict[str, str]
    now: datetime
    files: dict[str, bytes] = field(default_factory=dict)

    def _mine(self, account: str, verb: str, ident: str) -> Account:
        if self.page is None:
            raise graph_errors.permission(200, "The permission(s) pages_manage_posts are not available to this token.")
        if self.page != account:
            raise graph_errors.not_there(verb, ident)
        return self.world.accounts["facebook", account]

    def post(self, ident: str, edge: str | None) -> Json:
        if edge == "feed" and ("facebook", ident) in self.world.accounts:
            return self._publish(self._mine(ident, "post", ident))
        if edge == "photos" and ("facebook", ident) in self.world.accounts:
            return self._photo(self._mine(ident, "post", ident))
        item = self.world.item("facebook", ident, self.now)
        if item is None:
            raise graph_errors.not_there("post", ident)
        self._mine(item.account, "post", ident)
        if edge == "comments":
            return self._comment(item)
        if edge is None:
            return self._edit(item)
        if edge == "likes":
            return {"success": True}
        raise graph_errors.not_there("post", ident)

    def _publish(self, account: Account) -> Json:
        message, link = self.params.get("message", ""), self.params.get("link")
        media = graph_media.of_post(self.world, account, self.params, self.now)
        if not message.strip() and not link and not media:
            raise graph_errors.error(
                100, "(#100) The status you are trying to publish is empty: message or link is required", 1349125
            )
        if link is not None and not LINK.fullmatch(link):
            raise graph_errors.error(1609005, "(#1609005) There was a problem scraping data from the provided link.")
        self._new(account, message, link)
        at = self._when()
        item = self.world.publish("facebook", account, message, link=link, at=at, media=media)
        return {"id": item.id}

    def _photo(self, account: Account) -> Json:
        """A photo: by itself it becomes a post at once; unpublished, it waits for the post that names it."""
        one = graph_media.give(self.world, account, self.params, self.files, self.now)
        if self.params.get("published", "true").lower() == "false":
            return {"id": one.id}
        words = self.params.get("message") or self.params.get("caption", "")
        shown = self.world.files.publish([one])
        return {"id": one.id, "post_id": self.world.publish("facebook", account, words, at=self.now, media=shown).id}

    def _when(self) -> datetime:
        """Now, or the time that Facebook itself shall publish at (10 minutes to 30 days ahead)."""
        at = graph_paging.moment(self.params, "scheduled_publish_time")
        if at is None:
            return self.now
        if self.params.get("published", "true").lower() != "false":
            raise graph_errors.parameter("published must be false when scheduled_publish_time is given")
        if not timedelta(minutes=10) <= at - self.now <= timedelta(days=30):
            raise graph_errors.parameter("The specified scheduled publish time is invalid.")
        return at

    def _new(self, account: Account, message: str, link: str | None) -> None:
        for item in reversed(self.world.shelves.get(("facebook", account.id, "posts"), [])):
            if self.world.same_words or self.now - item.at > SAME_WORDS:
                return
            if item.text == message and item.link == link:
                raise graph_errors.error(506, "(#506) Duplicate status message")

    def _comment(self, parent: Item) -> Json:
        """Facebook nests once: an answer to a nested comment goes under the same comment as that one."""
        message = self.params.get("message", "")
        if not message.strip():
            raise graph_errors.parameter("The parameter message is required")
        above = self.world.items.get(("facebook", parent.parent or ""))
        if above is not None and above.kind == "reply":
            parent = above
        item = self.world.reply(parent, self.page or "", message, by_us=True, at=self.now, made_by_app=True)
        return {"id": item.id}

    def _edit(self, item: Item) -> Json:
        if "message" in self.params:
            if item.author != self.page or not item.made_by_app:
                raise graph_errors.permission(200, "You do not have permission to edit this")
            item.text = item.said = self.params["message"]
        if "is_hidden" in self.params:
            if item.by_us and item.kind == "reply":
                raise graph_errors.permission(200, "This comment cannot be hidden")
            if item.kind != "reply" and not item.made_by_app:  # Meta: posts only by the app that made them
                raise graph_errors.permission(200, "You do not have permission to edit this")
            if (wish := self.params["is_hidden"].lower()) not in ("true", "false", "1", "0"):
                raise graph_errors.parameter("Param is_hidden must be a boolean")
            item.hidden = wish in ("true", "1")
        self.world.changes += 1
        return {"success": True}

    def delete(self, ident: str) -> Json:
        item = self.world.item("facebook", ident, self.now)
        if item is None:
            raise graph_errors.not_there("delete", ident)
        self._mine(item.account, "delete", ident)
        if item.kind == "tagged":
            raise graph_errors.permission(200, "You do not have permission to delete this")
        self.world.remove("facebook", ident)
        return {"success": True}

"""X, over tweepy's client for API v2: one object is one account's line.

One object per account, kept by the door and never shared between threads.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.clock import Clock
from domain.errors import PlatformError, Rejected, TokenExpired, Transient, UploadLost
from domain.polls import PollsTold
from domain.posts import (
    Attached,
    Audience,
    FetchedPost,
    FetchedReply,
    Known,
    Metrics,
    Numbers,
    Outgoing,
    Page,
    Published,
    SecondLook,
    Surface,
    TokenHealth,
    Uploaded,
    storable,
)
from platforms import gaps, media, polls, wire, x_client, x_errors, x_media, x_poll, x_read, x_text, x_threads, x_write
from platforms.port import Capabilities, Line
from platforms.x_client import PAGE, Json, bought_as

_STATUS = re.compile(r"/(?:status|seen)/(\d{1,19})(?:[/?#]|$)")

REPLY_FIELDS = ["created_at", "conversation_id", "referenced_tweets", "in_reply_to_user_id", "note_tweet", "author_id"]
MEASURED_FIELDS = ["public_metrics", "entities", "attachments"]  # fields cost nothing, posts do
POST_FIELDS = [*REPLY_FIELDS, *MEASURED_FIELDS]

CAPABILITIES = Capabilities(
    label="X",
    max_text=x_text.LIMIT,
    count_text=x_text.weight,
    tells=frozenset({"likes", "replies", "shares", "views"}),
    publishes=True,
    batch=PAGE,
    same_words_elsewhere=False,
    safe_to_repeat=False,
    billed=True,
    price_of=x_text.price_of,
    price_of_upload=x_media.price_of_upload,
    media=x_media.LIMITS,
    price_of_delete="post.delete",
    price_of_look="post.read",
    hides=frozenset({Surface.THREAD}),
    hidden_means="On X it leaves the conversation, but anybody can still open it there under hidden replies.",
    price_of_hide="content.manage",
    polls=x_poll.LIMITS,
    picture_link="https://t.co/",
)


class X:
    """One account on X, as Source and as Outlet. Each call is one request, except where it says more."""

    def __init__(
        self, line: Line, secret: Mapping[str, object], addresses: Mapping[str, wire.Address], now: Clock
    ) -> None:
        self._line, self._now = line, now
        self._id, self._handle = line.external_id, line.handle.lstrip("@")
        self._x = x_client.Connection(secret, addresses, now)

    # What the collector sees.

    def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
        """One page of our own timeline, with its numbers. More than one request only past pages without news."""
        unread = gaps.opened(cursor, back_to, self._now())
        told, more = self._x.page(
            self._x.api.get_users_tweets, "pagination_token", unread.open[0].holds, self._id,
            exclude=["retweets"], tweet_fields=POST_FIELDS, **_bounds(unread.open[0]),
        )  # fmt: skip
        found = x_read.sort(told, lambda item, into: x_read.own(item, into, self._id, self._handle))
        left = gaps.shrunk(unread, found.seen, more)
        bought = bought_as("post.read", found.seen)
        return Page(found.posts, found.replies, found.unreadable, gaps.dump(left), bool(left.open), bought)

    def fetch_replies(self, posts: Sequence[str], cursor: str, back_to: datetime) -> Page[FetchedReply]:
        """One page of what names us, wherever it stands; then, if threads are watched, of what else stands in them."""
        now = self._now()
        kept = json.loads(cursor) if cursor else {"mentions": "", "threads": ""}
        threads = x_threads.current(x_threads.loaded(kept["threads"]), now)
        if self._line.watch_threads and threads.open and gaps.fresh(kept["mentions"], now):
            return self._searched(posts, kept["mentions"], threads)
        unread = gaps.opened(kept["mentions"], back_to, now)
        told, more = self._x.page(
            self._x.api.get_users_mentions, "pagination_token", unread.open[0].holds, self._id,
            tweet_fields=REPLY_FIELDS, **_bounds(unread.open[0]),
        )  # fmt: skip
        found = self._sorted(told, posts)
        left = gaps.shrunk(unread, found.seen, more)
        if self._line.watch_threads and not left.open and not threads.open:
            threads = x_threads.begun(threads, posts, self._handle, now)
        return _replies(found, gaps.dump(left), threads, bool(left.open) or self._watching(threads))

    def _searched(self, posts: Sequence[str], mentions: str, threads: x_threads.Threads) -> Page[FetchedReply]:
        window = threads.open[0]
        told, more = self._x.page(
            self._x.api.search_recent_tweets, "next_token", window.holds, x_threads.query(window.posts, self._handle),
            tweet_fields=REPLY_FIELDS, **x_threads.bounds(window),
        )  # fmt: skip
        found = self._sorted(told, posts)
        threads = x_threads.shrunk(threads, found.seen, more)
        return _replies(found, mentions, threads, self._watching(threads))

    def _sorted(self, told: Json, posts: Sequence[str]) -> x_read.Sorted:
        ours = frozenset(posts)
        return x_read.sort(told, lambda item, into: x_read.spoken_to_us(item, into, self._id, ours))

    def _watching(self, threads: x_threads.Threads) -> bool:
        return self._line.watch_threads and bool(threads.open)

    def fetch_metrics(self, posts: Sequence[str]) -> Numbers:
        """Public numbers, in hundreds.

        Clicks are not asked for: X tells them for 30 days only, and what a refused field does to its post is unsure.
        """
        there, problems, bought = self._x.look(posts, MEASURED_FIELDS)
        told = {ident: x_read.metrics(item) or Metrics() for ident, item in there.items()}
        gone = frozenset(ident for ident, kind in problems if kind == x_errors.NOT_THERE)
        return Numbers(told, gone, bought, media={ident: x_read.media(item) for ident, item in there.items()})

    def fetch_audience(self) -> Audience:
        """Followers; one user read. X tells no towns, of nobody."""
        told = x_client.one(self._x.told(self._x.api.get_user, id=self._id, user_fields=["public_metrics"]))
        return Audience(x_read.followers(told), None, {"user.read": (self._id,)})

    def look_again(self, items: Sequence[Known]) -> SecondLook:
        """The texts as they read now; an author who is suspended or has closed the account to us counts as gone."""
        threads = {item.external_id: item.thread for item in items}
        there, problems, bought = self._x.look(list(threads), ["note_tweet"])
        texts = {ident: x_read.text(item) for ident, item in there.items() if x_read.has_text(item)}
        gone = {ident for ident, kind in problems if kind == x_errors.NOT_THERE}
        gone |= {ident for ident, kind in problems if kind == x_errors.NOT_FOR_US and threads.get(ident)}
        return SecondLook(texts, frozenset(gone), bought)

    def fetch_polls(self, posts: Sequence[str]) -> PollsTold:
        """Polls with their votes, in hundreds; one post read for each post, as for its numbers."""
        return x_poll.fetch(self._x, posts)

    def fetch_names(self, author_ids: Sequence[str]) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
        """Names by author id, in hundreds; one user read each. Who is gone is left out."""
        names: dict[str, str] = {}
        for hundred in x_read.in_hundreds(author_ids):
            found = x_read.items(self._x.told(self._x.api.get_users, ids=hundred))
            names |= {
                ident: storable(user["name"]) for ident, user in found.items() if isinstance(user.get("name"), str)
            }
        return names, bought_as("user.read", names)

    def health(self) -> TokenHealth:
        """Whether the keys are alive, this account's, and may write; one user read."""
        try:
            answer = self._x.ask(self._x.api.get_me)
        except TokenExpired as fault:
            return TokenHealth((str(fault),))
        user = x_client.one(x_errors.read(answer, writing=False))
        faults = []
        if (ident := str(user.get("id"))) != self._id:
            faults.append(
                f"These keys belong to another account (@{user.get('username')}, {ident}), not to {self._id}."
            )
        elif (name := str(user.get("username"))).lower() != self._handle.lower():
            faults.append(f"On X this account is now called @{name}. Change the handle in the roster.")
        if answer.headers.get("x-access-level") == "read":
            faults.append("These keys may read but not publish. Connect the account again with read and write access.")
        return TokenHealth(tuple(faults), bought=bought_as("user.read", [ident]))

    # What the scheduler sees.

    def check(self, message: Outgoing) -> list[str]:
        """What is wrong with the message on X, in sentences."""
        return faults(message)

    def obstacle(self, message: Outgoing) -> str | None:
        """Why an answer cannot leave now. Costs one post read, which no page of ours accounts for."""
        if message.in_reply_to is None:
            return None
        try:
            told = self._x.told(self._x.api.get_tweet, message.in_reply_to, tweet_fields=x_write.PARENT_FIELDS)
        except PlatformError:  # publishing will say it better
            return None
        for _, kind in x_errors.problems(told):
            if "data" not in told and kind in x_write.UNSEEN:
                return x_write.UNSEEN[kind]
        parent = x_read.items(told).get(message.in_reply_to)
        return x_write.obstacle(parent, message, self._line) if parent else None

    def upload(self, one: Attached, file: Path) -> Uploaded:
        """Give X a file beforehand, with its alt text. Several requests; X keeps what it is given for a day."""
        return x_media.upload(self._x, one, file, self._now())

    def prepared(self, one: Attached, given: Uploaded) -> Uploaded:
        """How far X is with a video."""
        return x_media.prepared(self._x, one, given, self._now())

    def publish(self, message: Outgoing, key: str) -> Published:
        """Make it public. X has no word for `key`; a second try is refused as a duplicate, or is public twice."""
        media.must_be_given(message)
        try:
            answer = self._x.ask(
                self._x.api.create_tweet, text=message.text, in_reply_to_tweet_id=message.in_reply_to,
                media_ids=list(message.uploaded) or None, writing=True, **x_write.poll(message),
            )  # fmt: skip
        except Rejected as fault:
            if message.uploaded and x_media.of_media(fault):
                raise UploadLost(str(fault)) from None
            raise
        ident = x_write.new_id(x_errors.read(answer, writing=True))
        return self._published(ident, x_errors.answered(answer))

    def delete(self, external_id: str) -> None:
        """Take it off X. Again does no harm, so nothing here is Ambiguous."""
        try:
            told = self._x.told(self._x.api.delete_tweet, external_id)
        except x_errors.Missing:
            return
        if not x_client.one(told).get("deleted"):
            raise Transient("X did not say that it is deleted.")

    def is_gone(self, external_id: str) -> bool:
        """Look it up by its id; a post that is there costs one post read. Only X's "not found" is proof."""
        told = self._x.told(self._x.api.get_tweet, external_id)
        if isinstance(told.get("data"), dict):
            return False
        if any(ident == external_id and kind == x_errors.NOT_THERE for ident, kind in x_errors.problems(told)):
            return True
        raise Transient("X does not tell whether it is still there.")

    def hide(self, external_id: str, hidden: bool) -> None:
        """Hide a reply in a conversation that we began, or show it again. X's answer is the proof; no look tells it.

        Source: X API, "Hide replies" (docs.x.com/x-api/posts/hide-replies): PUT /2/tweets/:id/hidden, at most 725 in a
        conversation; its author is not told. OAuth 2 keys need tweet.moderate.write.
        """
        try:
            told = self._x.told(self._x.api.hide_reply if hidden else self._x.api.unhide_reply, external_id)
        except x_errors.Missing:
            raise x_errors.Missing("It is no longer on X.") from None
        if x_client.one(told).get("hidden") is not hidden:
            raise Transient("X did not say that it is done.")

    def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
        """Look through what we made public since five minutes before then. Costs post reads, as `obstacle`."""
        params: dict[str, Any] = {"start_time": gaps.stamp(since - x_write.CLOCKS_DIFFER)}
        for _ in range(x_write.FIND_PAGES):
            told = self._x.told(
                self._x.api.get_users_tweets, self._id, max_results=PAGE, tweet_fields=x_write.FOUND_FIELDS, **params
            )  # fmt: skip
            x_client.must_list(told)
            for item in x_read.items(told).values():
                if x_write.says(item, message) and (ident := x_read.first_id(item)) not in taken:
                    return self._published(ident)
            if not (token := x_read.next_token(told)):
                return None
            params["pagination_token"] = token
        return None

    def _published(self, ident: str, answer: str = "") -> Published:
        return Published(ident, f"https://x.com/{self._handle}/status/{ident}", answer)


def faults(message: Outgoing) -> list[str]:
    """What is wrong with a message and its files for X, in sentences for the person who wrote it."""
    told = media.faults(message, CAPABILITIES.label, x_media.LIMITS)
    return x_text.faults(message) + told + polls.faults(message, CAPABILITIES.label, x_poll.LIMITS)


def _bounds(gap: gaps.Gap) -> dict[str, str]:
    """The parameters that bound a timeline to a gap."""
    since = {"since_id": gap.after} if gap.after else {"start_time": gap.floor} if gap.floor else {}
    return since | ({"until_id": gap.before} if gap.before else {})


def _replies(found: x_read.Sorted, mentions: str, threads: x_threads.Threads, more: bool) -> Page[FetchedReply]:
    cursor = json.dumps({"mentions": mentions, "threads": x_threads.dump(threads)})
    bought = bought_as("post.read", found.seen)
    return Page(found.replies, [], found.unreadable, cursor, more, bought)


def id_in_link(link: str, account: str) -> str | None:
    """The id in a link to a post, as x.com/HANDLE/status/ID; None when it is no such link."""
    found = _STATUS.search(link)
    return found[1] if found else None

"""A Facebook page, over facebook-sdk: what it can do, and each thing that is asked of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.clock import Clock
from domain.errors import Ambiguous, PlatformError, TokenExpired
from domain.polls import PollsTold
from domain.posts import (
    Attached,
    Audience,
    FetchedPost,
    FetchedReply,
    Known,
    Numbers,
    Outgoing,
    Page,
    Published,
    SecondLook,
    Surface,
    TokenHealth,
    Uploaded,
    account_reach,
    fingerprint,
    storable,
)
from platforms import facebook_insights, facebook_look, facebook_media, facebook_posts, facebook_replies, media, polls
from platforms import facebook_read as read
from platforms.facebook_errors import Lacking, lacking
from platforms.facebook_graph import Graph, Usages
from platforms.facebook_hide import MEANS, hide
from platforms.facebook_read import START, Json, Place
from platforms.port import Capabilities, Line
from platforms.wire import Address

HOME = "https://graph.facebook.com"  # where facebook-sdk sends
VERSION = "v25.0"
LONGEST = 63_206  # characters
CLOCKS_DIFFER = timedelta(minutes=5)
CONTENT = "pages_read_user_content"
LOOK_AT = 3  # pages of a hundred that are looked through for one of our own

PERMISSIONS = {
    "pages_read_engagement": "read the page's posts and their numbers",
    "pages_read_user_content": "read what the public writes",
    "pages_manage_posts": "publish posts",
    "pages_manage_engagement": "answer and hide comments",
    "read_insights": "read views, reach and followers by town",
}

CAPABILITIES = Capabilities(
    label="Facebook",
    max_text=LONGEST,
    count_text=len,
    tells=frozenset({"likes", "replies", "shares", "views", "reach", "clicks", "towns"})
    | frozenset(map(account_reach, facebook_insights.WINDOWS.values())),
    publishes=True,
    batch=50,
    same_words_elsewhere=True,
    safe_to_repeat=False,
    billed=False,
    price_of=lambda message: "",
    media=facebook_media.LIMITS,
    hides=frozenset({Surface.THREAD, Surface.VISITOR}),
    hidden_means=MEANS,
)


class FacebookPage:
    """One page's line: a Source and an Outlet."""

    def __init__(
        self,
        line: Line,
        secret: Mapping[str, object],
        addresses: Mapping[str, Address],
        now: Clock,
        *,
        version: str = VERSION,
        usages: Usages | None = None,
    ) -> None:
        ends = secret.get("expires_on")
        self._line = line
        self._expires_on = ends if isinstance(ends, date) else None
        self._graph = Graph(line.external_id, secret, addresses, now, version=version, usages=usages)

    def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
        """One page of our own posts not yet read, with the numbers that come with them."""
        return facebook_posts.fetch(self._graph, cursor, back_to)

    def fetch_replies(self, posts: Sequence[str], cursor: str, back_to: datetime) -> Page[FetchedReply]:
        """One page of comments under `posts`, of visitors' posts and of posts that tag the page."""
        return facebook_replies.fetch(self._graph, posts, cursor, back_to)

    def fetch_metrics(self, posts: Sequence[str]) -> Numbers:
        """The numbers of these posts, a request each."""
        return facebook_insights.of_posts(self._graph, posts, self._line.dead_metrics)

    def fetch_audience(self) -> Audience:
        """Followers now, by town, and the page's reach in windows of 7 and 28 days: four requests."""
        return facebook_insights.of_page(self._graph, self._line.dead_metrics)

    def look_again(self, items: Sequence[Known]) -> SecondLook:
        """What became of posts and comments: a request for each post, and for each thread."""
        return facebook_look.again(self._graph, items)

    def fetch_polls(self, posts: Sequence[str]) -> PollsTold:
        """None: the Graph API neither puts polls on a page's feed nor tells of any."""
        return PollsTold()

    def fetch_names(self, author_ids: Sequence[str]) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
        """None: on Facebook a name comes with the comment, or not at all."""
        return {}, {}

    def health(self) -> TokenHealth:
        """What is wrong with the token: whose it is, what it may not do, when it ends."""
        try:
            me = self._graph.get("me", urgent=True, fields="id,name") or {}
        except (TokenExpired, Lacking) as dead:
            return TokenHealth((str(dead),), self._ends({}))
        if me.get("id") != self._line.external_id:
            whose = storable(str(me.get("name") or "someone else"))
            return TokenHealth(
                (f"The token belongs to {whose}, not to this page. Connect the page with its own token.",)
            )
        told = self._graph.token() or {}
        scopes = told.get("scopes")
        missing = self._lacks(scopes) if isinstance(scopes, list) else self._tried()
        faults = tuple(f"{lacking(name)} Without it Bluelamp cannot {PERMISSIONS[name]}." for name in missing)
        return TokenHealth(faults, self._ends(told))

    def check(self, message: Outgoing) -> list[str]:
        """What is wrong with the message on Facebook."""
        return faults(message)

    def obstacle(self, message: Outgoing) -> str | None:
        """Why an answer cannot leave now: what it answers is gone, hidden or closed. None when nothing is known."""
        parent = message.in_reply_to
        if not parent:
            return None
        fields = f"id,is_hidden,{read.COUNTED}" if parent == message.thread else "id,is_hidden,can_comment,parent"
        try:
            raw = self._graph.get(parent, urgent=True, fields=fields)
        except PlatformError:  # publishing will say it better
            return None
        if raw is None:
            return "What this answers is no longer on Facebook, so the answer was not sent."
        if raw.get("is_hidden") is True:
            return "What this answers is hidden on the page, so the answer was not sent. Show it again first."
        if _closed(raw):
            return "Facebook takes no more comments there, so the answer was not sent."
        return None

    def upload(self, one: Attached, file: Path) -> Uploaded:
        """Give Facebook a photo beforehand, with its alt text; nobody sees it until a post names it."""
        return facebook_media.upload(self._graph, one, file)

    def prepared(self, one: Attached, given: Uploaded) -> Uploaded:
        """A photo can be used as soon as Facebook has it."""
        return given

    def publish(self, message: Outgoing, key: str) -> Published:
        """Make it public, as a post or under what it answers. Facebook knows no key: `find` tells what became of it."""
        media.must_be_given(message)
        text = storable(message.text)
        if message.in_reply_to:
            said = self._graph.put(message.in_reply_to, "comments", need="pages_manage_engagement", message=text)
        else:
            photos = facebook_media.attached(message.uploaded)
            said = self._graph.put(
                self._line.external_id, "feed", need=facebook_media.NEED, photos=bool(photos), message=text, **photos
            )
        try:
            ident = read.ident_of(said)
        except read.Unclear:
            raise Ambiguous("Facebook took it, it seems, but did not say under which id.") from None
        return Published(ident, f"https://www.facebook.com/{ident}", self._graph.answered(said))

    def delete(self, external_id: str) -> None:
        """Take it off Facebook; what is gone already is well."""
        self._graph.delete(external_id, need="pages_manage_posts or pages_manage_engagement")

    def is_gone(self, external_id: str) -> bool:
        """Ask for it by its id. Facebook says the same of what is gone and of what we may not see, so we look further.

        A permission that is missing is no proof: what is not there counts as gone only while we see the page's lists.
        """
        ours = external_id.startswith(f"{self._line.external_id}_")
        need, edge = ("pages_read_engagement", "published_posts") if ours else (CONTENT, "visitor_posts")
        if self._graph.get(external_id, need=need, urgent=True, fields="id") is not None:
            return False
        self._graph.sees(edge)
        return True

    def hide(self, external_id: str, hidden: bool) -> None:
        """Hide a comment on the page, or show it again; two requests."""
        hide(self._graph, external_id, hidden)

    def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
        """Look for it among our posts, or an answer among what we wrote in its thread, since five minutes before."""
        earliest = since.astimezone(UTC) - CLOCKS_DIFFER
        for raw in self._ours(message, earliest):
            try:
                ident, text, at = read.ident_of(raw), read.text_of(raw), read.moment(raw)
            except read.Unclear:
                continue
            if ident not in taken and at >= earliest and _same(text, message.text):
                return Published(ident, f"https://www.facebook.com/{ident}")
        return None

    def _ours(self, message: Outgoing, earliest: datetime) -> list[Json]:
        """What the page wrote since then, where this message would stand."""
        ways: dict[str, str] = {"since": str(read.unix(earliest)), "fields": "id,message,created_time,from"}
        where, edge, need = self._line.external_id, "published_posts", "pages_read_engagement"
        if message.in_reply_to:
            where, edge, need = message.thread or message.in_reply_to, "comments", "pages_read_user_content"
            ways |= {"filter": "stream", "order": "reverse_chronological"}
        found: list[Json] = []
        place: Place | None = START
        pages = 0
        while place is not None and pages < LOOK_AT:
            answer = self._graph.page(where, edge, ways, place, need=need, urgent=True) or {"data": []}
            found += [raw for raw in answer["data"] if isinstance(raw, dict)]
            place = read.next_place(place, answer, self._graph.now(), newest_first=True)
            pages += 1
        if message.in_reply_to:  # others may say the same words; a comment by nobody we know proves nothing
            return [raw for raw in found if _author(raw) == self._line.external_id]
        return found

    def _lacks(self, scopes: list[Any]) -> list[str]:
        return [name for name in PERMISSIONS if name not in scopes]

    def _tried(self) -> list[str]:
        """The reading permissions that are missing, found by trying, where Facebook does not tell what a token may."""
        missing = []
        for edge, name in (("published_posts", "pages_read_engagement"), ("visitor_posts", "pages_read_user_content")):
            try:
                self._graph.sees(edge)
            except Lacking:
                missing.append(name)
        return missing

    def _ends(self, told: Json) -> datetime | None:
        """When the token stops working, as far as Facebook or its secret tell; the earliest counts."""
        ends = [datetime(*self._expires_on.timetuple()[:3], tzinfo=UTC)] if self._expires_on else []
        for name in ("expires_at", "data_access_expires_at"):
            seconds = told.get(name)
            if type(seconds) is int and 0 < seconds < 1 << 33:
                ends.append(datetime.fromtimestamp(seconds, UTC))
        return min(ends, default=None)


def faults(message: Outgoing) -> list[str]:
    """What is wrong with a message for Facebook, in sentences for the person who wrote it."""
    found = []
    if not message.text.strip():
        found.append("There is nothing to publish: the text is empty.")
    if (over := len(message.text) - LONGEST) > 0:
        found.append(f"The text is too long for Facebook by {over:,} characters: it takes {LONGEST:,}.")
    if message.in_reply_to and message.media:
        found.append("On Facebook an answer goes out without images. Take them away, or publish them as a post.")
    files = media.faults(message, CAPABILITIES.label, facebook_media.LIMITS)
    return found + files + polls.faults(message, CAPABILITIES.label, CAPABILITIES.polls)


def _same(found: str, ours: str) -> bool:
    """Whether these are the same words, as far as they survive; a link alone must be the same link."""
    if fingerprint(ours):
        return fingerprint(found) == fingerprint(ours)
    return found.split() == storable(ours).split()


def _author(raw: Json) -> str:
    author = raw.get("from")
    return str(author.get("id") or "") if isinstance(author, dict) else ""


def _closed(raw: Json) -> bool:
    """Whether no comment is taken. A nested comment says so too, but its answer goes under the comment above it."""
    if raw.get("parent"):
        return False
    comments = raw.get("comments")
    summary = comments.get("summary") if isinstance(comments, dict) else None
    return raw.get("can_comment") is False or (isinstance(summary, dict) and summary.get("can_comment") is False)

"""The two sockets a platform plugs into, and what it can do. An object behind them is one account's line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

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
    PlatformName,
    Published,
    SecondLook,
    Surface,
    TokenHealth,
    Uploaded,
)


@dataclass(frozen=True)
class MediaLimits:
    """What images and videos a platform takes. Types are MIME types, sizes bytes, sides pixels; 0 and empty: none.

    `together`: whether images and a video may stand in one post. `alt`: the longest alt text, in characters.
    """

    images: int = 0
    image_types: frozenset[str] = frozenset()
    image_bytes: int = 0
    image_side: int = 0  # the longest, either way
    videos: int = 0
    video_types: frozenset[str] = frozenset()
    video_bytes: int = 0
    video_seconds: float = 0
    alt: int = 0
    together: bool = False


@dataclass(frozen=True)
class PollLimits:
    """What polls a platform takes; `options` 0: none. `letters` of one answer, `minutes` that it may stay open."""

    options: int = 0
    letters: int = 0
    least_minutes: int = 0
    most_minutes: int = 0


@dataclass(frozen=True)
class Capabilities:
    """How platforms differ, as data. Composer, tables and collector read this instead of asking who it is."""

    label: str  # as people say it: "X", "Facebook"
    max_text: int
    count_text: Callable[[str], int]
    tells: frozenset[str]  # the Metrics it can tell, "towns", and windows of reach by domain.posts.account_reach
    publishes: bool
    batch: int  # how many ids one look at numbers may name
    same_words_elsewhere: bool  # whether several accounts may say the same words
    safe_to_repeat: bool  # whether publishing again with the same key makes no second post
    billed: bool  # whether reading costs money
    price_of: Callable[[Outgoing], str]  # the operation that publishing this is billed as, "" when free
    price_of_upload: Callable[[Attached], str] = lambda one: ""  # the same of giving it a file beforehand
    media: MediaLimits = MediaLimits()
    shows_within: timedelta = timedelta(minutes=1)  # until a new post stands in its account's timeline, as a rule
    price_of_delete: str = ""  # the operation that taking something of ours off is billed as, "" when free
    price_of_look: str = ""  # the same of looking at one post that is there
    hides: frozenset[Surface] = frozenset()  # where a comment of the public can be hidden; never what began a thread
    hidden_means: str = ""  # who sees a hidden comment all the same, and what it keeps us from, in a sentence
    price_of_hide: str = ""  # the operation that hiding or showing again is billed as, "" when free
    polls: PollLimits = PollLimits()
    picture_link: str = ""  # how the link begins that it puts itself after the words for a picture or a video


@dataclass(frozen=True)
class Line:
    """What an adapter is told of one account. `dead_metrics` are not asked for again.

    `answers_anyone`: the platform lets it answer people who did not name it (X: Enterprise plans).
    """

    platform: PlatformName
    external_id: str
    handle: str
    watch_threads: bool = False
    dead_metrics: frozenset[str] = frozenset()
    answers_anyone: bool = False


class Source(Protocol):
    """What the collector sees. It cannot publish, even by mistake.

    Every method is a few requests at most and raises only PlatformError. A cursor is
    opaque, "" at first; `back_to` is how far the first walk goes back, and an earlier
    one than before makes the walk go deeper.
    """

    def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
        """One page of our own posts not yet read; our own answers to others come in `replies`."""
        ...

    def fetch_replies(self, posts: Sequence[str], cursor: str, back_to: datetime) -> Page[FetchedReply]:
        """One page of what the public wrote to us: under `posts` (ours, newest first) and elsewhere."""
        ...

    def fetch_metrics(self, posts: Sequence[str]) -> Numbers:
        """The numbers of at most `Capabilities.batch` posts of ours."""
        ...

    def fetch_audience(self) -> Audience:
        """Followers now, and by town and the account's own reach where the platform tells."""
        ...

    def look_again(self, items: Sequence[Known]) -> SecondLook:
        """What became of items that we keep: changed, gone, or as they were. At most `Capabilities.batch`."""
        ...

    def fetch_polls(self, posts: Sequence[str]) -> PollsTold:
        """The answers and votes of polls that stand in these posts of ours. At most `Capabilities.batch`."""
        ...

    def fetch_names(self, author_ids: Sequence[str]) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
        """Names by author id where replies come without them, and what was bought."""
        ...

    def health(self) -> TokenHealth:
        """What is wrong with this account's token, in sentences a person can act on."""
        ...


class Outlet(Protocol):
    """What the scheduler sees."""

    def check(self, message: Outgoing) -> list[str]:
        """What is wrong with the message on this platform, in sentences. Pure."""
        ...

    def obstacle(self, message: Outgoing) -> str | None:
        """Why an answer cannot leave now (its parent is gone, hidden or closed); None when nothing is known."""
        ...

    def upload(self, one: Attached, file: Path) -> Uploaded:
        """Give the platform a file beforehand, with its alt text. Nothing is public by it: nothing is Ambiguous."""
        ...

    def prepared(self, one: Attached, given: Uploaded) -> Uploaded:
        """How far the platform is with a file that it wanted time for. Raises UploadLost when it knows it no more."""
        ...

    def publish(self, message: Outgoing, key: str) -> Published:
        """Make it public. `key` names this publication; platforms with such a thing use it against doubles."""
        ...

    def delete(self, external_id: str) -> None:
        """Take it off the platform. Twice does no harm, and what is gone already is well; nothing is Ambiguous."""
        ...

    def is_gone(self, external_id: str) -> bool:
        """Look for something of ours by its id. True is proof that it is not there; False that it (still) is."""
        ...

    def hide(self, external_id: str, hidden: bool) -> None:
        """Hide a comment of the public, or show it again, and make sure. Twice does no harm; nothing is Ambiguous."""
        ...

    def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
        """Look for it among what is public since then, leaving out ids that are `taken`. None proves nothing."""
        ...

"""What platforms tell us and what we tell them, free of any platform's own vocabulary."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from html import unescape
from typing import Generic, TypeVar

from domain.polls import PollAsked

_LINK = re.compile(r"https?://\S+")
BEYOND_COUNTS = 1 << 30
"""What is told as so many or more is no count: the store keeps four bytes, and two counts may be added."""

Item = TypeVar("Item")


class PlatformName(StrEnum):
    """The platforms an account can be on, as the roster writes them."""

    X = "x"
    FACEBOOK = "facebook"


class Shown(StrEnum):
    """What stands beside the words of a post. What several things could be said of is the first of these."""

    POLL = "poll"
    VIDEO = "video"
    IMAGE = "image"  # also one that moves
    LINK = "link"
    OTHER = "other"  # an event, an offer, whatever a platform may think of
    TEXT = "text"  # nothing but words


class Surface(StrEnum):
    """Where a member of the public wrote to us."""

    THREAD = "thread"  # under one of our posts
    MENTION = "mention"  # naming us in a thread that is not ours
    VISITOR = "visitor"  # on our page, of their own accord
    TAGGED = "tagged"  # on their own page, with a tag of ours


@dataclass(frozen=True)
class Metrics:
    """The numbers of one post at one moment. None means that the platform does not tell, never zero."""

    likes: int | None = None
    replies: int | None = None
    shares: int | None = None
    views: int | None = None
    reach: int | None = None
    clicks: int | None = None


@dataclass(frozen=True)
class FetchedPost:
    """A post of ours. `metrics` when the same answer told them; `media` is a Shown, "" not told."""

    external_id: str
    text: str
    url: str
    created_at: datetime
    metrics: Metrics | None = None
    media: str = ""


@dataclass(frozen=True)
class FetchedReply:
    """Something written to us, or by us to someone. `post` is our post it stands under, None outside our threads.

    `thread` is the id of what the conversation began with, `parent` of what it answers;
    `author_id` is the platform's, "" where it does not tell.
    """

    external_id: str
    text: str
    url: str
    created_at: datetime
    thread: str
    parent: str
    post: str | None = None
    surface: Surface = Surface.THREAD
    author_id: str = ""
    author: str = ""
    by_us: bool = False


@dataclass(frozen=True)
class Unreadable:
    """An item that could not be read, kept aside with its reason so that its page is not lost."""

    external_id: str
    reason: str
    raw: str


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One answer of a platform, and where to go on.

    `cursor` is opaque and is saved in the transaction that keeps the items. `more`
    says that the walk is not finished. `bought` counts resources by operation for
    the budget ("post.read": ids), so that nothing is paid twice in a UTC day.
    """

    items: list[Item] = field(default_factory=list)
    replies: list[FetchedReply] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    cursor: str = ""
    more: bool = False
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Numbers:
    """Metrics by external id, what is gone, and what was bought to learn it.

    `not_told` and `withheld` give a sentence by our metric's name: what the platform tells
    nobody any more, and what it does not tell of this account (too small, no permission).
    `media` is a Shown by external id, where it came with the numbers.
    """

    metrics: Mapping[str, Metrics] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_told: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Audience:
    """Followers of one account now, and by town where the platform tells. Towns are as the platform names them.

    `reach` tells, by a window of so many days, how many people saw anything of the account and the window's
    last day: people, counted once by the platform, never to be added. `not_told` and `withheld` as in Numbers.
    """

    followers: int | None = None
    towns: Mapping[str, int] | None = None
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reach: Mapping[int, tuple[int, date]] = field(default_factory=dict)
    not_told: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """Something we keep and want to look at again. `thread` as in FetchedReply; "" for a post of ours."""

    external_id: str
    thread: str = ""


@dataclass(frozen=True)
class SecondLook:
    """What became of the Known ones: texts as they read now, and those that are gone. The rest was not told."""

    texts: Mapping[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class MediaKind(StrEnum):
    """What can stand beside the words."""

    IMAGE = "image"
    VIDEO = "video"


@dataclass(frozen=True)
class Attached:
    """An image or a video as it goes out: its file, cleaned, goes by the SHA-256 of its content (hex).

    `size` in bytes, `width` and `height` in pixels as shown, `seconds` of a video; `alt` says in words what it shows.
    """

    digest: str
    kind: MediaKind
    mime: str
    size: int
    width: int
    height: int
    alt: str
    seconds: float | None = None


@dataclass(frozen=True)
class Uploaded:
    """What a platform calls a file it was given, and until when it may be used (None: not told).

    `ask_again_at`: the platform is still preparing it, and may be asked again from then on; None when it can be used.
    """

    external_id: str
    expires_at: datetime | None = None
    ask_again_at: datetime | None = None


@dataclass(frozen=True)
class Outgoing:
    """What is to be published. `thread` is the post an answer stands under, for finding it again.

    `uploaded`: the platform's ids of `media`, in their order, once they are there (T14). `poll` stands below the words.
    """

    text: str
    in_reply_to: str | None = None
    thread: str | None = None
    media: tuple[Attached, ...] = ()
    uploaded: tuple[str, ...] = ()
    poll: PollAsked | None = None


@dataclass(frozen=True)
class Published:
    """Proof that something is public. `answer`: what the platform said, shortened and free of secrets."""

    external_id: str
    url: str
    answer: str = field(default="", compare=False)  # found or told, it is the same proof


@dataclass(frozen=True)
class TokenHealth:
    """What a token may do: the sentences a person needs, empty when all is well; `expires_at` where told.

    `bought`: what it cost to ask.
    """

    faults: tuple[str, ...] = ()
    expires_at: datetime | None = None
    bought: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def account_reach(days: int) -> str:
    """Our name for an account's reach within a window of so many days, where numbers go by their names."""
    return f"account_reach_{days}"


def has_link(text: str) -> bool:
    """Whether a link stands in the words."""
    return bool(_LINK.search(text))


def fingerprint(text: str) -> str:
    """The words as they survive a platform: entities undone, links left out, spaces and case folded."""
    return " ".join(_LINK.sub(" ", unescape(text)).split()).casefold()


def storable(text: str) -> str:
    """A text every database takes: no NUL, no lone surrogate. Done once, at the edge."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")

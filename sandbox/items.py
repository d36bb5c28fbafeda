"""What one public thing, one account and one member of the public are in the sandbox's truth."""

import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

SNOWFLAKE_EPOCH_MS = 1_288_834_974_657  # X counts the milliseconds in its ids from here (4 November 2010)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HANDLE = re.compile(r"(?<![A-Za-z0-9_@])@([A-Za-z0-9_]{1,15})")


@dataclass(slots=True)
class Account:
    """One of the force's own accounts, with what the platform knows of its followers."""

    platform: str
    id: str
    handle: str
    name: str
    team: str
    district: str
    population: int | None = None
    ward: str | None = None
    followers: int | None = None
    towns: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Person:
    """A member of the public who wrote to an account."""

    platform: str
    id: str
    name: str
    handle: str
    consented: bool = True  # Facebook tells `from` only of people who let the app know


@dataclass(slots=True, eq=False)
class Item:
    """One public thing: a post, a reply, a mention elsewhere, a visitor's post, a post that tags the page."""

    platform: str
    id: str
    kind: str  # post, reply, mention, visitor, tagged
    account: str  # the account that it belongs to or speaks to
    author: str
    text: str
    at: datetime
    root: str  # the thing that opened the conversation; its own id when it did
    parent: str | None = None
    likes: int = 0
    replies: int = 0
    shares: int = 0
    views: int | None = None
    by_us: bool = False
    hidden: bool = False
    growing: bool = False
    mentions_us: bool = True
    lang: str = "und"
    said: str | None = None  # as its author sent it, where the platform gives it out differently
    link: str | None = None
    quoted: str | None = None
    made_by_app: bool = False
    shown: tuple[int, int] | None = None  # X: the part of the text that is not leading handles
    urls: list[Json] = field(default_factory=list)
    feelings: dict[str, int] = field(default_factory=dict)  # Facebook: reactions other than like
    media: list[Json] = field(default_factory=list)  # what is shown with it: digest, MIME type, size, alt text
    poll: Json | None = None  # X: a poll that stands in it, as sandbox.x_poll makes it
    rank: tuple[int, int] = field(init=False, default=(0, 0))  # reading order: by time, then by number

    def __post_init__(self) -> None:
        self.rank = micros(self.at), number(self.id)


def micros(moment: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def number(ident: str) -> int:
    """A number to order two ids by that were born at the same moment."""
    digits = re.sub(r"\D", "", ident.rpartition("_")[2])
    return int(digits) if digits else zlib.crc32(ident.encode())


def snowflake(moment: datetime) -> int:
    """The lowest X id that could have been born at this moment."""
    return max((micros(moment) // 1000 - SNOWFLAKE_EPOCH_MS) << 22, 1)


def born(ident: str) -> int:
    """Microseconds since 1970 at which an X id must have been made, for ids nobody here has seen."""
    return ((int(ident) >> 22) + SNOWFLAKE_EPOCH_MS) * 1000


def person_id(platform: str, author: str) -> str:
    """A number that always belongs to the same author's name."""
    mark = zlib.crc32(f"{platform}:{author}".encode()) + (zlib.crc32(author.encode()) << 20)
    return str(7_000_000_000_000_000 + mark % 1_000_000_000_000_000)


def handle_of(author: str) -> str:
    """An X handle made from what the author is called: letters, digits and underscores, 15 at most."""
    plain = re.sub(r"[^A-Za-z0-9_]", "", author.lstrip("@"))
    return plain[:15] or f"someone{zlib.crc32(author.encode()) % 100_000}"

"""A platform of plain data for tests: newest first, in small pages, counting what it was asked for."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.posts import (
    Audience,
    FetchedPost,
    FetchedReply,
    Item,
    Known,
    Metrics,
    Numbers,
    Page,
    SecondLook,
    TokenHealth,
    Unreadable,
)
from platforms.port import Capabilities

Bought = Mapping[str, tuple[str, ...]]


@dataclass
class Board:
    """One account's line, and everything public on it. Ids rise with time; `billed` sells posts by the piece."""

    posts: list[FetchedPost] = field(default_factory=list)
    replies: list[FetchedReply] = field(default_factory=list)
    numbers: dict[str, Metrics] = field(default_factory=dict)
    audience: Audience = field(default_factory=lambda: Audience(followers=1_200))
    unreadable: list[Unreadable] = field(default_factory=list)
    not_told: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    size: int = 10
    billed: bool = True
    faults: dict[str, Exception] = field(default_factory=dict)
    sold: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    watched: Sequence[str] = ()
    shown: str = ""  # what stands beside the words of every post, once numbers are asked for
    looked_at: list[str] = field(default_factory=list)

    def fetch_posts(self, cursor: str, back_to: datetime) -> Page[FetchedPost]:
        """One page of posts, newest first."""
        self._heard("fetch_posts")
        page = _walk(self.posts, cursor, back_to, self.size)
        return replace(page, bought=self._sell([post.external_id for post in page.items]))

    def fetch_replies(self, posts: Sequence[str], cursor: str, back_to: datetime) -> Page[FetchedReply]:
        """One page of replies, newest first; unreadable ones come with the first."""
        self._heard("fetch_replies")
        self.watched = posts
        page = _walk(self.replies, cursor, back_to, self.size)
        aside = [] if cursor else self.unreadable
        return replace(page, unreadable=aside, bought=self._sell([reply.external_id for reply in page.items]))

    def fetch_metrics(self, posts: Sequence[str]) -> Numbers:
        """Numbers of those that are still there."""
        self._heard("fetch_metrics")
        told = {key: self.numbers[key] for key in posts if key in self.numbers and key not in self.gone}
        gone, shown = frozenset(posts) & self.gone, {key: self.shown for key in told if self.shown}
        return Numbers(told, gone, self._sell(list(told)), self.not_told, self.withheld, shown)

    def fetch_audience(self) -> Audience:
        """Followers."""
        self._heard("fetch_audience")
        return replace(self.audience, bought={"user.read": ("me",)} if self.billed else {})

    def look_again(self, items: Sequence[Known]) -> SecondLook:
        """Words as they are now."""
        self._heard("look_again")
        self.looked_at += [item.external_id for item in items]
        words = {item.external_id: item.text for item in [*self.posts, *self.replies]}
        ids = [item.external_id for item in items]
        told = {key: words[key] for key in ids if key in words and key not in self.gone}
        return SecondLook(told, frozenset(ids) & self.gone, self._sell(list(told)))

    def fetch_names(self, author_ids: Sequence[str]) -> tuple[Mapping[str, str], Bought]:
        """Names of people."""
        self._heard("fetch_names")
        told = {key: self.names[key] for key in author_ids if key in self.names}
        return told, {"user.read": tuple(told)} if self.billed else {}

    def health(self) -> TokenHealth:
        """Always well."""
        return TokenHealth()

    def _heard(self, what: str) -> None:
        self.asked[what] += 1
        if fault := self.faults.get(what):
            raise fault

    def _sell(self, ids: Sequence[str]) -> Bought:
        self.sold.update(ids)
        return {"post.read": tuple(ids)} if self.billed and ids else {}


def _walk(there: list[Item], cursor: str, back_to: datetime, size: int) -> Page[Item]:
    """Newest first, with the gaps that are still unread as cursor: [newest seen, [[after, before], …]]."""
    top, gaps = json.loads(cursor) if cursor else (0, [])
    items = sorted(there, key=lambda item: int(item.external_id), reverse=True)  # type: ignore[attr-defined]
    gaps = gaps or [[top, 10**18]]
    after, before = gaps.pop(0)
    inside = [i for i in items if after < int(i.external_id) < before and i.created_at >= back_to]  # type: ignore[attr-defined]
    some = inside[:size]
    ids = [int(item.external_id) for item in some]  # type: ignore[attr-defined]
    if len(inside) > size:
        gaps.insert(0, [after, min(ids)])
    return Page(some, cursor=json.dumps([max([top, *ids]), gaps]), more=bool(gaps))


def post(
    number: int, at: datetime, text: str = "Lock your shed tonight.", metrics: Metrics | None = None
) -> FetchedPost:
    """A post of ours."""
    return FetchedPost(str(number), text, f"https://social.example/{number}", at, metrics)


def reply(number: int, under: str | None, at: datetime, text: str = "Thank you!", **more: object) -> FetchedReply:
    """Something the public wrote, under a post of ours unless `under` is None."""
    thread = under or f"t{number}"
    told: dict[str, object] = {
        "author_id": f"u{number}",
        "author": "Pat",
        "thread": thread,
        "parent": thread,
        "post": under,
    }
    return FetchedReply(str(number), text, f"https://social.example/{number}", at, **{**told, **more})  # type: ignore[arg-type]


def busy(now: datetime, posts: int = 25, replies: int = 25) -> Board:
    """A board with so many posts, an hour apart, and replies to the newest of them."""
    ours = [post(1000 + n, now - timedelta(hours=posts - n), metrics=Metrics(likes=n, replies=0)) for n in range(posts)]
    theirs = [
        reply(5000 + n, ours[-1].external_id if ours else None, now - timedelta(minutes=replies - n))
        for n in range(replies)
    ]
    return Board(ours, theirs)


def fresh(now: datetime, replies: int = 0) -> Board:
    """A board with three posts of the last half hour, whose numbers will be asked for in an hour."""
    board = busy(now, 0, replies)
    board.posts = [post(n, now - timedelta(minutes=10 * n), metrics=Metrics(likes=1)) for n in (3, 2, 1)]
    board.numbers = {each.external_id: Metrics(likes=9, views=50) for each in board.posts}
    return board


def able(tells: frozenset[str], batch: int = 50, billed: bool = True) -> Capabilities:
    """A platform that can tell these numbers."""
    return Capabilities(
        label="Board",
        max_text=500,
        count_text=len,
        tells=tells,
        publishes=True,
        batch=batch,
        same_words_elsewhere=True,
        safe_to_repeat=False,
        billed=billed,
        price_of=lambda _: "",
    )

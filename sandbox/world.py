"""The truth of the sandbox: what is public on each account at this moment, and how it changes."""

import re
import threading
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox import growth, lines, made
from sandbox.items import HANDLE, Account, Item, Json, Person, handle_of, micros, person_id, snowflake
from sandbox.media import Shelf

Clock = Callable[[], datetime]
Key = tuple[str, str]


def utc_now() -> datetime:
    """The sandbox's own clock, the one place where it asks the machine for the time."""
    return datetime.now(UTC)


class World:
    """Accounts, people and what they wrote, indexed so that a page costs the same however much there is.

    Every method expects `lock` to be held by whoever may meet another thread; the server holds it per request.
    """

    def __init__(self, now: Clock = utc_now, *, lifelike: bool = False, name: str = "empty") -> None:
        self.lock = threading.RLock()
        self.clock = now
        self.forward = timedelta(0)
        self.lifelike = lifelike
        self.name = name
        self.began = now()
        self.accounts: dict[Key, Account] = {}
        self.people: dict[Key, Person] = {}
        self.items: dict[Key, Item] = {}
        self.gone: dict[Key, Item] = {}
        self.handles: dict[Key, str] = {}
        self.shelves: dict[tuple[str, str, str], list[Item]] = defaultdict(list)
        self.threads: dict[Key, list[Item]] = defaultdict(list)
        self.children: dict[Key, list[Item]] = defaultdict(list)
        self.later: list[tuple[datetime, Callable[[], object]]] = []
        self.files = Shelf()
        self.repeated: list[tuple[int, str, str]] = []
        self.changes = 0
        self.ended: set[str] = set()  # insights that Facebook tells nobody any more
        self.same_words = False  # True: takes the same words again, so that whoever sends twice is seen to
        self._last: dict[str, int] = {}

    # The three ways to fill it.

    @classmethod
    def from_file(cls, path: Path, now: Clock = utc_now) -> "World":
        """A world file: numbers as they stand there, times moved so that the newest is now."""
        world = cls(now, name=path.name)
        reading = lines.read_file(path)
        world.repeated = reading.repeated
        world.fill(line for _, line in reading.lines)
        return world

    @classmethod
    def from_lines(
        cls, given: Iterable[Json], now: Clock = utc_now, *, lifelike: bool = False, name: str = "lines"
    ) -> "World":
        """Lines with times as they stand; those still to come become public when their time comes."""
        reading = lines.check(enumerate((dict(line) for line in given), 1))
        if reading.faults:
            raise lines.WrongWorld(reading.faults)
        world = cls(now, lifelike=lifelike, name=name)
        world.repeated = reading.repeated
        world.fill(line for _, line in reading.lines)
        return world

    @classmethod
    def county(cls, now: Clock = utc_now) -> "World":
        """The built-in county, a fortnight old, whose young numbers grow."""
        from sandbox import county

        return cls.from_lines(county.lines(now()), now, lifelike=True, name="county")

    def fill(self, given: Iterable[Json]) -> None:
        """Take in good lines, in whatever order they stand."""
        now = self.now()
        kinds: dict[str, list[Json]] = defaultdict(list)
        for line in given:
            kinds[line["type"]].append(line)
        for line in kinds["account"]:
            self.add_account(made.account(line))
        for line in kinds["followers"]:
            self.set_followers(line["platform"], line["account"], line["count"], line.get("towns"))
        for line in kinds["post"]:
            self.put(made.post(line, now, self.lifelike))
        for line in sorted(kinds["reply"], key=lambda line: line.get("post") is not None):
            self.put(made.reply(line, now, self))

    def add_account(self, account: Account) -> Account:
        """Take in an account; a handle that its platform would not allow, or that is taken, is made to fit."""
        account.handle = self._handle(account)
        self.accounts[account.platform, account.id] = account
        self.handles[account.platform, account.handle.lower()] = account.id
        self.changes += 1
        return account

    # Time.

    def now(self) -> datetime:
        return self.clock() + self.forward

    def settle(self) -> None:
        """Let what was accepted late happen, once its moment has come."""
        now = self.now()
        due, self.later = [act for act in self.later if act[0] <= now], [act for act in self.later if act[0] > now]
        for _, act in due:
            act()

    # Changing it.

    def _handle(self, account: Account) -> str:
        wish = handle_of(account.handle) if account.platform == "x" else re.sub(r"[\s@:,\"]", "", account.handle)[:80]
        if self.handles.get((account.platform, wish.lower()), account.id) == account.id:
            return wish
        return f"{wish[:9]}_{account.id[-5:]}"

    def put(self, item: Item) -> Item:
        """Make an item part of the truth (public once its time has come)."""
        key = (item.platform, item.id)
        self.items[key] = item
        self.gone.pop(key, None)
        for shelf in self._shelves(item):
            insort(self.shelves[shelf], item, key=_rank)
        if item.parent is not None:
            insort(self.threads[item.platform, item.root], item, key=_rank)
            insort(self.children[item.platform, item.parent], item, key=_rank)
        self.changes += 1
        return item

    def _shelves(self, item: Item) -> set[tuple[str, str, str]]:
        """Which lists an item stands in: its author's own posts, and what speaks to an account of ours."""
        found = set()
        if item.by_us and (item.platform == "x" or item.kind == "post"):
            found.add((item.platform, item.author, "posts"))
        if item.kind in ("visitor", "tagged"):
            found.add((item.platform, item.account, item.kind))
        if item.platform == "x":
            named = (
                [self.handles.get(("x", handle.lower())) for handle in HANDLE.findall(item.text)] if item.said else []
            )
            spoken_to = {ident for ident in named if ident}
            if item.kind != "post" and item.mentions_us:
                spoken_to.add(item.account)
            found |= {("x", ident, "mentions") for ident in spoken_to if ident != item.author}
        return found

    def remove(self, platform: str, ident: str) -> Item | None:
        """Take an item back; on Facebook what hangs under it goes too. None if it is not there."""
        item = self.items.pop((platform, ident), None)
        if item is None:
            return None
        self.gone[platform, ident] = item
        for shelf in self._shelves(item):
            self.shelves[shelf].remove(item)
        if item.parent is not None:
            self.threads[platform, item.root].remove(item)
            self.children[platform, item.parent].remove(item)
            self._counted(item, -1)
        if platform == "facebook":
            for child in list(self.children[platform, ident]):
                self.remove(platform, child.id)
        self.changes += 1
        return item

    def linger(self, platform: str, ident: str, seconds: float) -> None:
        """What was taken back a moment ago is seen for so many seconds more."""
        if item := self.gone.get((platform, ident)):
            self.put(item)
            self.later.append((self.now() + timedelta(seconds=seconds), lambda: self.remove(platform, ident)))

    def _counted(self, item: Item, step: int) -> None:
        root = self.items.get((item.platform, item.root))
        if root is not None and not root.growing:
            root.replies = max(root.replies + step, 0)
        parent = self.items.get((item.platform, item.parent or ""))
        if parent is not None and parent is not root and not parent.growing:
            parent.replies = max(parent.replies + step, 0)

    def publish(self, platform: str, account: Account, text: str, **more: Any) -> Item:
        """An account of ours says something new."""
        at = more.pop("at", None) or self.now()
        ident = more.pop("id", None) or self.mint(platform, at, f"{account.id}_")
        item = Item(
            platform=platform,
            id=ident,
            kind="post",
            account=account.id,
            author=account.id,
            text=text,
            at=at,
            root=ident,
        )
        item.by_us = item.made_by_app = True
        item.said = text
        for key, value in more.items():
            setattr(item, key, value)
        if self.lifelike:
            growth.expect(item, account)
        return self.put(item)

    def reply(self, parent: Item, author: str, text: str, *, by_us: bool = False, **more: Any) -> Item:
        """Someone answers: a member of the public, or one of our accounts (`author` is then its id)."""
        at = more.pop("at", None) or self.now()
        platform = parent.platform
        stem = f"{parent.root.rpartition('_')[2]}_"
        ident = more.pop("id", None) or self.mint(platform, at, stem)
        item = Item(platform, ident, "reply", parent.account, author, text, at, root=parent.root, parent=parent.id)
        item.by_us, item.said = by_us, text
        for key, value in more.items():
            setattr(item, key, value)
        self.put(item)
        self._counted(item, 1)
        return item

    def set_followers(self, platform: str, account: str, count: int, towns: dict[str, int] | None = None) -> None:
        found = self.accounts[platform, account]
        found.followers = count
        found.towns = dict(towns or {})
        self.changes += 1

    def person(self, platform: str, author: str, *, consented: bool | None = None) -> Person:
        """The member of the public who goes by this name, the same one each time."""
        ident = person_id(platform, author)
        found = self.people.get((platform, ident))
        if found is None:
            handle = handle_of(author)
            if (platform, handle.lower()) in self.handles:
                handle = f"{handle[:10]}{ident[-5:]}"
            silent = self.lifelike and int(ident) % 6 == 0
            found = Person(platform, ident, author, handle, not silent if consented is None else consented)
            self.people[platform, ident] = found
            self.handles.setdefault((platform, handle.lower()), ident)
        return found

    def mint(self, platform: str, at: datetime, stem: str) -> str:
        """An id that nobody had before and that grows with time."""
        low = snowflake(at) if platform == "x" else micros(at) // 1000 * 1000
        fresh = max(self._last.get(platform, 0) + 1, low) if at >= self.now() - timedelta(seconds=1) else low
        while self._taken(platform, made := str(fresh) if platform == "x" else f"{stem}{fresh}"):
            fresh += 1
        self._last[platform] = max(self._last.get(platform, 0), fresh)
        return made

    def _taken(self, platform: str, ident: str) -> bool:
        return (platform, ident) in self.items or (platform, ident) in self.gone

    # Looking at it.

    def item(self, platform: str, ident: str, now: datetime | None = None) -> Item | None:
        """An item that is public at this moment."""
        found = self.items.get((platform, ident))
        return found if found is not None and found.at <= (now or self.now()) else None

    def shelf(self, platform: str, account: str, name: str, now: datetime | None = None) -> Sequence[Item]:
        """A list of an account, oldest first: posts, mentions, visitor or tagged."""
        return visible(self.shelves.get((platform, account, name), []), now or self.now())

    def thread(self, item: Item, now: datetime | None = None) -> Sequence[Item]:
        """All that hangs under the opening of a conversation, oldest first."""
        return visible(self.threads.get((item.platform, item.id), []), now or self.now())

    def under(self, item: Item, now: datetime | None = None) -> Sequence[Item]:
        """The direct answers to an item, oldest first."""
        return visible(self.children.get((item.platform, item.id), []), now or self.now())

    def replies_to(self, item: Item, now: datetime) -> int:
        """How many answers the platform says there are."""
        there = len(self.thread(item, now) if item.parent is None else self.under(item, now))
        if item.growing:
            return max(growth.grown(item.replies, item.at, now), there)
        return item.replies if item.kind == "post" else there

    def followers(self, account: Account, moment: datetime | None = None) -> int | None:
        """How many follow it; None where no line told it."""
        if account.followers is None or not self.lifelike:
            return account.followers
        return growth.drifted(account.followers, self.began, moment or self.now())

    def towns(self, account: Account, moment: datetime | None = None) -> dict[str, int]:
        if not self.lifelike:
            return account.towns
        at = moment or self.now()
        return {town: growth.drifted(count, self.began, at) for town, count in account.towns.items()}


def visible(items: list[Item], now: datetime) -> Sequence[Item]:
    """The part of a list whose time has come."""
    if not items or items[-1].at <= now:
        return items
    return items[: bisect_right(items, now, key=lambda item: item.at)]


def _rank(item: Item) -> tuple[int, int]:
    return item.rank

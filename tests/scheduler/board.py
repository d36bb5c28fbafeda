"""A third platform for these tests: a notice board that keeps the truth and misbehaves as it is told."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.clock import Clock
from domain.errors import Ambiguous
from domain.posts import Attached, Outgoing, PlatformName, Published, Uploaded, fingerprint
from platforms.port import Capabilities
from store.tables import Account

Fault = Callable[[Callable[[], Published]], Published]


class Killed(BaseException):
    """The process dies here: nothing of ours may run after it."""


@dataclass(frozen=True)
class Notice:
    """One thing that is really public."""

    account: str
    id: str
    message: Outgoing
    at: datetime


@dataclass
class Board:
    """What is public, how calls are to go wrong, and who called. `lag`: until a notice shows in a timeline."""

    now: Clock
    public: list[Notice] = field(default_factory=list)
    faults: deque[Fault] = field(default_factory=deque)
    lag: timedelta = timedelta(0)
    calls: int = 0
    looks: int = 0
    uploads: list[Path] = field(default_factory=list)
    while_uploading: deque[Callable[[], object]] = field(default_factory=deque)  # may raise
    prepares: timedelta = timedelta(0)
    asked: int = 0
    hidden: set[str] = field(default_factory=set)
    check_says: list[str] = field(default_factory=list)
    obstacle_says: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def connect(self, account: Account) -> "Hook":
        """One account's line to the board."""
        return Hook(self, account)

    def put_up(self, account: Account, message: Outgoing) -> Published:
        """Accept a notice."""
        with self.lock:
            one = Notice(account.external_id, str(1000 + len(self.public)), message, self.now())
            self.public.append(one)
        return Published(one.id, f"https://board.example/{one.id}")

    def texts(self) -> list[str]:
        """The words that are public, in the order they came."""
        return [one.message.text for one in self.public]


@dataclass
class Hook:
    """An Outlet onto the board."""

    board: Board
    account: Account

    def check(self, message: Outgoing) -> list[str]:
        return self.board.check_says

    def obstacle(self, message: Outgoing) -> str | None:
        return self.board.obstacle_says

    def upload(self, one: Attached, file: Path) -> Uploaded:
        with self.board.lock:
            self.board.uploads.append(file)
            number = len(self.board.uploads)
            meanwhile = self.board.while_uploading.popleft() if self.board.while_uploading else None
        if meanwhile:
            meanwhile()
        given = Uploaded(f"m{number}", self.board.now() + timedelta(hours=24))
        return replace(given, ask_again_at=self.board.now() + self.board.prepares) if self.board.prepares else given

    def prepared(self, one: Attached, given: Uploaded) -> Uploaded:
        self.board.asked += 1
        return replace(given, ask_again_at=None)

    def publish(self, message: Outgoing, key: str) -> Published:
        with self.board.lock:
            self.board.calls += 1
            fault = self.board.faults.popleft() if self.board.faults else None

        def accept() -> Published:
            return self.board.put_up(self.account, message)

        return fault(accept) if fault else accept()

    def delete(self, external_id: str) -> None:
        self.board.public = [one for one in self.board.public if one.id != external_id]

    def is_gone(self, external_id: str) -> bool:
        self.board.looks += 1
        return all(one.id != external_id for one in self.board.public)

    def hide(self, external_id: str, hidden: bool) -> None:
        if hidden:
            self.board.hidden.add(external_id)
        else:
            self.board.hidden.discard(external_id)

    def find(self, message: Outgoing, since: datetime, taken: frozenset[str]) -> Published | None:
        self.board.looks += 1
        seen = (
            one
            for one in self.board.public
            if one.account == self.account.external_id
            and since <= one.at <= self.board.now() - self.board.lag
            and one.id not in taken
            and one.message.in_reply_to == message.in_reply_to
            and fingerprint(one.message.text) == fingerprint(message.text)
        )
        one = next(seen, None)
        return Published(one.id, f"https://board.example/{one.id}") if one else None


def raises(error: BaseException) -> Fault:
    """Refused, or broken, before it happened."""

    def fault(accept: Callable[[], Published]) -> Published:
        raise error

    return fault


def accepts_then(error: BaseException) -> Fault:
    """It is public, and then this."""

    def fault(accept: Callable[[], Published]) -> Published:
        accept()
        raise error

    return fault


def breaks(error: BaseException) -> Callable[[], None]:
    """What happens while a file is uploaded: this."""

    def meanwhile() -> None:
        raise error

    return meanwhile


hangs_up_after_accepting = accepts_then(Ambiguous("no answer while writing"))
says_503_after_accepting = accepts_then(Ambiguous("503 while writing"))
dies_after_accepting = accepts_then(Killed())
dies_before_sending = raises(Killed())


def capabilities(platform: PlatformName) -> Capabilities:
    """As different as two platforms can be: one takes the same words elsewhere for spam and charges for writing."""
    strict = platform is PlatformName.X
    return Capabilities(
        label="Board",
        max_text=280,
        count_text=len,
        tells=frozenset(),
        publishes=True,
        batch=100,
        same_words_elsewhere=not strict,
        safe_to_repeat=False,
        billed=strict,
        price_of=lambda message: "post.create" if strict else "",
    )

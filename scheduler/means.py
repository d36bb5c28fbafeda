"""What the publishing line works with, handed in by its door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from domain.clock import Clock, elapsed
from domain.posts import PlatformName
from domain.purse import Limits
from domain.steady import Steady
from platforms.port import Capabilities, Outlet
from store.db import Store
from store.tables import Account

LEASE = timedelta(minutes=10)  # longer than any call can last; a test compares it with the adapters

ALIVE_FOR = timedelta(seconds=30)  # without a beat for so long, at most, a publisher counts as gone
SWEEP_EVERY = timedelta(seconds=60)  # at most

Connect = Callable[[Account], Outlet]


@dataclass(frozen=True)
class Means:
    """Store, platforms, clock, and the force's settings about publishing.

    `window` is how long an unknown one is looked for before anything else may happen (W of house.md
    §13, decision 8); `resend_unknown` sends it again by itself after that, if it is still in time.
    """

    store: Store
    connect: Connect
    capabilities: Callable[[PlatformName], Capabilities]
    now: Clock
    limits: Callable[[PlatformName], Limits]
    window: timedelta = timedelta(minutes=10)
    resend_unknown: bool = False
    lease: timedelta = LEASE
    media: Path = Path("var/media")  # the folder of the files that go out with posts
    seats: int = 16  # calls side by side
    worker: str = ""  # the name of this process, as its heartbeat and its attempts have it
    steady: Steady | None = None  # what `now` comes from, where that is held against the platforms' hour

    def doubt(self) -> str:
        """Why the hour is not to be trusted at this moment, and so nothing is claimed; "" when it is."""
        return self.steady.doubt() if self.steady else ""

    def elapsed(self) -> float:
        """Seconds since some moment, going on while this process is stopped."""
        return self.steady.elapsed() if self.steady else elapsed()

    @property
    def alive_for(self) -> timedelta:
        """Without a beat for so long a publisher counts as gone, and its seat on a SQLite file is free."""
        return min(ALIVE_FOR, self.lease)

    @property
    def beat_every(self) -> timedelta:
        """Often enough that one beat may be missed."""
        return self.alive_for / 4

    @property
    def sweep_every(self) -> timedelta:
        """Between looks for the dead, the late and the lost: often enough for a short lease or window."""
        return min(SWEEP_EVERY, self.lease / 2, self.window / 2)

    @property
    def last_start(self) -> timedelta:
        """After its claim, when the first byte of a call must have left: long before another may call it lost."""
        return self.lease / 2

"""What the publishing line works with, handed in by its door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from domain.clock import Clock
from domain.posts import PlatformName
from domain.purse import Limits
from platforms.port import Capabilities, Outlet
from store.db import Store
from store.tables import Account

LEASE = timedelta(minutes=10)  # longer than any call can last; a test compares it with the adapters

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
    seats: int = 16  # calls side by side

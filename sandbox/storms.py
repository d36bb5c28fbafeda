"""Storms: faults that strike calls to one platform at random, by shares that are given, from a seed."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import Fault
from sandbox.items import Json

MOST = 1.0 + 1e-9  # shares are added up as they come


@dataclass
class Storm:
    """What share of the writes and of the reads (0 to 1) each kind strikes; a call is struck by one at most.

    In seconds, the shortest and the longest: `delay` of a kind; `way`, until a call has arrived and is looked at;
    `answers`, until one that is not struck is answered. An account whose token dies is dead for `dead_for` seconds.
    """

    platform: str
    write: dict[str, float] = field(default_factory=dict)
    read: dict[str, float] = field(default_factory=dict)
    seed: int = 0
    delay: dict[str, tuple[float, float]] = field(default_factory=dict)
    way: tuple[float, float] = (0.0, 0.0)
    answers: tuple[float, float] = (0.0, 0.0)
    reset_seconds: int = 1
    dead_for: float = 0.0
    clock: Callable[[], float] = time.monotonic
    counted: Counter[str] = field(default_factory=Counter)
    _dead: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        for kind in (*self.write, *self.read, *self.delay):
            Fault(kind, self.platform)  # raises ValueError for what does not exist
        for shares in (self.write, self.read):
            if sum(shares.values()) > MOST or min(shares.values(), default=0) < 0:
                raise ValueError(f"shares must be at least 0, and 1 together at most, not {shares}")

    def strike(self, writing: bool, account: str | None) -> Fault | None:
        """What strikes this call; None when it passes unharmed."""
        way = "write" if writing else "read"
        self.counted[f"{way} calls"] += 1
        kind = "dead_token" if self._is_dead(account) else self._drawn(self.write if writing else self.read)
        if kind is None:
            return (
                Fault("slow", self.platform, delay=self._random.uniform(*self.answers)) if any(self.answers) else None
            )
        self.counted[f"{way} {kind}"] += 1
        if kind == "dead_token" and account and self.dead_for and not self._is_dead(account):
            self._dead[account] = self.clock() + self.dead_for
        shortest, longest = self.delay.get(kind, (1.0, 1.0))
        delay = self._random.uniform(shortest, longest)
        return Fault(kind, self.platform, delay=delay, reset_seconds=self.reset_seconds)

    def on_its_way(self) -> float:
        """How long this call takes to arrive, in seconds; its caller may be gone by then."""
        return self._random.uniform(*self.way)

    def _is_dead(self, account: str | None) -> bool:
        return account is not None and self._dead.get(account, 0.0) > self.clock()

    def _drawn(self, shares: dict[str, float]) -> str | None:
        draw = self._random.random()
        for kind, share in shares.items():
            if draw < share:
                return kind
            draw -= share
        return None

    def tell(self) -> Json:
        """What it is made of, and how many calls it struck with what."""
        return {"platform": self.platform, "write": self.write, "read": self.read, "counted": dict(self.counted)}


def from_order(given: dict[str, Any]) -> Storm:
    """The storm of an order; raises ValueError or TypeError for what makes no sense."""
    known = ("platform", "write", "read", "seed", "delay", "way", "answers", "reset_seconds", "dead_for")
    if unknown := set(given) - set(known):
        raise ValueError(f"a storm has {', '.join(known)}, and no {', '.join(sorted(unknown))}")
    delay = {kind: _span(both) for kind, both in given.get("delay", {}).items()}
    spans = {name: _span(given.get(name, (0, 0))) for name in ("way", "answers")}
    return Storm(**{**given, **spans, "delay": delay})


def _span(both: Any) -> tuple[float, float]:
    shortest, longest = map(float, both)
    return shortest, longest

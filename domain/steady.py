"""The steady clock: the hour by the time that has passed, whatever happens to the clock of the machine.

It begins at the machine's own hour once a platform has confirmed that, and goes on by a clock that no hand
sets and that does not stand still in sleep. When the machine's hour leaves that of the steady clock, nobody
knows at first which of them is right: the platforms are asked, and until one has answered there is doubt.
"""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from domain.clock import Clock

AGREE = timedelta(seconds=2)  # small corrections of the machine's clock are followed
NEAR = timedelta(seconds=30)  # a platform tells whole seconds, after a journey
FARTHEST = timedelta(days=1)  # who is further off than this tells no hour but nonsense
CHECK_EVERY = 600.0  # seconds between comparisons while nothing is in doubt
HALF_A_SECOND = timedelta(milliseconds=500)  # what a platform's hour lacks on average: it is cut to seconds
NONE = timedelta(0)

NOBODY_TELLS = "No platform tells the hour, so this machine's clock is not trusted yet. Nothing is sent until one does."
NOT_SURE = "The platforms' hour and this machine's differ by {off}, and it is not clear which is right."
JUMPED = "This machine's clock jumped {off} {way}."
WAITS = "Nothing is sent until a platform has told the hour. Set the machine's clock (NTP)."
IS_OFF = "This machine's clock is {off} {way} the platforms'. Posts go out by the platforms' hour. Set the clock (NTP)."

Ask = Callable[[], datetime | None]


class Steady:
    """One process's steady clock. `ask`: how each platform in use is asked for its hour; nobody to ask, no doubt."""

    def __init__(self, wall: Clock, elapsed: Callable[[], float], ask: Callable[[], Sequence[Ask]]) -> None:
        self.wall, self.elapsed, self._ask = wall, elapsed, ask
        self._lock = threading.Lock()
        self._anchor = (wall(), elapsed())
        self._known = False  # a platform has confirmed it once
        self._accepted = NONE  # how far the machine's clock was off when last judged to be wrong
        self._says = ""
        self._next_check = elapsed()

    def now(self) -> datetime:
        """The hour, in UTC. A Clock."""
        return self._at(self.elapsed())

    def doubt(self) -> str:
        """Why nothing may be claimed at this moment, "" when the hour is sure. Reads two clocks and no more."""
        with self._lock:
            off = self._off()
            if not self._known:
                return self._says or NOBODY_TELLS
            if abs(off) <= AGREE:
                self._follow(off)
                return ""
            if abs(off - self._accepted) <= AGREE:
                self._says = ""
                return ""
            way = "forward" if off > NONE else "back"
            return self._says or f"{JUMPED.format(off=_told(off), way=way)} {WAITS}"

    @property
    def stops(self) -> str:
        """Why nothing is done at this moment, for people; "" when the hour is sure, or nobody was asked yet."""
        return self.doubt() if self._known else self._says

    @property
    def trouble(self) -> str:
        """What the log should say of this machine's clock: why nothing is done, or that it is off; else ""."""
        if (said := self.stops) or not self._known:
            return said
        off = self._accepted
        way = "ahead of" if off > NONE else "behind"
        return IS_OFF.format(off=_told(off), way=way) if abs(off) > AGREE else ""

    def settle(self) -> None:
        """Ask the platforms when in doubt, and every ten minutes; called each few seconds. Talks to the network."""
        if not self.doubt() and self.elapsed() < self._next_check:
            return
        self._next_check = self.elapsed() + CHECK_EVERY
        asked = self._ask()
        heard = [(told, self.elapsed()) for ask in asked if (told := ask()) is not None]
        with self._lock:
            offs = [told + HALF_A_SECOND - self._at(at) for told, at in heard]
            off = self._off()
            right = judged(offs, off, known=self._known) if asked else off
            if right is not None:
                self._put(right, off)
            elif not offs:
                self._says = "" if self._known else NOBODY_TELLS
            elif not self._known or abs(off - self._accepted) > AGREE:
                self._says = f"{NOT_SURE.format(off=_told(max(offs, key=abs)))} {WAITS}"

    def _at(self, elapsed: float) -> datetime:
        began, since = self._anchor
        return began + timedelta(seconds=elapsed - since)

    def _off(self) -> timedelta:
        return self.wall() - self.now()

    def _follow(self, off: timedelta) -> None:
        """Go with a small correction of the machine's clock."""
        if off:
            self._anchor = (self._anchor[0] + off, self._anchor[1])
        self._accepted, self._says = NONE, ""

    def _put(self, right: timedelta, off: timedelta) -> None:
        """The hour was told: `right` is how far we were from it, `off` how far the machine's clock is from us."""
        self._anchor = (self._anchor[0] + right, self._anchor[1])
        self._accepted, self._known, self._says = off - right, True, ""


def judged(told: Sequence[timedelta], wall: timedelta, *, known: bool) -> timedelta | None:
    """By how much to put the steady clock on, after what the platforms told; None while that is not clear.

    All differences are from the steady clock: the platforms', and that of the machine's clock. Whichever of the two
    clocks the platforms are nearer to is right; who is near to neither is not heard, unless nobody is near and all
    agree. Once confirmed, the steady clock gives way to no single platform.
    """
    clocks = (NONE, wall) if known else (wall,)

    def nearest(one: timedelta) -> timedelta:
        return min(clocks, key=lambda clock: abs(clock - one))

    near = sorted(one for one in told if abs(nearest(one) - one) <= NEAR)
    votes = {nearest(one) for one in near}
    if near and (len(votes) == 1 or abs(wall) <= NEAR):
        return nearest(near[len(near) // 2])
    if near or not told or (known and len(told) < 2):
        return None
    agreed = max(told) - min(told) <= NEAR and max(abs(one - wall) for one in told) <= FARTHEST
    return sorted(told)[len(told) // 2] if agreed else None


def _told(off: timedelta) -> str:
    return f"{abs(off).total_seconds():,.0f} s"

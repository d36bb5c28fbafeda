"""The clock that collector and publisher live by: this machine's, held against the platforms' own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from config.by_platform import addresses
from domain.clock import elapsed
from domain.steady import Steady
from doors.wiring import House
from platforms.hour import hour_at
from store import soundness


def steady(house: House) -> Steady:
    """The steady clock of this process; it asks the platforms on which the force has accounts."""
    told = addresses(house.settings)

    def ask() -> Sequence[Callable[[], datetime | None]]:
        with house.store.reading() as db:
            used = sorted(soundness.platforms_used(db))
        return [partial(hour_at, told[platform]) for platform in used]

    return Steady(house.clock, elapsed, ask)

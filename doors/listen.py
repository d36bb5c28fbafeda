"""`bluelamp listen`: hears what the public wrote and keeps the queue of questions. A process of its own.

What listens is loaded only here and when it is wanted: its models cost every other command half a second.
"""

import logging
import os
import threading
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from config.promise import read_promises
from domain.promise import Promise
from doors.supervise import stop_on_signals
from doors.wiring import House, worker_name
from store import promises

if TYPE_CHECKING:
    from listener.listen import Ears

log = logging.getLogger("bluelamp.listener")

BEHIND = 10
"""How far the listener steps behind others for the processor: a burst of comments must not make a post late."""

AT_ONCE = 1_000


def listen(house: House, *, once: bool) -> None:
    """Hear all that is new and leave, or go on until SIGTERM or Ctrl-C."""
    from listener import metronome

    ears = ears_of(house)
    _keep_clocks(house, ears.promises)
    if once:
        print(said(hear_all(house)))
        return
    os.nice(BEHIND)
    name, stop = worker_name(metronome.KIND), threading.Event()
    stop_on_signals(stop)
    log.info("%s begins", name)
    metronome.run(ears, name, stop)
    log.info("%s leaves", name)


def _keep_clocks(house: House, promised: Sequence[Promise]) -> None:
    """Settings may have changed meanwhile: reckon anew what is due when, so many at a time that nobody waits for it."""
    with house.store.reading() as db:
        which = promises.astray(db, promised)
    for start in range(0, len(which), AT_ONCE):
        with house.store.writing() as db:
            promises.redo(db, promised, which[start : start + AT_ONCE])


def ears_of(house: House) -> "Ears":
    """What listening works with, as the settings say."""
    from listener.listen import Ears

    return Ears(house.store, house.clock, read_promises(house.settings.promise))


def hear_all(house: House) -> Counter[str]:
    """Hear everything that is new; tells how many were heard, and how many questions opened."""
    from listener.listen import listen_to_all

    return listen_to_all(ears_of(house))


def said(done: Counter[str]) -> str:
    """What a pass came to, in a sentence."""
    if not done["heard"]:
        return "Nothing new was said."
    return f"{done['heard']:,} heard; {done['opened']:,} questions opened."

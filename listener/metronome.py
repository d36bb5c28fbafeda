"""The listener's metronome: hears what is new every second, and says that it is alive."""

import logging
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from listener.listen import Ears, listen
from store import workers

log = logging.getLogger(__name__)

KIND = "listener"
PAUSE = 1.0  # seconds between looks, when all is heard
REST = 0.005  # seconds between two batches, for the publisher's claims
AFTER_A_FAULT = 5.0  # seconds
BEAT_EVERY = timedelta(seconds=20)
ALIVE_FOR = timedelta(seconds=90)


def run(ears: Ears, name: str, stop: threading.Event) -> None:
    """Listen until `stop` is set; the batch in hand is kept."""
    beaten: datetime | None = None
    trouble, mine = "", False
    while not stop.is_set():
        if beaten is None or abs(ears.now() - beaten) >= BEAT_EVERY:
            mine = bool(_safely("heartbeat", partial(_beat, ears, name, trouble)))
            beaten = ears.now()
        some = _safely("listening", partial(listen, ears)) if mine else Counter()
        trouble = "" if some is not None else "It stumbles: its log says over what."
        stop.wait(AFTER_A_FAULT if some is None else REST if some else PAUSE)
    _safely("leave", partial(_leave, ears, name))


Told = TypeVar("Told")


def _safely(what: str, act: Callable[[], Told]) -> Told | None:
    """Round a tick: whatever went wrong is logged, and the next tick tries again. None: it went wrong."""
    try:
        return act()
    except Exception:
        log.exception("the listener's %s failed; it is tried again", what)
        return None


def _beat(ears: Ears, name: str, trouble: str) -> bool:
    """Say that this listener is alive; whether it is the one that works. Others stand by for when it dies."""
    now = ears.now()
    with ears.store.writing() as db:
        workers.beat(db, name, KIND, now, now + ALIVE_FOR, trouble)
        return workers.take_seat(db, KIND, name, now, now + ALIVE_FOR)


def _leave(ears: Ears, name: str) -> None:
    with ears.store.writing() as db:
        workers.leave(db, name)

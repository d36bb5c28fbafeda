"""Planned holds begin: once the clock of any publisher has reached the time, for all of them."""

import logging

from scheduler.means import Means
from store import audit, holds

log = logging.getLogger(__name__)


def begin_holds(means: Means) -> None:
    """Write it down of each planned hold whose time has come. Asked at every tick: mostly one small read.

    Each publisher's own claims stop by its own clock; this stops those whose clock is behind.
    """
    now = means.now()
    with means.store.reading() as db:
        start = holds.next_start(db)
    if start is None or start > now:
        return
    with means.store.writing(durable=True) as db:
        begun = holds.begin(db, now)
        for one in begun:
            audit.write(db, None, "begin", "hold", one, now)
    if begun:
        log.warning("%d planned holds have begun", len(begun))

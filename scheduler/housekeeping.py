"""Housekeeping, once an hour: files that belong to no post are let go, a day after they were last wanted.

Safe beside people who are writing and beside another publisher: a file goes only while its row is locked.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from domain.clock import Clock
from scheduler import uploads
from scheduler.means import Means
from store import folder, media
from store.db import Store

log = logging.getLogger(__name__)

AT_ONCE = 100
EVERY = timedelta(hours=1)


def keep_house(means: Means) -> None:
    """Forget what platforms have forgotten, and delete files that no post needs."""
    uploads.tidy(means)
    let_go_of_media(means.store, means.media, means.now)


def let_go_of_media(store: Store, where: Path, now: Clock) -> int:
    """Delete what no post needs; tell how many files. What belongs to a published post is kept like the post."""
    if not where.is_dir():
        return 0
    with store.writing() as db:
        media.let_go_of_withdrawn(db, now())
    gone = 0
    for _ in range(AT_ONCE):  # ten thousand files an hour are enough
        with store.writing() as db:
            some = media.let_go(db, where, now(), AT_ONCE)
        gone += some
        if some < AT_ONCE:
            break
    gone += _strays(store, where, now())
    folder.sweep(where, (now() - media.UNUSED_FOR).timestamp())
    if gone:
        log.info("%d pictures and videos that belong to no post were deleted", gone)
    return gone


def _strays(store: Store, where: Path, now: datetime) -> int:
    """Files without a row: a process died between the file and its row, or a backup of before was restored."""
    before = (now - media.UNUSED_FOR).timestamp()
    old: Iterator[tuple[Path, str, str]] = folder.older_than(where, before)
    strays, seen = dict[str, str](), 0
    while some := {digest: mime for _, digest, mime in islice(old, AT_ONCE)}:
        with store.reading() as db:
            strays |= {digest: some[digest] for digest in media.without_row(db, some)}
        seen += len(some)
    if len(strays) > seen // 2:  # the folder is somebody else's, or the database is
        log.warning("%d of %d files in %s are not of this database; none was deleted", len(strays), seen, where)
        return 0
    gone = 0
    for digest, mime in strays.items():
        with store.writing() as db:
            gone += media.let_go_of_stray(db, where, digest, mime, now)
    return gone

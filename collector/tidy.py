"""Tidying: forgets what may no longer be kept, once a day, a thousand rows at a time."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from domain.clock import Clock
from store import drafts, retention, thinning
from store.db import Store

DRAFTS_FOR = timedelta(days=30)
"""So long after their question was closed, words that were typed and never sent are forgotten."""

THINNINGS = 400
"""So often a day looks are thinned, fifty posts at a time: years of them, at first, over some weeks."""

_BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)  # older than any platform we read


def tidy(store: Store, now: Clock, keep_replies_days: int, keep_looks_days: int) -> Counter[str]:
    """Blank what the public wrote longer ago than the agreed days, delete old unreadable items; tell how many.

    Of posts older than `keep_looks_days` only some of the looks at their numbers stay.
    """
    done: Counter[str] = Counter()
    since, before = _BEFORE_ALL, now() - timedelta(days=keep_replies_days)
    while since < before:
        with store.writing() as db:
            forgotten, since = retention.forget_replies(db, since, before, now())
        done["replies"] += forgotten
    with store.writing() as db:
        done["unreadable"] += retention.forget_unread(db, now())
        done["drafts"] += drafts.forget_closed(db, now() - DRAFTS_FOR)
    settled = now() - timedelta(days=keep_looks_days)
    for _ in range(THINNINGS):
        with store.writing() as db:
            thinned, more = thinning.thin(db, settled)
        done["looks"] += thinned
        if not more:
            break
    return done

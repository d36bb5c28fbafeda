"""How often to look again, and how long to wait after trouble. Reads cost money and goodwill."""

from datetime import timedelta
from enum import StrEnum

WATCH_FOR = timedelta(days=29)  # platforms tell a post's own numbers for 30 days; comments seldom come later
METRICS_AT = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=29))
SOONEST, LATEST = timedelta(minutes=5), timedelta(hours=2)
FETCH_EVERY = timedelta(minutes=15)
SECOND_LOOK_EVERY = timedelta(hours=20)  # deletions there follow here within 24 hours
SECOND_LOOK_AGAIN = timedelta(hours=1)  # where nothing was told
PUBLISH_RETRIES = (5.0, 15.0, 60.0, 300.0, 900.0)  # seconds


class Direction(StrEnum):
    """What a platform asks us to wait with: its limits on reading and on writing are counted apart."""

    READING = "reading"
    WRITING = "writing"


def next_visit_in(current: timedelta, news: int) -> timedelta:
    """How long until an account is visited again: sooner after news, seldom when quiet."""
    if news:
        return max(SOONEST, current / 2)
    return min(LATEST, current * 1.5)


def next_metrics_in(age: timedelta) -> timedelta | None:
    """How long until a post of this age is measured again; None when its numbers have settled."""
    for at in METRICS_AT:
        if at > age:
            return at - age
    return None


def backoff(failures: int) -> timedelta:
    """Pause of the collector after so many failures in a row: 1, 2, 4 … minutes, at most 6 hours."""
    return min(timedelta(minutes=1) * (1 << min(max(failures, 1) - 1, 9)), timedelta(hours=6))


def publish_retry_in(transients: int) -> timedelta | None:
    """Pause before a publication is tried again after so many Transients; None when it has failed."""
    if transients > len(PUBLISH_RETRIES):
        return None
    return timedelta(seconds=PUBLISH_RETRIES[transients - 1])

"""How often to look again, and how long to wait after trouble. Reads cost money and goodwill."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from domain.metrics import engagement
from domain.posts import Metrics

WATCH_FOR = timedelta(days=29)  # platforms tell a post's own numbers for 30 days; comments seldom come later
METRICS_AT = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=29))
BUSY_FOR = timedelta(days=3)  # a post older than this is not looked at more often, whatever it does
BUSIER_BY, ACTS_AN_HOUR, VIEWS_AN_HOUR = 0.1, 10, 1_000  # busy: grew by a tenth, and so fast
BUSY_SOONEST = timedelta(minutes=10)
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


def worth_keeping(ages: Sequence[timedelta]) -> set[int]:
    """Which of the looks at a settled post, given by the post's age in order, are kept for ever: their places."""
    if not ages:
        return set()
    nearest = (min(range(len(ages)), key=lambda at: abs(ages[at] - wanted)) for wanted in METRICS_AT)
    return {len(ages) - 1, *nearest}


def is_busy(before: Metrics, now: Metrics, since_last: timedelta) -> bool:
    """Whether a post's numbers are moving fast since the last look. What was not told does not move."""
    hours = since_last / timedelta(hours=1)
    acts, acts_before = (engagement(one.likes, one.replies, one.shares, one.clicks) for one in (now, before))
    return _grew(acts_before, acts, ACTS_AN_HOUR * hours) or _grew(before.views, now.views, VIEWS_AN_HOUR * hours)


def busy_look_in(age: timedelta, since_last: timedelta, now: datetime, billed: bool) -> timedelta | None:
    """How long until a busy post of this age is looked at once more, between its looks by age; None: not before them.

    Half the time since the last look. Where reads are billed by the UTC day (X), only if that look still falls into
    the day that is paid for, even when the visit is late.
    """
    wait = max(BUSY_SOONEST, since_last / 2)
    by_age = next_metrics_in(age)
    if age > BUSY_FOR or (by_age is not None and by_age <= wait):
        return None
    tomorrow = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return None if billed and now + wait + LATEST > tomorrow else wait


def _grew(before: int | None, now: int | None, fewest: float) -> bool:
    if before is None or now is None:
        return False
    return now > before and now - before >= max(fewest, before * BUSIER_BY)


def backoff(failures: int) -> timedelta:
    """Pause of the collector after so many failures in a row: 1, 2, 4 … minutes, at most 6 hours."""
    return min(timedelta(minutes=1) * (1 << min(max(failures, 1) - 1, 9)), timedelta(hours=6))


def publish_retry_in(transients: int) -> timedelta | None:
    """Pause before a publication is tried again after so many Transients; None when it has failed."""
    if transients > len(PUBLISH_RETRIES):
        return None
    return timedelta(seconds=PUBLISH_RETRIES[transients - 1])

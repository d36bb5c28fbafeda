"""Where a publication goes after an error: what we do not understand is unknown, never queued."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.cadence import publish_retry_in
from domain.errors import OutOfCredit, PlatformError, RateLimited, Rejected, TokenExpired, Transient
from domain.publication import State

NO_RESET = timedelta(minutes=15)  # a limit that does not say when it ends
RECONNECT = timedelta(minutes=5)  # until a dead token is tried again
NO_MONEY = timedelta(minutes=15)
SOONEST = timedelta(seconds=1)


@dataclass(frozen=True)
class Verdict:
    """The state to go to, when to try again, and whether this try counts against the retries."""

    to: State
    not_before: datetime | None = None
    counts: bool = False


def verdict(error: Exception, transients: int, now: datetime) -> Verdict:
    """After this error of a call. `transients` is how many counted before it."""
    match error:
        case RateLimited():
            return Verdict(State.QUEUED, max(error.reset_at or now + NO_RESET, now + SOONEST))
        case TokenExpired():
            return Verdict(State.QUEUED, now + RECONNECT)
        case OutOfCredit():
            return Verdict(State.QUEUED, now + NO_MONEY)
        case Transient():
            pause = publish_retry_in(transients + 1)
            return Verdict(State.QUEUED, now + pause, True) if pause else Verdict(State.FAILED, counts=True)
        case Rejected():
            return Verdict(State.FAILED)
        case _:
            return Verdict(State.UNKNOWN)


def told(error: Exception) -> str:
    """What is written down of an error: a platform's own words; of a fault of ours only its kind."""
    return str(error) if isinstance(error, PlatformError) else f"a fault of ours: {type(error).__name__}"

"""What can go wrong at a platform, in our words. Each class answers: may I do this again, and when?"""

from datetime import datetime


class PlatformError(Exception):
    """The base of everything an adapter may let out; nothing else may leave it."""


class RateLimited(PlatformError):
    """Refused before it happened. Again, not before `reset_at`; `whole_app` when every account is refused."""

    def __init__(self, detail: str, reset_at: datetime | None = None, whole_app: bool = False) -> None:
        super().__init__(detail)
        self.reset_at = reset_at
        self.whole_app = whole_app


class TokenExpired(PlatformError):
    """Refused before it happened. Again, once a person has reconnected the account."""


class OutOfCredit(PlatformError):
    """Refused before it happened, for money: the platform's purse or our own is empty."""


class Rejected(PlatformError):
    """Refused for what it is. Never again unchanged. `duplicate`: refused because it has been said before."""

    def __init__(self, detail: str, duplicate: bool = False) -> None:
        super().__init__(detail)
        self.duplicate = duplicate


class Transient(PlatformError):
    """Surely did not happen. Again, after a pause."""


class UploadLost(Transient):
    """Refused before it happened, for the platform no longer takes a file it was given. Again, with a fresh upload."""


class Ambiguous(PlatformError):
    """May have happened. Never again before someone has looked."""

"""X's windows: how many calls of an endpoint one user, or the whole app, may make in 15 minutes or a day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
DAY = timedelta(hours=24)

# operation: (per app, per user) in 15 minutes; None where that sign-in is not allowed or not counted.
# Source: xdocs x-api/fundamentals/rate-limits.mdx, as read in August 2026.
LIMITS: dict[str, tuple[int | None, int | None]] = {
    "timeline": (10_000, 900),
    "mentions": (450, 300),
    "search": (450, 300),
    "lookup": (3_500, 5_000),
    "lookup_one": (450, 900),
    "me": (None, 75),
    "users": (300, 900),
    "user": (300, 900),
    "users_by": (300, 900),
    "user_by_name": (300, 900),
    "create": (None, 100),
    "delete": (None, 50),
    "hide": (None, 50),
    "upload": (None, 500),
    "upload_status": (None, 1_875),
    "initialize": (None, 1_875),
    "append": (None, 1_875),
    "finalize": (None, 1_875),
    "metadata": (None, 500),
}
CREATED_A_DAY = 10_000


@dataclass
class Windows:
    """Counts of calls; a window opens with its first call."""

    on: bool = True
    opened: dict[tuple[str, str], tuple[datetime, int]] = field(default_factory=dict)

    def use(self, operation: str, who: str | None, now: datetime) -> tuple[bool, dict[str, str]]:
        """Count one call; tells whether it may go on, and the headers that say so."""
        per_app, per_user = LIMITS[operation]
        limit = (per_user if who else per_app) or 15
        allowed, headers = self._count(operation, who or "app", limit, WINDOW, now, "x-rate-limit")
        if operation == "create":
            in_app, more = self._count("create", "the app's day", CREATED_A_DAY, DAY, now, "x-app-limit-24hour")
            headers |= more
            allowed = allowed and in_app
        return allowed or not self.on, headers

    def _count(
        self, operation: str, who: str, limit: int, length: timedelta, now: datetime, stem: str
    ) -> tuple[bool, dict[str, str]]:
        opened, used = self.opened.get((operation, who), (now, 0))
        if now >= opened + length:
            opened, used = now, 0
        allowed = used < limit
        self.opened[operation, who] = (opened, used + 1 if allowed else used)
        left = max(limit - used - 1, 0)
        reset = -int(-(opened + length).timestamp() // 1)
        return allowed, {f"{stem}-limit": str(limit), f"{stem}-remaining": str(left), f"{stem}-reset": str(reset)}

"""What the sandbox can be told to do wrong: which call it strikes, how often, and what it does there."""

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.items import Json

if TYPE_CHECKING:
    from sandbox.storms import Storm

INSTEAD = "instead"  # the call is answered with the fault and nothing happens
AFTER = "after"  # the call is accepted; its answer is spoilt
PAGE = "page"  # the page comes, but not as it should

KINDS: dict[str, tuple[str, str]] = {
    "rate_limit": (INSTEAD, "limit reached; X says when it ends (reset_seconds), Facebook tells its usage"),
    "rate_limit_no_reset": (INSTEAD, "limit reached and nothing said about when it ends"),
    "rate_limit_88": (INSTEAD, "X: 429 with the older body, code 88"),
    "app_limit": (INSTEAD, "the whole app's limit: X's 24 hours, Facebook's code 4"),
    "usage_capped": (INSTEAD, "X: 429 (or `status` 403), the month's reads are used up"),
    "dead_token": (INSTEAD, "401; Facebook 190 with `subcode` (463)"),
    "credits": (INSTEAD, "X: 402, credits depleted"),
    "forbidden": (INSTEAD, "403; Facebook `code` 200 (or 10, 368 ...)"),
    "server_error_before": (INSTEAD, "5xx (`status`) and nothing happened"),
    "hang_up_before": (INSTEAD, "connection closed before anything happened"),
    "html_502": (INSTEAD, "a proxy's HTML page, nothing happened"),
    "server_error_after": (AFTER, "5xx (`status`), though it was accepted"),
    "html_502_after": (AFTER, "a proxy's HTML page, though it was accepted"),
    "hang_up_after": (AFTER, "connection closed, though it was accepted"),
    "truncated": (AFTER, "half of the JSON, said to be all"),
    "cut": (AFTER, "half of the promised bytes, then the connection closed"),
    "slow": (AFTER, "accepted at once, answered `delay` seconds later"),
    "late": (INSTEAD, "connection closed; accepted `delay` seconds later by the sandbox's clock"),
    "out_of_order": (PAGE, "the items in another order"),
    "repeated": (PAGE, "the first item once more at the end"),
    "unreadable_text": (PAGE, "one item in the middle without its text"),
    "bad_date": (PAGE, "one item in the middle with a date that is none"),
    "next_without_token": (PAGE, "Facebook: paging.next without the token"),
    "no_from": (PAGE, "Facebook: no comment says who wrote it"),
    "gone_late": (PAGE, "a deletion is confirmed, and shows `delay` seconds later by the sandbox's clock"),
    "lag": (PAGE, "reads know nothing of the last `delay` seconds"),
    "usage": (PAGE, "Facebook: usage headers say `percent`"),
}


@dataclass
class Fault:
    """One thing to do wrong; `times` None means until cleared; `operation` may also be read or write."""

    kind: str
    platform: str
    operation: str | None = None
    account: str | None = None
    times: int | None = 1
    delay: float = 1.0
    reset_seconds: int = 900
    status: int = 503
    code: int | None = None
    subcode: int | None = None
    percent: int = 97
    skip: int = 0  # calls that pass unharmed before it begins

    def __post_init__(self) -> None:
        self.kind = self.kind.strip().lower().replace(" ", "_").replace("-", "_")
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}; there are {', '.join(KINDS)}")
        if self.platform not in ("x", "facebook"):
            raise ValueError(f"platform must be x or facebook, not {self.platform!r}")

    @property
    def moment(self) -> str:
        return KINDS[self.kind][0]

    def strikes(self, platform: str, operation: str, writing: bool, account: str | None) -> bool:
        return (
            self.platform == platform
            and self.operation in (None, operation, "write" if writing else "read")
            and self.account in (None, account)
        )


@dataclass
class Faults:
    """The faults that wait for their call, and the storms, one for each platform at most."""

    waiting: list[Fault] = field(default_factory=list)
    storms: dict[str, "Storm"] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, platform: str, **more: object) -> Fault:
        fault = Fault(kind, platform, **more)  # type: ignore[arg-type]  # from JSON; wrong names raise TypeError
        with self.lock:
            self.waiting.append(fault)
        return fault

    def blow(self, storm: "Storm") -> None:
        """Let a storm begin on its platform; one that blows there ends."""
        with self.lock:
            self.storms[storm.platform] = storm

    def clear(self) -> None:
        with self.lock:
            self.waiting.clear()
            self.storms.clear()

    def take(self, platform: str, operation: str, writing: bool, account: str | None) -> Fault | None:
        """The first fault that waits for such a call, used up by one; without any, what the storm there does to it."""
        with self.lock:
            for fault in self.waiting:
                if not fault.strikes(platform, operation, writing, account):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                return fault
            storm = self.storms.get(platform)
            return storm.strike(writing, account) if storm else None

    def tell(self) -> list[Json]:
        with self.lock:
            return [
                {
                    "kind": f.kind,
                    "platform": f.platform,
                    "operation": f.operation,
                    "account": f.account,
                    "times": f.times,
                }
                for f in self.waiting
            ]

"""The reports of answering and of issues, as `bluelamp report` prints them: their columns and their rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from domain.clock import LONDON
from domain.people import Scope, Signed
from store import reports
from store.reports import Split

PROMISE = (
    "month", "team", "district", "asked", "owed", "in_time", "in_time_percent", "late", "overdue", "left_late", "open",
    "holding", "by_other", "withdrawn", "private", "referred", "set_aside", "gone", "mistaken", "answered",
    "median_hours", "p90_hours", "median_working_hours", "p90_working_hours",
)  # fmt: skip
TWO_WAY = (
    "team", "district", "comments", "asked", "answers", "in_time", "answered_percent", "posts", "answers_a_post",
)  # fmt: skip
TOPICS = ("topic", "online", "offline", "total", "before", "change")
ISSUES = (
    "id", "title", "said", "source", "topic", "team", "district", "owner", "opened_at", "due_on", "state", "action",
    "outcome", "cannot_because", "questions", "told", "people", "closed_at", "public",
)  # fmt: skip
_FOR_EYES = ("month", "team", "asked", "owed", "in_time", "in_time_percent", "overdue", "median_hours", "p90_hours")
PROMISE_WHOLE = tuple(name for name in PROMISE if name not in _FOR_EYES)
ISSUES_WHOLE = tuple(name for name in ISSUES if name not in ("title", "team", "owner", "due_on", "state", "told"))
"""What a table for eyes leaves out: a terminal is not so wide."""

EVERY = 1_000_000


class Wanted(Protocol):
    """What is asked for, as doors.report has it."""

    @property
    def who(self) -> Signed: ...
    @property
    def now(self) -> datetime: ...
    @property
    def since(self) -> datetime: ...
    @property
    def until(self) -> datetime: ...
    @property
    def scope(self) -> Scope | None: ...
    @property
    def period(self) -> bool: ...
    @property
    def part(self) -> dict[str, Any]: ...


def promise(db: Session, want: Wanted) -> Sequence[Any]:
    """How the promise was kept, by team and by the month of asking."""
    by = Split.TEAM_AND_MONTH
    return reports.promise_kept(db, want.who, want.now, want.since, want.until, split=by, **want.part)


def two_way(db: Session, want: Wanted) -> Sequence[Any]:
    """What the public wrote and we answered, and what we posted, by team."""
    return reports.two_way(db, want.who, want.now, want.since, want.until, **want.part)


def topics(db: Session, want: Wanted) -> Sequence[Any]:
    """What people asked about, against as long a time before."""
    before = want.since - (want.until - want.since)
    return reports.topics(db, want.who, want.now, want.since, want.until, before, scope=want.scope)


def issues(db: Session, want: Wanted) -> Sequence[Any]:
    """Issues, all or those opened in the period."""
    today = want.now.astimezone(LONDON).date()
    rows = reports.issues(db, want.who, today, scope=want.scope, limit=EVERY)
    return [row for row in rows if not want.period or want.since <= row.opened_at < want.until]

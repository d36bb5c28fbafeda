"""The reports of brought figures and of towns, as `bluelamp report` prints them: their columns and their rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlmodel import Session

from domain.people import Scope, Signed
from domain.period import Period
from domain.posts import PlatformName
from store import reports

FIGURES = (
    "account", "platform", "team", "district", "metric", "basis", "value", "told", "first", "last", "file", "layout",
    "as_of",
)  # fmt: skip
BY_TOWN = (
    "account", "metric", "district", "value", "share", "per_1000", "total", "first", "last", "file", "layout", "as_of",
)  # fmt: skip
FILES = (
    "id", "name", "layout", "of", "figures", "first", "last", "as_of", "brought_by", "brought_at", "withdrawn_by",
    "withdrawn_at", "note",
)  # fmt: skip
TOWNS = ("town", "followers", "pages")

FIGURES_WHOLE = ("platform", "team", "district", "layout", "told")
BY_TOWN_WHOLE = ("first", "layout", "total")
FILES_WHOLE = ("layout", "first", "brought_at", "withdrawn_at", "note")
"""What a table for eyes leaves out: a terminal is not so wide."""


@dataclass(frozen=True)
class Town:
    """A town to be placed, and the pages that name it."""

    town: str
    followers: int | None
    pages: str


class Wanted(Protocol):
    """What is asked for, as doors.report has it."""

    @property
    def who(self) -> Signed: ...
    @property
    def days(self) -> Period: ...
    @property
    def scope(self) -> Scope | None: ...
    @property
    def platform(self) -> PlatformName | None: ...
    @property
    def limit(self) -> int: ...


def figures(db: Session, want: Wanted) -> Sequence[Any]:
    """Figures from files, by account and number."""
    return reports.brought_figures(db, want.who, want.days, scope=want.scope, platform=want.platform)


def by_town(db: Session, want: Wanted) -> Sequence[Any]:
    """Figures from files by district: what was told last until the end of the period."""
    rows = reports.brought_by_town(db, want.who, want.days.last, scope=want.scope)
    return [row for row in rows if row.share is not None or row.value is not None]


def files(db: Session, want: Wanted) -> Sequence[Any]:
    """The files that were brought in, the newest first."""
    return reports.figure_files(db, want.who, limit=want.limit)


def towns(db: Session, want: Wanted) -> Sequence[Any]:
    """The towns of which nobody has said where they belong."""
    found = reports.towns_to_place(db, want.who)
    return [Town(one.town, one.followers, ", ".join(page.account for page in one.pages)) for one in found]

"""What the page of figures from files may ask of the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dashboard import data
from dashboard.kept import ask, ask_kept
from domain.brought.layouts import LAYOUTS
from domain.people import Scope, Signed
from domain.period import Period
from scheduler.desk_brought import Chosen, FiguresSeen
from store import reports
from store.reports import (
    Basis,
    BroughtRow,
    BroughtSeries,
    BroughtTowns,
    FileRow,
    PlacedTown,
    TownPage,
    TownToPlace,
)

__all__ = [
    "Basis",
    "BroughtRow",
    "BroughtSeries",
    "BroughtTowns",
    "Chosen",
    "FigureAccount",
    "FiguresSeen",
    "FileRow",
    "PlacedTown",
    "TownPage",
    "TownToPlace",
]


@dataclass(frozen=True)
class FigureAccount:
    """An account whose figures a person may bring, and how a list and a file call it."""

    id: UUID
    name: str
    said: str


def layouts() -> list[str]:
    """The exports that can be brought, as people call them."""
    return [one.title for one in LAYOUTS.values()]


def layout(name: str) -> str:
    """An export as people call it; its word where it is known no more."""
    return LAYOUTS[name].title if name in LAYOUTS else name


def accounts(who: Signed) -> list[FigureAccount]:
    """The accounts in a person's scope, by name."""
    rows = data.accounts(who, None)
    found = [
        FigureAccount(one.id, f"{one.account} · {data.label(one.platform)}", f"{one.platform}:{one.account}")
        for one in rows
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def figures(who: Signed, period: Period, scope: Scope | None) -> Sequence[BroughtRow]:
    """Figures from files, by account and number."""
    return ask_kept(reports.brought_figures, who, period, scope=scope)


def by_town(who: Signed, on: date, scope: Scope | None) -> Sequence[BroughtTowns]:
    """Figures from files by district, as told last until a day; districts of which nothing is told are left out."""
    rows = ask_kept(reports.brought_by_town, who, on, scope=scope)
    return [row for row in rows if row.share is not None or row.value is not None]


def series(who: Signed, row: BroughtRow, period: Period) -> BroughtSeries:
    """A number of an account day by day."""
    return ask_kept(reports.brought_series, who, row.account_id, row.metric, period)


def files(who: Signed) -> Sequence[FileRow]:
    """The files so far, the newest first."""
    return ask(reports.figure_files, who)


def towns_to_place(who: Signed) -> Sequence[TownToPlace]:
    """The towns of which nobody has said where they belong, the largest first."""
    return ask(reports.towns_to_place, who)


def placed_towns() -> Sequence[PlacedTown]:
    """The towns of which somebody said where they belong."""
    return ask(reports.placed_towns)


def districts(who: Signed) -> dict[UUID, str]:
    """The districts to which a person may put towns."""
    return {one.id: one.name for one in data.scopes(who) if one.whole}

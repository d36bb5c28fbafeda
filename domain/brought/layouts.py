"""The layouts of files that people bring, as layouts.toml says them, and which of them a row of headings is."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from typing import Any

from domain.posts import PlatformName


class Shape(StrEnum):
    """How a file lays its figures out."""

    POSTS = "posts"
    DAYS = "days"
    BLOCKS = "blocks"
    TOWNS = "towns"
    PLAIN = "plain"


def plain_name(name: str) -> str:
    """A column's name as it is compared: casefold, single spaces, typed quotes and dashes as keyboards have them."""
    return " ".join(name.replace("\u2019", "'").replace("\u2013", "-").replace("\ufeff", "").split()).casefold()


Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """One export by its name: its columns by what they are (`roles`) and by the number of ours that they tell.

    `left` are known columns that are not brought. `month_first`: how its dates are read where they leave it open.
    `handle_in` finds the account in the address of a post. `platform` None: the file says it row by row.
    """

    name: str
    title: str
    shape: Shape
    platform: PlatformName | None
    month_first: bool
    needs: tuple[str, ...]
    roles: Names
    metrics: Names = field(default_factory=dict)
    blocks: Names = field(default_factory=dict)
    town_blocks: Names = field(default_factory=dict)
    left: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    heading: str = ""
    metric: str = ""
    handle_in: re.Pattern[str] | None = None

    def column(self, what: str, headings: Sequence[str]) -> int | None:
        """The place of the column that is this, by role or metric; None when there is none."""
        names = [plain_name(one) for one in (*self.roles.get(what, ()), *self.metrics.get(what, ()))]
        return next((at for name in names for at, one in enumerate(headings) if plain_name(one) == name), None)

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether these headings are of this layout."""
        return all(self.column(need, headings) is not None for need in self.needs)

    def is_left(self, name: str) -> bool:
        """Whether a column or block is known and not brought."""
        return plain_name(name) in {plain_name(one) for one in self.left}

    def block(self, title: str) -> tuple[str, bool] | None:
        """The number of ours that a block tells, and whether by town; None for one that we do not know."""
        named = ((self.blocks, False), (self.town_blocks, True))
        wanted = plain_name(title)
        return next(
            ((metric, by_town) for table, by_town in named for metric, names in table.items()
             if wanted in map(plain_name, names)),
            None,
        )  # fmt: skip


def of_headings(headings: Sequence[str]) -> Layout | None:
    """The layout whose columns these are, of those whose file is one table; of several the one that needs most."""
    fitting = [one for one in LAYOUTS.values() if one.shape not in (Shape.BLOCKS, Shape.TOWNS) and one.fits(headings)]
    return max(fitting, key=lambda one: len(one.needs), default=None)


def _layout(name: str, told: dict[str, Any]) -> Layout:
    shape, platform, handle = told.pop("shape"), told.pop("platform", None), told.pop("handle_in", None)
    dates = told.pop("dates")
    known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
    return Layout(
        name=name,
        shape=Shape(shape),
        platform=PlatformName(platform) if platform else None,
        month_first=dates == "mdy",
        handle_in=re.compile(handle, re.I | re.A) if handle else None,
        **known,
    )


LAYOUTS = {
    name: _layout(name, told)
    for name, told in tomllib.loads((files("domain.brought") / "layouts.toml").read_text("utf-8")).items()
}

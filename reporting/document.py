"""A document before it is written: its words, tables and charts as plain data, the same for every form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Cell = str | int | float | date | None
"""What stands in a table: None is not told, and never 0."""


class Kind(StrEnum):
    """How a cell is written for people; in a workbook numbers stay numbers."""

    WORDS = "words"
    COUNT = "count"
    DECIMAL = "decimal"  # with two decimals
    PERCENT = "percent"  # with one, of a hundred
    HOURS = "hours"
    DOLLARS = "dollars"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """One column. `absent` is said where a cell is None; "" says that it was not told."""

    name: str
    kind: Kind = Kind.WORDS
    absent: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under a header. `none` is said in the place of a table without rows; `note` stands under it."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    none: str
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart as a Vega-Lite specification, with what it shows in words for who cannot see it."""

    title: str
    alt: str
    spec: dict[str, Any]


@dataclass(frozen=True)
class Prose:
    """A paragraph; `quiet` ones stand back: definitions, notes, what a number is of."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Points:
    """A list, one sentence each."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """One headline figure, and what stands beside it."""

    name: str
    value: Cell
    beside: tuple[str, ...] = ()
    kind: Kind = Kind.COUNT
    absent: str = ""


@dataclass(frozen=True)
class Facts:
    """Headline figures side by side."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Entry:
    """Something told in a few named parts: "You said", "We did"."""

    title: str
    parts: tuple[tuple[str, str], ...]


Block = Prose | Points | Facts | Table | Chart | Entry


@dataclass(frozen=True)
class Section:
    """What stands under one heading; `level` 1 is a chapter, 2 a part of the chapter before it."""

    heading: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True)
class Document:
    """A report, whole. `name` is a file's without its ending; `about` says of what part and which days it is."""

    name: str
    title: str
    force: str
    about: tuple[str, ...]
    drawn: str
    drawn_at: datetime
    language: str
    sections: tuple[Section, ...] = field(default_factory=tuple)

    def blocks(self) -> list[tuple[Section, Block]]:
        """Every block with the section it stands in, in order."""
        return [(section, block) for section in self.sections for block in section.blocks]

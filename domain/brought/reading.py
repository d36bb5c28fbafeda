"""The door of brought figures: a file's bytes in, what it is, what it tells and what is wrong with it out."""

import hashlib
from dataclasses import dataclass
from datetime import date

from domain.brought.blocks import is_blocks, read_blocks
from domain.brought.cells import quoted
from domain.brought.layouts import LAYOUTS, Layout, Shape, of_headings
from domain.brought.sheets import FileFault, Sheet, sheets
from domain.brought.tables import read_table
from domain.brought.taking import Fault, Taken, Taking, said_once


@dataclass(frozen=True)
class Read:
    """A file that was read. `layout` None: it is none that is known, and the one fault says so.

    `digest` is the SHA-256 of its bytes. `notes` are sentences about what was left out or decided.
    """

    digest: str
    layout: Layout | None
    figures: tuple[Taken, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    rows: int

    @property
    def accounts(self) -> tuple[str, ...]:
        """The accounts that the file itself names, as it names them."""
        return tuple(dict.fromkeys(one.account for one in self.figures if one.account))


def read(content: bytes, as_of: date) -> Read:
    """Read a file that was made on `as_of`. A faulty row is left out, and told."""
    digest = hashlib.sha256(content).hexdigest()
    taking, left = Taking(as_of), dict[str, None]()
    try:
        tables = [sheet for sheet in sheets(content) if sheet.rows]
        layout, known = _known(tables)
    except FileFault as fault:
        return Read(digest, None, (), (Fault(0, "", str(fault)),), (), 0)
    for sheet in known:
        if layout.shape is Shape.BLOCKS:
            read_blocks(layout, sheet, taking, left)
        else:
            read_table(layout, sheet, taking, left)
    if not taking.figures and not taking.faults:
        taking.fault(0, "", _nothing(left))
    return Read(
        digest, layout, tuple(taking.figures), tuple(taking.faults), tuple(said_once(taking, left)), taking.rows
    )


def _known(tables: list[Sheet]) -> tuple[Layout, list[Sheet]]:
    """Which layout a file has, and the tables of it that are read. Raises FileFault."""
    for one in LAYOUTS.values():
        if one.shape is Shape.TOWNS and (found := [sheet for sheet in tables if _is_by_town(one, sheet)]):
            return one, found
    for sheet in tables:
        if found_layout := of_headings(sheet.rows[0].cells):
            return found_layout, [sheet]
        for one in LAYOUTS.values():
            if one.shape is Shape.BLOCKS and is_blocks(one, sheet):
                return one, [sheet]
    raise FileFault(_unknown(tables))


def _is_by_town(layout: Layout, sheet: Sheet) -> bool:
    headings = sheet.rows[0].cells
    told = [layout.heading, *(name for names in layout.metrics.values() for name in names)]
    starts = tuple(one.casefold() for one in told)
    return layout.fits(headings) and (
        sheet.name in layout.sheets or any(h.casefold().startswith(starts) for h in headings)
    )


def _unknown(tables: list[Sheet]) -> str:
    begins = ", ".join(quoted(cell) for cell in tables[0].rows[0].cells[:5] if cell) if tables else ""
    known = "; ".join(one.title for one in LAYOUTS.values())
    begins = f" It begins with {begins}." if begins else ""
    return f"This is none of the exports that are known here.{begins} Known are: {known}."


def _nothing(left: dict[str, None]) -> str:
    names = ", ".join(quoted(one) for one in list(left)[:5])
    if names:
        return f"The file tells only {names}, and there is no such figure here."
    return "No figure stands in the file. Export a time in which there was something."

"""Writes a document as a workbook: each table on a sheet of its own with numbers as numbers, the words on the first."""

from datetime import date
from typing import Any

from domain.handed_out import Language
from reporting import sheets
from reporting.document import Cell, Column, Document, Entry, Facts, Points, Prose, Table
from reporting.words import Words, plain


def write(document: Document) -> bytes:
    """The whole file: headline figures and tables, then the words of the report and how the numbers are meant."""
    words = Words(Language(document.language))
    found = [*_facts(document, words)]
    found += [_sheet(one, words) for _section, one in document.blocks() if isinstance(one, Table) and one.rows]
    return sheets.xlsx(found, _notes(document, words), how=words._("Notes"), untold=words._("not told"))


def _sheet(table: Table, words: Words) -> sheets.Sheet:
    names = _apart([one.name for one in table.columns])
    rows = [
        {name: _value(cell, column, words) for name, cell, column in zip(names, row, table.columns, strict=True)}
        for row in table.rows
    ]
    return sheets.Sheet(plain(table.title), rows, names)


def _facts(document: Document, words: Words) -> list[sheets.Sheet]:
    """Headline figures as tables."""
    what, number, note = words._("Figure"), words._("Number"), words._("Note")
    found = []
    for section, block in document.blocks():
        if isinstance(block, Facts):
            rows: list[dict[str, Any]] = [
                {what: one.name, number: _value(one.value, Column("", one.kind, one.absent), words),
                 note: ". ".join(one.beside)}
                for one in block.facts
            ]  # fmt: skip
            found.append(sheets.Sheet(plain(block.title or section.heading), rows, [what, number, note]))
    return found


def _value(cell: Cell, column: Column, words: Words) -> str | int | float | date:
    """Numbers and days as they are, what is not told in words."""
    if cell is None:
        return column.absent or words._("not told")
    return plain(cell) if isinstance(cell, str) else cell


def _notes(document: Document, words: Words) -> list[tuple[str, str]]:
    """The words of the report, chapter by chapter."""
    notes = [(document.title, document.force), *(("", line) for line in document.about), ("", document.drawn)]
    for section, block in document.blocks():
        match block:
            case Prose():
                notes.append((section.heading, block.text))
            case Points():
                notes += [(section.heading, item) for item in block.items]
            case Entry():
                notes.append((block.title, "\n".join(f"{name}: {said}" for name, said in block.parts)))
            case Table():
                notes += [(block.title, said) for said in (block.note, "" if block.rows else block.none) if said]
    return [(plain(what), plain(said)) for what, said in notes]


def _apart(names: list[str]) -> list[str]:
    """Headings of which none stands twice."""
    return [f"{name} ({names[:at].count(name) + 1})" if name in names[:at] else name for at, name in enumerate(names)]

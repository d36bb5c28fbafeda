"""Writes a document as a tagged PDF (PDF/UA-1) on A4: Typst sets it, with fonts of our own and no network."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from unicodedata import category

import typst

from domain.handed_out import Language
from reporting import pictures
from reporting.document import Block, Chart, Column, Document, Entry, Facts, Kind, Points, Prose, Section, Table
from reporting.words import Words, plain

HERE = Path(str(files("reporting")))
FONT = "Source Sans Pro"
LONG = 8  # chapters from which on a list of contents helps
UNKNOWN = "\N{WHITE SQUARE}"  # stands for a sign of somebody's that no font of ours has
LETTERS = 92  # of a line of a table in the largest of SIZES
SIZES = (10, 9, 8, 7)
PAD, WIDEST = 2, 44  # letters: between columns, and of a text before it wraps
_OURS = 0x2000  # signs below it are letters our fonts know; above it are marks, pictures and other scripts


def write(document: Document) -> bytes:
    """The whole file."""
    try:
        return _set(_told(document), document)
    except typst.TypstError:  # a sign without a shape: PDF/UA allows none, and somebody's words may hold any
        return _set(_known(_told(document)), document)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])


def _set(told: dict[str, Any], document: Document) -> bytes:
    compiler = typst.Compiler((HERE / "pdf.typ").read_bytes(), font_paths=_fonts())
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(document.drawn_at.timestamp()),
        sys_inputs={"document": json.dumps(told, ensure_ascii=False)},
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def _told(document: Document) -> dict[str, Any]:
    """The document as the template reads it: every cell in words."""
    words = Words(Language(document.language))
    chapters = sum(section.level == 1 for section in document.sections)
    told = {
        "title": document.title, "force": document.force, "about": document.about, "drawn": document.drawn,
        "lang": document.language, "contents": chapters >= LONG,
        "words": {"page": words._("Page {n} of {all}"), "contents": words._("Contents")},
        "sections": [_section(one, words) for one in document.sections],
    }  # fmt: skip
    return dict(_each(told, plain))


def _section(section: Section, words: Words) -> dict[str, Any]:
    blocks = [_block(one, words, section.level + 1) for one in section.blocks]
    return {"heading": section.heading, "level": section.level, "blocks": blocks}


def _block(block: Block, words: Words, below: int) -> dict[str, Any]:
    match block:
        case Prose():
            return {"is": "prose", "text": block.text, "quiet": block.quiet}
        case Points():
            return {"is": "points", "items": block.items}
        case Facts():
            cards = [{"name": one.name, "value": words.cell(one.value, one.kind, one.absent), "beside": one.beside,
                      "told": one.value is not None} for one in block.facts]  # fmt: skip
            return {"is": "facts", "facts": cards}
        case Entry():
            parts = [list(part) for part in block.parts]
            return {"is": "entry", "title": block.title, "parts": parts, "level": below}
        case Chart():
            return {"is": "chart", "title": block.title, "alt": block.alt, "width": 1, "svg": drawn(block)}
        case Table():
            return _table(block, words)


def _table(table: Table, words: Words) -> dict[str, Any]:
    if not table.rows:
        return {"is": "prose", "text": table.none, "quiet": False}
    rows = [[_cell(cell, table.columns[at], words) for at, cell in enumerate(row)] for row in table.rows]
    size, shares = _widths([[one.name for one in table.columns], *([cell["text"] for cell in row] for row in rows)])
    columns = [
        {"name": one.name, "words": one.kind in (Kind.WORDS, Kind.DAY), "share": share}
        for one, share in zip(table.columns, shares, strict=True)
    ]
    return {"is": "table", "title": table.title, "columns": columns, "rows": rows, "note": table.note, "size": size}


def _widths(rows: Sequence[Sequence[str]]) -> tuple[float, list[float]]:
    """The size of the letters, and the width of each column in letters: no word breaks, and long texts wrap."""
    columns = list(zip(*rows, strict=True))
    need = [PAD + max(len(word) for text in texts for word in text.replace("\n", " ").split(" ")) for texts in columns]
    want = [max(least, PAD + min(max(map(len, texts)), WIDEST)) for texts, least in zip(columns, need, strict=True)]
    for size in SIZES:
        room = LETTERS * SIZES[0] / size
        if sum(want) <= room or sum(need) * 1.25 <= room:
            break
    spare, wished = max(room - sum(need), 0), sum(want) - sum(need)
    share = min(spare / wished, 1) if wished else 0
    return size, [least + (most - least) * share for least, most in zip(need, want, strict=True)]


def _cell(cell: Any, column: Column, words: Words) -> dict[str, Any]:
    return {"text": words.cell(cell, column.kind, column.absent), "told": cell is not None}


def drawn(chart: Chart) -> str:
    """A chart as SVG, in the fonts of the document."""
    config = {**chart.spec.get("config", {}), "font": FONT}
    return pictures.svg({**chart.spec, "config": config})


def _known(told: Any) -> Any:
    """The same without signs that our fonts may not have."""
    return _each(told, lambda text: "".join(sign if _ours(sign) else UNKNOWN for sign in text))


def _ours(sign: str) -> bool:
    return ord(sign) < 0x0250 or (_OURS <= ord(sign) < 0x2200 and category(sign)[0] in "PSZ") or sign == UNKNOWN


def _each(told: Any, change: Any) -> Any:
    """Every text in plain data changed; charts are left as they were drawn."""
    if isinstance(told, str):
        return change(told)
    if isinstance(told, dict):
        return {name: value if name == "svg" else _each(value, change) for name, value in told.items()}
    return [_each(one, change) for one in told] if isinstance(told, list | tuple) else told

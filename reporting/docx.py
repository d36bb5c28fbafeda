"""Writes a document for word processors (DOCX): real headings, repeated table headers, described pictures."""

import io
from typing import Any

from docx import Document as new_document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from domain.clock import LONDON
from domain.handed_out import Language
from reporting import pictures
from reporting.colours import LIGHT
from reporting.document import Block, Chart, Document, Entry, Facts, Kind, Points, Prose, Table
from reporting.words import Words, plain

FONT = "Arial"  # on every machine that opens such files
WIDTH = Cm(17)


def write(document: Document) -> bytes:
    """The whole file."""
    words = Words(Language(document.language))
    file = new_document()
    _look(file, words)
    _facts_of_file(file, document, words)
    _head(file, document)
    for section in document.sections:
        file.add_heading(plain(section.heading), level=section.level)
        for block in section.blocks:
            _block(file, block, words, section.level + 1)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _facts_of_file(file: Any, document: Document, words: Words) -> None:
    known = file.core_properties
    known.title, known.author, known.language = plain(document.title), plain(document.force), words.tag
    known.subject, known.comments, known.keywords = " · ".join(map(plain, document.about)), plain(document.drawn), ""
    at = document.drawn_at.astimezone(LONDON).replace(tzinfo=None, microsecond=0)
    known.created, known.modified, known.last_modified_by = at, at, plain(document.force)


def _look(file: Any, words: Words) -> None:
    """A4, the house's ink, and the language by which it is read out."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    sizes = {"Normal": 11, "Title": 26, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11.5, "List Bullet": 11}
    for name, size in sizes.items():
        style = file.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), _colour("ink")
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(theme), None)
        if name not in ("Normal", "List Bullet"):
            style.font.bold = True
            style.paragraph_format.keep_with_next = True
    file.styles["Normal"].paragraph_format.space_after = Pt(6)
    file.styles["Heading 1"].paragraph_format.space_before = Pt(20)
    file.styles["Heading 2"].paragraph_format.space_before = Pt(14)
    border = file.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        file.styles["Title"].element.pPr.remove(border)
    spoken = _under(file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr")), "w:lang")
    spoken.set(qn("w:val"), words.tag)
    _footer(page.footer.paragraphs[0], words)


def _footer(line: Any, words: Words) -> None:
    """Page so-and-so of so many, which the word processor counts."""
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    before, rest = words._("Page {n} of {all}").split("{n}")
    between, after = rest.split("{all}")
    for said, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        _quiet(line.add_run(said))
        if field:
            code = OxmlElement("w:fldSimple")
            code.set(qn("w:instr"), field)
            _under(_under(code, "w:r"), "w:t").text = "1"
            line._p.append(code)


def _head(file: Any, document: Document) -> None:
    force = file.add_paragraph().add_run(plain(document.force))
    force.bold, force.font.color.rgb = True, _colour("muted")
    file.add_heading(plain(document.title), level=0)
    for line in document.about:
        file.add_paragraph().add_run(plain(line)).font.size = Pt(13)
    _quiet(file.add_paragraph().add_run(plain(document.drawn)))


def _block(file: Any, block: Block, words: Words, below: int) -> None:
    match block:
        case Prose():
            run = file.add_paragraph().add_run(plain(block.text))
            if block.quiet:
                _quiet(run)
        case Points():
            for item in block.items:
                file.add_paragraph(plain(item), style="List Bullet")
        case Facts():
            _facts(file, block, words)
        case Entry():
            file.add_heading(plain(block.title), level=below)
            for name, said in block.parts:
                line = file.add_paragraph()
                line.add_run(f"{plain(name)}: ").bold = True
                line.add_run(plain(said))
        case Chart():
            _chart(file, block)
        case Table():
            _table(file, block, words)


def _facts(file: Any, block: Facts, words: Words) -> None:
    """Headline figures as a table: what, how much, and what stands beside it."""
    heads = [words._("Figure"), words._("Number"), words._("Note")]
    rows = [[one.name, words.cell(one.value, one.kind, one.absent), ". ".join(one.beside)] for one in block.facts]
    _grid(file, block.title, heads, rows, [False, True, False], 10)


def _table(file: Any, table: Table, words: Words) -> None:
    if not table.rows:
        file.add_paragraph(plain(table.none))
        return
    _caption(file, table.title)
    numbers = [one.kind not in (Kind.WORDS, Kind.DAY) for one in table.columns]
    rows = [
        [words.cell(cell, column.kind, column.absent) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    size = 8 if len(table.columns) > 7 else 9
    _grid(file, table.title, [one.name for one in table.columns], rows, numbers, size)
    if table.note:
        _quiet(file.add_paragraph().add_run(plain(table.note)))


def _grid(file: Any, title: str, heads: list[str], rows: list[list[str]], numbers: list[bool], size: float) -> None:
    """A table whose first row is its header on every page; built cell by cell in XML, for python-docx is slow here."""
    grid = file.add_table(rows=0, cols=len(heads))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, True
    about = grid._tbl.tblPr
    for name, said in (("w:tblCaption", title), ("w:tblDescription", title)):
        _under(about, name).set(qn("w:val"), plain(said))
    _borders(about)
    for at, row in enumerate([heads, *rows]):
        line = OxmlElement("w:tr")
        kept = _under(_under(line, "w:trPr"), "w:cantSplit")
        if at == 0:
            _under(kept.getparent(), "w:tblHeader")
        for cell, number in zip(row, numbers, strict=True):
            line.append(_cell(plain(cell), number, at == 0, size))
        grid._tbl.append(line)
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(text: str, number: bool, head: bool, size: float) -> Any:
    cell = OxmlElement("w:tc")
    about = _under(cell, "w:tcPr")
    if head:
        shade = _under(about, "w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), LIGHT["panel"][1:])
    line = _under(cell, "w:p")
    kept = _under(line, "w:pPr")
    space = _under(kept, "w:spacing")
    space.set(qn("w:before"), "40")
    space.set(qn("w:after"), "40")
    _under(kept, "w:jc").set(qn("w:val"), "right" if number else "left")
    for nth, part in enumerate(text.split("\n")):
        run = _under(line, "w:r")
        how = _under(run, "w:rPr")
        if head:
            _under(how, "w:b")
        _under(how, "w:sz").set(qn("w:val"), str(int(size * 2)))
        if nth:
            _under(run, "w:br")
        said = _under(run, "w:t")
        said.text = part
        said.set(qn("xml:space"), "preserve")
    return cell


def _borders(about: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    after = next(child for child in about if child.tag in (qn("w:tblLayout"), qn("w:tblLook")))
    after.addprevious(borders)  # word processors insist on the order
    for side in ("w:top", "w:bottom", "w:insideH"):
        line = _under(borders, side)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LIGHT["line"][1:])):
            line.set(qn(f"w:{name}"), value)


def _chart(file: Any, chart: Chart) -> None:
    _caption(file, chart.title)
    picture = file.add_picture(io.BytesIO(pictures.png(chart.spec)), width=WIDTH)
    told = picture._inline.docPr
    told.set("descr", plain(chart.alt))
    told.set("title", plain(chart.title))


def _caption(file: Any, title: str) -> None:
    line = file.add_paragraph()
    line.add_run(plain(title)).bold = True
    line.paragraph_format.keep_with_next = True


def _quiet(run: Any) -> None:
    run.font.size, run.font.color.rgb = Pt(9.5), _colour("muted")


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(LIGHT[name][1:])


def _under(parent: Any, name: str) -> Any:
    """The element of that name below another, made where it is not there."""
    found = parent.find(qn(name))
    if found is None or name in ("w:r", "w:tc", "w:tr"):
        found = OxmlElement(name)
        parent.append(found)
    return found

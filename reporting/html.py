"""Writes a document as one HTML file: no scripts, nothing from elsewhere, charts inside it, a style for paper."""

from base64 import b64encode
from html import escape
from itertools import count
from re import sub

from domain.handed_out import Language
from reporting import pictures
from reporting.colours import FONT, LIGHT
from reporting.document import Block, Chart, Document, Entry, Facts, Kind, Points, Prose, Section, Table
from reporting.words import Words, plain

LONG = 8  # chapters from which on a list of contents helps

CSS = """
.report { color: %(ink)s; font: 1.0625rem/1.5 %(font)s; max-width: 54rem; margin: 0 auto; overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums; }
.report header { border-top: 6px solid %(accent)s; padding-top: 1rem; }
.report h1 { font-size: 2rem; line-height: 1.15; margin: 0.25rem 0 0.5rem; letter-spacing: -0.01em; }
.report h2 { font-size: 1.5rem; line-height: 1.25; margin: 2.5rem 0 0.75rem; }
.report h3 { font-size: 1.1875rem; margin: 1.75rem 0 0.5rem; } .report article h3,
.report h4 { font-size: 1.0625rem; margin: 0; }
.report p { margin: 0.5rem 0; max-width: 44rem; } .report .about { font-size: 1.1875rem; margin: 0; }
.report .force { font-weight: 650; color: %(muted)s; margin: 0; }
.report .quiet, .report figcaption + .quiet { color: %(muted)s; font-size: 0.9375rem; }
.report .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%%), 1fr)); gap: 0.75rem;
  margin: 1rem 0; padding: 0; list-style: none; }
.report .facts li { background: %(panel)s; border-radius: 6px; padding: 0.75rem 1rem; }
.report .facts b { display: block; font-size: clamp(1.25rem, 5vw, 1.75rem); line-height: 1.2;
  font-weight: 650; overflow-wrap: normal; }
.report .facts b.untold { font-size: 1.125rem; } .report .facts span { display: block; color: %(muted)s;
  font-size: 0.9375rem; }
.report .wide { overflow-x: auto; margin: 1.25rem 0; } .report .wide:focus { outline: 2px solid %(accent)s; }
.report table { border-collapse: collapse; width: 100%%; font-size: 0.9375rem; overflow-wrap: normal; }
.report caption { text-align: left; font-weight: 650; padding-bottom: 0.5rem; font-size: 1.0625rem; }
.report th, .report td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem;
  border-bottom: 1px solid %(line)s; }
.report thead th { background: %(panel)s; border-bottom: 2px solid %(ink)s; vertical-align: bottom; }
.report tbody th { font-weight: 400; } .report .number { text-align: right; white-space: nowrap; }
.report thead .number { white-space: normal; }
.report td.words, .report th.words { min-width: 7rem; } .report .untold { color: %(muted)s; font-style: italic; }
.report figure { margin: 1.25rem 0; } .report figcaption { font-weight: 650; margin-bottom: 0.5rem; }
.report caption span { position: sticky; left: 0; display: inline-block; max-width: min(52rem, calc(100vw - 3rem)); }
.report svg, .report figure img { width: 100%%; min-width: 34rem; height: auto; display: block;
  overflow: visible; }
.report figure .wide { margin: 0; padding-left: 1rem; }
.report article { border-left: 4px solid %(accent)s; padding: 0.25rem 0 0.25rem 1rem; margin: 1.25rem 0; }
.report article dt { font-weight: 650; margin-top: 0.5rem; } .report article dd { margin: 0; white-space: pre-line; }
.report li { margin: 0.25rem 0; } .report a { color: %(accent)s; }
""" % (LIGHT | {"font": FONT})

PAGE = """
body { margin: 0; padding: 1.5rem 1rem 4rem; background: #fff; }
@page { size: A4; margin: 18mm; }
@media print { body { padding: 0; } .report { font-size: 10.5pt; max-width: none; } .report .wide { overflow: visible; }
  .report svg { min-width: 0; }
  .report h2, .report h3, .report caption, .report figcaption { break-after: avoid; }
  .report tr, .report .facts li, .report figure, .report svg { break-inside: avoid; }
  .report thead { display: table-header-group; } .report table { font-size: 8.5pt; } }
"""


def write(document: Document) -> bytes:
    """The whole file."""
    words = Words(Language(document.language))
    head = (
        f'<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(document.title)} · {_text(document.force)}</title>\n<style>{CSS}{PAGE}</style>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{words.tag}">\n<head>\n{head}\n</head>\n<body>\n{body(document)}\n</body>\n'
        "</html>\n"
    ).encode()


def body(document: Document, *, pictured: bool = False) -> str:
    """The report itself, to stand in a page; `pictured`: its charts as pictures, for pages that allow no SVG."""
    words, numbers = Words(Language(document.language)), count(1)
    about = "".join(f'<p class="about">{_text(line)}</p>' for line in document.about)
    header = (
        f'<header>\n<p class="force">{_text(document.force)}</p>\n<h1>{_text(document.title)}</h1>\n{about}\n'
        f'<p class="quiet">{_text(document.drawn)}</p>\n</header>'
    )
    sections = "\n".join(_section(one, at, words, numbers, pictured) for at, one in enumerate(document.sections, 1))
    return f'<main class="report" lang="{words.tag}">\n{header}\n{_contents(document, words)}{sections}\n</main>'


def _contents(document: Document, words: Words) -> str:
    chapters = [(at, one.heading) for at, one in enumerate(document.sections, 1) if one.level == 1]
    if len(chapters) < LONG:
        return ""
    lines = "".join(f'<li><a href="#part-{at}">{_text(heading)}</a></li>' for at, heading in chapters)
    return f'<nav aria-label="{_text(words._("Contents"))}"><ol>{lines}</ol></nav>\n'


def _section(section: Section, at: int, words: Words, numbers: "count[int]", pictured: bool) -> str:
    level = section.level + 1
    blocks = "\n".join(_block(one, words, 0 if pictured else next(numbers), level + 1) for one in section.blocks)
    return f'<h{level} id="part-{at}">{_text(section.heading)}</h{level}>\n{blocks}'


def _block(block: Block, words: Words, number: int, below: int) -> str:
    match block:
        case Prose():
            return f"<p{' class=quiet' if block.quiet else ''}>{_text(block.text)}</p>"
        case Points():
            return f"<ul>{''.join(f'<li>{_text(one)}</li>' for one in block.items)}</ul>"
        case Facts():
            return _facts(block, words)
        case Entry():
            parts = "".join(f"<dt>{_text(name)}</dt><dd>{_text(said)}</dd>" for name, said in block.parts)
            return f"<article>\n<h{below}>{_text(block.title)}</h{below}>\n<dl>{parts}</dl>\n</article>"
        case Chart():
            drawn, title = _chart(block, number), _text(block.title)
            inner = f'<div class="wide" role="region" tabindex="0" aria-label="{title}">{drawn}</div>'
            return f"<figure>\n<figcaption>{title}</figcaption>\n{inner}\n</figure>"
        case Table():
            return _table(block, words)


def _facts(block: Facts, words: Words) -> str:
    cards = []
    for one in block.facts:
        untold = ' class="untold"' if one.value is None else ""
        beside = "".join(f"<span>{_text(line)}</span>" for line in one.beside)
        value = _text(words.cell(one.value, one.kind, one.absent))
        cards.append(f"<li><span>{_text(one.name)}</span><b{untold}>{value}</b>{beside}</li>")
    return f'<ul class="facts" aria-label="{_text(block.title)}">{"".join(cards)}</ul>'


def _table(table: Table, words: Words) -> str:
    if not table.rows:
        return f"<p>{_text(table.none)}</p>"
    kinds = ["words" if one.kind in (Kind.WORDS, Kind.DAY) else "number" for one in table.columns]
    head = "".join(
        f'<th scope="col" class="{kind}">{_text(one.name)}</th>' for one, kind in zip(table.columns, kinds, strict=True)
    )
    rows = []
    for row in table.rows:
        cells = []
        for at, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            name = f"{kinds[at]} untold" if cell is None else kinds[at]
            tag, scope = ("th", ' scope="row"') if at == 0 else ("td", "")
            said = _text(words.cell(cell, column.kind, column.absent))
            cells.append(f'<{tag}{scope} class="{name}">{said}</{tag}>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    note = f'\n<p class="quiet">{_text(table.note)}</p>' if table.note else ""
    name = _text(table.title)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{name}">\n<table>\n'
        f"<caption><span>{name}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table>\n</div>{note}"
    )


def _chart(chart: Chart, number: int) -> str:
    """The chart as SVG that says what it shows, with ids of its own; number 0: as a picture."""
    drawn = pictures.svg(chart.spec)
    if not number:
        return f'<img alt="{_text(chart.alt)}" src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}">'
    drawn = sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", "", drawn).strip()
    name, tells = f"chart-{number}-name", f"chart-{number}-tells"
    said = f'<title id="{name}">{_text(chart.title)}</title><desc id="{tells}">{_text(chart.alt)}</desc>'
    drawn = sub(r'\b(id="|url\(#|href="#)', rf"\g<1>chart-{number}-", drawn)
    return sub(r"<svg\b([^>]*)>", rf'<svg role="img" aria-labelledby="{name} {tells}"\1>', drawn, count=1).replace(
        ">", f">{said}", 1
    )  # fmt: skip


def _text(text: str) -> str:
    return escape(plain(text)).replace("\n", "<br>")

"""The rows of a file that people bring, as text: CSV in the encodings that exports come in, and XLSX within limits."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.brought.workbook import rows_of_workbook
from domain.posts import storable

MOST_BYTES = 20_000_000
MOST_ROWS = 60_000
MOST_CELLS = 2_500_000

_SIGNS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_WORKBOOK, _OLD_WORKBOOK, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class FileFault(ValueError):
    """A file that cannot be read at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; `line` is where it begins, as an editor or a spreadsheet counts."""

    line: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in a file. `ragged`: its rows may leave out empty cells at their end."""

    name: str
    rows: tuple[Row, ...]
    ragged: bool


def sheets(content: bytes) -> list[Sheet]:
    """The tables of a file, by what it is and not by what it is called. Raises FileFault."""
    if not content.strip():
        raise FileFault("The file is empty. Download it again.")
    if len(content) > MOST_BYTES:
        raise FileFault(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Export a shorter time.")
    if content.startswith(_OLD_WORKBOOK):
        raise FileFault("This is a workbook of an older kind (.xls). Open it, save it as .xlsx or CSV, and bring that.")
    if content.startswith(_PDF):
        raise FileFault("This is a PDF. Export the figures as CSV or XLSX.")
    if content.startswith(_WORKBOOK):
        return [Sheet(name, _within(rows), ragged=True) for name, rows in _opened(content)]
    return [Sheet("", _within(_lines(_decoded(content))), ragged=False)]


def _opened(content: bytes) -> Iterator[tuple[str, Iterable[tuple[int, list[str]]]]]:
    try:
        yield from rows_of_workbook(content)
    except ValueError as fault:
        raise FileFault(str(fault)) from None


def _within(rows: Iterable[tuple[int, list[str]]]) -> tuple[Row, ...]:
    """The rows without what stands empty at the end, as storable text, and never more than a file may have."""
    found: list[Row] = []
    cells = last = 0
    try:
        for line, texts in rows:
            cells += len(texts)
            found.append(Row(line, tuple(storable(text).strip() for text in texts)))
            last = len(found) if not found[-1].is_blank else last
            if len(found) > MOST_ROWS or cells > MOST_CELLS:
                raise FileFault(
                    f"The file has more than {MOST_ROWS:,} rows, or too many columns. Export a shorter time."
                )
    except csv.Error as fault:
        raise FileFault(_broken(fault, found)) from None
    except ValueError as fault:
        raise FileFault(str(fault)) from None
    return tuple(found[:last])


def _decoded(content: bytes) -> str:
    """The text of a file: what its first bytes say, else UTF-8, else what Windows writes in this country."""
    named = next((name for sign, name in _SIGNS if content.startswith(sign)), None)
    if named is None and content[1:2] == b"\0":
        named = "utf-16-le"
    try:
        text = content.decode(named or "utf-8")
    except UnicodeDecodeError:
        if named == "utf-16" or named == "utf-16-le":
            raise FileFault("The file ends in the middle of a letter: it was cut off. Download it again.") from None
        if named or b"\0" in content:
            raise FileFault("This is no text and no workbook. Export the figures as CSV or XLSX.") from None
        text = content.decode("cp1252", errors="replace")
    if text.lstrip().casefold().startswith(("<!doctype", "<html")):
        raise FileFault("This is a web page, and no export. You may have to sign in there: download the file again.")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV; a first line "sep=," says what stands between cells."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"').casefold()
    skipped = said.startswith("sep=")
    body = rest if skipped else text
    sign = (said[4:5] or "\t") if skipped else _sign(body)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=sign, strict=True)
    line = 1 + skipped
    for row in reader:
        yield line, row
        line = 1 + skipped + reader.line_num


def _sign(body: str) -> str:
    """What stands between the cells: the sign that makes the most of them in one of the first rows."""
    head = body[:20_000]

    def widest(sign: str) -> int:
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=sign)
        try:
            return max((len(row) for _, row in zip(range(8), rows, strict=False)), default=0)
        except csv.Error:
            return 0

    return max(",;\t", key=widest)


def _broken(fault: csv.Error, found: list[Row]) -> str:
    after = f" after line {found[-1].line}" if found else ""
    if "unexpected end" in str(fault):
        return f"The file ends in the middle of a cell{after}: it was cut off. Download it again."
    return f"The rows{after} cannot be told apart: a quotation mark stands where none may. Download the file again."

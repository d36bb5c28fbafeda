"""The rows of an XLSX: read within limits, formulas as they are typed, nothing worked out and nothing followed."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

MOST_UNPACKED = 150_000_000
MOST_PARTS = 400

_NO_WORKBOOK = "The file is no workbook, or only a part of one. Download it again, or save it as CSV."
_TOO_LARGE = "The workbook is too large when it is unpacked. Export a shorter time, or save it as CSV."


def rows_of_workbook(content: bytes) -> Iterator[tuple[str, Iterable[tuple[int, list[str]]]]]:
    """The sheets of a workbook by name, each with its rows as text. Raises ValueError that says what to do."""
    from openpyxl import load_workbook  # a tenth of a second, which every command would wait for

    _looked_through(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not draw: nobody draws here
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a file says of its size is not believed
            yield sheet.title, _rows(sheet)
        book.close()
    except ValueError:
        raise
    except Exception as fault:  # a broken workbook fails in as many ways as it has parts
        raise ValueError(_NO_WORKBOOK) from fault


def _looked_through(content: bytes) -> None:
    """Refuse what unpacks to more than a file of figures has, and XML that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValueError(_TOO_LARGE)
            if "[Content_Types].xml" not in packed.namelist():
                raise ValueError("This is a packed folder, and no workbook. Unpack it, and bring the file in it.")
            for part in (one for one in parts if one.filename.endswith((".xml", ".rels", ".vml"))):
                with packed.open(part) as opened:
                    if b"<!" in opened.read(2_000).replace(b"\0", b"").replace(b"<!--", b""):
                        raise ValueError(_NO_WORKBOOK)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise ValueError(_NO_WORKBOOK) from fault


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    try:
        for line, row in enumerate(sheet.iter_rows(), start=1):
            yield line, [_text(cell) for cell in row]
    except ValueError:
        raise
    except Exception as fault:
        raise ValueError(_NO_WORKBOOK) from fault


def _text(cell: Any) -> str:
    """A cell as it would stand in a CSV; a share that is only shown as a percentage becomes one."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not isinstance(value, bool):
        if "%" in (cell.number_format or ""):
            return f"{round(value * 100, 6):g}%"
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int) and "%" in (cell.number_format or ""):
        return f"{value * 100}%"
    return str(value)

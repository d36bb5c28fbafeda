"""Gathers the sentences of reports, and compiles what translators wrote: `python -m tests.reporting.catalogue`.

reporting/locale/cy/LC_MESSAGES/reports.po is where Welsh is written; the .mo beside it is what is read.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from domain.metrics import METRICS
from reporting.kinds.method import TOLD

ROOT = Path(__file__).parents[2]
WELSH = ROOT / "reporting" / "locale" / "cy" / "LC_MESSAGES" / "reports.po"
KEYWORDS = {"_": None, "later": None, "counted": (1, 2)}
HEADER = """\
# The sentences of Bluelamp's reports in Welsh. Not yet read by a native speaker.
# Copyright (C) the Bluelamp authors. Under the same licence as Bluelamp itself.
#"""
PLURALS = "nplurals=2; plural=(n != 1);"
"""After a number Welsh has the singular, or "o" and the plural: two forms are enough for our sentences."""


def sentences() -> set[str | tuple[str, ...]]:
    """Every sentence that a report may say, the definitions of figures among them."""
    found = extract_from_dir(ROOT / "reporting", method_map=[("**.py", "python")], keywords=KEYWORDS, options_map={})
    said: set[str | tuple[str, ...]] = {words for _file, _line, words, _comments, _context in found}
    return said | {one.label for one in METRICS.values()} | {METRICS[name].means for name in TOLD}


def translated() -> Catalog:
    """What translators wrote."""
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy")


def merged() -> Catalog:
    """Today's sentences, with what was translated of them."""
    before, catalogue = translated() if WELSH.exists() else Catalog(), Catalog(project="Bluelamp", charset="utf-8")
    catalogue.header_comment, catalogue.fuzzy = HEADER, False
    for one in sorted(sentences(), key=str):
        known = before.get(one[0] if isinstance(one, tuple) else one)
        catalogue.add(one, known.string if known else None)
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(out, catalogue)
    return out.getvalue()


def written(catalogue: Catalog) -> str:
    """The catalogue as translators read it; it names no day and no line."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, no_location=True)
    kept = [line for line in out.getvalue().decode().splitlines() if not line.startswith(CHANGING)]
    return "\n".join(line for line in kept) + "\n"


CHANGING = tuple(
    f'"{name}:'
    for name in ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team",
                 "Report-Msgid-Bugs-To", "Project-Id-Version")
)  # fmt: skip


if __name__ == "__main__":
    WELSH.parent.mkdir(parents=True, exist_ok=True)
    WELSH.write_text(written(merged()), encoding="utf-8")
    WELSH.with_suffix(".mo").write_bytes(compiled(translated()))
    missing = [one.id for one in translated() if one.id and not one.string]
    print(f"{WELSH.relative_to(ROOT)}: {len(sentences())} sentences, {len(missing)} not translated")
    for one in missing:
        print(repr(one))

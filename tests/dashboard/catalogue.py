"""Gathers every sentence of the interface into dashboard/locale/bluelamp.pot: `python -m tests.dashboard.catalogue`.

Translators start from that file. It names no day and no line, so that it changes only when a sentence does.
"""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from domain.metrics import METRICS
from domain.people import Role

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "dashboard" / "locale" / "bluelamp.pot"
KEYWORDS = {"_": None, "later": None, "counted": (1, 2)}
HEADER = """\
# The sentences of Bluelamp's pages, for translators.
# Copyright (C) the Bluelamp authors. Under the same licence as Bluelamp itself.
#"""


def gathered() -> str:
    """The template as it should be."""
    catalogue = Catalog(
        project="Bluelamp", version="1", header_comment=HEADER, charset="utf-8",
        creation_date=datetime(2026, 1, 1, tzinfo=UTC), msgid_bugs_address="",
    )  # fmt: skip
    found = extract_from_dir(ROOT / "dashboard", method_map=[("**.py", "python")], keywords=KEYWORDS, options_map={})
    for file, _line, words, _comments, _context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(words, locations=[(f"dashboard/{file}", 0)])
    for metric in METRICS.values():
        for words in filter(None, (metric.label, metric.means, metric.twice)):
            catalogue.add(words, locations=[("domain/metrics.toml", 0)])
    for role in Role:
        catalogue.add(role.value, locations=[("domain/people.py", 0)])
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, no_location=True)
    return "\n".join(line for line in out.getvalue().decode().splitlines() if not line.startswith(DATED)) + "\n"


CHANGING = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Language-Team")
DATED = tuple(f'"{name}:' for name in (*CHANGING, "Report-Msgid-Bugs-To"))


if __name__ == "__main__":
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(gathered(), encoding="utf-8")
    print(f"{TEMPLATE.relative_to(ROOT)}: {gathered().count('msgid ') - 1} sentences")

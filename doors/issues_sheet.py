"""The sheet of issues for the public: CSV with a header, one issue a row."""

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from doors import issues_words as words
from doors.printing import harmless
from store.reports import PublicIssue

if TYPE_CHECKING:
    from doors.issues import Publisher

COLUMNS = (
    "id", "title", "you_said", "topic", "area", "we_did", "what_came_of_it", "cannot_be_changed_because", "raised_on",
    "closed_on",
)  # fmt: skip


def sheet(rows: Sequence[PublicIssue], publisher: "Publisher") -> str:
    """The whole sheet; a cell that a spreadsheet would run as a formula is made plain text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        cells = (
            str(row.id), row.title, row.said, words.TOPICS[row.topic], row.area or publisher.force, row.action,
            row.outcome, row.cannot_because, words.day(row.opened_on),
            words.day(row.closed_on) if row.closed_on else "",
        )  # fmt: skip
        writer.writerow([harmless(one) for one in cells])
    return out.getvalue()

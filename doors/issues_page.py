"""The page of issues for the public: one HTML file that needs nothing else, for any browser and any eyes."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from domain.clock import LONDON
from doors import issues_words as words
from store.reports import PublicIssue

if TYPE_CHECKING:
    from doors.issues import Publisher

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

CSS = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 1rem;
  color: #0b0c0c; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; line-height: 1.2; } h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.25rem; }
article { border-top: 2px solid #505a5f; padding: 1rem 0; }
dl { margin: 0.75rem 0 0; } dt { font-weight: 650; margin-top: 0.5rem; } dd { margin: 0; white-space: pre-line; }
.facts { color: #505a5f; margin: 0; }
@media (prefers-color-scheme: dark) { body { color: #f3f4f6; background: #10151c; } .facts { color: #b4bac0; } }
"""


def page(rows: Sequence[PublicIssue], publisher: "Publisher") -> str:
    """The whole page."""
    title = _both(words.TITLE, publisher)
    plain = f"{words.said(words.TITLE, publisher)} · {publisher.force}"
    body = "\n".join(_issue(row, publisher) for row in rows) or f"<p>{_both(words.NOTHING, publisher)}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(plain)}</title>\n'
        f'<style>{CSS}</style>\n</head>\n<body>\n<header>\n<p class="facts">{escape(publisher.force)}</p>\n'
        f"<h1>{title}</h1>\n</header>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _issue(row: PublicIssue, publisher: "Publisher") -> str:
    area = escape(row.area) if row.area else _both(words.WHOLE_FORCE, publisher)
    raised = f"{_both(words.OPENED, publisher)} {_day(row.opened_on, publisher)}"
    state = f"{_both(words.CLOSED, publisher)} {_day(row.closed_on, publisher)}" if row.closed_on else _both(
        words.GOING_ON, publisher
    )  # fmt: skip
    parts = ((words.SAID, row.said), (words.DID, row.action), (words.CAME, row.outcome),
             (words.CANNOT, row.cannot_because))  # fmt: skip
    told = "".join(
        f"<dt>{_both(head, publisher)}</dt><dd>{escape(words.readable(text))}</dd>" for head, text in parts if text
    )
    return (
        f'<article id="issue-{row.id}" aria-labelledby="title-{row.id}">\n'
        f'<h2 id="title-{row.id}">{escape(words.readable(row.title))}</h2>\n'
        f'<p class="facts">{area} · {raised} · {state}</p>\n'
        f"<dl>{told}</dl>\n</article>"
    )


def _day(at: datetime, publisher: "Publisher") -> str:
    """A day for people: in two languages as figures, which both read."""
    here = at.astimezone(LONDON)
    shown = f"{here:%d/%m/%Y}" if publisher.welsh else f"{here.day} {MONTHS[here.month - 1]} {here.year}"
    return f'<time datetime="{here:%Y-%m-%d}">{shown}</time>'


def _both(heading: tuple[str, str], publisher: "Publisher") -> str:
    """A heading, its Welsh marked as Welsh so that it is read out as that."""
    english = escape(heading[0])
    return f'{english} / <span lang="cy">{escape(heading[1])}</span>' if publisher.welsh else english

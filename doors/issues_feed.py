"""The feed of issues for the public: RSS 2.0, each issue with an id that stays."""

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator

from doors import issues_words as words
from store.reports import PublicIssue

if TYPE_CHECKING:
    from doors.issues import Publisher

BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
"""The age of an empty feed: the same files come out of the same rows, whenever they are written."""


def feed(rows: Sequence[PublicIssue], publisher: "Publisher") -> str:
    """The whole feed, the latest change first."""
    made = FeedGenerator()
    title = words.said(words.TITLE, publisher)
    made.title(f"{title} · {publisher.force}")
    made.link(href=publisher.address, rel="alternate")
    made.description(title)
    made.language("en-GB")
    made.generator("")
    made.lastBuildDate(max((row.changed_at for row in rows), default=BEGAN))
    for row in rows:
        _entry(made, row, publisher)
    return str(made.rss_str(pretty=True).decode("utf-8"))


def _entry(made: FeedGenerator, row: PublicIssue, publisher: "Publisher") -> None:
    entry = made.add_entry(order="append")
    entry.guid(f"urn:uuid:{row.id}", permalink=False)
    entry.title(words.readable(row.title))
    entry.link(href=f"{publisher.address}#issue-{row.id}")
    entry.category(term=words.TOPICS[row.topic])
    if row.area:
        entry.category(term=words.readable(row.area))
    entry.pubDate(row.closed_on or row.changed_at)
    parts = ((words.SAID, row.said), (words.DID, row.action), (words.CAME, row.outcome),
             (words.CANNOT, row.cannot_because))  # fmt: skip
    told = [f"{words.said(head, publisher)}: {text}" for head, text in parts if text]
    entry.description("".join(_paragraph(words.readable(one)) for one in told))


def _paragraph(text: str) -> str:
    """HTML, for that is what readers of feeds take a description for."""
    lines = "<br>".join(escape(line, quote=False) for line in text.splitlines())
    return f"<p>{lines}</p>"

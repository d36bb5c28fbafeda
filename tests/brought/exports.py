"""Files as the platforms' own exports come: their real columns, with invented figures."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

CONTENT = (
    "Post ID", "Page ID", "Page name", "Title", "Description", "Duration (sec)", "Publish time", "Caption type",
    "Permalink", "Is crosspost", "Is share", "Post type", "Languages", "Custom labels", "Funded content status",
    "Data comment", "Date", "Views", "Reach", "Reactions, Comments and Shares", "Reactions", "Comments", "Shares",
    "Total clicks", "Other Clicks",
)  # fmt: skip
X_DAYS = (
    "Date", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares", "New follows", "Unfollows", "Replies",
    "Reposts", "Profile visits", "Create Post", "Video views", "Media views",
)  # fmt: skip
X_POSTS = (
    "Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Engagements", "Bookmarks", "Shares",
    "New follows", "Replies", "Reposts", "Profile visits", "Detail Expands", "URL Clicks", "Hashtag Clicks",
    "Permalink Clicks",
)  # fmt: skip
TWEETS = (
    "Tweet id", "Tweet permalink", "Tweet text", "time", "impressions", "engagements", "engagement rate", "retweets",
    "replies", "likes", "user profile clicks", "url clicks", "promoted impressions",
)  # fmt: skip

RESULTS = """\
sep=,
"Facebook reach"
"Date","Primary"
"2026-08-01T00:00:00","1,220"
"2026-08-02T00:00:00","--"
"2026-08-03T00:00:00","0"

"Age & gender"
"","Men","Women"
"18-24","12.3","3.6"

"Top cities"
"Ashvale, Marlshire","Upper Sallow, Marlshire"
"6.4","3.2"

"Follows"
"Date","Primary"
"2026-08-01T00:00:00","20"

"Stars"
"Date","Primary"
"2026-08-01T00:00:00","3"
"""


def content(**more: str) -> list[str]:
    """One post of a content export."""
    said = {
        "Post ID": "182", "Page ID": "marlshire police", "Page name": "Marlshire", "Title": 'Two\nlines, "quoted"',
        "Publish time": "09/28/2026 18:12", "Post type": "Photos", "Date": "Lifetime", "Views": "1,027", "Reach": "811",
        "Reactions": "40", "Comments": "", "Shares": "--", "Total clicks": "0",
    }  # fmt: skip
    return [{**said, **more}.get(name, "") for name in CONTENT]


def as_csv(rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig", sign: str = ",") -> bytes:
    """Rows as a platform writes them."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[object]], sheet: str = "Sheet1") -> bytes:
    """Rows as a workbook, after a sheet that says nothing."""
    book = Workbook()
    assert book.active
    book.active.title = "Read me"
    page = book.create_sheet(sheet)
    for row in rows:
        page.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def utf16(text: str) -> bytes:
    """As Meta Business Suite writes its results."""
    return b"\xff\xfe" + text.encode("utf-16-le")

"""The real police posts in BLUELAMP_DATA as a world for the sandbox. Nothing of them enters the repository."""

import csv
import gzip
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

FILES = ("uk_police_posts_with_metrics_recurring.csv.gz", "uk_police_posts_with_metrics_random100.csv")


def folder() -> Path:
    """Where the data lies: skipped loudly where nobody says, a failure where it is said and missing."""
    told = os.environ.get("BLUELAMP_DATA", "")
    if not told:
        pytest.skip("Real posts are not run through the line: BLUELAMP_DATA names no folder.")
    found = Path(told) / "uk_police_posts"
    assert found.is_dir(), f"BLUELAMP_DATA is set, and {found} is not there"
    return found


def rows() -> dict[str, Mapping[str, str]]:
    """Every post by its id, the first of those that stand twice."""
    kept: dict[str, Mapping[str, str]] = {}
    for name in FILES:
        for row in _read(folder() / name):
            kept.setdefault(row["tweet_id"], row)
    return kept


def write_world(posts: Mapping[str, Mapping[str, str]], path: Path) -> None:
    """The posts as a world file of the sandbox."""
    with path.open("w", encoding="utf-8") as out:
        for author, force in {row["author_id"]: row["police_force"] for row in posts.values()}.items():
            handle = re.sub(r"[^A-Za-z0-9]", "", force)[:15]
            out.write(_line(type="account", platform="x", id=author, handle=handle, name=force, team="", district=""))
        for row in posts.values():
            out.write(
                _line(
                    type="post",
                    platform="x",
                    account=row["author_id"],
                    id=row["tweet_id"],
                    text=row["text"],
                    at=row["date"],
                    likes=int(row["like_count"]),
                    replies=int(row["reply_count"]),
                    shares=int(row["retweet_count"]) + int(row["quote_count"]),
                )
            )


def _read(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _line(**values: object) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"

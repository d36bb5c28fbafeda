"""The labelled sets under a folder, recognised by their columns and never by their names."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Item = dict[str, Any]
"""One row of a set: all values as text in a CSV (ids too), as they are in JSON."""

COLUMNS = {
    "nps_chat": {"dialogue_act", "is_question", "text"},
    "tweet_acts": {"tweet_act", "is_question", "text"},
    "police_pilot": {"kind", "needs_answer", "needs_reply", "urgent", "text"},
    "mumbai": {"complaint", "category_name", "to_police", "tweet"},
    "rumoureval": {"thread", "in_reply_to", "sdqc", "is_query", "is_source", "text"},
    "trec_is": {"event", "priority", "categories", "urgent", "info_wanted", "text"},
    "crisislex": {"event", "source", "info_type", "informativeness", "text"},
    "langid": {"lang", "source", "text"},
    "airline": {"airline_sentiment", "airline_sentiment_confidence", "text"},
    "semeval_sentiment": {"set", "id", "label", "text"},
    "vader": {"id", "mean_rating", "text"},
    "cqa_threads": {"qid", "cid", "commenter", "by_asker", "label", "comment"},
    "cqa_pairs": {"subject", "question", "comment", "label"},
    "twcs_threads": {"main_tweet_id", "tweet_id", "in_response_to_tweet_id", "inbound", "company", "text"},
    "twcs_acts": {"main_tweet_id", "tweet_id", "in_response_to_tweet_id", "inbound", "company", "acts", "text"},
    "twcs": {"tweet_id", "author_id", "inbound", "in_response_to_tweet_id", "text"},
    "ibm_care": {"agentURL", "dialogContent"},
    "police_posts": {"tweet_class", "class_name", "is_reply_to_public", "base_text"},
    "police_numbers": {"tweet_id", "police_force", "retweet_count", "tweet_type", "base_text"},
    "threads": {"thread", "post", "comments"},
    "labels": {"id", "needs_answer", "kind"},
    "comments": {"post", "parent", "needs_answer", "kind", "text"},
    "danger": {"text", "danger"},
    "sts_gold": {"id", "label", "text"},
    "tweeteval": {"label", "text"},
    "uk_policing": {"text"},
}
"""A set's own columns; a file is the set whose columns it has most of, so the wider shapes win over the narrow."""

_EXACT = {"uk_policing", "tweeteval", "sts_gold"}
"""Too plain to be known by what they contain: they must have these columns and no others."""

ENDINGS = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".json", ".json.gz")


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a set."""

    path: Path
    rows: list[Item]


@dataclass(frozen=True, slots=True)
class Sets:
    """What is scored (`test`), and what a figure of "benchmark only" may be trained on (`train`, perhaps nothing)."""

    test: dict[str, list[Table]]
    train: dict[str, list[Table]] = field(default_factory=dict)

    def rows(self, name: str) -> list[Item]:
        """All test rows of a set, over all its files."""
        return [row for table in self.test.get(name, []) for row in table.rows]

    def training(self, name: str) -> list[Item]:
        """All rows of a set that a benchmark may train on."""
        return [row for table in self.train.get(name, []) for row in table.rows]


def find(folder: Path) -> dict[str, list[Table]]:
    """Every set under a folder; what is none of ours is passed over."""
    found: dict[str, list[Table]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(ENDINGS):
            rows = list(_rows(path))
            name = recognised(set(rows[0])) if rows else None
            if name:
                found.setdefault(name, []).append(Table(path, rows))
    return found


def recognised(columns: set[str]) -> str | None:
    """The set with these columns; None when it is none of ours."""
    fits = [name for name, own in COLUMNS.items() if own <= columns and (name not in _EXACT or own == columns)]
    return max(fits, key=lambda name: len(COLUMNS[name]), default=None)


@dataclass(frozen=True, slots=True)
class Said:
    """One public comment of an invented thread with its label, and where it stands."""

    thread: str
    item: Item
    label: Item
    post: str
    parent: Item | None
    whole: Item


def said_in(tables: dict[str, list[Table]]) -> list[Said]:
    """The labelled public comments of all threads; a thread's labels lie in the same folder, `labels.jsonl` first."""
    found: list[Said] = []
    for table in tables.get("threads", []):
        labels = labels_beside(table, tables)
        for thread in table.rows:
            by_id = {one["id"]: one for one in thread["comments"]}
            found += [
                Said(f"{table.path.parent.name}/{thread['thread']}", one, labels[one["id"]], thread["post"]["text"],
                     by_id.get(one.get("parent") or ""), thread)
                for one in thread["comments"]
                if one.get("by") == "public" and one["id"] in labels
            ]  # fmt: skip
    return found


def labels_beside(table: Table, tables: dict[str, list[Table]]) -> dict[str, Item]:
    """The labels of a file of threads by comment id: those of `labels*` files win over second passes."""
    near = [one for one in tables.get("labels", []) if one.path.parent == table.path.parent]
    near.sort(key=lambda one: one.path.name.split(".")[0] == "labels")
    return {row["id"]: row for one in near for row in one.rows}


def _rows(path: Path) -> Iterator[Item]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    said = text.decode("utf-8-sig", errors="replace")
    if ".csv" in path.suffixes[-2:]:
        csv.field_size_limit(10_000_000)
        yield from csv.DictReader(io.StringIO(said, newline=""))
    elif ".jsonl" in path.suffixes[-2:]:
        yield from (json.loads(line) for line in said.splitlines() if line.strip())
    else:
        whole = json.loads(said)
        yield from (row for row in whole if isinstance(row, dict)) if isinstance(whole, list) else ()

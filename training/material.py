"""What parts are trained on: the invented comments beside this file, and the folder of open sets."""

import json
import os
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def comments() -> list[dict[str, Any]]:
    """Every invented comment of the public with its labels."""
    rows = [row | {"hand": path.name} for path in sorted(HERE.glob("comments_*.jsonl")) for row in _lines(path.name)]
    return [row for row in rows if row.get("by", "public") == "public"]


def data_folder() -> Path:
    """Where the open sets lie: $BLUELAMP_DATA. Raises SystemExit with what to do when it is not told."""
    told = os.environ.get("BLUELAMP_DATA", "")
    if not told or not Path(told).is_dir():
        raise SystemExit("Set BLUELAMP_DATA to the folder with the labelled sets.")
    return Path(told)


def dangers() -> list[dict[str, Any]]:
    """The invented texts of danger and their harmless likenesses, with `danger`; lanes only in the first file."""
    return _lines("danger.jsonl")


def more_dangers() -> list[dict[str, Any]]:
    """Further invented texts, labelled for danger alone and standing under no post."""
    return _lines("danger_more.jsonl")


def danger_threads() -> list[dict[str, Any]]:
    """Invented texts under posts as a page gets them, most of them harmless, with `danger` and lanes."""
    return _lines("danger_threads.jsonl")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines() if line.strip()]

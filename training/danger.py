"""Builds the part that hears danger to someone now: `python -m training.danger`, from training/."""

import json
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from domain.listening.reading import read
from training.material import comments, danger_threads, dangers, more_dangers
from training.needs import Fit, across_hands, comment, fit, kept, numbers

C = 1.0
ALARMS = 0.055
"""So many of the harmless comments of police threads may raise danger; ours are far richer in reports than a page."""
ALONE = ("comments_cy.jsonl", "comments_pl.jsonl")
"""Files that are nearly all there is of a language: without them it would be unknown, so posts are left out of them."""
FOLDS = 5


def main() -> None:
    """Train on all texts, set the bar by what models say of files (of two, posts) they never saw, and keep the part."""
    rows, threads = texts()
    matrix = numbers([read(comment(row)) for row in rows])
    urgent = np.asarray([bool(row["urgent"]) for row in rows])
    hands = np.asarray([row["hand"] for row in rows])
    posts = np.asarray([str(crc32(str(row.get("post") or row["text"]).encode()) % FOLDS) for row in rows])
    by_file, by_post = across_hands(matrix, urgent, hands, C), across_hands(matrix, urgent, posts, C)
    across = np.where(np.isin(hands, ALONE), by_post, by_file)
    quiet = across[threads & ~urgent]
    bar = np.float32(np.quantile(quiet, 1 - ALARMS))
    whole = fit(matrix, [urgent], C)
    size = kept("danger", Fit(whole.places, whole.rules, whole.start - bar), ("danger",))
    found = {hand: _share(across[hands == hand], urgent[hands == hand], bar) for hand in sorted(set(hands.tolist()))}
    recall = round(float((across[urgent] > bar).mean()), 3)
    print(json.dumps({"danger": size, "texts": len(rows), "recall_crossed": recall, "by_file": found}))


def texts() -> tuple[list[dict[str, Any]], NDArray[np.bool_]]:
    """Every text with `urgent` and the file it stands in, and which of them are as the public writes under posts."""
    under_posts = [*comments(), *(_as_comment(row, "danger_threads") for row in danger_threads())]
    others = [_as_comment(row, "danger") for row in dangers()]
    others += [_as_comment(row, "danger_more") for row in more_dangers()]
    rows = [*under_posts, *others]
    return rows, np.arange(len(rows)) < len(under_posts)


def _as_comment(row: dict[str, Any], hand: str) -> dict[str, Any]:
    return row | {"urgent": row["danger"], "hand": hand}


def _share(across: NDArray[np.float32], urgent: NDArray[np.bool_], bar: np.float32) -> str:
    over = across > bar
    recall = f"{over[urgent].mean():.2f}" if urgent.any() else "-"
    return f"recall {recall}, alarms {over[~urgent].mean():.3f}"


if __name__ == "__main__":
    main()

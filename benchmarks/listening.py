"""What listening hears on every labelled set under a folder, each figure beside its baseline: `python -m
benchmarks.listening DATA`, or `--train DIR --test DIR` for other halves of the same sets."""

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.heard.measures import Row
from benchmarks.heard.sets import Sets, find

PARTS = ("questions", "needs", "danger", "threads", "language", "sentiment", "speed")


def main() -> None:
    """Score every part that was asked for, print the table, write the JSON."""
    order, to = _order(), Console(width=180)
    test = {}
    for folder in (order.test or order.data, *order.threads):
        for name, tables in find(folder).items():
            test.setdefault(name, []).extend(tables)
    found = Sets(test, find(order.train) if order.train else {})
    to.print("Sets: " + ", ".join(f"{name} {len(found.rows(name)):,}" for name in sorted(test)), style="dim")
    rows: list[Row] = []
    for part in order.only or PARTS:
        if score := _score(part):
            new = score(found)
            to.print(table(part, new))
            rows += new
        else:
            to.print(f"{part}: not measured, benchmarks/heard/{part}.py is not there.", style="yellow")
    if order.out:
        order.out.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n", "utf-8")


def table(part: str, rows: list[Row]) -> Table:
    """The rows of one part as a table for people."""
    shown = Table("set", "task", "method", "n", "figures [95 % interval]", "note", title=part)
    for row in rows:
        figures = "  ".join(_figure(row, name) for name in row.figures)
        shown.add_row(row.set, row.task, row.method, f"{row.n:,}", figures, row.note)
    return shown


def _figure(row: Row, name: str) -> str:
    value = row.figures[name]
    said = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
    if name not in row.low:
        return f"{name} {said}"
    return f"{name} {said} \\[{row.low[name]:.2f}–{row.high[name]:.2f}]"


def _score(part: str) -> Callable[[Sets], list[Row]] | None:
    name = f"benchmarks.heard.{part}"
    return import_module(name).score if find_spec(name) else None


def _order() -> argparse.Namespace:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("data", type=Path, nargs="?", help="folder with the sets; scored when --test is not given")
    asks.add_argument("--train", type=Path, help="folder whose sets a figure of 'benchmark only' may be trained on")
    asks.add_argument("--test", type=Path, help="folder whose sets are scored")
    asks.add_argument("--threads", type=Path, action="append", default=[], help="another folder to score as well")
    asks.add_argument("--only", nargs="+", choices=PARTS, help="these parts and no others")
    asks.add_argument("--out", type=Path, help="write every row as JSON here too")
    order = asks.parse_args()
    if not (order.data or order.test):
        asks.error("say where the sets are: a folder, or --test DIR")
    return order


if __name__ == "__main__":
    main()

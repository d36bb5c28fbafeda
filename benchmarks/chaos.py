"""The long attack on the publishing line: python -m benchmarks.chaos. Its figures are told in docs/benchmarks.md."""

import json
import signal
import sys
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.chaos_cases import Line, Size, run
from benchmarks.places import POSTGRESQL, SQLITE

WIDE = 150  # columns of the tables where nobody watches
PROMISES = {"twice": "public twice", "lost": "lost", "not_there": "not there", "denied": "denied", "unproven": "no try"}
STATES = ("published", "unknown", "failed")
DONE = ("kills", "stops", "struck", "calls", "swept", "sent again", "seconds")
HELD = ("holds", "on their way", "arrived after", "claimed after", "stopped")


def main(
    posts: Annotated[int, typer.Option(min=100, help="How many posts under kills.")] = 10_000,
    kills: Annotated[int, typer.Option(min=0, help="How many kills meanwhile.")] = 300,
    holds: Annotated[int, typer.Option(min=1, help="How many holds, over all databases.")] = 200,
    trouble: Annotated[int, typer.Option(min=100, help="How many posts while a database is in trouble.")] = 2_000,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    only: Annotated[str, typer.Option(help="Only the cases whose names hold this.")] = "",
    seed: Annotated[int, typer.Option(help="Of kills, faults and holds.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a promise was broken.")] = False,
) -> None:
    """Attack the publishing line, and compare what it believes with what the sandbox knows."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no worker and no sandbox is left behind
    size = Size(posts=posts, kills=kills, holds=holds, trouble=trouble, seed=seed, only=only)
    if database:
        size = replace(size, databases=tuple(name for name in (SQLITE, POSTGRESQL) if name in database))
    told = Console(stderr=True)
    lines = []
    for line in run(size, lambda words: told.print(words, style="dim")):
        lines.append(line)
        told.print(f"  {'kept' if _as_meant(line) else 'BROKEN'}: {_short(line)}", style="dim")
    if as_json:
        print(json.dumps({"size": vars(size), "cases": [line.as_json() for line in lines]}, indent=1))
    else:
        for table in _tables(lines):
            Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    if check and not all(map(_as_meant, lines)):
        raise typer.Exit(1)


def _as_meant(line: Line) -> bool:
    """Whether every promise was kept; where a breakage is planted, whether it was seen."""
    return bool(line.wrong.get("twice")) if line.planted else line.kept


def _short(line: Line) -> str:
    wrong = {kind: (len(found), found[:2]) for kind, found in line.wrong.items()}
    return f"{line.case}, {line.database}: {line.figures} {wrong or ''}"


def _tables(lines: list[Line]) -> list[Table]:
    """What was promised, what was done to the workers, and how the holds held."""
    attacks, bursts = ([line for line in lines if ("holds" in line.figures) is held] for held in (False, True))
    promised = _table("What the store believes, against what the sandbox knows", *PROMISES.values(), *STATES, "")
    done, held = _table("What was done to the workers", *DONE), _table("Holds in the midst of a burst", *HELD, "")
    for line in attacks:
        wrong = [f"{len(line.wrong.get(kind, [])):,}" for kind in PROMISES]
        promised.add_row(*_name(line), *wrong, *_figures(line, STATES), _end(line))
        done.add_row(*_name(line), *_figures(line, DONE))
    for line in bursts:
        held.add_row(*_name(line), *_figures(line, HELD), _end(line))
    return [table for table in (promised, done, held) if table.row_count]


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title)
    for name in ("case", "database", "posts", *columns):
        table.add_column(name, no_wrap=name == "case")
    return table


def _name(line: Line) -> list[str]:
    return [line.case, line.database, f"{line.posts:,}"]


def _figures(line: Line, names: tuple[str, ...]) -> list[str]:
    return [f"{line.figures.get(name, 0):,}" for name in names]


def _end(line: Line) -> str:
    if line.planted:
        return "[green]seen[/]" if _as_meant(line) else "[red]NOT SEEN[/]"
    return "[green]kept[/]" if line.kept else "[red]BROKEN[/]"


if __name__ == "__main__":
    typer.run(main)

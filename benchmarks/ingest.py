"""The benchmark of collecting: python -m benchmarks.ingest. What each figure means is in docs/benchmarks.md."""

import json
import sys
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from benchmarks import goals, report, runs
from benchmarks.places import POSTGRESQL, SQLITE

WIDE = 170  # columns of the tables where nobody watches


def main(
    rows: Annotated[list[int] | None, typer.Option(help="How many rows; may be given more than once.")] = None,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is run; medians are shown.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="10,000 rows only, three rounds.")] = False,
    slow: Annotated[int, typer.Option(help="How many rows for those who are slow.")] = 1_000,
    claims: Annotated[int, typer.Option(help="How many claims are timed in each round.")] = 500,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a goal is missed.")] = False,
) -> None:
    """Measure the collector against its yardsticks, and say which goals are met."""
    plan = runs.Plan(rounds=rounds, slow=slow, claims=claims)
    if quick:
        plan = replace(plan, sizes=(10_000,), rounds=min(rounds, 3))
    if rows:
        plan = replace(plan, sizes=tuple(sorted(set(rows))))
    if database:
        plan = replace(plan, databases=tuple(name for name in (SQLITE, POSTGRESQL) if name in database))
    told = Console(stderr=True)
    seen = runs.run(plan, lambda words: told.print(words, style="dim"))
    reached = goals.judged(seen)
    if as_json:
        print(json.dumps(report.as_json(seen, reached), indent=1))
    else:
        report.show(seen, reached, Console(width=None if sys.stdout.isatty() else WIDE))
    if check and any(goal.met is False for goal in reached):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)

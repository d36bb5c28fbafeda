"""The benchmark of publishing: python -m benchmarks.publish. What each figure means is in docs/benchmarks.md."""

import json
import sys
from dataclasses import asdict, replace
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import publish_goals, publish_runs
from benchmarks.goals import Goal
from benchmarks.places import POSTGRESQL, SQLITE
from benchmarks.publish_runs import Plan, Seen
from benchmarks.report import goals_table

WIDE = 170  # columns of the tables where nobody watches


def main(
    posts: Annotated[int, typer.Option(min=100, help="How many posts fall due at one moment.")] = 1_000,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    delay: Annotated[list[int] | None, typer.Option(help="Milliseconds until the platform answers.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is run; medians are shown.")] = 1,
    queued: Annotated[int, typer.Option(help="How many posts wait for another day at a start.")] = 100_000,
    spread: Annotated[int, typer.Option(help="How many posts fall due at random moments.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a goal is missed.")] = False,
) -> None:
    """Measure the publisher against its yardsticks, and say which goals are met."""
    plan = Plan(posts=posts, rounds=rounds, queued=queued, spread=spread)
    if database:
        plan = replace(plan, databases=tuple(name for name in (SQLITE, POSTGRESQL) if name in database))
    if delay:
        plan = replace(plan, delays=tuple(sorted(set(delay))))
    told = Console(stderr=True)
    seen = publish_runs.run(plan, lambda words: told.print(words, style="dim"))
    reached = publish_goals.judged(seen)
    if as_json:
        print(json.dumps(_as_json(seen, reached), indent=1))
    else:
        _show(seen, reached, Console(width=None if sys.stdout.isatty() else WIDE))
    if check and any(goal.met is False for goal in reached):
        raise typer.Exit(1)


def _show(seen: Seen, reached: list[Goal], to: Console) -> None:
    to.print("  ".join(f"{name}: {value}" for name, value in seen.machine.items() if value), style="dim")
    to.print(_drains(seen))
    to.print(_rates(seen))
    to.print(goals_table(reached))
    for missing in seen.missing:
        to.print(f"Not measured: {missing}.", style="yellow")


def _drains(seen: Seen) -> Table:
    table = Table(
        "who", "database", "answer ms", "workers", "seconds", "quickest", "slowest", "claims that came second"
    )
    table.title = f"{seen.plan.posts:,} posts due at one moment"
    for (who, kind, delay, workers), told in sorted(seen.drains.items(), key=lambda item: item[0][2:] + item[0][:2]):
        second = seen.second.get((who, kind, delay, workers))
        numbers = (f"{value:.2f}" for value in (median(told), min(told), max(told)))
        table.add_row(who, kind, str(delay), str(workers), *numbers, f"{median(second):.0f}" if second else "")
    return table


def _rates(seen: Seen) -> Table:
    table = Table("claim and record", "database", "a second", "slowest", "fastest", "statements each")
    for (what, kind), told in sorted(seen.rates.items()):
        said = f"{seen.statements.get(kind, 0):.0f}" if what == "replayed" else ""
        table.add_row(what, kind, *(f"{value:,.0f}" for value in (median(told), min(told), max(told))), said)
    return table


def _as_json(seen: Seen, reached: list[Goal]) -> dict[str, Any]:
    return {
        "machine": seen.machine,
        "plan": asdict(seen.plan),
        "drains_s": [{"case": list(key), "rounds": told} for key, told in sorted(seen.drains.items())],
        "claims_that_came_second": [{"case": list(key), "rounds": told} for key, told in sorted(seen.second.items())],
        "late_ms": [{"case": list(key), "waits": told} for key, told in sorted(seen.late.items())],
        "a_second": [{"case": list(key), "rounds": told} for key, told in sorted(seen.rates.items())],
        "starts_s": [{"case": list(key), "rounds": told} for key, told in sorted(seen.starts.items())],
        "goals": [asdict(goal) | {"met": goal.met} for goal in reached],
        "missing": seen.missing,
    }


if __name__ == "__main__":
    typer.run(main)

"""The benchmark of pages: python -m benchmarks.pages. What each figure means is in docs/benchmarks.md."""

import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import page_runs
from benchmarks.big_force import SPAN_DAYS
from benchmarks.goals import Goal, percentile
from benchmarks.kept import kept
from benchmarks.page_runs import CONSTANT, OURS, TRIVIAL, Plan, Seen
from benchmarks.places import POSTGRESQL, SQLITE
from benchmarks.report import goals_table
from benchmarks.runs import machine

WIDE = 170  # columns of the tables where nobody watches
FIRST_MS, CHANGE_MS = 2_000.0, 1_000.0
RERUN, AT_ONCE = 3.0, 0.7


def main(
    share: Annotated[float, typer.Option(min=0.001, max=4, help="1: 500,000 posts; 0.01: a hundredth.")] = 1.0,
    days: Annotated[int, typer.Option(min=90, help="How many days they are spread over.")] = SPAN_DAYS,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    page: Annotated[list[str] | None, typer.Option(help="The word of a page in the address.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is run.")] = 3,
    people: Annotated[int, typer.Option(min=2, help="How many change a filter at one moment.")] = 50,
    processes: Annotated[int, typer.Option(min=1, help="How many dashboards they are spread over.")] = 1,
    browser: Annotated[bool, typer.Option(help="Also in a real browser.")] = True,
    folder: Annotated[Path | None, typer.Option(help="Where the stores are kept for the next run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a goal is missed.")] = False,
) -> None:
    """Measure how quickly pages come at the size of a force's three years, and say which goals are met."""
    told, begins = Console(stderr=True), machine()
    plan = Plan(tuple(page or page_runs.PAGES), rounds, people, browser, processes)
    kinds = [name for name in (SQLITE, POSTGRESQL) if not database or name in database]
    said: Any = lambda words: told.print(words, style="dim")  # noqa: E731
    with ExitStack() as things:
        place = folder or Path(things.enter_context(tempfile.TemporaryDirectory(prefix="bluelamp-pages-")))
        there = things.enter_context(kept(place, kinds, days, said))
        seen = {kind: page_runs.run(url, plan, said) for kind, url in there.urls(share).items()}
    reached = [goal for kind, one in seen.items() for name in plan.pages for goal in judged(kind, name, one)]
    if as_json:
        figures = {kind: [[*key, took] for key, took in sorted(one.took.items())] for kind, one in seen.items()}
        goals = [asdict(goal) | {"met": goal.met} for goal in reached]
        print(json.dumps({"machine": begins, "plan": asdict(plan), "ms": figures, "goals": goals}, indent=1))
    else:
        show(seen, reached, begins, Console(width=None if sys.stdout.isatty() else WIDE))
    if check and any(goal.met is False for goal in reached):
        raise typer.Exit(1)


def judged(kind: str, page: str, seen: Seen) -> list[Goal]:
    """The goals of one page on one database; at once: reruns a second beside the same page over constants."""
    where = f"{page}, {kind}"
    rerun, trivial = seen.middle(OURS, page, "rerun"), seen.middle(TRIVIAL, "", "rerun")
    ours, constant = seen.middle(OURS, page, "at once"), seen.middle(CONSTANT, page, "at once")
    known = seen.middle(OURS, page, "again")
    changes = [(what, seen.took.get((OURS, page, what), [])) for what in ("district", "period")]
    return [
        Goal(f"first view in ms, {where}", seen.worst(OURS, page, "first"), FIRST_MS, at_least=False),
        *(
            Goal(f"change of {what}, p95 in ms, {where}", percentile(took, 0.95) if took else None, CHANGE_MS, False)
            for what, took in changes
        ),
        Goal(f"a rerun ÷ a trivial page's, {where}", _ratio(known, trivial), RERUN, False, says=_ms(known, trivial)),
        Goal(f"with another choice ÷ trivial, {where}", _ratio(rerun, trivial), RERUN, False, says=_ms(rerun, trivial)),
        Goal(
            f"reruns at once ÷ over constants, {where}", _ratio(ours, constant), AT_ONCE, True,
            says=f"{ours:.1f} and {constant:.1f} a second" if ours and constant else "",
        ),
    ]  # fmt: skip


def show(seen: dict[str, Seen], reached: list[Goal], begins: dict[str, str], to: Console) -> None:
    """Every figure, and every goal."""
    to.print("  ".join(f"{name}: {value}" for name, value in begins.items() if value), style="dim")
    table = Table("database", "who", "page", "what", "p50", "p95", "how many")
    for kind, one in seen.items():
        for (who, page, what), took in sorted(one.took.items()):
            numbers = (f"{percentile(took, part):.1f}" for part in (0.5, 0.95))
            table.add_row(kind, who, page, what, *numbers, str(len(took)))
    to.print(table)
    to.print(goals_table(reached))


def _ratio(one: float | None, other: float | None) -> float | None:
    return one / other if one and other else None


def _ms(one: float | None, other: float | None) -> str:
    return f"{one:.0f} and {other:.0f} ms" if one and other else ""


if __name__ == "__main__":
    typer.run(main)

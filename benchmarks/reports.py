"""The benchmark of reports: python -m benchmarks.reports. What each figure means is in docs/benchmarks.md."""

import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import country, report_looks, report_runs
from benchmarks.big_force import SPAN_DAYS
from benchmarks.goals import percentile
from benchmarks.kept import kept
from benchmarks.places import POSTGRESQL, SQLITE
from benchmarks.report import goals_table
from benchmarks.report_cases import CASES
from benchmarks.report_goals import judged
from benchmarks.report_runs import Plan, Seen
from benchmarks.runs import machine

WIDE = 190  # columns of the tables where nobody watches


def main(
    share: Annotated[float, typer.Option(min=0.001, max=4, help="1: 500,000 posts; 0.01: a hundredth.")] = 1.0,
    days: Annotated[int, typer.Option(min=90, help="How many days they are spread over.")] = SPAN_DAYS,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is run.")] = 5,
    warm: Annotated[int, typer.Option(min=1, help="How often each is asked in a round.")] = 7,
    looks: Annotated[int, typer.Option(help="How many looks at numbers are kept in each round; 0: none.")] = 100_000,
    country_days: Annotated[int, typer.Option(help="Days of all forces; 0: not asked.")] = country.YEAR,
    tenth: Annotated[bool, typer.Option(help="Also ask a tenth of it.")] = True,
    cold: Annotated[int, typer.Option(help="How many questions are also asked cold.")] = len(CASES),
    folder: Annotated[Path | None, typer.Option(help="Where the stores are kept for the next run.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a goal is missed.")] = False,
) -> None:
    """Measure every report at the size of a force's three years, and say which goals are met."""
    told, plan = Console(stderr=True), Plan(share, rounds, warm, cold=cold, tenth=tenth)
    kinds = [name for name in (SQLITE, POSTGRESQL) if not database or name in database]
    said: Any = lambda words: told.print(words, style="dim")  # noqa: E731
    begins = machine()
    with ExitStack() as things:
        place = folder or Path(things.enter_context(tempfile.TemporaryDirectory(prefix="bluelamp-reports-")))
        there = things.enter_context(kept(place, kinds, days, said))
        if country_days:
            countries = {kind: country.asked(there, kind, country_days) for kind in there.kinds}
        seen = report_runs.run(there, plan, said)
        seen.country = countries if country_days else {}
        if looks:
            seen.looks = report_looks.run(there.kinds, looks, rounds, said)
    reached = judged(seen)
    if as_json:
        print(json.dumps(_as_json(seen, reached, begins), indent=1))
    else:
        _show(seen, reached, Console(width=None if sys.stdout.isatty() else WIDE), begins)
    if check and any(goal.met is False for goal in reached):
        raise typer.Exit(1)


def _show(seen: Seen, reached: list[Any], to: Console, begins: dict[str, str]) -> None:
    to.print("  ".join(f"{name}: {value}" for name, value in begins.items() if value), style="dim")
    to.print(_questions(seen))
    to.print(_pages(seen))
    to.print(goals_table(reached))
    for what in seen.different:
        to.print(f"Not the same answer: {what}", style="red")


def _questions(seen: Seen) -> Table:
    table = Table("question", "database", "p50 ms", "p95", "cold", "of processor", "its SQL", "by hand", "raw rows",
                  "a tenth: p50")  # fmt: skip
    table.title = f"Each question, {seen.plan.share:g} of the whole"
    for (case, kind, share), took in sorted(seen.warm.items()):
        if share != seen.plan.share:
            continue
        key = (case, kind, share)
        tenth = seen.warm[(case, kind, seen.plan.shares[0])]
        parts = (took, seen.cold[key], seen.spent[key], seen.said[key], seen.hand[key], seen.raw[key], tenth)
        p50, *others = (f"{median(part):.2f}" if part else "–" for part in parts)
        table.add_row(case, kind, p50, f"{percentile(took, 0.95):.2f}", *others)
    return table


def _pages(seen: Seen) -> Table:
    table = Table("page", "database", "all it asks, ms", "p95", "a tenth", "the slowest of it")
    table.title = "All that a page asks"
    for (page, kind, share), took in sorted(seen.pages.items()):
        if share != seen.plan.share:
            continue
        asked = {what: median(ms) for (what, of, size), ms in seen.asked.items()
                 if of == kind and size == share and what.startswith(f"{page}: ")}  # fmt: skip
        slow = sorted(asked.items(), key=lambda one: -one[1])[:3]
        tenth = median(seen.pages[(page, kind, seen.plan.shares[0])])
        names = ", ".join(f"{what.partition(': ')[2]} {ms:.1f}" for what, ms in slow)
        table.add_row(page, kind, f"{median(took):.1f}", f"{percentile(took, 0.95):.1f}", f"{tenth:.1f}", names)
    return table


def _as_json(seen: Seen, reached: list[Any], begins: dict[str, str]) -> dict[str, Any]:
    parts = ("warm", "spent", "said", "hand", "raw", "cold", "pages", "asked")
    return {
        "machine": begins,
        "plan": asdict(seen.plan),
        "ms": {part: [[*key, took] for key, took in sorted(getattr(seen, part).items())] for part in parts},
        "different": seen.different,
        "country_ms": seen.country,
        "looks_a_second": [[*key, rates] for key, rates in sorted(seen.looks.items())],
        "goals": [asdict(goal) | {"met": goal.met} for goal in reached],
    }


if __name__ == "__main__":
    typer.run(main)

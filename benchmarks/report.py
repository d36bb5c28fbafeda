"""What was seen: as tables for people, as one JSON object for machines."""

from dataclasses import asdict
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.goals import Goal, percentile
from benchmarks.runs import Seen


def show(seen: Seen, goals: list[Goal], to: Console) -> None:
    """Two tables: every figure, and every goal."""
    to.print("  ".join(f"{name}: {value}" for name, value in seen.machine.items() if value), style="dim")
    to.print(_figures(seen))
    to.print(_waits(seen))
    to.print(goals_table(goals))
    for missing in seen.missing:
        to.print(f"Not measured: {missing}.", style="yellow")


def as_json(seen: Seen, goals: list[Goal]) -> dict[str, Any]:
    """The same, with every round."""
    return {
        "machine": seen.machine,
        "plan": asdict(seen.plan),
        "figures": [
            {"case": case, "database": kind, "rows": size, "rounds": told}
            for (case, kind, size), told in sorted(seen.told.items())
        ],
        "claims_ms": seen.waits,
        "collected_meanwhile": seen.written,
        "unreadable": seen.unreadable,
        "goals": [asdict(goal) | {"met": goal.met} for goal in goals],
        "missing": seen.missing,
    }  # fmt: skip


def _figures(seen: Seen) -> Table:
    table = Table("case", "database", "rows", "rows/s", "slowest", "fastest", "rows/s of processor", "peak MB")
    table.title = "How fast (medians of the rounds)"
    for (case, kind, size), told in sorted(seen.told.items()):
        rates = [one["rows"] / one["seconds"] for one in told]
        cpu = median(one["rows"] / one["cpu"] for one in told)
        peak = median(one["peak_mb"] for one in told)
        numbers = (f"{value:,.0f}" for value in (size, median(rates), min(rates), max(rates), cpu, peak))
        table.add_row(case, kind, *numbers)
    return table


def _waits(seen: Seen) -> Table:
    table = Table("collector beside it", "claims", "p50 ms", "p99 ms", "max ms", "collector's rows/s")
    table.title = "How long a claim takes on SQLite"
    for beside, rounds in sorted(seen.waits.items()):
        every = [wait for one in rounds for wait in one]
        numbers = [f"{value:.1f}" for value in (percentile(every, 0.5), percentile(every, 0.99), max(every))]
        written = f"{median(seen.written[beside]):,.0f}" if seen.written[beside] else "–"
        table.add_row(beside, f"{len(every):,}", *numbers, written)
    return table


def goals_table(goals: list[Goal]) -> Table:
    """Every goal, what was seen, and whether that meets it."""
    table = Table("goal", "seen", "wanted", "rounds", "", "more")
    table.title = "Goals"
    words = {True: "[green]met[/]", False: "[red]missed[/]", None: "[yellow]not measured[/]"}
    for goal in goals:
        value = "–" if goal.value is None else f"{goal.value:.2f}"
        apart = "" if goal.low is None or goal.high is None else f"{goal.low:.2f}–{goal.high:.2f}"
        wanted = f"{'≥' if goal.at_least else '≤'} {goal.target:g}"
        table.add_row(goal.name, value, wanted, apart, words[goal.met], goal.says)
    return table

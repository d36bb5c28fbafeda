"""The benchmark of a burst: python -m benchmarks.burst. Thousands of comments in a minute under one post.

Are all of them kept and heard, does the page of questions still open, are posts still published on time?
"""

import json
import sys
from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks import burst_runs, publish_queue
from benchmarks.burst_runs import Plan, Seen
from benchmarks.goals import Goal, percentile
from benchmarks.places import POSTGRESQL, SQLITE, opened
from benchmarks.report import goals_table
from benchmarks.runs import machine

WIDE = 170  # columns of the tables where nobody watches
OPENS_WITHIN = 1_000.0  # milliseconds from asking for the page to its first question
LATE = 2.0  # times as late as without a burst, or 100 ms, whichever is more


def main(
    comments: Annotated[int, typer.Option(min=100, help="How many comments come in.")] = 5_000,
    seconds: Annotated[int, typer.Option(min=5, help="Over how many seconds.")] = 60,
    database: Annotated[list[str] | None, typer.Option(help="sqlite, postgresql; both if not given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 when a goal is missed.")] = False,
) -> None:
    """Measure a burst of comments, and say which goals are met."""
    told, plan = Console(stderr=True), Plan(comments, seconds)
    wanted = [name for name in (SQLITE, POSTGRESQL) if not database or name in database]
    seen: dict[str, Seen] = {}
    with ExitStack() as things:
        places = things.enter_context(opened(wanted))
        secrets = things.enter_context(publish_queue.secrets())
        for kind in (one for one in wanted if one in places.kinds):
            told.print(f"a burst on {kind}", style="dim")
            with places.empty(kind) as url:
                seen[kind] = burst_runs.run(url, plan, secrets)
    reached = [goal for kind, one in seen.items() for goal in judged(kind, one)]
    if as_json:
        figures = {kind: asdict(one) for kind, one in seen.items()}
        goals = [asdict(goal) | {"met": goal.met} for goal in reached]
        print(json.dumps({"machine": machine(), "figures": figures, "goals": goals}, indent=1))
    else:
        show(seen, reached, Console(width=None if sys.stdout.isatty() else WIDE))
    if check and any(goal.met is False for goal in reached):
        raise typer.Exit(1)


def judged(kind: str, seen: Seen) -> list[Goal]:
    """The goals of one database."""
    before, during = percentile(seen.late_before_ms, 0.99), percentile(seen.late_during_ms, 0.99)
    opens = percentile(seen.opens_ms, 0.95) if seen.opens_ms else None
    return [
        Goal(f"comments lost, {kind}", float(seen.lost), 0.0, at_least=False),
        Goal(f"the queue opens, p95 in ms, {kind}", opens, OPENS_WITHIN, at_least=False),
        Goal(f"late p99 in ms, {kind}", during, max(100.0, LATE * before), at_least=False, says=f"{before:.0f} before"),
    ]


def show(seen: dict[str, Seen], reached: list[Goal], to: Console) -> None:
    """A table of what was seen, and the goals."""
    table = Table("database", "kept", "heard", "questions", "heard s after the last", "opens ms", "before",
                  "late p99 ms", "before")  # fmt: skip
    for kind, one in seen.items():
        late = [f"{percentile(some, 0.99):.0f}" for some in (one.late_during_ms, one.late_before_ms)]
        opens = [f"{percentile(some, 0.5):.0f}, p95 {percentile(some, 0.95):.0f}" if some else "–"
                 for some in (one.opens_ms, one.opened_before_ms)]  # fmt: skip
        counts = (f"{n:,}" for n in (one.kept, one.heard, one.questions))
        table.add_row(kind, *counts, f"{one.after_s:.1f}", *opens, *late)
    to.print(table)
    to.print(goals_table(reached))


if __name__ == "__main__":
    typer.run(main)

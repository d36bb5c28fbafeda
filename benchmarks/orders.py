"""What a case is told and what it tells; each runs in a process of its own: python -m benchmarks.orders CASE ..."""

import argparse
import gc
import json
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from benchmarks.pace import Watch, peak_mb

Told = dict[str, float]

CASES = {
    "collector": "ours",
    "upsert": "ours",
    "unreadable": "ours",
    "plain_collector": "plain",
    "plain_upsert": "plain",
    "old_tool": "peers",
    "old_tool_one_author": "peers",
    "merge_loop": "peers",
    "merge_loop_one_table": "peers",
    "claims": "lock",
    "writer": "writer",
    "floor": "publish_floor",
    "peer_filled": "publish_floor",
    "peer": "publish_floor",
    "recorded": "publish_record",
    "written_down": "publish_record",
    "replayed": "publish_record",
    "started": "publish_start",
    "looks": "report_looks",
}


@dataclass(frozen=True)
class Order:
    """One case: how many rows, into which database, from which server. `extra` is the case's own."""

    case: str
    rows: int
    database: str
    server: str = ""
    extra: str = ""

    def told(self, watch: Watch, **counts: int) -> Told:
        """What a case tells that has one watch."""
        return {"rows": self.rows, "seconds": watch.seconds, "cpu": watch.cpu, "peak_mb": peak_mb(), **counts}

    def told_in_two(self, build: Watch, write: Watch, **counts: int) -> Told:
        """The same where building rows and writing them were measured apart."""
        whole = self.told(build, **counts)
        whole["seconds"] += write.seconds
        whole["cpu"] += write.cpu
        return whole | {"write_seconds": write.seconds}

    @property
    def words(self) -> list[str]:
        """The command that runs it."""
        return [sys.executable, "-m", "benchmarks.orders", json.dumps(asdict(self))]


def main() -> None:
    """Run one case here and print what it tells. Only what the case needs is imported: memory is measured."""
    asked = argparse.ArgumentParser()
    asked.add_argument("order", help="an Order, as JSON")
    order = Order(**json.loads(asked.parse_args().order))
    run: Any = getattr(import_module(f"benchmarks.{CASES[order.case]}"), order.case)
    gc.freeze()  # looking through all that was imported takes 40 ms, and falls on whichever case it likes
    print(json.dumps(run(order)))


if __name__ == "__main__":
    main()

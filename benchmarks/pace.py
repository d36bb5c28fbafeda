"""How long and how much: a watch that is stopped while rows are made, and a process's peak of memory."""

import resource
import sys
import time
from pathlib import Path
from types import TracebackType


class Watch:
    """Wall and processor seconds of what ran between start and stop, added up."""

    def __init__(self) -> None:
        self.seconds = self.cpu = 0.0

    def __enter__(self) -> "Watch":
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.seconds += time.perf_counter() - self._wall
        self.cpu += time.process_time() - self._cpu


def peak_mb() -> float:
    """The most memory this process ever held, in MB (2**20 bytes).

    On Linux VmHWM: ru_maxrss is kept over exec there, so a small process would tell its parent's peak.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)

"""How fast listening is on one core, and beside a plain regular expression in the same run; what it costs to load."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

from benchmarks.heard.heard import BATCH, comment_of
from benchmarks.heard.measures import Row
from benchmarks.heard.plainly import asks_something
from benchmarks.heard.sets import Sets, said_in
from domain.listening import hear as hearing
from domain.listening.words import Comment

MANY, ROUNDS = 5_000, 3
_LOADS = """
import time
def kept(): return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) / 1024
before, start = kept(), time.perf_counter()
from domain.listening.hear import hear
from domain.listening.words import Comment
hear([Comment("Is there any news? Dyma fi. Prosze.")])
print(time.perf_counter() - start, kept() - before)
"""


def score(found: Sets) -> list[Row]:
    """Texts a second over the comments of the threads that were found, said again until there are enough."""
    comments = [comment_of(one) for one in said_in(found.test)]
    comments = (comments * (MANY // max(1, len(comments)) + 1))[:MANY] if comments else []
    if not comments:
        return []
    whole = _rate(comments, lambda batch: hearing.hear(batch))
    beside = _rate(
        comments, lambda batch: (hearing.tongues_of(batch), hearing.felt_of(batch, hearing.tongues_of(batch)))
    )
    tongue = _rate(comments, lambda batch: hearing.tongues_of(batch))
    plain = _rate(comments, lambda batch: [asks_something(one.text) for one in batch])
    own = 1e6 / whole - (1e6 / beside - 1e6 / tongue)
    took, memory = (float(one) for one in _loading().split())
    rows = [
        ("hear(), whole", {"texts/s": whole, "µs a text": 1e6 / whole, "of a plain regex": whole / plain}),
        ("hear() without language and mood", {"texts/s": 1e6 / own, "µs a text": own}),
        ("plain regex of the collector", {"texts/s": plain, "µs a text": 1e6 / plain}),
        ("loading and first text", {"seconds": took, "MB more": memory}),
    ]
    note = f"processor time of one core, batches of {BATCH}, median of {ROUNDS} rounds"
    return [
        Row("comments of the threads", "speed", method, len(comments), figures, note=note) for method, figures in rows
    ]


def _rate(comments: Sequence[Comment], does: Callable[[Sequence[Comment]], object]) -> float:
    does(comments[:BATCH])
    told = []
    for _ in range(ROUNDS):
        start = process_time()
        for at in range(0, len(comments), BATCH):
            does(comments[at : at + BATCH])
        told.append(len(comments) / (process_time() - start))
    return median(told)


def _loading() -> str:
    return subprocess.run([sys.executable, "-c", _LOADS], capture_output=True, text=True, check=True).stdout

"""Deliberate breakages of the publishing line: each must make tests fail. `python -m benchmarks.sabotage [NAME…]`.

Each breakage is made in a copy of the repository, one at a time, and the tests that ought to see it are run
there. The score is how many were seen. A breakage whose words are no longer in the code is an error, not a pass.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.breakage import Breakage
from benchmarks.breakages import BREAKAGES

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "artefacts", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
)
PATIENCE = 600  # seconds for the tests of one breakage


def main(names: Sequence[str]) -> int:
    """Break, test, tell; the exit status is 1 when a breakage was not seen."""
    chosen = [one for one in BREAKAGES if not names or one.name in names]
    stale = [one.name for one in chosen if found(ROOT, one) != 1]
    if stale:
        print("No longer in the code, or more than once: " + ", ".join(stale))
        return 1
    with ThreadPoolExecutor(2) as pool:
        seen = dict(zip(chosen, pool.map(is_seen, chosen), strict=True))
    for one, caught in seen.items():
        print(f"{'seen    ' if caught else 'NOT SEEN'}  {one.name}")
    print(f"{sum(seen.values())} of {len(seen)} breakages were seen.")
    return 0 if all(seen.values()) else 1


def found(root: Path, one: Breakage) -> int:
    """How often the words that are to be broken stand in their file."""
    return (root / one.file).read_text(encoding="utf-8").count(one.right)


def is_seen(one: Breakage) -> bool:
    """Whether tests fail once it is broken."""
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        copy = Path(folder) / "bluelamp"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        broken = copy / one.file
        broken.write_text(broken.read_text(encoding="utf-8").replace(one.right, one.wrong), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *one.tests]
        try:
            done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return True  # it hangs, and CI would not pass
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{one.name}: the tests could not be run:\n{done.stdout[-2_000:]}{done.stderr[-500:]}")
        return done.returncode == 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

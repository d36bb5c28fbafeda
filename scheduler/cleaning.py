"""Cleaning: opens what strangers made, in a process of its own with little memory and little time.

A decoder that a hostile file breaks, fills with memory or sends round in circles takes nobody with it. The child is
`python -m scheduler.cleaning`: it is told what to do in JSON on standard input and answers in JSON on standard output.
"""

import json
import logging
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.posts import MediaKind
from scheduler import media_kinds
from scheduler.media_kinds import Clean, Fence, Unfit

log = logging.getLogger(__name__)

SECONDS = 90  # of waiting; of the processor's time at most as much
MEMORY = 3_000_000_000  # bytes of address space, most of it never touched
NEEDED = {
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
    "TMPDIR",
}
BEYOND = "The file could not be read: it is damaged, or made to do harm. Open it, save it again, and add that."
SLOW = "Reading the file took too long. Save it smaller and add that."


def clean(source: Path, target: Path, fence: Fence) -> Clean:
    """Write what a person uploaded anew, clean, to `target`. Raises Unfit."""
    kind = media_kinds.kind_of(source)
    if source.stat().st_size > media_kinds.INPUT_BYTES:
        raise Unfit(f"The file is larger than {media_kinds.INPUT_BYTES // 1_000_000} MB. Save it smaller and add that.")
    told = _ask("clean", kind, source, target=str(target), fence=asdict(fence))
    return Clean(**{**told, "kind": MediaKind(told["kind"])})


def thumbnail(file: Path, kind: MediaKind, side: int) -> bytes:
    """A small JPEG of a file that was cleaned, `side` pixels at most, for a page. Raises Unfit."""
    return b64decode(_ask("show", kind, file, side=side)["jpeg"])


def _ask(what: str, kind: MediaKind, source: Path, **more: object) -> dict[str, Any]:
    asked = json.dumps({"what": what, "kind": kind, "source": str(source), **more})
    words = [sys.executable, "-m", "scheduler.cleaning"]
    try:
        done = subprocess.run(words, input=asked, capture_output=True, text=True, timeout=SECONDS, env=_little())
    except subprocess.TimeoutExpired:
        raise Unfit(SLOW) from None
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        log.warning("a file broke the cleaning of it (%d): %s", done.returncode, done.stderr[-500:])
        raise Unfit(BEYOND) from None
    if "unfit" in told:
        raise Unfit(told["unfit"])
    return told


def _little() -> dict[str, str]:
    """What the child is told of its surroundings: how to find Python, and no secret."""
    return {name: value for name, value in os.environ.items() if name in NEEDED}


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    """What the child does. Only the decoder that is needed is loaded."""
    source, kind = Path(asked["source"]), MediaKind(asked["kind"])
    if kind is MediaKind.IMAGE:
        from scheduler import pictures

        if asked["what"] == "show":
            return {"jpeg": b64encode(pictures.thumbnail(source, asked["side"])).decode()}
        return asdict(pictures.clean(source, Path(asked["target"]), Fence(**asked["fence"])))
    from scheduler import films

    if asked["what"] == "show":
        return {"jpeg": b64encode(films.poster(source, asked["side"])).decode()}
    return asdict(films.clean(source, Path(asked["target"]), Fence(**asked["fence"])))


def _keep_within() -> None:
    """Let the operating system hold this process to its memory and time, where it can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """The child."""
    asked = json.load(sys.stdin)
    _keep_within()
    try:
        told = _answer(asked)
    except Unfit as why:
        told = {"unfit": str(why)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()

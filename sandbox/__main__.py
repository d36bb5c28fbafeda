"""The door of the sandbox's process: `python -m sandbox`."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from sandbox import practice, state
from sandbox.lines import WrongWorld
from sandbox.server import Sandbox, Server
from sandbox.world import World, utc_now

SAVED_EVERY = 3.0  # seconds


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--world", type=Path, metavar="FILE.jsonl", help="another world than the built-in county")
    parser.add_argument("--no-caps", action="store_true", help="lift X's limits of 3,200 and 800 posts")
    parser.add_argument("--no-windows", action="store_true", help="count calls, but never answer 429 by count")
    parser.add_argument("--same-words", action="store_true", help="take the same words on one account twice")
    parser.add_argument("--state", type=Path, metavar="FILE", help="go on from here, and keep the truth here")
    parser.add_argument("--vocabulary", choices=("tweet", "post"), default="tweet", help="X's words, old or new")
    parser.add_argument("--require-proof", action="store_true", help="Facebook asks for appsecret_proof")
    parser.add_argument("--roster-out", type=Path, metavar="FILE", help="write a roster.toml for this world")
    parser.add_argument("--secrets-out", type=Path, metavar="DIR", help="write the practice tokens for it")
    parser.add_argument("--names-from", type=Path, metavar="FILE", help="a roster whose token names the secrets take")
    asked = parser.parse_args()
    if (asked.roster_out is None) != (asked.secrets_out is None):
        parser.error("--roster-out and --secrets-out go together")
    return asked


def _sandbox(asked: argparse.Namespace) -> Sandbox:
    ways = {"vocabulary": asked.vocabulary, "caps": not asked.no_caps, "windows": not asked.no_windows}
    ways["same_words"] = asked.same_words
    name = asked.world.name if asked.world else "county"
    if asked.state is not None and asked.state.exists():
        world, ledger = state.load(asked.state, utc_now, name)
        sandbox = Sandbox(world, **ways)
        sandbox.ledger.load(ledger)
        return sandbox
    return Sandbox(World.from_file(asked.world) if asked.world else World.county(), **ways)


def main() -> int:
    """Run until told to stop; 2 if it cannot begin."""
    asked = _asked()
    told = _told_to_stop()
    try:
        sandbox = _sandbox(asked)
        if asked.roster_out is not None:
            practice.write(sandbox.world, asked.roster_out, asked.secrets_out, practice.names(asked.names_from))
    except (WrongWorld, state.Unusable, practice.Unwritable) as trouble:
        print(trouble, file=sys.stderr)
        return 2
    for line, platform, ident in sandbox.world.repeated:
        print(f"line {line}: {platform} {ident} stood there before; the first was kept", file=sys.stderr)
    if sandbox.world.repeated:
        print(f"{len(sandbox.world.repeated)} ids stood twice; the first of each was kept", file=sys.stderr)
    sandbox.graph.require_proof = asked.require_proof
    try:
        server = Server(sandbox, asked.host, asked.port)
    except OSError as trouble:
        print(f"port {asked.port} on {asked.host} cannot be used ({trouble.strerror})", file=sys.stderr)
        return 2
    print(f"sandbox: X at {server.x_address}, Facebook at {server.graph_address}", flush=True)
    print(f"what the public sees: {server.address}/public/ - practice: nothing is public", flush=True)
    _until_stopped(told, sandbox, asked.state)
    server.close()
    return 0


def _told_to_stop() -> threading.Event:
    """Set by SIGTERM and Ctrl-C, from the first moment on."""
    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told


def _until_stopped(told: threading.Event, sandbox: Sandbox, kept: Path | None) -> None:
    """Keep the truth every few seconds, and once more in the end."""
    saved = None
    stopped = False
    while not stopped:
        stopped = told.wait(SAVED_EVERY)
        if kept is not None and (stopped or saved != sandbox.world.changes):
            saved = sandbox.world.changes
            state.save(sandbox, kept)


if __name__ == "__main__":
    sys.exit(main())

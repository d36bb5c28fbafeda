"""Both ends of the publishing line as processes of their own: the sandbox that keeps the truth, and the publishers."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import Any

import requests

from benchmarks import publish_queue
from domain.clock import utc_now
from store import workers
from store.db import Store

PATIENCE = 120  # seconds
WARM = 32  # posts for each publisher before anything is timed
TAKEN = re.compile(r"(\d+) taken by another")


@dataclass(frozen=True)
class FarEnd:
    """The platform: where it is, what it took, and when."""

    address: str

    @property
    def x(self) -> str:
        """Where X's API is."""
        return f"{self.address}/x"

    def accepted(self) -> dict[str, datetime]:
        """When each text was accepted."""
        told = requests.get(f"{self.address}/_sandbox/accepted", timeout=30).json()["accepted"]
        return {one["said"]: datetime.fromisoformat(one["at"]) for one in told}


@contextmanager
def far_end(delay_ms: int = 0) -> Iterator[FarEnd]:
    """A sandbox for every account that answers each write so many milliseconds late."""
    with NamedTemporaryFile("w", suffix=".jsonl") as world:
        for number in range(publish_queue.ACCOUNTS):
            name = publish_queue.handle(number)
            line = {"type": "account", "platform": "x", "id": publish_queue.external_id(number), "handle": name}
            world.write(json.dumps(line | {"name": name, "team": "Marl", "district": "North"}) + "\n")
        world.flush()
        words = [sys.executable, "-m", "sandbox", "--world", world.name, "--no-windows", "--no-caps"]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout
                address = process.stdout.readline().split("X at ")[1].split("/x,")[0]
                if delay_ms:
                    slow = {"kind": "slow", "platform": "x", "operation": "write", "times": None}
                    told = requests.post(
                        f"{address}/_sandbox/fault", json=slow | {"delay": delay_ms / 1_000}, timeout=9
                    )
                    told.raise_for_status()
                yield FarEnd(address)
            finally:
                process.terminate()


def surroundings(store: Store, to: FarEnd, secrets: Path) -> dict[str, str]:
    """The environment of a process of ours."""
    told = {
        "BLUELAMP_DATABASE": store.url.render_as_string(hide_password=False),
        "BLUELAMP_SECRETS": str(secrets),
        "BLUELAMP_X_ADDRESS": to.x,
        "BLUELAMP_GRAPH_ADDRESS": f"{to.address}/graph",
        "BLUELAMP_PRACTICE": "true",
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("BLUELAMP_")} | told


@contextmanager
def publishers(store: Store, to: FarEnd, secrets: Path, number: int) -> Iterator[dict[str, Any]]:
    """So many `python -m scheduler`, ready and warm; afterwards tells how many claims came second."""
    words, env = [sys.executable, "-m", "scheduler"], surroundings(store, to, secrets)
    told: dict[str, Any] = {}
    with TemporaryFile("w+") as said:  # no pipe: nobody reads it meanwhile, and when it is full the publisher stands
        running = [subprocess.Popen(words, env=env, stderr=said) for _ in range(number)]
        try:
            until(lambda: _alive(store) == number)
            publish_queue.fill(store, [utc_now()] * WARM * number)
            until(lambda: not publish_queue.left(store))
            yield told
        finally:
            for one in running:
                one.send_signal(signal.SIGTERM)
            for one in running:
                one.wait(PATIENCE)
            said.seek(0)
            told["log"] = said.read()
            told["taken_by_another"] = sum(int(found) for found in TAKEN.findall(told["log"]))


def until(done: Any) -> None:
    """Wait for it. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("it takes too long")
        time.sleep(0.05)


def _alive(store: Store) -> int:
    with store.reading() as db:
        return len(workers.alive(db, "publisher", utc_now()))

"""The workers of an attack: real processes, forked from one that has everything loaded, so that a restart is quick."""

import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from domain.clock import utc_now
from tests.chaos import worker
from tests.chaos.plan import Plan

IDLE = 100  # looks, fiftieths of a second apart, whether something is in hand

ways = multiprocessing.get_context("forkserver")
ways.set_forkserver_preload(worker.PRELOADED)


class Crew:
    """So many workers; whoever is killed is replaced at once."""

    def __init__(self, plan: Plan, settings: dict[str, str], log: Path) -> None:
        self._given = (settings, str(log), plan.times.locked, plan.sabotage)
        self._plan = plan
        self.workers = [self._start() for _ in range(plan.workers)]
        self.kills = self.stops = 0
        self.gone = 0  # how many left by themselves, which none may

    def kill(self, place: int) -> None:
        """SIGKILL, and another takes the place."""
        self._fallen(place)
        self.workers[place].kill()
        self.workers[place].join()
        self.workers[place] = self._start()
        self.kills += 1

    def stop(self, place: int) -> None:
        """SIGSTOP: it stands still where it is."""
        self._signal(place, signal.SIGSTOP)
        self.stops += 1

    def wake(self, place: int) -> None:
        """SIGCONT: it goes on as if nothing had been."""
        self._signal(place, signal.SIGCONT)

    def look_round(self) -> None:
        """Replace, and count, whoever left unasked."""
        for place in range(len(self.workers)):
            if self._fallen(place):
                self.workers[place] = self._start()

    def leave(self) -> None:
        """End every worker, the politely asked ones in time."""
        for one in self.workers:
            if one.is_alive() and one.pid:
                os.kill(one.pid, signal.SIGCONT)
                one.terminate()
        for one in self.workers:
            one.join(20)
            if one.is_alive():
                one.kill()
                one.join()

    def _start(self) -> ForkServerProcess:
        process = ways.Process(target=worker.work, args=self._given, daemon=True)
        process.start()
        return process

    def _fallen(self, place: int) -> bool:
        fallen = not self.workers[place].is_alive()
        self.gone += fallen
        return fallen

    def _signal(self, place: int, what: signal.Signals) -> None:
        pid = self.workers[place].pid
        if pid and self.workers[place].is_alive():
            os.kill(pid, what)


@contextmanager
def crew(plan: Plan, settings: dict[str, str], log: Path) -> Iterator[Crew]:
    """A crew at work, gone afterwards."""
    made = Crew(plan, settings, log)
    try:
        yield made
    finally:
        made.leave()


def strike(plan: Plan, made: Crew, over: threading.Event, busy: Callable[[datetime], bool]) -> None:
    """Kill workers at random moments at which they have something in hand, as often as the plan says."""
    dice, last = random.Random(plan.seed), utc_now()
    while made.kills < plan.kills and not over.wait(dice.uniform(*plan.between)):
        for _ in range(IDLE):  # when nothing is in hand for long, the next kill may as well meet an idle one
            if busy(last) or over.wait(0.02):
                break
        over.wait(dice.uniform(0.0, 0.1))
        made.kill(dice.randrange(plan.workers))
        last = utc_now()


def freeze(plan: Plan, made: Crew, over: threading.Event, first: datetime) -> None:
    """Stop one worker in the midst of each wave, until others may have sent again what it had in hand."""
    dice = random.Random(plan.seed + 1)
    for number in range(plan.stops):
        wave = first + timedelta(seconds=number * plan.spread / plan.waves + dice.uniform(0.1, 1.0))
        if over.wait(max(0.0, (wave - utc_now()).total_seconds())):
            return
        made.stop(number % plan.workers)
        over.wait(plan.times.lease + plan.times.window + 1.0)
        made.wake(number % plan.workers)

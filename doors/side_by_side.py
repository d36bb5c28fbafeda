"""Side by side: the same question to many at once, by a few hands, and not for longer than a given time."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

Asked = TypeVar("Asked")
Told = TypeVar("Told")


class Unanswered(Exception):
    """Time was up before this one was asked, or before it answered."""


def side_by_side(
    ask: Callable[[Asked], Told], items: Sequence[Asked], hands: int, within: timedelta
) -> list[Told | Exception]:
    """The answers in the order of the items, an exception where one was raised, Unanswered where time was up.

    The hands are daemon threads: a call that hangs does not keep the process from leaving.
    """
    answers: list[Told | Exception] = [Unanswered() for _ in items]
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(items)):
        waiting.put(number)
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            answer = _answer(ask, items[number])
            if not over.is_set():
                answers[number] = answer

    threads = [threading.Thread(target=work, daemon=True, name=f"asker {n}") for n in range(min(hands, len(items)))]
    until = time.monotonic() + within.total_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    over.set()
    return answers


def _answer(ask: Callable[[Asked], Told], item: Asked) -> Told | Exception:
    try:
        return ask(item)
    except Exception as error:
        return error

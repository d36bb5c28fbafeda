"""The collector rests its pen, so that the publisher's claims come in between."""

import threading

import pytest

from collector import visit
from collector.visit import ITEMS_BEFORE_REST, REST, Pen


class Stop(threading.Event):
    """Remembers how long it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.rests: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.rests.append(timeout or 0.0)
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the pen is told."""
    seconds = [100.0]
    monkeypatch.setattr(visit, "monotonic", lambda: seconds[0])
    return seconds


def write(pen: Pen, items: int, times: int = 1) -> None:
    for _ in range(times):
        with pen.taken(items):
            pass


def test_after_about_a_thousand_rows_there_is_a_rest(clock: list[float]) -> None:
    pen = Pen(stop := Stop())
    write(pen, 100, times=ITEMS_BEFORE_REST // 100)
    assert stop.rests == []
    write(pen, 100, times=ITEMS_BEFORE_REST // 100)
    assert stop.rests == [REST]


def test_waiting_for_a_platform_is_as_good_as_a_rest(clock: list[float]) -> None:
    pen = Pen(stop := Stop())
    for _ in range(20):
        write(pen, 100)
        clock[0] += 2 * REST
    assert stop.rests == []


def test_only_what_is_missing_of_a_rest_is_rested(clock: list[float]) -> None:
    pen = Pen(stop := Stop())
    write(pen, ITEMS_BEFORE_REST)
    clock[0] += REST / 4
    write(pen, 1)
    assert stop.rests == [pytest.approx(REST * 3 / 4)]

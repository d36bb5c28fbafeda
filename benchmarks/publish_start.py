"""How soon a publisher that begins sends what is due, however many posts are queued for later."""

import json
import os
import threading
import time
from dataclasses import replace
from typing import Any

from benchmarks.orders import Order
from config.settings import read_settings
from doors.publish import means_of
from doors.wiring import open_house, stock_prices, worker_name
from scheduler import metronome
from store.tables import Account


def started(order: Order) -> dict[str, float]:
    """Seconds from the door (settings and imports read) to the first call; `extra` is the environment, as JSON."""
    os.environ.update(json.loads(order.extra))
    settings, stop, called = read_settings(), threading.Event(), [0.0]
    begins = time.perf_counter()
    house, name = open_house(settings), worker_name(metronome.KIND)
    means = means_of(house, name)
    stock_prices(house)

    def connect(account: Account) -> Any:
        called[0] = called[0] or time.perf_counter()
        stop.set()
        return means.connect(account)

    metronome.run(replace(means, connect=connect), name, stop)
    return {"rows": order.rows, "seconds": called[0] - begins}

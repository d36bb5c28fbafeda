"""Sessions of the dashboard without a browser: what a browser says to Streamlit, and when its page is drawn."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

LONGEST = 120.0  # seconds
BIG = 64 * 2**20  # bytes of one message


@dataclass
class Session:
    """One person at one page. `boxes` are the ids of its select boxes by label, with what they offer."""

    line: ClientConnection
    page: str
    boxes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)

    def choose(self, label: str, number: int) -> float:
        """Choose the so-manieth of a select box; seconds until the page is drawn."""
        ident, offered = self.boxes[label]
        self.chosen[ident] = offered[number % len(offered)]
        return self.run()

    def run(self) -> float:
        """Have the page drawn; seconds until it is."""
        order = BackMsg()
        order.rerun_script.query_string = ""
        order.rerun_script.page_name = self.page
        for ident, word in self.chosen.items():
            state = order.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = ident, word
        begins = time.perf_counter()
        self.line.send(order.SerializeToString())
        self._until_drawn()
        return time.perf_counter() - begins

    def _until_drawn(self) -> None:
        while True:
            told = ForwardMsg()
            told.ParseFromString(self.line.recv(LONGEST))  # type: ignore[arg-type]
            kind = told.WhichOneof("type")
            if kind == "delta":
                self._look_at(told.delta)
            if kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return

    def _look_at(self, delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        kind = element.WhichOneof("type")
        if kind == "selectbox":
            self.boxes[element.selectbox.label] = (element.selectbox.id, list(element.selectbox.options))
        elif kind == "exception":
            self.trouble.append(f"{element.exception.type}: {element.exception.message}")


@contextmanager
def session(port: int, page: str) -> Iterator[Session]:
    """Somebody who has the page open."""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=BIG, compression=None) as line:
        one = Session(line, page)
        one.run()
        yield one


def at_once(ports: Sequence[int], page: str, people: int, label: str, turns: int) -> list[float]:
    """So many people who each choose something else at one moment, again and again; seconds in all, and of each.

    With several ports each person stays with one.
    """
    took: list[float] = []
    with ExitStack() as things:
        everybody = [things.enter_context(session(ports[number % len(ports)], page)) for number in range(people)]
        gate = threading.Barrier(people + 1)

        def sit(number: int, one: Session) -> None:
            gate.wait()
            for turn in range(turns):
                took.append(one.choose(label, 1 + number + turn * people))

        threads = [threading.Thread(target=sit, args=both) for both in enumerate(everybody)]
        for thread in threads:
            thread.start()
        gate.wait()
        begins = time.perf_counter()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - begins
        if trouble := [said for one in everybody for said in one.trouble]:
            raise RuntimeError(f"{len(trouble)} pages showed an exception: {trouble[0]}")
    return [whole, *took]

"""What is taken from a file: figures, each once, and faults, each with its line, its column and what to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.brought.cells import CellFault, Order, number, order_of, quoted
from domain.towns import town_key

EARLIEST = date(2004, 1, 1)  # no platform of ours is older
MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place of a file; line 0: with the file as a whole."""

    line: int
    column: str
    says: str

    def __str__(self) -> str:
        place = f"Line {self.line}, {self.column}" if self.column else f"Line {self.line}"
        return f"{place}: {self.says}" if self.line else self.says


@dataclass(frozen=True, slots=True)
class Taken:
    """One figure of a file. `account` as the file names it, "" where it does not; the rest as in BroughtFigure."""

    line: int
    column: str
    metric: str
    first: date
    last: date
    value: float
    account: str = ""
    town: str = ""
    post: str = ""

    @property
    def key(self) -> tuple[str | date | None, ...]:
        """What it is the figure of: two with one key tell the same."""
        town = town_key(self.town) if self.town else ""
        return (self.account.casefold(), self.metric, town, self.post, self.first, None if self.post else self.last)


@dataclass
class Taking:
    """A file being read: made on `as_of`, with what was taken from it so far."""

    as_of: date
    figures: list[Taken] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: int = 0
    silent: int = 0  # cells that tell nothing
    again: int = 0  # figures that stand twice
    more_faults: int = 0
    _seen: dict[tuple[str | date | None, ...], Taken] = field(default_factory=dict)
    _out_of_time: set[int] = field(default_factory=set)

    def fault(self, line: int, column: str, says: str) -> None:
        """Write down what is wrong; of very many only the first."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, column, says))
        else:
            self.more_faults += 1

    def take(self, figure: Taken) -> None:
        """Keep a figure, once; two that differ are a fault of the second."""
        if not EARLIEST <= figure.first <= self.as_of:
            if figure.line not in self._out_of_time:  # one day, many columns
                self._out_of_time.add(figure.line)
                self.fault(figure.line, "", self._why_not(figure.first))
        elif (other := self._seen.setdefault(figure.key, figure)) is figure:
            self.figures.append(figure)
        elif other.value == figure.value:
            self.again += 1
        else:
            self.fault(
                figure.line, figure.column,
                f"It says {figure.value:,g} of what line {other.line} says {other.value:,g}. Leave one of them out.",
            )  # fmt: skip

    def cell(self, line: int, column: str, text: str, *, share: bool = False) -> float | None:
        """A number; None where it is not told, or cannot be read, which is then a fault."""
        try:
            value = number(text, share=share)
        except CellFault as fault:
            self.fault(line, column, str(fault))
            return None
        self.silent += value is None
        return value

    def order(self, texts: Iterable[str], *, month_first: bool) -> Order:
        """How the dates of a column are written; said where they do not show it."""
        strokes = [text for text in texts if "/" in text]
        order, shown = order_of(strokes, Order.MONTH_FIRST if month_first else Order.DAY_FIRST)
        if strokes and not shown:
            self.notes.append(f"Days like {quoted(strokes[0])} are read as {order}, as this export writes them.")
        return order

    def _why_not(self, first: date) -> str:
        if first > self.as_of:
            return f"{first:%d %B %Y} lies after the day on which the file was made ({self.as_of:%d %B %Y})."
        return f"{first:%d %B %Y} is long before there was anything to count. Look at the year."


def said_once(taking: Taking, left: Mapping[str, None]) -> list[str]:
    """Sentences about what was not brought, and what stood twice."""
    says = list(dict.fromkeys(taking.notes))
    if left:
        names = ", ".join(quoted(one) for one in list(left)[:12])
        more = f" and {len(left) - 12} more" if len(left) > 12 else ""
        says.append(f"Not brought, because there is no such figure here: {names}{more}.")
    if taking.silent:
        cells = "1 cell tells" if taking.silent == 1 else f"{taking.silent:,} cells tell"
        says.append(f"{cells} nothing: not told, and never 0.")
    if taking.again:
        says.append(f"{taking.again:,} figures stand twice in the file and count once.")
    if taking.more_faults:
        says.append(f"There are {taking.more_faults:,} more faults.")
    return says

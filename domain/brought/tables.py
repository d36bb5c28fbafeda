"""Files that are one table: a row a post, a row a day, a day by towns, or a row that says itself what it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from domain.brought.cells import CellFault, Order, day, span
from domain.brought.layouts import Layout, Shape, plain_name
from domain.brought.sheets import Row, Sheet
from domain.brought.taking import Taken, Taking
from domain.metrics import METRICS, Of

SHARES = frozenset({"follower_share"})
_POST = frozenset("0123456789_")
_LIFETIME = frozenset({"", "lifetime"})


def read_table(layout: Layout, sheet: Sheet, taking: Taking, left: dict[str, None]) -> None:
    """Take what a table of this layout tells; its first row has the headings."""
    headings, rows = sheet.rows[0].cells, sheet.rows[1:]
    columns = {metric: at for metric in layout.metrics if (at := layout.column(metric, headings)) is not None}
    known = {*columns.values(), *(layout.column(role, headings) for role in layout.roles)}
    towns = _towns(layout, sheet, headings, known)
    for at, name in enumerate(headings):
        if name and at not in known and at not in towns and not layout.is_left(name):
            left[name] = None
    reader = _Reader(layout, headings, columns, taking)
    days = layout.column("made" if layout.shape is Shape.POSTS else "day", headings)
    reader.order = taking.order(
        [row.cells[days] for row in rows if days is not None and days < len(row.cells)], month_first=layout.month_first
    )
    for row in _whole(rows, headings, taking, ragged=sheet.ragged):
        taking.rows += 1
        if layout.shape is Shape.POSTS:
            reader.post(row)
        elif layout.shape is Shape.PLAIN:
            reader.plain(row)
        else:
            reader.day(row, towns)


def _towns(layout: Layout, sheet: Sheet, headings: Sequence[str], known: set[int | None]) -> dict[int, str]:
    """The columns that are towns, by their place."""
    if layout.shape is not Shape.TOWNS:
        return {}
    if sheet.name in layout.sheets:
        return {at: name for at, name in enumerate(headings) if name and at not in known}
    start = f"{layout.heading} - ".casefold()
    return {at: name[len(start) :] for at, name in enumerate(headings) if name.casefold().startswith(start)}


def _whole(rows: Sequence[Row], headings: Sequence[str], taking: Taking, *, ragged: bool) -> Iterator[Row]:
    """The rows that have a cell for each heading; others are cut off, or run together."""
    width = max((at + 1 for at, name in enumerate(headings) if name), default=0)
    for row in rows:
        if row.is_blank:
            continue
        cells = row.cells
        if ragged:
            cells = (*cells, *[""] * (width - len(cells)))
        if len(cells) < width or any(cells[max(width, len(headings)) :]):
            taking.fault(
                row.line, "",
                f"The row has {len(row.cells)} cells where the headings have {len(headings)}: it was cut off, or a "
                "comma stands in a cell without quotation marks. Download the file again.",
            )  # fmt: skip
            continue
        yield Row(row.line, cells)


class _Reader:
    """Reads the rows of one table, one by one."""

    def __init__(self, layout: Layout, headings: Sequence[str], columns: dict[str, int], taking: Taking) -> None:
        self.layout, self.headings, self.columns, self.taking = layout, headings, columns, taking
        self.order = Order.DAY_FIRST
        self.at = {role: layout.column(role, headings) for role in layout.roles}
        self.began = False

    def said(self, row: Row, role: str) -> str:
        at = self.at.get(role)
        return "" if at is None else row.cells[at]

    def name(self, role: str) -> str:
        at = self.at.get(role)
        return role if at is None else self.headings[at]

    def post(self, row: Row) -> None:
        """A post: its numbers from the day it was made to the day the file was made."""
        which = self.said(row, "post")
        if plain_name(self.said(row, "span")) not in _LIFETIME:
            says = "This is of one day of the post, not of its whole life. Export it again with \u201cLifetime\u201d."
            return self.taking.fault(row.line, self.name("span"), says)
        if not which or not _POST.issuperset(which):
            says = "This is no post's id; a spreadsheet may have cut it short. Bring the file as it was downloaded."
            return self.taking.fault(row.line, self.name("post"), says)
        if (made := self._day(row, "made")) is None:
            return None
        account = self.said(row, "page")
        if self.layout.handle_in:
            found = self.layout.handle_in.match(self.said(row, "link"))
            account = found[1] if found else ""
        self._numbers(row, Taken(row.line, "", "", made, max(made, self.taking.as_of), 0, account, post=which))
        return None

    def day(self, row: Row, towns: dict[int, str]) -> None:
        """A day of the account, with its towns where columns are towns."""
        if towns and not self.began and not self.said(row, "day"):
            return  # the sentence that explains each column
        self.began = True
        if (on := self._day(row, "day")) is None:
            return
        base = Taken(row.line, "", "", on, on, 0)
        self._numbers(row, base)
        for at, town in towns.items():
            value = self.taking.cell(row.line, town, row.cells[at])
            if value is not None:
                self.taking.take(replace(base, column=town, metric=self.layout.metric, value=value, town=town))

    def plain(self, row: Row) -> None:
        """A figure that says itself of what it is."""
        said, town = self.said(row, "metric"), self.said(row, "town")
        metric = _METRICS.get(plain_name(said).replace("_", " "))
        if metric is None or METRICS[metric].made_of:
            known = ", ".join(sorted(one.label for one in METRICS.values() if not one.made_of))
            return self.taking.fault(row.line, self.name("metric"), f"There is no figure \u201c{said}\u201d: {known}.")
        metric = "towns" if metric == "followers" and town else metric
        if town and METRICS[metric].of is Of.POST:
            says = f"{METRICS[metric].label} are not told by town. Leave the town empty."
            return self.taking.fault(row.line, self.name("town"), says)
        if metric in ("towns", *SHARES) and not town:
            return self.taking.fault(row.line, self.name("town"), "Name the town that this is the figure of.")
        try:
            first, last = span(self.said(row, "day"), self.order)
        except CellFault as fault:
            return self.taking.fault(row.line, self.name("day"), str(fault))
        column = self.name("value")
        value = self.taking.cell(row.line, column, self.said(row, "value"), share=metric in SHARES)
        if value is not None:
            self.taking.take(Taken(row.line, column, metric, first, last, value, self.said(row, "account"), town))
        return None

    def _numbers(self, row: Row, base: Taken) -> None:
        for metric, at in self.columns.items():
            column = self.headings[at]
            value = self.taking.cell(row.line, column, row.cells[at])
            if value is not None:
                self.taking.take(
                    Taken(row.line, column, metric, base.first, base.last, value, base.account, post=base.post)
                )

    def _day(self, row: Row, role: str) -> date | None:
        try:
            return day(self.said(row, role), self.order)
        except CellFault as fault:
            self.taking.fault(row.line, self.name(role), str(fault))
            return None


_METRICS = {plain_name(word).replace("_", " "): one.name for one in METRICS.values() for word in (one.name, one.label)}

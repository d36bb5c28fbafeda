"""Files of several little tables, one under the other, each under its name: days of one number, or towns."""

from collections.abc import Iterator, Sequence

from domain.brought.cells import NOT_TOLD, CellFault, day
from domain.brought.layouts import Layout
from domain.brought.sheets import Row, Sheet
from domain.brought.taking import Taken, Taking


def is_blocks(layout: Layout, sheet: Sheet) -> bool:
    """Whether a table is made of such blocks: one of its first rows is a block's name or its headings."""
    first = [row for row in sheet.rows if not row.is_blank][:8]
    return any(layout.fits(row.cells) for row in first) or any(_title(layout, row) for row in first)


def read_blocks(layout: Layout, sheet: Sheet, taking: Taking, left: dict[str, None]) -> None:
    """Take what the blocks tell whose names are known; the others are named in `left`."""
    for block in _blocks(layout, sheet.rows):
        title, rows = block[0].cells[0], block[1:]
        known = layout.block(title)
        if layout.fits(block[0].cells):
            taking.fault(block[0].line, "", "No name stands above these figures, so nobody knows what they count.")
        elif known is None:
            if not layout.is_left(title):
                left[title] = None
        elif known[1]:
            _by_town(known[0], title, rows, taking)
        elif not rows or not layout.fits(rows[0].cells):
            taking.fault(block[0].line, title, "Its days are missing: the file was cut off. Download it again.")
        else:
            _by_day(layout, known[0], title, rows, taking, left)


def _blocks(layout: Layout, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of each block, its name first: a blank row ends a block, and so does the name of the next."""
    block: list[Row] = []
    for row in rows:
        if block and (row.is_blank or _title(layout, row)):
            yield block
            block = []
        if not row.is_blank:
            block.append(row)
    if block:
        yield block


def _title(layout: Layout, row: Row) -> bool:
    alone = bool(row.cells and row.cells[0]) and not any(row.cells[1:])
    return alone and (layout.block(row.cells[0]) is not None or layout.is_left(row.cells[0]))


def _by_day(
    layout: Layout, metric: str, title: str, rows: Sequence[Row], taking: Taking, left: dict[str, None]
) -> None:
    at_day, at_value = layout.column("day", rows[0].cells), layout.column("value", rows[0].cells)
    assert at_day is not None and at_value is not None  # it fits
    for at, name in enumerate(rows[0].cells):
        if name and at not in (at_day, at_value):
            left[f"{title}: {name}"] = None
    days = [row.cells[at_day] for row in rows[1:] if at_day < len(row.cells)]
    order = taking.order(days, month_first=layout.month_first)
    for row in rows[1:]:
        taking.rows += 1
        if len(row.cells) <= max(at_day, at_value):
            taking.fault(row.line, title, "The row ends before its number: the file was cut off. Download it again.")
            continue
        try:
            on = day(row.cells[at_day], order)
        except CellFault as fault:
            taking.fault(row.line, title, str(fault))
            continue
        value = taking.cell(row.line, title, row.cells[at_value])
        if value is not None:
            taking.take(Taken(row.line, title, metric, on, on, value))


def _by_town(metric: str, title: str, rows: Sequence[Row], taking: Taking) -> None:
    """Towns beside each other with their numbers under them, or one under the other with the number beside it."""
    if len(rows) == 2 and not _is_number(rows[0].cells[-1]):
        names, numbers = rows
        if len(names.cells) != len(numbers.cells):
            taking.fault(numbers.line, title, "There are not as many numbers as towns. Download the file again.")
            return
        told = [(numbers.line, town, text) for town, text in zip(names.cells, numbers.cells, strict=True) if town]
    else:
        told = [(row.line, row.cells[0], row.cells[1]) for row in rows if len(row.cells) > 1 and row.cells[0]]
    if not told:
        taking.fault(rows[0].line if rows else 0, title, "No town stands here. Download the file again.")
        return
    taking.rows += len(told)
    if (share := _are_shares([text for _, _, text in told])) is None:
        says = "These may be percentages, parts of one, or counts. Write percentages with their sign, like 6.4%."
        taking.fault(told[0][0], title, says)
        return
    on = taking.as_of
    for line, town, text in told:
        value = taking.cell(line, town, text, share=share)
        if value is not None:
            taking.take(Taken(line, town, metric if share else "towns", on, on, value, town=town))


def _are_shares(texts: Sequence[str]) -> bool | None:
    """Whether numbers by town are percentages of all followers; None when that cannot be told."""
    if any(text.endswith("%") for text in texts):
        return True
    told = [value for text in texts if (value := _value(text)) is not None]
    if any(value > 100 for value in told) or sum(told) > 100.5:
        return False
    return True if any("." in text for text in texts) and sum(told) > 1 else None


def _is_number(text: str) -> bool:
    return text.casefold() in NOT_TOLD or _value(text) is not None


def _value(text: str) -> float | None:
    try:
        return float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return None

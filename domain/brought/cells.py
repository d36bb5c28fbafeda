"""What a cell says: a number, a day, or nothing. Nothing is never zero, and what is unclear is never guessed."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache

from domain.clock import london_day


class CellFault(ValueError):
    """A cell that cannot be read; the text says what is wrong and what to write."""


class Order(StrEnum):
    """Which of two numbers with a stroke between them is the month."""

    MONTH_FIRST = "month/day/year"
    DAY_FIRST = "day/month/year"


NOT_TOLD = frozenset({"", "-", "--", "\u2013", "\u2014", "n/a", "na", "null", "none", "not available", "not told"})
MOST = 1e15

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?", re.I)
_ROUNDED = re.compile(r"[\d.,]+\s*(?:k|m|mio|thousand|million)\.?", re.I)
_STROKES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,T]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]m)?)?", re.I)
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?")
_MONTH_ONLY = re.compile(r"(\d{4})-(\d{2})")
_NAMED = ("%a, %b %d, %Y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%a %d %b %Y", "%a, %d %b %Y")
_NAMED_MONTH = ("%b %Y", "%B %Y")


def number(text: str, *, share: bool = False) -> float | None:
    """A count, or a percentage where `share`; None where nothing is told. Raises CellFault."""
    said = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
    if said.casefold() in NOT_TOLD:
        return None
    bare = said.removesuffix("%").rstrip() if share else said
    if _GROUPED.fullmatch(bare):
        value = float(bare.replace(",", "").replace(" ", ""))
    elif _PLAIN.fullmatch(bare):
        value = float(bare)
    else:
        raise CellFault(_not_a_number(said, share))
    if share and value > 100:
        raise CellFault(f"{quoted(said)} is more than all of them. Write a percentage, like 6.4.")
    if not share and value != int(min(value, MOST)):
        raise CellFault(f"{quoted(said)} is no whole number, and this counts something.")
    return value


def _not_a_number(said: str, share: bool) -> str:
    if said.startswith("="):
        return "It is a formula, and formulas are not worked out. Paste the values instead."
    if said.startswith(("-", "\u2212")):
        return f"{quoted(said)} is below nothing. Leave the cell empty where it is not told."
    if _ROUNDED.fullmatch(said):
        return f"{quoted(said)} is rounded. Bring the exact number."
    if said.endswith("%") and not share:
        return f"{quoted(said)} is a percentage, and this is a count."
    return f"{quoted(said)} is no number. Write it like 1234, or leave the cell empty where it is not told."


def order_of(texts: Iterable[str], usual: Order) -> tuple[Order, bool]:
    """How the dates of a whole column are written, and whether they show it themselves; else as is usual there."""
    month = day = False
    for text in texts:
        if found := _STROKES.fullmatch(text.strip()):
            month, day = month or int(found[2]) > 12, day or int(found[1]) > 12
    if month == day:
        return usual, False
    return (Order.MONTH_FIRST if month else Order.DAY_FIRST), True


def span(text: str, order: Order) -> tuple[date, date]:
    """The day that a cell says, as its first and last; of a month where only that is said. Raises CellFault."""
    said = " ".join(text.split())
    if found := _MONTH_ONLY.fullmatch(said):
        return _whole_month(_checked(int(found[1]), int(found[2]), 1, said))
    for form in _NAMED_MONTH:
        if (first := _named(said, form)) is not None:
            return _whole_month(first)
    read = day(said, order)
    return read, read


@lru_cache(maxsize=4_096)  # a file says the same days again and again
def day(text: str, order: Order) -> date:
    """The day that a cell says; of a moment with its zone the London day. Raises CellFault."""
    said = " ".join(text.split())
    if found := _ISO.fullmatch(said):
        if not found[2]:
            year, month, on = (int(part) for part in found[1].split("-"))
            return _checked(year, month, on, said)
        try:
            return london_day(datetime.fromisoformat(said.replace(f" {found[2]}", found[2])).astimezone(UTC))
        except ValueError:
            raise CellFault(f"There is no {quoted(said)}.") from None
    if found := _STROKES.fullmatch(said):
        one, two, year = (int(part) for part in found.groups())
        return _checked(year, *((one, two) if order is Order.MONTH_FIRST else (two, one)), said)
    for form in _NAMED:
        if (read := _named(said, form)) is not None:
            return read
    raise CellFault(f"{quoted(said)} is no day. Write it like 2026-04-30." if said else "The day is missing.")


def _checked(year: int, month: int, on: int, said: str) -> date:
    try:
        return date(year, month, on)
    except ValueError:
        raise CellFault(f"There is no {quoted(said)}. Write it like 2026-04-30.") from None


def _named(said: str, form: str) -> date | None:
    try:
        return datetime.strptime(said, form).replace(tzinfo=UTC).date()
    except ValueError:
        return None


def _whole_month(first: date) -> tuple[date, date]:
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def quoted(said: str) -> str:
    """What a file says, in quotation marks, cut short."""
    short = said if len(said) <= 40 else f"{said[:39]}\u2026"
    return f"\u201c{short}\u201d"

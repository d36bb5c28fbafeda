"""A chart of middles with their ranges: one row for each, its name and its number above it, so that it fits a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.charts import Spec
from reporting.colours import FONT, colours

ROW = 52  # pixels for a name and its range
APART = 9  # pixels between the range of a time and that of the time before


@dataclass(frozen=True)
class Ranged:
    """One row: its name, what is said at its end, its middle and the range it may lie in; `before` the same, earlier.

    A range of None is not drawn.
    """

    name: str
    says: str
    middle: float
    range: tuple[float, float] | None = None
    before: float | None = None
    before_range: tuple[float, float] | None = None


def ranges(
    rows: Sequence[Ranged],
    *,
    usual: tuple[float, str] | None = None,
    title: str = "",
    about: str = "",
    dark: bool = False,
) -> Spec:
    """The rows in the order given, from zero. `usual`: a value that all are set against, with its name."""
    ink = colours(dark)
    drawn = [_drawn(at, one) for at, one in enumerate(rows)]
    ends = [value for row in drawn for key, value in row.items() if key in _VALUES and value is not None]
    most = max([*ends, usual[0] if usual else 0]) or 1
    x = {
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, most * 1.03], "nice": False},
        "axis": _axis(ink),
    }
    earlier = [row for row in drawn if row["before"] is not None]
    layers = [
        *([_usual(usual, x, ink)] if usual else []),
        *_range(drawn, "", ink["accent"], x, 2 * APART, filled=True, ink=ink),
        *(_range(earlier, "before", ink["muted"], x, 3 * APART, filled=False, ink=ink) if earlier else []),
        *_text(drawn, "name", {"value": 0}, "left", ink, bold=True),
        *_text(drawn, "says", {"value": "width"}, "right", ink),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": ink["ground"],
        **({"description": about} if about else {}),
        **({"title": {"text": title, "anchor": "start", "fontSize": 16, "color": ink["ink"], "offset": 12}}
           if title else {}),
        "height": ROW * max(len(rows), 1),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 8, "right": 12, "top": 5, "bottom": 5},
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"labelFont": FONT}, "text": {"font": FONT}},
    }  # fmt: skip


_VALUES = ("middle", "low", "high", "before", "before_low", "before_high")


def _drawn(at: int, one: Ranged) -> dict[str, Any]:
    low, high = one.range or (None, None)
    low_before, high_before = one.before_range or (None, None)
    return {
        "at": at * ROW, "name": one.name, "says": one.says, "middle": one.middle, "low": low, "high": high,
        "before": one.before, "before_low": low_before, "before_high": high_before,
    }  # fmt: skip


def _axis(ink: Mapping[str, str]) -> Spec:
    return {
        "labelColor": ink["muted"], "gridColor": ink["line"], "gridOpacity": 0.45, "domain": False, "ticks": False,
        "tickCount": 4, "format": ",~f", "labelFontSize": 13,
    }  # fmt: skip


def _range(
    rows: Sequence[Mapping[str, Any]], which: str, colour: str, x: Spec, below: float, *, filled: bool,
    ink: Mapping[str, str],
) -> list[Spec]:  # fmt: skip
    """The line of each range and the dot of its middle."""
    middle, low, high = (which or "middle"), f"{which}_low".strip("_"), f"{which}_high".strip("_")
    values = [row | {"y": row["at"] + 18 + below / 1.6} for row in map(dict, rows)]
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": None}
    told = [row for row in values if row[low] is not None]
    return [
        {"data": {"values": told}, "encoding": {"x": x | {"field": low}, "x2": {"field": high}, "y": y},
         "mark": {"type": "rule", "color": colour, "strokeWidth": 4 if filled else 2, "opacity": 0.55}},
        {"data": {"values": values},
         "encoding": {"x": x | {"field": middle}, "y": y, "tooltip": [{"field": "name"}, {"field": "says"}]},
         "mark": {"type": "point", "shape": "circle", "filled": True, "size": 90 if filled else 50, "opacity": 1,
                  "fill": colour if filled else ink["ground"], "stroke": colour, "strokeWidth": 2}},
    ]  # fmt: skip


def _usual(usual: tuple[float, str], x: Spec, ink: Mapping[str, str]) -> Spec:
    """A line down the chart at what is usual."""
    values = [{"value": usual[0], "says": usual[1]}]
    return {
        "data": {"values": values},
        "encoding": {"x": x | {"field": "value"}, "tooltip": [{"field": "says"}]},
        "mark": {"type": "rule", "color": ink["muted"], "strokeDash": [4, 3], "strokeWidth": 1.5},
    }


def _text(
    rows: Sequence[Mapping[str, Any]], field: str, x: Spec, align: str, ink: Mapping[str, str], *, bold: bool = False
) -> list[Spec]:
    """Words above each range, with a rim of the ground so that lines behind them do not cross them."""
    values = [dict(row) | {"y": row["at"] + 12} for row in rows]
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": None}
    mark = {
        "type": "text", "align": align, "baseline": "middle", "fontSize": 14, "fontWeight": 600 if bold else 400,
        **({"limit": {"expr": "width - 130"}} if bold else {}),
    }  # fmt: skip
    rim = {"color": ink["ground"], "stroke": ink["ground"], "strokeWidth": 6, "strokeJoin": "round"}
    words = {"color": ink["ink"] if bold else ink["muted"]}
    layer = {"data": {"values": values}, "encoding": {"x": x, "y": y, "text": {"field": field}}}
    return [{**layer, "mark": mark | rim}, {**layer, "mark": mark | words}]

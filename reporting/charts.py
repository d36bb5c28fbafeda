"""Charts as Vega-Lite specifications, plain dicts with their numbers in them: for a page, a picture and a document.

Words that stand in a chart are given by the caller in the reader's language. Nothing is drawn for what is not told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from textwrap import wrap
from typing import Any

from reporting.colours import FONT, colours

Spec = dict[str, Any]

Told = float | str | None
"""A number; None: nobody told it; words: why there is no number to tell ("no post")."""

ROW = 34  # pixels a bar needs
LETTER = 7.4  # pixels of a letter before a bar, about
HEIGHT = 260
APART = 17  # pixels between two labels at the end of lines
TICKS = 6
ACROSS = 26  # letters of a break's words on one line: they stand on phones too


@dataclass(frozen=True)
class Words:
    """The few words of a chart itself, in the reader's language."""

    not_told: str = "not told"
    unfinished: str = "not over yet"
    number: str = "Number"
    name: str = "Name"
    when: str = "When"


ENGLISH = Words()


@dataclass(frozen=True)
class Point:
    """One span of a line: what it is called ("16 to 22 Nov"), its first day, its number (None: not told)."""

    first: date
    label: str
    value: float | None
    finished: bool = True


@dataclass(frozen=True)
class Line:
    """A line over time. The name stands at its end when there are several."""

    name: str
    points: tuple[Point, ...]
    colour: str | None = None


@dataclass(frozen=True)
class Mark:
    """A day on which a line stops meaning the same, and why in a few words."""

    day: date
    says: str


def said(value: Told, words: Words = ENGLISH) -> str:
    """A number as it stands in a chart: with commas, at most two decimals; what is not told in words."""
    if value is None or isinstance(value, str):
        return value or words.not_told
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def bars(
    rows: Sequence[tuple[str, Told]], *, title: str = "", about: str = "", dark: bool = False,
    words: Words = ENGLISH, names: int = 200,
) -> Spec:  # fmt: skip
    """Horizontal bars from zero, each with its name before it and its number at its end, in the order given.

    `title` stands above it in a picture; `about` is read out for it; `names` are pixels for
    the names, which take a second line where they must. What is not told says so and has no bar.
    """
    ink = colours(dark)
    most = max((length(value) for _name, value in rows), default=0) or 1
    values = [{"at": at, "name": name, "value": length(value), "said": said(value, words)}
              for at, (name, value) in enumerate(rows)]  # fmt: skip
    encoding = {
        "y": {"field": "at", "type": "ordinal", "sort": None, "title": None,
              "axis": _names([name for name, _value in rows], names, ink)},
        "x": {"field": "value", "type": "quantitative", "title": None, "axis": None,
              "scale": {"zero": True, "domain": [0, most]}},
        "tooltip": [{"field": "name", "title": words.name}, {"field": "said", "title": words.number}],
    }  # fmt: skip
    return _whole(
        {
            "height": ROW * max(len(rows), 1),
            "layer": [
                {"data": {"values": values}, "encoding": encoding,
                 "mark": {"type": "bar", "color": ink["accent"], "height": 18}},
                {"data": {"values": values}, "encoding": encoding | {"text": {"field": "said"}},
                 "mark": {"type": "text", "align": "left", "dx": 6, "color": ink["ink"], "fontSize": 14}},
            ],
        },
        title, about, dark,
    )  # fmt: skip


def _names(rows: Sequence[str], width: int, ink: Mapping[str, str]) -> Spec:
    """The names before the bars, on two lines where one is too short for them."""
    shown = {str(at): wrap(name, int(width / LETTER), max_lines=2, placeholder="…") for at, name in enumerate(rows)}
    two = [int(at) for at, lines in shown.items() if len(lines) > 1]
    return {
        "labelLimit": width, "ticks": False, "domain": False, "labelColor": ink["ink"], "labelFontSize": 14,
        "labelExpr": f"{_lookup(shown)}[datum.value]", "labelPadding": 8, "labelLineHeight": 15,
        "labelOffset": {"condition": {"test": f"indexof({two}, datum.value) >= 0", "value": -7}, "value": 0},
    }  # fmt: skip


def length(value: Told) -> float:
    """How long a bar is: nothing where there is no number."""
    return 0 if value is None or isinstance(value, str) else value


def line(
    lines: Sequence[Line], *, title: str = "", about: str = "", breaks: Sequence[Mark] = (), dark: bool = False,
    words: Words = ENGLISH, zero: bool = True,
) -> Spec:  # fmt: skip
    """Lines over time: gaps stay gaps, the last point says its number, an unfinished span is dashed and hollow.

    All lines have the same spans. `breaks` are marked with a line across and a word at its top.
    """
    ink = colours(dark)
    drawn = [_drawn(one, one.colour or ink["accent"], breaks, words) for one in lines]
    points = [row for rows in drawn for row in rows]
    spans = list(lines[0].points) if lines else []
    told = [row["value"] for row in points]
    low, high = (0 if zero else min(told, default=0)), max(told, default=0) or 1
    x = _time_axis(spans, ink)
    y = {"field": "value", "type": "quantitative", "title": None,
         "scale": {"zero": zero, "domain": [low, high * 1.08], "nice": True},
         "axis": {"labelColor": ink["muted"], "gridColor": ink["line"], "gridOpacity": 0.45, "domain": False,
                  "ticks": False, "tickCount": 4, "labelPadding": 10, "labels": bool(told), "format": ",~f",
                  "labelFontSize": 13}}  # fmt: skip
    labels = _labels(drawn, len(lines) > 1, low, high)
    layers = [
        *_bands(lines, spans, ink, words, x),
        *_strokes(points, x, y),
        {"data": {"values": points}, "encoding": {"x": x, "y": y, **_dots(words)},
         "mark": {"type": "point", "size": 55, "strokeWidth": 2, "opacity": 1}},
        {"data": {"values": labels}, "encoding": {
            "x": x, "y": y | {"field": "label_y"}, "text": {"field": "label"},
            "color": {"field": "colour", "type": "nominal", "scale": None}},
         "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 14, "fontWeight": 600, "baseline": "middle"}},
        *_marks(breaks, spans, ink, x),
    ]  # fmt: skip
    return _whole(
        {"height": HEIGHT, "layer": layers}, title, about, dark,
    )  # fmt: skip


def _drawn(one: Line, colour: str, breaks: Sequence[Mark], words: Words) -> list[dict[str, Any]]:
    """The told points of a line, numbered by the unbroken run they stand in: no stroke crosses a gap or a break."""
    found: list[dict[str, Any]] = []
    gaps = 0
    for point in one.points:
        if point.value is None:
            gaps += 1
            continue
        number = said(point.value, words)
        found.append({
            "day": point.first.isoformat(), "when": point.label, "name": one.name, "value": point.value,
            "said": number, "lines": [number] if point.finished else [number, words.unfinished],
            "run": f"{one.name} {gaps} {sum(mark.day <= point.first for mark in breaks)}",
            "finished": point.finished, "colour": colour,
        })  # fmt: skip
    return found


def _strokes(points: Sequence[dict[str, Any]], x: Spec, y: Spec) -> list[Spec]:
    """The strokes between told points: solid between finished spans, dashed to one that is not over."""
    solid = [row for row in points if row["finished"]]
    dashed = []
    for _run, rows in groupby(points, key=lambda row: row["run"]):
        run = list(rows)
        for before, after in pairwise(run):
            if not after["finished"]:
                dashed += [before, after]
    encoding = {"x": x, "y": y, "detail": {"field": "run"},
                "color": {"field": "colour", "type": "nominal", "scale": None}}  # fmt: skip
    return [
        {"data": {"values": rows}, "encoding": encoding,
         "mark": {"type": "line", "strokeWidth": 2.5, "strokeDash": dash}}
        for rows, dash in ((solid, [1, 0]), (dashed, [5, 4]))
    ]  # fmt: skip


def _dots(words: Words) -> Spec:
    return {
        "color": {"field": "colour", "type": "nominal", "scale": None},
        "fill": {"condition": {"test": "datum.finished", "field": "colour", "type": "nominal", "scale": None},
                 "value": "transparent"},
        "tooltip": [{"field": "when", "title": words.when}, {"field": "name", "title": words.name},
                    {"field": "said", "title": words.number}],
    }  # fmt: skip


def _labels(drawn: Sequence[Sequence[dict[str, Any]]], named: bool, low: float, high: float) -> list[dict[str, Any]]:
    """What stands at the end of each line; labels that would meet are moved apart."""
    last = sorted((rows[-1] for rows in drawn if rows), key=lambda row: row["value"])
    step, at, found = APART * (high * 1.08 - low) / HEIGHT, float("-inf"), []
    for row in last:
        at = max(row["value"], at + step)
        label = f"{row['name']} {row['said']}" if named else row["lines"]
        found.append(row | {"label_y": at, "label": label})
    return found


def _bands(lines: Sequence[Line], spans: Sequence[Point], ink: Mapping[str, str], words: Words, x: Spec) -> list[Spec]:
    """Where no line is told: a quiet band that says so."""
    untold = [all(one.points[at].value is None for one in lines) for at in range(len(spans))]
    bands = []
    for is_gap, group in groupby(range(len(spans)), key=untold.__getitem__):
        places = list(group)
        if is_gap:
            ends = (max(places[0] - 1, 0), min(places[-1] + 1, len(spans) - 1))
            bands.append({"day": spans[ends[0]].first.isoformat(), "to": spans[ends[1]].first.isoformat()})
    if not bands:
        return []
    to = {"x2": {"field": "to"}}
    return [
        {"data": {"values": bands}, "encoding": {"x": x, **to}, "mark": {"type": "rect", "color": ink["panel"]}},
        {"data": {"values": bands}, "encoding": {"x": x, "y": {"value": HEIGHT - 10}},
         "mark": {"type": "text", "text": words.not_told, "align": "left", "dx": 6, "color": ink["muted"],
                  "fontSize": 12}},
    ]  # fmt: skip


def _marks(breaks: Sequence[Mark], spans: Sequence[Point], ink: Mapping[str, str], x: Spec) -> list[Spec]:
    """A line across and its word where a metric stops meaning the same."""
    inside = [one for one in breaks if spans and spans[0].first <= one.day]
    if not inside:
        return []
    values = [{"day": one.day.isoformat(), "says": one.says, "lines": wrap(one.says, ACROSS)} for one in inside]
    at_day = {"x": x, "tooltip": [{"field": "says", "title": None}]}
    up = 14 * (max(len(row["lines"]) for row in values) - 1)
    side = "right" if inside[0].day > spans[len(spans) // 2].first else "left"
    return [
        {"data": {"values": values}, "encoding": at_day,
         "mark": {"type": "rule", "color": ink["waiting"], "strokeDash": [2, 3], "strokeWidth": 2}},
        {"data": {"values": values}, "encoding": at_day | {"y": {"value": -6}, "text": {"field": "lines"}},
         "mark": {"type": "text", "baseline": "line-bottom", "align": side, "dy": -up, "color": ink["waiting"],
                  "fontSize": 12}},
    ]  # fmt: skip


def _time_axis(spans: Sequence[Point], ink: Mapping[str, str]) -> Spec:
    """Time from the first span to the last, with the spans' own words at a few of them."""
    every = max(1, -(-len(spans) // TICKS))
    shown = [span for at, span in enumerate(spans) if (len(spans) - 1 - at) % every == 0]
    words = {span.first.isoformat(): [span.label] for span in shown}
    domain = [spans[0].first.isoformat(), spans[-1].first.isoformat()] if spans else None
    return {
        "field": "day", "type": "temporal", "title": None,
        "scale": {"type": "utc", **({"domain": [_utc(day) for day in domain]} if domain else {})},
        "axis": {"values": [_utc(day) for day in words], "grid": False, "labelColor": ink["muted"],
                 "labelFontSize": 13, "tickColor": ink["line"], "domainColor": ink["line"], "labelFlush": True,
                 "labelOverlap": True, "labelExpr": f"{_lookup(words)}[utcFormat(datum.value, '%Y-%m-%d')]"},
    }  # fmt: skip


def _utc(day: str) -> Spec:
    year, month, of_month = (int(part) for part in day.split("-"))
    return {"year": year, "month": month, "date": of_month, "utc": True}


def _lookup(words: Mapping[str, Sequence[str]]) -> str:
    """Lines of words by their key as an expression of Vega; what people typed stays a text in it."""
    return "{" + ", ".join(f"{_quoted(key)}: [{', '.join(map(_quoted, said))}]" for key, said in words.items()) + "}"


def _quoted(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _whole(spec: Spec, title: str, about: str, dark: bool) -> Spec:
    """The specification with the house's look and what is read out for it."""
    ink = colours(dark)
    headed = {"title": {"text": title, "anchor": "start", "fontSize": 16, "color": ink["ink"], "offset": 12}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": ink["ground"],
        **({"description": about} if about else {}),
        **(headed if title else {}),
        "autosize": {"type": "fit-x", "contains": "padding"},
        **spec,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"labelFont": FONT}, "text": {"font": FONT}},
    }

"""The map of districts: five steps of one hue, no tiles, grey with a dashed outline where nothing is told."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from reporting.charts import ENGLISH, Spec, Told, Words, length, said
from reporting.colours import FONT, MAP_STEPS, NOT_TOLD, colours, theme

PICK = "picked"
"""The selection by which a click is told: its rows hold `boundary`, the id of the shape."""

UNRANKED = "\u2013"
HEIGHT = 340
FINE = 3  # decimals of a degree, about 100 metres
MANY = 12  # corners from which a ring may be drawn roughly

Ring = Sequence[Sequence[float]]


def district_map(
    shapes: Mapping[str, Any], values: Mapping[str, tuple[str, Told]], *, title: str = "", about: str = "",
    what: str = "", rank: str = "Rank", not_looked_at: str = "not looked at", dark: bool = False,
    words: Words = ENGLISH,
) -> Spec:  # fmt: skip
    """Shapes (GeoJSON) with the district's name and number by boundary id; shapes without either stay empty."""
    ink = colours(dark)
    ranks = _ranks({boundary: value for boundary, (_name, value) in values.items() if is_number(value)})
    features = [_feature(one, values, ranks, dark, words, not_looked_at) for one in shapes["features"]]
    headed = {"title": {"text": title, "anchor": "start", "fontSize": 16, "color": ink["ink"], "offset": 12}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "background": ink["ground"],
        **({"description": about} if about else {}),
        **(headed if title else {}),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "height": HEIGHT,
        "data": {"values": features},
        "projection": {"type": "mercator"},
        "mark": {"type": "geoshape", "strokeWidth": 1.2, "cursor": "pointer"},
        "params": [{"name": PICK, "select": {"type": "point", "fields": ["boundary"]}}],
        "encoding": {
            "color": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"value": ink["muted"]},
            "strokeDash": {"condition": {"test": "datum.told", "value": [1, 0]}, "value": [4, 3]},
            "tooltip": [
                {"field": "name", "type": "nominal", "title": words.name},
                {"field": "said", "type": "nominal", "title": what or words.number},
                {"field": "rank", "type": "nominal", "title": rank},
            ],
        },
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def is_number(value: Told) -> TypeGuard[float]:
    """Whether there is a number to colour a district by."""
    return value is not None and not isinstance(value, str)


def step(value: Told, most: float, dark: bool = False) -> str:
    """The colour of a number: five equal steps from nothing to the most."""
    if not is_number(value):
        return NOT_TOLD[theme(dark)]
    steps = MAP_STEPS[theme(dark)]
    return steps[min(len(steps) - 1, int(len(steps) * value / most)) if most else 0]


def clockwise(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The same shape with outer rings clockwise and holes the other way: drawn otherwise it fills the whole map."""
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": _turned(geometry["coordinates"])}
    if geometry["type"] == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": [_turned(polygon) for polygon in geometry["coordinates"]]}
    return dict(geometry)


def _ranks(told: Mapping[str, float]) -> dict[str, int]:
    """Rank by boundary id, the most first; equal numbers share one."""
    ordered = sorted(told.values(), reverse=True)
    return {boundary: ordered.index(value) + 1 for boundary, value in told.items()}


def _feature(
    one: Mapping[str, Any], values: Mapping[str, tuple[str, Told]], ranks: Mapping[str, int], dark: bool,
    words: Words, not_looked_at: str,
) -> dict[str, Any]:  # fmt: skip
    boundary = str(one["properties"].get("id", ""))
    seen = boundary in values
    name, value = values.get(boundary, (str(one["properties"].get("name", boundary)), None))
    most = max((length(number) for _name, number in values.values()), default=0)
    return {
        "type": "Feature",
        "geometry": clockwise(one["geometry"]),
        "boundary": boundary,
        "name": name,
        "told": is_number(value) or not seen,
        "said": said(value, words) if seen else not_looked_at,
        "rank": str(ranks.get(boundary, UNRANKED)),
        "fill": step(value, most, dark) if seen else "transparent",
    }


def _turned(rings: Sequence[Ring]) -> list[Ring]:
    return [
        _rough(ring if (_area(ring) <= 0) == (place == 0) else list(reversed(ring))) for place, ring in enumerate(rings)
    ]


def _rough(ring: Ring) -> Ring:
    """The ring as fine as a screen shows it: a page carries it at every turn. A small one stays as it is."""
    rounded = [[round(along, FINE) for along in place[:2]] for place in ring]
    kept = [place for at, place in enumerate(rounded) if at == 0 or place != rounded[at - 1]]
    return kept if len(kept) >= MANY else ring


def _area(ring: Ring) -> float:
    """Twice the signed area: below zero is clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))

"""The charts: one idea each, in the house's colours, drawn without asking anybody outside."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from dashboard.look import LIGHT, MAP_STEPS
from dashboard.parts import number

UNKNOWN_FILL = "#E4E6E8"


def district_map(
    shapes: Mapping[str, Any], values: Mapping[str, tuple[str, int | None]], what: str, key: str, alt_text: str
) -> str | None:
    """Districts in five steps of one hue, grey and dashed where nothing is told; the boundary id that was clicked.

    `values`: by boundary id, the district's name and its number.
    """
    ranks = _ranks({boundary: value for boundary, (_, value) in values.items() if value is not None})
    features = [_feature(one, values, ranks, what) for one in shapes["features"] if _id(one) in values]
    picked = alt.selection_point(name="picked", fields=["properties.id"])
    chart = (
        alt.Chart(_inline(features))
        .mark_geoshape(strokeWidth=1.2)
        .encode(
            color=alt.Color("properties.fill:N", scale=None),
            stroke=alt.value(LIGHT["muted"]),
            strokeDash=alt.condition("datum.properties.value === null", alt.value([4, 3]), alt.value([1, 0])),
            tooltip=[
                alt.Tooltip("properties.name:N", title="District"),
                alt.Tooltip("properties.said:N", title=what),
                alt.Tooltip("properties.rank:N", title="Rank"),
            ],
        )
        .add_params(picked)
        .project(type="mercator")
        .properties(height=360)
        .configure_view(stroke=None)
    )
    event = st.altair_chart(chart, width="stretch", key=key, on_select="rerun", alt=alt_text)
    chosen = event.get("selection", {}).get("picked", []) if event else []
    return str(chosen[0].get("properties.id")) if chosen else None


def bars(rows: Sequence[Mapping[str, Any]], name: str, value: str, key: str, alt_text: str) -> None:
    """Horizontal bars from zero, the number written at the end of each."""
    base = alt.Chart(_inline(rows)).encode(
        y=alt.Y(f"{name}:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        x=alt.X(f"{value}:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    drawn = base.mark_bar(color=LIGHT["accent"], height=16) + base.mark_text(align="left", dx=4).encode(
        text=alt.Text(f"{value}:Q", format=",")
    )
    st.altair_chart(
        drawn.properties(height=26 * max(len(rows), 1)).configure_view(stroke=None),
        width="stretch",
        key=key,
        alt=alt_text,
    )


def _inline(values: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Data(values=list(values))  # type: ignore[no-untyped-call]


def _id(feature: Mapping[str, Any]) -> str:
    return str(feature["properties"].get("id", ""))


def _ranks(told: Mapping[str, int]) -> dict[str, int]:
    """Rank by boundary id, the most first; equal numbers share one."""
    ordered = sorted(set(told.values()), reverse=True)
    return {boundary: ordered.index(value) + 1 for boundary, value in told.items()}


def step(value: int | None, most: int) -> str:
    """The colour of a number: five equal steps from nothing to the most."""
    if value is None:
        return UNKNOWN_FILL
    return MAP_STEPS[min(len(MAP_STEPS) - 1, int(len(MAP_STEPS) * value / most)) if most else 0]


def _feature(
    one: Mapping[str, Any], values: Mapping[str, tuple[str, int | None]], ranks: Mapping[str, int], what: str
) -> dict[str, Any]:
    boundary = _id(one)
    name, value = values[boundary]
    most = max((number for _, number in values.values() if number is not None), default=0)
    properties = {
        "id": boundary,
        "name": name,
        "value": value,
        "said": number(value) if value is not None else "not told",
        "rank": str(ranks.get(boundary, "–")),
        "fill": step(value, most),
    }
    return {"type": "Feature", "properties": properties, "geometry": clockwise(one["geometry"])}


def clockwise(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """The same shape with outer rings clockwise and holes the other way: drawn otherwise it fills the whole map."""
    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": _turned(geometry["coordinates"])}
    if geometry["type"] == "MultiPolygon":
        return {"type": "MultiPolygon", "coordinates": [_turned(polygon) for polygon in geometry["coordinates"]]}
    return dict(geometry)


def _turned(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[Sequence[float]]]:
    return [
        list(ring) if (_area(ring) <= 0) == (place == 0) else list(reversed(ring)) for place, ring in enumerate(rings)
    ]


def _area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the signed area: below zero is clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))

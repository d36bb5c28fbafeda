"""The charts: one idea each, in the house's colours, drawn without asking anybody outside."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st

from dashboard.look import DARK, LIGHT, MAP_STEPS, NOT_TOLD, theme
from dashboard.parts import DASH, number
from dashboard.words import _

PICK = "picked"


def district_map(
    shapes: Mapping[str, Any],
    values: Mapping[str, tuple[str, int | None]],
    what: str,
    key: str,
    alt_text: str,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Districts in five steps of one hue, grey and dashed where nothing is told, empty where nobody looks.

    `values`: by boundary id, the district's name and its number. `on_pick` is told the boundary id that was clicked.
    """
    dark = st.context.theme.type == "dark"
    chart = map_chart(shapes, values, what, dark)

    def picked() -> None:
        chosen = st.session_state[key].get("selection", {}).get(PICK, [])
        if chosen and on_pick:
            on_pick(str(chosen[0].get("boundary")))

    st.altair_chart(chart, width="stretch", key=key, on_select=picked if on_pick else "ignore", alt=alt_text)


def map_chart(
    shapes: Mapping[str, Any], values: Mapping[str, tuple[str, int | None]], what: str, dark: bool
) -> alt.Chart:
    """The map itself, as a specification."""
    colours = DARK if dark else LIGHT
    ranks = _ranks({boundary: value for boundary, (_name, value) in values.items() if value is not None})
    features = [_feature(one, values, ranks, dark) for one in shapes["features"]]
    chart: alt.Chart = (
        alt.Chart(_inline(features))
        .mark_geoshape(strokeWidth=1.2, cursor="pointer")
        .encode(
            color=alt.Color("fill:N", scale=None),
            stroke=alt.value(colours["muted"]),
            strokeDash=alt.condition("datum.told", alt.value([1, 0]), alt.value([4, 3])),
            tooltip=[
                alt.Tooltip("name:N", title=_("District")),
                alt.Tooltip("said:N", title=what),
                alt.Tooltip("rank:N", title=_("Rank")),
            ],
        )
        .add_params(alt.selection_point(name=PICK, fields=["boundary"]))
        .project(type="mercator")
        .properties(height=340)
        .configure_view(stroke=None)
    )
    return chart


def bars(rows: Sequence[tuple[str, int | None]], key: str, alt_text: str) -> None:
    """Horizontal bars from zero, each with its name before it and its number at its end; what is not told says so."""
    dark = st.context.theme.type == "dark"
    st.altair_chart(bars_chart(rows, dark), width="stretch", key=key, alt=alt_text)


def bars_chart(rows: Sequence[tuple[str, int | None]], dark: bool) -> alt.LayerChart:
    """The bars themselves, as a specification."""
    colours = DARK if dark else LIGHT
    said = [_("not told") if value is None else number(value) for _name, value in rows]
    values = [
        {"name": name, "value": value or 0, "said": words} for (name, value), words in zip(rows, said, strict=True)
    ]
    most = max((value or 0 for _name, value in rows), default=0)
    base = alt.Chart(_inline(values)).encode(
        y=alt.Y(
            "name:N", sort=None, title=None,
            axis=alt.Axis(labelLimit=170, ticks=False, domain=False, labelColor=colours["ink"], labelFontSize=14),
        ),
        x=alt.X("value:Q", title=None, axis=None, scale=alt.Scale(zero=True, domain=[0, most or 1])),
        tooltip=[alt.Tooltip("name:N", title=_("District")), alt.Tooltip("said:N", title=_("Number"))],
    )  # fmt: skip
    drawn = base.mark_bar(color=colours["accent"], height=18) + base.mark_text(
        align="left", dx=5, color=colours["ink"], fontSize=14
    ).encode(text="said:N")
    chart: alt.LayerChart = drawn.properties(
        height=34 * max(len(rows), 1), padding={"left": 0, "right": 80, "top": 0, "bottom": 0}
    ).configure_view(stroke=None)
    return chart


def _inline(values: Sequence[Mapping[str, Any]]) -> Any:
    return alt.Data(values=list(values))  # type: ignore[no-untyped-call]


def _id(feature: Mapping[str, Any]) -> str:
    return str(feature["properties"].get("id", ""))


def _ranks(told: Mapping[str, int]) -> dict[str, int]:
    """Rank by boundary id, the most first; equal numbers share one."""
    ordered = sorted(told.values(), reverse=True)
    return {boundary: ordered.index(value) + 1 for boundary, value in told.items()}


def step(value: int | None, most: int, dark: bool = False) -> str:
    """The colour of a number: five equal steps from nothing to the most."""
    if value is None:
        return NOT_TOLD[theme(dark)]
    steps = MAP_STEPS[theme(dark)]
    return steps[min(len(steps) - 1, int(len(steps) * value / most)) if most else 0]


def _feature(
    one: Mapping[str, Any], values: Mapping[str, tuple[str, int | None]], ranks: Mapping[str, int], dark: bool
) -> dict[str, Any]:
    boundary = _id(one)
    seen = boundary in values
    name, value = values.get(boundary, (str(one["properties"].get("name", boundary)), None))
    most = max((number for _name, number in values.values() if number is not None), default=0)
    return {
        "type": "Feature",
        "geometry": clockwise(one["geometry"]),
        "boundary": boundary,
        "name": name,
        "told": value is not None or not seen,
        "said": number(value) if value is not None else _("not told") if seen else _("not looked at"),
        "rank": str(ranks.get(boundary, DASH)),
        "fill": step(value, most, dark) if seen else "transparent",
    }


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

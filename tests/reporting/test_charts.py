"""Charts keep their promises: bars from zero, gaps and breaks with no stroke across, nothing drawn for the untold."""

from datetime import date, timedelta
from typing import Any

import pytest

from reporting import charts, district_map
from reporting.charts import Line, Mark, Point, Spec
from reporting.colours import MAP_STEPS, NOT_TOLD

MONDAY = date(2026, 9, 7)
SQUARE = [[0, 0], [0, 2], [2, 2], [2, 0], [0, 0]]  # outer rings clockwise
HOLE = [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1], [0.5, 0.5]]  # holes the other way


def weeks(*values: float | None, over: int = 99) -> tuple[Point, ...]:
    """A point a week; from the place `over` on they are not finished."""
    days = [MONDAY + timedelta(weeks=at) for at in range(len(values))]
    return tuple(
        Point(day, f"{day:%d %b}", value, at < over) for at, (day, value) in enumerate(zip(days, values, strict=True))
    )


def rows(spec: Spec, kind: str) -> list[dict[str, Any]]:
    """What is drawn with one kind of mark."""
    return [row for layer in spec["layer"] if layer["mark"]["type"] == kind for row in layer["data"]["values"]]


def runs(spec: Spec) -> list[list[int]]:
    """The numbers of each unbroken stroke."""
    found: dict[str, list[int]] = {}
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "line" and layer["mark"]["strokeDash"] == [1, 0]:
            for point in layer["data"]["values"]:
                found.setdefault(point["run"], []).append(point["value"])
    return list(found.values())


def test_bars_start_at_zero_in_the_order_given_and_say_why_there_is_no_number() -> None:
    places = [
        ("Llan 'y' Ddôl\\", 10),
        ("South", None),
        ("East", 0),
        ("East", 2.5),
        ("The force's own accounts", "no post"),
    ]
    drawn = charts.bars(places, dark=True, names=130)
    assert drawn["layer"][0]["encoding"]["x"]["scale"] == {"domain": [0, 10], "zero": True}
    assert [row["said"] for row in rows(drawn, "text")] == ["10", "not told", "0", "2.5", "no post"]
    assert [row["at"] for row in rows(drawn, "bar")] == [0, 1, 2, 3, 4], "two districts of one name stay two"
    names = drawn["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert r"['Llan \'y\' Ddôl\\']" in names and r"['The force\'s own', 'accounts']" in names


def test_a_gap_stays_a_gap_and_a_break_is_marked_and_not_crossed() -> None:
    line = Line("Views", weeks(5, 7, None, 8, 9, 4))
    gap = charts.line([line])
    assert runs(gap) == [[5, 7], [8, 9, 4]]
    assert [(row["day"], row["to"]) for row in rows(gap, "rect")] == [("2026-09-14", "2026-09-28")]
    broken = charts.line(
        [line], breaks=[Mark(MONDAY + timedelta(weeks=4), "counted anew"), Mark(date(2026, 1, 1), "x")]
    )
    assert runs(broken) == [[5, 7], [8], [9, 4]]
    assert [row["says"] for row in rows(broken, "rule")] == ["counted anew"], "what broke before is not marked"


def test_the_last_point_says_its_number_and_what_is_not_over_is_drawn_otherwise() -> None:
    drawn = charts.line([Line("Views", weeks(10, 20, 3_000, over=2))])
    assert runs(drawn) == [[10, 20]]
    dashed = [layer for layer in drawn["layer"] if layer["mark"].get("strokeDash") == [5, 4]]
    assert [row["value"] for row in dashed[0]["data"]["values"]] == [20, 3_000]
    assert [row["label"] for row in rows(drawn, "text")] == [["3,000", "not over yet"]]


def test_labels_of_several_lines_stand_apart_and_name_them() -> None:
    drawn = charts.line([Line("Ash", weeks(0, 500)), Line("Mere", weeks(0, 501)), Line("Silent", weeks(None, None))])
    labels = rows(drawn, "text")
    assert [row["label"] for row in labels] == ["Ash 500", "Mere 501"]
    assert labels[1]["label_y"] - labels[0]["label_y"] > 20
    assert not rows(drawn, "rect"), "a gap of one line is none of the chart"


@pytest.mark.parametrize("lines", [[], [Line("x", ())], [Line("x", weeks(None, None))]])
def test_nothing_told_draws_no_number(lines: list[Line]) -> None:
    drawn = charts.line(lines)
    assert runs(drawn) == [] and not [row for row in rows(drawn, "text") if "label" in row]


@pytest.mark.parametrize("turned", [False, True])
def test_shapes_are_drawn_clockwise_and_their_holes_the_other_way(turned: bool) -> None:
    rings: list[Any] = [list(reversed(ring)) if turned else ring for ring in (SQUARE, HOLE)]
    assert district_map.clockwise({"type": "Polygon", "coordinates": rings})["coordinates"] == [SQUARE, HOLE]
    several = district_map.clockwise({"type": "MultiPolygon", "coordinates": [rings, rings]})
    assert several["coordinates"] == [[SQUARE, HOLE]] * 2
    assert district_map.clockwise({"type": "Point", "coordinates": [1, 2]}) == {"type": "Point", "coordinates": [1, 2]}


def test_a_long_coast_is_drawn_no_finer_than_a_screen_shows() -> None:
    coast = [[0, 0], *([0.00001 * at, 1] for at in range(5_000)), [0.5, 1], [0.6, 0.9], [0.7, 0.8], [0.8, 0.7],
             [0.9, 0.5], [1, 0.4], [1, 0.3], [1, 0.2], [1, 0], [0, 0]]  # fmt: skip
    drawn = district_map.clockwise({"type": "Polygon", "coordinates": [coast]})["coordinates"][0]
    assert 12 < len(drawn) < 100 and drawn[0] == drawn[-1] == [0, 0]


def test_the_map_has_five_steps_and_grey_for_what_is_not_told() -> None:
    shapes = {
        "features": [
            {"properties": {"id": name, "name": name.title()}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
            for name in ("most", "least", "silent", "elsewhere")
        ]
    }
    values = {"most": ("Most", 50), "least": ("Least", 0), "silent": ("Silent", None)}
    drawn = district_map.district_map(shapes, values, what="Likes")
    found = {row["name"]: row for row in drawn["data"]["values"]}
    light = MAP_STEPS["light"]
    assert (found["Most"]["fill"], found["Least"]["fill"]) == (light[-1], light[0])
    assert (found["Silent"]["fill"], found["Silent"]["said"]) == (NOT_TOLD["light"], "not told")
    assert (found["Silent"]["told"], found["Elsewhere"]["told"]) == (False, True)
    assert found["Elsewhere"]["said"] == "not looked at" and found["Most"]["rank"] == "1"
    nothing = district_map.district_map(shapes, {"least": ("Least", 0)})
    assert {row["fill"] for row in nothing["data"]["values"]} == {light[0], "transparent"}

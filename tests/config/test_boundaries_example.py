"""The invented county's shapes: they tile, and they turn the way the map wants."""

import json
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

CONFIG = Path(__file__).parents[2] / "config"
FEATURES = json.loads((CONFIG / "boundaries.example.geojson").read_text("utf-8"))["features"]

Point = tuple[float, float]


def rings() -> dict[str, list[Point]]:
    return {each["properties"]["id"]: [(x, y) for x, y in each["geometry"]["coordinates"][0]] for each in FEATURES}


def edges(ring: list[Point]) -> list[tuple[Point, Point]]:
    return list(pairwise(ring))


def area(ring: list[Point]) -> float:
    """Signed: below zero when the ring runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges(ring)) / 2


def test_every_district_of_the_example_roster_has_a_shape() -> None:
    roster = tomllib.loads((CONFIG / "roster.example.toml").read_text("utf-8"))
    assert [each["boundary"] for each in roster["districts"]] == list(rings())
    assert [each["name"] for each in roster["districts"]] == [each["properties"]["name"] for each in FEATURES]


def test_rings_are_closed_clockwise_and_not_too_fine() -> None:
    for ring in rings().values():
        assert ring[0] == ring[-1]
        assert 15 <= len(ring) - 1 <= 40
        assert area(ring) < 0


def test_neighbours_share_their_borders_without_gap_or_overlap() -> None:
    directed = Counter(edge for ring in rings().values() for edge in edges(ring))
    assert set(directed.values()) == {1}
    outline = [edge for edge in directed if edge[::-1] not in directed]
    assert len(outline) < len(directed) / 2
    starts = {start: end for start, end in outline}
    walked, point = 0, outline[0][0]
    while walked == 0 or point != outline[0][0]:
        point, walked = starts[point], walked + 1
    assert walked == len(outline)
    around = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in outline) / 2
    assert abs(around - sum(area(ring) for ring in rings().values())) < 1e-9

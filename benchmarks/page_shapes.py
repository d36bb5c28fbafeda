"""The shapes of twenty made-up districts, with as many corners as generalised boundaries have."""

import json
from math import cos, pi, sin

COLUMNS, CORNERS, WIDE, HIGH = 5, 60, 0.2, 0.12  # degrees
WEST, SOUTH = 0.0, 51.6


def boundaries() -> str:
    """A GeoJSON text: one shape for each district of benchmarks.big_force, by its boundary id."""
    features = []
    for number in range(20):
        row, column = divmod(number, COLUMNS)
        west, south = WEST + column * WIDE, SOUTH + row * HIGH
        ring = [
            [west + WIDE / 2 * (1 + 0.9 * cos(turn)), south + HIGH / 2 * (1 + 0.9 * sin(turn))]
            for turn in (2 * pi * corner / CORNERS for corner in range(CORNERS + 1))
        ]
        features.append(
            {
                "type": "Feature",
                "properties": {"id": f"cell-{number}", "name": f"District {number}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    return json.dumps({"type": "FeatureCollection", "features": features})

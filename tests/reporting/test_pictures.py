"""Pictures without a browser: of the right size, not blank, and out of nobody's reach."""

import io
import re
from datetime import date

import pytest
from PIL import Image

from reporting import charts, district_map, pictures
from reporting.charts import Line, Point, Spec

TITLE = "Likes by district, <16 to 22 Nov>"
SHAPES = {"features": [{"properties": {"id": "a", "name": "Ashvale"}, "geometry": {
    "type": "Polygon", "coordinates": [[[0, 51], [0, 52], [1, 52], [1, 51], [0, 51]]]}}]}  # fmt: skip

DRAWN: list[Spec] = [
    charts.bars([("Ashvale", 12), ("Thornmere", None)], title=TITLE),
    charts.line([Line("Views", (Point(date(2026, 11, 2), "2 Nov", 1), Point(date(2026, 11, 9), "9 Nov", 7)))],
                title=TITLE, dark=True),
    district_map.district_map(SHAPES, {"a": ("Ashvale", 3)}, title=TITLE),
]  # fmt: skip


@pytest.mark.parametrize("spec", DRAWN, ids=["bars", "line", "map"])
def test_a_picture_is_as_large_as_asked_not_blank_and_says_its_title(spec: Spec) -> None:
    drawn = pictures.svg(spec, width=500)
    assert "Likes by district, &lt;16 to 22 Nov&gt;" in drawn
    assert set(re.findall(r"\w+://[^\s\"'<>]+", drawn)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    with Image.open(io.BytesIO(pictures.png(spec, scale=2.0, width=500))) as image:
        assert image.format == "PNG" and image.width == pytest.approx(1_000, abs=4) and image.height > 100
        colours = image.convert("RGB").getcolors(1_000_000) or []
        assert len(colours) > 20
        assert 0.2 < max(count for count, _colour in colours) / (image.width * image.height) < 0.999


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.csv", "file:///etc/hostname", "/etc/hostname"])
def test_a_chart_fetches_nothing(address: str) -> None:
    spec = {"data": {"url": address}, "mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}}
    with pytest.raises(ValueError, match="not allowed"):
        pictures.svg(spec)

"""Pictures of charts: SVG and PNG out of a Vega-Lite specification, without a browser and without any network."""

from typing import Any

import vl_convert

from reporting.charts import Spec

WIDTH = 760  # pixels at scale 1
NOWHERE: list[str] = []  # no address may be asked for data


def svg(spec: Spec, width: int = WIDTH) -> str:
    """The chart as SVG, as wide as a page; names no address elsewhere."""
    drawn: str = vl_convert.vegalite_to_svg(_sized(spec, width), allowed_base_urls=NOWHERE)
    return drawn


def png(spec: Spec, scale: float = 2.0, width: int = WIDTH) -> bytes:
    """The chart as PNG, `scale` times as many pixels as the SVG measures."""
    drawn: bytes = vl_convert.vegalite_to_png(_sized(spec, width), scale=scale, allowed_base_urls=NOWHERE)
    return drawn


def _sized(spec: Spec, width: int) -> dict[str, Any]:
    if _names_an_address(spec):
        raise ValueError("A chart carries its own numbers: data from an address or a file are not allowed.")
    return {"width": width} | spec


def _names_an_address(part: Any) -> bool:
    """Whether any data of a specification come from elsewhere: the drawer itself would read files of this machine."""
    if isinstance(part, dict):
        return "url" in part or any(map(_names_an_address, part.values()))
    return isinstance(part, list) and any(map(_names_an_address, part))

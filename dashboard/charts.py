"""The charts as pages draw them: the reader's theme and words, specifications kept until their numbers change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard import data
from dashboard.parts import on_a_phone
from dashboard.words import _
from reporting import charts, district_map
from reporting.charts import Line, Mark, Point, Spec, Told, Words

__all__ = [
    "Line",
    "Mark",
    "Point",
    "Told",
    "Words",
    "bars",
    "bars_of",
    "draw_map",
    "has_map",
    "line",
    "line_of",
    "map_key",
    "map_of",
    "said",
    "told",
    "words",
]

Rows = Sequence[tuple[str, Told]]
Values = Mapping[str, tuple[str, Told]]


def words() -> Words:
    """The few words of a chart, in the reader's language."""
    return Words(_("not told"), _("not over yet"), _("Number"), _("Name"), _("When"))


def told(value: float | None, posts: int) -> Told:
    """A number of posts, or why there is none: nobody told it, or there was no post to tell it of."""
    return _("no post") if value is None and not posts else value


def said(value: Told) -> str:
    """A number as charts write it, or why there is none."""
    return charts.said(value, words())


def bars(rows: Rows, key: str, about: str) -> None:
    """Horizontal bars from zero, each with its name before it and its number at its end; what is not told says so."""
    _show(_bars(tuple(rows), "", about, _dark(), words(), 130 if on_a_phone() else 200), key)


def bars_of(rows: Rows, title: str = "", about: str = "", dark: bool = False) -> Spec:
    """The bars as a specification: for the page, and titled and light for a file."""
    return _bars(tuple(rows), title, about, dark, words(), 200)


def line(
    lines: Sequence[Line], key: str, about: str, breaks: Sequence[Mark] = (), *, zero: bool = True, gap: str = ""
) -> None:
    """Lines over time: gaps stay gaps and say `gap`, breaks are marked, the last point says its number."""
    _show(line_of(lines, "", about, breaks, _dark(), zero=zero, gap=gap), key)


def line_of(
    lines: Sequence[Line], title: str = "", about: str = "", breaks: Sequence[Mark] = (), dark: bool = False, *,
    zero: bool = True, gap: str = "",
) -> Spec:  # fmt: skip
    """The lines as a specification: for the page, and titled and light for a file."""
    said = replace(words(), not_told=gap) if gap else words()
    return _line(tuple(lines), title, about, tuple(breaks), dark, said, zero)


def draw_map(
    values: Values, what: str, key: str, about: str, on_pick: Callable[[str], None] | None = None
) -> None:  # fmt: skip
    """Districts in five steps of one hue; `on_pick` is told the boundary id of the one that was clicked.

    `values`: by boundary id, the district's name and its number. Nothing where no boundaries are set.
    """
    spec = map_of(values, what, about=about, dark=_dark())
    if spec is None:
        return

    def picked() -> None:
        chosen = st.session_state[key].get("selection", {}).get(district_map.PICK, [])
        if chosen and on_pick:
            on_pick(str(chosen[0].get("boundary")))

    st.vega_lite_chart(spec, width="stretch", theme=None, key=key, on_select=picked if on_pick else "ignore")


def has_map() -> bool:
    """Whether there are boundaries to draw."""
    return data.shapes_version() is not None


def map_key(values: Values) -> str:
    """How the map is to be read, in the reader's theme; what grey stands for only where something is grey."""
    more = _("Lighter is more.") if _dark() else _("Darker is more.")
    why = sorted({said(value) for _name, value in values.values() if not district_map.is_number(value)})
    return f"{more} " + _("Grey with a dashed line: {why}.").format(why=", ".join(why)) if why else more


def map_of(values: Values, what: str, title: str = "", about: str = "", dark: bool = False) -> Spec | None:
    """The map as a specification; None where no boundaries are set."""
    version = data.shapes_version()
    return _map(version, tuple(values.items()), what, title, about, dark, words()) if version else None


def _show(spec: Spec, key: str) -> None:
    st.vega_lite_chart(spec, width="stretch", theme=None, key=key)


def _dark() -> bool:
    return st.context.theme.type == "dark"


@lru_cache(maxsize=300)
def _bars(rows: Any, title: str, about: str, dark: bool, said: Words, names: int) -> Spec:
    return charts.bars(rows, title=title, about=about, dark=dark, words=said, names=names)


@lru_cache(maxsize=300)
def _line(lines: Any, title: str, about: str, breaks: Any, dark: bool, said: Words, zero: bool) -> Spec:
    return charts.line(lines, title=title, about=about, breaks=breaks, dark=dark, words=said, zero=zero)


@lru_cache(maxsize=60)
def _map(version: object, values: Any, what: str, title: str, about: str, dark: bool, said: Words) -> Spec:
    return district_map.district_map(
        data.shapes() or {"features": []}, dict(values), title=title, about=about, what=what, rank=_("Rank"),
        not_looked_at=_("not looked at"), dark=dark, words=said,
    )  # fmt: skip

"""Figures from files, what they tell: by district, by account, and day by day, each with its file and its day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard import charts, data, data_brought
from dashboard.charts import Line, Mark, Point
from dashboard.data_brought import Basis, BroughtRow, BroughtTowns
from dashboard.parts import MONTHS, draw, lead, meta, number
from dashboard.period_picker import day, named, period
from dashboard.tables import table
from dashboard.words import _, counted, later
from domain.metrics import METRICS
from domain.people import Scope, Signed
from domain.period import DAY, Period

BASIS = {Basis.DAYS: later("days"), Basis.POSTS: later("posts"), Basis.STOCK: later("as it stood")}


def told(who: Signed, scope: Scope | None, *, any_file: bool) -> None:
    """Draw what the files tell; nothing where there are none."""
    if not any_file:
        return
    st.header(_("By district, from files"), anchor="by-district")
    _by_town(data_brought.by_town(who, data.today(), scope))
    st.header(_("By account, from files"), anchor="by-account")
    span = period(default="28d")
    rows = data_brought.figures(who, span, scope)
    if not rows:
        draw(lead(_("No file tells anything of {time}.").format(time=named(span))))
        return
    accounts = counted("{n} account", "{n} accounts", len({row.account_id for row in rows}))
    draw(lead(_("Files tell something of {accounts}, {time}.").format(accounts=accounts, time=named(span))))
    table([_row(row) for row in rows], "figures-by-account", notes=_notes(rows))
    _day_by_day(who, [row for row in rows if row.basis is Basis.DAYS and row.told > 1], span)


def _by_town(rows: Sequence[BroughtTowns]) -> None:
    if not rows:
        draw(lead(_("No file tells anything by town.")))
        return
    pages = list(dict.fromkeys((row.account, row.metric) for row in rows))
    labels = {page: f"{page[0]} · {_(METRICS[page[1]].label)}" for page in pages}
    chosen = pages[0]
    if len(pages) > 1:
        chosen = st.selectbox(_("Page and number"), pages, format_func=labels.__getitem__, key="figures-page") or chosen
    shown = [row for row in rows if (row.account, row.metric) == chosen]
    one = shown[0]
    draw(lead(_sentence(shown)), meta(
        _("as told for {time}").format(time=_when(one.first, one.last)),
        _("from {file}").format(file=one.file), data_brought.layout(one.layout),
        _("downloaded on {day}").format(day=day(one.as_of)),
    ))  # fmt: skip
    placed = sorted((row for row in shown if row.district_id), key=lambda row: -(row.share or 0))
    shares = [(row.district, row.share) for row in placed]
    about = _("Share of the page, %")
    if shares:
        draw(meta(about))
        charts.bars(shares, f"bars-{chosen}", f"{about}. {_sentence(shown)}")
    table(
        [_town(row) for row in shown], "figures-by-district", notes=_town_notes(one),
        chart=(lambda: charts.bars_of(shares, f"{labels[chosen]}: {about}", _sentence(shown))) if shares else None,
    )  # fmt: skip


def _sentence(rows: Sequence[BroughtTowns]) -> str:
    """The district with the most, and of what it is a share."""
    placed = [row for row in rows if row.district_id]
    if not placed:
        return _("None of these towns belongs to a district yet.")
    most = max(placed, key=lambda row: (row.share or 0, row.value or 0))
    if most.value is None:
        return _("{district}: {share} % of the followers of {page}.").format(
            district=most.district, share=most.share, page=most.account
        )
    if most.share is None:
        return _("{district}: {value} {number} of {page}; nobody told the whole.").format(
            district=most.district, value=_told(most.value), number=_(most.label).lower(), page=most.account
        )
    return _("{district}: {value} of the {total} {number} of {page}, {share} %.").format(
        district=most.district, value=_told(most.value), total=_told(most.total), number=_(most.label).lower(),
        share=most.share, page=most.account,
    )  # fmt: skip


def _town(row: BroughtTowns) -> dict[str, Any]:
    return {
        _("Lives in"): row.district,
        _(row.label): _whole(row.value),
        _("Share of the page, %"): row.share,
        _("Of the whole page"): _whole(row.total),
        _("Per 1,000 residents"): row.per_1000,
        _("Towns"): ", ".join(f"{town} {_told(value)}" for town, value in row.towns),
        _("Told for"): _when(row.first, row.last),
        _("File"): row.file,
    }


def _town_notes(row: BroughtTowns) -> list[tuple[str, str]]:
    return [
        (_(row.label), _(METRICS[row.metric].means)),
        (_("Source"), f"{row.file}; {data_brought.layout(row.layout)}; {day(row.as_of)}"),
        (_("Other"), _("Towns that belong to no district of ours.")),
    ]


def _row(row: BroughtRow) -> dict[str, Any]:
    return {
        _("Account"): row.account,
        _("Platform"): data.label(row.platform),
        _("Team"): row.team or row.district or _("The force's own accounts"),
        _("District"): row.district or _("The force's own accounts"),
        _("Number"): _(row.label),
        _("Told"): _whole(row.value),
        _("Of"): f"{number(row.told)} {_(BASIS[row.basis])}",
        _("From"): row.first,
        _("To"): row.last,
        _("File"): row.file if row.files == 1 else _("{file} and {n} more").format(file=row.file, n=row.files - 1),
        _("Downloaded on"): row.as_of,
    }


def _notes(rows: Sequence[BroughtRow]) -> list[tuple[str, str]]:
    names = dict.fromkeys(row.metric for row in rows)
    says = _("An empty number may not be added up over these days or posts: each stands alone.")
    return [(_("Told"), says), *((_(METRICS[name].label), _(METRICS[name].means)) for name in names)]


def _day_by_day(who: Signed, rows: Sequence[BroughtRow], span: Period) -> None:
    """One number of one account over its days, with gaps, and a mark where files changed what they call it."""
    if not rows:
        return
    st.header(_("Day by day, from files"), anchor="day-by-day")
    names = {f"{row.account_id} {row.metric}": f"{row.account} · {_(row.label)}" for row in rows}
    chosen = st.selectbox(_("Account and number"), list(names), format_func=names.__getitem__, key="figures-line")
    row = next((one for one in rows if f"{one.account_id} {one.metric}" == chosen), rows[0])
    found = data_brought.series(who, row, span)
    values = {one.first: one for one in found.points if one.first == one.last}
    if not values:
        return
    first, last = min(values), max(values)
    days = [first + DAY * at for at in range((last - first).days + 1)]
    points = tuple(Point(one, f"{one.day} {_(MONTHS[one.month - 1])}", _value(values, one)) for one in days)
    title = f"{names[f'{row.account_id} {row.metric}']}, {named(Period(first, last))}"
    gaps = len(days) - len(values)
    missing = counted("{n} day between is not told.", "{n} days between are not told.", gaps) if gaps else ""
    marks = [
        Mark(one.day, _("“{was}” becomes “{became}”").format(was=one.was, became=one.became)) for one in found.breaks
    ]
    draw(lead(_("{day}: {value}, the last that is told.").format(day=day(last), value=_told(values[last].value))),
         meta(title, missing, _(METRICS[row.metric].means)))  # fmt: skip
    lines = [Line(_(row.label), points)]
    charts.line(lines, f"line-{chosen}", title, marks)
    table(
        [{_("Day"): one.first, _(row.label): _whole(one.value), _("As the file calls it"): one.column,
          _("File"): one.file, _("Downloaded on"): one.as_of} for one in found.points],
        "figures-day-by-day", folded=True, chart=lambda: charts.line_of(lines, title, title, marks),
    )  # fmt: skip


def _value(values: Any, on: date) -> float | None:
    return _whole(values[on].value) if on in values else None


def _whole(value: float | None) -> float | None:
    """A count without a point; a share with it."""
    return int(value) if value is not None and value == int(value) else value


def _told(value: float | None) -> str:
    return number(_whole(value))


def _when(first: date, last: date) -> str:
    return named(Period(first, last))

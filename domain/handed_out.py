"""Reports that are handed out: which there are, in which forms and languages, how often, and about which days."""

from datetime import date, timedelta
from enum import StrEnum

from domain.period import Period

YEAR_BEGINS = 4
"""Years of reports begin in April, as those of forces and their panels do."""


class ReportKind(StrEnum):
    """The reports that a force hands out."""

    PANEL = "panel"  # to the Police and Crime Panel
    PCC = "pcc"  # to the Police and Crime Commissioner
    MONTHLY = "monthly"  # district by district
    ANNUAL = "annual"  # engagement over a year


class Form(StrEnum):
    """What a report is written as; each is also the ending of its file."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    HTML = "html"


class Language(StrEnum):
    """The languages reports are written in."""

    ENGLISH = "en"
    WELSH = "cy"


class Every(StrEnum):
    """How often a report is made: about every whole month, quarter or year, April to March."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


USUAL = {
    ReportKind.PANEL: Every.QUARTER,
    ReportKind.PCC: Every.MONTH,
    ReportKind.MONTHLY: Every.MONTH,
    ReportKind.ANNUAL: Every.YEAR,
}
"""How often each is made when nobody says otherwise."""

_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


def about(every: Every, day: date) -> Period:
    """The last whole month, quarter or year that was over before a London day."""
    begins = _begins(every, day)
    return Period(_begins(every, begins - timedelta(days=1)), begins - timedelta(days=1))


def next_after(every: Every, day: date) -> date:
    """The day so much later on which a report is made again: at the same distance from its span."""
    begins = _begins(every, day)
    later = _begins(every, begins + timedelta(days=32 * _MONTHS[every]))
    longest = _begins(every, later + timedelta(days=32 * _MONTHS[every])) - later
    return later + min(day - begins, longest - timedelta(days=1))


def first_after(every: Every, day: date, wait: timedelta = timedelta(days=5)) -> date:
    """When it is made first: some days after the span that a day lies in, when late numbers have come in."""
    return _begins(every, _begins(every, day) + timedelta(days=32 * _MONTHS[every])) + wait


def _begins(every: Every, day: date) -> date:
    """The first day of the month, quarter or year that a day lies in."""
    if every is Every.YEAR:
        return date(day.year if day.month >= YEAR_BEGINS else day.year - 1, YEAR_BEGINS, 1)
    return date(day.year, day.month - (day.month - 1) % _MONTHS[every], 1)

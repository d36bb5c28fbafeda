"""Writes one of the reports: its chapters in order, with title, period, force, and the moment it was drawn."""

from collections.abc import Callable, Mapping

from domain.handed_out import Language, ReportKind
from domain.period import Period
from domain.posts import PlatformName
from reporting.document import Document, Prose, Section
from reporting.kinds import annual, asked, method, monthly, panel, pcc
from reporting.kinds.told import Told
from reporting.words import Words, later, plain
from store.reports.gathered import Gathered

TITLES: Mapping[ReportKind, str] = {
    ReportKind.PANEL: later("Report to the Police and Crime Panel"),
    ReportKind.PCC: later("Report to the Police and Crime Commissioner"),
    ReportKind.MONTHLY: later("Social media by district"),
    ReportKind.ANNUAL: later("Annual engagement report"),
}
CHAPTERS: Mapping[ReportKind, Callable[[Told], list[Section]]] = {
    ReportKind.PANEL: panel.chapters,
    ReportKind.PCC: pcc.chapters,
    ReportKind.MONTHLY: monthly.chapters,
    ReportKind.ANNUAL: annual.chapters,
}
BY_DISTRICT = frozenset({ReportKind.MONTHLY})
"""The reports for which each district's rows are gathered by themselves."""


def title(kind: ReportKind, language: Language = Language.ENGLISH) -> str:
    """What a report is called."""
    return Words(language)._(TITLES[kind])


def document(kind: ReportKind, rows: Gathered, language: Language, label: Callable[[PlatformName], str]) -> Document:
    """The report, ready to be written in any form; `label` says what a platform is called."""
    words = Words(language)
    told = Told(rows, words, label)
    drawn = words._("Figures were drawn on {drawn}").format(drawn=words.moment(rows.drawn_at))
    return Document(
        name=file_stem(kind, rows, language),
        title=words._(TITLES[kind]),
        force=rows.force or words._("No force yet"),
        about=(_span(words, rows), told.part),
        drawn=drawn,
        drawn_at=rows.drawn_at,
        language=language.value,
        sections=tuple(nothing_known(told) if rows.blind else CHAPTERS[kind](told)),
    )


def _span(words: Words, rows: Gathered) -> str:
    """The days it is about, and up to which there are figures where they are not over."""
    span = words.span(rows.period)
    if not rows.period.first <= rows.until < rows.period.last:
        return span
    return words._("{span} (figures up to {day})").format(span=span, day=words.day(rows.until))


def nothing_known(t: Told) -> list[Section]:
    """A report of days of which nothing is known: it says so, for a table of noughts would be a lie."""
    _ = t.w._
    says = _(
        "No figure was read in this time, and no post or question of it is known. That does not mean that there was"
        " none: nothing is said of it here."
    )
    told = [asked.said_did(t)] if t.g.issues else []
    return [Section(_("Nothing is known of this time"), (Prose(says),)), *told, *method.chapter(t)]


def file_stem(kind: ReportKind, rows: Gathered, language: Language) -> str:
    """What its file is called, without the ending: plain letters only."""
    part = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in plain(rows.part or "")).strip("-")
    parts = [kind.value, said(rows.period), part.lower()[:40], "" if language is Language.ENGLISH else language.value]
    return "-".join(one for one in parts if one)


def said(period: Period) -> str:
    """A period as file names say it: 2026-10, 2026-Q3, 2026, else 2026-07-05-to-2026-09-30."""
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    if period.is_months and months == 1:
        return f"{period.first:%Y-%m}"
    if period.is_months and months == 3 and period.first.month % 3 == 1:
        return f"{period.first.year}-Q{period.last.month // 3}"
    if period.is_months and months == 12 and period.first.month == 1:
        return f"{period.first.year}"
    return f"{period.first.isoformat()}-to-{period.last.isoformat()}"

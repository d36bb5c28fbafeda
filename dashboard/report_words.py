"""What the page of reports calls reports, forms, languages, spans and days."""

from datetime import date

from dashboard.parts import MONTHS
from dashboard.words import _, later
from domain.handed_out import Every, Form, Language, ReportKind
from domain.period import Period

KINDS = {
    ReportKind.PANEL: (later("Police and Crime Panel"), later(
        "Reach, followers by district, both ways, the promise to the public, what people asked, you said we did."
    )),
    ReportKind.PCC: (later("Police and Crime Commissioner"), later(
        "Views, questions, the promise to the public, what it cost."
    )),
    ReportKind.MONTHLY: (later("Month by district"), later("All districts side by side, then each by itself.")),
    ReportKind.ANNUAL: (later("Annual engagement report"), later(
        "The year month by month, and the standards of engagement with the figures that bear on them."
    )),
}  # fmt: skip
FORMS = {
    Form.PDF: later("PDF"),
    Form.DOCX: later("Word (DOCX)"),
    Form.XLSX: later("Excel (XLSX)"),
    Form.HTML: later("Web page (HTML)"),
}
LANGUAGES = {Language.ENGLISH: later("English"), Language.WELSH: later("Welsh")}
OFTEN = {Every.MONTH: later("Every month"), Every.QUARTER: later("Every quarter"), Every.YEAR: later("Every year")}


def span_name(span: Period) -> str:
    """A span for people: "Oct 2026", "1 Jul 2026 to 30 Sep 2026"."""
    if span.is_months and (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return f"{_(MONTHS[span.first.month - 1])} {span.first.year}"
    return _("{first} to {last}").format(first=day_name(span.first), last=day_name(span.last))


def day_name(day: date) -> str:
    """A day with its year: "5 Jan 2027"."""
    return f"{day.day} {_(MONTHS[day.month - 1])} {day.year}"

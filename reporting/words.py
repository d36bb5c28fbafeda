"""The words of documents in the reader's language: sentences, days, spans and numbers. One catalogue (gettext)."""

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from domain.clock import LONDON
from domain.handed_out import Language
from domain.period import Period
from reporting.document import Cell, Kind

LOCALE = Path(str(files("reporting"))) / "locale"


def later(sentence: str) -> str:
    """Marks a sentence for the catalogue where it is translated only when a document is written."""
    return sentence


MONTHS = (
    later("January"), later("February"), later("March"), later("April"), later("May"), later("June"), later("July"),
    later("August"), later("September"), later("October"), later("November"), later("December"),
)  # fmt: skip
SHORT = (
    later("Jan"), later("Feb"), later("Mar"), later("Apr"), later("May."), later("Jun"), later("Jul"), later("Aug"),
    later("Sep"), later("Oct"), later("Nov"), later("Dec"),
)  # fmt: skip


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("reports", LOCALE, languages=[language], fallback=True)


@dataclass(frozen=True)
class Words:
    """How a document speaks in one language."""

    language: Language = Language.ENGLISH

    def _(self, sentence: str) -> str:
        """The sentence in that language; English where nobody has translated it yet."""
        return _catalogue(self.language.value).gettext(sentence) if sentence else ""

    def counted(self, one: str, many: str, n: int) -> str:
        """A sentence about `n` things in the form that suits the number, which stands where it says {n}."""
        return _catalogue(self.language.value).ngettext(one, many, n).format(n=f"{n:,}")

    @property
    def tag(self) -> str:
        """The language as documents and browsers name it."""
        return "cy-GB" if self.language is Language.WELSH else "en-GB"

    def day(self, day: date) -> str:
        """A day: "1 January 2026"."""
        return f"{day.day} {self._(MONTHS[day.month - 1])} {day.year}"

    def short_day(self, day: date) -> str:
        """A day where there is little room: "1 Jan 2026"."""
        return f"{day.day} {self._(SHORT[day.month - 1]).rstrip('.')} {day.year}"

    def month(self, day: date) -> str:
        """The month a day lies in: "January 2026"."""
        return f"{self._(MONTHS[day.month - 1])} {day.year}"

    def moment(self, at: datetime) -> str:
        """A time in London: "1 January 2026, 09:05 GMT"."""
        here = at.astimezone(LONDON)
        return f"{self.day(here)}, {here:%H:%M %Z}"

    def span(self, period: Period) -> str:
        """A span of days, both ends included."""
        if period.first == period.last:
            return self.day(period.first)
        if period.is_months and period.first.month == period.last.month and period.first.year == period.last.year:
            return self.month(period.first)
        return self._("{first} to {last}").format(first=self.day(period.first), last=self.day(period.last))

    def cell(self, value: Cell, kind: Kind = Kind.WORDS, absent: str = "") -> str:
        """What stands in a cell, for people."""
        if value is None:
            return absent or self._("not told")
        if isinstance(value, date):
            return self.short_day(value).replace(" ", "\N{NO-BREAK SPACE}")
        return _NUMBERS[kind](value) if isinstance(value, int | float) else value


_NUMBERS: dict[Kind, Callable[[int | float], str]] = {
    Kind.WORDS: lambda n: f"{n:,}",
    Kind.DAY: lambda n: f"{n:,}",
    Kind.COUNT: lambda n: f"{n:,}",
    Kind.DECIMAL: lambda n: f"{n:,.2f}",
    Kind.PERCENT: lambda n: f"{n:.1f} %",
    Kind.HOURS: lambda n: f"{n:,.1f} h",
    Kind.DOLLARS: lambda n: f"US${n:,.2f}",
}


def plain(text: str) -> str:
    """A text of anybody's as it may stand in a file: without the signs that neither XML nor HTML knows."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF
                   and sign not in "\x7f\ufffe\uffff"))  # fmt: skip

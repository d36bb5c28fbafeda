"""What the page of reports may ask: a report as it would be written, the orders, and what became of each."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.kept import ask, ask_kept, now
from domain.handed_out import Form, Language, ReportKind
from domain.people import Scope, Signed
from domain.period import Period
from reporting import forms, html
from reporting.document import Document
from reporting.kinds.written import BY_DISTRICT, document
from scheduler.order_places import Places
from store.reports.force import force_languages
from store.reports.gathered import Gathered, gathered
from store.reports.ordered import Became, OrderRow, RunRow, report_orders, report_runs

__all__ = ["Became", "Document", "OrderRow", "RunRow"]


def written(who: Signed, kind: ReportKind, period: Period, scope: Scope | None, language: Language) -> Document:
    """The report, with the numbers that the pages show."""
    rows: Gathered = ask_kept(gathered, who, now(), period, scope=scope, by_district=kind in BY_DISTRICT)
    return document(kind, rows, language, data.label)


def languages() -> Sequence[Language]:
    """The languages that the force publishes in, its main one first; English where nobody said."""
    told = [Language(one) for one in ask_kept(force_languages) if one in tuple(Language)]
    return told or [Language.ENGLISH]


def on_the_page(made: Document) -> str:
    """The report as it stands on a page: the same as its HTML, its charts as pictures."""
    return f"<style>{html.CSS}</style>{html.body(made, pictured=True)}"


def file(made: Document, form: Form) -> bytes:
    """The report as a file."""
    return forms.write(made, form)


def file_name(made: Document, form: Form) -> str:
    """What that file is called."""
    return forms.file_name(made, form)


def mime(form: Form) -> str:
    """What browsers call that form."""
    return forms.MIME[form]


def orders(who: Signed) -> Sequence[OrderRow]:
    """The orders in force, the next due first."""
    return ask(report_orders, who)


def stopped(who: Signed) -> Sequence[OrderRow]:
    """The orders that were stopped, the last first."""
    return ask(report_orders, who, stopped=True)


def runs(who: Signed) -> Sequence[RunRow]:
    """What the orders made, the latest first."""
    return ask(report_runs, who)


def use_places(places: Places) -> None:
    """Say once a run where ordered reports may go."""
    st.session_state["_places"] = (str(places.folder or ""), places.domains)


def places() -> Places:
    """Where ordered reports may go."""
    folder, domains = st.session_state.get("_places", ("", ()))
    return Places(Path(folder) if folder else None, tuple(domains))

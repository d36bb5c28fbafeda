"""Reports that are handed out: the same numbers in each form, readable by everybody, and nobody's words are markup."""

import io
from collections.abc import Iterator
from ctypes import create_string_buffer
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from typing import Any
from uuid import uuid4

import docx
import lxml.html
import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn

from domain.handed_out import Form, Language, ReportKind
from domain.listening.words import Topic
from domain.period import Grain, Period, said
from domain.posts import PlatformName
from reporting import forms, pdf
from reporting.document import Column, Document, Prose, Section, Table
from reporting.kinds.reached import month_chart
from reporting.kinds.told import Told
from reporting.kinds.written import document
from reporting.words import Words
from store import reports
from store.db import Store
from store.reports.gathered import Gathered, MonthOf, gathered
from store.tables import Issue
from tests.conftest import Ticking
from tests.reporting import catalogue
from tests.store import made_up
from tests.store.made_up import County

NOVEMBER = said("2026-11", date(2026, 11, 24))
HOSTILE = ("#set page(fill: red)", "<script>alert(1)</script>", '=cmd|"/C calc"!A0', "Ysgol Llŷn 🎉 مرحبا \x07 \\*$x$_")


def label(platform: PlatformName) -> str:
    return {"x": "X", "facebook": "Facebook"}[platform.value]


@pytest.fixture
def rows(store: Store, now: Ticking) -> Gathered:
    """What the whole force's comms see of a month with odd numbers in it, and one issue with hostile words."""
    with store.writing() as db:
        here = made_up.county(db, now())
        _fill(db, here, now())
    with store.reading() as db:
        return gathered(db, here.comms, now(), NOVEMBER, by_district=True)


def _fill(db: Any, here: County, now: datetime) -> None:
    on = here.on_facebook
    told: list[dict[str, int | None]] = [{"views": 12_345, "likes": 67}, {"views": 6_789, "likes": 5}, {"likes": None}]
    for days, numbers in enumerate(told, 2):
        at = now - timedelta(days=days)
        under = made_up.post(db, on, at, at + timedelta(hours=1), **numbers)
        asked = made_up.reply(db, on, f"r{days}", at + timedelta(hours=2), under)
        made_up.question(db, asked, topic=Topic.PARKING, due_at=at + timedelta(hours=74))
    made_up.post(db, here.mere_x, now - timedelta(days=1), now, views=1_111, likes=3)
    made_up.followers(db, here.force_page, now - timedelta(days=1), 134_000)
    made_up.followers(db, here.on_x, now - timedelta(days=1), 9_001)
    db.add(
        Issue(
            title=HOSTILE[0], said=HOSTILE[1], source=HOSTILE[2], topic=Topic.ROADS, opened_at=now - timedelta(days=9),
            opened_by_id=here.comms.person_id, owner_id=here.comms.person_id, due_on=now.date(), action=HOSTILE[2],
            outcome=HOSTILE[3], outcome_at=now, public=True, changed_at=now,
        )
    )  # fmt: skip


def panel(rows: Gathered, language: Language = Language.ENGLISH, kind: ReportKind = ReportKind.PANEL) -> Document:
    return document(kind, rows, language, label)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def tags(content: bytes) -> Iterator[tuple[str, str]]:
    """Every element of a PDF's structure with its alternative text."""
    for page in pypdfium2.PdfDocument(content):
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        roots = [
            pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(pdfium.FPDF_StructTree_CountChildren(tree))
        ]
        waiting = roots
        while waiting:
            one = waiting.pop()
            yield _told(pdfium.FPDF_StructElement_GetType, one), _told(pdfium.FPDF_StructElement_GetAltText, one)
            children = range(pdfium.FPDF_StructElement_CountChildren(one))
            found = (pdfium.FPDF_StructElement_GetChildAtIndex(one, n) for n in children)
            waiting += [child for child in found if child]


def _told(ask: Any, one: Any) -> str:
    room = create_string_buffer(ask(one, None, 0) or 2)
    ask(one, room, len(room))
    return room.raw.decode("utf-16-le").rstrip("\0")


def test_every_form_tells_the_numbers_of_the_pages_own_reports(rows: Gathered, store: Store, now: Ticking) -> None:
    with store.reading() as db:
        who = reports.people(db)
        signed = reports.signed(db, next(one.email for one in who if one.name == "Pat Quill"))
        assert signed
        likes = reports.likes_by_district(db, signed, NOVEMBER)
        two_way = reports.two_way(db, signed, now(), NOVEMBER.since, NOVEMBER.until)
        figures = {one.name: one for one in reports.headline(db, signed, NOVEMBER)}
    made = panel(rows)
    assert figures["views"].value == 12_345 + 6_789 + 1_111
    assert figures["followers"].value == 143_001

    book = openpyxl.load_workbook(io.BytesIO(forms.write(made, Form.XLSX)))
    headline = {row[0]: row[1] for row in book["Headline figures"].iter_rows(min_row=2, values_only=True)}
    assert headline["Views"] == 20_245
    assert headline["Followers"] == 143_001
    by_district = list(book["Posts of the period by distr"].iter_rows(min_row=2, values_only=True))
    told = [
        (one.posts, one.views or "not told", one.engagement or "not told", one.likes or "not told") for one in likes
    ]
    assert [tuple(row[1:5]) for row in by_district] == told

    page = lxml.html.fromstring(forms.write(made, Form.HTML))
    tables = {one.findtext("caption/span"): one for one in page.iter("table")}
    cells = [[cell.text_content() for cell in row] for row in tables["Both ways, team by team"].iter("tr")][1:]
    assert [row[2:6] for row in cells] == [
        [str(n) for n in (r.comments, r.asked, r.answers, r.in_time)] for r in two_way
    ]

    file = docx.Document(io.BytesIO(forms.write(made, Form.DOCX)))
    grids = {one._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")): one for one in file.tables}
    first = [[cell.text for cell in row.cells] for row in grids["Headline figures"].rows]
    assert ["Views", "20,245", "told for 3 of 4 posts"] in first
    ours = [[cell.text for cell in row.cells] for row in grids["Followers by the district of the account"].rows]
    assert ["The force's own accounts", "134,000", "not told", "1 of 1", "no figure", "23\xa0Nov\xa02026"] in ours

    text = pdf_text(forms.write(made, Form.PDF))
    assert all(number in text for number in ("20,245", "143,001", "134,000"))
    assert "Figures were drawn on 24 November 2026, 09:00 GMT" in text
    assert "On 23 of 24 days no account's figures were read" in text.replace("\r\n", " ")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everybody_can_read_it_headings_headers_and_alt_texts_are_there(rows: Gathered) -> None:
    made = panel(rows)
    content = forms.write(made, Form.PDF)
    found = list(tags(content))
    kinds = {kind for kind, _alt in found}
    assert {"H1", "H2", "Table", "TH", "TD", "Figure", "Caption", "L"} <= kinds
    assert any(
        alt.startswith("Bar chart. Followers of each district's own accounts: Ashvale 9,001") for _kind, alt in found
    )
    assert pypdfium2.PdfDocument(content).get_metadata_dict()["Title"] == "Report to the Police and Crime Panel"
    assert b"pdfuaid" in content
    assert b"/Lang(en-GB)" in content.replace(b"/Lang (", b"/Lang(")
    assert forms.write(made, Form.PDF) == content  # the same rows make the same file

    file = docx.Document(io.BytesIO(forms.write(made, Form.DOCX)))
    levels = [one.style.name for one in file.paragraphs if one.style]
    assert {"Heading 1", "Heading 2"} <= set(levels)
    for grid in file.tables:
        assert grid.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    pictures = file.element.body.findall(f".//{qn('wp:docPr')}")
    assert len(pictures) >= 2
    assert all(one.get("descr") for one in pictures)
    assert 'w:val="en-GB"' in file.styles.element.xml
    assert file.core_properties.language == "en-GB"

    page = lxml.html.fromstring(forms.write(made, Form.HTML))
    assert page.get("lang") == "en-GB"
    assert not list(page.iter("script"))
    heights = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
    assert heights[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(heights))
    for drawn in page.iter("svg"):
        assert drawn.get("aria-labelledby") == " ".join(one.get("id") for one in list(drawn)[:2])
    assert all(cell.get("scope") for cell in page.iter("th"))
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_word_of_a_person_becomes_markup_or_a_formula(rows: Gathered) -> None:
    likes = [replace(one, district=name) for one, name in zip(rows.likes, HOSTILE, strict=False)]
    made = panel(replace(rows, force=HOSTILE[1], part=HOSTILE[0], likes=likes))
    files = {form: forms.write(made, form) for form in Form}
    text = pdf_text(files[Form.PDF])
    assert all(words in text for words in HOSTILE[:3])
    assert "Ysgol Llŷn" in text
    page = lxml.html.fromstring(files[Form.HTML])
    assert not list(page.iter("script"))
    assert HOSTILE[1] in page.text_content()
    file = docx.Document(io.BytesIO(files[Form.DOCX]))
    assert any(words in one.text for one in file.paragraphs for words in HOSTILE[1:2])
    assert any("Ysgol Llŷn 🎉 مرحبا" in one.text for one in file.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(files[Form.XLSX]))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} <= {
        "s",
        "n",
        "d",
    }
    assert made.name == "panel-2026-11-set-page-fill--red"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_welsh_is_welsh_from_the_title_to_the_day(rows: Gathered) -> None:
    for kind, form in product(ReportKind, (Form.HTML, Form.PDF)):
        content = forms.write(panel(rows, Language.WELSH, kind), form)
        text = pdf_text(content) if form is Form.PDF else lxml.html.fromstring(content).text_content()
        assert "Lluniwyd y ffigurau ar 24 Tachwedd 2026, 09:00 GMT" in text
        assert not any(english in text for english in ("November", "not told", "Followers", "Answered", "Police and"))
    assert catalogue.written(catalogue.merged()) == catalogue.WELSH.read_text(encoding="utf-8"), (
        "gather and translate the sentences: python -m tests.reporting.catalogue"
    )
    assert not [one.id for one in catalogue.translated() if one.id and not one.string]
    assert catalogue.WELSH.with_suffix(".mo").read_bytes() == catalogue.compiled(catalogue.translated())


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_chart_of_months_is_marked_where_a_platform_began_to_count_otherwise(rows: Gathered) -> None:
    period = said("2025-Q4", date(2026, 11, 24))
    autumn = replace(rows, period=period, months=[MonthOf(one, rows.headline) for one in period.cut(Grain.MONTH)])
    drawn = month_chart(Told(autumn, Words(Language.ENGLISH), label), "views").spec
    assert "Facebook counts differently from 15" in str(drawn)


def test_a_time_of_which_nothing_is_known_has_no_noughts(store: Store, now: Ticking) -> None:
    with store.writing() as db:
        here = made_up.county(db, now())
    with store.reading() as db:
        empty = gathered(db, here.comms, now(), said("2026-Q1", now().date()))
        none = gathered(db, here.comms, now(), said("2027-01", now().date()), by_district=True)
    with store.writing() as db:
        _fill(db, here, now())
    with store.reading() as db:
        year = gathered(db, here.comms, now(), said("2026", now().date()))
    for kind, form in product(ReportKind, Form):
        content = forms.write(panel(empty, kind=kind), form)
        if form is Form.PDF:
            text = pdf_text(content).replace("\r\n", " ")
            assert "Nothing is known of this time" in text
            assert "On 90 of 90 days" in text
    page = lxml.html.fromstring(forms.write(panel(none, kind=ReportKind.MONTHLY), Form.HTML))
    assert "The period is not over" in page.text_content()
    page = lxml.html.fromstring(forms.write(panel(year), Form.HTML))
    tables = {one.findtext("caption/span"): one for one in page.iter("table")}
    assert [row[0].text_content() for row in tables["Month by month"].iter("tr")] == ["Month", "November 2026"]
    assert "Nothing was told of the months before November 2026." in page.text_content()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_twenty_districts_and_three_years_still_lay_out(rows: Gathered) -> None:
    names = [f"District of {n} and Under-the-{'very-' * (n % 5)}long-Hill" for n in range(20)]
    likes = [replace(rows.likes[0], district_id=uuid4(), district=name) for name in names]
    two_way = [replace(rows.two_way[0], district_id=one.district_id, district=one.district) for one in likes]
    days = Period(date(2024, 1, 1), date(2026, 12, 31))
    months = [
        replace(rows.months[0], period=said(f"{y}-{m:02}", days.last))
        for y, m in product((2024, 2025, 2026), range(1, 13))
    ]
    many = replace(
        rows, period=days, months=months, likes=likes, two_way=two_way * 4, force="Heddlu " * 12,
        districts_of=[replace(rows, part=one.district, likes=[one]) for one in likes],
    )  # fmt: skip
    made = forms.write(panel(many, kind=ReportKind.MONTHLY), Form.PDF)
    assert len(pypdfium2.PdfDocument(made)) > 15
    text = pdf_text(forms.write(panel(many, kind=ReportKind.ANNUAL), Form.PDF))
    assert "Annual engagement report" in text
    assert text.count("District of 19") >= 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_page_begins_no_table_that_it_has_no_room_for_and_its_running_head_is_one_line(rows: Gathered) -> None:
    unlike = [replace(one, before=None) for one in rows.topics]
    columns = tuple(Column(name) for name in ("Team", "Asked"))
    table = Table("Both ways", columns, [(f"Team {n}", n) for n in range(9)], "")
    for lines in range(10, 42, 2):
        plain = panel(replace(rows, topics=unlike, force="Heddlu Sir y Dyffryn Hir a Glannau'r Mor Mawr Tawel"))
        filled = Section("Lines", (*(Prose(f"Line {n}.") for n in range(lines)), table))
        pages = [
            one.get_textpage().get_text_range()
            for one in pypdfium2.PdfDocument(pdf.write(replace(plain, sections=(filled,))))
        ]
        begins = next(one for one in pages if "Both ways" in one)
        assert "Team 2" in begins, lines
        for one in pages[1:]:
            assert one.splitlines()[0].startswith("Report to the Police and Crime Panel"), one[:200]
    page = lxml.html.fromstring(forms.write(panel(replace(rows, topics=unlike)), Form.HTML))
    assert "not kept" not in page.text_content()  # a column that would say so all the way down is left out

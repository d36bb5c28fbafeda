"""`bluelamp issues`: a page, a feed and a sheet for a website, with nothing of anybody's in them."""

import csv
import os
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from sqlmodel import select

from domain.listening.words import Topic
from doors.wiring import House
from store.tables import Account, Force, Issue, IssueQuestion, Person, Question, Reply, Team
from tests.conftest import Ticking
from tests.doors.conftest import Told

ADDRESS = "https://www.marlshire.example/you-said"
HOSTILE = '<script>alert("x")</script> & =SUM(A1) \x0b ŵ'
SECRET = ("Neighbour Nosy", "I live at number 7", "Olwen Practice")


@pytest.fixture
def full(house: House, now: Ticking) -> House:
    """Two issues for the public, one of them closed, and two that are not; a question belongs to one of them."""
    with house.store.writing() as db:
        person, team = db.exec(select(Person)).first(), db.exec(select(Team)).first()
        account = db.exec(select(Account)).first()
        assert person and team and account
        known: dict[str, Any] = {
            "said": "Too fast", "source": f"Meeting with {SECRET[2]}", "topic": Topic.ROADS, "opened_at": now(),
            "opened_by_id": person.id, "owner_id": person.id, "due_on": now().date(), "changed_at": now(),
        }  # fmt: skip
        done = {"closed_at": now() + timedelta(hours=1), "outcome": "Slower now", "public": True}
        rows = [
            Issue(title=HOSTILE, team_id=team.id, district_id=team.district_id, action="A camera", **known, **done),
            Issue(title="Still at it", action="We look", public=True, **known),
            Issue(title="Not public", outcome="x", **known),
            Issue(title="Nothing yet", public=True, **known),
        ]
        asks = Reply(
            account_id=account.id, external_id="q", thread="q", parent="q", author=SECRET[0], text=SECRET[1],
            created_at=now(),
        )  # fmt: skip
        db.add_all([*rows, asks])
        db.flush()
        asked = Question(reply_id=asks.id, account_id=account.id, waiting_since=now())
        db.add(asked)
        db.flush()
        db.add(IssueQuestion(issue_id=rows[0].id, question_id=asked.id, added_at=now()))
    return house


def test_the_page_is_read_by_anybody_and_holds_nothing_of_anybodys(full: House, told: Told, folder: Path) -> None:
    done = told("issues", "--html", "page.html")
    assert done.exit_code == 0 and done.stdout == "2 issues written to page.html.\n"
    text = (folder / "page.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    assert page.get("lang") == "en-GB" and page.xpath("//meta[@name='viewport']") and len(page.xpath("//h1")) == 1
    assert HOSTILE.replace("\x0b", "") in [one.text_content() for one in page.xpath("//article/h2")]
    assert len(page.xpath("//article")) == 2 and not page.xpath("//script | //*[@src] | //link")
    assert not [word for word in (*SECRET, "Not public", "Nothing yet") if word in text]
    assert page.xpath("//article[.//dd='Slower now']//dt/text()") == ["You said", "We did", "What came of it"]


def test_the_headings_are_in_both_languages_where_the_force_has_welsh(full: House, told: Told, folder: Path) -> None:
    with full.store.writing() as db:
        db.get_one(Force, 1).languages = ["en", "cy"]
    told("issues", "--html", "page.html", "--rss", "feed.xml", "--address", ADDRESS)
    page = html.document_fromstring((folder / "page.html").read_text(encoding="utf-8"))
    assert page.xpath("//h1/span[@lang='cy']/text()") == ["Dywedoch chi, gwnaethom ni"]
    feed = etree.fromstring((folder / "feed.xml").read_bytes())
    assert "You said / Dywedoch chi: Too fast" in feed.findtext(".//item/description", "")


def test_the_feed_is_rss_2_with_ids_that_stay(full: House, told: Told, folder: Path) -> None:
    told("issues", "--rss", "feed.xml", "--address", ADDRESS)
    first = (folder / "feed.xml").read_bytes()
    feed = etree.fromstring(first)
    assert feed.tag == "rss" and feed.get("version") == "2.0"
    channel = feed.find("channel")
    assert channel is not None and all(channel.findtext(name) for name in ("title", "link", "description"))
    items = channel.findall("item")
    assert len(items) == 2 and len({one.findtext("guid") for one in items}) == 2
    with full.store.reading() as db:
        ids = {f"urn:uuid:{one}" for one in db.exec(select(Issue.id).where(Issue.title != "x"))}
    for one in items:
        assert one.find("guid").get("isPermaLink") == "false" and one.findtext("guid") in ids
        assert one.findtext("link", "").startswith(f"{ADDRESS}#issue-")
        assert parsedate_to_datetime(one.findtext("pubDate", "")).utcoffset() == timedelta(0)
    titles = [one.findtext("title", "") for one in items]
    assert any("<script>" in one for one in titles) and "\x0b" not in "".join(titles)
    told("issues", "--rss", "again.xml", "--address", ADDRESS)
    assert (folder / "again.xml").read_bytes() == first
    assert not [word for word in (*SECRET, "Not public", "Nothing yet") if word.encode() in first]


def test_the_sheet_runs_no_formula(full: House, told: Told, folder: Path) -> None:
    with full.store.writing() as db:
        for one in db.exec(select(Issue)):
            one.action = "=HYPERLINK(1)"
    told("issues", "--csv", "sheet.csv")
    rows = list(csv.DictReader((folder / "sheet.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 3 and {one["we_did"] for one in rows} == {"'=HYPERLINK(1)"}
    assert rows[0]["raised_on"] == "2026-11-24"


def test_without_issues_the_files_are_there_and_empty(house: House, told: Told, folder: Path) -> None:
    done = told("issues", "--html", "p.html", "--rss", "f.xml", "--csv", "s.csv", "--address", ADDRESS)
    assert done.exit_code == 0 and "0 issues written to p.html." in done.stdout
    assert "There is nothing to tell yet." in (folder / "p.html").read_text(encoding="utf-8")
    assert etree.fromstring((folder / "f.xml").read_bytes()).findall(".//item") == []
    assert len((folder / "s.csv").read_text(encoding="utf-8").splitlines()) == 1


def test_a_file_is_put_in_place_all_at_once_for_everybody_to_read(full: House, told: Told, folder: Path) -> None:
    (folder / "page.html").write_text("old")
    with (folder / "page.html").open() as kept:
        told("issues", "--html", "page.html")
        assert kept.read() == "old"
    assert os.stat(folder / "page.html").st_mode & 0o777 == 0o644
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []


def test_what_is_asked_for_wrongly_is_said(full: House, told: Told, folder: Path) -> None:
    assert "Nothing is asked for." in told("issues").output
    assert "Say --address" in told("issues", "--rss", "f.xml").output
    done = told("issues", "--html", "nowhere/page.html")
    assert done.exit_code and "nowhere/page.html cannot be written" in done.output


def test_what_an_officer_typed_is_words_in_a_feed_reader_too(full: House, told: Told, folder: Path) -> None:
    with full.store.writing() as db:
        for one in db.exec(select(Issue)):
            one.outcome, one.title = "<script>alert(1)</script> & so\non \ufffe", f"{one.title} \ufffe"
    done = told("issues", "--rss", "feed.xml", "--html", "page.html", "--address", ADDRESS)
    assert done.exit_code == 0, done.output
    shown = html.fromstring(f"<div>{etree.parse(folder / 'feed.xml').findtext('.//item/description')}</div>")
    assert not shown.xpath("//script") and "<script>alert(1)</script> & so" in shown.text_content()
    assert shown.xpath("//br")


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(full: House, told: Told, folder: Path) -> None:
    (folder / "page.html").mkdir()
    done = told("issues", "--html", "page.html")
    assert done.exit_code == 1 and "page.html cannot be written" in done.output
    assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []

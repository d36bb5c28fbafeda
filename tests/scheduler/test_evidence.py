"""Evidence: the whole story of a publication, the same facts the same sum, and nothing that is nobody's business."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from domain.errors import Ambiguous
from domain.people import Act
from domain.posts import MediaKind
from domain.publication import State
from scheduler import desk
from scheduler.desk import Refused
from scheduler.evidence import Evidence, export, sum_of
from scheduler.evidence_sheet import ACTS, OUTCOMES, sheet
from scheduler.hands import publish_due
from scheduler.means import Means
from scheduler.reconciler import reconcile
from scheduler.takedowns import take_down_due
from store.tables import Attachment, Hold, Media, Publication, Reply, Trail
from store.tables import Force as ForceRow
from tests.scheduler.board import Board, accepts_then, raises
from tests.scheduler.conftest import Force

HOSTILE = '<script>alert(1)</script> & "Croeso i\'r ŵyl" 🎂'
ROOT = Path(__file__).parent.parent.parent


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def lived(force: Force, means: Means, board: Board) -> tuple[Force, UUID]:
    """A post with a life: refused a moment, lost, found, held, pictured, and taken down."""
    with force.store.writing() as db:
        db.add(ForceRow(name="Marlshire Police"))
    force.rules = replace(force.rules, take_downs_need_second_person=True)
    (one,) = force.approved(HOSTILE, "county")
    with force.store.writing() as db:
        db.add(Media(digest="ab" * 32, kind=MediaKind.IMAGE, mime="image/jpeg", size=900, width=40, height=30,
                     kept_at=force.now()))  # fmt: skip
        db.flush()
        db.add(Attachment(scheduled_post_id=one.scheduled_post_id, place=0, digest="ab" * 32, alt="A cake"))
        db.add(Hold(reason="A major incident", placed_by_id=force.people["supervisor"].person_id,
                    placed_at=force.now(), lifted_at=force.now() + timedelta(minutes=1),
                    lifted_by_id=force.people["supervisor"].person_id))  # fmt: skip
    force.now.forward(minutes=10)
    board.faults += [raises(Ambiguous("no answer (ReadTimeout)")), accepts_then(Ambiguous("503"))]
    publish_due(means)
    desk.queue_again(force.store, force.people["comms"], one.id, force.now)
    publish_due(means)
    force.now.forward(minutes=1)
    reconcile(means)
    assert force.the().state is State.PUBLISHED
    desk.take_down(force.store, force.people["comms"], one.id, "A wrong street", force.rules, force.now)
    desk.approve_take_down(force.store, force.people["supervisor"], one.id, force.now)
    force.now.forward(seconds=3)
    take_down_due(means)
    return force, one.id


def made(force: Force, which: UUID, who: str = "officer") -> Evidence:
    return export(force.store, force.people[who], which, force.now)


def test_the_story_is_told_from_its_writing_to_its_end(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    document = json.loads(made(force, which).text)
    facts = document["evidence"]
    assert facts["words"] == HOSTILE
    assert (facts["author"], facts["approved_by"]) == ("Officer", "Comms")
    assert [one["outcome"] for one in facts["attempts"]] == ["unknown", "published"]
    assert facts["attempts"][0]["detail"] == "no answer (ReadTimeout)"
    assert facts["attempts"][1]["answer"] == "503" and "found by looking" in facts["attempts"][1]["detail"]
    acts = [one["act"] for one in facts["trail"]]
    assert acts == [
        "write", "submit", "approve", "queue_again", "found", "take_down", "approve_take_down", "deleted", "gone",
    ]  # fmt: skip
    assert facts["certain"] == "It was public and is no longer there."
    assert facts["take_downs"][0]["asked_by"] == "Comms" and facts["take_downs"][0]["state"] == "gone"
    assert facts["pictures"][0]["alt"] == "A cake"
    assert [hold["reason"] for hold in facts["holds"]] == ["A major incident"]
    assert facts["due_at"] == {"utc": "2026-11-24T09:10:00.000Z", "london": "Tue 24 Nov 2026, 09:10:00 GMT"}
    assert facts["cost_usd"] == 0.015  # the lost attempt was looked for and given back
    assert document["export"]["by"] == "Officer"


def test_the_same_facts_have_the_same_sum_whoever_exports_them(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    first = made(force, which)
    force.now.forward(days=3)
    again = made(force, which, "supervisor")
    assert again.sum == first.sum == sum_of(json.loads(again.text)["evidence"])
    assert again.text != first.text
    assert [one["by"] for one in again.document["export"]["earlier"]] == ["Officer"]
    with force.store.writing() as db:
        db.get_one(Publication, which).text = "Other words"
    assert made(force, which).sum != first.sum


def test_each_export_is_a_line_of_the_trail(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    digest = made(force, which).sum
    with force.store.reading() as db:
        line = db.exec(select(Trail).where(col(Trail.act) == "export")).one()
    assert (line.person_id, line.subject_id) == (force.people["officer"].person_id, which)
    assert line.detail == f"sha256 {digest}"


def test_only_who_may_see_it_may_export_it(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    for who, says in (("north officer", "within your area"), ("administrator", "export the story of a post")):
        with pytest.raises(Refused, match=says):
            made(force, which, who)
    with pytest.raises(Refused, match="There is no such publication"):
        made(force, uuid4())
    with force.store.reading() as db:
        assert db.exec(select(Trail).where(col(Trail.act) == "export")).all() == []


def test_the_sheet_needs_nothing_else_and_runs_nothing(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    evidence = made(force, which)
    page = sheet(evidence)
    tags = Tags(page).found
    assert {tag for tag, _ in tags} <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "span", "table", "thead", "tbody",
        "tr", "th", "td", "footer",
    }  # fmt: skip
    assert not [
        name for _, attributes in tags for name in attributes if name.startswith("on") or name in ("src", "href")
    ]
    assert "url(" not in page and "@import" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for words in ("Marlshire Police", evidence.sum, "Exported Tue 24 Nov 2026", "by Officer", "A wrong street",
                  "A cake",
                  "A major incident", "@page { size: A4", "Tue 24 Nov 2026, 09:10:00 GMT"):  # fmt: skip
        assert words in page, words


def test_of_the_public_only_the_words_that_were_answered_are_in_it(force: Force, means: Means) -> None:
    question = force.question()
    with force.store.writing() as db:
        asked = db.exec(select(Reply)).one()
        asked.author_id = "777000111"
    desk.answer(force.store, force.people["officer"], question, "At noon.", force.rules, force.now)
    publish_due(means)
    evidence = made(force, force.the().id)
    facts = evidence.document["evidence"]
    assert facts["answers"] == {"id": "c1", "words": "What time does it start?"}
    for text in (evidence.text, sheet(evidence)):
        assert "What time does it start?" in text
        assert not re.search(r"\bPat\b|777000111", text)
        assert "@force.example" not in text  # names of staff, not their addresses
    with force.store.writing() as db:
        db.exec(select(Reply).where(col(Reply.by_us).is_(False))).one().text = ""
    assert "its words are not kept any more" in sheet(made(force, force.the().id))


def test_nothing_yet_is_told_as_nothing(force: Force) -> None:
    (one,) = force.approved()
    facts = made(force, one.id).document["evidence"]
    assert facts["attempts"] == facts["take_downs"] == facts["pictures"] == facts["holds"] == []
    assert facts["published_at"] is None and facts["certain"] == "It has not been sent. It waits for its time."
    assert "Attempts" not in sheet(made(force, one.id))


def test_every_key_is_documented(lived: tuple[Force, UUID]) -> None:
    force, which = lived
    manual = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    part = manual[manual.index("## Evidence") :].split("\n## ")[0] if "## Evidence" in manual else ""
    known = set(re.findall(r"`(\w+)`", part))
    document: dict[str, Any] = json.loads(made(force, which).text)
    missing = (keys(document) - known) - {"utc", "london"}
    assert not missing, missing


def keys(value: Any) -> set[str]:
    """Every key, however deep."""
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys(one)}
    return {key for one in value for key in keys(one)} if isinstance(value, list) else set()


QUEUE = {
    *(Act.CLAIM, Act.ASSIGN, Act.SNOOZE, Act.NOTE, Act.CORRECT, Act.GROUP, Act.REFER, Act.ACKNOWLEDGE),
    *(Act.HIDE, Act.SAVED_REPLY, Act.DUTY, Act.HAND_OVER, Act.ISSUE),
}
"""Acts about what the public wrote, and never about a publication of ours."""

NUMBERS = {Act.BRING_FIGURES, Act.PLACE_TOWN, Act.CAMPAIGN, Act.POLL, Act.ORDER_REPORT}
"""Acts about numbers and what is told of them."""


def test_every_act_of_a_person_has_words(force: Force) -> None:
    about_others = {Act.SET_ASIDE, Act.HOLD, Act.LIFT, Act.EXPORT, *QUEUE, *NUMBERS}
    assert {act.value for act in Act} - {act.value for act in about_others} <= set(ACTS)
    assert {"published", "unknown", "started"} <= set(OUTCOMES)

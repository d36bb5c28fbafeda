"""`bluelamp evidence`: the story of a publication as a file, and who had it."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from sqlmodel import col, select

from domain.publication import Stage, State
from doors.wiring import House
from scheduler.evidence import sum_of
from store.tables import Account, Person, Publication, ScheduledPost, Trail
from tests.doors.conftest import Told


@pytest.fixture
def ident(house: House) -> str:
    """A publication of Wexmoor's account on X."""
    now = house.clock()
    with house.store.writing() as db:
        account = db.exec(select(Account.id).where(col(Account.handle) == "WexmoorSNT")).one()
        author = db.exec(select(Person.id).where(col(Person.email) == "officer@example.org")).one()
        message = ScheduledPost(
            author_id=author, text="Lock <b>sheds</b>", stage=Stage.APPROVED, due_at=now, created_at=now, changed_at=now
        )
        db.add(message)
        db.flush()
        one = Publication(
            scheduled_post_id=message.id, account_id=account, state=State.PUBLISHED, text=message.text, fingerprint="x",
            due_at=now, not_before=now, expires_at=now, published_at=now, external_id="7", url="https://x.com/W/status/7",
        )  # fmt: skip
        db.add(one)
        db.flush()
        return str(one.id)


def exports(house: House) -> list[Trail]:
    with house.store.reading() as db:
        return list(db.exec(select(Trail).where(col(Trail.act) == "export")))


def test_the_sheet_is_written_for_its_owner_only(told: Told, house: House, ident: str, tmp_path: Path) -> None:
    file = tmp_path / "story.html"
    done = told("evidence", ident, "--as", "officer@example.org", "-o", str(file))
    assert done.exit_code == 0 and done.stdout == ""
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>") and "Lock &lt;b&gt;sheds&lt;/b&gt;" in page
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (line,) = exports(house)
    assert line.person_id is not None and line.detail.removeprefix("sha256 ") in done.stderr.replace("\n", "")


def test_the_facts_go_to_standard_output_and_carry_their_sum(told: Told, house: House, ident: str) -> None:
    done = told("evidence", ident, "--json", "--as", "comms@example.org")
    document = json.loads(done.stdout)
    assert document["export"]["sha256"] == sum_of(document["evidence"])
    assert document["export"]["by"] == "Casimir Practice"


def test_without_a_name_it_is_the_machines_user(told: Told, house: House, ident: str) -> None:
    done = told("evidence", ident, "--json")
    assert "at the command line" in json.loads(done.stdout)["export"]["by"]
    (line,) = exports(house)
    assert line.person_id is None and "at the command line" in line.detail


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda words: ["nonsense", *words[1:]], "is no id of a publication"),
        (lambda words: [str(uuid4()), *words[1:]], "There is no such publication"),
        (lambda words: [*words, "--as", "nobody@example.org"], "Nobody on the roster"),
    ],
)
def test_what_cannot_be_exported_leaves_no_file_and_no_line(
    told: Told, house: House, ident: str, tmp_path: Path, change: Callable[[list[str]], list[str]], says: str
) -> None:
    file = tmp_path / "story.json"
    done = told("evidence", *change([ident, "--json", "-o", str(file)]))
    assert done.exit_code == 1 and says in done.stderr
    assert not file.exists() and exports(house) == []


def test_a_file_that_is_there_is_not_written_over(told: Told, house: House, ident: str, tmp_path: Path) -> None:
    file = tmp_path / "story.html"
    file.write_text("mine")
    done = told("evidence", ident, "-o", str(file))
    assert done.exit_code == 1 and "is there already" in done.stderr
    assert file.read_text() == "mine" and exports(house) == []
    assert told("evidence", ident, "-o", str(tmp_path / "nowhere" / "story.html")).exit_code == 1
